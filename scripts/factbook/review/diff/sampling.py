"""Which pages two versions are compared on, sentence by sentence: all, unless very many records changed alike.

What changed in a record is told from the record itself, of each one. The pages of those left out would only repeat it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from typing import get_args

from factbook.model import Catalogue, Kind, Record
from factbook.pages import Outline
from factbook.pages.sampling import FEW, shape
from factbook.review.diff.attribution import Key

MANY = 300  # changed records of one kind; up to here, every page is compared


def records_to_skip(base: Catalogue, head: Catalogue) -> frozenset[Key]:
    """The records whose own pages need not be compared, as others of the same shape changed likewise."""
    found: set[Key] = set()
    for kind in get_args(Kind):
        old, new = base.records(kind), head.records(kind)
        changed = {identifier for identifier in {**new, **old} if old.get(identifier) != new.get(identifier)}
        if len(changed) > MANY:
            found.update((kind, identifier) for identifier in _beyond_few(old, new, changed))
    return frozenset(found)


def _beyond_few(old: Mapping[str, Record], new: Mapping[str, Record], changed: Collection[str]) -> Collection[str]:
    left: dict[Hashable, int] = defaultdict(lambda: FEW)
    beyond = []
    for identifier in {**new, **old}:
        key = shape(old.get(identifier)), shape(new.get(identifier)), identifier in changed
        if not left[key]:
            beyond.append(identifier)
        else:
            left[key] -= 1
    return beyond


def pages_except(left_out: Collection[Key], catalogue: Catalogue, outline: Outline, language: str) -> set[str] | None:
    """The names of the pages of a language that are about none of the records left out; None for all pages."""
    if not left_out:
        return None
    return {name for name, spec in outline.pages[language].items() if spec.record not in left_out}
