"""Periods of time as in ISO 8601: a year, a month, a day, or an interval of two of these."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic_core import PydanticCustomError

Precision = Literal["year", "month", "day"]
_PART = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True)
class Period:
    """A span of whole days. `text` is the ISO 8601 form; `precision` is the finer one of its two ends.

    `undated` is whether it is the span in which an undated source was published, not the span that was measured.
    """

    text: str
    start: date
    end: date
    precision: Precision
    undated: bool = False

    @property
    def is_interval(self) -> bool:
        """Whether it is written as two ends: 2022-11-22/2022-11-23."""
        return "/" in self.text

    @property
    def anchor(self) -> str:
        """Its text as a fragment of an address: 2022-11-22--2022-11-23."""
        return self.text.replace("/", "--")

    def __str__(self) -> str:
        return self.text


def parse_date(value: object) -> date:
    """Return a day from its ISO 8601 text. Raises PydanticCustomError, a ValueError, with a problem's code."""
    if isinstance(value, date):
        return value
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value)):
        raise PydanticCustomError("not-a-day", "a day is expected")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("impossible-date", "there is no such day") from error


def _ends(text: str) -> tuple[date, date, Precision]:
    """Return the first and the last day of a year, a month or a day, and its precision."""
    match = _PART.match(text)
    if not match:
        raise PydanticCustomError("not-a-period", "a year, a month, a day or an interval is expected")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - guaranteed by the pattern, unknown to mypy
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31), "year"
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month"
        return date(year, month, day), date(year, month, day), "day"
    except ValueError as error:
        raise PydanticCustomError("impossible-date", "there is no such date") from error


def parse_period(value: object) -> Period:
    """Return a `Period` from ISO 8601 text, or from a year as a number.

    Raises PydanticCustomError, a ValueError, with a problem's code.
    """
    if isinstance(value, Period):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str):
        value = ""
    text = str(value)
    first, slash, last = text.partition("/")
    start, end, precision = _ends(first)
    if slash:
        last_start, last_end, last_precision = _ends(last)
        if last_start <= start:
            raise PydanticCustomError("backward-interval", "the interval ends before it begins")
        order: list[Precision] = ["year", "month", "day"]
        precision = max(precision, last_precision, key=order.index)
        end = last_end
    return Period(text, start, end, precision)
