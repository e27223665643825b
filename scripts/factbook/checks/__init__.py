"""Rules across the whole catalogue and its pages: for the facts, the templates and the rendered pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.checks.anchors import check_anchors
from factbook.checks.catalogs import check_theme_languages, check_theme_strings
from factbook.checks.consistency import check_changes, check_disagreements, check_sums
from factbook.checks.cross_language_links import check_cross_language_links, drop_secondary
from factbook.checks.nav import check_nav
from factbook.checks.parity import check_alternates
from factbook.checks.references import check_references
from factbook.checks.staleness import check_staleness, stale_records, today
from factbook.checks.text_numbers import check_text_numbers
from factbook.checks.translations import check_translations
from factbook.checks.typed_numbers import check_typed_numbers
from factbook.checks.typography import check_data_typography, check_page_typography
from factbook.checks.unsafe_html import check_unsafe_html
from factbook.checks.unused import check_figures_shown, check_sources_cited

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from factbook.data.config import Site
    from factbook.model import Catalogue
    from factbook.pages import Outline, Page
    from factbook.problems import Problem

__all__ = [
    "check_facts",
    "check_pages",
    "check_references",
    "check_templates",
    "check_theme_strings",
    "drop_secondary",
    "stale_records",
    "today",
]


def check_facts(catalogue: Catalogue, on: date, strict_dates: bool) -> Iterator[Problem]:
    """Return the problems of the facts themselves that do not prevent rendering."""
    yield from check_sums(catalogue)
    yield from check_changes(catalogue)
    yield from check_text_numbers(catalogue)
    yield from check_disagreements(catalogue)
    yield from check_data_typography(catalogue)
    yield from check_staleness(catalogue, on, strict_dates)


def check_templates(site: Site, catalogue: Catalogue, outline: Outline) -> Iterator[Problem]:
    """Return the problems of templates as they are typed."""
    yield from check_theme_languages(site)
    yield from check_typed_numbers(site, catalogue, outline)
    yield from check_page_typography(site, outline)
    yield from check_cross_language_links(site, outline)
    yield from check_unsafe_html(outline)
    yield from check_nav(site, outline)
    yield from check_translations(site, outline)
    yield from check_sources_cited(catalogue, outline)


def check_pages(catalogue: Catalogue, outline: Outline, pages: Mapping[str, Sequence[Page]]) -> Iterator[Problem]:
    """Return the problems of the rendered pages of all languages; missing pages have problems already."""
    for found in pages.values():
        yield from check_anchors(found)
    yield from check_alternates(catalogue, outline, pages)
    there = {(language, page.spec.name) for language, found in pages.items() for page in found}
    if all(
        (language, name) in there or (spec.record and spec.record[0] == "figures")
        for language, specs in outline.pages.items()
        for name, spec in specs.items()
    ):
        yield from check_figures_shown(catalogue, pages)
