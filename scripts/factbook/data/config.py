"""The site's configuration, read from mkdocs.yml: languages, navigation, folders, URL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from babel import Locale, UnknownLocaleError

from factbook.data.yaml import Document, Path_, read_yaml
from factbook.model import Place, parse_date
from factbook.problems import Problem, Problems, nearest
from factbook.problems.codes import N_

PLUGIN, OPTIONS = "factbook", ("languages", "data_dir", "published", "publisher")
# What a legal notice has to say of its publisher (in France: loi n° 2004-575, article 1-1).
PUBLISHER_KEYS = ("name", "address", "director", "host")
_URL = re.compile(r"https?://[\w.-]+(:\d{1,5})?(/[\w.~%-]+)*/?")
_THEME_TAG = re.compile(r"tag:yaml\.org,2002:python/name:(material|pymdownx|zensical)\.[\w.]+")
_POLICY = re.compile(r"[\w .:;*/'+=-]*")  # quoted in the configuration of web servers


@dataclass(frozen=True)
class Language:
    """One language of the site. `prefix` is its folder in the published site: empty for the first."""

    code: str
    name: str
    prefix: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Site:
    """The settings of `mkdocs.yml` that the generator needs.

    `nav` has the page names in order, possibly below section titles, as MkDocs writes it; `url` ends with
    a slash; `docs`, `data` and `overrides` are folders relative to the root; `published` is the day of the
    first publication, from which changes are recorded; `publisher` has each of PUBLISHER_KEYS by language, and is
    empty for a demonstration.
    """

    root: Path
    languages: tuple[Language, ...]
    nav: Sequence[Any]
    url: str
    docs: str
    data: str
    overrides: str | None
    configuration: Document
    published: date | None = None
    publisher: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the languages; the first is published at the root."""
        return tuple(language.code for language in self.languages)

    def prefix(self, code: str) -> str:
        """Return the folder of a language in the published site: empty, or ending with a slash."""
        return next(language.prefix for language in self.languages if language.code == code)

    def title(self, code: str) -> str:
        """Return the site's name in a language."""
        common = self.configuration.value.get("site_name", "")
        settings = next(language.settings for language in self.languages if language.code == code)
        return str(settings.get("site_name", common))

    @property
    def url_path(self) -> str:
        """Return the path of the site on its host; begins and ends with a slash."""
        return urlsplit(self.url).path or "/"

    @property
    def locale_folder(self) -> Path:
        """Return the folder of the interface messages for readers."""
        return self.root / (self.overrides or "overrides") / "locale"


def load_site(root: Path, file: str = "mkdocs.yml") -> Site:
    """Read `root/mkdocs.yml`. Raises Problems with the place of each."""
    document = read_yaml(root, file)
    if document.problems:
        raise Problems(document.problems)
    _check_tags(document)
    settings = document.value if isinstance(document.value, dict) else {}
    theme = settings.get("theme")
    index, options = _plugin(document, settings)
    languages = _languages(document, index, options)
    url = settings.get("site_url")
    if not isinstance(url, str) or not _URL.fullmatch(url):
        raise _problem(document, ("site_url",), "site_url", N_("an address such as https://example.org/"))
    _check_theme_and_policy(document, settings)
    nav = settings.get("nav", [])
    if not isinstance(nav, list):
        raise _problem(document, ("nav",), "nav", N_("a list of the pages of docs/<language>, such as index.md"))
    return Site(
        root=root,
        languages=languages,
        nav=nav,
        url=url.rstrip("/") + "/",
        docs=str(settings.get("docs_dir", "docs")),
        data=str(options.get("data_dir", "data")),
        overrides=theme.get("custom_dir") if isinstance(theme, dict) else None,
        configuration=document,
        published=_published(document, index, options),
        publisher=_publisher(document, index, options, [language.code for language in languages]),
    )


def _check_tags(document: Document) -> None:
    """Refuse the tags by which MkDocs, which reads the file too, makes Python objects, those of its theme excepted."""
    for event in yaml.parse(document.text, Loader=yaml.SafeLoader):
        tag = str(getattr(event, "tag", None) or "")
        if "python" in tag and not _THEME_TAG.fullmatch(tag):
            mark: Any = event.start_mark
            values = {"found": tag, "expected": N_("a value without a tag that runs code")}
            raise Problems([Problem("configuration", Place(document.file, mark.line + 1, mark.column + 1), values)])


