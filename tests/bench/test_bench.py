"""The bench tells what it measured, and the site's page about its speed says the same; nothing is timed here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from factbook import charts
from factbook.charts.scales import text_width
from factbook.data.config import load_site
from tests.bench import bars, generated, page, projects, stock
from tests.bench.report import spread
from tests.bench.run import read_options
from tests.charts.drawing import own_facts, words_of
from tests.conftest import ROOT

RESULTS = json.loads((ROOT / "tests" / "bench" / "results.json").read_text(encoding="utf-8"))
LANGUAGES = load_site(ROOT).codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_the_results_say(language: str) -> None:
    """What stands between the marks of the page is what the file of results gives, in the language's forms."""
    text = (ROOT / "docs" / language / f"{page.NAME}.md").read_text(encoding="utf-8")
    assert page.block(RESULTS, language) in text, "write it anew: make bench, with --keep"


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


def test_every_bar_has_its_words_on_the_page() -> None:
    """A bar or a measure that the page cannot name would stop the build of the site when it is measured."""
    for language in LANGUAGES:
        text = (ROOT / "docs" / language / f"{page.NAME}.md").read_text(encoding="utf-8")
        wanted = [bar.name for bar in bars.bars({})] + list(page.MEASURES) + list(page.WHO)
        assert [name for name in wanted if f'"{name}": "' not in text.split(page.END)[1]] == []


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


def test_bars_are_as_long_as_what_they_say() -> None:
    """On one scale from 0, one colour a label, and in the table and the file the same words."""
    rows = charts.read_rows(
        [("Build", "here", "1.5", "1,5 s"), ("Build", "there", 3, "3 s"), ("Serve", "here", 0, "0 s")]
    )
    chart = charts.bars(words_of(own_facts(), LANGUAGES[0]), "speed", "Times", rows, ("What", "Who", "Time"))
    for plot in chart.plots:
        drawn = [mark for mark in plot.marks if mark.css.startswith("bar ")]
        assert [mark.css for mark in drawn] == ["bar c1", "bar c2", "bar c1"]
        ends = [float(mark.d.split("H")[1].split("V")[0]) - float(mark.d[1:].split(" ")[0]) for mark in drawn]
        assert ends[0] == pytest.approx(ends[1] / 2, abs=0.2)
        values = [mark for mark in plot.marks if mark.css == "value"]
        assert all(float(mark.x) + text_width(mark.text, 13) < plot.width for mark in values)
    assert [row[3] for row in chart.records] == ["1,5 s", "3 s", "0 s"]
    assert "Build, there" in chart.description


@pytest.mark.parametrize("value", ["-1", "x", "NaN", None])
def test_a_bar_without_a_length_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="a bar is as long as"):
        charts.read_rows([("a", "b", value, "c")])


def test_a_hostile_bar_is_only_a_text() -> None:
    """Whatever a page gives as words stays words, in HTML and in the file."""
    hostile = '<script>alert("x")</script>'
    rows = charts.read_rows([(hostile, hostile, 1, hostile)])
    chart = charts.bars(words_of(own_facts(), LANGUAGES[0]), "speed", hostile, rows, (hostile,) * 3, hostile)
    shown = charts.figure(chart, "chart1", "charts/speed", str) + charts.standalone(chart, "site", "https://x.example/")
    assert "<script" not in shown
    assert "&lt;script" in shown


@pytest.mark.parametrize("arguments", [["--parts", "ten"], ["--only", "warm"], ["--beside", "eleventy"]])
def test_what_cannot_be_measured_is_said_at_once(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_options(arguments)
    assert arguments[1] in capsys.readouterr().err
