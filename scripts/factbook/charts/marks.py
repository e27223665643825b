"""Parts that several kinds of chart share: axes, markers, labels, the legend."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from factbook.charts.model import Anchor, LegendEntry, Mark, Plot, Shape
from factbook.charts.scales import Box, number, text_width, wrapped
from factbook.model import parse_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from factbook.charts.model import ChartText
    from factbook.charts.scales import Linear, Years

SIZE = 13.0  # of texts, in units, as in the style sheets
LINE = 17.0  # line height
WIDE, NARROW = 760.0, 344.0
ELLIPSIS = "…"

_SHAPES = {
    "square": "M{l} {t}H{r}V{b}H{l}z",
    "diamond": "M{x} {t}L{r} {y}L{x} {b}L{l} {y}z",
    "triangle": "M{x} {t}L{r} {b}H{l}z",
    "cross": "M{l} {t}L{r} {b}M{l} {b}L{r} {t}",
}
_RADII = {"square": 4.4, "diamond": 6.2, "triangle": 5.2, "cross": 3.6, "circle": 4.8}
SHAPES: Sequence[Shape] = ("circle", "square", "diamond", "triangle")


def text(x: float, y: float, words: str, css: str, anchor: Anchor = "start") -> Mark:
    """Return a line of text with its baseline at `y`."""
    return Mark("text", css, number(x), number(y), text=words, anchor=anchor)


def line(points: Sequence[tuple[float, float]], css: str) -> Mark:
    """Return a line through points."""
    return Mark("path", css, d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in points))


def marker(shape: str, x: float, y: float, css: str, title: str = "") -> Mark:
    """Return a marker at a point; `css` may make it hollow."""
    radius = _RADII[shape]
    if shape == "circle":
        return Mark("circle", css, number(x), number(y), r=number(radius), title=title)
    places = {"x": x, "y": y, "l": x - radius, "r": x + radius, "t": y - radius, "b": y + radius}
    return Mark("path", css, d=_SHAPES[shape].format(**{k: number(v) for k, v in places.items()}), title=title)


def bar(left: float, top: float, right: float, bottom: float, css: str, title: str = "") -> Mark:
    """Return a bar between two corners."""
    d = f"M{number(left)} {number(top)}H{number(right)}V{number(bottom)}H{number(left)}z"
    return Mark("path", css, d=d, title=title)


def text_box(x: float, y: float, words: str, anchor: Anchor = "start", size: float = SIZE) -> Box:
    """Return the bounding box of a line of text."""
    width = text_width(words, size)
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return left - 1, y - size * 0.85, left + width + 1, y + size * 0.25


def value_axis(scale: Linear, ticks: Iterable[tuple[float, str]], left: float, right: float) -> Iterator[Mark]:
    """Yield grid lines with their values to the left; the line at 0 is stronger."""
    for value, words in ticks:
        y = scale(value)
        yield line([(left, y), (right, y)], "grid zero" if value == 0 else "grid")
        if words:
            yield text(left - 8, y + SIZE * 0.34, words, "axis", "end")


def year_axis(words: ChartText, years: Years, y: float, strokes: bool = True) -> Iterator[Mark]:
    """Yield the years below the picture, each centred on its year."""
    for year, x in years.ticks(46):
        if strokes:
            yield line([(x, y), (x, y + 5)], "grid")
        yield text(x, y + 19, words.period(parse_period(year)), "axis", "middle")


def legend(entries: Sequence[LegendEntry], left: float, top: float, right: float) -> tuple[list[Mark], float]:
    """Return the legend on as many lines as it needs, and its height."""
    marks: list[Mark] = []
    x, y = left, top + LINE - 4
    for entry in entries:
        lines = wrapped(entry.text, right - left - 24, SIZE)
        width = max(text_width(part, SIZE) for part in lines) + 24
        if x > left and x + width > right:
            x, y = left, y + LINE + 3
        if entry.mark == "line":
            marks.append(line([(x, y - 4), (x + 17, y - 4)], entry.css))
        elif entry.mark == "bar":
            marks.append(bar(x + 1, y - 10, x + 13, y + 1, entry.css))
        else:
            marks.append(marker(entry.mark, x + 7, y - 4, entry.css))
        for part in lines:
            marks.append(text(x + 22, y, part, "remark"))
            y += LINE
        y -= LINE
        x = x + width + 18 if len(lines) == 1 else right
    return marks, y + 6 - top if entries else 0.0


def truncated(words: str, width: float, lines: int) -> list[str]:
    """Return a text on at most so many lines, with an ellipsis where it is longer."""
    all_lines = wrapped(words, width, SIZE)
    return all_lines if len(all_lines) <= lines else [*all_lines[: lines - 1], all_lines[lines - 1] + ELLIPSIS]


def plot(css: str, width: float, height: float, marks: Iterable[Mark]) -> Plot:
    """Return a picture, its height rounded to whole units.

    A narrow picture is for touch screens and has no titles, which appear on hovering.
    """
    if css == "narrow":
        marks = (replace(mark, title="") if mark.title else mark for mark in marks)
    return Plot(css, width, round(height), tuple(marks))
