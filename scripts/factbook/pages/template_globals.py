"""The names that page templates can use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from factbook.model import KINDS, Kind, Term
from factbook.pages.chart_functions import chart
from factbook.pages.entity_views import VIEWS
from factbook.pages.errors import LookupFaultError
from factbook.pages.figure_views import FigureView, all_figures
from factbook.pages.markdown import escape_text
from factbook.pages.reference import RECORDS, code_list, record_table
from factbook.pages.views import EntityView, LazyList, RenderContext, View
from factbook.problems import nearest


def names(scope: RenderContext) -> dict[str, object]:
    """Return the names that templates can use in addition to Jinja's, with their values."""
    catalogue = scope.catalogue

    def entity(kind: Kind) -> Callable[[str], EntityView[Any]]:
        return lambda identifier: VIEWS[kind](scope, kind, identifier)

    def entities(kind: Kind) -> LazyList[EntityView[Any]]:
        return LazyList(lambda: (VIEWS[kind](scope, kind, identifier) for identifier in catalogue.records(kind)))

    def terms(codes: Mapping[str, Term]) -> list[dict[str, str | View[Term]]]:
        return [{"id": code, "term": View(scope, term)} for code, term in codes.items()]

    return {
        "figure": lambda identifier: FigureView(scope, identifier),
        "figures": LazyList(lambda: all_figures(scope)),
        **{KINDS[kind].singular: entity(kind) for kind in VIEWS},
        **{kind: entities(kind) for kind in VIEWS},
        "themes": terms(catalogue.codelists.themes),
        "domains": terms(catalogue.codelists.domains),
        "partnerships": terms(catalogue.codelists.partnerships),
        "language": scope.page.language,
        "link": scope.link,
        "list_of": lambda items: listing(scope, items),
        "plain": plain,
        "chart": lambda kind, *identifiers, **options: chart(scope, kind, *identifiers, **options),
        "partners_map": lambda **options: chart(scope, "partners", **options),
        "reference": lambda record: reference(scope, record),
        "reference_codes": lambda: Markup(code_list(scope.page.language, scope.wording.typography)),  # noqa: S704
    }


def plain(text: object) -> str:
    """Return a text unchanged: it marks a number that is not a figure, as in {{ plain("24 bis") }}.

    It is escaped where it is shown, as all text is.
    """
    return str(text)


def reference(scope: RenderContext, record: str) -> Markup:
    """Return the table of a record's keys, for the guide, as in {{ reference("figure") }}."""
    if record not in RECORDS:
        known, near = ", ".join(RECORDS), nearest(record, RECORDS) or ""
        raise LookupFaultError("unknown-word", found=record, hint=near, known=known)
    return Markup(record_table(record, scope.page.language, scope.wording.typography))  # noqa: S704


def listing(scope: RenderContext, items: Sequence[object]) -> Markup:
    """Return items as a list in a sentence of the language (CLDR: list patterns), each in its own form."""
    shown = [item.__html__() if hasattr(item, "__html__") else escape_text(str(item)) for item in items]
    marks = [f"\ue000{index}\ue001" for index in range(len(shown))]
    text = str(escape_text(scope.wording.list_of(marks)))
    for mark, item in zip(marks, shown, strict=True):
        text = text.replace(mark, str(item))
    return Markup(text)  # noqa: S704
