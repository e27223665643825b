"""The history of a figure, or of several of one unit.

Observations are joined by a line only within a figure, up to a break in series; over years without a value the line is
dotted. Counts, and values for single days (a council), are columns with gaps where no value is available. Ranks are
points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.charts.marks import SHAPES
from factbook.charts.model import COLOURS, Cell, Chart, ChartError, Table, record_rows, values_of
from factbook.charts.timeseries import LETTERS, Picture, Series

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factbook.charts.model import ChartText
    from factbook.charts.timeseries import Style
    from factbook.model import Catalogue, Figure

LEAST = 3  # the fewest observations that make a chart


def can_be_drawn(catalogue: Catalogue, figure: Figure) -> bool:
    """Return whether a figure has enough observations for a chart, and values that are numbers."""
    return len(figure.observations) >= LEAST and catalogue.unit(figure).kind != "date"


def style_of(words: ChartText, figures: Sequence[Figure]) -> Style:
    """Return how figures of one unit are drawn: by their unit, and by the precision of their periods."""
    kind = words.catalogue.unit(figures[0]).kind
    if kind == "ordinal":
        return "dots"
    periods = [observation.period for figure in figures for observation in figure.observations]
    if kind == "count" or not any(period.precision == "year" for period in periods):
        return "columns" if len(figures) == 1 else "dots"
    return "line"


def history(words: ChartText, panels: Sequence[Sequence[str]], name: str, title: str = "", subtitle: str = "") -> Chart:
    """Return the chart of figures of one unit; those of a panel share a scale. `panels` have their identifiers.

    Raises ChartError where no figure has numbers, or where their units differ.
    """
    series = _series(words, panels)
    shown = [one for panel in series for one in panel]
    style = style_of(words, [one.figure for one in shown])
    drawn = [(one.identifier, one.figure, observation) for one in shown for observation in one.figure.observations]
    columns, records = record_rows(words, drawn)
    only = shown[0].figure if len(shown) == 1 else None
    return Chart(
        name=name,
        language=words.wording.language,
        title=title or words.wording.list_of([words.label(one.figure) for one in shown]),
        subtitle=subtitle or (words.text(only.definition) if only else ""),
        description=_description(words, shown, style),
        plots=tuple(Picture(words, series, style, css).plot() for css in ("wide", "narrow")),
        table=_table(words, shown),
        columns=columns,
        records=records,
        notes=tuple(_notes(words, shown)),
        sources=words.sources(record for _, _, observation in drawn for record in values_of(observation)),
        shown=tuple((identifier, observation.period.text) for identifier, _, observation in drawn),
    )


def _series(words: ChartText, panels: Sequence[Sequence[str]]) -> list[list[Series]]:
    """Return the figures of each panel that have values; colours and shapes continue from panel to panel."""
    found: list[list[Series]] = []
    count = 0
    for panel in panels:
        found.append([])
        for identifier in panel:
            figure = words.catalogue.figures[identifier]
            if figure.observations:
                colour, shape = COLOURS[count % len(COLOURS)], SHAPES[count % len(SHAPES)]
                found[-1].append(Series(identifier, figure, colour, shape))
                count += 1
    found = [panel for panel in found if panel]
    kinds = {one.figure.unit for panel in found for one in panel}
    if not kinds or any(words.catalogue.codelists.units[unit].kind == "date" for unit in kinds):
        raise ChartError("empty")
    if len(kinds) > 1:
        raise ChartError("units")
    return found


def _description(words: ChartText, series: Sequence[Series], style: Style) -> str:
    gettext = words.gettext
    kinds = {
        "line": gettext("Line chart."),
        "columns": gettext("Column chart."),
        "dots": gettext("Dot chart."),
    }
    sentences = [kinds[style]]
    for one in series:
        observations = one.figure.observations
        if not observations:
            continue
        first, last = observations[0], observations[-1]
        values = {
            "label": words.label(one.figure),
            "first": words.value(one.figure, first),
            "first_period": words.period(first.period, "prose"),
            "last": words.value(one.figure, last),
            "last_period": words.period(last.period, "prose"),
        }
        if len(observations) == 1:
            sentences.append(words.filled("{label}: {first} ({first_period}).", **values))
        else:
            sentences.append(
                words.filled("{label}: from {first} ({first_period}) to {last} ({last_period}).", **values)
            )
    sentences.append(gettext("All values are in the table that goes with the chart."))
    return " ".join(sentences)


def _notes(words: ChartText, series: Sequence[Series]) -> Iterator[str]:
    """Yield the notes on breaks in series, each with its letter in the picture."""
    breaks = [o for one in series for o in one.figure.observations if o.break_note]
    for letter, observation in zip(LETTERS, breaks, strict=False):
        note = words.text(observation.break_note or {})
        begin = words.filled("Break ({period}): something else is counted.", period=words.period(observation.period))
        yield f"({letter}) {begin} {note}"


def _table(words: ChartText, series: Sequence[Series]) -> Table:
    """Return the table: a row per period, a column per figure."""
    gettext = words.gettext
    periods = {o.period.text: o.period for one in series for o in one.figure.observations}
    ordered = sorted(periods.values(), key=lambda period: (period.start, period.end))
    by_period = [{o.period.text: o for o in one.figure.observations} for one in series]
    rows, missing = [], Cell(gettext("not found"))
    for period in ordered:
        cells = [Cell(words.period(period))]
        for one, values in zip(series, by_period, strict=True):
            found = values.get(period.text)
            cells.append(words.cell(one.identifier, one.figure, period, found) if found else missing)
        rows.append(tuple(cells))
    labels = [gettext("Value")] if len(series) == 1 else [words.label(one.figure) for one in series]
    numbers = frozenset(range(1, len(series) + 1))
    return Table((gettext("Period"), *labels), tuple(rows), numbers)
