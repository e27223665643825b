"""Convert values and dates to coordinates, and measure texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from factbook.model import Period

# Widths of Arial’s letters in em, by kind, and a margin for the wider fonts of other systems.
_NARROW, _SLIM, _WIDE, _CAPITAL, _OTHER, _SPARE = 0.27, 0.36, 0.86, 0.7, 0.56, 1.06


def number(value: float) -> str:
    """Return a coordinate as text, rounded to a tenth of a unit."""
    tenth = round(value, 1)
    return str(int(tenth)) if tenth == int(tenth) else str(tenth)


def text_width(text: str, size: float) -> float:
    """Return the approximate width of a text in a sans-serif font of a size, in units."""
    em = 0.0
    for letter in text:
        if letter in "ijl.,:;'’|!·I ":
            em += _NARROW
        elif letter in "frt()-\u00a0\u202f1":
            em += _SLIM
        elif letter in "mwMW%—≈≥":
            em += _WIDE
        else:
            em += _CAPITAL if letter.isupper() else _OTHER
    return em * size * _SPARE


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Return the lines of a text that is broken at plain spaces to a width."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def round_steps(low: float, high: float, most: int = 5) -> list[Decimal]:
    """Return round numbers from `low` to `high`, 0 among them.

    Their step is 1, 2 or 5 times a power of ten, such that there are at most `most` steps. Both ends are reached; where
    all values are 0 the steps are 0 and 1.
    """
    low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        return [Decimal(0), Decimal(1)]
    power = floor(log10((high - low) / most))
    for digit in (1, 2, 5, 10, 20, 50):
        step = Decimal(digit).scaleb(power)
        first, last = floor(low / float(step) + 1e-9), ceil(high / float(step) - 1e-9)
        if last - first <= most:
            break
    return [step * index for index in range(first, last + 1)]


@dataclass(frozen=True)
class Linear:
    """A linear scale: values from `low` to `high` between two coordinates."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the coordinate of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True)
class Years:
    """A scale of time: from the start of the year `first` to the end of the year `last`, between two coordinates."""

    first: int
    last: int
    start: float
    end: float

    def at(self, day: date) -> float:
        """Return the coordinate of the start of a day."""
        before = date(day.year, 1, 1).toordinal()
        length = date(day.year, 12, 31).toordinal() - before + 1
        year = day.year - self.first + (day.toordinal() - before) / length
        return self.start + year / (self.last - self.first + 1) * (self.end - self.start)

    def middle(self, period: Period) -> float:
        """Return the coordinate of the middle of a period."""
        return (self.at(period.start) + self.at(period.end)) / 2 + self.day / 2

    @property
    def day(self) -> float:
        """The width of a day."""
        return (self.end - self.start) / (self.last - self.first + 1) / 365.25

    def ticks(self, room: float) -> Iterator[tuple[int, float]]:
        """Yield years with the coordinate of their middle, at least `room` apart.

        The step is 1, 2, 5, 10 … years; from two years on, the years are multiples of it.
        """
        width = (self.end - self.start) / (self.last - self.first + 1)
        step = next((step for step in (1, 2, 5, 10, 20, 25, 50, 100, 200) if step * width >= room), 500)
        begin = self.first if step == 1 else -(-self.first // step) * step
        for year in range(begin, self.last + 1, step):
            yield year, self.start + (year - self.first + 0.5) * width


Box = tuple[float, float, float, float]


@dataclass
class OccupiedBoxes:
    """The boxes that are taken, as (left, top, right, bottom)."""

    taken: list[Box] = field(default_factory=list)

    def is_free(self, box: Box) -> bool:
        """Return whether a box overlaps none that is taken."""
        left, top, right, bottom = box
        return all(right <= a or left >= c or bottom <= b or top >= d for a, b, c, d in self.taken)

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        self.taken.append(box)


def crosses(box: Box, lines: Sequence[tuple[float, float, float, float]]) -> bool:
    """Return whether any line from (x1, y1) to (x2, y2) crosses a box."""
    left, top, right, bottom = box
    for x1, y1, x2, y2 in lines:
        begin, end = max(left, min(x1, x2)), min(right, max(x1, x2))
        if begin > end:
            continue
        slope = (y2 - y1) / (x2 - x1) if x2 != x1 else 0.0
        one, two = y1 + (begin - x1) * slope, y1 + (end - x1) * slope
        if max(one, two) > top and min(one, two) < bottom:
            return True
    return False


def spread(places: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return positions moved as little as possible so that labels of such heights, centred there, do not overlap."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    floor_ = low
    for index in order:
        moved[index] = max(moved[index], floor_ + heights[index] / 2)
        floor_ = moved[index] + heights[index] / 2
    ceiling = high
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling - heights[index] / 2)
        ceiling = moved[index] - heights[index] / 2
    return moved
