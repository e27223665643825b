"""What a chart is made of, before it becomes SVG: marks at their places, a table, and the words around them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from factbook.i18n.formatter import Formatter, Style
    from factbook.model import Catalogue, Disagreement, Figure, Kind, Observation, ObservationStatus, Period

_SPACES = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029]+")
_WORDS = re.compile(r"\w+")
Anchor = Literal["start", "middle", "end"]
Shape = Literal["circle", "square", "diamond", "triangle", "cross"]


COLOURS = ("c1", "c2", "c3", "c4", "c5", "c6")


class ChartError(ValueError):
    """The facts cannot be drawn in this way; `reason` is a word of the code list of problems."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Mark:
    """One element of the picture. `css` are the classes that colour it; `title` is shown on hovering.

    A text stands at (x, y), a circle around it with radius `r`; a path has its data in `d`. A mark with `href`
    is a link, named by its `title`; `box` is an unseen (left, top, width, height) around what it shows.
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
    """A picture `width` by `height` units large; a unit is about a pixel. `css` says where it is shown."""

    css: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    label: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of the table: what is read, the exact value for machines, the page or the card that tells more."""

    text: str
    value: str = ""
    href: str = ""
    card: str = ""


@dataclass(frozen=True)
class Table:
    """The data of a chart as its readers see them; columns named in `numbers` are aligned to the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class LegendEntry:
    """An entry of a legend: the mark that it explains, and what it means."""

    mark: Literal["circle", "square", "diamond", "triangle", "cross", "line", "bar"]
    css: str
    text: str


@dataclass(frozen=True)
class Chart:
    """A finished chart in one language.

    `name` is that of its files; `plots` hold the same picture for wide and for narrow places; `records` are the
    rows of its CSV file below the names in `columns`; `shown` are the observations drawn, as (figure, period),
    and `named` the records named.
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
        """The same where the page has the table already."""
        return replace(self, table=None)


@dataclass(frozen=True)
class ChartText:
    """What charts say in one language: the facts, their words, and the addresses of pages.

    `address` gives that of the page of a name, as seen from the page that shows the chart; empty where there
    is none. `card` gives the identifier of the popover for a figure, an anchor on its page and a title; empty
    where there are no popovers.
    """

    catalogue: Catalogue
    wording: Formatter
    address: Callable[[str, str], str] = field(default=lambda name, anchor: "")
    card: Callable[[str, str, str], str] = field(default=lambda figure, anchor, title: "")

    @property
    def gettext(self) -> Callable[[str], str]:
        """The interface string of an English text."""
        return self.wording.gettext

    def text(self, value: Mapping[str, str]) -> str:
        """A localised text with its typography, on one line."""
        return one_line(self.wording.typography(value[self.wording.language]))

    def label(self, figure: Figure) -> str:
        """Return what a figure is called, with who states it where it is given as theirs and the name does not say."""
        label = self.text(figure.label)
        if not figure.as_stated_by:
            return label
        who = self.text(figure.as_stated_by)
        names = [word for word in _WORDS.findall(who) if word[0].isupper()] or [who]
        if set(names) <= set(_WORDS.findall(label)):  # “CNES contribution to ESA” says already whose it is
            return label
        return self.filled("{label}, as stated by {who}", label=label, who=who)

    def filled(self, msgid: str, **values: str) -> str:
        """An interface string with its {places} filled."""
        text = self.gettext(msgid)
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text

    def count(self, number: int) -> str:
        """A whole number in digits."""
        return self.wording.number(Decimal(number))

    def period(self, period: Period, style: Style = "short") -> str:
        """A period in words."""
        return self.wording.period(period, style)

    def value(self, figure: Figure, record: Observation | Disagreement, style: Style = "short") -> str:
        """A value in words."""
        unit = self.catalogue.unit(figure)
        return self.wording.quantity(record.value, unit, figure.scale, record.qualifier, style, status_of(record))

    def cell(self, identifier: str, figure: Figure, period: Period, record: Observation | Disagreement) -> Cell:
        """A value in a table, opening its card, or else leading to its place on its figure’s page."""
        title = f"{self.text(figure.label)} ({self.period(period, 'prose')})"
        card = self.card(identifier, period.anchor, title)
        href = "" if card else self.address(f"figures/{identifier}", f"#{period.anchor}")
        return Cell(self.value(figure, record), figure.machine_value(record.value), href, card)

    def publishers(self, sources: Iterable[str]) -> str:
        """Who publishes some sources, each once, as a list."""
        records = self.catalogue.sources
        names = dict.fromkeys(one_line(records[source].publisher_in(self.wording.language)) for source in sources)
        return self.wording.list_of(list(names))

    def sources(self, records: Iterable[Observation | Disagreement]) -> str:
        """The line that names the sources of what is drawn."""
        return self.filled(
            "Sources: {publishers}.", publishers=self.publishers(s for record in records for s in record.sources)
        )


def sort_key(name: str) -> str:
    """Return a name as it is sorted: without accents, in lower case."""
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def one_line(text: str) -> str:
    """A text on one line: a blank line would end a block of HTML in Markdown."""
    return _SPACES.sub(" ", text)


def units(figure: Figure, value: Decimal | date) -> float:
    """A number in units, for measuring."""
    assert isinstance(value, Decimal)  # noqa: S101 - figures of days are not drawn
    return float(figure.in_units(value))


def values_of(observation: Observation) -> Sequence[Observation | Disagreement]:
    """An observation and the values that other sources give in its place."""
    return (observation, *observation.disagreements)


def status_of(record: Observation | Disagreement) -> ObservationStatus | None:
    """Return the status that the source gives a value; None where it gives none, and for another source's value."""
    return getattr(record, "status", None)


def is_uncertain(record: Observation | Disagreement) -> bool:
    """Whether the value is less than certain: about, more or less than, an estimate, a forecast."""
    return record.qualifier != "exact" or status_of(record) in ("estimate", "forecast")


def record_rows(
    words: ChartText, drawn: Sequence[tuple[str, Figure, Observation]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names of the columns, and a row for each value, other sources’ values after that which they dispute."""
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
                    "disagreement" if record is not observation else record.status or "",
                    words.value(figure, record),
                    " ".join(record.sources),
                )
            )
    return ("figure", "label", "period", "value", "unit", "qualifier", "status", "text", "sources"), tuple(rows)
