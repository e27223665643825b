"""The search index of a language, generated from the rendered Markdown: the same whatever the site engine.

The format is the one of MkDocs' search plugin, `search/search_index.json`: a list `docs` of a page's sections, with
`location`, `title` and `text` (as HTML); `boost` and, as in Material, `tags` (here: its other titles) where a page
has its own. `config` has the words that are left out of queries.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape

from factbook.pages.markdown_reader import plain_text, read_sections
from factbook.pages.renderer import Page

SEARCH_INDEX = "search/search_index.json"
STOP_WORDS = (
    "a about an and are at by do does for from how in is it many much of on or s the to what when where which who with"
)


def search_index(pages: Iterable[Page], left_out: str) -> bytes:
    """Return the index of a language's pages, as JSON. `left_out` are the words left out of queries, between spaces."""
    docs = [entry for page in pages for entry in page.memo("search", lambda page: list(_entries(page)))]
    index = {"config": {"left_out": left_out}, "docs": docs}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _entries(page: Page) -> Iterator[dict[str, object]]:
    settings = page.extra.get("search")
    settings = settings if isinstance(settings, dict) else {}
    if settings.get("exclude"):
        return
    boost = {"boost": float(settings["boost"])} if "boost" in settings else {}
    tags = {"tags": [escape(title, quote=False) for title in page.search_aliases]} if page.search_aliases else {}
    address = page.spec.address
    top, *below = read_sections(page.text)
    if below and page.text.lstrip().startswith("# "):
        top, *below = below
    yield {"location": address, "title": escape(page.title, quote=False), "text": _html(top.text), **boost, **tags}
    for section in below:
        if section.text.strip():
            title = escape(section.title, quote=False)
            yield {"location": f"{address}#{section.anchor}", "title": title, "text": _html(section.text), **boost}


def _html(markdown: str) -> str:
    return escape(plain_text(markdown), quote=False)
