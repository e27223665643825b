"""The records of the catalogue: figures and observations, sources, partners, programmes, councils, code lists.

No input and no output happens here. The docstrings of records and the `description` of fields are shown to editors:
by their text editor through the JSON Schemas, and in the reference tables of the guide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from factbook.model.decimals import in_units, plain_digits
from factbook.model.period import Period
from factbook.model.types import (
    LANGUAGE_PATTERN,
    Address,
    Confidence,
    CountryCode,
    Day,
    Identifier,
    Localised,
    Membership,
    ObservationStatus,
    PartnerKind,
    ProgrammeState,
    Qualifier,
    RegionCode,
    Scale,
    Text,
    UnitKind,
    Value,
    When,
)


class Record(BaseModel):
    """What all records share: they cannot be changed, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Record):
    """A publication that prints a value."""

    title: Text = Field(description="Title of the publication, in its own language", examples=["Le CNES en bref"])
    publisher: Text = Field(description="Who publishes it", examples=["CNES"])
    publisher_names: Localised | None = Field(
        default=None,
        description="The publisher's name in each language, where it has one of its own in several",
        examples=[{"fr": "Sénat", "en": "French Senate"}],
    )
    url: Address | None = Field(
        default=None,
        description="Its address; left out only for a document that has none",
        examples=["https://cnes.fr/en/cooperation"],
    )
    published: When | None = Field(
        default=None, description="Year, month or day of publication; left out when none is printed"
    )
    date_note: Localised | None = Field(
        default=None, description="What is known of its date when none is printed, in each language"
    )
    language: Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)] = Field(
        description="Language of the publication", examples=["fr"]
    )
    official: StrictBool = Field(description="true for an agency, a parliament, a government or a union")
    via: Text | None = Field(
        default=None,
        description="Where the text was read, when not at its publisher's",
        examples=["copy in a web archive"],
    )

    def publisher_in(self, language: str) -> str:
        """Return the publisher's name for readers of a language."""
        return (self.publisher_names or {}).get(language, self.publisher)


class SourceException(Record):
    """A source whose address is known not to answer as it should, for a time."""

    reason: Text = Field(
        description="Why its address is left alone", examples=["The site refuses programs; read by hand"]
    )
    until: Day = Field(description="The last day on which the weekly check of addresses leaves it alone")


class Noun(Record):
    """The forms of a counted noun in one language, by CLDR plural category."""

    one: Text = Field(description="The form for one", examples=["partenariat"])
    other: Text = Field(description="The form for several", examples=["partenariats"])
    many: Text | None = Field(
        default=None,
        description="The form after a round million where it differs",
        examples=["de partenariats"],
    )
    zero: Text | None = Field(
        default=None, description="The form for none, in the languages that have one", examples=["aucun partenariat"]
    )
    two: Text | None = Field(
        default=None, description="The form for two, in the languages that have one", examples=["شراكتان"]
    )
    few: Text | None = Field(
        default=None, description="The form for a few, in the languages that have one", examples=["شراكات"]
    )
    gender: Literal["masculine", "feminine", "neuter"] | None = Field(
        default=None, description="Grammatical gender, in the languages that have one"
    )
    ranks: list[Text] = Field(
        default=[],
        description="For a rank: how prose words the first, the second and so on",
        examples=[["largest contributor", "second-largest contributor"]],
    )


class Unit(Record):
    """What a figure is counted in."""

    kind: UnitKind = Field(description="currency, percent, ordinal (a rank), date or count")
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = Field(
        default=None, description="ISO 4217 code, for a currency", examples=["EUR"]
    )
    noun: dict[str, Noun] | None = Field(default=None, description="The thing counted or ranked, in each language")


class Term(Record):
    """One entry of a code list: a domain of programmes, a kind of partnership, a theme of figures."""

    label: Localised = Field(description="Its name, in each language")
    definition: Localised | None = Field(default=None, description="What belongs to it, in each language")


class CodeLists(Record):
    """The code lists of the site: the words that records choose from."""

    units: dict[str, Unit] = Field(description="Units of the figures")
    themes: dict[Identifier, Term] = Field(description="Themes of figures: one for each file of data/figures")
    domains: dict[Identifier, Term] = Field(description="Domains of programmes")
    partnerships: dict[Identifier, Term] = Field(description="Kinds of partnership")


class Disagreement(Record):
    """Another value that another source prints for the same observation."""

    value: Value = Field(description="The other value, in the same unit and scale", examples=[1.345])
    qualifier: Qualifier = Field(default="exact", description="How the other source qualifies it")
    sources: Annotated[list[Identifier], Field(min_length=1)] = Field(
        description="Who prints it", examples=[["cnes-seed-fr"]]
    )
    note: Localised | None = Field(default=None, description="Why they may differ, in each language")


