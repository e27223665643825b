"""Bars in groups, with a name before and a value behind each: what a page itself has measured, not the facts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from factbook.charts.marks import LINE, NARROW, SIZE, WIDE, bar, line, plot, shortened, text
from factbook.charts.model import COLOURS, Cell, Chart, Mark, Table
from factbook.charts.scales import Linear, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from factbook.charts.model import ChartText, Plot

ROW, GAP, THICK = 22.0, 10.0, 15.0  # units: from bar to bar, before a group, and of a bar


@dataclass(frozen=True)
class Row:
    """A bar: which group it stands in, whose it is, its value, and the words that say it."""

    group: str
    label: str
    value: Decimal
    shown: str


def read_rows(rows: Sequence[Sequence[object]]) -> list[Row]:
    """Rows as templates give them: group, label, value, words. ValueError where a value is no number of 0 or more."""
    found = []
    for group, label, value, shown in rows:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not (number.is_finite() and number >= 0):
            raise ValueError(f"a bar is as long as a number of 0 or more, and “{value}” is none")
        found.append(Row(str(group), str(label), number, str(shown)))
    return found


def bars(
    words: ChartText, name: str, title: str, rows: Sequence[Row], columns: tuple[str, str, str], subtitle: str = ""
) -> Chart:
    """A chart of all rows on one scale from 0, in the order given; rows of one label have one colour.

    `columns` are the heads of the table: of the groups, of the labels, of the values.
    """
    colours = {label: COLOURS[i % len(COLOURS)] for i, label in enumerate(dict.fromkeys(row.label for row in rows))}
    told = (words.filled("{label}: {values}", label=f"{row.group}, {row.label}", values=row.shown) for row in rows)
    return Chart(
        name=name,
        language=words.wording.language,
        title=title,
        subtitle=subtitle,
        description="; ".join(told),
        plots=tuple(_picture(rows, colours, css) for css in ("wide", "narrow")),
        table=Table(
            columns,
            tuple((Cell(row.group), Cell(row.label), Cell(row.shown, format(row.value, "f"))) for row in rows),
            frozenset({2}),
        ),
        columns=("group", "label", "value", "text"),
        records=tuple((row.group, row.label, format(row.value, "f"), row.shown) for row in rows),
    )


def _picture(rows: Sequence[Row], colours: dict[str, str], css: str) -> Plot:
    """Each group below its name; bars begin behind the longest label."""
    width = WIDE if css == "wide" else NARROW
    left = min(width * 0.4, 14 + max((text_width(row.label, SIZE) for row in rows), default=0.0))
    right = width - 10 - max((text_width(row.shown, SIZE) for row in rows), default=0.0)
    scale = Linear(0.0, float(max((row.value for row in rows), default=Decimal(0)) or 1), left, right)
    marks: list[Mark] = []
    y, group = 0.0, None
    for row in rows:
        if row.group != group:
            group = row.group
            y += GAP
            for words in shortened(group, width, 2):
                y += LINE
                marks.append(text(0, y, words, "head"))
            y += GAP
        middle = y + ROW / 2
        base = middle + SIZE * 0.34
        marks.append(text(left - 8, base, shortened(row.label, left - 8, 1)[0], "label", "end"))
        end = max(scale(float(row.value)), left + 1)
        marks.append(bar(left, middle - THICK / 2, end, middle + THICK / 2, f"bar {colours[row.label]}"))
        marks.append(line([(left, y), (left, y + ROW)], "grid zero"))
        marks.append(text(end + 6, base, row.shown, "value"))
        y += ROW
    return plot(css, width, y + 4, marks)
