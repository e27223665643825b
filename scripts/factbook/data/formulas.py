"""Figures that are computed from others: a parser of formulas, and exact arithmetic on their values.

A formula has numbers, figures in braces, + - * / and parentheses. Values are in units (without scale) and are
fractions, so that the only rounding is that of the result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, get_args

from factbook.model import SCALES, Catalogue, Figure, Observation, ObservationStatus, figures_in
from factbook.model.records import FIGURE_IN_FORMULA
from factbook.problems import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from factbook.model import Period, Qualifier

MAX_DEPTH = 20
MAX_TOKENS = 200
MAX_DIGITS = 30
MAX_BITS = 10_000  # of the denominator of a value: multiplied figures double them
MAX_NAMES = 10  # of a cycle that are listed
_TOKEN = re.compile(r"\s*(?:(?P<number>[0-9]{1,30}(?:\.[0-9]{1,30})?)|\{(?P<figure>[^{}]*)\}|(?P<sign>[-+*/()]))")

Value = Fraction


def _before(formula: str, name: str) -> str:
    """Return the part of a formula before a figure that it names."""
    found = next(match for match in FIGURE_IN_FORMULA.finditer(formula) if match.group(1).strip() == name)
    return formula[: found.start(1) + len(found.group(1)) - len(found.group(1).lstrip())]


class FormulaError(ValueError):
    """The formula cannot be parsed: the unexpected text and its offset in characters."""

    def __init__(self, found: str, offset: int):
        self.found, self.offset = found, offset
        super().__init__(f"{found} at {offset}")


@dataclass(frozen=True)
class Operation:
    """A node of a formula: a number, a figure's name, or an operator with two nodes."""

    sign: Literal["number", "figure", "+", "-", "*", "/"]
    number: Value = Fraction(0)
    name: str = ""
    parts: tuple[Operation, ...] = ()

    def value(self, values: Mapping[str, Value]) -> Value:
        """Return its value, given those of the figures. Raises ZeroDivisionError."""
        if self.sign == "number":
            return self.number
        if self.sign == "figure":
            return values[self.name]
        first, second = (part.value(values) for part in self.parts)
        if self.sign == "+":
            return first + second
        if self.sign == "-":
            return first - second
        return first * second if self.sign == "*" else first / second


def read_formula(formula: str) -> Operation:
    """Parse a formula. Raises FormulaError at the first unexpected character."""
    return _Reader(formula).read()


class _Reader:
    """Recursive descent: a sum of products of atoms (Aho et al., Compilers, 2.4)."""

    def __init__(self, formula: str):
        self.formula = formula
        self.tokens = list(self._tokens())
        self.index = 0
        self.depth = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        count, offset, text = 0, 0, self.formula.rstrip()
        while offset < len(text):
            match = _TOKEN.match(text, offset)
            if not match:
                offset += len(text[offset:]) - len(text[offset:].lstrip())
                raise FormulaError(text[offset], offset)
            kind = match.lastgroup or ""
            yield kind, match.group(kind), match.start(kind)
            offset = match.end()
            if (count := count + 1) > MAX_TOKENS:
                raise FormulaError("…", offset)
        yield "end", "", len(text)

    def read(self) -> Operation:
        tree = self._chain("+-", lambda: self._chain("*/", self._atom))
        kind, text, offset = self.tokens[self.index]
        if kind != "end":
            raise FormulaError(text, offset)
        return tree

    def _chain(self, signs: str, part: Callable[[], Operation]) -> Operation:
        tree = part()
        while (sign := self.tokens[self.index][1]) and self._is_sign(signs):
            self.index += 1
            tree = Operation(sign, parts=(tree, part()))  # type: ignore[arg-type]
        return tree

    def _is_sign(self, signs: str) -> bool:
        kind, text, _ = self.tokens[self.index]
        return kind == "sign" and text in signs

    def _atom(self) -> Operation:
        kind, text, offset = self.tokens[self.index]
        self.index += 1
        if kind == "number":
            return Operation("number", number=Fraction(text))
        if kind == "figure":
            return Operation("figure", name=text.strip())
        self.depth += 1
        if text == "-" and self.depth <= MAX_DEPTH:
            tree = Operation("-", parts=(Operation("number"), self._atom()))
        elif text == "(" and self.depth <= MAX_DEPTH:
            tree = self._chain("+-", lambda: self._chain("*/", self._atom))
            kind, text, offset = self.tokens[self.index]
            if text != ")":
                raise FormulaError(text or "…", offset)
            self.index += 1
        else:
            raise FormulaError(text or "…", offset)
        self.depth -= 1
        return tree


