"""A value is exact in its unit everywhere, however many digits it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factbook.charts.model import ChartText, record_rows
from factbook.checks.consistency import check_sums
from factbook.data.formulas import compute
from factbook.i18n.formatter import Formatter
from factbook.model import NO_FACTS, Catalogue, CodeLists, Figure, Place, Unit, in_scale, in_units, plain_digits
from factbook.review.diff.figure_diff import in_units as unit_and_value

# 36 digits: Python's default context rounds to 28.
LONG = Decimal("1.17400000000000000000000000000000001")
UNITS = "1174000000.00000000000000000000000001"


class _Nowhere:
    """Places of records that were never in a file."""

    def place(self, path: object) -> Place:
        return Place("data/figures/esa.yml", 1)

    key = place

    def inside(self, path: object, before: str) -> Place:
        return self.place(path)


@pytest.fixture(autouse=True)
def coarse_context() -> Iterator[None]:
    """Let every calculation that relies on the default context lose digits."""
    with localcontext(prec=9):
        yield


def figure(value: Decimal, **keys: object) -> Figure:
    return Figure.model_validate(
        {
            "label": {"en": "Budget"}, "definition": {"en": "All of it"}, "unit": "EUR", "scale": "billion",
            "observations": [{"period": 2022, "value": value, "sources": ["a-source"]}], **keys,
        }
    )  # fmt: skip


def catalogue(**figures: Figure) -> Catalogue:
    units = CodeLists(units={"EUR": Unit(kind="currency", currency="EUR")}, themes={}, domains={}, partnerships={})
    located = {("figures", name): (_Nowhere(), (name,)) for name in figures}
    return replace(NO_FACTS, codelists=units, figures=figures, located=located)


def test_a_value_of_36_digits_is_exact_in_units() -> None:
    assert str(in_units(LONG, "billion")) == UNITS
    assert str(in_scale(Decimal(UNITS), "billion")) == str(LONG)
    assert figure(LONG).machine_value(LONG) == UNITS


@given(st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(["one", "thousand", "million", "billion"]))
def test_a_change_of_scale_is_a_product_without_rounding(value: Decimal, scale: str) -> None:
    power = {"one": 0, "thousand": 3, "million": 6, "billion": 9}[scale]
    units = in_units(value, scale)  # type: ignore[arg-type]
    assert Fraction(units) == Fraction(value) * 10**power
    assert in_scale(units, scale) == value  # type: ignore[arg-type]
    assert Fraction(plain_digits(value)) == Fraction(value)


def test_words_charts_and_comparisons_show_the_same_digits() -> None:
    facts = catalogue(budget=figure(LONG))
    budget = facts.figures["budget"]
    words = Formatter("en")
    unit = facts.codelists.units["EUR"]
    assert words.exact(LONG, unit, "billion").replace(",", "") == f"€{UNITS}"
    assert words.quantity(LONG, unit, "billion", style="short") == f"€{LONG}bn"
    _, (row,) = record_rows(ChartText(facts, words), [("budget", budget, budget.observations[0])])
    assert row[3] == UNITS
    assert unit_and_value(budget, budget.observations[0]) == ("EUR", Decimal(UNITS))


def test_a_sum_is_compared_to_the_last_digit() -> None:
    part = Decimal("0.17400000000000000000000000000000001")
    parts = {"one": figure(Decimal(1)), "other": figure(part)}
    assert list(check_sums(catalogue(total=figure(LONG, sum_of=["one", "other"]), **parts))) == []
    rounded = figure(Decimal("1.174"), sum_of=["one", "other"])
    (problem,) = check_sums(catalogue(total=rounded, **parts))
    assert problem.values["sum"] == str(LONG)


def test_a_formula_takes_every_digit_of_its_parts() -> None:
    """The parts differ by 10^-35 billion, which is 10^-26 units."""
    less = figure(LONG, computed="({whole} - {part}) * 1" + 26 * "0", digits=0, scale="one", observations=[])
    filled, problems = compute(catalogue(whole=figure(LONG), part=figure(Decimal("1.174")), less=less))
    assert problems == []
    assert filled.figures["less"].observations[0].value == 1
