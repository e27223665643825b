"""Member states by date of accession: a staircase with a step per state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factbook.charts.marks import LINE, NARROW, SIZE, WIDE, line, plot, text, year_axis
from factbook.charts.model import Cell, Chart, ChartError, Mark, Plot, Table
from factbook.charts.scales import Years, number, text_width
from factbook.model import parse_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factbook.charts.model import ChartText
    from factbook.model import Period

STEP = 19.0


@dataclass(frozen=True)
class _Accession:
    """A member state with its name and the date of its membership."""

    identifier: str
    name: str
    since: Period
    sources: Sequence[str]


def members(words: ChartText, name: str) -> Chart:
    """Return the chart of all states with a dated membership. Raises ChartError where there is none."""
    found = sorted(
        (
            _Accession(identifier, words.wording.country(partner.country), partner.esa.since, partner.esa.sources)
            for identifier, partner in words.catalogue.partners.items()
            if partner.country and partner.esa and partner.esa.status == "member" and partner.esa.since
        ),
        key=lambda state: (state.since.start, state.identifier),
    )
    if not found:
        raise ChartError("empty")
    gettext = words.gettext
    first, last = found[0], found[-1]
    description = words.filled(
        "Staircase chart with a step for each of {count} states."
        " First: {first} ({first_date}); last: {last} ({last_date}).",
        count=words.count(len(found)),
        first=first.name,
        first_date=words.period(first.since, "prose"),
        last=last.name,
        last_date=words.period(last.since, "prose"),
    )
    rows = tuple(
        (
            Cell(words.count(index), str(index)),
            Cell(state.name, href=words.address(f"partners/{state.identifier}", "")),
            Cell(words.period(state.since, "prose")),
        )
        for index, state in enumerate(found, 1)
    )
    return Chart(
        name=name,
        language=words.wording.language,
        title=gettext("The member states of ESA, by date"),
        subtitle=gettext(
            "The date is that on which a state deposited its ratification of the Convention, or that of its entry."
        ),
        description=description,
        plots=tuple(_picture(words, found, css) for css in ("wide", "narrow")),
        table=Table((gettext("Number"), gettext("State"), gettext("Since")), rows, frozenset({0})),
        columns=("number", "partner", "label", "since", "sources"),
        records=tuple(
            (str(index), state.identifier, state.name, state.since.text, " ".join(state.sources))
            for index, state in enumerate(found, 1)
        ),
        sources=words.filled(
            "Sources: {publishers}.", publishers=words.publishers(s for state in found for s in state.sources)
        ),
        named=tuple(("partners", state.identifier) for state in found),
    )


def _picture(words: ChartText, found: Sequence[_Accession], css: str) -> Plot:
    """Return a drawing: the names to the right of the steps, or before them where there is no room."""
    width = WIDE if css == "wide" else NARROW
    left, right = 6.0, width - 34
    height = len(found) * STEP
    top = 10.0
    bottom = top + height
    years = Years(found[0].since.start.year, found[-1].since.start.year, left, right)
    marks = list(year_axis(words, years, bottom))
    marks += [line([(x, top), (x, bottom)], "grid") for _, x in years.ticks(46)]
    marks.append(line([(left, bottom), (width, bottom)], "grid zero"))
    steps = [f"M{number(years.at(found[0].since.start))} {number(bottom)}"]
    labels: list[Mark] = []
    for index, state in enumerate(found):
        x, y = years.at(state.since.start), bottom - (index + 1) * STEP
        steps.append(f"H{number(x)}V{number(y)}")
        shown = f"{state.name} {words.period(parse_period(state.since.start.year))}"
        base = y + STEP / 2 + SIZE * 0.34
        if x + 8 + text_width(shown, SIZE) < right:
            labels.append(text(x + 7, base, shown, "label"))
        else:
            labels.append(text(x - 7, base, shown, "label", "end"))
    end = number(width)
    outline = "".join(steps) + f"H{end}"
    count = words.count(len(found))
    marks += [
        Mark("path", "area c1", d=f"{outline}V{number(bottom)}z"),
        Mark("path", "line c1", d=outline),
        *labels,
        text(width - 2, top - 1 + SIZE + 5, count, "value", "end"),
    ]
    return plot(css, width, bottom + 2 * LINE - 8, marks)
