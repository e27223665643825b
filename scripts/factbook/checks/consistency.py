"""Values that contradict each other: parts that do not add up, disagreements that agree."""

from __future__ import annotations

from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING

from factbook.model import EXACT, in_scale, plain_digits
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from factbook.model import Catalogue, Figure, Observation


def check_changes(catalogue: Catalogue) -> Iterator[Problem]:
    """Return the problems of changes whose former value is the current one."""
    for identifier, figure in catalogue.figures.items():
        for index, observation in enumerate(figure.observations):
            change = observation.change
            if change and str(change.was) == str(observation.value):  # 1.07 is not 1.070: readers see the digits
                place = catalogue.place("figures", identifier, "observations", index, "change", "was")
                values = {"period": observation.period.text, "found": str(change.was)}
                yield Problem("idle-change", place, values, length=len(str(change.was)))


def check_sums(catalogue: Catalogue) -> Iterator[Problem]:
    """Return the problems of figures whose parts (`sum_of`) do not add up to the published value, exactly.

    Each period is checked for which the figure and all of its parts have an exact number.
    """
    for identifier, figure in catalogue.figures.items():
        parts = [(name, catalogue.figures[name]) for name in figure.sum_of if name in catalogue.figures]
        if not parts or len(parts) < len(figure.sum_of):
            continue
        for index, (name, part) in enumerate(parts):
            if part.unit != figure.unit:
                place = catalogue.place("figures", identifier, "sum_of", index)
                values = {"id": name, "found": part.unit, "unit": figure.unit}
                yield Problem("sum-unit", place, values, length=len(name))
        if any(part.unit != figure.unit for _, part in parts):
            continue
        by_period = [{o.period.text: o for o in part.observations} for _, part in parts]
        for index, observation in enumerate(figure.observations):
            found = [others.get(observation.period.text) for others in by_period]
            total = _number(observation, figure)
            numbers = [_number(o, part) for o, (_, part) in zip(found, parts, strict=True)]
            if total is None or None in numbers:
                continue
            made = reduce(EXACT.add, (number for number in numbers if number is not None))
            if made != total:
                place = catalogue.place("figures", identifier, "observations", index, "value")
                values = {
                    "found": str(observation.value),
                    "period": observation.period.text,
                    "sum": plain_digits(in_scale(made, figure.scale)),
                    "names": " + ".join(figure.sum_of),
                }
                yield Problem("sum-differs", place, values, length=len(str(observation.value)))


def _number(observation: Observation | None, figure: Figure) -> Decimal | None:
    """Return an exact number in units; None where there is none, or where its source qualifies it."""
    if observation is None or observation.qualifier != "exact" or not isinstance(observation.value, Decimal):
        return None
    return figure.in_units(observation.value)


def check_disagreements(catalogue: Catalogue) -> Iterator[Problem]:
    """Return the problems of disagreements that have the same value as the observation."""
    for identifier, figure in catalogue.figures.items():
        for index, observation in enumerate(figure.observations):
            for number, other in enumerate(observation.disagreements):
                if (other.value, other.qualifier) == (observation.value, observation.qualifier):
                    path = ("observations", index, "disagreements", number, "value")
                    place = catalogue.place("figures", identifier, *path)
                    values = {"found": str(other.value)}
                    yield Problem("same-disagreement", place, values, length=len(str(other.value)))
