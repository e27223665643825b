"""No page shows a mark of Markdown or of a template as text: a table glued to its paragraph, a link not closed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CODE = re.compile(r"<(pre|code|script|style|textarea)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]*>")
MARKS = re.compile(r"\|\s*:?-{3,}|\]\(|\*\*|\[\^|\{:|\{\{|\{%|~~")


def raw_marks(page: str) -> list[str]:
    """Return what a reader sees around each mark that was not understood."""
    text = TAG.sub(" ", CODE.sub(" ", page))
    return [text[max(0, match.start() - 30) : match.end() + 30] for match in MARKS.finditer(text)]


def test_pages_show_no_marks(built: Path) -> None:
    """Every page of the site."""
    found = {path: raw_marks(path.read_text(encoding="utf-8")) for path in (built / "site").rglob("index.html")}
    assert {path: marks for path, marks in found.items() if marks} == {}


@pytest.mark.parametrize(
    "text", ["<p>a\n| b | c |\n|---|--:|</p>", "<p>[a](b.md</p>", "<li>**a</li>", "<p>{{ a }}</p>"]
)
def test_a_mark_is_seen(text: str) -> None:
    """The test can fail."""
    assert raw_marks(text)
    assert not raw_marks(f"<pre>{text}</pre>")
