"""Each mistake of an editor is reported once, with its file, line and column, and never as a traceback."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from factbook.build.pipeline import run_pipeline
from factbook.model import Place
from factbook.problems import CODES, Problem, Problems, as_text, has_errors
from tests.conftest import ROOT, SMALL

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted((ROOT / "tests" / "cases" / "problems").glob("*.yml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def apply(case: dict[str, Any], root: Path) -> None:
    """Make the edits of a case: `replace` an exact text of a file, `write` a whole file, `delete` one."""
    for file, pairs in case.get("replace", {}).items():
        path = root / file
        text = path.read_text(encoding="utf-8")
        for old, new in pairs.items():
            assert text.count(old) == 1, f"{file}: {old!r} occurs {text.count(old)} times"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    for file, text in case.get("write", {}).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    for file in case.get("delete", []):
        (root / file).unlink()


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_reported_with_its_position(case: dict[str, Any], tmp_path: Path) -> None:
    """Each wrong edit causes exactly the problems of the case, with their positions, in both languages."""
    root = Path(shutil.copytree(SMALL, tmp_path / "small"))
    apply(case, root)
    found = []
    try:
        found = run_pipeline(root).warnings
    except Problems as problems:
        found = problems.found
    reported = [f"{p.place.file}:{p.place.line}:{p.place.column} {p.code}" for p in found if p.is_error]
    assert reported == case["problems"]
    for language in ("fr", "en"):
        text = "\n".join(as_text(problem, root, language) for problem in found)
        assert [words for words in case.get("says", {}).get(language, []) if words not in text] == []


def test_the_small_site_has_no_errors(small: Path) -> None:
    """The site that the wrong edits start from has no errors."""
    assert [p for p in run_pipeline(small).warnings if p.is_error] == []


def test_every_code_is_used() -> None:
    """Each code of the guide is one that some module can report."""
    package = ROOT / "scripts" / "factbook"
    source = "".join(
        path.read_text(encoding="utf-8") for path in package.rglob("*.py") if path.parent.name != "problems"
    )
    reasons = {f"chart-{reason}" for reason in re.findall(r'ChartError\("(\w+)"\)', source)}
    assert [code for code in CODES if f'"{code}"' not in source and code not in reasons] == []


def test_warnings_are_no_errors() -> None:
    place = Place("data/sources.yml", 1)
    warning, error = Problem("no-file", place, severity="warning"), Problem("no-file", place)
    assert not has_errors([warning])
    assert has_errors([warning, error])
