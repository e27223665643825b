"""Charts show exactly the facts, accessibly, in each language."""

from __future__ import annotations

import ast
import csv
import gzip
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from babel.messages.pofile import read_po

from factbook import charts
from factbook.charts import Chart, ChartError
from factbook.charts.scales import OccupiedBoxes, Years, number, round_steps, spread, wrapped
from factbook.model import parse_period
from factbook.opendata.charts import chart_files
from factbook.opendata.openapi import document_types
from factbook.pages import Page
from tests.charts.drawing import CASES, LANGUAGES, LOCALE, draw, facts_of, own_charts, own_facts, read_cases, words_of
from tests.conftest import ROOT

PACKAGE = ROOT / "scripts" / "factbook"
STYLES = ROOT / "overrides" / "assets" / "stylesheets" / "factbook.css"
ALL_CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted(CASES.glob("*.yml"))
    for case in read_cases(file)
]
HOSTILE = '<script>alert("x")</script>\n\n# =cmd() & {{ 7 }} ]] \u202e'
SVG = "{http://www.w3.org/2000/svg}"


def html_of(chart: Chart) -> str:
    return charts.figure(chart, "chart1", f"charts/{chart.name}", lambda text: text)


def plain(text: str) -> str:
    """Return a text with plain spaces only, as cases are typed."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", ALL_CASES)
def test_a_chart_has_the_marks_and_texts_of_its_case(case: dict[str, Any], language: str) -> None:
    """Each golden case: which marks are joined, broken, hollow or left out, and the texts of each language."""
    if fails := case.get("fails"):
        with pytest.raises(ChartError, match=fails):
            draw(case, language)
        return
    chart = draw(case, language)
    for plot in () if chart.is_map else chart.plots:
        found = Counter(css for mark in plot.marks for css in mark.css.split())
        assert {css: found[css] for css in case.get("marks", {})} == case.get("marks", {}), plot.css
    expected = case.get(language, {})
    said = [plain(mark.text) for mark in chart.plots[0].marks]
    assert [text for text in expected.get("said", []) if text not in said] == [], said
    notes = [plain(note) for note in chart.notes]
    assert notes == expected.get("notes", notes)
    if "table" in expected:
        assert chart.table
        assert [[plain(cell.text) for cell in row] for row in chart.table.rows] == expected["table"]
    for plot in chart.plots:
        if plot.css in expected.get("links", {}):
            assert sorted(mark.title for mark in plot.marks if mark.href) == sorted(expected["links"][plot.css])
    if "circles" in expected:
        assert [mark.title for plot in chart.plots for mark in plot.marks if mark.href and mark.r] == expected[
            "circles"
        ]


def test_an_unknown_key_in_a_case_is_an_error(tmp_path: Any) -> None:
    """A key that is not used does not pass silently."""
    file = tmp_path / "case.yml"
    file.write_text("- {name: x, draw: [members], facts: {}, mark: {line: 1}}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="mark"):
        read_cases(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_is_one_line_of_accessible_html(language: str) -> None:
    """Markdown keeps it, a strict CSP allows it, and a screen reader finds name, description and table."""
    for chart in own_charts(language):
        html = html_of(chart)
        assert "\n" not in html
        assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|#[0-9a-f]{6}\b", html)
        names = re.findall(r'\sid="([^"]+)"', html)
        assert len(names) == len(set(names))
        root = ElementTree.fromstring(re.sub(r" (download|data-search-exclude)(?=[ >])", r' \1=""', html))
        pictures = root.findall(".//svg")
        assert len(pictures) == 2
        for picture in pictures:
            assert picture.get("role") == ("group" if chart.is_map else "img")
            for attribute, tag in (("aria-labelledby", "title"), ("aria-describedby", "desc")):
                element = picture.find(tag)
                assert element is not None
                assert element.get("id") == picture.get(attribute)
                assert element.text
        assert len(root.findall(".//tbody/tr")) > 0
        assert root.find("figcaption") is not None
        for link in root.iter("a"):
            assert "".join(link.itertext()).strip(), "a link without a name"


def test_both_languages_have_the_same_picture() -> None:
    """Both languages have the same marks of the same classes, the same rows and the same values."""
    first, *others = (own_charts(language) for language in LANGUAGES)
    for other in others:
        for one, two in zip(first, other, strict=True):
            assert one.shown == two.shown
            assert sorted(one.named) == sorted(two.named)
            for here, there in zip(one.plots, two.plots, strict=True):
                drawn = ("line", "bar", "point", "other", "break", "area", "partner")
                counts = [Counter(c for m in plot.marks for c in m.css.split() if c in drawn) for plot in (here, there)]
                assert counts[0] == counts[1], one.name


def test_no_old_value_is_left_after_a_change() -> None:
    """Change an observation: picture, table, description, file and CSV of every language show the new one only."""
    case = {"draw": ["history", "budget"]}
    made = {}
    for value in (123.4, 567.8):
        observations = [{"period": 2014, "value": 100}, {"period": 2015, "value": value}]
        case["facts"] = {"figures": {"budget": {"observations": _decimals(observations)}}}  # type: ignore[assignment]
        for language in LANGUAGES:
            chart = draw(case, language)
            made[language, value] = html_of(chart) + charts.standalone(chart, "", "") + str(chart.records)
    for language in LANGUAGES:
        old, new = made[language, 123.4], made[language, 567.8]
        assert re.search(r"123[.,]4", old)
        assert not re.search(r"123[.,]4", new)
        assert len(re.findall(r"567[.,]8", new)) == len(re.findall(r"123[.,]4", old))


def _decimals(observations: list[dict[str, Any]]) -> list[dict[str, Any]]:

    return [{**o, "value": Decimal(str(o["value"]))} for o in observations]


@pytest.mark.parametrize("language", LANGUAGES)
def test_markup_in_the_data_is_escaped(language: str) -> None:
    """HTML, Markdown, template and formula syntax in the data is shown literally, everywhere."""
    facts = facts_of(
        {
            "figures": {
                "evil": {
                    "label": dict.fromkeys(LANGUAGES, HOSTILE),
                    "observations": _decimals([{"period": 2014, "value": 1}, {"period": 2015, "value": -5}]),
                },
                "other": {"observations": _decimals([{"period": 2014, "value": 2}])},
            }
        }
    )
    chart = charts.history(words_of(facts, language), [["evil", "other"]], "evil")
    html, file = html_of(chart), charts.standalone(chart, HOSTILE.replace("\n", " "), "https://x.example/")
    for text in (html, file):
        assert "\n" not in text
        assert "<script" not in text
    root = ElementTree.fromstring(file)
    assert "alert" in "".join(root.itertext())
    cells = [text for row in chart.records for text in row]
    assert "-5" in cells


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_complete_without_the_page(language: str) -> None:
    """Every chart is an SVG with its own colours, title and source, and a CSV with each value drawn."""

    class Language:
        code, prefix = language, ""
        settings = {"site_name": "Site"}  # noqa: RUF012 - one for this test

    class Spec:
        site_address = "europe/"

    page = Page(Spec, "", "", "", {}, {}, charts=tuple(own_charts(language)))  # type: ignore[arg-type]

    class Site:
        languages, url = (Language,), "https://x.example/"

    files = chart_files(Site, {language: [page]})  # type: ignore[arg-type]
    for chart in page.charts:
        path = f"charts/{chart.name}.{language}"
        image = ElementTree.fromstring(files[f"{path}.svg"])
        assert image.tag == SVG + "svg"
        assert image.find(f"{SVG}style") is not None
        assert not list(image.iter(f"{SVG}a")), "links lead nowhere from a file"
        words = " ".join(image.itertext())
        assert "https://x.example/europe/" in words
        assert "var(" not in words
        rows = list(csv.DictReader(io.StringIO(files[f"{path}.csv"].decode(), newline="")))
        assert len(rows) == len(chart.records) > 0
        for figure, period in chart.shown:
            assert [row for row in rows if (row["figure"], row["period"]) == (figure, period)]
        document = json.loads(files[f"{path}.json"])
        jsonschema.validate(document, document_types()["chart"].schema)
        assert (document["title"], document["page"]) == (chart.title, "https://x.example/europe/")
        for row, same in zip(document["rows"], rows, strict=True):
            assert list(row) == [*document["columns"], *(["number"] if "value" in same else [])]
            assert "sources" not in row or row["sources"] == same["sources"].split()
            digits = same.get("value", same.get("number"))
            assert row.get("number") == (float(digits) if digits else None)
            assert row.get("value", digits) == digits
            assert "planned" not in row or row["planned"] is {"true": True, "false": False}[same["planned"]]


def test_files_have_the_colours_of_the_site() -> None:
    """The colours of a downloaded chart are the tokens of the light style sheet."""
    tokens = dict(
        re.findall(r"--fb-([\w-]+): (#[0-9a-f]{3,6});", STYLES.read_text(encoding="utf-8").split("@media")[0])
    )
    style = (PACKAGE / "charts" / "templates" / "file.css").read_text(encoding="utf-8")
    for name in ("c1", "c2", "c3", "c4", "c5", "c6"):
        assert f".{name}{{color:{tokens[name]}}}" in style
    used = set(re.findall(r"#[0-9a-f]{3,6}\b", style))
    assert used <= {
        tokens[name] for name in ("c1", "c2", "c3", "c4", "c5", "c6", "ink", "ink-2", "line", "strong-line", "ground")
    }


def test_each_partner_country_is_a_link_once_on_the_map() -> None:
    """Each is a link to its page, whatever its size; one too small to be seen has a circle."""
    facts = own_facts()
    expected = {name for name, partner in facts.partners.items() if partner.kind == "country"} - {"fr"}
    chart = charts.partners_map(words_of(facts, "en"), "partners", "fr")
    linked = [mark for plot in chart.plots for mark in plot.marks if mark.href]
    assert Counter(mark.href for mark in linked) == Counter(f"../partners/{name}/" for name in expected)
    assert chart.table
    assert {row[0].href for row in chart.table.rows} == {mark.href for mark in linked}
    assert {"Singapore", "Luxembourg", "Malta"} <= {mark.title for mark in linked if mark.r}
    for mark in linked:
        assert mark.d or mark.r, f"{mark.title} has neither shape nor circle"


def test_the_map_has_a_size_limit() -> None:
    """It has at most 25 kB compressed on a page, and its shapes 60 kB in the repository."""
    chart = charts.partners_map(words_of(own_facts(), "fr"), "partners", "fr")
    assert len(gzip.compress(html_of(chart).encode(), 9)) <= 25_000
    assert len(gzip.compress((PACKAGE / "charts" / "world.json").read_bytes(), 9)) <= 60_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_of_the_charts_is_in_the_catalogues(language: str) -> None:
    """Every string has a translation, with the same {places}."""
    strings = set(re.findall(r'gettext\("([^"]+)"\)', (PACKAGE / "charts" / "templates" / "figure.html").read_text()))
    for file in (*sorted((PACKAGE / "charts").glob("*.py")), PACKAGE / "pages" / "chart_functions.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("gettext", "filled"):
                    strings.add(node.args[0].value)
    with (LOCALE / language / "LC_MESSAGES" / "factbook.po").open("rb") as stream:
        catalogue = {message.id: message.string for message in read_po(stream) if isinstance(message.id, str)}
    assert strings <= set(catalogue)
    if language != "en":
        assert [text for text in strings if not catalogue[text]] == []


def test_scales_have_round_steps_and_exact_places() -> None:
    """Axes start at 0 and end on a round number; a year is centred; labels do not overlap."""
    assert [str(step) for step in round_steps(0, 8.26)] == ["0", "2", "4", "6", "8", "10"]
    assert [int(step) for step in round_steps(-3, 22)] == [-10, 0, 10, 20, 30]
    assert [float(step) for step in round_steps(0, 0.4)] == [0, 0.1, 0.2, 0.3, 0.4]
    assert len(round_steps(0, 0)) == 2
    years = Years(2020, 2021, 0, 200)
    assert years.middle(parse_period(2020)) == pytest.approx(50, abs=0.2)
    assert [year for year, _ in Years(1976, 2025, 0, 700).ticks(46)] == list(range(1980, 2026, 5))
    assert [number(value) for value in (1.0, 1.25, -0.01, 99.96)] == ["1", "1.2", "0", "100"]
    assert wrapped("one two\u00a0three four", 60, 13) == ["one", "two\u00a0three", "four"]
    assert spread([10, 10, 10], [4, 4, 4], 0, 20) == [10, 14, 18]
    room = OccupiedBoxes()
    room.take((0, 0, 10, 10))
    assert room.is_free((10, 0, 20, 10))
    assert not room.is_free((9, 9, 12, 12))
