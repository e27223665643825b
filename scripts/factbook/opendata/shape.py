"""The shape of the API's first version: what each document holds. Within v1 there are only additions.

The JSON Schemas and the OpenAPI description are made from these types; the text below a key describes it to
re-users, in English. `Texts` has a text for each language of the site.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

from factbook.model import (
    Confidence,
    Membership,
    ObservationStatus,
    PartnerKind,
    ProgrammeState,
    Qualifier,
    Scale,
    UnitKind,
)

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
    """What a figure is counted in."""

    id: str
    """Identifier of the unit."""
    kind: UnitKind
    """What kind of quantity it is."""
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
    """A publication that says something, in short."""

    id: str
    """Identifier of the source."""
    title: str
    """Title, in the publication's own language."""
    publisher: str
    """Who publishes it."""
    url: str | None
    """Its address, if it has one."""
    published: str | None
    """Year, month or day of publication (ISO 8601), where one is printed."""
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
    """The digits that the source prints, in the figure's scale; a day (ISO 8601) for a date."""
    number: float | None
    """The same as a number, to the precision of a double; null for a date, or where no double holds it."""
    exact: str
    """The value in units: 1174000000 for 1.174 in billions; a day for a date."""
    exact_number: float | None
    """The same as a number, to the precision of a double; null for a date, or where no double holds it."""
    qualifier: Qualifier
    """How exact the source says it is."""
    text: Texts
    """In words, in each language."""
    short: Texts
    """In short, as in tables, in each language."""
    sources: list[SourceReference]
    """Who prints it."""
    note: Texts | None
    """What the reader must know."""


@documented
class Observation(Value):
    """One value of a figure for one period."""

    time: When
    """The period that it is the value of."""
    status: ObservationStatus
    """Final, provisional, estimate or forecast."""
    confidence: Confidence
    """high: an official page or two independent ones; medium: one other page; low: weak."""
    break_note: Texts | None
    """Set where the series breaks: what is counted otherwise from here on."""
    disagreements: list[Value]
    """Other values that other sources print for the same period."""
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
    """What it is called."""
    theme: str
    """Identifier of its theme."""
    unit: str
    """Identifier of its unit."""
    scale: Scale
    """The power in which values are written."""
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
    """What it is called."""
    definition: Texts
    """What is counted, and what is not."""
    theme: Term
    """Its theme."""
    unit: Unit
    """What it is counted in."""
    scale: Scale
    """The power in which values are written."""
    unit_multiplier: int
    """The same as an exponent of ten: 9 for billions (SDMX: UNIT_MULT)."""
    country: str | None
    """The country that it is about (ISO 3166-1 alpha-2)."""
    as_stated_by: Texts | None
    """Who states it, where it cannot be checked against other figures."""
    computed: str | None
    """The formula, where this site works it out from other figures."""
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
    """What changed when, newest first."""
    table: str
    """Address of its observations as CSV."""
    embed: Texts
    """Address of a small page for an iframe, in each language."""
    citations: dict[str, Citation]
    """How to cite it, in each language."""
    pages: Texts
    """Its permanent address in each language."""


@documented
class Source(TypedDict):
    """A publication that is cited."""

    id: str
    """Identifier of the source."""
    address: str
    """Address of this document."""
    title: str
    """Title, in the publication's own language."""
    publisher: str
    """Who publishes it."""
    url: str | None
    """Its address, if it has one."""
    published: str | None
    """Year, month or day of publication (ISO 8601), where one is printed."""
    date_note: Texts | None
    """What is known of its date when none is printed."""
    language: str
    """Language of the publication (BCP 47)."""
    official: bool
    """Whether an agency, a parliament, a government or a union publishes it."""
    via: str | None
    """Where the text was read, when not at its publisher's."""
    figures: list[str]
    """Identifiers of the figures that cite it."""
    pages: Texts
    """Its permanent address in each language."""


@documented
class PartnerReference(TypedDict):
    """A partner, in short."""

    id: str
    """Identifier of the partner."""
    name: Texts
    """Name or acronym, as readers see it."""
    address: str
    """Address of the partner's document in this API."""


@documented
class Agreement(TypedDict):
    """An agreement with a partner."""

    label: Texts
    """What was agreed."""
    time: When | None
    """When it was signed, where known."""


@documented
class EsaMembership(TypedDict):
    """A state's tie with ESA."""

    status: Membership
    """What kind of tie."""
    since: When | None
    """Since when."""
    signed: str | None
    """Signature of the Convention by a founding state."""
    note: Texts | None
    """What the date means where that is not plain."""
    confidence: Confidence
    """How well sourced it is."""
    sources: list[SourceReference]
    """Who says so."""


