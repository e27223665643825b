"""The changes that the data records: values added or replaced since the first publication."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from factbook.data.formulas import compute, figures_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from factbook.model import Catalogue, Figure, Observation

ChangeKind = Literal["added", "new-period", "revision", "correction"]


@dataclass(frozen=True)
class ChangeEvent:
    """One change of one observation.

    `kind`: added (a new figure), new-period (a new value of a known figure), revision or correction. `recomputed`: it
    follows from the change of a figure that this one is computed from. `value` was published on the day `on`, and a
    later change may have replaced it; `was` is the value before, None for an addition; `reason` is set for a
    replacement.
    """

    figure: str
    observation: Observation
    kind: ChangeKind
    on: date
    value: Decimal | date
    was: Decimal | date | None = None
    reason: Mapping[str, str] | None = None
    recomputed: bool = False


def own_changes(identifier: str, figure: Figure) -> list[ChangeEvent]:
    """Return the changes recorded in a figure, newest first."""
    added = [observation.added for observation in figure.observations]
    first = None if None in added else min((day for day in added if day), default=None)
    entries = [
        entry
        for observation in figure.observations
        for entry in reversed(list(_entries(identifier, observation, first)))
    ]
    return sorted(entries, key=lambda entry: (-entry.on.toordinal(), entry.observation.period.text))


def _entries(identifier: str, observation: Observation, first: date | None) -> Iterator[ChangeEvent]:
    """Yield the changes of an observation, oldest first; `first` is the day that its figure was added, if known."""
    values = [*(change.was for change in observation.replaced), observation.value]
    if day := observation.added:
        yield ChangeEvent(identifier, observation, "added" if day == first else "new-period", day, values[0])
    for change, value in zip(observation.replaced, values[1:], strict=True):
        yield ChangeEvent(identifier, observation, change.kind, change.on, value, change.was, change.reason)


def all_changes_of(catalogue: Catalogue, identifier: str) -> list[ChangeEvent]:
    """Return all changes of a figure, newest first, including those of the figures that it is computed from."""
    names = [identifier]
    for name in names:  # the list grows during the loop
        names += [other for other in figures_in(catalogue.figures[name].computed or "") if other not in names]
    alone = replace(catalogue, figures={name: catalogue.figures[name] for name in names})
    return [entry for entry in all_changes(alone) if entry.figure == identifier]


def all_changes(catalogue: Catalogue) -> list[ChangeEvent]:
    """Return the changes of all figures, newest first; those of one day in the order of the data."""
    by_day: dict[date, list[ChangeEvent]] = defaultdict(list)
    for identifier, figure in catalogue.figures.items():
        for entry in own_changes(identifier, figure):
            by_day[entry.on].append(entry)
    for day, entries in by_day.items():
        kinds = {entry.kind for entry in entries if entry.was is not None}
        if kinds:
            entries += _recomputed(catalogue, day, "revision" if "revision" in kinds else "correction")
    return [entry for day in sorted(by_day, reverse=True) for entry in by_day[day]]


def _recomputed(catalogue: Catalogue, day: date, kind: ChangeKind) -> Iterator[ChangeEvent]:
    """Yield the computed values that changed on a day because a value that they are computed from was replaced."""
    before, after = (compute(_as_of(catalogue, until))[0].figures for until in (day - timedelta(days=1), day))
    for identifier, figure in catalogue.figures.items():
        if not figure.computed:
            continue
        old = {observation.period.text: observation.value for observation in before[identifier].observations}
        for observation in after[identifier].observations:
            was = old.get(observation.period.text)
            if was is not None and was != observation.value:
                yield ChangeEvent(identifier, observation, kind, day, observation.value, was, recomputed=True)


def _as_of(catalogue: Catalogue, day: date) -> Catalogue:
    """Return the catalogue with the values published at the end of a day, without computed observations."""
    return replace(
        catalogue,
        figures={
            identifier: figure.model_copy(
                update={"observations": [] if figure.computed else list(_observations_on(figure, day))}
            )
            for identifier, figure in catalogue.figures.items()
        },
    )


def _observations_on(figure: Figure, day: date) -> Iterator[Observation]:
    for observation in figure.observations:
        if observation.added and observation.added > day:
            continue
        later = next((change for change in observation.replaced if change.on > day), None)
        yield observation.model_copy(update={"value": later.was}) if later else observation


def modified_in(catalogue: Catalogue, identifier: str, published: date | None) -> date | None:
    """Return the day of a figure's newest change, without reading the changes of unrelated figures."""
    return modified(catalogue.figures[identifier], published, all_changes_of(catalogue, identifier))


def modified(figure: Figure, published: date | None, entries: Sequence[ChangeEvent]) -> date | None:
    """Return the day of a figure's newest change, else of the first publication; None if neither is known."""
    if entries:
        return entries[0].on
    return published if figure.observations else None