class Change(Record):
    """Why a published value was replaced, as statistics offices tell it."""

    kind: Literal["revision", "correction"] = Field(
        description="revision: better data came; correction: the published value was a mistake"
    )
    was: Value = Field(description="The value published before", examples=[1.234])
    on: Day = Field(description="The day of the change", examples=["2026-11-23"])
    reason: Localised = Field(description="Why, in each language")


class Observation(Record):
    """One value of a figure for one period."""

    undated: StrictBool = Field(
        default=False, description="true where the source is undated, and the period is when it may have been published"
    )
    period: When = Field(description="Year, month, day or interval (ISO 8601): 2022, 2022-11, 2022-11-22/2022-11-23")
    value: Value = Field(description="The value with the digits that its source prints", examples=[1.234])
    qualifier: Qualifier = Field(default="exact", description="How exact the source says it is")
    status: ObservationStatus = Field(default="final", description="final, provisional, estimate or forecast")
    confidence: Confidence = Field(
        default="high",
        description="high: an official page or two independent ones; medium: one other page; low: weak",
    )
    sources: Annotated[list[Identifier], Field(min_length=1)] = Field(
        description="Identifiers of data/sources.yml", examples=[["cnes-seed-fr"]]
    )
    note: Localised | None = Field(default=None, description="What the reader must know, in each language")
    break_note: Localised | None = Field(
        default=None,
        description="Set where the series breaks: what is counted otherwise from here on, in each language",
    )
    disagreements: list[Disagreement] = Field(default=[], description="Other values, by other sources")
    added: Day | None = Field(
        default=None, description="The day it came onto the site; left out if it was there from the first day"
    )
    earlier_changes: list[Change] = Field(
        default=[], description="The changes before the last one, oldest first, where there were several"
    )
    change: Change | None = Field(default=None, description="Needed when a published value is changed")

    @field_validator("period")
    @classmethod
    def _mark_as_undated(cls, period: Period, info: ValidationInfo) -> Period:
        return replace(period, undated=True) if info.data.get("undated") else period

    @property
    def replaced(self) -> Sequence[Change]:
        """All changes of its value, oldest first."""
        return [*self.earlier_changes, *([self.change] if self.change else [])]


class Figure(Record):
    """A quantity worth citing, with its unit, definition and history."""

    label: Localised = Field(description="What it is called, in each language")
    definition: Localised = Field(description="What is counted, and what is not, in each language")
    unit: Text = Field(description="A unit of data/codelists.yml", examples=["EUR", "percent"])
    scale: Scale = Field(default="one", description="The power in which values are written", examples=["billion"])
    review_by: Day | None = Field(
        default=None, description="Past this day the figure is stale, until somebody looks at it"
    )
    as_stated_by: Localised | None = Field(
        default=None,
        description="Who states it, when it cannot be checked against other figures and is attributed to them",
        examples=[{"fr": "le CNES", "en": "CNES"}],
    )
    computed: Text | None = Field(
        default=None,
        description="Formula over other figures, each between braces",
        examples=["100 * {esa-contribution} / {esa-budget}"],
    )
    digits: Annotated[int, Field(ge=0, le=6)] | None = Field(
        default=None, description="Decimals that a computed value is rounded to, once", examples=[1]
    )
    sum_of: list[Identifier] = Field(
        default=[],
        description="Figures that must add up to this one wherever all have a value",
        examples=[["cnes-budget-esa", "cnes-budget-national"]],
    )
    country: CountryCode | None = Field(default=None, description="The country it is about, if one", examples=["FR"])
    observations: list[Observation] = Field(default=[], description="Its values, oldest first")

    def in_units(self, value: Decimal) -> Decimal:
        """Return a value of this figure in units, exactly: 1.174 billion → 1174000000."""
        return in_units(value, self.scale)

    def machine_value(self, value: Decimal | date) -> str:
        """Return a value of this figure for machines: a number in units in plain digits, a day as in ISO 8601."""
        return plain_digits(self.in_units(value)) if isinstance(value, Decimal) else value.isoformat()


