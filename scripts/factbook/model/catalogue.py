"""The catalogue of all facts, with the indexes over it, and the places of records in their files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Protocol

from factbook.model.records import CodeLists, Council, Figure, Partner, Programme, Record, Source, SourceException, Unit


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file relative to the root, a line and a column, both from 1."""

    file: str
    line: int
    column: int = 1


class Located(Protocol):
    """What knows where the values of a file stand."""

    def place(self, path: tuple[Any, ...]) -> Place:
        """The place of the value at a path of keys and indexes, or of the nearest thing above it."""
        ...

    def key(self, path: tuple[Any, ...]) -> Place:
        """The place of the key at a path."""
        ...

    def inside(self, path: tuple[Any, ...], before: str) -> Place:
        """The place within the text value at a path that comes after `before`."""
        ...


Kind = Literal["figures", "programmes", "partners", "councils", "sources"]


@dataclass(frozen=True)
class Catalogue:
    """All facts, checked for shape. `theme_of` tells the theme of each figure (its file's name).

    `located` has, for each kind and identifier, the file of the record and its path of keys there. `exceptions` are
    the sources that the check of addresses leaves alone.
    """

    codelists: CodeLists
    figures: Mapping[str, Figure]
    theme_of: Mapping[str, str]
    programmes: Mapping[str, Programme]
    partners: Mapping[str, Partner]
    councils: Mapping[str, Council]
    sources: Mapping[str, Source]
    located: Mapping[tuple[str, str], tuple[Located, tuple[Any, ...]]]
    exceptions: Mapping[str, SourceException] = field(default_factory=dict)

    def records(self, kind: Kind) -> Mapping[str, Record]:
        """All records of a kind by identifier."""
        records: Mapping[str, Record] = getattr(self, kind)
        return records

    def place(self, kind: str, identifier: str, *path: Any) -> Place:
        """Where the value at `path` of a record stands."""
        located, prefix = self.located[kind, identifier]
        return located.place((*prefix, *path))

    def key(self, kind: str, identifier: str, *path: Any) -> Place:
        """Where the key at `path` of a record stands; the record's own identifier without a path."""
        located, prefix = self.located[kind, identifier]
        return located.key((*prefix, *path))

    def inside(self, kind: str, identifier: str, *path: Any, before: str) -> Place:
        """Where what comes after `before` stands, in the text at `path` of a record."""
        located, prefix = self.located[kind, identifier]
        return located.inside((*prefix, *path), before)

    @cached_property
    def by_theme(self) -> Mapping[str, Sequence[str]]:
        """The identifiers of the figures of each theme, in the order of the data."""
        found: dict[str, list[str]] = {}
        for identifier in self.figures:
            found.setdefault(self.theme_of[identifier], []).append(identifier)
        return found

    @cached_property
    def programmes_of(self) -> Mapping[str, Sequence[str]]:
        """The programmes that name each partner, and those that tell each figure on their page."""
        found: dict[str, list[str]] = {}
        for identifier, programme in self.programmes.items():
            for name in (*programme.partners, *programme.figures):
                found.setdefault(name, []).append(identifier)
        return found

    @cached_property
    def partners_in(self) -> Mapping[str, Sequence[str]]:
        """The partners of each country, the country itself among them."""
        found: dict[str, list[str]] = {}
        for identifier, partner in self.partners.items():
            if partner.country:
                found.setdefault(partner.country, []).append(identifier)
        return found

    @cached_property
    def figures_of(self) -> Mapping[str, Sequence[str]]:
        """The figures of each country that have a value, in the order of the data."""
        found: dict[str, list[str]] = {}
        for identifier, figure in self.figures.items():
            if figure.country and figure.observations:
                found.setdefault(figure.country, []).append(identifier)
        return found

    @cached_property
    def figures_at(self) -> Mapping[str, Sequence[str]]:
        """The figures that have a value for each period, by its text."""
        found: dict[str, list[str]] = {}
        for identifier, figure in self.figures.items():
            for observation in figure.observations:
                found.setdefault(observation.period.text, []).append(identifier)
        return found

    def unit(self, figure: Figure) -> Unit:
        """The unit of a figure."""
        return self.codelists.units[figure.unit]


NO_FACTS = Catalogue(CodeLists(units={}, themes={}, domains={}, partnerships={}), {}, {}, {}, {}, {}, {}, {})
