"""How a language's readers expect numbers, money, ranks, dates, lists, countries and spaces to be written.

CLDR's forms through Babel wherever it has them; cldr_overrides.yml holds what it has not. Nothing in the code knows
a language by name. `Wording` is all that other rooms need.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.core import get_global
from babel.lists import format_list

from factbook.i18n import dates, numbers, typography
from factbook.i18n.locale_data import Language, language_of, languages_with_forms
from factbook.i18n.numbers import Style
from factbook.i18n.typography import Replacement
from factbook.model import in_units, parse_period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from factbook.model import Noun, ObservationStatus, Partner, Period, Qualifier, Scale, Unit

__all__ = ["QUALIFIER_MSGIDS", "STATUS_MSGIDS", "Formatter", "Replacement", "Style", "languages_with_forms"]

# The interface strings that qualify a quantity; each translation keeps its {quantity}.
QUALIFIER_MSGIDS: Mapping[Qualifier, str] = {
    "about": "about {quantity}",
    "more-than": "more than {quantity}",
    "at-least": "at least {quantity}",
    "less-than": "less than {quantity}",
}

# The interface strings of a value whose status readers must see wherever it is shown; final ones need no mark.
STATUS_MSGIDS: Mapping[ObservationStatus, str] = {
    "provisional": "{quantity} (provisional)",
    "estimate": "{quantity} (estimated)",
    "forecast": "{quantity} (planned)",
}

# How the span of an undated source reads, by the years between its ends: none, one, more.
UNDATED_MSGIDS = ("undated, {first}", "undated, {first} or {last}", "undated, between {first} and {last}")


# A date of what has not happened yet, and of what nobody has reported since its day passed.
PLANNED = "{date} (planned)"
UNCONFIRMED = "{date} (planned; outcome not available)"


def _identity(msgid: str) -> str:
    return msgid


@lru_cache
def _countries() -> frozenset[str]:
    """ISO 3166-1 codes of the places where people live: those with languages and a time zone in CLDR.

    So CLDR's groups and makeshift codes (EU, UN, QO, XA) are no countries; ZZ is its unknown territory.
    """
    zones = frozenset(get_global("zone_territories").values())
    return (frozenset(get_global("territory_languages")) & zones) - {"ZZ"}


@dataclass(frozen=True)
class Formatter:
    """The forms of one language.

    `language`: a code such as `fr`, `en` or `pt-BR`; ValueError if CLDR does not know it.
    `translate`: gettext of the interface strings in that language (English msgid → its text); only the
    qualifiers of `quantity` use it.
    Values are exact Decimals, and every digit is shown: nothing is rounded. A value that is not finite is a
    ValueError. `style` is prose for sentences, short for tables, cards and charts.
    """

    language: str
    gettext: Callable[[str], str] = _identity
    _language: Language = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_language", language_of(self.language))

    @property
    def direction(self) -> str:
        """The way it is written: ltr or rtl (CLDR: character order)."""
        return str(self._language.locale.text_direction)

    def number(self, value: Decimal) -> str:
        """A plain number: 22.070 → « 22,070 ».

        CLDR: decimal pattern and number symbols; the minus sign is U+2212.
        """
        return numbers.number(self._language, value)

    def percent(self, value: Decimal) -> str:
        """A percentage, given in per cent: 18.4 → « 18,4 % ». CLDR: percent pattern, with its own space."""
        return numbers.percent(self._language, value)

    def amount(self, value: Decimal, scale: Scale, currency: str, style: Style = "prose") -> str:
        """Money: `value` in powers of `scale`, `currency` an ISO 4217 code: « 1,174 milliard d’euros ».

        Told in the largest power in which it is at least 1; below a million in full digits.
        Short: « 1,174 Md€ ». CLDR: compact patterns by plural category, currency names, unit patterns.
        """
        return numbers.amount(self._language, str(value), scale, currency, style)

    def count(self, value: Decimal, scale: Scale = "one", noun: Noun | None = None, style: Style = "prose") -> str:
        """A number of things: « 60 partenariats », « 1,5 million d’heures »; the number alone without a noun.

        In full digits where `scale` is one or thousand. CLDR: the plural category chooses the noun's form.
        """
        return numbers.count(self._language, value, scale, noun, style)

    def ordinal(self, value: int, gender: str | None = None) -> str:
        """A rank in plain text, by the noun's `gender`: « 1er », « 1re », 2nd. CLDR: ordinal category."""
        return numbers.ordinal(self._language, value, gender)

    def exact(self, value: Decimal | date, unit: Unit, scale: Scale = "one") -> str:
        """The value in full: an amount or a count with all its digits (1 174 000 000 €), else as in prose."""
        if unit.kind == "currency":
            text = str(_decimal(value, unit))
            return numbers.full_amount(self._language, text, scale, _currency(unit))
        if unit.kind == "count":
            return self.count(in_units(_decimal(value, unit), scale), "one", self._noun(unit))
        return self.quantity(value, unit, scale)

    def quantity(
        self,
        value: Decimal | date,
        unit: Unit,
        scale: Scale = "one",
        qualifier: Qualifier = "exact",
        style: Style = "prose",
        status: ObservationStatus | None = None,
    ) -> str:
        """Return a figure's value as its unit has it, qualified: « plus de 60 partenariats », short « > 60 … ».

        A rank says its noun in prose (« 2e contributeur », or the unit's own words: second-largest contributor) and
        not in tables. What is provisional, estimated or planned is marked so in both styles: « 2,6 Md€ (prévu) ».
        ValueError where the value is not what the unit counts (a date for a currency), or where a translation has
        lost its {quantity}.
        """
        text = self._unqualified(value, unit, scale, style)
        if qualifier != "exact":
            marks = self._language.forms.marks
            pattern = marks[qualifier] if style == "short" else self.gettext(QUALIFIER_MSGIDS[qualifier])
            text = self._filled(pattern, text, qualifier)
        if status and status in STATUS_MSGIDS:
            text = self._filled(self.gettext(STATUS_MSGIDS[status]), text, status)
        return text

    def _filled(self, pattern: str, quantity: str, name: str) -> str:
        if "{quantity}" not in pattern:
            raise ValueError(f"{{quantity}} is missing in “{pattern}” ({name}, {self.language})")
        return pattern.replace("{quantity}", quantity)

    def _unqualified(self, value: Decimal | date, unit: Unit, scale: Scale, style: Style) -> str:
        if unit.kind == "date":
            if isinstance(value, date):
                return dates.day_text(self._language, value, style)
            raise ValueError(f"a day is expected for a unit of kind date, not {value}")
        number = _decimal(value, unit)
        if unit.kind == "currency":
            return self.amount(number, scale, _currency(unit), style)
        if unit.kind == "percent":
            return self.percent(number)
        if unit.kind == "count":
            return self.count(number, scale, self._noun(unit), style)
        rank = int(number) if number.is_finite() else 0
        if rank != number:
            raise ValueError(f"a rank is a whole number, and {number} is not")
        noun = self._noun(unit)
        if noun and style == "prose" and 0 < rank <= len(noun.ranks):
            return noun.ranks[rank - 1]
        text = self.ordinal(rank, noun.gender if noun else None)
        return f"{text} {noun.one}" if noun and style == "prose" else text

    def _noun(self, unit: Unit) -> Noun | None:
        return (unit.noun or {}).get(self.language)

    def date(self, day: date) -> str:
        """A day in words: « 1er janvier 2025 ». CLDR: long date; cldr_overrides.yml for the first of a month."""
        return dates.day_text(self._language, day, "prose")

    def event_date(
        self, period: Period, planned: bool = False, unconfirmed: bool = False, style: Style = "prose"
    ) -> str:
        """Return when something happens or happened, marked where it has not: « 2027 (prévu) ».

        The marks follow from the data alone, so that the same data give the same text on any day.
        """
        text = self.period(period, style)
        if not (planned or unconfirmed):
            return text
        return self.gettext(UNCONFIRMED if unconfirmed else PLANNED).replace("{date}", text)

    def period(self, period: Period, style: Style = "prose") -> str:
        """A year, month, day or interval: « 22 et 23 novembre 2022 »; short: « 22–23 nov. 2022 ».

        That of an undated source reads as such: “undated, 2022 or 2023”. CLDR: skeletons and interval formats;
        cldr_overrides.yml for intervals in prose.
        """
        if not period.undated:
            return dates.period_text(self._language, period, style)
        years = (period.start.year, period.end.year)
        first, last = (dates.period_text(self._language, parse_period(year), style) for year in years)
        pattern = UNDATED_MSGIDS[min(years[1] - years[0], 2)]
        return self.gettext(pattern).replace("{first}", first).replace("{last}", last)

    def list_of(self, items: Sequence[str]) -> str:
        """Items as an enumeration: « Singapour et Brésil »; none give "". CLDR: standard list patterns."""
        return format_list(items, locale=self._language.locale)

    def country(self, code: str) -> str:
        """A country's usual name by its ISO 3166-1 alpha-2 code; ValueError if there is none.

        CLDR: territories; cldr_overrides.yml where CLDR's name is the long one.
        """
        if not self.is_country(code):
            raise ValueError(f"“{code}” is no country code; one of ISO 3166-1 is expected, such as FR")
        own = self._language.forms.countries.get(code)
        return own or self._language.locale.territories.get(code, code)

    def partner(self, partner: Partner) -> str:
        """Return the usual name of a country, or the acronym of an organisation (its name where it has none).

        Returns an empty string where the record has none of them in this language: a record that fails the checks.
        """
        if partner.kind == "country" and partner.country and self.is_country(partner.country):
            return self.country(partner.country)
        return self.typography((partner.acronym or partner.name or {}).get(self.language, ""))

    @staticmethod
    def is_country(code: str) -> bool:
        """Whether it is the ISO 3166-1 alpha-2 code of a country, in capital letters."""
        return code in _countries()

    def plural(self, value: Decimal) -> str:
        """The CLDR plural category: zero, one, two, few, many or other; decimals that are seen count."""
        return numbers.plural(self._language, value)

    def typography(self, text: str) -> str:
        """The text with the language's no-break spaces and apostrophes; twice does no more than once."""
        return typography.fix(self._language, text)

    def typography_faults(self, text: str) -> list[Replacement]:
        """What `typography` would change: offset and length in characters, and the right form."""
        return list(typography.faults(self._language, text))

    def proofreading_issues(self, text: str) -> list[Replacement]:
        """What `typography` leaves alone and an editor mends: missing spaces, straight quotation marks."""
        return list(typography.faults(self._language, text, "proofreading"))


def _decimal(value: Decimal | date, unit: Unit) -> Decimal:
    if not isinstance(value, Decimal):
        raise ValueError(f"a number is expected for a unit of kind {unit.kind}, not {value}")
    return value


def _currency(unit: Unit) -> str:
    if unit.currency is None:
        raise ValueError("a unit of kind currency needs its currency, such as EUR")
    return unit.currency
