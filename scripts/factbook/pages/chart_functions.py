"""Charts and maps as template functions: {{ chart("history", "esa-budget") }}, {{ partners_map() }}."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from markupsafe import Markup

from factbook import charts
from factbook.charts import Chart, ChartError, ChartText
from factbook.pages.errors import LookupFaultError
from factbook.pages.markdown import escape_attribute, relative_path
from factbook.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factbook.model import Figure, Partner
    from factbook.pages.views import RenderContext

# The charts that are drawn from the whole catalogue, with nothing to choose.
FIXED: Mapping[str, Callable[[ChartText, str], Chart]] = {"members": charts.members, "missions": charts.missions}
KINDS = ("history", "contribution-and-budget", "council-shares", *FIXED, "partners")
# Two panels: the whole budget, and the national contribution, counted in ways that are never joined.
COMPARED = (("esa-budget",), ("esa-contribution-fr", "cnes-budget-esa", "esa-contribution"))


def chart(
    scope: RenderContext,
    kind: str,
    *identifiers: str,
    title: str = "",
    subtitle: str = "",
    home: str = "",
    table: bool = True,
) -> Markup:
    """Return a chart as HTML, and record its values and its files on the page that is rendered.

    `identifiers` are figures of one unit, for a history; `home` is the identifier of the country to highlight;
    `table` is False where the page has the same data as a table already. Raises LookupFaultError.
    """

    def card(figure: str, anchor: str, label: str) -> str:
        return scope.card(figure, anchor, escape_attribute(label)) if table else ""

    words = ChartText(scope.catalogue, scope.wording, scope.address, card)
    try:
        result = _draw(scope, words, kind, identifiers, title, subtitle, home)
    except ChartError as error:
        raise LookupFaultError(f"chart-{error.reason}", chart=" ".join((kind, *identifiers))) from error
    scope.charts.append(result)
    for key in result.shown:
        scope.record_figure(*key)
    scope.mentioned.update(dict.fromkeys(result.named))
    return _chart_html(scope, result, table)


def _chart_html(scope: RenderContext, result: Chart, table: bool) -> Markup:
    """Return the chart that was added to the context last, as HTML."""
    here = scope.page.slug
    files = relative_path(f"charts/{result.name}.{result.language}", here)
    visible = result if table else result.without_table()
    html = charts.figure(visible, f"chart{len(scope.charts)}", files, scope.wording.gettext)
    return Markup(f"\n\n{html}\n\n")  # noqa: S704 - escaped by its template


def _draw(
    scope: RenderContext, words: ChartText, kind: str, identifiers: Sequence[str], title: str, subtitle: str, home: str
) -> Chart:
    if kind == "history" and identifiers:
        for identifier in identifiers:
            scope.find("figures", identifier)
        return charts.history(words, [identifiers], "-".join((kind, *identifiers)), title, subtitle)
    if kind == "contribution-and-budget":
        return _contribution(scope, words, title, subtitle)
    host = cast("Partner", scope.find("partners", home)) if home else None
    if kind == "council-shares":
        return charts.shares(words, kind, (host and host.country) or "")
    if kind in FIXED:
        return FIXED[kind](words, kind)
    if kind == "partners":
        return charts.partners_map(words, kind, home)
    raise LookupFaultError("unknown-chart", found=kind, hint=nearest(kind, KINDS) or "", known=", ".join(KINDS))


def _contribution(scope: RenderContext, words: ChartText, title: str, subtitle: str) -> Chart:
    gettext = words.gettext
    for panel in COMPARED:
        for identifier in panel:
            scope.find("figures", identifier)
    title = title or gettext("ESA’s budget, and what France contributes")
    counted = gettext(
        "The contribution is counted in different ways, which are not joined. The two parts differ in scale."
    )
    return charts.history(words, COMPARED, "contribution-and-budget", title, subtitle or counted)


def has_history(scope: RenderContext, figure: Figure) -> bool:
    """Return whether a figure has enough observations of a kind that a chart can show."""
    return charts.can_be_drawn(scope.catalogue, figure)
