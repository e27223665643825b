"""Format numbers, money, ranks, dates, lists, countries and spaces as the readers of a language expect them.

The forms are CLDR's, through Babel; cldr_overrides.yml has what CLDR lacks. No code depends on a certain language.
`Formatter` is the interface to other packages.
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
from factbook.i18n.locale_data import Language, language_of
from factbook.i18n.numbers import Style
from factbook.i18n.typography import Replacement
from factbook.model import in_units, parse_period

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from factbook.model import Noun, Partner, Period, Qualifier, Scale, Unit

__all__ = ["QUALIFIER_MSGIDS", "Formatter", "Replacement", "Style"]

# The interface strings that qualify a quantity; each translation has its {quantity}.
QUALIFIER_MSGIDS: Mapping[Qualifier, str] = {
    "about": "about {quantity}",
    "more-than": "more than {quantity}",
    "at-least": "at least {quantity}",
    "less-than": "less than {quantity}",
}

# The interface strings for the period of an undated source, by the number of years between its ends: 0, 1, more.
UNDATED_MSGIDS = ("undated, {first}", "undated, {first} or {last}", "undated, between {first} and {last}")


def _identity(msgid: str) -> str:
    return msgid


@lru_cache
def _countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes of countries: those with languages and a time zone in CLDR.

    CLDR's groups and private codes (EU, UN, QO, XA) have none of them; ZZ is its unknown territory.
    """
    zones = frozenset(get_global("zone_territories").values())
    return (frozenset(get_global("territory_languages")) & zones) - {"ZZ"}


@dataclass(frozen=True)
class Formatter:
    """The forms of one language.

    `language` is a code such as `fr`, `en` or `pt-BR`; ValueError if CLDR does not know it. `gettext` translates an
    interface string from its English message identifier; only the qualifiers of `quantity` use it.
    Values are exact Decimals and no digit is rounded. A value that is not finite is a ValueError. `style` is `prose`
    for sentences, `short` for tables, cards and charts.
    """

    language: str
    gettext: Callable[[str], str] = _identity
    _language: Language = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_language", language_of(self.language))

    @property
    def direction(self) -> str:
        """The writing direction: ltr or rtl (CLDR: character order)."""
        return str(self._language.locale.text_direction)

    def number(self, value: Decimal) -> str:
        """Return a plain number: 22.070 → « 22,070 ».

        CLDR: decimal pattern and number symbols; the minus sign is U+2212.
        """
        return numbers.number(self._language, value)

    def percent(self, value: Decimal) -> str:
        """Return a percentage from a value in per cent: 18.4 → « 18,4 % ». CLDR: percent pattern, with its space."""
        return numbers.percent(self._language, value)

    def amount(self, value: Decimal, scale: Scale, currency: str, style: Style = "prose") -> str:
        """Return an amount of money: « 1,174 milliard d’euros »; short: « 1,174 Md€ ».

        `value` is in powers of `scale`, `currency` an ISO 4217 code. The amount is in the largest power in which it is
        at least 1, in full digits below a million.
        CLDR: compact patterns by plural category, currency names, unit patterns.
        """
        return numbers.amount(self._language, str(value), scale, currency, style)

    def count(self, value: Decimal, scale: Scale = "one", noun: Noun | None = None, style: Style = "prose") -> str:
        """Return a number of things: « 60 partenariats », « 1,5 million d’heures »; without a noun, the number alone.

        It is in full digits where `scale` is one or thousand. CLDR: the plural category chooses the noun's form.
        """
        return numbers.count(self._language, value, scale, noun, style)

    def ordinal(self, value: int, gender: str | None = None) -> str:
        """Return a rank as plain text, by the noun's `gender`: « 1er », « 1re », 2nd. CLDR: ordinal category."""
        return numbers.ordinal(self._language, value, gender)

    def exact(self, value: Decimal | date, unit: Unit, scale: Scale = "one") -> str:
        """Return a value in full: an amount or a count with all digits (1 174 000 000 €), else as in prose."""
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
    ) -> str:
        """Return a figure's value by the kind of its unit, qualified: « plus de 60 partenariats ».

        Short: « > 60 … ». A rank has its noun in prose (« 2e contributeur », or the unit's own words: second-largest
        contributor) and not in tables. Raises ValueError where the type of the value does not fit the unit (a date for
        a currency), or where a translation lacks its {quantity}.
        """
        text = self._unqualified(value, unit, scale, style)
        if qualifier == "exact":
            return text
        if style == "short":
            pattern = self._language.forms.marks[qualifier]
        else:
            pattern = self.gettext(QUALIFIER_MSGIDS[qualifier])
        if "{quantity}" not in pattern:
            raise ValueError(f"{{quantity}} is missing in “{pattern}” ({qualifier}, {self.language})")
        return pattern.replace("{quantity}", text)

    def _unqualified(self, value: Decimal | date, unit: Unit, scale: Scale, style: Style) -> str:
        if unit.kind == "date":
            if isinstance(value, date):
                return dates.format_day(self._language, value, style)
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
        """Return a day: « 1er janvier 2025 ». CLDR: long date; cldr_overrides.yml for the first of a month."""
        return dates.format_day(self._language, day, "prose")

    def period(self, period: Period, style: Style = "prose") -> str:
        """Return a year, month, day or interval: « 22 et 23 novembre 2022 »; short: « 22–23 nov. 2022 ».

        That of an undated source is marked: “undated, 2022 or 2023”. CLDR: skeletons and interval formats;
        cldr_overrides.yml for intervals in prose.
        """
        if not period.undated:
            return dates.format_period(self._language, period, style)
        years = (period.start.year, period.end.year)
        first, last = (dates.format_period(self._language, parse_period(year), style) for year in years)
        pattern = UNDATED_MSGIDS[min(years[1] - years[0], 2)]
        return self.gettext(pattern).replace("{first}", first).replace("{last}", last)

    def list_of(self, items: Sequence[str]) -> str:
        """Return items as an enumeration: « Singapour et Brésil »; "" for none. CLDR: standard list patterns."""
        return format_list(items, locale=self._language.locale)

    def country(self, code: str) -> str:
        """Return the usual name of a country by its ISO 3166-1 alpha-2 code. Raises ValueError for another code.

        CLDR: territories; cldr_overrides.yml where CLDR has the long name.
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
        """Return whether `code` is the ISO 3166-1 alpha-2 code of a country, in capital letters."""
        return code in _countries()

    def plural(self, value: Decimal) -> str:
        """Return the CLDR plural category: zero, one, two, few, many or other. Visible decimals count (operand v)."""
        return numbers.plural(self._language, value)

    def typography(self, text: str) -> str:
        """Return the text with the language's no-break spaces and apostrophes. The function is idempotent."""
        return typography.fix(self._language, text)

    def typography_faults(self, text: str) -> list[Replacement]:
        """Return what `typography` changes: offset and length in characters, and the right form."""
        return list(typography.faults(self._language, text))

    def proofreading_issues(self, text: str) -> list[Replacement]:
        """Return what an editor has to correct: missing spaces, straight quotation marks."""
        return list(typography.faults(self._language, text, "proofreading"))


def _decimal(value: Decimal | date, unit: Unit) -> Decimal:
    """Return the value if it is a number. Raises ValueError for a day."""
    if not isinstance(value, Decimal):
        raise ValueError(f"a number is expected for a unit of kind {unit.kind}, not {value}")
    return value


def _currency(unit: Unit) -> str:
    """Return the ISO 4217 code of a currency. Raises ValueError where the unit has none."""
    if unit.currency is None:
        raise ValueError("a unit of kind currency needs its currency, such as EUR")
    return unit.currency
