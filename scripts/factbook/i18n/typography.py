"""Put spaces and apostrophes as the readers of a language expect them, in Markdown or plain text.

The rules are those of the language in cldr_overrides.yml. What is not prose is skipped: addresses, code, HTML tags,
template expressions, the targets of links, the delimiter rows of tables.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.i18n.locale_data import Language

Kind = Literal["typography", "proofreading"]

# Repetitions are bounded, so that hostile text cannot make the scan slow.
_NOT_TEXT = r"""(?P<kept>
    ^[\ \t]*(?P<fence>```+|~~~+)(?s:.*?)(?:^[\ \t]*(?P=fence)[`~]*[\ \t]*$|\Z)   # a block of code
  | ^[\ \t]*\|?[\ \t]*:?-+:?[\ \t]*(?:\|[\ \t]*:?-+:?[\ \t]*){0,99}\|?[\ \t]*$   # the rule of a table
  | (?P<ticks>(?<!`)`{1,9}(?!`))(?s:.{1,2000}?)(?<!`)(?P=ticks)(?!`)              # code in a line
  | \{\{(?s:.{0,2000}?)\}\} | \{%(?s:.{0,2000}?)%\} | \{\#(?s:.{0,2000}?)\#\}     # a template's own
  | <!--(?s:.{0,5000}?)-->
  | <(?P<tag>pre|code|script|style|kbd|samp)\b(?s:.{0,5000}?)</(?P=tag)\s{0,9}>
  | </?[A-Za-z!][^<>]{0,5000}>
  | (?:https?://|mailto:|www\.)[^\s<>"»]{1,5000}
  | \]\([^()\s]{1,5000}                                                          # the target of a link
  | (?<!\w):[a-z0-9_+-]{1,60}:(?!\w)                                             # the name of an icon
)"""


class Replacement(NamedTuple):
    """A correction of a text: offset and length in characters, and the right form."""

    offset: int
    length: int
    right: str


@lru_cache
def _rules(language: Language, kind: Kind) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]] | None:
    """Return a pattern of the rules alone (a fast test), the scanner, and the right form of each rule."""
    rules = {f"rule{index}": rule for index, rule in enumerate(getattr(language.forms, kind))}
    if not rules:
        return None
    finds = "|".join(f"(?P<{name}>{rule['find']})" for name, rule in rules.items())
    scan = re.compile(f"(?x:{_NOT_TEXT})|{finds}", re.MULTILINE)
    return re.compile(finds, re.MULTILINE), scan, {name: rule["put"] for name, rule in rules.items()}


def faults(language: Language, text: str, kind: Kind = "typography") -> Iterator[Replacement]:
    """Yield each place that breaks a rule of a kind, from the start of the text."""
    rules = _rules(language, kind)
    if not rules or not rules[0].search(text):
        return
    _, scan, right = rules
    for found in scan.finditer(text):
        put = right.get(found.lastgroup or "")
        if put is not None:
            yield Replacement(found.start(), found.end() - found.start(), put)


def fix(language: Language, text: str) -> str:
    """Return the text with every fault corrected."""
    parts, end = [], 0
    for fault in faults(language, text):
        parts += [text[end : fault.offset], fault.right]
        end = fault.offset + fault.length
    return "".join([*parts, text[end:]]) if parts else text
