"""The plain Markdown tree and a complete configuration for each language, which any engine can build."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from factbook.build.cache import fingerprint, fingerprint_of_code
from factbook.build.engine_config import configuration_name, language_configuration
from factbook.build.fork import ForkedCall, can_fork
from factbook.build.front_matter import page_source
from factbook.build.render_cards import card_files
from factbook.build.server_config import server_config_files
from factbook.build.trace import NULL_MEMO, CatalogueState, MemoTable
from factbook.data.config import Site
from factbook.i18n.messages import translations
from factbook.model import Catalogue
from factbook.opendata import Publication, Serializer, document_types, open_data
from factbook.opendata.charts import chart_files
from factbook.opendata.openapi import DocumentType
from factbook.pages import Outline, Page
from factbook.pages.redirects import redirect_page
from factbook.pages.search_index import SEARCH_INDEX, STOP_WORDS, search_index
from factbook.pages.sitemap import SITEMAP, sitemap
from factbook.pages.social_image import Picture
from factbook.problems.project_files import is_project_file

FORK_THRESHOLD = 50  # figures; for fewer, a process for their open data costs more than it saves
THEME = "overrides/"  # the folder of the theme among the sources of a tree
# Browsers do not need the comments of the theme. In styles they are removed outside strings, in scripts if they have
# lines of their own.
_COMMENTS = {
    ".css": re.compile(rb"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/\s*""", re.DOTALL),
    ".js": re.compile(rb"^()[ \t]*(?://.*|/\*.*\*/[ \t]*)\n", re.MULTILINE),
}


@dataclass(frozen=True)
class Tree:
    """The staged tree.

    Attributes:
        sources: What an engine renders, by path in the tree: Markdown, configurations, the theme.
        files: What is published unchanged, by path in the published site.
        pictures: What is published as PNG, by path in the published site.
    """

    sources: Mapping[str, bytes]
    files: Mapping[str, bytes]
    pictures: Mapping[str, Picture]


def build_tree(
    site: Site,
    catalogue: Catalogue,
    outline: Outline,
    pages: Mapping[str, Sequence[Page]],
    stale: Collection[tuple[str, str]] = (),
    memory: MemoTable = NULL_MEMO,
) -> Tree:
    """Return the staged tree.

    Args:
        site: The site.
        catalogue: The facts.
        outline: All pages.
        pages: The finished pages of each language.
        stale: Kind and identifier of each stale record, which pages mark as such.
        memory: Cards of earlier runs.
    """
    serializer = Serializer(Publication(site, catalogue, outline))
    export = partial(open_data, serializer, _document_types(catalogue, memory))
    call = ForkedCall(export) if len(catalogue.figures) > FORK_THRESHOLD and can_fork() else None
    titles = index_pages(pages)
    sources: dict[str, bytes] = dict(theme_files(site))
    versions = {
        name.removeprefix(THEME): fingerprint(content)[:10]
        for name, content in sources.items()
        if name.startswith(f"{THEME}assets/")
    }
    files: dict[str, bytes] = {}
    pictures: dict[str, Picture] = {}
    for language in site.languages:
        code, prefix = language.code, language.prefix
        strings = translations(site.locale_folder, code)
        for page in pages[code]:
            sources[f"{code}/{page.spec.path}"] = page_source(serializer, titles, page, stale)
            pictures[prefix + page.spec.picture_path] = _social_image(serializer, page)
        for path, origin in outline.files[code].items():
            sources[f"{code}/{path}"] = origin.read_bytes()
        for former, name in outline.redirects[code].items():
            now = titles[code][name]
            text = redirect_page(code, former, now.spec.slug, site.url + prefix, now.title)
            files[f"{prefix}{former}/index.html"] = text.encode()
        for path, content in card_files(site, catalogue, outline, code, versions, memory).items():
            files[prefix + path] = content
        files[prefix + SEARCH_INDEX] = search_index(pages[code], strings.gettext(STOP_WORDS))
        files[prefix + SITEMAP] = sitemap(site, titles, code)
        text = language_configuration(serializer.publication, language, titles[code], versions)
        sources[configuration_name(code)] = text.encode()
    files |= chart_files(site, pages)
    files |= server_config_files(site, outline)
    files |= call.result() if call else export()
    return Tree(sources, files, pictures)


