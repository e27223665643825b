"""The bench reports what it measured, and its README says the same; nothing is timed here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from factbook.data.config import load_site
from tests.bench import bars, document, generated, projects, stock
from tests.bench.report import spread
from tests.bench.run import read_options
from tests.conftest import ROOT

RESULTS = json.loads((ROOT / "tests" / "bench" / "results.json").read_text(encoding="utf-8"))
LANGUAGES = load_site(ROOT).codes


def test_the_readme_has_the_kept_results() -> None:
    """What stands between the marks of the README is what the file of results says."""
    assert document.block(RESULTS) in document.README.read_text(encoding="utf-8"), "run make bench BENCH=--keep"


def test_the_results_tell_where_they_come_from() -> None:
    """The machine, the versions of everybody measured, and the day of each part."""
    assert {"cpu", "cores", "memory", "system", "python"} <= RESULTS["machine"].keys()
    assert {"mkdocs", "mkdocs-static-i18n", "mkdocs-macros-plugin", "zensical"} <= RESULTS["machine"]["packages"].keys()
    assert all(measured["on"] for measured in RESULTS["parts"].values())


def site(pages: int = 200, **measured: dict[str, list[float]]) -> dict[str, Any]:
    """A part of results, with the runs of each measure by who."""
    runs = {who: {name: spread(values) for name, values in found.items()} for who, found in measured.items()}
    return {"pages": pages, "languages": 2, "measured": runs}


def test_a_bar_is_met_at_its_limit_and_missed_above() -> None:
    """Ratios are taken run by run; the median decides; what was not measured is never met."""
    parts = {
        "200": site(ours={"wall": [1.0, 1.0, 9.0], "cpu": [4.0]}, stock={"wall": [4.0, 2.0, 10.0]}),
        "2500": site(2500, ours={"memory": [3e8], "cpu": [61.0]}, stock={"memory": [2e8]}),
    }
    found = {bar.name: bar for bar in bars.bars(parts)}
    assert (found["cold-stock"].value, found["cold-stock"].low, found["cold-stock"].high) == (0.5, 0.25, 0.9)
    assert {name for name, bar in found.items() if bar.value is not None} == {"cold-stock", "memory-stock", "growth"}
    assert {name for name, bar in found.items() if bar.met} == set()
    assert found["growth"].value == pytest.approx(1.22)
    parts["2500"]["measured"]["ours"]["cpu"] = spread([60.0])
    assert {bar.name for bar in bars.bars(parts) if bar.met} == {"growth"}


def test_stock_gets_the_same_pages_and_the_same_change(tmp_path: Path) -> None:
    """The stock site's variables give both texts of each page back; who builds the staged tree gets every change."""
    folder = generated.of_pages(ROOT, tmp_path / "ours", 20)
    project = projects.ready(folder, tmp_path)
    edit = stock.lay_out(project, tmp_path / "stock")
    ((before, after),) = edit.files.values()
    pairs = [
        tuple(json.loads(line.split(": ", 1)[1]) for line in lines)
        for lines in zip(before.splitlines(), after.splitlines(), strict=True)
    ]
    assert pairs
    assert all(first != second for first, second in pairs)
    assert {name.split("/")[0] for name in projects.staged_edit(project).files} >= set(LANGUAGES)
    for watched in project.watched:
        assert watched.before != watched.after


@pytest.mark.parametrize("arguments", [["--parts", "ten"], ["--only", "warm"], ["--beside", "eleventy"]])
def test_what_cannot_be_measured_is_said_at_once(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_options(arguments)
    assert arguments[1] in capsys.readouterr().err