class EsaMembership(Record):
    """A state's tie with ESA."""

    status: Membership = Field(description="member, associate, cooperating or cooperation-agreement")
    since: When | None = Field(default=None, description="Deposit of the ratification, or start of the tie")
    signed: Day | None = Field(default=None, description="Signature of the Convention by a founding state")
    note: Localised | None = Field(default=None, description="What the date means where that is not plain")
    confidence: Confidence = Field(default="high", description="How well sourced it is")
    sources: Annotated[list[Identifier], Field(min_length=1)] = Field(
        description="Who says so", examples=[["cnes-seed-fr"]]
    )


class Agreement(Record):
    """An agreement between the institution and a partner."""

    on: When | None = Field(default=None, description="Year, month or day of signature")
    label: Localised = Field(description="What was agreed, in each language")


class Partner(Record):
    """A country or an organisation."""

    kind: PartnerKind = Field(description="country, agency or organisation")
    country: CountryCode | None = Field(
        default=None, description="ISO 3166-1 alpha-2; countries are named by CLDR from it", examples=["JP"]
    )
    region: RegionCode | None = Field(
        default=None,
        description="UN M49 code of a country’s region, named by CLDR",
        examples=["142"],
    )
    name: Localised | None = Field(default=None, description="Full name; not for countries")
    acronym: Localised | None = Field(
        default=None, description="Acronym, in each language", examples=[{"fr": "ASC", "en": "CSA"}]
    )
    partnership: Identifier | None = Field(
        default=None,
        description="A kind of partnership of data/codelists.yml, where the institution names one",
        examples=["historic"],
    )
    summary: Localised | None = Field(default=None, description="The cooperation in a sentence or two")
    agreements: list[Agreement] = Field(default=[], description="Agreements read on a page, oldest first")
    esa: EsaMembership | None = Field(default=None, description="A state's tie with ESA")
    confidence: Confidence = Field(default="high", description="How well sourced it is")
    note: Localised | None = Field(default=None, description="What the reader must know")
    sources: list[Identifier] = Field(
        default=[], description="Identifiers of data/sources.yml", examples=[["cnes-seed-fr"]]
    )


class Launch(Record):
    """The launch or start of a programme."""

    period: When = Field(description="Day, month or year", examples=["2023-04-14"])
    planned: StrictBool = Field(default=False, description="true while it has not happened")


class State(Record):
    """The status of a programme, as of a date."""

    value: ProgrammeState = Field(description="study, development, operation, ended, lost or unknown")
    as_of: When | None = Field(default=None, description="The date of what was read; left out if undated")
    note: Localised | None = Field(default=None, description="More precisely, in each language")


class Statement(Record):
    """Something that sources say differently, or that dates a programme."""

    label: Localised = Field(description="What it says, in each language")
    on: When | None = Field(default=None, description="When it happened or is planned")
    sources: list[Identifier] = Field(default=[], description="Who says so", examples=[["cnes-seed-fr"]])


class Programme(Record):
    """A mission or a programme in cooperation."""

    name: Localised = Field(description="Its name, in each language")
    domain: Identifier = Field(description="A domain of data/codelists.yml", examples=["science"])
    summary: Localised = Field(description="What it is, for a reader who knows nothing of it")
    contribution: Localised | None = Field(
        default=None, description="What the institution contributes; left out if no page read says it"
    )
    partners: list[Identifier] = Field(
        default=[], description="Identifiers of data/partners, foremost first", examples=[["nasa", "jaxa"]]
    )
    launch: Launch | None = Field(default=None, description="Launch or start; left out if not read")
    state: State = Field(description="Its status")
    milestones: list[Statement] = Field(default=[], description="Other dates, oldest first")
    disagreements: list[Statement] = Field(default=[], description="What sources say differently")
    figures: list[Identifier] = Field(
        default=[], description="Figures shown on its page", examples=[["esa-contribution"]]
    )
    confidence: Confidence = Field(default="high", description="How well sourced it is")
    sources: Annotated[list[Identifier], Field(min_length=1)] = Field(
        description="Identifiers of data/sources.yml", examples=[["cnes-seed-fr"]]
    )


class Council(Record):
    """An ESA council at ministerial level."""

    name: Localised = Field(description="Its name, in each language")
    city: Localised = Field(description="The city, in each language")
    country: CountryCode = Field(description="ISO 3166-1 alpha-2", examples=["FR"])
    period: When = Field(description="The days, or the month when the days are not known")
    summary: Localised | None = Field(default=None, description="What was decided, in a sentence or two")
    note: Localised | None = Field(default=None, description="What the reader must know")
    confidence: Confidence = Field(default="high", description="How well sourced it is")
    sources: Annotated[list[Identifier], Field(min_length=1)] = Field(
        description="Identifiers of data/sources.yml", examples=[["cnes-seed-fr"]]
    )
