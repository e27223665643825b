"""Types of the fields of records: identifiers, texts, values, days, addresses and closed vocabularies.

Each validates one value and describes itself in the JSON Schemas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from factbook.model.period import Period, parse_date, parse_period

MAX_DIGITS = 30  # before the decimal sign, or zeros after it: more than any quantity has
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"


def _value(value: object) -> Decimal | date:
    """Return a number with the digits of its source, or a day; `bool`, `float` and other text are errors."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return parse_date(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("not-a-number", "a number is expected")
    number = Decimal(value)
    if number and not -MAX_DIGITS < number.adjusted() < MAX_DIGITS:
        raise PydanticCustomError("not-a-number", "a number of a size that can be printed is expected")
    return number


# Without the characters that RFC 3986 excludes (appendix A), and those that reorder text (RFC 3987, 4.1).
ADDRESS_PATTERN = (
    r"^(https?://|mailto:)[^\s<>\"\\^`{|}\[\]\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+$"
)


def _address(value: str) -> str:
    """Return the address if it is one that RFC 3986 allows and that is shown in its own order."""
    if not re.fullmatch(ADDRESS_PATTERN, value):
        raise PydanticCustomError("not-an-address", "a web address is expected")
    return value


def _localised(value: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
    """Return the text in each language; the languages of the site come from the validation context."""
    languages: Sequence[str] = (info.context or {}).get("languages", ())
    for language in languages:
        if language not in value:
            raise PydanticCustomError("missing-language", "a language is missing", {"language": language})
    for language in value:
        if languages and language not in languages:
            raise PydanticCustomError(
                "unknown-language",
                "an unknown language",
                {"language": language, "languages": ", ".join(languages)},
            )
    return value


_DAY_SCHEMA = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

Identifier = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
Value = Annotated[
    Decimal | date,
    BeforeValidator(_value),
    WithJsonSchema({"anyOf": [{"type": "number"}, _DAY_SCHEMA]}),
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=20_000)]
Localised = Annotated[dict[str, Text], AfterValidator(_localised)]
Address = Annotated[
    str,
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": ADDRESS_PATTERN}),
]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
RegionCode = Annotated[str, StringConstraints(pattern=r"^\d{3}$")]
Day = Annotated[date, BeforeValidator(parse_date), WithJsonSchema({**_DAY_SCHEMA, "examples": ["2027-01-31"]})]
When = Annotated[
    Period,
    BeforeValidator(parse_period),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1000, "maximum": 9999},
                {
                    "type": "string",
                    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$",
                },
            ],
            "examples": [2022, "2022-11", "2022-11-22/2022-11-23"],
        }
    ),
]

Qualifier = Literal["exact", "about", "more-than", "at-least", "less-than"]
ObservationStatus = Literal["final", "provisional", "estimate", "forecast"]
Confidence = Literal["high", "medium", "low"]
Scale = Literal["one", "thousand", "million", "billion"]
UnitKind = Literal["currency", "percent", "ordinal", "date", "count"]
ProgrammeState = Literal["study", "development", "operation", "ended", "lost", "unknown"]
PartnerKind = Literal["country", "agency", "organisation"]
Membership = Literal["member", "associate", "cooperating", "cooperation-agreement"]

SCALES: Mapping[str, Decimal] = {
    "one": Decimal(1),
    "thousand": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
}
