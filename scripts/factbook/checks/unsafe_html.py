"""No page runs anything: pages come in by pull request, and HTML in Markdown is published as it is typed.

This check reports what is typed, with its line; rendering reports what only a rendered page shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.model import Place
from factbook.pages.markdown_reader import lines_of, without_code_spans
from factbook.pages.unsafe_html import unsafe_marks
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.pages.spec import Outline


def check_unsafe_html(outline: Outline) -> Iterator[Problem]:
    """Return the problems of templates that would run a script, set a style, or lead to another kind of address."""
    for template in outline.templates.values():
        for number, (line, code) in enumerate(lines_of(template.source), start=1):
            if code:
                continue
            text = without_code_spans(line)
            for match in unsafe_marks(text):
                found = match.group().strip()
                # What only appears once character references are read is reported at the start of its line.
                column = match.start() + 1 if text.startswith(match.group(), match.start()) else 1
                place = Place(template.file, number, column)
                yield Problem("unsafe-markup", place, {"found": found}, length=len(found))
