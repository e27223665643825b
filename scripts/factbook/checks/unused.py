"""Unused data: figures that no page shows, sources that nothing cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from factbook.model import KINDS, references
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factbook.model import Catalogue
    from factbook.pages.renderer import Page
    from factbook.pages.spec import Outline

_SOURCE = re.compile(r"""\bsource\(\s*["']([^"']+)["']""")


def check_figures_shown(catalogue: Catalogue, pages: Mapping[str, Sequence[Page]]) -> Iterator[Problem]:
    """Return a warning for each figure that no page shows but those about figures, which show them all."""
    shown = {
        figure
        for found in pages.values()
        for page in found
        if not (page.spec.record and page.spec.record[0] == "figures")
        for figure, _ in page.figures_used
    }
    for identifier in catalogue.figures:
        if identifier not in shown:
            place = catalogue.key("figures", identifier)
            yield Problem("figure-not-shown", place, {"id": identifier}, "warning", len(identifier))


def check_sources_cited(catalogue: Catalogue, outline: Outline) -> Iterator[Problem]:
    """Return a warning for each source that no record and no page's template cites."""
    cited = {source for names in _citations(catalogue) for source in names}
    for template in outline.templates.values():
        cited.update(_SOURCE.findall(template.source))
    for identifier in catalogue.sources:
        if identifier not in cited:
            place = catalogue.key("sources", identifier)
            yield Problem("source-not-cited", place, {"id": identifier}, "warning", len(identifier))


def _citations(catalogue: Catalogue) -> Iterator[Sequence[str]]:
    for kind in KINDS:
        for record in catalogue.records(kind).values():
            yield from (names for _, named, names in references(record) if named == "sources")
