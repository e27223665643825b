"""Links to places within pages lead somewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from factbook.catalogue import hint
from factbook.pages.markdown import anchors, links
from factbook.pages.rendering import Page, place_of
from factbook.problems import Problem


def check_anchors(pages: Sequence[Page]) -> Iterator[Problem]:
    """Problems of links whose page is there but whose anchor is not. `pages` are those of one language."""
    by_path = {page.spec.path: page for page in pages}
    known: dict[str, set[str]] = {}
    for page in pages:
        folder = posixpath.dirname(page.spec.path)
        for match in links(page.text):
            target, anchor = match.group(1), (match.group(2) or "").removeprefix("#")
            path = posixpath.normpath(posixpath.join(folder, target)) if target else page.spec.path
            if not anchor or path not in by_path:
                continue
            if path not in known:
                known[path] = anchors(by_path[path].text)
            if anchor not in known[path]:
                places = sorted(known[path])
                values = {
                    "page": path,
                    "found": f"#{anchor}",
                    "hint": hint(anchor, places),
                    "known": ", ".join(places[:12]),
                }
                template = page.spec.template
                place = place_of(template.body, f"#{anchor}", template.file)
                yield Problem("broken-anchor", place, values, length=len(anchor) + 1)
