"""The data of a language: its CLDR locale, and its row of cldr_overrides.yml for what CLDR lacks."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml
from babel import Locale, UnknownLocaleError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class PartitiveForm:
    """The word that some languages put between a round million and the noun."""

    plain: str
    elided: str = ""
    before: str = ""

    def __call__(self, word: str) -> str:
        """Return the word with its partitive: partenariats → de partenariats, États → d’États."""
        first = unicodedata.normalize("NFD", word[:1].casefold())[:1]
        elides = bool(self.elided and first) and first in self.before
        return (self.elided if elides else self.plain).replace("{word}", word)


@dataclass(frozen=True)
class CldrOverrides:
    """A row of cldr_overrides.yml; the head of that file describes each key."""

    locale: str = ""
    ordinal: Mapping[str, str] = field(default_factory=dict)
    first_day: str = ""
    partitive: PartitiveForm | None = None
    prose_symbol: bool = False
    short_amount: Mapping[int, str] = field(default_factory=dict)
    short_count: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    day_span: str = ""
    month_span: str = ""
    countries: Mapping[str, str] = field(default_factory=dict)
    typography: Sequence[Mapping[str, str]] = ()
    proofreading: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, eq=False)
class Language:
    """A language with its CLDR locale and overrides: one instance per code, hashed by identity for caches."""

    code: str
    locale: Locale
    forms: CldrOverrides

    @cached_property
    def symbols(self) -> Mapping[str, str]:
        """CLDR's number symbols for Western digits (`latn`), which all pages, addresses and charts use."""
        return dict(self.locale.number_symbols["latn"])

    @cached_property
    def minus(self) -> str:
        """CLDR's minus sign, with U+2212 in place of a hyphen."""
        return self.symbols["minusSign"].replace("-", "−")

    @cached_property
    def decimal_pattern(self) -> str:
        """CLDR's pattern of a number."""
        return str(self.locale.decimal_formats[None].pattern)

    @cached_property
    def grouping(self) -> tuple[int, int]:
        """The sizes of the last group of digits and of the others (3 and 2 in India), from CLDR."""
        last, others = self.locale.decimal_formats[None].grouping
        return last, others

    @cached_property
    def percent_pattern(self) -> str:
        """CLDR's pattern of a percentage."""
        return str(self.locale.percent_formats[None].pattern)

    @cached_property
    def currency_pattern(self) -> str:
        """CLDR's standard pattern of an amount with a symbol."""
        return str(self.locale.currency_formats["standard"].pattern)


@lru_cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    text = files("factbook.i18n").joinpath("cldr_overrides.yml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return rows


@lru_cache
def language_of(code: str) -> Language:
    """Return the language of a code such as `fr`, `de` or `pt-BR`. Raises ValueError where CLDR does not know it.

    A code with a territory has the row of its language, and CLDR's own locale for the territory.
    """
    rows = _rows()
    row = rows.get(code) or rows.get(code.split("-")[0]) or {}
    name = row.get("locale", code) if code in rows else code
    try:
        locale = Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        raise ValueError(f"CLDR knows no language “{code}”; one such as fr or pt-BR is expected") from error
    known = {**rows["default"], **row}
    if "partitive" in known:
        known["partitive"] = PartitiveForm(**known["partitive"])
    return Language(code, locale, CldrOverrides(**known))
