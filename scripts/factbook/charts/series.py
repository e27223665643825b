"""One drawing of the observations of some figures over time: lines, columns or points."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from factbook.charts.chart import Key, Mark, Plot, Shape, is_hollow, units, values_of
from factbook.charts.parts import (
    LINE,
    NARROW,
    SIZE,
    WIDE,
    bar,
    keys,
    line,
    marker,
    plot,
    shortened,
    text,
    text_box,
    value_axis,
    year_axis,
)
from factbook.charts.scales import Linear, Room, Years, crosses, round_steps, spread, text_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from factbook.charts.chart import Words
    from factbook.model import Disagreement, Figure, Observation

Style = Literal["line", "columns", "dots"]
Line = tuple[float, float, float, float]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Point:
    """An observation at its place. `is_break`: something else is counted from here on."""

    x: float
    y: float
    observation: Observation

    @property
    def is_break(self) -> bool:
        """Whether the line is not carried on to this point."""
        return self.observation.break_note is not None


@dataclass(frozen=True)
class Series:
    """A figure with its colour and the shape of its points."""

    identifier: str
    figure: Figure
    colour: str
    shape: Shape


@dataclass
class Picture:
    """One drawing of the series, wide or narrow."""

    words: Words
    series: Sequence[Series]
    style: Style
    css: str
    room: Room = field(default_factory=Room)

    def plot(self) -> Plot:
        """The drawing."""
        wide = self.css == "wide"
        self.width = WIDE if wide else NARROW
        several = len(self.series) > 1
        self.right = self.width - (212 if several and wide else 12)
        marks: list[Mark] = []
        top = 4.0
        if several and not wide:
            entries = [Key(one.shape, f"point {one.colour}", self.words.text(one.figure.label)) for one in self.series]
            found, height = keys(entries, 0, 0, self.width)
            marks, top = found, height + 6
        self.top = top + 20
        self.bottom = self.top + (270 if several else 240 if wide else 190)
        self.values = self._values()
        ticks = list(self._ticks())
        self.left = max(text_width(label, SIZE) for _, label in ticks) + 10
        observations = [o for one in self.series for o in one.figure.observations]
        first, last = (f(p.year for p in e) for f, e in (
            (min, [o.period.start for o in observations]), (max, [o.period.end for o in observations]),
        ))  # fmt: skip
        self.years = Years(first, last, self.left, self.right)
        marks += value_axis(self.values, ticks, self.left, self.right)
        marks += year_axis(self.words, self.years, self.bottom)
        points = [self._points(one) for one in self.series]
        marks += self._breaks(points)
        marks += [mark for one, its in zip(self.series, points, strict=True) for mark in self._drawn(one, its)]
        marks += self._labels(points)
        if several and wide:
            marks += self._names(points)
        found, height = keys(list(self._keys(points)), self.left if wide else 0, self.bottom + 32, self.width)
        return plot(self.css, self.width, self.bottom + (34 + height if found else 26), [*marks, *found])

    def _all(self) -> list[float]:
        return [
            units(one.figure, record.value)
            for one in self.series
            for observation in one.figure.observations
            for record in values_of(observation)
        ]

    def _values(self) -> Linear:
        if self.words.catalogue.unit(self.series[0].figure).kind == "ordinal":
            return Linear(1, max(3.0, *self._all()), self.top + 8, self.bottom - 8)
        steps = self._steps()
        return Linear(float(steps[0]), float(steps[-1]), self.bottom, self.top)

    def _steps(self) -> list[Decimal]:
        values = self._all()
        steps = round_steps(min(values), max(values))
        if self.words.catalogue.unit(self.series[0].figure).kind == "count":
            return [step for step in steps if step == int(step)]
        return steps

    def _ticks(self) -> Iterator[tuple[float, str]]:
        unit = self.words.catalogue.unit(self.series[0].figure)
        wording = self.words.wording
        if unit.kind == "ordinal":
            noun = (unit.noun or {}).get(wording.language)
            for rank in range(1, int(self.values.high) + 1):
                yield rank, wording.ordinal(rank, noun.gender if noun else None)
            return
        for step in self._steps():
            if step == 0 or unit.kind == "count":
                yield float(step), wording.count(step, "one", None, "short")
            elif unit.kind == "currency" and unit.currency:
                yield float(step), wording.amount(step, "one", unit.currency, "short")
            else:
                yield float(step), wording.percent(step)

    def _points(self, one: Series) -> list[Point]:
        return [
            Point(self.years.middle(o.period), self.values(units(one.figure, o.value)), o)
            for o in one.figure.observations
        ]

    def _drawn(self, one: Series, points: Sequence[Point]) -> Iterator[Mark]:
        if self.style == "line":
            for before, after in pairwise(points):
                if not after.is_break:
                    gap = " gap" if _years_between(before.observation, after.observation) else ""
                    yield line([(before.x, before.y), (after.x, after.y)], f"line {one.colour}{gap}")
        width = self._column_width(points)
        for point in points:
            hollow = " hollow" if is_hollow(point.observation) else ""
            title = self._title(one, point, point.observation)
            if self.style == "columns":
                left, right, css = point.x - width / 2, point.x + width / 2, f"bar {one.colour}{hollow}"
                yield bar(left, point.y, right, self.values(0), css, title)
            else:
                yield from self._span(one, point)
                yield marker(one.shape, point.x, point.y, f"point {one.colour}{hollow}", title)
                self.room.take((point.x - 5, point.y - 5, point.x + 5, point.y + 5))
            for other in point.observation.disagreements:
                y = self.values(units(one.figure, other.value))
                yield marker("cross", point.x, y, "other", self._title(one, point, other))
                if self.style != "columns":
                    self.room.take((point.x - 4, y - 4, point.x + 4, y + 4))

    def _title(self, one: Series, point: Point, record: Observation | Disagreement) -> str:
        return f"{self.words.period(point.observation.period)} · {self.words.value(one.figure, record)}"

    def _span(self, one: Series, point: Point) -> Iterator[Mark]:
        """A thin line as long as a period of several years."""
        period = point.observation.period
        if period.end.year - period.start.year:
            ends = self.years.at(period.start), self.years.at(period.end)
            yield line([(x, point.y) for x in ends], f"span {one.colour}")

    def _column_width(self, points: Sequence[Point]) -> float:
        gaps = [after.x - before.x for before, after in pairwise(points)]
        return max(3.0, min([34.0, *(gap * 0.75 for gap in gaps)]))

    def _breaks(self, series: Sequence[Sequence[Point]]) -> Iterator[Mark]:
        letters = iter(LETTERS)
        for points in series:
            for before, after in zip([None, *points], points, strict=False):
                if not after.is_break:
                    continue
                x = (before.x + after.x) / 2 if before else after.x - 8
                letter = next(letters, "")
                yield line([(x, self.top - 4), (x, self.bottom)], "break")
                yield text(x + 4, self.top + 4, f"({letter})", "remark")
                self.room.take(text_box(x + 4, self.top + 4, f"({letter})"))

    def _labels(self, series: Sequence[Sequence[Point]]) -> Iterator[Mark]:
        """Values beside their points, the telling ones first, each only where there is room."""
        lines = [
            (before.x, before.y, after.x, after.y)
            for points in series
            for before, after in pairwise(points)
            if self.style == "line" and not after.is_break
        ]
        for one, points in zip(self.series, series, strict=True):
            for point in _telling(points, few=len(series) > 1):
                yield from self._label(one, point, lines)

    def _label(self, one: Series, point: Point, lines: Sequence[Line]) -> Iterator[Mark]:
        """A value above its point, or below it; nothing where there is no room. A count goes without its noun."""
        words = self.words.value(one.figure, point.observation)
        if self.words.catalogue.unit(one.figure).kind == "count":
            words = words.partition(" ")[0]
        half = text_width(words, SIZE) / 2
        x = min(max(point.x, self.left + half), self.width - half)
        for y in (point.y - 10, *([] if self.style == "columns" else [point.y + 19])):
            box = text_box(x, y, words, "middle")
            if box[3] < self.bottom and self.room.is_free(box) and not crosses(box, lines):
                self.room.take(box)
                yield text(x, y, words, "value", "middle")
                return

    def _names(self, series: Sequence[Sequence[Point]]) -> Iterator[Mark]:
        """The names of the series to the right of their last points."""
        named = [(one, points[-1]) for one, points in zip(self.series, series, strict=True) if points]
        left = self.right + 26
        lines = [shortened(self.words.text(one.figure.label), self.width - left, 4) for one, _ in named]
        heights = [len(text_lines) * LINE + 8 for text_lines in lines]
        places = spread([point.y for _, point in named], heights, self.top - 20, self.bottom + 20)
        for (one, point), text_lines, place in zip(named, lines, places, strict=True):
            yield line([(point.x + 8, point.y), (self.right + 10, place), (left - 4, place)], f"leader {one.colour}")
            y = place - (len(text_lines) - 1) * LINE / 2 + SIZE * 0.34
            for index, words in enumerate(text_lines):
                yield text(left, y + index * LINE, words, f"name {one.colour}")

    def _keys(self, series: Sequence[Sequence[Point]]) -> Iterator[Key]:
        gettext = self.words.gettext
        observations = [point.observation for points in series for point in points]
        colour = self.series[0].colour if len(self.series) == 1 else "c6"
        if any(is_hollow(observation) for observation in observations):
            mark: Literal["bar", "circle"] = "bar" if self.style == "columns" else "circle"
            css = f"{'bar' if mark == 'bar' else 'point'} {colour} hollow"
            yield Key(mark, css, gettext("about, estimated or planned"))
        joined = [(a, b) for points in series for a, b in pairwise(points) if not b.is_break]
        if self.style == "line" and any(_years_between(a.observation, b.observation) for a, b in joined):
            yield Key("line", f"line {colour} gap", gettext("no value read for the years between"))
        if any(observation.disagreements for observation in observations):
            yield Key("cross", "other", gettext("value from another source"))


def _years_between(before: Observation, after: Observation) -> bool:
    """Whether a whole year lies between two observations."""
    return after.period.start.year - before.period.end.year > 1


def _telling(points: Sequence[Point], few: bool) -> list[Point]:
    """The last point, the first, the highest, the lowest; then all others, unless only a `few` are wanted."""
    if not points:
        return []
    first = [points[-1], points[0], min(points, key=lambda p: p.y), max(points, key=lambda p: p.y)]
    return list(dict.fromkeys([*first[: 3 if few else 4], *([] if few else points)]))