def _document_types(catalogue: Catalogue, memory: MemoTable) -> Mapping[str, DocumentType]:
    """Return the types of the documents of the open data, which depend on the code alone."""
    name, code, facts = "the types of documents", fingerprint_of_code(), CatalogueState(catalogue)
    types: Mapping[str, DocumentType] | None = memory.get(name, code, facts)
    if types is None:
        types = document_types()
        memory.put(name, code, facts, {}, types)
    return types


def theme_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the override as they are published: without its notes and its messages."""
    if not site.overrides:
        return
    folder = site.root / site.overrides
    for origin in sorted(folder.rglob("*")):
        is_own = is_project_file(site.root, origin.relative_to(site.root).as_posix())
        if is_own and "locale" not in origin.parts and origin.suffix != ".md":
            content = origin.read_bytes()
            if comments := _COMMENTS.get(origin.suffix):
                content = comments.sub(rb"\1", content)
            yield f"{THEME}{origin.relative_to(folder).as_posix()}", content


def write_tree(site: Site, tree: Tree, target: Path) -> None:
    """Write the whole tree below `target`: unchanged files keep their time, unknown ones are removed."""
    files = {**tree.files, **{path: picture.png() for path, picture in tree.pictures.items()}}
    write_files(target, {**tree.sources, **{_staged_path(site, path): content for path, content in files.items()}})


def _social_image(serializer: Serializer, page: Page) -> Picture:
    """Return the social image of a page; that of a figure shows its latest value."""
    publication, record, code = serializer.publication, page.spec.record, page.spec.language
    site = publication.site.title(code)
    figure = publication.catalogue.figures[record[1]] if record and record[0] == "figures" else None
    if figure is None or not figure.observations:
        return Picture(site, page.title)
    latest, wording = figure.observations[-1], publication.wordings[code]
    unit = publication.catalogue.unit(figure)
    value = wording.quantity(latest.value, unit, figure.scale, latest.qualifier, "short", latest.status)
    facts = publication.catalogue
    cited = (facts.sources[source] for source in facts.official_first(latest.sources))
    publishers = list(dict.fromkeys(source.publisher_in(code) for source in cited))[:2]
    sourcing = wording.sourcing(facts.sourcing(record[1], latest, latest.period)) if record else ""
    below = (wording.period(latest.period), sourcing, wording.list_of(publishers))  # a long line loses its end
    return Picture(site, page.title, value, " · ".join(below))


def _staged_path(site: Site, path: str) -> str:
    """Return the path in the tree of a file of the published site; the first language has what belongs to none."""
    first, *others = site.languages
    for language in others:
        if path.startswith(language.prefix):
            return f"{language.code}/{path.removeprefix(language.prefix)}"
    return f"{first.code}/{path}"


def _read_bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except OSError:
        return None


def write_files(target: Path, wanted: Mapping[str, bytes]) -> None:
    """Make `target` hold these files and no others, except a built `site`; unchanged files are not written."""
    parents: set[str] = set()
    for name, content in wanted.items():
        path = f"{target}/{name}"
        folder = posixpath.dirname(path)
        if folder not in parents:
            os.makedirs(folder, exist_ok=True)
            parents.add(folder)
        if os.path.isdir(path):
            shutil.rmtree(path)
        if _read_bytes(path) != content:
            with open(path, "wb") as stream:
                stream.write(content)
    for folder, _, files in os.walk(target, topdown=False):
        for file in files:
            name = os.path.relpath(os.path.join(folder, file), target).replace(os.sep, "/")
            if name not in wanted and not name.startswith("site/"):
                os.unlink(target / name)
        if folder != str(target) and not os.listdir(folder):
            os.rmdir(folder)


def index_pages(pages: Mapping[str, Sequence[Page]]) -> dict[str, dict[str, Page]]:
    """Return the pages of each language by name."""
    return {language: {page.spec.name: page for page in found} for language, found in pages.items()}
