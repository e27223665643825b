"""The parts of a chart before it becomes SVG: marks at their positions, a table, and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from factbook.i18n.formatter import Formatter, Style
    from factbook.model import Catalogue, Disagreement, Figure, Kind, Observation, Period

_SPACES = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029]+")
Anchor = Literal["start", "middle", "end"]
Shape = Literal["circle", "square", "diamond", "triangle", "cross"]


COLOURS = ("c1", "c2", "c3", "c4", "c5", "c6")


class ChartError(ValueError):
    """The facts cannot be drawn in this way. `reason` is `empty` or `units`: the code of the problem is `chart-…`."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Mark:
    """An element of the picture. `css` has the classes that colour it; `title` is shown on hovering.

    A text has its anchor at (x, y), a circle its centre there and radius `r`; a path has its data in `d`. A mark with
    `href` is a link, named by its `title`; `box` is an invisible (left, top, width, height) around it.
    """

    tag: Literal["text", "circle", "path"]
    css: str
    x: str = ""
    y: str = ""
    r: str = ""
    d: str = ""
    text: str = ""
    anchor: Anchor = "start"
    title: str = ""
    href: str = ""
    box: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plot:
    """A picture of `width` by `height` units, about a pixel each. `css` is the class that decides where it is shown."""

    css: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    label: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of the table.

    `value` is the exact value for machines; `href` the page with details, `card` the identifier of a popover instead.
    """

    text: str
    value: str = ""
    href: str = ""
    card: str = ""


@dataclass(frozen=True)
class Table:
    """The data of a chart for its readers. The columns whose indexes are in `numbers` are aligned to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class LegendEntry:
    """An entry of the legend: a mark and its meaning."""

    mark: Literal["circle", "square", "diamond", "triangle", "cross", "line", "bar"]
    css: str
    text: str


@dataclass(frozen=True)
class Chart:
    """A finished chart in one language.

    `name` is that of its files; `plots` have the same picture for wide and for narrow places; `records` are the rows of
    its CSV file below the names in `columns`; `shown` are the observations drawn, as (figure, period), and `named` the
    records named.
    """

    name: str
    language: str
    title: str
    subtitle: str
    description: str
    plots: tuple[Plot, ...]
    table: Table | None
    columns: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    keys: tuple[LegendEntry, ...] = ()
    sources: str = ""
    address: str = ""
    is_map: bool = False
    shown: tuple[tuple[str, str], ...] = ()
    named: tuple[tuple[Kind, str], ...] = ()

    def without_table(self) -> Chart:
        """Return the chart without its table, for a page that has the table already."""
        return replace(self, table=None)


@dataclass(frozen=True)
class ChartText:
    """The texts of charts in one language, from the facts, with links to pages.

    `address` returns the address of a page by its name and an anchor, relative to the page that shows the chart; empty
    where there is none. `card` returns the identifier of the popover for a figure, an anchor on its page and a title;
    empty where there are no popovers.
    """

    catalogue: Catalogue
    wording: Formatter
    address: Callable[[str, str], str] = field(default=lambda name, anchor: "")
    card: Callable[[str, str, str], str] = field(default=lambda figure, anchor, title: "")

    @property
    def gettext(self) -> Callable[[str], str]:
        """The function that translates an interface string."""
        return self.wording.gettext

    def text(self, value: Mapping[str, str]) -> str:
        """Return a localised text with its typography, on one line."""
        return one_line(self.wording.typography(value[self.wording.language]))

    def label(self, figure: Figure) -> str:
        """Return the label of a figure, with its author where it is stated by somebody (`as_stated_by`)."""
        label = self.text(figure.label)
        if not figure.as_stated_by:
            return label
        return self.filled("{label}, as stated by {who}", label=label, who=self.text(figure.as_stated_by))

    def filled(self, msgid: str, **values: str) -> str:
        """Return an interface string with its {places} filled."""
        text = self.gettext(msgid)
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text

    def count(self, number: int) -> str:
        """Return a whole number in digits."""
        return self.wording.number(Decimal(number))

    def period(self, period: Period, style: Style = "short") -> str:
        """Return a period in words."""
        return self.wording.period(period, style)

    def value(self, figure: Figure, record: Observation | Disagreement, style: Style = "short") -> str:
        """Return a value with its unit."""
        unit = self.catalogue.unit(figure)
        return self.wording.quantity(record.value, unit, figure.scale, record.qualifier, style)

    def cell(self, identifier: str, figure: Figure, period: Period, record: Observation | Disagreement) -> Cell:
        """Return a table cell with a value; it opens the card of the value, or else links to it."""
        title = f"{self.text(figure.label)} ({self.period(period, 'prose')})"
        card = self.card(identifier, period.anchor, title)
        href = "" if card else self.address(f"figures/{identifier}", f"#{period.anchor}")
        return Cell(self.value(figure, record), figure.machine_value(record.value), href, card)

    def publishers(self, sources: Iterable[str]) -> str:
        """Return the publishers of sources as a list, each once."""
        records = self.catalogue.sources
        names = dict.fromkeys(one_line(records[source].publisher_in(self.wording.language)) for source in sources)
        return self.wording.list_of(list(names))

    def sources(self, records: Iterable[Observation | Disagreement]) -> str:
        """Return the line that names the sources of values."""
        return self.filled(
            "Sources: {publishers}.", publishers=self.publishers(s for record in records for s in record.sources)
        )


def one_line(text: str) -> str:
    """Return a text on one line: a blank line would end a block of HTML in Markdown."""
    return _SPACES.sub(" ", text)


def units(figure: Figure, value: Decimal | date) -> float:
    """Return a number in units as a coordinate. The figure is not one of days."""
    assert isinstance(value, Decimal)  # noqa: S101 - figures of days are not drawn
    return float(figure.in_units(value))


def values_of(observation: Observation) -> Sequence[Observation | Disagreement]:
    """Return an observation and its disagreements."""
    return (observation, *observation.disagreements)


def is_uncertain(record: Observation | Disagreement) -> bool:
    """Return whether a value is qualified (about, more than …), an estimate or a forecast."""
    return record.qualifier != "exact" or getattr(record, "status", "final") not in ("final", "provisional")


def record_rows(
    words: ChartText, drawn: Sequence[tuple[str, Figure, Observation]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the columns and rows of the CSV file: a row per value, disagreements after their observation."""
    rows = []
    for identifier, figure, observation in drawn:
        name = words.text(figure.label)
        for record in values_of(observation):
            rows.append(
                (
                    identifier,
                    name,
                    observation.period.text,
                    figure.machine_value(record.value),
                    figure.unit,
                    record.qualifier,
                    getattr(record, "status", "disagreement"),
                    words.value(figure, record),
                    " ".join(record.sources),
                )
            )
    return ("figure", "label", "period", "value", "unit", "qualifier", "status", "text", "sources"), tuple(rows)