@documented
class Partner(TypedDict):
    """A country or an organisation."""

    id: str
    """Identifier of the partner."""
    address: str
    """Address of this document."""
    kind: PartnerKind
    """Country, agency or organisation."""
    country: str | None
    """ISO 3166-1 alpha-2."""
    name: Texts
    """Name or acronym, as readers see it."""
    full_name: Texts | None
    """Full name; null for a country."""
    partnership: Term | None
    """Kind of partnership, where one is named."""
    summary: Texts | None
    """The cooperation in a sentence or two."""
    agreements: list[Agreement]
    """Agreements read on a page, oldest first."""
    esa: EsaMembership | None
    """A state's tie with ESA."""
    programmes: list[str]
    """Identifiers of the programmes that name it."""
    note: Texts | None
    """What the reader must know."""
    confidence: Confidence
    """How well sourced it is."""
    sources: list[SourceReference]
    """Who says so."""
    pages: Texts
    """Its permanent address in each language."""


@documented
class Launch(TypedDict):
    """The launch or start of a programme."""

    time: When
    """When it is or was."""
    planned: bool
    """Whether it has not happened yet."""


@documented
class State(TypedDict):
    """How a programme stands."""

    value: ProgrammeState
    """Its state."""
    as_of: When | None
    """The date of what was read."""
    note: Texts | None
    """More precisely."""


@documented
class Statement(TypedDict):
    """A date of a programme, or something that sources say differently."""

    label: Texts
    """What it says."""
    time: When | None
    """When it happened or is planned."""
    sources: list[SourceReference]
    """Who says so."""


@documented
class Programme(TypedDict):
    """A mission or a programme in cooperation."""

    id: str
    """Identifier of the programme."""
    address: str
    """Address of this document."""
    name: Texts
    """Its name."""
    domain: Term
    """Its domain."""
    summary: Texts
    """What it is."""
    contribution: Texts | None
    """What the institution contributes."""
    partners: list[PartnerReference]
    """Its partners, foremost first."""
    launch: Launch | None
    """Launch or start, where known."""
    state: State
    """How it stands."""
    milestones: list[Statement]
    """Other dates, oldest first."""
    disagreements: list[Statement]
    """What sources say differently."""
    figures: list[str]
    """Identifiers of the figures told on its page."""
    confidence: Confidence
    """How well sourced it is."""
    sources: list[SourceReference]
    """Who says so."""
    pages: Texts
    """Its permanent address in each language."""


@documented
class Council(TypedDict):
    """An ESA council at ministerial level."""

    id: str
    """Identifier of the council."""
    address: str
    """Address of this document."""
    name: Texts
    """Its name."""
    city: Texts
    """The city that it met in."""
    country: str
    """ISO 3166-1 alpha-2."""
    time: When
    """The days, or the month."""
    summary: Texts | None
    """What was decided."""
    note: Texts | None
    """What the reader must know."""
    figures: list[str]
    """Identifiers of the figures that have an observation of this council."""
    confidence: Confidence
    """How well sourced it is."""
    sources: list[SourceReference]
    """Who says so."""
    pages: Texts
    """Its permanent address in each language."""


@documented
class Figures(TypedDict):
    """All figures, each with its newest observation."""

    figures: list[FigureSummary]
    """In the order of the data."""


@documented
class Programmes(TypedDict):
    """All programmes."""

    programmes: list[Programme]
    """In the order of the data."""


@documented
class Partners(TypedDict):
    """All partners."""

    partners: list[Partner]
    """In the order of the data."""


@documented
class Councils(TypedDict):
    """All councils."""

    councils: list[Council]
    """Oldest first."""


@documented
class Sources(TypedDict):
    """All sources."""

    sources: list[Source]
    """In the order of the data."""


@documented
class Changes(TypedDict):
    """Every change since the first publication."""

    published: str | None
    """The day of the site's first publication."""
    changes: list[Change]
    """Newest first."""


@documented
class Licence(TypedDict):
    """A licence under which the data may be re-used."""

    id: str
    """SPDX identifier."""
    name: str
    """Its name."""
    url: str
    """Its text."""


@documented
class Index(TypedDict):
    """What there is, and where: start here."""

    version: Literal["1"]
    """The version of the API. Within it there are only additions."""
    title: Texts
    """The site's name."""
    home: Texts
    """The site's home page in each language."""
    documentation: Texts
    """The page that documents this API, in each language."""
    languages: list[str]
    """The languages of all texts (BCP 47), the site's first one first."""
    published: str | None
    """The day of the site's first publication."""
    modified: str | None
    """The day of the newest change, else of the first publication."""
    licences: list[Licence]
    """Any one of them, as you choose; the site and the date are to be named."""
    counts: dict[str, int]
    """How many records of each kind there are."""
    collections: dict[str, str]
    """Address of the list of each kind of record; a record is at <kind>/<id>.json beside it."""
    tables: dict[str, str]
    """Addresses of the tables (CSV)."""
    schemas: dict[str, str]
    """Address of the JSON Schema of each kind of document."""
    openapi: str
    """The OpenAPI description of this API."""
    datapackage: str
    """The Data Package over the tables."""
    catalogue: str
    """The DCAT catalogue (JSON-LD)."""
    feeds: Texts
    """The feed of changes in each language."""
