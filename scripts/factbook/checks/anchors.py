"""Links to places within pages lead somewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from factbook.data.loader import suggestion
from factbook.pages.markdown import anchors, links
from factbook.pages.renderer import Page, place_of
from factbook.problems import Problem


def check_anchors(pages: Sequence[Page]) -> Iterator[Problem]:
    """Problems of links whose page is there but whose anchor is not. `pages` are those of one language."""
    by_path = {page.spec.path: page for page in pages}
    for page in pages:
        folder = posixpath.dirname(page.spec.path)
        for target, anchor in page.memo("anchored-links", _anchored_links):
            path = posixpath.normpath(posixpath.join(folder, target)) if target else page.spec.path
            if path not in by_path:
                continue
            known = by_path[path].memo("anchors", lambda page: anchors(page.text))
            if anchor not in known:
                places = sorted(known)
                values = {
                    "page": path,
                    "found": f"#{anchor}",
                    "hint": suggestion(anchor, places),
                    "known": ", ".join(places[:12]),
                }
                template = page.spec.template
                place = place_of(template.body, f"#{anchor}", template.file)
                yield Problem("broken-anchor", place, values, length=len(anchor) + 1)


def _anchored_links(page: Page) -> list[tuple[str, str]]:
    """Target, empty for the page itself, and anchor of each link that leads to a place within a page."""
    found = ((match.group(1) or "", (match.group(2) or "").removeprefix("#")) for match in links(page.text))
    return [(target, anchor) for target, anchor in found if anchor]
