"""The search index of a language, made from the finished Markdown: the same whatever the engine, and no work of its.

The format is the one of MkDocs' search plugin, `search/search_index.json`: a list `docs` of a page's sections, with
`location`, `title` and `text` (as HTML), and `boost` where a page has its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Any

from factbook.pages.markdown import sections
from factbook.pages.rendering import Page

SEARCH_INDEX = "search/search_index.json"
_DRAWING = re.compile(r"<svg\b.*?</svg>|<!--.*?-->", re.DOTALL)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|bdo|button|cite|code|data|em|i|q|small|span|strong|su[bp]|time)\b[^>]*>")
_TAG = re.compile(r"<[^>]+>")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_MARKS = re.compile(
    r"^[ \t]*(?:`{3,}.*|~{3,}.*|\|?[ \t]*:?-{3,}[-:| \t]*)$"  # fences, and the rule below a table's head
    r"|^[ \t]*(?:[-*+>]|\d+[.)])[ \t]+"  # lists and quotations
    r"|\{:[^}]*\}|[*`]+|(?<!\w)_+|_+(?!\w)",  # attributes, emphasis
    re.MULTILINE,
)
_SPACES = re.compile(r"[ \t\n|]+")


def search_index(pages: Iterable[Page]) -> bytes:
    """The index of a language's pages, as JSON."""
    docs = [entry for page in pages for entry in page.derive("search", lambda page: list(_entries(page)))]
    return json.dumps({"docs": docs}, ensure_ascii=False, separators=(",", ":")).encode()


def plain_text(markdown: str) -> str:
    """What a reader sees of a piece of finished Markdown, without drawings, in one line."""
    text = _TAG.sub(" ", _INLINE.sub("", _DRAWING.sub(" ", markdown)))
    text = _MARKS.sub("", _MARKDOWN_LINK.sub(r"\1", text))
    return unescape(_SPACES.sub(" ", text)).strip()


def _entries(page: Page) -> Iterator[dict[str, Any]]:
    settings = page.extra.get("search")
    settings = settings if isinstance(settings, dict) else {}
    if settings.get("exclude"):
        return
    boost = {"boost": float(settings["boost"])} if "boost" in settings else {}
    address = page.spec.address
    (_, _, above), *below = sections(page.text)
    if below and page.text.lstrip().startswith("# "):
        above, below = below[0][2], below[1:]
    yield {"location": address, "title": escape(page.title, quote=False), "text": _html(above), **boost}
    for title, place, text in below:
        if text := _html(text):
            yield {"location": f"{address}#{place}", "title": escape(title, quote=False), "text": text, **boost}


def _html(markdown: str) -> str:
    return escape(plain_text(markdown), quote=False)
