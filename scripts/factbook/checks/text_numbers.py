"""Numbers in the texts of the data: the same in every language, and none that has been replaced since.

Notes and summaries report what a source says in a sentence, with its numbers. A program cannot know whether they are
right; but two languages that state different numbers cannot both be, and a corrected value must not remain in a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from factbook.i18n.locale_data import language_of
from factbook.model import KINDS, Catalogue, Figure, localised_texts
from factbook.problems import Problem

# Digits with groups and decimals, a short ending at most after them (1er, 2nd); not what is glued to a name (CM22).
_NUMBER = re.compile(r"(?<![\w.,\-])\d+(?:[.,\u00a0\u202f ]\d+)*(?=[^\W\d_]{0,3}(?!\w))")


def check_text_numbers(catalogue: Catalogue) -> Iterator[Problem]:
    """Return the problems of texts whose languages differ in their numbers, or that state a replaced value."""
    for kind in KINDS:
        for identifier, record in catalogue.records(kind).items():
            former = _former(record) if isinstance(record, Figure) else set()
            for path, texts in localised_texts(record):
                stated = {code: numbers(text, code) for code, text in texts.items()}
                yield from _unequal(catalogue, (kind, identifier, *path), stated)
                yield from _outdated(catalogue, (kind, identifier, *path), stated, former)


def numbers(text: str, language: str) -> Counter[Decimal]:
    """Return the numbers in a text, read as the language writes them (CLDR: number symbols), each with how often."""
    symbols = language_of(language).symbols
    found: Counter[Decimal] = Counter()
    for match in _NUMBER.finditer(text):
        for part in _parts(match.group(), symbols["decimal"], symbols["group"]):
            found[part] += 1
    return found


def _parts(text: str, decimal: str, group: str) -> Iterator[Decimal]:
    """Return one number without its group separators; several where the separators are not those of the language."""
    spaced = re.sub(r"[\u00a0\u202f ]", " ", text)
    mark = " " if group.isspace() else group
    whole = re.sub(rf"(?<=\d){re.escape(mark)}(?=\d{{3}}(?!\d))", "", spaced)
    for piece in whole.split(" "):
        plain = piece.replace(decimal, ".", 1) if decimal != "." else piece
        if re.fullmatch(r"\d+(\.\d+)?", plain):
            yield Decimal(plain).normalize()
        else:
            yield from (Decimal(digits).normalize() for digits in re.findall(r"\d+", piece))


def _unequal(catalogue: Catalogue, at: tuple[Any, ...], stated: Mapping[str, Counter[Decimal]]) -> Iterator[Problem]:
    (first, here), *others = stated.items()
    for code, there in others:
        if here != there:
            yield Problem(
                "unequal-numbers",
                catalogue.place(*at, code),
                {"first": first, "here": _listed(here - there), "language": code, "there": _listed(there - here)},
            )


def _outdated(
    catalogue: Catalogue, at: tuple[Any, ...], stated: Mapping[str, Counter[Decimal]], former: set[Decimal]
) -> Iterator[Problem]:
    if "change" in at or "earlier_changes" in at:
        return  # the reason of a change states the former value
    for code, found in stated.items():
        for number in found.keys() & former:
            place = catalogue.place(*at, code)
            yield Problem("outdated-number", place, {"found": f"{number:f}"}, severity="warning")


def _former(figure: Figure) -> set[Decimal]:
    """Return the published values of a figure that have been replaced."""
    now = {each.value for each in figure.observations}
    was = {change.was for each in figure.observations for change in each.replaced}
    return {value.normalize() for value in was - now if isinstance(value, Decimal)}


def _listed(found: Counter[Decimal]) -> str:
    return ", ".join(f"{number:f}" for number in sorted(found.elements())) or "–"