def _check_theme_and_policy(document: Document, settings: Mapping[str, object]) -> None:
    """Raise Problems if the theme's folder or the Content-Security-Policy is not valid."""
    theme, extra = settings.get("theme"), settings.get("extra", {})
    folder = theme.get("custom_dir", "") if isinstance(theme, dict) else ""
    if not isinstance(folder, str) or folder.startswith("/") or ".." in folder.split("/"):
        path = ("theme", "custom_dir")
        raise _problem(document, path, str(folder), N_("a folder inside this project, such as overrides"))
    if not isinstance(extra, dict):
        raise _problem(document, ("extra",), "extra", N_("names, each with a value below it"))
    policy = extra.get("content_security_policy", "")
    if not isinstance(policy, str) or not _POLICY.fullmatch(policy):
        path = ("extra", "content_security_policy")
        raise _problem(document, path, str(policy)[:40], N_("a policy such as default-src 'none'; script-src 'self'"))


def _published(document: Document, index: int, options: Mapping[str, object]) -> date | None:
    try:
        return parse_date(options["published"]) if "published" in options else None
    except ValueError:
        path = ("plugins", index, PLUGIN, "published")
        raise _problem(document, path, str(options["published"]), N_("a day such as 1999-12-31")) from None


def _publisher(
    document: Document, index: int, options: Mapping[str, object], codes: Sequence[str]
) -> Mapping[str, Mapping[str, str]]:
    """Return the publisher's details by key and language: a text alone is the same in all. Raises Problems."""
    given, path = options.get("publisher", {}), ("plugins", index, PLUGIN, "publisher")
    if not isinstance(given, dict) or (given and set(given) != set(PUBLISHER_KEYS)):
        raise _problem(document, path, "publisher", N_("its name, address, director and host, and no other key"))
    found: dict[str, Mapping[str, str]] = {}
    for key, value in given.items():
        texts = value if isinstance(value, dict) else dict.fromkeys(codes, value)
        if set(texts) != set(codes) or not all(isinstance(text, str) and text.strip() for text in texts.values()):
            raise _problem(document, (*path, key), key, N_("a text, or one for each language of the site"))
        found[str(key)] = {str(code): str(text) for code, text in texts.items()}
    return found


def _problem(document: Document, path: Path_, found: str, expected: str) -> Problems:
    values = {"found": found, "expected": expected}
    return Problems([Problem("configuration", document.place(path), values, length=len(found))])


def _plugin(document: Document, settings: Mapping[str, object]) -> tuple[int, Mapping[str, Any]]:
    plugins = settings.get("plugins", [])
    for index, plugin in enumerate(plugins if isinstance(plugins, list) else []):
        if isinstance(plugin, dict) and PLUGIN in plugin and isinstance(plugin[PLUGIN], dict):
            _check_options(document, index, plugin[PLUGIN])
            return index, plugin[PLUGIN]
    raise _problem(document, ("plugins",), "plugins", N_("an entry “factbook” with the languages of the site"))


def _check_options(document: Document, index: int, options: Mapping[str, object]) -> None:
    faults = []
    for option in map(str, options.keys() - set(OPTIONS)):
        values = {"key": option, "hint": nearest(option, OPTIONS) or "", "known": ", ".join(OPTIONS)}
        place = document.key(("plugins", index, PLUGIN, option))
        faults.append(Problem("unknown-key", place, values, length=len(option)))
    if faults:
        raise Problems(faults)


def _languages(document: Document, index: int, options: Mapping[str, object]) -> tuple[Language, ...]:
    path = ("plugins", index, PLUGIN, "languages")
    entries = options.get("languages")
    if not isinstance(entries, dict) or not entries:
        raise _problem(document, path, "languages", N_("a code such as fr with a name for each language"))
    languages: list[Language] = []
    for code, entry in entries.items():
        try:
            Locale.parse(code, sep="-")
        except (ValueError, UnknownLocaleError):
            raise _problem(document, (*path, code), code, N_("the code of a language, such as fr")) from None
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            raise _problem(document, (*path, code), code, N_("its name in itself, as in fr: {name: Français}"))
        settings = {key: value for key, value in entry.items() if key != "name"}
        languages.append(Language(code, entry["name"], f"{code}/" if languages else "", settings))
    return tuple(languages)
