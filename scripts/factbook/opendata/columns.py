"""The columns of the tables, as described in the Data Package and the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from factbook.model import Confidence, Membership, PartnerKind, ProgrammeState, Qualifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Type = Literal["string", "number", "integer", "boolean", "date"]

# SDMX code list CL_OBS_STATUS.
STATUS: Mapping[str, str] = {"final": "A", "provisional": "P", "estimate": "E", "forecast": "F"}


@dataclass(frozen=True)
class Column:
    """A column of a table. `words`: its allowed values; `path`: where a record of the API has its value.

    `localised`: there is one such column for each language, named with its code.
    """

    name: str
    about: str
    path: str = ""
    type: Type = "string"
    required: bool = False
    unique: bool = False
    localised: bool = False
    words: tuple[str, ...] = ()

    def in_languages(self, codes: Sequence[str]) -> list[Column]:
        """Return the column itself, or one for each language."""
        if not self.localised:
            return [self]
        about = "{about}, in the language “{code}”"
        return [
            Column(f"{self.name}_{code}", about.format(about=self.about, code=code), f"{self.path}.{code}")
            for code in codes
        ]


def localized_columns(columns: Sequence[Column], codes: Sequence[str]) -> list[Column]:
    """Return the columns, with one for each language in place of localised ones."""
    return [one for column in columns for one in column.in_languages(codes)]


_VALUES = (
    Column("figure", "Identifier of the figure", required=True),
    Column("label", "Name of the figure", localised=True),
    Column("theme", "Identifier of its theme", required=True),
    Column("REF_AREA", "Country that it is about: ISO 3166-1 alpha-2"),
    Column("TIME_PERIOD", "Period as ISO 8601: year, month, day or interval", required=True),
    Column("period_start", "First day of the period", type="date", required=True),
    Column("period_end", "Last day of the period", type="date", required=True),
    Column("OBS_VALUE", "Value as printed, in powers of UNIT_MULT; empty for a date", type="number"),
    Column("UNIT_MEASURE", "Identifier of the unit; ISO 4217 code of a currency", required=True),
    Column("UNIT_MULT", "Exponent of ten that OBS_VALUE is multiplied by", type="integer", required=True),
    Column("value", "The value in units: OBS_VALUE × 10^UNIT_MULT; empty for a date", type="number"),
    Column("value_date", "The value of a figure that is a date", type="date"),
    Column("qualifier", "Precision stated by the source", required=True, words=get_args(Qualifier)),
)
_SOURCES = Column("sources", "Identifiers of the sources, separated by spaces", "sources.id")
_CONFIDENCE = Column(
    "confidence", "high: an official page or two independent ones; medium: one other page; low: weak",
    "confidence", required=True, words=get_args(Confidence),
)  # fmt: skip
_PAGE = Column("page", "Permanent address", "pages", localised=True)
_ID = Column("id", "Identifier", "id", required=True, unique=True)
_NOTE = Column("note", "Notes", "note", localised=True)

OBSERVATIONS = (
    *_VALUES,
    Column(
        "OBS_STATUS", "A: normal, P: provisional, E: estimate, F: forecast", required=True,
        words=tuple(STATUS.values()),
    ),
    _CONFIDENCE,
    _SOURCES,
    _NOTE,
    Column("break", "Break in series: the change in what is counted from this observation on", localised=True),
    _PAGE,
)  # fmt: skip
DISAGREEMENTS = (*_VALUES, _SOURCES, Column("note", "Why they may differ", localised=True))

ENTITIES: Mapping[str, Sequence[Column]] = {
    "figures": (
        _ID,
        Column("label", "Name", "label", localised=True),
        Column("definition", "What is counted, and what is not", "definition", localised=True),
        Column("theme", "Identifier of its theme", "theme.id", required=True),
        Column("UNIT_MEASURE", "Identifier of the unit; ISO 4217 code of a currency", "unit.id", required=True),
        Column("unit_kind", "currency, percent, ordinal, date or count", "unit.kind", required=True),
        Column("UNIT_MULT", "Exponent of ten that values are multiplied by", "unit_multiplier", "integer", True),
        Column("REF_AREA", "Country that it is about: ISO 3166-1 alpha-2", "country"),
        Column("computed", "The formula, where the value is calculated from other figures", "computed"),
        Column("review_by", "Next review; past this day the figure is stale", "review_by", "date"),
        Column("modified", "Day of its newest change, else of the first publication", "modified", "date"),
        Column("table", "Address of its own table", "table"),
        _PAGE,
    ),
    "programmes": (
        _ID,
        Column("name", "Name", "name", localised=True),
        Column("domain", "Identifier of its domain", "domain.id", required=True),
        Column("summary", "Description", "summary", localised=True),
        Column("contribution", "Contribution of the institution", "contribution", localised=True),
        Column("partners", "Identifiers of its partners, separated by spaces", "partners.id"),
        Column("launch", "Launch or start as ISO 8601: day, month or year", "launch.time.period"),
        Column("launch_planned", "Whether the launch has not happened yet", "launch.planned", "boolean"),
        Column("state", "Status", "state.value", required=True, words=get_args(ProgrammeState)),
        Column("state_as_of", "Date to which the status applies, in ISO 8601", "state.as_of.period"),
        Column("figures", "Identifiers of the figures shown on its page, separated by spaces", "figures"),
        _CONFIDENCE,
        _SOURCES,
        _PAGE,
    ),
    "partners": (
        _ID,
        Column("kind", "country, agency or organisation", "kind", required=True, words=get_args(PartnerKind)),
        Column("country", "ISO 3166-1 alpha-2", "country"),
        Column("region", "UN M49 code of a country’s region", "region"),
        Column("name", "Name or acronym", "name", localised=True),
        Column("full_name", "Full name; empty for a country", "full_name", localised=True),
        Column("partnership", "Identifier of the kind of partnership, where one is named", "partnership.id"),
        Column("summary", "The cooperation in a sentence or two", "summary", localised=True),
        Column("esa_status", "Status of a state in ESA", "esa.status", words=get_args(Membership)),
        Column("esa_since", "Since when, as ISO 8601", "esa.since.period"),
        Column("programmes", "Identifiers of the programmes that name it, separated by spaces", "programmes"),
        _NOTE,
        _CONFIDENCE,
        _SOURCES,
        _PAGE,
    ),
    "councils": (
        _ID,
        Column("name", "Name", "name", localised=True),
        Column("city", "City of the meeting", "city", localised=True),
        Column("country", "ISO 3166-1 alpha-2", "country", required=True),
        Column("period", "The days or the month, as ISO 8601", "time.period", required=True),
        Column("period_start", "First day", "time.start", "date", True),
        Column("period_end", "Last day", "time.end", "date", True),
        Column("summary", "Decisions", "summary", localised=True),
        _NOTE,
        Column("figures", "Identifiers of the figures of this council, separated by spaces", "figures"),
        _CONFIDENCE,
        _SOURCES,
        _PAGE,
    ),
    "sources": (
        _ID,
        Column("title", "Title, in the publication’s own language", "title", required=True),
        Column("publisher", "Publisher", "publisher", required=True),
        Column("url", "Its address, if it has one", "url"),
        Column("published", "Year, month or day of publication, where the publication states one", "published"),
        Column(
            "date_note", "Information about its date where the publication states none", "date_note", localised=True
        ),
        Column("language", "Language of the publication (BCP 47)", "language", required=True),
        Column("official", "Whether a public body publishes it", "official", "boolean", True),
        Column("via", "Where the text was consulted, if not at its publisher’s", "via"),
        Column("figures", "Identifiers of the figures that cite it, separated by spaces", "figures"),
        _PAGE,
    ),
}
