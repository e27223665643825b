"""What changed when: every value that was added or replaced since the first publication, from the data alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from factbook.model import Catalogue, Figure, Observation

ChangeKind = Literal["added", "new-period", "revision", "correction"]


@dataclass(frozen=True)
class Entry:
    """One change of one observation.

    `kind`: added (the figure is new), new-period (the figure was there), revision or correction. `value` is
    what was published on the day `on`, which a later change may have replaced; `was` what stood there before,
    None for what was added; `reason` is told for what was replaced.
    """

    figure: str
    observation: Observation
    kind: ChangeKind
    on: date
    value: Decimal | date
    was: Decimal | date | None = None
    reason: Mapping[str, str] | None = None


def changes_of(identifier: str, figure: Figure) -> list[Entry]:
    """The changes of one figure, newest first; none for a figure that is computed from others."""
    entries = list(_entries(identifier, figure))
    return sorted(entries, key=lambda entry: (-entry.on.toordinal(), entry.observation.period.text, entry.kind))


def _entries(identifier: str, figure: Figure) -> Iterator[Entry]:
    added = [observation.added for observation in figure.observations]
    first = None if None in added else min((day for day in added if day), default=None)
    for observation in figure.observations:
        change = observation.change
        if day := observation.added:
            kind: ChangeKind = "added" if day == first else "new-period"
            yield Entry(identifier, observation, kind, day, change.was if change else observation.value)
        if change:
            yield Entry(identifier, observation, change.kind, change.on, observation.value, change.was, change.reason)


def all_changes(catalogue: Catalogue) -> list[Entry]:
    """The changes of all figures, newest first; those of a day in the order of the data."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for identifier, figure in catalogue.figures.items():
        for entry in changes_of(identifier, figure):
            by_day[entry.on].append(entry)
    return [entry for day in sorted(by_day, reverse=True) for entry in by_day[day]]


def modified(figure: Figure, published: date | None, entries: Sequence[Entry]) -> date | None:
    """The day of a figure's newest change, else of the first publication; None where neither is known."""
    if entries:
        return entries[0].on
    return published if figure.observations else None
