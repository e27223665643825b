"""Draw the observations of figures over time: lines, columns or points."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from factbook.charts.marks import (
    LINE,
    NARROW,
    SIZE,
    WIDE,
    bar,
    legend,
    line,
    marker,
    plot,
    text,
    text_box,
    truncated,
    value_axis,
    year_axis,
)
from factbook.charts.model import LegendEntry, Mark, Plot, Shape, is_uncertain, units, values_of
from factbook.charts.scales import Linear, OccupiedBoxes, Years, crosses, round_steps, spread, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from factbook.charts.model import ChartText
    from factbook.model import Disagreement, Figure, Observation, UnitKind

Style = Literal["line", "columns", "dots"]
Stroke = tuple[float, float, float, float]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAMES = 212.0  # of the width, for names to the right of the lines
COLUMN = 32.0  # the widest column
BETWEEN = 34.0  # from one panel to the next


@dataclass(frozen=True)
class Series:
    """A figure with its colour and the shape of its points."""

    identifier: str
    figure: Figure
    colour: str
    shape: Shape

    @property
    def values(self) -> list[float]:
        """All its values in units, disagreements among them."""
        return [units(self.figure, record.value) for o in self.figure.observations for record in values_of(o)]


@dataclass(frozen=True, eq=False)
class Point:
    """An observation at its position."""

    x: float
    y: float
    observation: Observation

    @property
    def is_break(self) -> bool:
        """Whether the series breaks here: no line leads to this point."""
        return self.observation.break_note is not None


@dataclass(frozen=True)
class Panel:
    """A part of the picture with its own scale: its series, and their points."""

    series: Sequence[Series]
    scale: Linear
    steps: Sequence[tuple[float, str]]
    top: float
    bottom: float

    def drawn(self, years: Years) -> list[tuple[Series, list[Point]]]:
        """Return each series with its points."""
        return [
            (
                one,
                [
                    Point(years.middle(o.period), self.scale(units(one.figure, o.value)), o)
                    for o in one.figure.observations
                ],
            )
            for one in self.series
        ]


@dataclass
class Picture:
    """A drawing, `wide` or `narrow`, of panels one below the other over the same years."""

    words: ChartText
    panels: Sequence[Sequence[Series]]
    style: Style
    css: str
    room: OccupiedBoxes = field(default_factory=OccupiedBoxes)

    def plot(self) -> Plot:
        """Return the drawing."""
        wide, series = self.css == "wide", [one for panel in self.panels for one in panel]
        self.width = WIDE if wide else NARROW
        self.right = self.width - (NAMES if len(series) > 1 and wide else 12)
        marks: list[Mark] = []
        top = 4.0
        if len(series) > 1 and not wide:
            named = [LegendEntry(one.shape, f"point {one.colour}", self.words.label(one.figure)) for one in series]
            marks, height = legend(named, 0, 0, self.width)
            top = height + 6
        panels = list(self._panels(top + 20))
        self.left = max(text_width(label, SIZE) for panel in panels for _, label in panel.steps) + 10
        periods = [o.period for one in series for o in one.figure.observations]
        first, last = min(p.start.year for p in periods), max(p.end.year for p in periods)
        pad = COLUMN / 2 if self.style == "columns" else 0.0
        self.years = Years(first, last, self.left + pad, self.right - pad)
        letters = iter(LETTERS)
        drawn = [(panel, panel.drawn(self.years)) for panel in panels]
        for panel, its in drawn:
            marks += value_axis(panel.scale, panel.steps, self.left, self.right)
            marks += self._breaks(panel, its, letters)
            marks += [mark for one, points in its for mark in self._drawn(panel, one, points)]
            marks += self._labels(panel, its)
            if len(series) > 1 and wide:
                marks += self._names(panel, its)
        bottom = panels[-1].bottom
        marks += year_axis(self.words, self.years, bottom)
        entries = list(self._keys([points for _, its in drawn for _, points in its]))
        below, height = legend(entries, self.left if wide else 0, bottom + 32, self.width)
        return plot(self.css, self.width, bottom + (34 + height if below else 26), [*marks, *below])

    @property
    def kind(self) -> UnitKind:
        """The kind of the unit, the same for all figures."""
        return self.words.catalogue.unit(self.panels[0][0].figure).kind

    def _panels(self, top: float) -> Iterator[Panel]:
        height = 240.0 if self.css == "wide" else 190.0
        if len(self.panels) > 1:
            height *= 0.75
        if self.kind == "ordinal":
            height = 110.0
        for series in self.panels:
            values = [value for one in series for value in one.values]
            if self.kind == "ordinal":
                scale = Linear(1, max(3.0, *values), top + 8, top + height - 8)
                steps = list(self._ranks(int(scale.high)))
            else:
                numbers = round_steps(min(values, default=0.0), max(values, default=0.0))
                scale = Linear(float(numbers[0]), float(numbers[-1]), top + height, top)
                whole = [number for number in numbers if self.kind != "count" or number == int(number)]
                steps = [(float(number), self._step(number)) for number in whole]
            yield Panel(series, scale, steps, top, top + height)
            top += height + BETWEEN

    def _ranks(self, last: int) -> Iterator[tuple[float, str]]:
        wording = self.words.wording
        noun = (self.words.catalogue.unit(self.panels[0][0].figure).noun or {}).get(wording.language)
        for rank in range(1, last + 1):
            yield rank, wording.ordinal(rank, noun.gender if noun else None)

    def _step(self, number: Decimal) -> str:
        unit, wording = self.words.catalogue.unit(self.panels[0][0].figure), self.words.wording
        if number and unit.kind == "currency" and unit.currency:
            return wording.amount(number, "one", unit.currency, "short")
        if number and unit.kind == "percent":
            return wording.percent(number)
        return wording.count(number, "one", None, "short")

    def _drawn(self, panel: Panel, one: Series, points: Sequence[Point]) -> Iterator[Mark]:
        if self.style == "line":
            for before, after in pairwise(points):
                if not after.is_break:
                    gap = " gap" if _years_between(before.observation, after.observation) else ""
                    yield line([(before.x, before.y), (after.x, after.y)], f"line {one.colour}{gap}")
        half = _column_width(points) / 2
        for point in points:
            hollow = " hollow" if is_uncertain(point.observation) else ""
            title = self._title(one, point, point.observation)
            if self.style == "columns":
                css = f"bar {one.colour}{hollow}"
                yield bar(point.x - half, point.y, point.x + half, panel.scale(0), css, title)
            else:
                yield from self._span(one, point)
                yield marker(one.shape, point.x, point.y, f"point {one.colour}{hollow}", title)
                self.room.take((point.x - 5, point.y - 5, point.x + 5, point.y + 5))
            for other in point.observation.disagreements:
                y = panel.scale(units(one.figure, other.value))
                yield marker("cross", point.x, y, "other", self._title(one, point, other))
                self.room.take((point.x - 4, y - 4, point.x + 4, y + 4))

    def _title(self, one: Series, point: Point, record: Observation | Disagreement) -> str:
        if self.css == "narrow":  # touched, not hovered over
            return ""
        return f"{self.words.period(point.observation.period)} · {self.words.value(one.figure, record)}"

    def _span(self, one: Series, point: Point) -> Iterator[Mark]:
        """Yield a thin line over the length of a period of several years."""
        period = point.observation.period
        if period.end.year - period.start.year:
            ends = self.years.at(period.start), self.years.at(period.end)
            yield line([(x, point.y) for x in ends], f"span {one.colour}")

    def _breaks(
        self, panel: Panel, drawn: Sequence[tuple[Series, list[Point]]], letters: Iterator[str]
    ) -> Iterator[Mark]:
        for _, points in drawn:
            for before, after in zip([None, *points], points, strict=False):
                if not after.is_break:
                    continue
                x = (before.x + after.x) / 2 if before else after.x - 8
                words = f"({next(letters, '…')})"
                yield line([(x, panel.top - 4), (x, panel.bottom)], "break")
                yield text(x + 4, panel.top + 4, words, "remark")
                self.room.take(text_box(x + 4, panel.top + 4, words))

    def _labels(self, panel: Panel, drawn: Sequence[tuple[Series, list[Point]]]) -> Iterator[Mark]:
        """Yield values at their points, the most important ones first, each only where there is room."""
        strokes: list[Stroke] = [
            (before.x, before.y, after.x, after.y)
            for _, points in drawn
            for before, after in pairwise(points)
            if self.style == "line" and not after.is_break
        ]
        for one, points in drawn:
            for point in _label_priority(points, few=len(drawn) > 1):
                yield from self._label(panel, one, point, strokes)

    def _label(self, panel: Panel, one: Series, point: Point, strokes: Sequence[Stroke]) -> Iterator[Mark]:
        """Yield a value above or below its point, if there is room; a count without its noun."""
        words = self.words.value(one.figure, point.observation)
        if self.kind == "count":
            words = words.partition(" ")[0]
        half = text_width(words, SIZE) / 2
        x = min(max(point.x, self.left + half), self.width - half)
        highest = point.y
        if self.style == "columns":  # above the sign of another source, too
            others = [panel.scale(units(one.figure, o.value)) - 4 for o in point.observation.disagreements]
            highest = min([highest, *others])
        for y in (highest - 10, *([] if self.style == "columns" else [point.y + 19])):
            box = text_box(x, y, words, "middle")
            if box[3] < panel.bottom and self.room.is_free(box) and not crosses(box, strokes):
                self.room.take(box)
                yield text(x, y, words, "value", "middle")
                return

    def _names(self, panel: Panel, drawn: Sequence[tuple[Series, list[Point]]]) -> Iterator[Mark]:
        """Yield the names of the series to the right of their last points."""
        named = [(one, points[-1]) for one, points in drawn if points]
        left = self.right + 26
        texts = [truncated(self.words.label(one.figure), self.width - left, 4) for one, _ in named]
        heights = [len(lines) * LINE + 8 for lines in texts]
        places = spread([point.y for _, point in named], heights, panel.top - 20, panel.bottom + 20)
        for (one, point), lines, place in zip(named, texts, places, strict=True):
            # Level as far as the plot goes: leaders from points of the same height then never cross one another.
            corners = [(point.x + 8, point.y), (self.right, point.y), (left - 8, place), (left - 4, place)]
            yield line(corners, f"leader {one.colour}")
            y = place - (len(lines) - 1) * LINE / 2 + SIZE * 0.34
            for index, words in enumerate(lines):
                yield text(left, y + index * LINE, words, f"name {one.colour}")

    def _keys(self, series: Sequence[Sequence[Point]]) -> Iterator[LegendEntry]:
        gettext = self.words.gettext
        observations = [point.observation for points in series for point in points]
        colour = self.panels[0][0].colour if len(series) == 1 else "c6"
        if any(is_uncertain(observation) for observation in observations):
            mark: Literal["bar", "circle"] = "bar" if self.style == "columns" else "circle"
            css = f"{'bar' if mark == 'bar' else 'point'} {colour} hollow"
            yield LegendEntry(mark, css, gettext("approximate, estimated or planned"))
        joined = [(a, b) for points in series for a, b in pairwise(points) if not b.is_break]
        if self.style == "line" and any(_years_between(a.observation, b.observation) for a, b in joined):
            yield LegendEntry("line", f"line {colour} gap", gettext("no value read for the years between"))
        if any(observation.disagreements for observation in observations):
            yield LegendEntry("cross", "other", gettext("value from another source"))


def _column_width(points: Sequence[Point]) -> float:
    gaps = [after.x - before.x for before, after in pairwise(points)]
    return max(3.0, min([COLUMN, *(gap * 0.75 for gap in gaps)]))


def _years_between(before: Observation, after: Observation) -> bool:
    """Return whether a whole year lies between two observations."""
    return after.period.start.year - before.period.end.year > 1


def _label_priority(points: Sequence[Point], few: bool) -> list[Point]:
    """Return points in the order of their labels: the last, the first, the topmost and the lowest of the picture.

    All others follow, unless only a `few` are wanted.
    """
    if not points:
        return []
    first = [points[-1], points[0], min(points, key=lambda p: p.y), max(points, key=lambda p: p.y)]
    return list(dict.fromkeys([*first[: 3 if few else 4], *([] if few else points)]))
