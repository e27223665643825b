"""Exact arithmetic with values: one context that never rounds, and the change from a scale to units.

The default context of `decimal` rounds to 28 digits; a value of the data may have more.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from factbook.model.types import SCALES

if TYPE_CHECKING:
    from factbook.model.types import Scale

# For sums, differences and shifts, whose results are finite decimals. Division has to be rounded by its caller.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[InvalidOperation])


def in_units(value: Decimal, scale: Scale) -> Decimal:
    """Return `value`, written in powers of `scale`, in units: 1.174 billion → 1174000000."""
    return EXACT.scaleb(value, SCALES[scale].adjusted())


def in_scale(value: Decimal, scale: Scale) -> Decimal:
    """Return `value`, written in units, in powers of `scale`: 1174000000 → 1.174 billion."""
    return EXACT.scaleb(value, -SCALES[scale].adjusted())


def plain_digits(value: Decimal) -> str:
    """Return all digits of `value` without an exponent and without the zeros that end its decimals."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
