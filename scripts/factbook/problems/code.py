"""The type of a problem's code, and the marker of translatable texts."""

from __future__ import annotations

from dataclasses import dataclass


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for extraction and return it untranslated."""
    return message


@dataclass(frozen=True)
class Code:
    """A kind of problem.

    `message` and `expected` are message identifiers with {places} for the problem's values. The examples are YAML or
    Markdown as an editor writes it; empty where an example does not help.
    """

    message: str
    expected: str
    bad_example: str
    good_example: str
