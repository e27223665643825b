"""The plain Markdown tree and a complete configuration for each language, which any engine can build."""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import yaml

from factbook.model import Catalogue
from factbook.opendata import FEED, Publication, Teller, feed_title, linked_data, open_data
from factbook.opendata.charts import chart_files
from factbook.pages import Outline, Page
from factbook.pages.cards import card_files
from factbook.pages.markdown import escape_text
from factbook.pages.redirects import redirect_page
from factbook.site import PLUGIN, Language, Site
from factbook.strings import entries


class _Dumper(yaml.CSafeDumper):
    """A writer that knows the decimals that the reader of page heads gives."""


_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", format(value, "f"))
)


def configuration_name(language: str) -> str:
    """The name of a language's configuration in the staged tree."""
    return f"mkdocs.{language}.yml"


def write_tree(
    site: Site,
    catalogue: Catalogue,
    outline: Outline,
    pages: Mapping[str, Sequence[Page]],
    target: Path,
    stale: Collection[tuple[str, str]] = (),
) -> None:
    """Write the whole tree below `target`. Files that would not change keep their time; others go away.

    `stale` has the kind and identifier of each record that is stale: the pages that show it say so.
    """
    teller = Teller(Publication(site, catalogue, outline))
    wanted = {_staged(site, path): content for path, content in open_data(teller).items()}
    titles = {language: {page.spec.name: page for page in pages[language]} for language in site.codes}
    for language in site.languages:
        for page in pages[language.code]:
            wanted[f"{language.code}/{page.spec.path}"] = _document(teller, titles, page, stale).encode()
        for path, origin in outline.files[language.code].items():
            wanted[f"{language.code}/{path}"] = origin.read_bytes()
        for former, name in outline.redirects[language.code].items():
            now = titles[language.code][name]
            text = redirect_page(language.code, former, now.spec.slug, site.url + language.prefix, now.title)
            wanted[f"{language.code}/{former}/index.html"] = text.encode()
        for path, content in card_files(site, catalogue, outline, language.code).items():
            wanted[f"{language.code}/{path}"] = content
        text = _configuration(teller.publication, language, titles[language.code])
        wanted[configuration_name(language.code)] = text.encode()
    wanted.update(chart_files(site, pages))
    if site.overrides:
        for origin in sorted((site.root / site.overrides).rglob("*")):
            if origin.is_file() and "locale" not in origin.parts and origin.suffix != ".md":
                name = origin.relative_to(site.root / site.overrides).as_posix()
                wanted[f"overrides/{name}"] = origin.read_bytes()
    _replace(target, wanted)


def _staged(site: Site, path: str) -> str:
    """Where a file of the published site stands in the tree: what is no language's, with the first language's."""
    first, *others = site.languages
    for language in others:
        if path.startswith(language.prefix):
            return f"{language.code}/{path.removeprefix(language.prefix)}"
    return f"{first.code}/{path}"


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return None


def _replace(target: Path, wanted: Mapping[str, bytes]) -> None:
    made: set[str] = set()
    for name, content in wanted.items():
        path = f"{target}/{name}"
        folder = posixpath.dirname(path)
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        if os.path.isdir(path):
            shutil.rmtree(path)
        if _content(path) != content:
            with open(path, "wb") as stream:
                stream.write(content)
    for folder, _, files in os.walk(target, topdown=False):
        for file in files:
            name = os.path.relpath(os.path.join(folder, file), target).replace(os.sep, "/")
            if name not in wanted and not name.startswith("site/"):
                os.unlink(target / name)
        if folder != str(target) and not os.listdir(folder):
            os.rmdir(folder)


def _document(
    teller: Teller, titles: Mapping[str, Mapping[str, Page]], page: Page, stale: Collection[tuple[str, str]]
) -> str:
    """The page's file: the head that the theme and the checks read, then the Markdown."""
    site, spec = teller.publication.site, page.spec
    root = site.languages[0].code
    here = site.prefix(spec.language) + spec.address
    twins = []
    for language in site.languages:
        twin = titles[language.code].get(spec.name)
        if twin is None:
            continue
        address = language.prefix + twin.spec.address
        twins.append(
            {
                "language": language.code,
                "name": language.name,
                "href": relative(address, here),
                "url": site.url + address,
                "current": language.code == spec.language,
                "default": language.code == root,
            }
        )
    trail = [
        {
            "title": str(escape_text(above.title)),
            "href": relative(above.spec.address, spec.address),
        }
        for above in _above(page, titles[spec.language])
    ]
    linked = linked_data(teller, page, list(_steps(site, page, titles[spec.language])))
    shown = {("figures", figure) for figure, _ in page.used} | ({spec.record} if spec.record else set())
    old = sorted(identifier for kind, identifier in shown if (kind, identifier) in stale)
    head = {
        "title": str(escape_text(page.title)),
        "description": str(escape_text(page.description)),
        "source": spec.template.file,
        "figures": sorted({figure for figure, _ in page.used}),
        "twins": twins,
        **({"stale": old} if old else {}),
        **({"trail": trail} if trail else {}),
        **({"jsonld": linked} if linked else {}),
        **page.extra,
    }
    dumped = yaml.dump(head, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{dumped}---\n\n{page.text}"


def _above(page: Page, titles: Mapping[str, Page]) -> Iterator[Page]:
    parent = page.spec.parent
    if parent and parent in titles:
        yield from _above(titles[parent], titles)
        yield titles[parent]


def _steps(site: Site, page: Page, titles: Mapping[str, Page]) -> Iterator[tuple[str, str]]:
    """Title and absolute address of the home page and of the pages above this one; none for the home page."""
    root = site.url + site.prefix(page.spec.language)
    if page.spec.slug:
        above = [titles["index"]] if "index" in titles else []
        yield from ((each.title, root + each.spec.address) for each in (*above, *_above(page, titles)))


def relative(target: str, here: str) -> str:
    """A relative link from the folder address `here` to `target`; both are empty or end with a stroke."""
    path = posixpath.relpath(target or ".", here or ".")
    return path + "/" if path != "." else "./"


def _configuration(publication: Publication, language: Language, pages: Mapping[str, Page]) -> str:
    """The language's own `mkdocs.yml`: the root's, with what differs. Tags such as !ENV stay as they are."""
    site = publication.site
    loader = yaml.SafeLoader((site.root / site.configuration.file).read_text(encoding="utf-8-sig"))
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
    extra["strings"] = dict(entries(site.locale_folder, language.code))
    if publication.modified:
        title = feed_title(publication, language.code)
        extra["feeds"] = [{"title": title, "type": "application/atom+xml", "href": FEED}]
    if footer := extra.get("footer"):
        extra["footer"] = [
            {"title": str(escape_text(pages[name].title)), "href": pages[name].spec.address}
            for name in (str(entry).removesuffix(".md") for entry in footer)
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
    return yaml.serialize(node, Dumper=yaml.SafeDumper, allow_unicode=True, width=10_000)


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
