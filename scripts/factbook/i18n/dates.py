"""Format days and periods by CLDR date patterns."""

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
def _format_by_pattern(language: Language, pattern: str, day: date) -> str:
    """Return a day by a CLDR date pattern, with the first of a month as the overrides have it (1er)."""
    first = language.forms.first_day
    if first and day.day == 1:
        pattern = _DAY_FIELD.sub(lambda found: f"'{first}'" if found[0] == "d" else found[0], pattern)
    return parse_pattern(pattern).apply(day, language.locale)


def _pattern_of_skeleton(language: Language, skeleton: str) -> str:
    """Return CLDR's pattern for a skeleton such as `yMMMM` (UTS 35, availableFormats)."""
    pattern: str = language.locale.datetime_skeletons[skeleton].pattern
    return pattern


def format_day(language: Language, day: date, style: Style) -> str:
    """Return a day by CLDR's long date format in prose, by its medium one in tables."""
    length = "long" if style == "prose" else "medium"
    return _format_by_pattern(language, language.locale.date_formats[length].pattern, day)


def _format_month(language: Language, day: date, style: Style) -> str:
    """Return the month and the year of a day."""
    return _format_by_pattern(language, _pattern_of_skeleton(language, "yMMMM" if style == "prose" else "yMMM"), day)


def _format_interval(language: Language, skeleton: str, start: date, end: date) -> str:
    """Return a CLDR interval (UTS 35, intervalFormats), by the largest field that differs or the fallback pattern.

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
        shown = "".join(_format_by_pattern(language, part, day) for part, day in zip(parts, (start, end), strict=True))
        # Newer CLDR data have thin spaces around the dash between two days of a month, or two years: one form.
        return shown.replace("\u2009–\u2009", "–") if differs == "d" or skeleton == "y" else shown
    if skeleton == "y":
        first, last = (_format_by_pattern(language, _pattern_of_skeleton(language, "y"), day) for day in (start, end))
    else:
        write = format_day if "d" in skeleton else _format_month
        first, last = (write(language, day, "prose" if wide else "short") for day in (start, end))
    fallback: str = formats.get(None, "{0} – {1}")
    return fallback.replace("{0}", first).replace("{1}", last)


def _has_span(language: Language, days: bool) -> bool:
    """Return whether the overrides have a span of days or months that fits CLDR's order of the date.

    A span shortens the start to its day, so the long date must begin with the day: en-US (November 22, 2022) takes
    CLDR's interval, since “from 22 to November 23, 2022” is wrong.
    """
    if not days:
        return bool(language.forms.month_span)
    return bool(language.forms.day_span) and language.locale.date_formats["long"].pattern.startswith("d")


def _format_span(language: Language, start: date, end: date, days: bool) -> str:
    """Return an interval of days or months in prose, by the span of the overrides.

    The start has only the fields that differ from the end: « de novembre 2022 à mars 2023 ». Two consecutive days or
    months are joined as a list of two: « 22 et 23 novembre 2022 ».
    """
    forms = language.forms
    write = format_day if days else _format_month
    last = write(language, end, "prose")
    if start.year != end.year:
        first = write(language, start, "prose")
    elif not days:
        first = _format_by_pattern(language, "LLLL", start)
    else:
        first = _format_by_pattern(
            language, _pattern_of_skeleton(language, "d" if start.month == end.month else "MMMMd"), start
        )
    months = 12 * (end.year - start.year) + end.month - start.month
    if (end - start).days == 1 if days else months == 1:
        return format_list([first, last], locale=language.locale)
    pattern = forms.day_span if days else forms.month_span
    of_start = forms.partitive(first) if forms.partitive else first
    return pattern.replace("{of_start}", of_start).replace("{start}", first).replace("{end}", last)


@lru_cache(maxsize=16384)
def format_period(language: Language, period: Period, style: Style) -> str:
    """Return a period in words: a year, a month, a day or an interval of two of these."""
    start, end, precision = period.start, period.end, period.precision
    if not period.is_interval:
        if precision == "year":
            return _format_by_pattern(language, _pattern_of_skeleton(language, "y"), start)
        return (format_day if precision == "day" else _format_month)(language, start, style)
    if precision == "year":
        return _format_interval(language, "y", start, end)
    days = precision == "day"
    if style == "prose" and _has_span(language, days):
        return _format_span(language, start, end, days)
    month = "MMMM" if style == "prose" else "MMM"
    return _format_interval(language, f"y{month}{'d' if days else ''}", start, end)
