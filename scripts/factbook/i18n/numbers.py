"""Format numbers, percentages, amounts, counts and ranks with every digit of their value."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from babel.numbers import get_currency_name, get_currency_symbol, get_currency_unit_pattern

from factbook.model import EXACT, SCALES, in_units, plain_digits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factbook.i18n.locale_data import Language
    from factbook.model import Noun, Scale

Style = Literal["prose", "short"]
Use = Literal["prose", "short amount", "short count"]

MILLION = 6  # powers of ten: from here on a word says the power
LARGEST = 11  # above, still in billions: « billion » is another power in French than in English
NO_BREAK_SPACE = "\u00a0"
_NUMBER = re.compile(r"[#0][#0,.]*")
_QUOTED = re.compile(r"'([^']*)'")


def _require_finite(value: Decimal) -> Decimal:
    """Return the value if it is finite. Raises ValueError for infinities and NaN."""
    if not value.is_finite():
        raise ValueError("a finite number is expected")
    return value


@lru_cache(maxsize=4096)
def _affixes(pattern: str, negative: bool, minus: str, percent: str, symbol: str) -> tuple[str, str]:
    """Return the prefix and the suffix of the number in a CLDR number pattern (UTS 35, Number Patterns)."""
    positive, _, explicit = pattern.partition(";")
    text = (explicit or f"-{positive}") if negative else positive
    found = _NUMBER.search(text)
    if not found:
        raise ValueError(f"there is no number in the pattern “{pattern}”")

    def literal(part: str) -> str:
        part = _QUOTED.sub(r"\1", part)
        return part.replace("-", minus).replace("%", percent).replace("¤", symbol)

    before, after = literal(text[: found.start()]), literal(text[found.end() :])
    # CLDR's currencySpacing: a no-break space between a digit and a symbol that is letters (CHF 1,000).
    if text[: found.start()].endswith("¤") and symbol[-1:].isalpha():
        before += NO_BREAK_SPACE
    if text[found.end() :].startswith("¤") and symbol[:1].isalpha():
        after = NO_BREAK_SPACE + after
    return before, after


def _fill_pattern(language: Language, pattern: str, number: str, negative: bool, symbol: str = "") -> str:
    """Return formatted digits inside a CLDR number pattern, with its signs and symbol."""
    percent = language.symbols["percentSign"]
    before, after = _affixes(pattern, negative, language.minus, percent, symbol)
    return f"{before}{number}{after}"


def _digits(language: Language, value: Decimal) -> str:
    """Return the digits of the absolute value in CLDR's groups, with its decimal separator."""
    whole, _, fraction = format(_require_finite(value), "f").lstrip("-").partition(".")
    last, others = language.grouping
    cut = len(whole) - last
    groups = [whole[max(cut, 0) :]]
    while cut > 0:
        groups.insert(0, whole[max(cut - others, 0) : cut])
        cut -= others
    text = language.symbols["group"].join(groups)
    return f"{text}{language.symbols['decimal']}{fraction}" if fraction else text


def number(language: Language, value: Decimal) -> str:
    """Return a plain number, by CLDR's decimal pattern."""
    return _fill_pattern(language, language.decimal_pattern, _digits(language, value), value < 0)


def percent(language: Language, value: Decimal) -> str:
    """Return a percentage, by CLDR's percent pattern."""
    return _fill_pattern(language, language.percent_pattern, _digits(language, value), value < 0)


def plural(language: Language, value: Decimal | int) -> str:
    """Return the CLDR plural category of a value; its visible decimals count (CLDR, operand v)."""
    return language.locale.plural_form(value)


@lru_cache
def _patterns(language: Language, use: Use) -> Mapping[str, Mapping[int, str]]:
    """Return CLDR's compact patterns by plural category and power of ten, or those of the overrides."""
    forms, locale = language.forms, language.locale
    own = {"short count": forms.short_count, "short amount": forms.short_amount}.get(use)
    if own:
        return {"other": own}
    if use == "short amount":
        cldr = locale.compact_currency_formats["short"]
    else:
        formats = locale.compact_decimal_formats
        cldr = formats["long"] if use == "prose" and "long" in formats else formats["short"]
    return {
        category: {len(power) - 1: pattern.pattern for power, pattern in patterns.items()}
        for category, patterns in cldr.items()
    }


