"""Spaces and quotation marks as each language has them, in the text of pages and of the data."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from factbook.checks.prose_mask import place_at, prose
from factbook.i18n.formatter import Formatter
from factbook.model import KINDS, localised_texts
from factbook.problems import Problem
from factbook.problems.project_files import is_project_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from factbook.data.config import Site
    from factbook.i18n.formatter import Replacement
    from factbook.model import Catalogue
    from factbook.pages.spec import Outline, Template

_ROUNDS = 5  # a fix can reveal another issue next to it: 1:" becomes 1:», then 1 :»
_MARK = re.compile(r"[^\w\s,.’()-]")  # without one, nothing can be mistyped: most texts need no closer look


def check_page_typography(site: Site, outline: Outline) -> Iterator[Problem]:
    """Return the problems of the pages' text: missing and wrong characters, and what `format_pages` would fix.

    Plain spaces and straight apostrophes are reported once a page, with their number: one command fixes them all.
    """
    for language in site.codes:
        wording = Formatter(language)
        folder = f"{site.docs}/{language}/"
        for template in outline.templates.values():
            if template.file.startswith(folder):
                yield from _page(wording, template)


def _page(wording: Formatter, template: Template) -> Iterator[Problem]:
    text = prose(template.source)
    for issue in wording.proofreading_issues(text):
        place = place_at(text, issue.offset, template.file)
        yield _problem(issue, text, wording.language, place)
    issues = wording.typography_faults(text)
    counts = Counter(_is_space(issue, text) for issue in issues)
    for spaces, count in counts.items():
        first = next(issue for issue in issues if _is_space(issue, text) is spaces)
        place = place_at(text, first.offset, template.file)
        code = "plain-space" if spaces else "straight-apostrophe"
        values = {"language": wording.language, "count": str(count)}
        yield Problem(code, place, values, "warning", first.length)


def _is_space(issue: Replacement, text: str) -> bool:
    return text[issue.offset].isspace()


def _problem(issue: Replacement, text: str, language: str, place: Any) -> Problem:
    found = text[issue.offset : issue.offset + issue.length]
    values = {"found": found, "right": issue.right, "language": language}
    code = "straight-quotes" if '"' in found else "missing-space"
    return Problem(code, place, values, length=issue.length)


def check_data_typography(catalogue: Catalogue) -> Iterator[Problem]:
    """Return the problems of the data's texts. Plain spaces are correct there: pages replace them."""
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
            for issue in wordings[language].proofreading_issues(text):
                place = catalogue.inside(kind, identifier, *path, language, before=text[: issue.offset])
                yield _problem(issue, text, language, place)


def format_pages(root: Path, site: Site) -> list[str]:
    """Fix the typography of all pages in place, in prose only; all other bytes are kept.

    Return the files that changed, relative to `root`. Files that are not UTF-8 are skipped; the check reports them.
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
    fixed = fix_typography(plain, wording).split("\n")
    ends = ("\r" if line.endswith("\r") else "" for line in lines)
    return (mark + "\n".join(line + end for line, end in zip(fixed, ends, strict=True))).encode("utf-8")


def fix_typography(source: str, wording: Formatter) -> str:
    """Return a template's text with the typography of its language in its prose."""
    for _ in range(_ROUNDS):
        before = source
        for issues in (wording.proofreading_issues, wording.typography_faults):
            for issue in reversed(issues(prose(source))):
                source = source[: issue.offset] + issue.right + source[issue.offset + issue.length :]
        if source == before:
            break
    return source
