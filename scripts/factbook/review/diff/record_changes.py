"""The changes of each record between two catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from factbook.model import Figure, Kind, Observation
from factbook.problems import Problem
from factbook.review.diff.figure_diff import FigurePair, in_units
from factbook.review.diff.localized_values import LocalizedFacts
from factbook.review.diff.model import Change, RecordDiff, RecordKey
from factbook.review.diff.record_diff import differing


def diff_records(
    before: LocalizedFacts, after: LocalizedFacts, faulty: tuple[frozenset[str], frozenset[str]]
) -> tuple[dict[RecordKey, RecordDiff], list[Problem]]:
    """Return the changes of each record that differs, by its key, and the errors of the change itself.

    `faulty` are the files of either version that have errors: a record that such a file may hide is not reported as
    removed or added.
    """
    records: dict[RecordKey, RecordDiff] = {}
    problems: list[Problem] = []
    for kind in get_args(Kind):
        old, new = before.catalogue.records(kind), after.catalogue.records(kind)
        for identifier in {**new, **old}:
            changes, wrong = record_changes(kind, identifier, before, after, faulty)
            problems += wrong
            if changes:
                records[kind, identifier] = _record_diff(kind, identifier, changes, before, after)
    for identifier, change in _unchanged_after_rounding(before, after):
        record = records.get(("figures", identifier)) or _record_diff("figures", identifier, [], before, after)
        merged = [*record.changes, change]
        records["figures", identifier] = _record_diff("figures", identifier, merged, before, after)
    return records, problems


def record_changes(
    kind: Kind,
    identifier: str,
    before: LocalizedFacts,
    after: LocalizedFacts,
    faulty: tuple[frozenset[str], frozenset[str]],
) -> tuple[list[Change], list[Problem]]:
    """Return the changes of a record that one of the versions has at least, and the errors of its changes."""
    old, new = (facts.catalogue.records(kind).get(identifier) for facts in (before, after))
    problems: list[Problem] = []
    if old == new:
        return [], []
    if new is None:
        is_hidden = before.catalogue.key(kind, identifier).file in faulty[1]
        return ([] if is_hidden else list(_removed(kind, identifier, before, problems))), problems
    if old is None:
        is_hidden = after.catalogue.key(kind, identifier).file in faulty[0]
        return ([] if is_hidden else list(_added(kind, identifier, after))), problems
    if isinstance(old, Figure) and isinstance(new, Figure):
        pair = FigurePair(identifier, old, new, before, after)
        return list(pair.changes()), pair.problems
    return list(_entity(kind, identifier, before, after)), problems


def _record_diff(
    kind: Kind, identifier: str, changes: list[Change], before: LocalizedFacts, after: LocalizedFacts
) -> RecordDiff:
    facts = after if identifier in after.catalogue.records(kind) else before
    place = facts.catalogue.key(kind, identifier)
    return RecordDiff(kind, identifier, facts.title(kind, identifier), place, tuple(changes))


def _removed(kind: Kind, identifier: str, before: LocalizedFacts, problems: list[Problem]) -> Iterator[Change]:
    place = before.catalogue.key(kind, identifier)
    yield Change("removed", "", place, old=before.title(kind, identifier))
    if kind == "figures":
        figure = before.catalogue.figures[identifier]
        for observation in figure.observations:
            period = observation.period.text
            values = {"id": identifier, "period": period, "found": str(observation.value)}
            problems.append(Problem("lost-observation", place, values, length=len(identifier)))
            yield Change("lost-observation", period, place, old=before.value(figure, observation))


def _added(kind: Kind, identifier: str, after: LocalizedFacts) -> Iterator[Change]:
    yield Change("added", "", after.catalogue.key(kind, identifier), new=after.title(kind, identifier))
    if kind == "figures":
        figure = after.catalogue.figures[identifier]
        for index, observation in enumerate(figure.observations):
            path = ("computed",) if figure.computed else ("observations", index, "period")
            place = after.catalogue.place("figures", identifier, *path)
            yield Change("new-observation", observation.period.text, place, new=after.value(figure, observation))


def _entity(kind: Kind, identifier: str, before: LocalizedFacts, after: LocalizedFacts) -> Iterator[Change]:
    old, new = before.catalogue.records(kind)[identifier], after.catalogue.records(kind)[identifier]
    for leaf in differing(old, new):
        place = after.catalogue.place(kind, identifier, *(leaf.new_path or ()))
        words = before.field(leaf.key, leaf.old), after.field(leaf.key, leaf.new)
        yield Change("sources" if leaf.key == "sources" else "field", leaf.what, place, *words)


def _unchanged_after_rounding(before: LocalizedFacts, after: LocalizedFacts) -> Iterator[tuple[str, Change]]:
    """Yield the computed values that round to the same, though a value they are computed from changed."""
    old, new = before.catalogue.figures, after.catalogue.figures
    both = {identifier: (old[identifier], new[identifier]) for identifier in new if identifier in old}
    changed = {(i, span) for i, pair in both.items() for span in _changed_spans(*pair)}
    while True:
        found = {
            (identifier, observation.period.text): observation
            for identifier, (_, figure) in both.items()
            if figure.computed
            for observation in figure.observations
            if any((part, _span(observation)) in changed for part in figure.computed_from)
            and (identifier, _span(observation)) not in changed
        }
        if not found:
            return
        for (identifier, period), observation in found.items():
            changed.add((identifier, _span(observation)))
            figure = both[identifier][1]
            words = after.value(figure, observation)
            place = after.catalogue.place("figures", identifier, "computed")
            yield identifier, Change("recomputed", period, place, words, words)


def _changed_spans(old: Figure, new: Figure) -> Iterator[tuple[date, date]]:
    older = {_span(o): in_units(old, o) for o in old.observations}
    for observation in new.observations:
        span = _span(observation)
        if span in older and older[span] != in_units(new, observation):
            yield span


def _span(observation: Observation) -> tuple[date, date]:
    return observation.period.start, observation.period.end
