"""The outline of the site: the pages of each language, their addresses, and which are alternates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Set
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from factbook.data.config import Site
from factbook.data.yaml import parse_yaml, read_text
from factbook.model import KINDS, Catalogue, Kind, Place
from factbook.pages.redirects import read_redirects
from factbook.pages.spec import MAX_SLUG, RESERVED_FOLDERS, ROOT_FOLDERS, Outline, PageSpec, Template
from factbook.pages.unsafe_html import unsafe_in_drawing
from factbook.problems import Problem, nearest
from factbook.problems.project_files import is_project_file

ENTITY_TEMPLATES = "_entities"
# Files that run nothing in a browser, whatever they hold; drawings are read through besides.
FILES = frozenset(
    [
        "avif",
        "bib",
        "csv",
        "doc",
        "docx",
        "flac",
        "gif",
        "ico",
        "jpeg",
        "jpg",
        "json",
        "mp3",
        "mp4",
        "odp",
        "ods",
        "odt",
        "ogg",
        "pdf",
        "png",
        "pptx",
        "svg",
        "txt",
        "vtt",
        "webm",
        "webp",
        "woff2",
        "xlsx",
        "zip",
    ]
)
_RESERVED_KEYS = frozenset(
    ("alternates", "breadcrumbs", "figures", "jsonld", "og_image", "source", "stale", "template")
)  # by the stage
_KEY = re.compile(r"[A-Za-z_][\w-]*")
_WORD = re.compile(r"[a-z-]+")
_HEAD = re.compile(r"---\n(.*?)(?:^|\n)---[ \t]*(?:\n|$)", re.DOTALL)
_SLUG = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*)?")
MAX_BOOST = 100


def read_outline(site: Site, catalogue: Catalogue) -> Outline:
    """Read the front matter of all templates. Errors in it are in the outline's `problems`."""
    outline = Outline()
    docs = site.root / site.docs
    each = [
        template
        for path in sorted((docs / ENTITY_TEMPLATES).glob("*.md"))
        if (template := read_template(site, path, outline))
    ]
    for language, prefix in ((each.code, each.prefix) for each in site.languages):
        pages = outline.pages[language] = {}
        outline.files[language] = dict(_files(site, language, outline))
        for path in sorted((docs / language).rglob("*.md")):
            if template := read_template(site, path, outline):
                name = path.relative_to(docs / language).with_suffix("").as_posix()
                slug = "" if name == "index" else template.head.get("slug", name)
                if _slug_is_right(slug, template, outline):
                    pages[name] = PageSpec(language, name, slug, template, prefix=prefix)
        for template in each:
            pages.update((page.name, page) for page in _entity_pages(template, language, prefix, catalogue, outline))
        _check_addresses(pages, outline)
        others = {*ROOT_FOLDERS, *(each.prefix.strip("/") for each in site.languages[1:])}
        _check_reserved(pages, outline, RESERVED_FOLDERS if prefix else RESERVED_FOLDERS | others)
        outline.redirects[language] = dict(read_redirects(language, outline))
    _check_twins(site, outline)
    _check_theme_files(site, outline)
    return outline


def _files(site: Site, language: str, outline: Outline) -> Iterator[tuple[str, Path]]:
    """Return the files that are not templates, such as images: those of the language, and those of docs/assets."""
    docs = site.root / site.docs
    for folder, prefix in ((docs / language, ""), (docs / "assets", "assets/")):
        for path in sorted(folder.rglob("*")):
            if path.suffix == ".md" or (path.is_dir() and not path.is_symlink()):
                continue
            file = path.relative_to(site.root).as_posix()
            if not is_project_file(site.root, file) or path.suffix[1:].lower() not in FILES:
                outline.problems.append(Problem("foreign-file", Place(file, 1), {"found": path.name}))
            elif path.suffix.lower() == ".svg" and (unsafe := unsafe_in_drawing(path.read_bytes())):
                outline.problems.append(Problem("unsafe-markup", Place(file, 1), {"found": unsafe}))
            else:
                yield prefix + path.relative_to(folder).as_posix(), path


def _check_theme_files(site: Site, outline: Outline) -> None:
    """Report what is in the folder of the theme and is no file of the project."""
    if not site.overrides:
        return
    for path in sorted((site.root / site.overrides).rglob("*")):
        file = path.relative_to(site.root).as_posix()
        if (path.is_symlink() or not path.is_dir()) and not is_project_file(site.root, file):
            outline.problems.append(Problem("foreign-file", Place(file, 1), {"found": path.name}))


