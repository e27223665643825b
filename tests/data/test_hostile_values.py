"""Numbers without end, chains of formulas and configurations that run code are problems, not tracebacks."""

from __future__ import annotations

import time
from dataclasses import fields
from pathlib import Path

import pytest

from factbook.build.pipeline import run_pipeline
from factbook.data.config import _check_tags, load_site
from factbook.data.formulas import compute
from factbook.data.loader import load_partial
from factbook.data.yaml import parse_yaml
from factbook.model import Catalogue, Figure
from factbook.problems import Problems
from tests.conftest import ROOT, SMALL


def chained(links: dict[str, str]) -> Catalogue:
    """Return the facts of the small site with computed figures, each a formula by its identifier."""
    catalogue, problems = load_partial(SMALL, ("fr", "en"))
    assert problems == []
    pattern = catalogue.figures["esa-contribution"]
    figures: dict[str, Figure] = dict(catalogue.figures)
    for name, formula in links.items():
        figures[name] = pattern.model_copy(update={"computed": formula, "digits": 2, "observations": []})
    located = {("figures", name): catalogue.located["figures", "esa-contribution"] for name in links}
    return Catalogue(
        **{
            **{key: getattr(catalogue, key) for key in [each.name for each in fields(catalogue)]},
            "figures": figures,
            "located": {**catalogue.located, **located},
        }
    )


def test_a_long_chain_of_formulas_is_computed() -> None:
    """Two thousand figures, each computed from the next, have their value."""
    last = 2_000
    links = {f"f{n}": f"{{f{n + 1}}}" for n in range(last)} | {f"f{last}": "{esa-contribution}"}
    catalogue, problems = compute(chained(links))
    assert problems == []
    values = [observation.value for observation in catalogue.figures["f0"].observations]
    assert [str(value) for value in values] == ["1.08", "1.17"]


def test_a_long_cycle_is_one_problem() -> None:
    """A cycle of two thousand figures is reported once, in a message of a usual length."""
    links = {f"f{n}": f"{{f{(n + 1) % 2_000}}}" for n in range(2_000)}
    _, problems = compute(chained(links))
    assert [problem.code for problem in problems] == ["formula-cycle"]
    assert len(problems[0].message()) < 200


def test_a_chain_that_doubles_its_digits_ends() -> None:
    """Forty figures, each the square of the next divided, are refused where their digits are too many."""
    links = {f"f{n}": f"{{f{n + 1}}} * {{f{n + 1}}} / 2000000000" for n in range(40)}
    start = time.process_time()
    _, problems = compute(chained(links | {"f40": "{esa-contribution} / 1234567891"}))
    assert {problem.code for problem in problems} == {"formula-value"}
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    "value", ["9" * 3_900, "0." + "1" * 3_900, "-" + "9" * 120 + ".5", "1e999", "1e-999", "9" * 99]
)
def test_a_number_without_end_is_a_problem(value: str, small: Path) -> None:
    """A value of thousands of digits is reported in its place."""
    file = small / "data" / "figures" / "esa.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("value: 1.174", f"value: {value}"), encoding="utf-8")
    with pytest.raises(Problems) as raised:
        run_pipeline(small)
    errors = [problem for problem in raised.value.found if problem.severity == "error"]
    assert {problem.place.file for problem in errors} == {"data/figures/esa.yml"}
    assert all(len(problem.message()) < 500 for problem in errors)


@pytest.mark.parametrize(
    "line",
    [
        "extra: {a: !!python/object/apply:os.system [id]}",
        "extra: {a: !!python/name:os.system}",
        "extra: {a: !!python/module:os}",
        "extra: {a: !<tag:yaml.org,2002:python/object/new:os.system> [id]}",
        "extra: {!!python/tuple [a]: 1}",
        "extra: {content_security_policy: \"default-src 'none'\\nX-Evil: 1\"}",
        "extra: {content_security_policy: \"default-src 'none'\\r\\nSet-Cookie: a=b\"}",
        "extra: {content_security_policy: \"default-src 'none'\\u2028x\"}",
    ],
)
def test_a_configuration_that_runs_code_or_adds_headers_is_refused(line: str, small: Path) -> None:
    """Tags that make Python objects and policies of several lines are problems of mkdocs.yml."""
    file = small / "mkdocs.yml"
    file.write_text(file.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    with pytest.raises(Problems) as raised:
        load_site(small)
    assert {problem.place.file for problem in raised.value.found} == {"mkdocs.yml"}


def test_the_tags_of_the_theme_are_accepted() -> None:
    """The functions of the theme's extensions, and variables of the environment, are no hostile tags."""
    assert load_site(ROOT).codes == ("fr", "en")
    assert parse_yaml("a: !ENV [X, 1]", "mkdocs.yml").problems == []
    _check_tags(parse_yaml("a: !!python/name:material.extensions.emoji.twemoji", "mkdocs.yml"))
