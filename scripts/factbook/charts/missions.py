"""Missions on a timeline: a band per domain, a point per launch, hollow where it is planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from factbook.charts.marks import NARROW, SIZE, WIDE, legend, line, marker, plot, text, year_axis
from factbook.charts.model import COLOURS, Cell, Chart, ChartError, LegendEntry, Mark, Plot, Table
from factbook.charts.scales import OccupiedBoxes, Years, text_width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factbook.charts.model import ChartText
    from factbook.model import Period, Programme

ROW = 20.0


@dataclass(frozen=True)
class _Mission:
    """A programme with its launch."""

    identifier: str
    name: str
    domain: str
    programme: Programme
    launch: Period
    planned: bool


def missions(words: ChartText, name: str) -> Chart:
    """Return the chart of all programmes with a dated launch or start. Raises ChartError where there is none."""
    domains = list(words.catalogue.codelists.domains)
    found = sorted(
        (
            _Mission(
                identifier, words.text(programme.name), programme.domain, programme,
                programme.launch.period, programme.launch.planned,
            )
            for identifier, programme in words.catalogue.programmes.items()
            if programme.launch
        ),
        key=lambda mission: (domains.index(mission.domain), mission.launch.start, mission.identifier),
    )  # fmt: skip
    if not found:
        raise ChartError("empty")
    gettext = words.gettext
    labels = {domain: words.text(term.label) for domain, term in words.catalogue.codelists.domains.items()}
    return Chart(
        name=name,
        language=words.wording.language,
        title=gettext("Launches and starts of the programmes, by domain"),
        subtitle=gettext("Only programmes whose date was read are drawn."),
        description=_description(words, found, labels),
        plots=tuple(_picture(words, found, labels, css) for css in ("wide", "narrow")),
        table=_table(words, found, labels),
        columns=("programme", "label", "domain", "launch", "planned", "sources"),
        records=tuple(
            (m.identifier, m.name, m.domain, m.launch.text, str(m.planned).lower(), " ".join(m.programme.sources))
            for m in found
        ),
        sources=words.filled(
            "Sources: {publishers}.", publishers=words.publishers(s for m in found for s in m.programme.sources)
        ),
        named=tuple(("programmes", mission.identifier) for mission in found),
    )


def _description(words: ChartText, found: Sequence[_Mission], labels: Mapping[str, str]) -> str:
    sentences = [words.gettext("Timeline.")]
    for domain, label in labels.items():
        names = [f"{m.name} ({words.period(m.launch)})" for m in found if m.domain == domain]
        if names:
            listed = words.wording.list_of(names)
            sentences.append(words.filled("{label}: {values}.", label=label, values=listed))
    return " ".join(sentences)


def _table(words: ChartText, found: Sequence[_Mission], labels: Mapping[str, str]) -> Table:
    gettext = words.gettext
    rows = []
    for mission in found:
        when = words.period(mission.launch, "prose")
        if mission.planned:
            when = words.filled("{date} (planned)", date=when)
        href = words.address(f"programmes/{mission.identifier}", "")
        rows.append((Cell(mission.name, href=href), Cell(labels[mission.domain]), Cell(when)))
    return Table((gettext("Programme"), gettext("Domain"), gettext("Launch or start")), tuple(rows))


def _picture(words: ChartText, found: Sequence[_Mission], labels: Mapping[str, str], css: str) -> Plot:
    width = WIDE if css == "wide" else NARROW
    years = Years(min(m.launch.start.year for m in found), max(m.launch.end.year for m in found), 8, width - 8)
    marks: list[Mark] = []
    top = 4.0
    for index, (domain, label) in enumerate(labels.items()):
        band = [mission for mission in found if mission.domain == domain]
        if not band:
            continue
        marks.append(line([(0, top), (width, top)], "grid"))
        marks.append(text(0, top + SIZE + 4, label, f"head name {COLOURS[index % len(COLOURS)]}"))
        room = OccupiedBoxes()
        room.take((-1, top, text_width(label, SIZE) * 1.1 + 10, top + ROW + 2))
        lowest = top
        for mission in band:
            placed, bottom = _placed(words, mission, years, width, top + 4, room, COLOURS[index % len(COLOURS)])
            marks += placed
            lowest = max(lowest, bottom)
        top = lowest + 8
    grid = [line([(x, 4), (x, top)], "grid") for _, x in years.ticks(46)]
    entries = [LegendEntry("circle", "point c6", words.gettext("launched or started"))]
    if any(mission.planned for mission in found):
        entries.append(LegendEntry("circle", "point c6 hollow", words.gettext("planned")))
    below, height = legend(entries, 0, top + 32, width)
    axis = [line([(0, top), (width, top)], "grid zero"), *year_axis(words, years, top)]
    return plot(css, width, top + 32 + height, [*grid, *axis, *marks, *below])


def _placed(
    words: ChartText, mission: _Mission, years: Years, width: float, top: float, room: OccupiedBoxes, colour: str
) -> tuple[list[Mark], float]:
    """Return the marks of a mission in the first row of the band with room for its name, and the bottom of that row."""
    x = years.middle(mission.launch)
    length = text_width(mission.name, SIZE) + 10
    after = x + 9 + length < width
    left, right = (x - 7, x + 9 + length) if after else (x - 9 - length, x + 7)
    y = top
    while not room.is_free((left, y, right, y + ROW)):
        y += ROW
    room.take((left, y, right, y + ROW))
    base = y + ROW / 2
    hollow = " hollow" if mission.planned else ""
    title = f"{mission.name}: {words.period(mission.launch, 'prose')}"
    name = text(x + 9 if after else x - 9, base + SIZE * 0.34, mission.name, "label", "start" if after else "end")
    return [marker("circle", x, base, f"point {colour}{hollow}", title), name], y + ROW
