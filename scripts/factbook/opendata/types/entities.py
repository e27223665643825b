"""Sources, partners, programmes and councils."""

from __future__ import annotations

from typing_extensions import TypedDict

from factbook.model import Confidence, Membership, PartnerKind, ProgrammeState
from factbook.opendata.types.values import SourceReference, Term, Texts, When, documented


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
    """Publisher."""
    publisher_names: Texts | None
    """The publisher's name in each language, where it has one of its own in several."""
    url: str | None
    """Its address, if it has one."""
    published: str | None
    """Year, month or day of publication (ISO 8601), where the publication states one."""
    date_note: Texts | None
    """Information about its date where the publication states none."""
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
    """Subject of the agreement."""
    time: When | None
    """When it was signed, where known."""


@documented
class EsaMembership(TypedDict):
    """A state's tie with ESA."""

    status: Membership
    """Status."""
    since: When | None
    """Since when."""
    signed: str | None
    """Signature of the Convention by a founding state."""
    note: Texts | None
    """Meaning of the date where it is not obvious."""
    confidence: Confidence
    """How well sourced it is."""
    sources: list[SourceReference]
    """Sources."""


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
    region: str | None
    """UN M49 code of a country's region."""
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
    """Notes."""
    confidence: Confidence
    """How well sourced it is."""
    sources: list[SourceReference]
    """Sources."""
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
    """Status of a programme."""

    value: ProgrammeState
    """Its state."""
    as_of: When | None
    """Date to which the status applies."""
    note: Texts | None
    """More precisely."""


@documented
class Statement(TypedDict):
    """A date of a programme, or a point on which sources disagree."""

    label: Texts
    """Statement."""
    time: When | None
    """When it happened or is planned."""
    sources: list[SourceReference]
    """Sources."""


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
    """Description."""
    contribution: Texts | None
    """Contribution of the institution."""
    partners: list[PartnerReference]
    """Its partners, foremost first."""
    launch: Launch | None
    """Launch or start, where known."""
    state: State
    """Status."""
    milestones: list[Statement]
    """Other dates, oldest first."""
    disagreements: list[Statement]
    """Points on which sources disagree."""
    figures: list[str]
    """Identifiers of the figures shown on its page."""
    confidence: Confidence
    """How well sourced it is."""
    sources: list[SourceReference]
    """Sources."""
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
    """Decisions."""
    note: Texts | None
    """Notes."""
    figures: list[str]
    """Identifiers of the figures that have an observation of this council."""
    confidence: Confidence
    """How well sourced it is."""
    sources: list[SourceReference]
    """Sources."""
    pages: Texts
    """Its permanent address in each language."""
