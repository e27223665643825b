"""The rules of the checks: each golden case is an edit of tests/site, and the problems reported and their places.

A case of tests/cases/checks has the edits (`replace`, `write`, `delete`) and the errors (`problems`) and the
warnings (`warnings`) that come of them; `day` is the one asked about, `strict` makes what is stale an error, `says` has
words of the messages, `values` the values of computed figures. To add one needs no Python.
"""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from factbook.build.pipeline import run_pipeline, stage
from factbook.checks.prose_mask import prose
from factbook.checks.staleness import today
from factbook.checks.translations import confirm
from factbook.checks.typography import fix_typography, format_pages
from factbook.data.config import load_site
from factbook.data.formulas import FormulaError, read_formula, round_half_up
from factbook.i18n.formatter import Formatter
from factbook.problems import CODES, Problem, Problems, as_text
from tests.conftest import ROOT, SMALL
from tests.problems.test_problems import apply

FOLDER = ROOT / "tests" / "cases" / "checks"
CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(FOLDER.glob("*.yml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
KEYS = {"name", "replace", "write", "delete", "day", "strict", "problems", "warnings", "says", "values"}


def messages_of(found: list[Problem], severity: str) -> list[str]:
    return [f"{p.place.file}:{p.place.line}:{p.place.column} {p.code}" for p in found if p.severity == severity]


def found_in(root: Path, on: date, strict: bool = False) -> list[Problem]:
    try:
        return run_pipeline(root, on, strict).warnings
    except Problems as problems:
        return problems.found


@pytest.fixture(scope="module")
def usual() -> list[Problem]:
    """Return the warnings of the site that the cases start from."""
    return found_in(SMALL, date(2026, 11, 23))


@pytest.mark.parametrize("case", CASES)
def test_problems_are_reported_at_their_place(case: dict[str, Any], tmp_path: Path, usual: list[Problem]) -> None:
    """Each mistake of a case is reported at its exact place, and nothing else."""
    assert set(case) <= KEYS
    root = Path(shutil.copytree(SMALL, tmp_path / "small"))
    apply(case, root)
    on = case.get("day", date(2026, 11, 23))
    found = found_in(root, on, case.get("strict", False))
    assert messages_of(found, "error") == case.get("problems", [])
    known = [(problem.code, problem.values) for problem in usual]
    new = [problem for problem in found if (problem.code, problem.values) not in known]
    assert messages_of(new, "warning") == case.get("warnings", [])
    for language in ("fr", "en"):
        text = "\n".join(as_text(problem, root, language) for problem in found)
        assert [words for words in case.get("says", {}).get(language, []) if words not in text] == []
    for figure, values in case.get("values", {}).items():
        observations = run_pipeline(root, on).catalogue.figures[figure].observations
        assert [
            f"{o.period}: {o.value} {o.status} {o.confidence} {','.join(o.sources)}" for o in observations
        ] == values


def test_every_code_of_the_checks_has_a_case() -> None:
    """No rule is without an example that shows it at work."""
    package = ROOT / "scripts" / "factbook"
    rooms = [path for path in (package / "checks").glob("*.py") if path.stem not in ("anchors", "references")]
    code = "".join(path.read_text(encoding="utf-8") for path in [*rooms, package / "data" / "formulas.py"])
    cases = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yml"))
    used = {name for name in CODES if f'"{name}"' in code} - {"unknown-id", "broken-link", "no-page"}
    assert [name for name in sorted(used) if f" {name}" not in cases] == []


def test_this_site_has_no_error() -> None:
    """The facts and pages of this very site pass every rule."""
    assert messages_of(found_in(ROOT, date(2026, 11, 23)), "error") == []


def test_prose_keeps_its_length_and_its_lines() -> None:
    """Places are right, whatever a page contains: masking what is not prose moves nothing."""
    for path in sorted((ROOT / "docs").rglob("*.md")):
        source = path.read_text(encoding="utf-8")
        covered = prose(source)
        assert len(covered) == len(source)
        assert [i for i, c in enumerate(covered) if c == "\n"] == [i for i, c in enumerate(source) if c == "\n"]


@given(st.text(alphabet="ab1 \n`~{}%#<>[]()!\"'&;:«»|-*_^/.,", max_size=200))
def test_any_text_is_masked_and_fixed_without_harm(source: str) -> None:
    """Hostile text neither fails nor moves, and mending it twice does no more than once."""
    covered = prose(source)
    assert len(covered) == len(source)
    for language in ("fr", "en"):
        once = fix_typography(source, Formatter(language))
        assert once.count("\n") == source.count("\n")
        assert fix_typography(once, Formatter(language)) == once


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_formatting_fixes_prose_and_keeps_every_other_byte(small: Path, newline: str) -> None:
    """An editor may type plain spaces and straight marks: one command makes them right, and touches nothing else."""
    page = small / "docs/fr/index.md"
    lines = [
        "---",
        'title: "Europe : l\'ESA"',
        "description: Quoi ?",
        "slug: d'ici  # l'adresse : là",
        "---",
        "# Deux parts : l'air",
        "",
        '{{ figure("esa-contribution") }} ; dit "oui" [l\'air](l\'air.md "Bon ?") `l\'a : b`',
        "<b title=\"l'a : b\">l'eau</b> {# l'a : b #}{: .l'a : }",
        "```",
        "l'a : b",
        "```",
        "",
    ]
    right = list(lines)
    right[1] = 'title: "Europe\u00a0: l’ESA"'
    right[2] = "description: Quoi\u202f?"
    right[5] = "# Deux parts\u00a0: l’air"
    right[7] = (
        '{{ figure("esa-contribution") }}\u202f; dit «\u00a0oui\u00a0» [l’air](l\'air.md "Bon\u202f?") `l\'a : b`'
    )
    right[8] = "<b title=\"l'a : b\">l’eau</b> {# l'a : b #}{: .l'a : }"
    page.write_bytes(newline.join(lines).encode())
    assert format_pages(small, load_site(small)) == ["docs/fr/index.md"]
    assert page.read_bytes().decode() == newline.join(right)
    assert format_pages(small, load_site(small)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("description: index en\n---\n", "description: index en\n{line}\n---\n"),
        ("description: index en\n---\n", 'description: index en\ntranslation: {of: fr, hash: "old"}\n---\n'),
        (
            "title: index en\ndescription: index en\n",
            'translation:\n  of: fr\n  hash: "old"\ntitle: index en\ndescription: index en  # kept\n',
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_confirming_a_translation_changes_one_line(small: Path, before: str, after: str, newline: str) -> None:
    """A translation is confirmed by one line of its head; it is reported as outdated once its original changes."""
    page = small / "docs/en/index.md"
    text = page.read_text(encoding="utf-8")
    if "{line}" not in after:
        text = text.replace(before, after)
    page.write_bytes(text.replace("\n", newline).encode())
    assert confirm(small, "index", "en")
    assert not confirm(small, "index.md", "en"), "twice does no more than once"
    changed = page.read_bytes().decode()
    kept = [line for line in text.split("\n") if not line.startswith(("translation", "  of", "  hash"))]
    assert [line for line in changed.split(newline) if not line.startswith("translation: {of: fr, hash:")] == kept
    codes = [p.code for p in found_in(small, date(2026, 11, 23)) if p.place.file == "docs/en/index.md"]
    assert codes == []
    original = small / "docs/fr/index.md"
    original.write_text(original.read_text(encoding="utf-8").replace("# index", "#  index"), encoding="utf-8")
    assert [p.code for p in found_in(small, date(2026, 11, 23)) if p.place.file == "docs/en/index.md"] == []
    original.write_text(original.read_text(encoding="utf-8") + "\nAutre chose.\n", encoding="utf-8")
    codes = [p.code for p in found_in(small, date(2026, 11, 23)) if p.place.file == "docs/en/index.md"]
    assert codes == ["outdated-translation"]


def test_confirming_a_page_that_does_not_exist_is_a_problem(small: Path) -> None:
    """A mistyped page is reported, with the right one suggested."""
    with pytest.raises(Problems, match="indx") as error:
        confirm(small, "indx", "en")
    assert "index" in error.value.found[0].message("en")
    with pytest.raises(Problems):
        confirm(small, "../fr/index", "en")


def test_a_stale_figure_marks_every_page_that_shows_it(small: Path, tmp_path: Path) -> None:
    """The front matter of each page that shows a figure past its review date lists the figure."""
    figures = small / "data/figures/esa.yml"
    text = figures.read_text(encoding="utf-8").replace("  scale: billion", "  scale: billion\n  review_by: 2026-01-31")
    figures.write_text(text, encoding="utf-8")

    names = ("index.md", "figures/esa-contribution.md", "programmes/juice.md")

    def heads(language: str = "fr") -> list[Any]:
        files = [tmp_path / "tree" / language / name for name in names]
        return [yaml.safe_load(file.read_text(encoding="utf-8").split("---\n")[1]).get("stale") for file in files]

    def addresses(language: str) -> list[Any]:
        return [found and [record["href"] for record in found] for found in heads(language)]

    stage(small, tmp_path / "tree", date(2026, 2, 1))
    for language in ("fr", "en"):
        assert addresses(language) == [["figures/esa-contribution/"], ["./"], None]
    stage(small, tmp_path / "tree", date(2026, 1, 31))
    assert heads() == [None, None, None]


def test_the_day_comes_from_source_date_epoch_where_it_is_set() -> None:
    """Two builds of the same source are alike, whenever they run."""
    assert today({"SOURCE_DATE_EPOCH": "0"}) == date(1970, 1, 1)
    assert today({"SOURCE_DATE_EPOCH": "1795391999"}) == date(2026, 11, 22)
    assert today({"SOURCE_DATE_EPOCH": "later"}) >= date(2026, 1, 1)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("-(1 - 2) * {a}", "7"),
        ("2 * -{a}", "-14"),
        ("1 / 3 * 3", "1"),
        ("0.1 + 0.2", "0.3"),
        ("10 - 2 - 3", "5"),
        ("{ a } / 2 / 2", "1.75"),
    ],
)
def test_formulas_are_read_as_on_paper(formula: str, value: str) -> None:
    """Products before sums, from the left, and exactly."""
    assert read_formula(formula).value({"a": Fraction(7)}) == Fraction(value)


@given(st.text(alphabet="0123456789.{}ab+-*/() ", max_size=60))
def test_any_formula_is_read_or_refused(formula: str) -> None:
    """A formula is parsed to a tree, or refused with the character that is out of place."""
    offset = 0
    try:
        read_formula(formula)
    except FormulaError as error:
        offset = error.offset
    assert 0 <= offset <= len(formula)


@pytest.mark.parametrize("formula", ["(" * 5000, "-" * 5000, "1" * 5000, "1+" * 5000 + "1", "{a" * 5000])
def test_a_hostile_formula_is_refused(formula: str) -> None:
    """No formula can exhaust the machine."""
    with pytest.raises(FormulaError):
        read_formula(formula)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        ("1/4", 1, "0.3"),
        ("-1/4", 1, "-0.3"),
        ("1/8", 2, "0.13"),
        ("-1/100", 1, "0.0"),
        ("5/2", 0, "3"),
        ("10", 2, "10.00"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: str, digits: int, rounded: str) -> None:
    """Readers who work it out on paper find the printed value."""
    assert str(round_half_up(Fraction(value), digits)) == rounded


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_a_half(value: Fraction, digits: int) -> None:
    """What is printed is the nearest number with so many decimals."""
    rounded = round_half_up(value, digits)
    assert rounded.as_tuple().exponent == -digits
    assert abs(Fraction(rounded) - value) * 2 <= Fraction(1, 10**digits)