def _compact(language: Language, value: Decimal, whole: bool, use: Use) -> tuple[Decimal, str] | None:
    """Return a value in CLDR's largest fitting power, and the pattern for it; None below a million.

    UTS 35, Compact Number Formats: a pattern under 10^n with z zeros divides by 10^(n - z + 1), and is chosen by the
    plural category of the number that is shown. `whole` is whether the source has no decimals: then zeros that were
    integer digits are dropped (2780 million → 2.78); others are kept (22.070 → 22.070).
    """
    patterns = _patterns(language, use)
    largest = min(value.adjusted(), LARGEST)
    power = max((power for power in patterns["other"] if MILLION <= power <= largest), default=None)
    if power is None or not value:
        return None
    usual = patterns["other"][power]
    if not usual.strip("0"):
        return None  # the language has no word for the power
    shown = EXACT.scaleb(value, usual.count("0") - 1 - power)
    if whole:
        shown = Decimal(plain_digits(shown))
    chosen = patterns.get(plural(language, shown), {}).get(power, usual)
    return shown, chosen if "0" in chosen else usual


def _is_whole(value: Decimal) -> bool:
    """Return whether a value is written without decimals."""
    return int(value.as_tuple().exponent) >= 0


@lru_cache(maxsize=4096)
def _currency_pattern(language: Language, currency: str, category_of: Decimal | int) -> str:
    """Return “{0} euros”: CLDR's unit pattern with the currency's name in the plural category of a value."""
    locale, of = language.locale, language.forms.partitive
    name = get_currency_name(currency, count=category_of, locale=locale)
    if of and plural(language, category_of) == "many" and name == get_currency_name(currency, 2, locale):
        name = of(name)
    return get_currency_unit_pattern(currency, category_of, locale).replace("{1}", name)


@lru_cache(maxsize=65536)
def amount(language: Language, text: str, scale: Scale, currency: str, style: Style) -> str:
    """Return an amount of money. `text` is the value: equal Decimals may differ in digits, so they are no cache key.

    After “million” the currency's name has the plural category of a round million. The plural rules that count the
    exponent (CLDR's operand e, always 0 in Babel) have the same category, `many`, for all of them.
    """
    value = Decimal(text)
    units = in_units(_require_finite(value), scale)
    negative = value < 0
    symbol = get_currency_symbol(currency, locale=language.locale)
    found = _compact(language, units, _is_whole(value), "prose" if style == "prose" else "short amount")
    if style == "short":
        shown, pattern = found if found and "¤" in found[1] else (units, language.currency_pattern)
        return _fill_pattern(language, pattern, _digits(language, shown), negative, symbol)
    shown, pattern = found or (units, language.decimal_pattern)
    if language.forms.prose_symbol:
        words = _fill_pattern(language, pattern, _digits(language, shown), negative=False)
        return _fill_pattern(language, language.currency_pattern, words, negative, symbol)
    words = _fill_pattern(language, pattern, _digits(language, shown), negative)
    return _currency_pattern(language, currency, 10**MILLION if found else units).replace("{0}", words)


@lru_cache(maxsize=65536)
def full_amount(language: Language, text: str, scale: Scale, currency: str) -> str:
    """Return an amount with all digits and the currency's symbol, by CLDR's standard currency pattern."""
    units = in_units(_require_finite(Decimal(text)), scale)
    symbol = get_currency_symbol(currency, locale=language.locale)
    return _fill_pattern(language, language.currency_pattern, _digits(language, units), units < 0, symbol)


def count(language: Language, value: Decimal, scale: Scale, noun: Noun | None, style: Style) -> str:
    """Return a number of things: in digits where the scale is one or thousand, else with the word of the power."""
    units = in_units(_require_finite(value), scale)
    found = None
    if SCALES[scale].adjusted() >= MILLION:
        found = _compact(language, units, _is_whole(value), "prose" if style == "prose" else "short count")
    shown, pattern = found or (units, language.decimal_pattern)
    text = _fill_pattern(language, pattern, _digits(language, shown), value < 0)
    if noun is None:
        return text
    return f"{text} {_form_of_noun(language, noun, plural(language, 10**MILLION if found else units))}"


def _form_of_noun(language: Language, noun: Noun, category: str) -> str:
    """Return the form of a noun for a plural category."""
    own: str | None = getattr(noun, category, None)
    if own is None and category == "many" and language.forms.partitive:
        return language.forms.partitive(noun.other)
    return own or noun.other


def ordinal(language: Language, value: int, gender: str | None) -> str:
    """Return a rank by its CLDR ordinal category, with the form of the overrides for it and for the gender."""
    category = language.locale.ordinal_form(value)
    forms = language.forms.ordinal
    keys = (f"{category}-{gender}", category, f"other-{gender}", "other")
    form = next(forms[key] for key in keys if key in forms)
    return form.replace("{number}", number(language, Decimal(value)))
