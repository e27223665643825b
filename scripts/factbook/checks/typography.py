"""Spaces and quotation marks as each language has them, in the text of pages and of the data."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from factbook.checks.prose_mask import place_at, prose
from factbook.data.project_files import is_project_file
from factbook.i18n.formatter import Formatter
from factbook.model import KINDS, localised_texts
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from factbook.data.config import Site
    from factbook.i18n.formatter import Replacement
    from factbook.model import Catalogue
    from factbook.pages.spec import Outline, Template

_ROUNDS = 5  # what is mended can show a fault beside it: 1:" is 1:» first, then 1 :»
_MARK = re.compile(r"[^\w\s,.’()-]")  # without one, nothing can be mistyped: most texts need no closer look


def check_page_typography(site: Site, outline: Outline) -> Iterator[Problem]:
    """Problems of the pages' text: what is missing or mistyped, and what `format_pages` would mend.

    Plain spaces and straight apostrophes are told once a page, with their number: one command mends them all.
    """
    for language in site.codes:
        wording = Formatter(language)
        folder = f"{site.docs}/{language}/"
        for template in outline.templates.values():
            if template.file.startswith(folder):
                yield from _page(wording, template)


def _page(wording: Formatter, template: Template) -> Iterator[Problem]:
    text = prose(template.source)
    for fault in wording.proofreading_issues(text):
        place = place_at(text, fault.offset, template.file)
        yield _mistyped(fault, text, wording.language, place)
    faults = wording.typography_faults(text)
    counts = Counter(_is_space(fault, text) for fault in faults)
    for spaces, count in counts.items():
        first = next(fault for fault in faults if _is_space(fault, text) is spaces)
        place = place_at(text, first.offset, template.file)
        code = "plain-space" if spaces else "straight-apostrophe"
        values = {"language": wording.language, "count": str(count)}
        yield Problem(code, place, values, "warning", first.length)


def _is_space(fault: Replacement, text: str) -> bool:
    return text[fault.offset].isspace()


def _mistyped(fault: Replacement, text: str, language: str, place: Any) -> Problem:
    found = text[fault.offset : fault.offset + fault.length]
    values = {"found": found, "right": fault.right, "language": language}
    code = "straight-quotes" if '"' in found else "missing-space"
    return Problem(code, place, values, length=fault.length)


def check_data_typography(catalogue: Catalogue) -> Iterator[Problem]:
    """Problems of the data's texts in each language. Plain spaces are right there: they are mended when shown."""
    wordings: dict[str, Formatter] = {}
    texts = [("codelists", "codelists", catalogue.codelists)]
    texts += [(kind, identifier, record) for kind in KINDS for identifier, record in getattr(catalogue, kind).items()]
    for kind, identifier, record in texts:
        found = ((path, *each) for path, by_language in localised_texts(record) for each in by_language.items())
        for path, language, text in found:
            if not _MARK.search(text):
                continue
            if language not in wordings:
                wordings[language] = Formatter(language)
            for fault in wordings[language].proofreading_issues(text):
                place = catalogue.inside(kind, identifier, *path, language, before=text[: fault.offset])
                yield _mistyped(fault, text, language, place)


def format_pages(root: Path, site: Site) -> list[str]:
    """Mend the typography of all pages in place, in prose only; every other byte stays as it is.

    Returns the files that changed, relative to `root`. A file that is not UTF-8 text is left alone, as the
    check tells what is wrong with it.
    """
    changed = []
    for language in site.codes:
        wording = Formatter(language)
        for path in sorted((root / site.docs / language).rglob("*.md")):
            if not is_project_file(site.root, path.relative_to(site.root).as_posix()):  # the check reports it
                continue
            before = path.read_bytes()
            after = _formatted(before, wording)
            if after != before:
                path.write_bytes(after)
                changed.append(path.relative_to(root).as_posix())
    return changed


def _formatted(raw: bytes, wording: Formatter) -> bytes:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
    mark = text[: text.startswith("\ufeff")]
    lines = text[len(mark) :].split("\n")
    plain = "\n".join(line.removesuffix("\r") for line in lines)
    if "\r" in plain:
        return raw
    mended = mend(plain, wording).split("\n")
    ends = ("\r" if line.endswith("\r") else "" for line in lines)
    return (mark + "\n".join(line + end for line, end in zip(mended, ends, strict=True))).encode("utf-8")


def mend(source: str, wording: Formatter) -> str:
    """A template's text with its prose as the language has it."""
    for _ in range(_ROUNDS):
        before = source
        for faults in (wording.proofreading_issues, wording.typography_faults):
            for fault in reversed(faults(prose(source))):
                source = source[: fault.offset] + fault.right + source[fault.offset + fault.length :]
        if source == before:
            break
    return source
