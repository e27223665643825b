"""The catalogue of all facts, the relations between its records, and the places of records in their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol, get_args

from factbook.model.kinds import KINDS, KeyPath, Kind, references
from factbook.model.period import Period
from factbook.model.records import (
    CodeLists,
    Council,
    Disagreement,
    Figure,
    FirstPublication,
    Observation,
    Partner,
    Programme,
    Record,
    Source,
    SourceException,
    Unit,
)
from factbook.model.types import Sourcing

SOURCINGS: tuple[Sourcing, ...] = get_args(Sourcing)  # best first
FINAL_STATES = ("ended", "lost")  # they do not grow old
OLD_STATUS = 24  # months


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file: the file relative to the root, a line and a column, both from 1."""

    file: str
    line: int
    column: int = 1


class Located(Protocol):
    """A file of data that has the position of each value, by its path of keys and indexes."""

    def place(self, path: KeyPath) -> Place:
        """Return the position of the value at `path`, or of the nearest value above it."""
        ...

    def key(self, path: KeyPath) -> Place:
        """Return the position of the key at `path`."""
        ...

    def inside(self, path: KeyPath, before: str) -> Place:
        """Return the position after `before` in the text at `path`."""
        ...


@dataclass(frozen=True)
class Catalogue:
    """All facts, checked for shape. The records of a kind are mapped by identifier, in the order of the data.

    `theme_of` has the theme of each figure: the name of its file. `located` has, for each kind and identifier, the
    file of the record and its path of keys there. `exceptions` are the sources whose addresses are not checked.
    `first_published` has the values of the first day by figure, None for a site that has not recorded them.
    """

    codelists: CodeLists
    figures: Mapping[str, Figure]
    theme_of: Mapping[str, str]
    programmes: Mapping[str, Programme]
    partners: Mapping[str, Partner]
    councils: Mapping[str, Council]
    sources: Mapping[str, Source]
    located: Mapping[tuple[str, str], tuple[Located, KeyPath]]
    exceptions: Mapping[str, SourceException] = field(default_factory=dict)
    first_published: Mapping[str, FirstPublication] | None = None

    def records(self, kind: Kind) -> Mapping[str, Record]:
        """Return all records of a kind by identifier."""
        records: Mapping[str, Record] = getattr(self, kind)
        return records

    def place(self, kind: str, identifier: str, *path: str | int) -> Place:
        """Return the position of the value at `path` of a record. Raises KeyError for an unknown record."""
        located, prefix = self.located[kind, identifier]
        return located.place((*prefix, *path))

    def key(self, kind: str, identifier: str, *path: str | int) -> Place:
        """Return the position of the key at `path` of a record; without a path, of the record's identifier."""
        located, prefix = self.located[kind, identifier]
        return located.key((*prefix, *path))

    def inside(self, kind: str, identifier: str, *path: str | int, before: str) -> Place:
        """Return the position after `before` in the text at `path` of a record."""
        located, prefix = self.located[kind, identifier]
        return located.inside((*prefix, *path), before)

    @cached_property
    def by_theme(self) -> Mapping[str, Sequence[str]]:
        """The identifiers of the figures of each theme."""
        return _inverted((identifier, [self.theme_of[identifier]]) for identifier in self.figures)

    @cached_property
    def programmes_of_partner(self) -> Mapping[str, Sequence[str]]:
        """The programmes that name each partner."""
        return _inverted((i, programme.partners) for i, programme in self.programmes.items())

    @cached_property
    def programmes_of_figure(self) -> Mapping[str, Sequence[str]]:
        """The programmes that show each figure on their page."""
        return _inverted((i, programme.figures) for i, programme in self.programmes.items())

    @cached_property
    def partners_in(self) -> Mapping[str, Sequence[str]]:
        """The partners of each country, by its ISO 3166-1 code, the country itself among them."""
        return _inverted((i, [partner.country]) for i, partner in self.partners.items() if partner.country)

    @cached_property
    def figures_of(self) -> Mapping[str, Sequence[str]]:
        """The figures with a value about each country, by its ISO 3166-1 code."""
        return _inverted((i, [f.country]) for i, f in self.figures.items() if f.country and f.observations)

    @cached_property
    def figures_at(self) -> Mapping[str, Sequence[str]]:
        """The figures that have a value for each period, by its text."""
        return _inverted((i, [o.period.text for o in figure.observations]) for i, figure in self.figures.items())

    @cached_property
    def figures_citing(self) -> Mapping[str, Sequence[str]]:
        """The figures that cite each source, for a value or for a disagreement."""
        return _inverted(
            (i, [name for _, kind, names in references(figure) if kind == "sources" for name in names])
            for i, figure in self.figures.items()
        )

    @cached_property
    def latest_day(self) -> Mapping[str, date]:
        """The newest day in the data by kind: that on which a source was published or a programme's status applied.

        Ages are counted from it and not from the day of the build, so that the same data always make the same bytes.
        Of a month or a year its first day counts: no later day is known. A kind without any date is left out.
        """
        dates = {
            "sources": [source.published.start for source in self.sources.values() if source.published],
            "programmes": [p.state.as_of.start for p in self.programmes.values() if p.state.as_of],
        }
        return {kind: max(days) for kind, days in dates.items() if days}

    def is_status_old(self, programme: Programme) -> bool:
        """Return whether a status that can change is older than the newest data by more than OLD_STATUS months."""
        as_of = programme.state.as_of
        if programme.state.value in FINAL_STATES or as_of is None:
            return False
        newest = max(filter(None, map(self.latest_day.get, ("sources", "programmes"))))
        return (newest.year - as_of.end.year) * 12 + newest.month - as_of.end.month > OLD_STATUS

    def official_first(self, sources: Iterable[str]) -> list[str]:
        """Return sources with the official ones first, otherwise in the given order; unknown ones are left out."""
        known = [name for name in sources if name in self.sources]
        return sorted(known, key=lambda name: not self.sources[name].official)

    def sourcing_of(self, sources: Iterable[str]) -> Sourcing | None:
        """Return how well something that these sources say is sourced; None without a known source.

        Two sources are independent of each other if they have different publishers.
        """
        known = [self.sources[name] for name in self.official_first(sources)]
        if not known:
            return None
        if known[0].official:
            return "official"
        return "two-independent" if len({source.publisher for source in known}) > 1 else "single-unofficial"

    def sourcing(
        self, identifier: str, record: Observation | Disagreement, period: Period, path: tuple[str, ...] = ()
    ) -> Sourcing | None:
        """Return how well a value of a figure is sourced: a computed one as well as the weakest of its inputs.

        `path` has the figures that it is an input of, so that a faulty cycle of formulas ends.
        """
        computed_from = self.figures[identifier].computed_from if isinstance(record, Observation) else ()
        inputs = [
            self.sourcing(name, observation, period, (*path, identifier))
            for name in computed_from
            if name in self.figures and name not in (*path, identifier)
            for observation in self.figures[name].observations
            if observation.period.text == period.text
        ]
        if not inputs:
            return self.sourcing_of(record.sources)
        return max((found for found in inputs if found), key=SOURCINGS.index, default=None)

    def unit(self, figure: Figure) -> Unit:
        """Return the unit of a figure. Raises KeyError where the code list has no such unit."""
        return self.codelists.units[figure.unit]


# The mappings of a catalogue that are derived from its records.
RELATIONS = (
    *("by_theme", "programmes_of_partner", "programmes_of_figure"),
    *("partners_in", "figures_of", "figures_at", "figures_citing", "latest_day"),
)


def _inverted(named: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, Sequence[str]]:
    """Return, for each thing named, the identifiers of the records that name it, each once, in the given order."""
    found: dict[str, dict[str, None]] = {}
    for identifier, names in named:
        for name in names:
            found.setdefault(name, {})[identifier] = None
    return {name: list(identifiers) for name, identifiers in found.items()}


_NO_CODES = CodeLists(units={}, themes={}, domains={}, partnerships={})
_NO_RECORDS: Mapping[str, Any] = {kind: {} for kind in KINDS}
NO_FACTS = Catalogue(_NO_CODES, theme_of={}, located={}, **_NO_RECORDS)
