"""Staleness: figures past their review date, forecasts and plans whose time has passed."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from factbook.data.formulas import figures_in
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factbook.model import Catalogue
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
    """Return what is stale on the day `on`: warnings, or errors where `strict`."""
    severity: Severity = "error" if strict else "warning"
    for _, _, problem in _stale(catalogue, on, severity):
        yield problem


def stale_records(catalogue: Catalogue, on: date) -> frozenset[tuple[str, str]]:
    """Return the kind and identifier of each record that is stale on a day."""
    stale = {(kind, identifier) for kind, identifier, _ in _stale(catalogue, on, "warning")}
    computed = {i: figures_in(figure.computed) for i, figure in catalogue.figures.items() if figure.computed}
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
    for identifier, programme in catalogue.programmes.items():
        launch = programme.launch
        if launch and launch.planned and launch.period.end < on and programme.state.value != "unknown":
            at = ("programmes", identifier)
            place = catalogue.place(*at, "launch", "period")
            values = {"id": identifier, "found": launch.period.text, "on": on.isoformat()}
            yield *at, Problem("stale-programme", place, values, severity, len(launch.period.text))
