"""Staleness: figures past their review date, forecasts and plans whose time has passed."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factbook.model import Catalogue, Kind, Period
    from factbook.problems.problem import Severity


def today(environment: Mapping[str, str] | None = None) -> date:
    """Return the day of SOURCE_DATE_EPOCH (seconds since 1970) where it is set, else that of the clock.

    In UTC, so that the same moment is the same day everywhere.
    """
    environment = os.environ if environment is None else environment
    seconds = environment.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch(r"[0-9]{1,11}", seconds):
        return datetime.fromtimestamp(int(seconds), UTC).date()
    return datetime.now(UTC).date()


def check_staleness(catalogue: Catalogue, on: date, strict: bool = False) -> Iterator[Problem]:
    """Yield what is stale on the day `on`, as warnings or as errors where `strict`, and plans that are not marked."""
    severity: Severity = "error" if strict else "warning"
    for _, _, problem in _stale(catalogue, on, severity):
        yield problem
    yield from _unmarked(catalogue, on)


def stale_records(catalogue: Catalogue, on: date) -> frozenset[tuple[str, str]]:
    """Return the kind and identifier of each record that is stale on a day."""
    stale = {(kind, identifier) for kind, identifier, _ in _stale(catalogue, on, "warning")}
    computed = {i: figure.computed_from for i, figure in catalogue.figures.items() if figure.computed}
    for _ in computed:  # one may be computed from another: at most so many steps
        stale |= {("figures", i) for i, parts in computed.items() if any(("figures", p) in stale for p in parts)}
    return frozenset(stale)


def _stale(catalogue: Catalogue, on: date, severity: Severity) -> Iterator[tuple[str, str, Problem]]:
    for identifier, figure in catalogue.figures.items():
        at = ("figures", identifier)
        if figure.review_by and figure.review_by < on:
            values = {"id": identifier, "found": figure.review_by.isoformat(), "on": on.isoformat()}
            yield *at, Problem("stale-figure", catalogue.place(*at, "review_by"), values, severity, 10)
        if figure.computed:
            continue  # its parts are reported
        for index, observation in enumerate(figure.observations):
            if observation.status == "forecast" and observation.period.end < on:
                place = catalogue.place(*at, "observations", index, "status")
                values = {"id": identifier, "found": observation.period.text, "on": on.isoformat()}
                yield *at, Problem("past-forecast", place, values, severity, len("forecast"))
    for plan in _plans(catalogue):
        if plan.planned and not plan.unconfirmed and plan.period.end < on:
            code = "stale-programme" if plan.key == "launch" else "past-plan"
            yield plan.kind, plan.identifier, plan.problem(catalogue, code, on, severity)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Something dated that may not have happened yet, with the path of its date in its record."""

    kind: Kind
    identifier: str
    path: tuple[str | int, ...]
    period: Period
    planned: bool
    unconfirmed: bool = False

    @property
    def key(self) -> str | int:
        return self.path[0]

    def problem(self, catalogue: Catalogue, code: str, on: date, severity: Severity) -> Problem:
        place = catalogue.place(self.kind, self.identifier, *self.path)
        values = {"id": self.identifier, "found": self.period.text, "on": on.isoformat()}
        return Problem(code, place, values, severity, len(self.period.text))


def _plans(catalogue: Catalogue) -> Iterator[_Plan]:
    """Yield every launch, milestone, council and agreement that has a date."""
    for name, programme in catalogue.programmes.items():
        if launch := programme.launch:
            path: tuple[str | int, ...] = ("launch", "period")
            yield _Plan("programmes", name, path, launch.period, launch.planned, launch.unconfirmed)
        for index, each in enumerate(programme.milestones):
            if each.on:
                path = ("milestones", index, "on")
                yield _Plan("programmes", name, path, each.on, each.planned, each.unconfirmed)
    for name, council in catalogue.councils.items():
        yield _Plan("councils", name, ("period",), council.period, council.planned)
    for name, partner in catalogue.partners.items():
        for index, agreement in enumerate(partner.agreements):
            if agreement.on:
                yield _Plan("partners", name, ("agreements", index, "on"), agreement.on, agreement.planned)


def _unmarked(catalogue: Catalogue, on: date) -> Iterator[Problem]:
    """Yield an error for each date to come that is not marked as planned.

    Time cannot bring this error about, only end it: what is right today does not fail tomorrow.
    """
    for plan in _plans(catalogue):
        if plan.period.start > on and not plan.planned:
            yield plan.problem(catalogue, "plan-not-marked", on, "error")
