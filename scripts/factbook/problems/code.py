"""The form of a problem's code, and the mark for its texts."""

from __future__ import annotations

from dataclasses import dataclass


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for extraction without translating it."""
    return message


@dataclass(frozen=True)
class Code:
    """What is told of one kind of problem: `message` and `expected` take the problem's values."""

    message: str
    expected: str
    bad_example: str
    good_example: str