def compute(catalogue: Catalogue) -> tuple[Catalogue, list[Problem]]:
    """Return the catalogue with the observations of its computed figures, and the problems of their formulas.

    A computed figure has a value for each period that all figures of its formula share.
    """
    work = _Computer(catalogue)
    for identifier, figure in catalogue.figures.items():
        if figure.computed:
            work.figure(identifier)
    return replace(catalogue, figures={**catalogue.figures, **work.filled}), work.problems


@dataclass
class _Computer:
    """Computes each figure once, after those that it is computed from.

    `exact` has the values before rounding, by figure and period: a figure that is computed from computed ones
    is rounded once, too.
    """

    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)
    filled: dict[str, Figure] = field(default_factory=dict)
    exact: dict[str, dict[str, Value]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    trees: dict[str, Operation] = field(default_factory=dict)

    def fault(self, code: str, identifier: str, before: str = "", length: int = 1, **values: str) -> None:
        place = self.catalogue.inside("figures", identifier, "computed", before=before)
        self.problems.append(Problem(code, place, values, length=length))
        self.failed.add(identifier)

    def figure(self, identifier: str) -> None:
        """Compute a figure, and first those that it is computed from, however long their chain is."""
        path: list[str] = []  # the figures under way, each computed from the next
        parts: list[Iterator[str]] = []

        def begin(name: str) -> None:
            figure = self.catalogue.figures[name]
            if figure.computed is None or name in self.filled or name in self.failed:
                return
            if tree := self._tree(name, figure, figure.computed):
                self.trees[name] = tree
                path.append(name)
                parts.append(iter(figures_in(figure.computed)))

        begin(identifier)
        while path:
            current = path[-1]
            part = None if current in self.failed else next(parts[-1], None)
            if part is None:
                self._end(path.pop())
                parts.pop()
                if path and current in self.failed:
                    self.failed.add(path[-1])  # reported there only
            elif part in path:
                self._report_cycle(current, part, path)
            else:
                begin(part)
                if part in self.failed:
                    self.failed.add(current)

    def _end(self, identifier: str) -> None:
        """Fill in a figure whose parts are computed."""
        figure = self.catalogue.figures[identifier]
        if identifier not in self.failed:
            names = figures_in(figure.computed or "")
            self.filled[identifier] = self._fill(identifier, figure, self.trees[identifier], names)

    def _report_cycle(self, identifier: str, name: str, path: Sequence[str]) -> None:
        names = [*path[path.index(name) :], name]
        if len(names) > MAX_NAMES:
            names = [*names[: MAX_NAMES - 1], "…", name]
        before = _before(self.catalogue.figures[identifier].computed or "", name)
        self.fault("formula-cycle", identifier, before, len(name), cycle=" → ".join(names))

    def _tree(self, identifier: str, figure: Figure, formula: str) -> Operation | None:
        """Return the parsed formula; None, with problems appended, if the formula or its figure is not valid."""
        try:
            tree = read_formula(formula)
        except FormulaError as fault:
            self.fault("formula", identifier, formula[: fault.offset], found=fault.found)
            return None
        names = figures_in(formula)
        if not names:
            self.fault("formula", identifier, length=len(formula), found=formula)
        for name in names:
            before, length = _before(formula, name), len(name)
            other = self.catalogue.figures.get(name)
            if other is None:
                hint = nearest(name, self.catalogue.figures) or ""
                self.fault(
                    "unknown-id", identifier, before, length,
                    kind="figure", id=name, hint=hint, where="data/figures",
                )  # fmt: skip
            elif self._is_dated(other):
                self.fault("formula-date", identifier, before, length, id=name)
        if self._is_dated(figure):
            self.fault("formula-date", identifier, length=len(formula), id=identifier)
        if figure.digits is None:
            self.fault("formula-digits", identifier, length=len(formula), id=identifier)
        if figure.observations:
            place = self.catalogue.key("figures", identifier, "observations")
            self.problems.append(Problem("formula-and-values", place, {"id": identifier}, length=12))
            self.failed.add(identifier)
        return None if identifier in self.failed else tree

    def _is_dated(self, figure: Figure) -> bool:
        unit = self.catalogue.codelists.units.get(figure.unit)
        return unit is not None and unit.kind == "date"

    def _fill(self, identifier: str, figure: Figure, tree: Operation, names: Sequence[str]) -> Figure:
        by_period = [
            {observation.period.text: observation for observation in self._current(name).observations} for name in names
        ]
        observations = []
        values = self.exact[identifier] = {}
        for text, first in by_period[0].items():
            if not all(text in others for others in by_period):
                continue
            parts = [others[text] for others in by_period]
            given = {name: self._value(name, part) for name, part in zip(names, parts, strict=True)}
            try:
                values[text] = tree.value(given)
            except ZeroDivisionError:
                self.fault("formula-value", identifier, length=len(figure.computed or ""), period=text)
                continue
            value = values[text] / Fraction(SCALES[figure.scale])
            if abs(value) >= 10**MAX_DIGITS or value.denominator.bit_length() > MAX_BITS:
                self.fault("formula-value", identifier, length=len(figure.computed or ""), period=text)
                continue
            rounded = round_half_up(value, figure.digits or 0)
            observations.append(_observation(first.period, rounded, parts))
        if not observations and identifier not in self.failed:
            self.fault("formula-no-period", identifier, id=identifier, names=", ".join(names))
        return figure.model_copy(update={"observations": observations})

    def _current(self, name: str) -> Figure:
        return self.filled.get(name) or self.catalogue.figures[name]

    def _value(self, name: str, part: Observation) -> Value:
        """Return the value of a part in units: as published, or unrounded if it is computed itself."""
        if exact := self.exact.get(name):
            return exact[part.period.text]
        assert isinstance(part.value, Decimal)  # noqa: S101 - dates are sorted out by `_tree`
        return Fraction(self.catalogue.figures[name].in_units(part.value))


def round_half_up(value: Value, digits: int) -> Decimal:
    """Round to a number of decimals, halves away from zero.

    Readers who check a value round in this way. Rounding half to even is for sums of many rounded values, and here
    nothing is summed after rounding.
    """
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal((int(value < 0 and whole > 0), tuple(int(digit) for digit in str(whole)), -digits))


def _observation(period: Period, value: Decimal, parts: Sequence[Observation]) -> Observation:
    """Return a computed observation: the status of its weakest part, all sources.

    It is final only where all of its parts are. It was added to the site with the last of its parts.
    """
    statuses = {part.status for part in parts}
    given = [status for status in statuses if status and (status != "final" or statuses == {"final"})]
    qualifiers: set[Qualifier] = {part.qualifier for part in parts}
    return Observation(
        period=period,
        value=value,
        qualifier="exact" if qualifiers == {"exact"} else "about",
        status=max(given, key=get_args(ObservationStatus).index, default=None),
        sources=list(dict.fromkeys(source for part in parts for source in part.sources)),
        added=max((part.added for part in parts if part.added), default=None),
    )
