"""Every reference of a record exists: sources, units, codes, partners, countries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from factbook.data.loader import suggestion
from factbook.i18n.formatter import Formatter
from factbook.model import KINDS, Catalogue, Figure, Kind, Partner, Unit, references
from factbook.problems import Problem
from factbook.problems.codes import N_


def check_references(catalogue: Catalogue) -> Iterator[Problem]:
    """Return the problems of references to what does not exist, and of values that do not fit their unit."""
    check = _Check(catalogue)
    for kind in KINDS:
        for identifier, record in catalogue.records(kind).items():
            for path, named, names in references(record):
                yield from check.names(names, named, kind, identifier, *path)
            yield from check.country(getattr(record, "country", None), kind, identifier, "country")
    for identifier, figure in catalogue.figures.items():
        yield from check.figure(identifier, figure)
    for identifier, programme in catalogue.programmes.items():
        at = ("programmes", identifier)
        yield from check.code(programme.domain, catalogue.codelists.domains, "domains", *at, "domain")
    for identifier, partner in catalogue.partners.items():
        yield from check.partner(identifier, partner)
    for identifier in catalogue.exceptions:
        if identifier not in catalogue.sources:
            values = {"kind": "source", "id": identifier, "hint": suggestion(identifier, list(catalogue.sources))}
            place = catalogue.key("source-exceptions", identifier)
            yield Problem("unknown-id", place, {**values, "where": "data/sources.yml"}, length=len(identifier))


class _Check:
    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue

    def problem(self, code: str, *path: Any, length: int = 1, **values: str) -> Problem:
        return Problem(code, self.catalogue.place(*path), values, length=length)

    def names(self, names: Iterable[str], kind: Kind, *path: Any) -> Iterator[Problem]:
        """Return the problems of identifiers that are not records of the kind."""
        known = self.catalogue.records(kind)
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name not in known:
                info = KINDS[kind]
                yield self._unknown(name, info.singular, list(known), f"data/{info.location}", *path, index)
            elif name in seen:
                yield self.problem("repeated-entry", *path, index, length=len(name), found=name)
            seen.add(name)

    def code(self, code: str, codes: Mapping[str, object], name: str, *path: Any) -> Iterator[Problem]:
        """Return the problem of a code that is not in a code list."""
        if code not in codes:
            yield self._unknown(code, name.removesuffix("s"), list(codes), f"data/codelists.yml ({name})", *path)

    def _unknown(self, name: str, kind: str, known: list[str], where: str, *path: Any) -> Problem:
        return self.problem(
            "unknown-id",
            *path,
            length=len(name),
            kind=kind,
            id=name,
            hint=suggestion(name, known),
            where=where,
        )

    def country(self, code: str | None, *path: Any) -> Iterator[Problem]:
        """Return the problem of a code that is not one of ISO 3166-1 that CLDR can name."""
        if code and not Formatter.is_country(code):
            yield self.problem("unknown-country", *path, found=code, hint="", length=2)

    def partner(self, identifier: str, partner: Partner) -> Iterator[Problem]:
        """Return the problems of a partner: references that do not exist, keys that its kind requires."""
        at = ("partners", identifier)
        if partner.partnership:
            codes = self.catalogue.codelists.partnerships
            yield from self.code(partner.partnership, codes, "partnerships", *at, "partnership")
        if partner.kind == "country" and partner.country is None:
            yield self.problem("missing-key", *at, key="country", meaning="ISO 3166-1 alpha-2")
        if partner.kind != "country" and partner.name is None:
            yield self.problem("missing-key", *at, key="name", meaning=N_("full name"))

    def figure(self, identifier: str, figure: Figure) -> Iterator[Problem]:
        at = ("figures", identifier)
        codelists = self.catalogue.codelists
        yield from self.code(figure.unit, codelists.units, "units", *at, "unit")
        yield from self.code(self.catalogue.theme_of[identifier], codelists.themes, "themes", *at)
        if not figure.observations and not figure.computed:
            yield self.problem("missing-key", *at, key="observations", meaning=N_("its values"))
        unit = codelists.units.get(figure.unit)
        before = None
        for index, observation in enumerate(figure.observations):
            here = (*at, "observations", index)
            for number, other in enumerate(observation.disagreements):
                there = (*here, "disagreements", number)
                yield from self.value(unit, figure, other.value, *there, "value")
            yield from self.value(unit, figure, observation.value, *here, "value")
            period = observation.period
            if before is not None and period.start <= before.end:
                code = "period-overlap" if period.end >= before.start else "period-order"
                yield self.problem(code, *here, "period", found=period.text, before=before.text)
            before = period

    def value(self, unit: Unit | None, figure: Figure, value: Decimal | date, *path: Any) -> Iterator[Problem]:
        """Return the problem of a value that does not fit its unit: days, positive ranks, shares within bounds."""
        if unit is None:
            return
        number = isinstance(value, Decimal)
        expected = None
        if (unit.kind == "date") == number:
            expected = N_("a day, as in 1999-12-31") if number else N_("a number, as in 1.234")
        elif isinstance(value, Decimal) and unit.kind == "ordinal" and (value < 1 or value % 1):
            expected = N_("a rank: a whole number from 1")
        elif isinstance(value, Decimal) and unit.kind == "percent" and not -100 <= value <= 100:
            expected = N_("a percentage between -100 and 100")
        if expected:
            yield self.problem(
                "wrong-value-kind", *path, found=str(value), unit=figure.unit, expected=expected, length=len(str(value))
            )
