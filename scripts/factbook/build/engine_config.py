"""The complete configuration of each language of the staged tree: the root's, with what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

import yaml

from factbook.data.config import PLUGIN, Language
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
    """The name of a language's configuration in the staged tree."""
    return f"mkdocs.{language}.yml"


def language_configuration(
    publication: Publication, language: Language, pages: Mapping[str, Page], versions: Mapping[str, str]
) -> str:
    """The language's own `mkdocs.yml`: the root's, with what differs. Tags such as !ENV stay as they are.

    `versions` has a fingerprint of each style, script and image of the theme, which changes with it.
    """
    site = publication.site
    loader = _Loader((site.root / site.configuration.file).read_text(encoding="utf-8-sig"))
    node = loader.get_single_node()
    assert isinstance(node, yaml.MappingNode)  # noqa: S101 - read_site has seen to it
    prefix = language.prefix
    homes = [
        {
            "language": other.code,
            "name": other.name,
            "href": site.url_path + other.prefix,
            "url": site.url + other.prefix,
            "default": not other.prefix,
        }
        for other in site.languages
    ]
    extra = dict(language.settings.get("extra", {}))
    extra["homes"] = homes
    extra["versions"] = dict(versions)
    extra["direction"] = publication.wordings[language.code].direction
    extra["strings"] = dict(catalog_entries(site.locale_folder, language.code))
    if publication.modified:
        title = feed_title(publication, language.code)
        extra["feeds"] = [{"title": title, "type": "application/atom+xml", "href": FEED}]
    for key in ("footer", "map"):
        if key in extra:
            extra[key] = [
                {"title": escape_head(pages[name].title), "href": pages[name].spec.address}
                for name in (str(entry).removesuffix(".md") for entry in extra[key] or ())
                if name in pages
            ]
    parents = sorted({pages[p.spec.parent].spec.address for p in pages.values() if p.spec.parent})
    settings: dict[str, Any] = {
        **{key: value for key, value in language.settings.items() if key != "extra"},
        "docs_dir": language.code,
        "site_dir": f"site/{prefix}".rstrip("/"),
        "site_url": site.url + prefix,
        "nav": list(_nav(site.nav, pages)),
        "not_in_nav": "".join(f"/{parent}*\n" for parent in parents),
    }
    for key, value in settings.items():
        _set(node, key, value)
    theme = _get(node, "theme")
    if isinstance(theme, yaml.MappingNode):
        _set(theme, "language", language.code)
        if site.overrides:
            _set(theme, "custom_dir", "overrides")
    old = _get(node, "extra")
    if isinstance(old, yaml.MappingNode):
        for key, value in extra.items():
            _set(old, key, value)
    else:
        _set(node, "extra", extra)
    plugins = _get(node, "plugins")
    if isinstance(plugins, yaml.SequenceNode):
        plugins.value = [entry for entry in plugins.value if _plugin_name(entry) != PLUGIN]
    return yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=10_000)


def _nav(entries_: Sequence[Any], pages: Mapping[str, Page]) -> Iterator[Any]:
    """The navigation with the addresses and titles of the language; pages that are not there are left out."""
    for entry in entries_:
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
