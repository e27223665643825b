"""What changed in each record of two catalogues, and which texts of a page can show it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import get_args

from factbook.data.formulas import figures_in
from factbook.model import Disagreement, Figure, Kind, Observation
from factbook.problems import Problem
from factbook.review.diff.attribution import Forms, Key
from factbook.review.diff.figure_diff import FigurePair, in_units
from factbook.review.diff.localized_values import LocalizedFacts
from factbook.review.diff.model import Change, RecordDiff
from factbook.review.diff.record_diff import differing, texts


def diff_records(
    before: LocalizedFacts, after: LocalizedFacts, faulty: tuple[frozenset[str], frozenset[str]]
) -> tuple[dict[Key, RecordDiff], list[Problem]]:
    """An account of each record that differs, and the errors of the change itself.

    `faulty` are the files of either version that something is wrong with: a record that one of them may hide there
    is not told as gone or new.
    """
    accounts: dict[Key, RecordDiff] = {}
    problems: list[Problem] = []
    for kind in get_args(Kind):
        old, new = before.catalogue.records(kind), after.catalogue.records(kind)
        for identifier in {**new, **old}:
            changes, wrong = record_changes(kind, identifier, before, after, faulty)
            problems += wrong
            if changes:
                accounts[kind, identifier] = _account(kind, identifier, changes, before, after)
    for identifier, change in _unchanged_after_rounding(before, after):
        account = accounts.get(("figures", identifier)) or _account("figures", identifier, [], before, after)
        merged = [*account.changes, change]
        accounts["figures", identifier] = _account("figures", identifier, merged, before, after)
    return accounts, problems


def record_changes(
    kind: Kind,
    identifier: str,
    before: LocalizedFacts,
    after: LocalizedFacts,
    faulty: tuple[frozenset[str], frozenset[str]],
) -> tuple[list[Change], list[Problem]]:
    """What changed in one record, which one of the versions has at least, and the errors of its change."""
    old, new = (aloud.catalogue.records(kind).get(identifier) for aloud in (before, after))
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


def _account(
    kind: Kind, identifier: str, changes: list[Change], before: LocalizedFacts, after: LocalizedFacts
) -> RecordDiff:
    aloud = after if identifier in after.catalogue.records(kind) else before
    place = aloud.catalogue.key(kind, identifier)
    return RecordDiff(kind, identifier, aloud.title(kind, identifier), place, tuple(changes))


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
    """The computed values that stay as they are when rounded, though values that they are computed from changed."""
    old, new = before.catalogue.figures, after.catalogue.figures
    both = {identifier: (old[identifier], new[identifier]) for identifier in new if identifier in old}
    changed = {(i, span) for i, pair in both.items() for span in _changed_spans(*pair)}
    while True:
        found = {
            (identifier, observation.period.text): observation
            for identifier, (_, figure) in both.items()
            if figure.computed
            for observation in figure.observations
            if any((part, _span(observation)) in changed for part in figures_in(figure.computed))
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


def anchor_of(period: str) -> str:
    """The place of an observation on the page of its figure."""
    return period.replace("/", "--")


def forms_of(account: RecordDiff, before: LocalizedFacts, after: LocalizedFacts, code: str) -> Forms:
    """Every text by which pages of a language may show a record where it differs: before, after, and the reasons."""
    sides: list[set[str]] = []
    for aloud, words in ((before, "old"), (after, "new")):
        found = {told for change in account.changes if (told := getattr(change, words).get(code, ""))}
        record = aloud.catalogue.records(account.kind).get(account.id)
        if isinstance(record, Figure):
            found |= set(_of_values(record, account, before, after, aloud, code))
        if record is not None and (account.changes[0].kind in ("added", "removed")):
            found |= {text for language, text in texts(record, aloud) if language == code and len(text) > 3}
            found |= {aloud.title(account.kind, account.id).get(code, "")} - {""}
        sides.append(found)
    return sides[0], sides[1], {told for change in account.changes if (told := change.reason.get(code, ""))}


def _of_values(
    figure: Figure, account: RecordDiff, before: LocalizedFacts, after: LocalizedFacts, aloud: LocalizedFacts, code: str
) -> Iterator[str]:
    """The forms of a figure's values that differ; of the newest one too where another is the newest now."""
    periods = {change.what.split(" ")[0] for change in account.changes}
    newest = [
        figures[account.id].observations[-1].period.text if figures[account.id].observations else ""
        for figures in (before.catalogue.figures, after.catalogue.figures)
        if account.id in figures
    ]
    shown = figure.observations
    moved = len(set(newest)) == 2
    for observation in shown:
        told_by_latest = moved and observation is shown[-1]
        if observation.period.text in periods or told_by_latest:
            all_told: list[Observation | Disagreement] = [observation, *observation.disagreements]
            for told in all_told:
                yield from (text for language, text in aloud.forms(figure, told) if language == code)
        if told_by_latest and code in aloud.wordings:
            yield aloud.wordings[code].period(observation.period)
