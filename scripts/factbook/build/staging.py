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
from typing import Any

from factbook.build.cache import fingerprint, fingerprint_of_code
from factbook.build.engine_config import configuration_name, language_configuration
from factbook.build.fork import ForkedCall, can_fork
from factbook.build.front_matter import page_source
from factbook.build.render_cards import card_files
from factbook.build.server_config import server_config_files
from factbook.build.trace import NULL_MEMO, CatalogueState, MemoTable
from factbook.data.config import Site
from factbook.data.project_files import is_project_file
from factbook.i18n.messages import translations
from factbook.model import Catalogue
from factbook.opendata import Publication, Serializer, document_types, open_data
from factbook.opendata.charts import chart_files
from factbook.pages import Outline, Page
from factbook.pages.redirects import redirect_page
from factbook.pages.search_index import SEARCH_INDEX, STOP_WORDS, search_index
from factbook.pages.sitemap import SITEMAP, sitemap
from factbook.pages.social_image import Picture

FORK_THRESHOLD = 50  # figures from which their open data is worth a process of its own
THEME = "overrides/"  # where the theme stands among the sources of a tree
# Comments are for who reads the theme, not for browsers: in styles wherever no string has them, in scripts on lines of
# their own.
_COMMENTS = {
    ".css": re.compile(rb"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/\s*""", re.DOTALL),
    ".js": re.compile(rb"^()[ \t]*(?://.*|/\*.*\*/[ \t]*)\n", re.MULTILINE),
}


@dataclass(frozen=True)
class Tree:
    """The staged tree. `sources` are what an engine turns into pages: Markdown, configurations, the theme.

    `files` are published as they are, `pictures` as PNG; their paths are those of the published site.
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
    """The whole tree. `stale` has the kind and identifier of each stale record: the pages that show it say so.

    `memory` has cards of earlier runs.
    """
    teller = Serializer(Publication(site, catalogue, outline))
    export = partial(open_data, teller, _types(catalogue, memory))
    beside = ForkedCall(export) if len(catalogue.figures) > FORK_THRESHOLD and can_fork() else None
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
            sources[f"{code}/{page.spec.path}"] = page_source(teller, titles, page, stale)
            pictures[prefix + page.spec.picture_path] = _picture(teller, page)
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
        text = language_configuration(teller.publication, language, titles[code], versions)
        sources[configuration_name(code)] = text.encode()
    files |= chart_files(site, pages)
    files |= server_config_files(site, outline)
    files |= beside.result() if beside else export()
    return Tree(sources, files, pictures)


def _types(catalogue: Catalogue, memory: MemoTable) -> Any:
    """What the documents of the open data are: it follows from the code alone."""
    name, code, facts = "the types of documents", fingerprint_of_code(), CatalogueState(catalogue)
    types = memory.get(name, code, facts)
    if types is None:
        types = document_types()
        memory.put(name, code, facts, {}, types)
    return types


def theme_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """The files of the override as they are sent: all but its notes and its strings, which the configurations carry."""
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
    """Write the whole tree below `target`. Files that would not change keep their time; others go away."""
    files = {**tree.files, **{path: picture.png() for path, picture in tree.pictures.items()}}
    write_files(target, {**tree.sources, **{_staged_path(site, path): content for path, content in files.items()}})


def _picture(teller: Serializer, page: Page) -> Picture:
    """The picture of a page; that of a figure has its newest value."""
    publication, record, code = teller.publication, page.spec.record, page.spec.language
    site = publication.site.title(code)
    figure = publication.catalogue.figures[record[1]] if record and record[0] == "figures" else None
    if figure is None or not figure.observations:
        return Picture(site, page.title)
    latest, wording = figure.observations[-1], publication.wordings[code]
    value = wording.quantity(latest.value, publication.catalogue.unit(figure), figure.scale, latest.qualifier, "short")
    publishers = dict.fromkeys(publication.catalogue.sources[source].publisher_in(code) for source in latest.sources)
    return Picture(site, page.title, value, f"{wording.period(latest.period)} · {', '.join(publishers)}")


def _staged_path(site: Site, path: str) -> str:
    """Where a file of the published site stands in the tree: what is no language's, with the first language's."""
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
    """Make `target` hold these files and no others, a built `site` aside; what would not change is not touched."""
    made: set[str] = set()
    for name, content in wanted.items():
        path = f"{target}/{name}"
        folder = posixpath.dirname(path)
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
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
    """The pages of each language by their names."""
    return {language: {page.spec.name: page for page in found} for language, found in pages.items()}
