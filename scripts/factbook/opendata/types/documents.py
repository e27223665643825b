"""Documents that are not one record: lists of all of a kind, the changes, the index."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from factbook.model import KINDS
from factbook.opendata.types.entities import Council, Partner, Programme, Source
from factbook.opendata.types.values import Change, FigureSummary, Texts, documented

# The documents at a fixed path below api/v1/, the kinds of records that have one each, and those outside api/v1/.
DOCUMENTS = ("index", *KINDS, "changes")
FILES = ("chart",)


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
class Chart(TypedDict):
    """A chart in one language: its texts and its data."""

    id: str
    """Name of the chart."""
    language: str
    """The language of its texts (BCP 47)."""
    title: str
    """Title."""
    subtitle: str | None
    """Subtitle: the quantity and its unit."""
    description: str
    """Text alternative."""
    notes: list[str]
    """Notes."""
    sources: str | None
    """Publishers of the data, as readers see them."""
    page: str
    """Address of a page that shows it."""
    columns: list[str]
    """The names of the columns, in their order, as in its CSV file."""
    rows: list[dict[str, str | float | bool | list[str] | None]]
    """A row for each thing drawn, by the names of columns: a `value` in units as its digits, and as a `number`."""


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
    """Index of the API, with addresses: start here."""

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
    """Address of the list of each kind of record; a record is at <kind>/<id>.json in the same folder."""
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
