"""Shares at the councils by country: a group of bars per council, with the same countries in the same order.

A share that no source has is shown as missing: it has no bar and is not calculated.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factbook.charts.marks import LINE, NARROW, SIZE, WIDE, bar, legend, line, marker, plot, text
from factbook.charts.model import (
    Cell,
    Chart,
    ChartError,
    LegendEntry,
    Mark,
    Plot,
    Table,
    is_uncertain,
    record_rows,
    units,
    values_of,
)
from factbook.charts.scales import Linear, round_steps, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factbook.charts.model import ChartText
    from factbook.model import Council, Figure, Observation

ROW, BAR = 30.0, 16.0


@dataclass(frozen=True)
class _Share:
    """The shares of a country: its figure, and its observation for each council that has one."""

    identifier: str
    figure: Figure
    country: str
    name: str
    at: Mapping[str, Observation]


def shares(words: ChartText, name: str, highlight: str = "") -> Chart:
    """Return the chart of all shares by country; `highlight` is the ISO code of the country in another colour.

    It shows the figures in per cent that are about a country, that are not computed, and that have an observation for
    the period of a council. Raises ChartError where there is none.
    """
    found = list(_shares(words))
    councils = {
        identifier: council
        for identifier, council in words.catalogue.councils.items()
        if any(identifier in share.at for share in found)
    }
    if not councils:
        raise ChartError("empty")
    order = list(councils)

    def rank(share: _Share) -> tuple[int, float]:
        latest = max(share.at, key=order.index)
        return -order.index(latest), -units(share.figure, share.at[latest].value)

    found.sort(key=rank)
    drawn = [(s.identifier, s.figure, s.at[council]) for council in councils for s in found if council in s.at]
    columns, records = record_rows(words, drawn)
    gettext = words.gettext
    return Chart(
        name=name,
        language=words.wording.language,
        title=gettext("Shares of what was subscribed, by country"),
        subtitle=gettext("The share of each country in the total of the council, as the sources print it."),
        description=_description(words, found, councils),
        plots=tuple(_picture(words, found, councils, highlight, css) for css in ("wide", "narrow")),
        table=_table(words, found, councils),
        columns=columns,
        records=records,
        sources=words.sources(record for _, _, o in drawn for record in values_of(o)),
        shown=tuple((identifier, observation.period.text) for identifier, _, observation in drawn),
        named=tuple(("councils", identifier) for identifier in councils),
    )


def _shares(words: ChartText) -> Iterator[_Share]:
    """Yield the shares of each country, in the order of the data."""
    by_period = {council.period.text: identifier for identifier, council in words.catalogue.councils.items()}
    for identifier, figure in words.catalogue.figures.items():
        if figure.computed or not figure.country or words.catalogue.unit(figure).kind != "percent":
            continue
        at = {by_period[o.period.text]: o for o in figure.observations if o.period.text in by_period}
        if at:
            yield _Share(identifier, figure, figure.country, words.wording.country(figure.country), at)


def _description(words: ChartText, found: list[_Share], councils: Mapping[str, Council]) -> str:
    sentences = [words.gettext("Bar chart.")]
    for identifier, council in councils.items():
        values = [f"{s.name} {words.value(s.figure, s.at[identifier])}" for s in found if identifier in s.at]
        listed = words.wording.list_of(values)
        sentences.append(words.filled("{label}: {values}.", label=words.text(council.name), values=listed))
    return " ".join(sentences)


def _table(words: ChartText, found: list[_Share], councils: Mapping[str, Council]) -> Table:
    missing = Cell(words.gettext("not found"))
    rows = tuple(
        (
            Cell(words.text(council.name), href=words.address(f"councils/{identifier}", "")),
            *(
                words.cell(s.identifier, s.figure, council.period, s.at[identifier]) if identifier in s.at else missing
                for s in found
            ),
        )
        for identifier, council in councils.items()
    )
    columns = (words.gettext("Council"), *(share.name for share in found))
    return Table(columns, rows, frozenset(range(1, len(columns))))


def _picture(words: ChartText, found: list[_Share], councils: Mapping[str, Council], highlight: str, css: str) -> Plot:
    """Return one of the drawings: the groups in a row where it is wide, else one below the other."""
    wide = css == "wide"
    width = WIDE if wide else NARROW
    names = max(text_width(share.name, SIZE) for share in found) + 12
    room = text_width("≈\u00a088,88\u00a0%", SIZE) + 12
    across = (width - names) / len(councils) if wide else width - names
    highest = max(units(s.figure, r.value) for s in found for o in s.at.values() for r in values_of(o))
    steps = round_steps(0, highest)
    scale = Linear(0, max(highest, float(steps[1])), 0, across - room - (16 if wide else 0))
    marks: list[Mark] = []
    top = 2.0
    for number, (identifier, council) in enumerate(councils.items()):
        left = names + (number * across if wide else 0)
        if not wide and number:
            top += 22
        marks.append(text(left if wide else 0, top + SIZE, words.text(council.city), "head"))
        marks.append(
            text(left, top + SIZE + LINE, words.period(council.period), "axis")
            if wide
            else text(width, top + SIZE, words.period(council.period), "axis", "end")
        )
        first = top + (2 * LINE if wide else LINE) + 8
        for row, share in enumerate(found):
            y = first + row * ROW + ROW / 2
            if not wide or number == 0:
                css_name = "label strong" if share.country == highlight else "label"
                marks.append(text(names - 10, y + SIZE * 0.34, share.name, css_name, "end"))
            marks += _bar(words, share, identifier, left, y, scale, highlight)
        bottom = first + len(found) * ROW
        marks.append(line([(left, first), (left, bottom)], "grid zero"))
        if not wide:
            top = bottom
    disputed = any(o.disagreements for share in found for o in share.at.values())
    hollow = any(is_uncertain(o) for share in found for o in share.at.values())
    entries = (
        [LegendEntry("bar", "bar c6 hollow", words.gettext("approximate, estimated or planned"))] if hollow else []
    )
    if disputed:
        entries.append(LegendEntry("cross", "other", words.gettext("value from another source")))
    below, height = legend(entries, names if wide else 0, bottom + 10, width)
    return plot(css, width, bottom + (10 + height if below else 4), [*marks, *below])


def _bar(
    words: ChartText, share: _Share, council: str, left: float, y: float, scale: Linear, highlight: str
) -> Iterator[Mark]:
    """Yield the bar of a country with its value, and a cross for each disagreement."""
    observation = share.at.get(council)
    if observation is None:
        yield text(left + 7, y + SIZE * 0.34, words.gettext("not found"), "remark")
        return
    colour = "c2" if share.country == highlight else "c1"
    hollow = " hollow" if is_uncertain(observation) else ""
    end = left + scale(units(share.figure, observation.value))
    value = words.value(share.figure, observation)
    yield bar(left, y - BAR / 2, end, y + BAR / 2, f"bar {colour}{hollow}", f"{share.name}: {value}")
    farthest = end
    for other in observation.disagreements:
        x = left + scale(units(share.figure, other.value))
        yield marker("cross", x, y, "other", f"{share.name}: {words.value(share.figure, other)}")
        farthest = max(farthest, x + 4)
    yield text(farthest + 6, y + SIZE * 0.34, value, "value")