def read_template(site: Site, path: Path, outline: Outline) -> Template | None:
    """Read a template. Return None where it cannot be read, with the errors in the outline's problems."""
    file = path.relative_to(site.root).as_posix()
    text, problems = read_text(site.root, file)
    outline.problems += problems
    if problems:
        return None
    match = _HEAD.match(text)
    head: Any = {}
    if match:
        document = parse_yaml(match.group(1), file, first_line=2)
        outline.problems += document.problems
        head = document.value or {}
    title = head.get("title") if isinstance(head, dict) else None
    if match and document.problems:
        return None
    for key, value in head.items() if isinstance(head, dict) else ():
        if not _is_setting(key, value):
            found = f"{key}: {value}"[:80]
            outline.problems.append(Problem("front-matter", document.key((key,)), {"found": found}))
            return None
    if not isinstance(title, str) or not title.strip():
        found = "title" if match else "---"
        outline.problems.append(Problem("front-matter", Place(file, 1), {"found": found}))
        return None
    end = match.end() if match else 0
    template = Template(file, head, "\n" * text[:end].count("\n") + text[end:], text)
    outline.templates[file] = template
    return template


def _is_setting(key: str, value: object) -> bool:
    """Return whether the head of a template may have a key with a value."""
    if key in _RESERVED_KEYS or not _KEY.fullmatch(key):
        return False
    if key == "search" and isinstance(value, dict) and "boost" in value:
        boost = value["boost"]
        return isinstance(boost, int | Decimal) and not isinstance(boost, bool) and 0 <= boost <= MAX_BOOST
    return key != "layout" or _WORD.fullmatch(str(value)) is not None


def _entity_pages(
    template: Template, language: str, prefix: str, catalogue: Catalogue, outline: Outline
) -> Iterator[PageSpec]:
    kind, parent = template.head.get("each"), template.head.get("parent")
    place = Place(template.file, 2)
    if kind not in KINDS:
        values = {"found": f"each: {kind}", "hint": "", "known": ", ".join(KINDS)}
        outline.problems.append(Problem("unknown-word", place, values))
        return
    above = outline.pages[language].get(str(parent))
    if above is None:
        near = nearest(str(parent), outline.pages[language])
        values = {"found": f"parent: {parent}", "hint": near or ""}
        outline.problems.append(Problem("broken-link", place, values))
        return
    for identifier in catalogue.records(cast(Kind, kind)):
        yield PageSpec(
            language,
            name=f"{kind}/{identifier}",
            slug=posixpath.join(above.slug, identifier),
            template=template,
            record=(cast(Kind, kind), identifier),
            parent=above.name,
            prefix=prefix,
        )


def _slug_is_right(slug: object, template: Template, outline: Outline) -> bool:
    if isinstance(slug, str) and len(slug) <= MAX_SLUG and _SLUG.fullmatch(slug):
        return True
    found = f"slug: {slug}"[:80]
    outline.problems.append(Problem("front-matter", Place(template.file, 1), {"found": found}))
    return False


def _check_addresses(pages: Mapping[str, PageSpec], outline: Outline) -> None:
    taken: dict[str, PageSpec] = {}
    for page in pages.values():
        if other := taken.get(page.slug):
            values = {"slug": page.slug, "other": other.template.file}
            outline.problems.append(Problem("same-address", Place(page.template.file, 1), values))
        taken[page.slug] = page


def _check_reserved(pages: Mapping[str, PageSpec], outline: Outline, folders: Set[str]) -> None:
    """Report pages whose address is one of the `folders` of other files and languages, or below one.

    A page may be the front of a folder of open data, which has no index of its own.
    """
    for page in pages.values():
        first, _, below = page.slug.partition("/")
        if first in folders and (below or first not in ROOT_FOLDERS):
            values = {"slug": page.slug, "other": f"{first}/"}
            outline.problems.append(Problem("same-address", Place(page.template.file, 1), values))


def _check_twins(site: Site, outline: Outline) -> None:
    for language in site.codes:
        for page in outline.pages[language].values():
            for other in site.codes:
                if page.name not in outline.pages[other] and page.record is None:
                    values = {"language": other, "expected": f"{site.docs}/{other}/{page.name}.md"}
                    outline.problems.append(Problem("missing-twin", Place(page.template.file, 1), values))
