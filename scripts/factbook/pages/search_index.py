"""The search index of a language, made from the finished Markdown: the same whatever the engine, and no work of its.

The format is the one of MkDocs' search plugin, `search/search_index.json`: a list `docs` of a page's sections, with
`location`, `title` and `text` (as HTML); `boost` and, as Material has it, `tags` (here: its other titles) where a page
has its own. `config` has the words that a question has and its answer has not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import Any

from factbook.pages.markdown import sections
from factbook.pages.renderer import Page

SEARCH_INDEX = "search/search_index.json"
STOP_WORDS = (
    "a about an and are at by do does for from how in is it many much of on or s the to what when where which who with"
)
_DRAWING = re.compile(r"<svg\b.*?</svg>|<!--.*?-->", re.DOTALL)
# Each page that such a list leads to is found by itself.
_LIST_OF_PAGES = re.compile(r'<ul class="(?:catalogue|index|pages)".*?</ul>', re.DOTALL)
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


def search_index(pages: Iterable[Page], left_out: str) -> bytes:
    """The index of a language's pages, as JSON. `left_out` has the words that a search leaves out, between spaces."""
    docs = [entry for page in pages for entry in page.memo("search", lambda page: list(_entries(page)))]
    index = {"config": {"left_out": left_out}, "docs": docs}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


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
    tags = {"tags": [escape(title, quote=False) for title in page.search_aliases]} if page.search_aliases else {}
    address = page.spec.address
    (_, _, above), *below = sections(page.text)
    if below and page.text.lstrip().startswith("# "):
        above, below = below[0][2], below[1:]
    yield {"location": address, "title": escape(page.title, quote=False), "text": _html(above), **boost, **tags}
    for title, place, text in below:
        if text.strip():
            title = escape(title, quote=False)
            yield {"location": f"{address}#{place}", "title": title, "text": _html(text), **boost}


def _html(markdown: str) -> str:
    return escape(plain_text(_LIST_OF_PAGES.sub("", markdown)), quote=False)
