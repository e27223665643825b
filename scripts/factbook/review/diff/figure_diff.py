"""Changes between two versions of a figure: observations added, lost, revised, corrected or replaced silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from factbook.model import EXACT, Figure, Observation, Place
from factbook.problems import Problem
from factbook.review.diff.localized_values import LocalizedFacts
from factbook.review.diff.model import Change, ChangeKind, Delta, Words
from factbook.review.diff.record_diff import differing

_BY_REASON: Mapping[str, ChangeKind] = {"revision": "revised", "correction": "corrected"}
_BY_KEY: Mapping[str, ChangeKind] = {"status": "status", "sources": "sources", "break_note": "definition"}
_OF_FIGURE: Mapping[str, ChangeKind] = dict.fromkeys(
    ("definition", "unit", "computed", "digits", "sum_of", "as_stated_by"), "definition"
)
_REPORTED_WITH_THE_VALUE = ("period", "value", "qualifier", "change")


class FigurePair:
    """A figure in two versions, each worded with the catalogue of its version."""

    def __init__(self, identifier: str, old: Figure, new: Figure, before: LocalizedFacts, after: LocalizedFacts):
        self.id, self.old, self.new, self.before, self.after = identifier, old, new, before, after
        self.problems: list[Problem] = []

    def changes(self) -> Iterator[Change]:
        """Yield all changes, and append the errors of the change itself to `problems`."""
        place = self.after.catalogue.place
        for leaf in differing(self.old, self.new, skip=("observations",)):
            where = place("figures", self.id, *(leaf.new_path or ()))
            words = self.before.field(leaf.key, leaf.old), self.after.field(leaf.key, leaf.new)
            yield Change(_OF_FIGURE.get(leaf.key, "field"), leaf.what, where, *words)
        older = {_span(o): o for o in self.old.observations}
        newer = {_span(o): (index, o) for index, o in enumerate(self.new.observations)}
        for span, observation in older.items():
            if span not in newer:
                yield self._lost(observation)
        for span, (index, observation) in newer.items():
            if span in older:
                yield from self._both(older[span], observation, index)
            else:
                where = self._place(index, "period")
                new = self.after.value(self.new, observation)
                yield Change("new-observation", observation.period.text, where, new=new)

    def _place(self, index: int, key: str) -> Place:
        path = ("computed",) if self.new.computed else ("observations", index, key)
        return self.after.catalogue.place("figures", self.id, *path)

    def _lost(self, observation: Observation) -> Change:
        place, period = self.after.catalogue.key("figures", self.id), observation.period.text
        old = self.before.value(self.old, observation)
        values = {"id": self.id, "period": period, "found": str(observation.value)}
        self.problems.append(Problem("lost-observation", place, values, length=len(self.id)))
        return Change("lost-observation", period, place, old=old)

    def _both(self, old: Observation, new: Observation, index: int) -> Iterator[Change]:
        """Compare an observation that both versions have."""
        period = new.period.text
        words = self.before.value(self.old, old), self.after.value(self.new, new)
        if in_units(self.old, old) != in_units(self.new, new):
            yield self._value(old, new, index)
        elif words[0] != words[1]:
            yield Change("rewritten", period, self._place(index, "value"), *words)
        if not self.new.computed:
            yield from self._fields(old, new, index)

    def _value(self, old: Observation, new: Observation, index: int) -> Change:
        period, place = new.period.text, self._place(index, "value")
        words = self.before.value(self.old, old), self.after.value(self.new, new)
        delta = change_of(self.before, self.old, old, new, self.new)
        if self.new.computed:
            return Change("recomputed", period, place, *words, delta)
        change = new.change
        if change and change != old.change and change.was == old.value:
            return Change(
                _BY_REASON[change.kind], period, place, *words, delta, self.after.field("reason", change.reason)
            )
        values = {"id": self.id, "period": period, "was": str(old.value), "found": str(new.value)}
        self.problems.append(Problem("silent-change", place, values, length=len(str(new.value))))
        return Change("unexplained", period, place, *words, delta)

    def _fields(self, old: Observation, new: Observation, index: int) -> Iterator[Change]:
        for leaf in differing(old, new, skip=_REPORTED_WITH_THE_VALUE):
            where = self.after.catalogue.place("figures", self.id, "observations", index, *(leaf.new_path or ()))
            words = [
                facts.value(figure, record.disagreements[path[1]])
                if path and path[0] == "disagreements" and isinstance(path[1], int) and leaf.key == "value"
                else facts.field(leaf.key, value)
                for facts, figure, record, path, value in (
                    (self.before, self.old, old, leaf.old_path, leaf.old),
                    (self.after, self.new, new, leaf.new_path, leaf.new),
                )
            ]
            if leaf.key == "value" and words[0] == words[1]:
                continue  # another scale or more zeros: reported as a change of the figure
            kind = _BY_KEY.get(leaf.what, "field")
            yield Change(kind, f"{new.period.text} {leaf.what}", where, words[0], words[1])
        if old.change != new.change and in_units(self.old, old) == in_units(self.new, new):
            where = self._place(index, "change")
            reasons = _reason(self.before, old), _reason(self.after, new)
            yield Change("field", f"{new.period.text} change", where, *reasons)


def _reason(facts: LocalizedFacts, observation: Observation) -> Words:
    return facts.field("reason", observation.change.reason if observation.change else None)


def _span(observation: Observation) -> tuple[date, date]:
    return observation.period.start, observation.period.end


def in_units(figure: Figure, observation: Observation) -> tuple[str, Decimal | date]:
    """Return the unit of a figure and the exact value of an observation in that unit, whatever its scale."""
    value = observation.value
    return figure.unit, figure.in_units(value) if isinstance(value, Decimal) else value


def change_of(facts: LocalizedFacts, figure: Figure, old: Observation, new: Observation, now: Figure) -> Delta | None:
    """Return the difference between two values; None where it is undefined, as between two units."""
    (unit, one), (other, two) = in_units(figure, old), in_units(now, new)
    units = facts.catalogue.codelists.units
    kind = units[unit].kind if unit in units else None
    if unit != other or kind is None:
        return None
    if isinstance(one, date) and isinstance(two, date):
        return Delta(Decimal((two - one).days), "days")
    if not (isinstance(one, Decimal) and isinstance(two, Decimal)):
        return None
    if kind == "percent":
        return Delta(EXACT.subtract(two, one), "points")
    if kind == "ordinal":
        return Delta(EXACT.subtract(two, one), "places")
    return Delta(_rounded(EXACT.subtract(two, one) / abs(one) * 100), "percent") if one else None


def _rounded(share: Decimal) -> Decimal:
    """Return a percentage rounded to one decimal, or a smaller one to its first significant digit."""
    digits = max(1, -share.adjusted()) if share else 1
    return share.quantize(Decimal(1).scaleb(-digits))
