"""Options that several commands have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from factbook.cli.framework import Option, ParsedText

_F = TypeVar("_F", bound=Callable[..., Any])


def as_of_option() -> Callable[[_F], _F]:
    """Return the option for the date of the checks."""
    return click.option(
        "--as-of", cls=Option, type=ParsedText("day"), metavar="DATE", help="Check as on this day, such as 2027-02-01."
    )


def force_option() -> Callable[[_F], _F]:
    """Return the option to write despite errors, for changes that are valid only together, as a part and its sum."""
    return click.option(
        "--force", cls=Option, is_flag=True,
        help="Write despite errors: for a change that only the next one completes.",
    )  # fmt: skip
