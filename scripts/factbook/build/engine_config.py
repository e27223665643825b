"""The complete configuration of each language of the staged tree: the root's, with what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

import yaml

from factbook.data.config import PLUGIN, Language, Site
from factbook.i18n.messages import catalog_entries
from factbook.opendata import FEED, Publication, feed_title
from factbook.pages import Page
from factbook.pages.markdown import escape_head

try:
    from yaml import CSafeDumper as _Dumper
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML without libyaml does the same, more slowly
    from yaml import SafeDumper as _Dumper  # type: ignore[assignment]
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


def configuration_name(language: str) -> str:
    """Return the name of a language's configuration in the staged tree."""
    return f"mkdocs.{language}.yml"


def language_configuration(
    publication: Publication, language: Language, pages: Mapping[str, Page], versions: Mapping[str, str]
) -> str:
    """Return the language's own `mkdocs.yml`: the root's, with what differs. Tags such as !ENV stay unchanged.

    `pages` are the language's by name; `versions` has a fingerprint of each style, script and image of the theme.
    """
    site = publication.site
    loader = _Loader((site.root / site.configuration.file).read_text(encoding="utf-8-sig"))
    node = loader.get_single_node()
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 - load_site has checked it
    for key, value in _settings(site, language, pages).items():
        _set(node, key, value)
    theme = _get(node, "theme")
    if isinstance(theme, yaml.MappingNode):
        _set(theme, "language", language.code)
        if site.overrides:
            _set(theme, "custom_dir", "overrides")
    extra = _extra(publication, language, pages, versions)
    shared = _get(node, "extra")
    if isinstance(shared, yaml.MappingNode):
        for key, value in extra.items():
            _set(shared, key, value)
    else:
        _set(node, "extra", extra)
    plugins = _get(node, "plugins")
    if isinstance(plugins, yaml.SequenceNode):
        plugins.value = [entry for entry in plugins.value if _plugin_name(entry) != PLUGIN]
    return yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=10_000)


def _settings(site: Site, language: Language, pages: Mapping[str, Page]) -> dict[str, Any]:
    """Return the settings of MkDocs that differ from language to language, `extra` and the theme's apart."""
    parents = sorted({pages[page.spec.parent].spec.address for page in pages.values() if page.spec.parent})
    return {
        **{key: value for key, value in language.settings.items() if key != "extra"},
        "docs_dir": language.code,
        "site_dir": f"site/{language.prefix}".rstrip("/"),
        "site_url": site.url + language.prefix,
        "nav": list(_nav(site.nav, pages)),
        "not_in_nav": "".join(f"/{parent}*\n" for parent in parents),
    }


def _extra(
    publication: Publication, language: Language, pages: Mapping[str, Page], versions: Mapping[str, str]
) -> dict[str, Any]:
    """Return the values that the theme reads from `extra`."""
    site = publication.site
    extra: dict[str, Any] = {
        **language.settings.get("extra", {}),
        "homes": home_alternates(site),
        "versions": dict(versions),
        "direction": publication.wordings[language.code].direction,
        "strings": dict(catalog_entries(site.locale_folder, language.code)),
    }
    if publication.modified:
        title = feed_title(publication, language.code)
        extra["feeds"] = [{"title": title, "type": "application/atom+xml", "href": FEED}]
    for key in ("footer", "map"):
        if key in extra:
            extra[key] = _links(extra[key] or (), pages)
    return extra


def home_alternates(site: Site) -> list[dict[str, object]]:
    """Return the home page of each language, for pages without an alternate such as the page for missing addresses."""
    return [
        {
            "language": language.code,
            "name": language.name,
            "href": site.url_path + language.prefix,
            "url": site.url + language.prefix,
            "default": not language.prefix,
        }
        for language in site.languages
    ]


def _links(entries: Iterable[object], pages: Mapping[str, Page]) -> list[dict[str, str]]:
    """Return title and address of the pages that are named, with or without `.md`; others are left out."""
    names = (str(entry).removesuffix(".md") for entry in entries)
    return [
        {"title": escape_head(pages[name].title), "href": pages[name].spec.address} for name in names if name in pages
    ]


def _nav(entries: Sequence[Any], pages: Mapping[str, Page]) -> Iterator[Any]:
    """Return the navigation with the files and titles of the language; pages that do not exist are left out."""
    for entry in entries:
        if isinstance(entry, str) and entry.removesuffix(".md") in pages:
            page = pages[entry.removesuffix(".md")]
            title = page.extra.get("menu", page.title)
            yield {str(title): page.spec.path}
        elif isinstance(entry, dict):
            yield {title: list(_nav(below, pages)) for title, below in entry.items() if isinstance(below, list)}


def _get(mapping: yaml.MappingNode, key: str) -> yaml.Node | None:
    return next((value for name, value in mapping.value if name.value == key), None)


def _set(mapping: yaml.MappingNode, key: str, value: Any) -> None:
    dumper = yaml.SafeDumper(StringIO())
    dumper.ignore_aliases = lambda data: True  # type: ignore[method-assign]
    new = dumper.represent_data(value)
    mapping.value = [pair for pair in mapping.value if pair[0].value != key]
    mapping.value.append((dumper.represent_data(key), new))


def _plugin_name(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode) and node.value:
        return str(node.value[0][0].value)
    return str(node.value)
