"""The navigation leads to pages that exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factbook.data.loader import suggestion
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factbook.data.config import Site
    from factbook.pages.spec import Outline


def check_nav(site: Site, outline: Outline) -> Iterator[Problem]:
    """Return the problems of entries of `nav` that are not a page of any language."""
    known = {name for pages in outline.pages.values() for name in pages}
    for path, entry in _entries(site.nav, ("nav",)):
        if entry.removesuffix(".md") not in known:
            near = suggestion(entry.removesuffix(".md"), sorted(known))
            values = {"found": entry, "hint": f"{near}.md" if near else ""}
            yield Problem("broken-link", site.configuration.place(path), values, length=len(entry))


def _entries(nav: Sequence[object], path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    for index, entry in enumerate(nav):
        if isinstance(entry, str):
            yield (*path, index), entry
        elif isinstance(entry, dict):
            for title, below in entry.items():
                if isinstance(below, list):
                    yield from _entries(below, (*path, index, title))
