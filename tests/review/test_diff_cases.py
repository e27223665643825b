"""Golden diffs of known changes: the right records, pages and sentences in both languages, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from factbook.charts import Chart
from factbook.pages import Page, PageSpec
from factbook.review import Diff, compare, markdown
from factbook.review.diff import pages
from factbook.review.diff.model import SentenceChange
from factbook.review.diff.snapshots import read_version
from factbook.review.markdown import Item
from factbook.review.messages import Phrases
from tests.conftest import ROOT, SMALL
from tests.problems.test_problems import apply

FILE = ROOT / "tests" / "cases" / "diff" / "changes.yml"
ON = date(2026, 11, 23)
SITE = "https://small.example"


def lines(diff: Diff) -> Iterator[str]:
    """Yield everything that a diff contains, one item a line."""
    phrases = Phrases("en")
    for record in diff.records:
        for change in record.changes:
            yield f"{record.id} {change.what}: {phrases.kind(change)}".replace(" :", ":")
        for language, found in record.pages.items():
            shown = (page.address.removeprefix(SITE) + (f" ({page.chart})" if page.chart else "") for page in found)
            yield f"{record.id} {language}: {' '.join(shown)}"
    for page in diff.pages:
        yield f"{page.kind} {page.file} {page.address.removeprefix(SITE)}"
        for sentence in page.sentences:
            chart = f"{sentence.chart}: " if sentence.chart else ""
            yield f"  {chart}{sentence.before or '∅'} → {sentence.after or '∅'}"
    for entry in diff.one_sided:
        yield f"{entry.place.file}:{entry.place.line} {entry.what} in {' '.join(entry.changed)} only"
    for name, problems in (
        ("error", diff.change_errors),
        ("adds", diff.problems_added),
        ("fixes", diff.problems_fixed),
    ):
        yield from (f"{name} {problem.place.file}:{problem.place.line} {problem.code}" for problem in problems)


@pytest.mark.parametrize("case", yaml.safe_load(FILE.read_text(encoding="utf-8")), ids=lambda case: case["name"])
def test_diff_of_a_known_change(case: dict[str, Any], tmp_path: Path) -> None:
    """A diff has exactly the records, pages and sentences that a change affects."""
    before = Path(shutil.copytree(SMALL, tmp_path / "before"))
    after = Path(shutil.copytree(SMALL, tmp_path / "after"))
    apply(case, after)
    diff = compare(read_version(before, "before", ON), read_version(after, "", ON))
    assert list(lines(diff)) == case["diff"]


def test_a_count_changes_on_its_page_only(tmp_path: Path) -> None:
    """A sentence that counts records is listed once with its page, whichever records changed."""
    before = Path(shutil.copytree(SMALL, tmp_path / "before"))
    for language in ("fr", "en"):
        page = before / "docs" / language / "programmes.md"
        page.write_text(page.read_text(encoding="utf-8") + "\nIn all {{ programmes | list | length }}.\n", "utf-8")
    after = Path(shutil.copytree(before, tmp_path / "after"))
    figures = after / "data" / "figures" / "esa.yml"
    figures.write_text(figures.read_text(encoding="utf-8").replace("What France pays.", "What is paid."), "utf-8")
    shutil.copy(after / "data" / "programmes" / "juice.yml", after / "data" / "programmes" / "other.yml")
    diff = compare(read_version(before, "before", ON), read_version(after, "", ON))
    counts = [
        (page.language, page.name)
        for page in diff.pages
        for sentence in page.sentences
        if (sentence.before, sentence.after) == ("In all 1.", "In all 2.")
    ]
    assert sorted(counts) == [("en", "programmes"), ("fr", "programmes")]


def test_a_chart_changes_with_its_texts_or_its_drawing() -> None:
    """The changed sentences of a chart have its title; a chart that is only drawn differently is named alone."""
    chart = Chart("budget", "en", "Budget", "", "It grew.", (), None, (), ())
    page = Page(cast(PageSpec, None), "Page", "", "", {}, {}, charts=(chart,))
    rewritten = replace(page, charts=(replace(chart, description="It fell."),))
    redrawn = replace(page, charts=(replace(chart, is_map=True),))
    assert list(pages._sentence_changes(page, page)) == []
    assert list(pages._sentence_changes(page, rewritten)) == [SentenceChange("It grew.", "It fell.", "Budget")]
    assert list(pages._sentence_changes(page, redrawn)) == [SentenceChange("", "", "Budget")]


def test_an_entry_that_does_not_fit_leaves_room_for_later_ones() -> None:
    """The most serious entries are as long as possible; one that is too long does not keep out the rest."""
    long = Item("s", [lambda: "x" * 900, lambda: "x" * 20])
    short = Item("s", [lambda: "y" * 60, lambda: "y" * 5])
    assert markdown._fit([long, short], 400) == 0
    assert (long.text, short.text) == ("x" * 20, "y" * 60)
