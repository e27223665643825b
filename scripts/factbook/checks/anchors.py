"""Links to places within pages lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from factbook.data.loader import suggestion
from factbook.pages.renderer import Page, place_of
from factbook.problems import Problem


def check_anchors(pages: Sequence[Page]) -> Iterator[Problem]:
    """Return the problems of links whose page exists but whose anchor does not. `pages` are those of one language."""
    by_name = {page.spec.name: page for page in pages}
    for page in pages:
        for link in page.links:
            target = by_name.get(link.page) if link.page else page
            if target and link.anchor and link.anchor not in target.anchors:
                known = sorted(target.anchors)
                values = {
                    "page": target.spec.path,
                    "found": f"#{link.anchor}",
                    "hint": suggestion(link.anchor, known),
                    "known": ", ".join(known[:12]),
                }
                template = page.spec.template
                place = place_of(template.body, f"#{link.anchor}", template.file)
                yield Problem("broken-anchor", place, values, length=len(link.anchor) + 1)
