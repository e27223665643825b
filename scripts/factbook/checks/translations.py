"""Outdated translations, found by content, not by dates.

A page that is a translation keeps in its front matter the content hash of the original it was translated from:

    translation: {of: fr, hash: "ab12cd34"}
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from factbook.data.config import Site, load_site
from factbook.data.yaml import parse_yaml
from factbook.model import Place
from factbook.pages.outline import read_template
from factbook.pages.spec import Outline, Template
from factbook.problems import Problem, Problems, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = "translation"
_HASHED = ("title", "description", "menu")
_LINE = re.compile(rf"(?m)^{KEY}[ \t]*:.*(?:\n[ \t]+\S.*)*")
_HEAD_END = re.compile(r"(?m)^---[ \t]*\r?$")


def content_hash(template: Template) -> str:
    """Return a short hash of a page's content: its text, title and description.

    Spaces, line ends and apostrophes count as one kind each, so that correcting typography outdates nothing.
    """
    parts = [str(template.head.get(key, "")) for key in _HASHED]
    text = "\n".join(" ".join(part.replace("'", "’").split()) for part in [*parts, template.body])
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def check_translations(site: Site, outline: Outline) -> Iterator[Problem]:
    """Return warnings for translations whose original has changed since, and for those never confirmed."""
    first = site.codes[0]
    for language in site.codes:
        for name, page in outline.pages[language].items():
            if page.record is not None:
                continue
            given = page.template.head.get(KEY)
            original = outline.pages[first].get(name)
            if given is not None:
                yield from _given(site, outline, language, name, given)
            elif language != first and original and KEY not in original.template.head:
                values = {"name": name, "page": page.template.file, "other": original.template.file}
                yield Problem("unconfirmed-translation", Place(page.template.file, 1), values, "warning")


def _given(site: Site, outline: Outline, language: str, name: str, given: object) -> Iterator[Problem]:
    template = outline.pages[language][name].template
    place, length = _place(template)
    of = given.get("of") if isinstance(given, dict) else None
    found = given.get("hash") if isinstance(given, dict) else None
    others = [code for code in site.codes if code != language]
    if not isinstance(given, dict) or set(given) != {"of", "hash"} or of not in others or not isinstance(found, str):
        yield Problem("translation-head", place, {"languages": ", ".join(others)}, length=length)
        return
    original = outline.pages[str(of)].get(name)
    if original and content_hash(original.template) != found:
        values = {"name": name, "page": template.file, "other": original.template.file}
        yield Problem("outdated-translation", place, values, "warning", length)


def _place(template: Template) -> tuple[Place, int]:
    head = template.source.removeprefix("---\n").split("\n---")[0]
    return parse_yaml(head, template.file, first_line=2).key((KEY,)), len(KEY)


def confirm(root: Path, name: str, language: str) -> bool:
    """Record in a page's front matter that it matches its original now. Return whether the file changed.

    The original is the one that the page names, else that of the site's first language. All other bytes of the file
    are kept. Raises Problems where the page or its original does not exist or cannot be read.
    """
    site = load_site(root)
    name = name.removesuffix(".md")
    template = _read(site, name, language)
    given = template.head.get(KEY)
    of = given.get("of") if isinstance(given, dict) else None
    if of not in site.codes or of == language:
        of = next((code for code in site.codes if code != language), language)
    original = _read(site, name, of)
    path = root / template.file
    before = path.read_bytes().decode("utf-8")
    after = _with_line(before, f'{KEY}: {{of: {of}, hash: "{content_hash(original)}"}}')
    if after == before:
        return False
    path.write_bytes(after.encode("utf-8"))
    return True


def _read(site: Site, name: str, language: str) -> Template:
    folder = site.root / site.docs / language
    path = folder / f"{name}.md"
    file = f"{site.docs}/{language}/{name}.md"
    known = [found.relative_to(folder).with_suffix("").as_posix() for found in sorted(folder.rglob("*.md"))]
    if name not in known:
        values = {"found": name, "language": language, "hint": nearest(name, known) or ""}
        raise Problems([Problem("no-page", Place(file, 1), values)])
    outline = Outline()
    template = read_template(site, path, outline)
    if template is None:
        raise Problems(outline.problems)
    return template


def _with_line(text: str, line: str) -> str:
    """Return the text with the line in its front matter: in place of the existing one, else at the end."""
    start = text.index("---") + 3
    end = _HEAD_END.search(text, start)
    if end is None:
        return text
    head, newline = text[: end.start()], "\r\n" if "\r\n" in text[: end.end()] else "\n"
    if found := _LINE.search(head):
        kept = "\r" if found.group().endswith("\r") else ""
        head = head[: found.start()] + line + kept + head[found.end() :]
    else:
        head += line + newline
    return head + text[end.start() :]
