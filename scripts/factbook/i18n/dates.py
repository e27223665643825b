"""Days and periods."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import parse_pattern
from babel.lists import format_list

if TYPE_CHECKING:
    from datetime import date

    from factbook.i18n.locale_data import Language
    from factbook.i18n.numbers import Style
    from factbook.model import Period

_DAY_FIELD = re.compile(r"'[^']*'|\bd\b")
_ABBREVIATED_MONTH = re.compile(r"(?<![ML])(MMM|LLL)(?![ML])")


@lru_cache(maxsize=65536)
def _written(language: Language, pattern: str, day: date) -> str:
    """A day by a CLDR date pattern; the first of a month as the language's table says."""
    first = language.forms.first_day
    if first and day.day == 1:
        pattern = _DAY_FIELD.sub(lambda found: f"'{first}'" if found[0] == "d" else found[0], pattern)
    return parse_pattern(pattern).apply(day, language.locale)


def _skeleton(language: Language, skeleton: str) -> str:
    """CLDR's pattern for a skeleton (UTS 35, availableFormats)."""
    pattern: str = language.locale.datetime_skeletons[skeleton].pattern
    return pattern


def day_text(language: Language, day: date, style: Style) -> str:
    """A day by CLDR's long date in prose, its medium one in tables."""
    length = "long" if style == "prose" else "medium"
    return _written(language, language.locale.date_formats[length].pattern, day)


def _month_text(language: Language, day: date, style: Style) -> str:
    return _written(language, _skeleton(language, "yMMMM" if style == "prose" else "yMMM"), day)


def _interval(language: Language, skeleton: str, start: date, end: date) -> str:
    """A CLDR interval (UTS 35, intervalFormats): by the largest field that differs, or the fallback pattern.

    Where a language has no pattern for the wide month, the abbreviated one is widened, as UTS 35 has it
    (Babel's `format_interval` leaves it abbreviated).
    """
    formats = language.locale.interval_formats
    wide = "MMMM" in skeleton
    patterns = formats.get(skeleton) or formats.get(skeleton.replace("MMMM", "MMM")) or {}
    differs = "y" if start.year != end.year else "M" if start.month != end.month else "d"
    if differs in patterns:
        parts = patterns[differs]
        if wide:
            parts = [_ABBREVIATED_MONTH.sub(lambda month: month[0] + month[0][0], part) for part in parts]
        shown = "".join(_written(language, part, day) for part, day in zip(parts, (start, end), strict=True))
        # Newer CLDR data have thin spaces around the dash between two days of a month, or two years: one form.
        return shown.replace("\u2009–\u2009", "–") if differs == "d" or skeleton == "y" else shown
    if skeleton == "y":
        first, last = (_written(language, _skeleton(language, "y"), day) for day in (start, end))
    else:
        write = day_text if "d" in skeleton else _month_text
        first, last = (write(language, day, "prose" if wide else "short") for day in (start, end))
    fallback: str = formats.get(None, "{0} – {1}")
    return fallback.replace("{0}", first).replace("{1}", last)


def _has_span(language: Language, days: bool) -> bool:
    """Whether the language's table has the span, and CLDR's date begins with what the table's start shortens.

    So en-US (November 22, 2022) takes CLDR's interval, since “from 22 to November 23, 2022” is wrong.
    """
    if not days:
        return bool(language.forms.month_span)
    return bool(language.forms.day_span) and language.locale.date_formats["long"].pattern.startswith("d")


def _span(language: Language, start: date, end: date, days: bool) -> str:
    """Two days or months in prose, by the language's table: two that follow are joined as a list of two.

    The start says no more than differs: « 22 et 23 novembre 2022 », « de novembre 2022 à mars 2023 ».
    """
    forms = language.forms
    write = day_text if days else _month_text
    last = write(language, end, "prose")
    if start.year != end.year:
        first = write(language, start, "prose")
    elif not days:
        first = _written(language, "LLLL", start)
    else:
        first = _written(language, _skeleton(language, "d" if start.month == end.month else "MMMMd"), start)
    months = 12 * (end.year - start.year) + end.month - start.month
    if (end - start).days == 1 if days else months == 1:
        return format_list([first, last], locale=language.locale)
    pattern = forms.day_span if days else forms.month_span
    of_start = forms.partitive(first) if forms.partitive else first
    return pattern.replace("{of_start}", of_start).replace("{start}", first).replace("{end}", last)


@lru_cache(maxsize=16384)
def period_text(language: Language, period: Period, style: Style) -> str:
    """A year, a month, a day or an interval of two of these."""
    start, end, precision = period.start, period.end, period.precision
    if not period.is_interval:
        if precision == "year":
            return _written(language, _skeleton(language, "y"), start)
        return (day_text if precision == "day" else _month_text)(language, start, style)
    if precision == "year":
        return _interval(language, "y", start, end)
    days = precision == "day"
    if style == "prose" and _has_span(language, days):
        return _span(language, start, end, days)
    month = "MMMM" if style == "prose" else "MMM"
    return _interval(language, f"y{month}{'d' if days else ''}", start, end)
