"""Figures: their values as sources publish them, their changes, their citations."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from factbook.model import Confidence, ObservationStatus, Qualifier, Scale, UnitKind

Texts = dict[str, str]
documented = with_config(ConfigDict(use_attribute_docstrings=True))


@documented
class Term(TypedDict):
    """An entry of a code list."""

    id: str
    """Identifier of the entry."""
    label: Texts
    """Its name in each language."""


@documented
class Unit(TypedDict):
    """Unit of a figure."""

    id: str
    """Identifier of the unit."""
    kind: UnitKind
    """Kind of quantity."""
    currency: str | None
    """ISO 4217 code, for a currency."""
    label: Texts | None
    """Its name in each language: the plural of what is counted, a code or a symbol; null for dates."""


@documented
class When(TypedDict):
    """A span of whole days."""

    period: str
    """ISO 8601: a year, a month, a day, or an interval of two of these."""
    start: str
    """First day."""
    end: str
    """Last day."""
    text: Texts
    """In words, in each language."""


@documented
class SourceReference(TypedDict):
    """A publication cited as a source, in short."""

    id: str
    """Identifier of the source."""
    title: str
    """Title, in the publication's own language."""
    publisher: str
    """Publisher."""
    url: str | None
    """Its address, if it has one."""
    published: str | None
    """Year, month or day of publication (ISO 8601), where the publication states one."""
    language: str
    """Language of the publication (BCP 47)."""
    official: bool
    """Whether an agency, a parliament, a government or a union publishes it."""
    address: str
    """Address of the source's document in this API."""


@documented
class Value(TypedDict):
    """A value, exactly and as readers see it."""

    value: str
    """The digits published by the source, in the figure's scale; a day (ISO 8601) for a date."""
    number: float | None
    """The same as a number, to the precision of a double; null for a date, or where no double holds it."""
    exact: str
    """The value in units: 1174000000 for 1.174 in billions; a day for a date."""
    exact_number: float | None
    """The same as a number, to the precision of a double; null for a date, or where no double holds it."""
    qualifier: Qualifier
    """Precision stated by the source."""
    text: Texts
    """In words, in each language."""
    short: Texts
    """In short, as in tables, in each language."""
    sources: list[SourceReference]
    """Sources."""
    note: Texts | None
    """Notes."""


@documented
class Observation(Value):
    """One value of a figure for one period."""

    time: When
    """The period that it is the value of."""
    undated: bool
    """Whether the source is undated, and the period is when it may have been published."""
    status: ObservationStatus
    """Final, provisional, estimate or forecast."""
    confidence: Confidence
    """high: an official page or two independent ones; medium: one other page; low: weak."""
    break_note: Texts | None
    """Break in series: the change in what is counted from this observation on."""
    disagreements: list[Value]
    """Other values that other sources publish for the same period."""
    added: str | None
    """The day it came onto the site; null if it was there from the first day."""
    pages: Texts
    """Its permanent address in each language."""


@documented
class Change(TypedDict):
    """A value that was added or replaced."""

    figure: str
    """Identifier of the figure."""
    label: Texts
    """The figure's name."""
    kind: Literal["added", "new-period", "revision", "correction"]
    """added: a new figure; new-period: a new value of a known one; revision: better data came; correction: the
    published value was a mistake."""
    recomputed: bool
    """Whether it follows from the change of a figure that this one is computed from."""
    on: str
    """The day of the change."""
    time: When
    """The period that the value is of."""
    value: str
    """The value since the change, in the figure's scale."""
    text: Texts
    """The value since the change, as readers see it."""
    was: str | None
    """The value before, for a revision or correction."""
    was_text: Texts | None
    """The value before, as readers saw it."""
    reason: Texts | None
    """Why it was replaced."""
    pages: Texts
    """The address of the observation in each language."""


@documented
class Citation(TypedDict):
    """How to cite a figure in one language."""

    text: str
    """Ready text."""
    bibtex: str
    """Address of the BibTeX file."""
    ris: str
    """Address of the RIS file."""
    csl: str
    """Address of the CSL-JSON file."""


@documented
class FigureSummary(TypedDict):
    """A figure with its newest observation."""

    id: str
    """Identifier of the figure."""
    address: str
    """Address of the figure's document in this API."""
    label: Texts
    """Label."""
    theme: str
    """Identifier of its theme."""
    unit: str
    """Identifier of its unit."""
    scale: Scale
    """Scale in which values are written."""
    latest: Observation
    """Its newest observation."""
    modified: str | None
    """The day of its newest change, else that of the site's first publication."""
    pages: Texts
    """Its permanent address in each language."""


@documented
class Figure(TypedDict):
    """A quantity worth citing, with its unit, definition and history."""

    id: str
    """Identifier of the figure."""
    address: str
    """Address of this document."""
    label: Texts
    """Label."""
    definition: Texts
    """What is counted, and what is not."""
    theme: Term
    """Its theme."""
    unit: Unit
    """Unit."""
    scale: Scale
    """Scale in which values are written."""
    unit_multiplier: int
    """The same as an exponent of ten: 9 for billions (SDMX: UNIT_MULT)."""
    country: str | None
    """The country that it is about (ISO 3166-1 alpha-2)."""
    as_stated_by: Texts | None
    """Author of the value, where it cannot be checked against other figures."""
    computed: str | None
    """The formula, where the value is calculated from other figures."""
    computed_from: list[str]
    """Identifiers of the figures of the formula."""
    sum_of: list[str]
    """Identifiers of the figures that add up to it."""
    review_by: str | None
    """Past this day it is stale, until somebody looks at it."""
    modified: str | None
    """The day of its newest change, else that of the site's first publication."""
    observations: list[Observation]
    """Its values, oldest first."""
    changes: list[Change]
    """Changes, newest first."""
    table: str
    """Address of its observations as CSV."""
    embed: Texts
    """Address of a small page for an iframe, in each language."""
    citations: dict[str, Citation]
    """How to cite it, in each language."""
    pages: Texts
    """Its permanent address in each language."""
