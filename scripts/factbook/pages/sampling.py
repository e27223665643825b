"""Which pages a check looks at: all of them, unless very many are alike.

Pages of one template differ by what their records have: which keys, which words of a code list. Thousands of records
that have the same make the same mistakes or none, so that a few of each shape tell as much. A build looks at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, StrictBool

from factbook.model import Catalogue, Record
from factbook.pages.spec import Outline, PageSpec

MANY = 1_000  # pages of one template in one language; up to here, all are looked at
FEW = 3  # of one shape, beyond


def sample(catalogue: Catalogue, outline: Outline, language: str) -> set[str]:
    """The names of the pages of a language that a check looks at; twins are always looked at together."""
    by_template: Mapping[str, list[PageSpec]] = defaultdict(list)
    for spec in outline.pages[language].values():
        by_template[spec.template.file].append(spec)
    names = set()
    for specs in by_template.values():
        left: dict[Hashable, int] = defaultdict(lambda: FEW)
        for spec in specs:
            if len(specs) > MANY and spec.record:
                kind, identifier = spec.record
                key = shape(catalogue.records(kind)[identifier])
                if not left[key]:
                    continue
                left[key] -= 1
            names.add(spec.name)
    return names


def shape(value: object) -> Hashable:
    """What a record has, whatever it says: its keys, its words of code lists, and the same of what stands in it."""
    if isinstance(value, Record):
        words, parts = _fields(type(value))
        return (
            frozenset(value.model_fields_set),
            tuple(getattr(value, name) for name in words),
            tuple(shape(getattr(value, name)) for name in parts),
        )
    return frozenset(map(shape, value)) if isinstance(value, list) else value is None


@cache
def _fields(model: type[Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of a record that hold a word of a list, and those that hold other records."""
    words, parts = [], []
    for name, field in model.model_fields.items():
        inside = list(_inside(field.annotation))
        if name == "unit" or any(get_origin(each) is Literal or each is StrictBool for each in inside):
            words.append(name)
        elif any(isinstance(each, type) and issubclass(each, BaseModel) for each in inside):
            parts.append(name)
    return tuple(words), tuple(parts)


def _inside(annotation: Any) -> list[Any]:
    return [annotation, *(each for argument in get_args(annotation) for each in _inside(argument))]
