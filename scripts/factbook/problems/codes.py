"""The stable codes of problems, each with its message, what is expected, and a bad and a good example.

The texts are gettext message identifiers: `N_` marks them for extraction; they are translated when rendered.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from factbook.problems.code import N_, Code
from factbook.problems.command_codes import COMMAND_CODES
from factbook.problems.data_codes import DATA_CODES
from factbook.problems.page_codes import PAGE_CODES

__all__ = ["CODES", "N_", "Code", "nearest"]

CODES: Mapping[str, Code] = {**DATA_CODES, **PAGE_CODES, **COMMAND_CODES}


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the word of `words` that was probably meant by `word`, or None where none is similar."""
    known = list(words)
    lowered = {candidate.casefold(): candidate for candidate in known}
    if word.casefold() in lowered:
        return lowered[word.casefold()]
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return close[0] if close else None
