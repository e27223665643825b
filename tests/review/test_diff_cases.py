"""Known changes, compared: each is told with the right pages and sentences in both languages, and nothing else is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from factbook.review import Diff, compare, markdown
from factbook.review.diff.attribution import SentenceAttribution
from factbook.review.diff.sentences import Sentence
from factbook.review.diff.snapshots import read_version
from factbook.review.markdown import Item
from factbook.review.messages import Phrases
from tests.conftest import ROOT, SMALL
from tests.problems.test_problems import apply

FILE = ROOT / "tests" / "cases" / "comparing" / "changes.yml"
ON = date(2026, 11, 23)
SITE = "https://small.example"


def told(diff: Diff) -> Iterator[str]:
    """Everything that a diff tells, a line each."""
    words = Phrases("en")
    for account in diff.accounts:
        for change in account.changes:
            yield f"{account.id} {change.what}: {words.kind(change)}".replace(" :", ":")
        for seen in account.seen:
            pages = " ".join(page.address.removeprefix(SITE) for page in seen.pages)
            yield f"{account.id} on {pages}: {seen.before or '∅'} → {seen.after or '∅'}"
    for page in diff.pages:
        yield f"{page.kind} {page.file} {page.address.removeprefix(SITE)}"
        yield from (f"  {before or '∅'} → {after or '∅'}" for before, after in page.sentences)
    for entry in diff.one_sided:
        yield f"{entry.place.file}:{entry.place.line} {entry.what} in {' '.join(entry.changed)} only"
    for name, findings in (
        ("error", diff.change_errors),
        ("adds", diff.problems_added),
        ("mends", diff.problems_fixed),
    ):
        yield from (f"{name} {f.place.file}:{f.place.line} {f.code}" for f in findings)


@pytest.mark.parametrize("case", yaml.safe_load(FILE.read_text(encoding="utf-8")), ids=lambda case: case["name"])
def test_a_known_change_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    """A reviewer reads exactly what readers will see change, where, and nothing invented."""
    before = Path(shutil.copytree(SMALL, tmp_path / "before"))
    after = Path(shutil.copytree(SMALL, tmp_path / "after"))
    apply(case, after)
    diff = compare(read_version(before, "before", ON), read_version(after, "", ON))
    assert list(told(diff)) == case["told"]


def test_a_reason_that_several_records_give_claims_no_sentence_that_shows_a_value() -> None:
    """A row with one record's value is that record's alone, though another gives the same reason."""
    one, two = ("figures", "one"), ("figures", "two")
    owners = SentenceAttribution({one: (["5,1"], ["5,2"], ["Faute"]), two: (["70"], ["80"], ["Faute"])}, {})  # type: ignore[dict-item]
    both = frozenset(owners.keys)
    assert owners.of(Sentence("2022 | 5,1"), Sentence("2022 | 5,2 | Faute"), "", both) == {one}
    assert owners.of(None, Sentence("Faute"), "", both) == both


def test_a_sentence_of_no_changed_value_is_only_guessed_by_its_link() -> None:
    """It is told with the one changed record that it links to, and with none where it links to several."""
    paths = {"programmes/argos.md": "programmes/argos", "programmes/juice.md": "programmes/juice"}
    argos, juice = ("programmes", "argos"), ("programmes", "juice")
    shown = frozenset({argos, juice})
    owners = SentenceAttribution(dict.fromkeys(shown, ([], [], [])), paths)  # type: ignore[arg-type]
    links = (("programmes/argos.md", "Argos"), ("programmes/juice.md", "JUICE"))
    assert owners.only_linked(Sentence("Argos", links[:1]), None, "", shown) == argos  # type: ignore[arg-type]
    assert owners.only_linked(Sentence("Argos JUICE", links), None, "", shown) is None  # type: ignore[arg-type]
    assert owners.only_linked(Sentence("4"), Sentence("3"), "", shown) is None  # type: ignore[arg-type]


def test_a_count_is_not_told_with_a_record_that_merely_stands_beside_it(tmp_path: Path) -> None:
    """Two records change, one of them shown on a page: what the other changes there is not the first one's."""
    before = Path(shutil.copytree(SMALL, tmp_path / "before"))
    for language in ("fr", "en"):
        page = before / "docs" / language / "programmes.md"
        page.write_text(page.read_text(encoding="utf-8") + "\nIn all {{ programmes | list | length }}.\n", "utf-8")
    after = Path(shutil.copytree(before, tmp_path / "after"))
    figures = after / "data" / "figures" / "esa.yml"
    figures.write_text(figures.read_text(encoding="utf-8").replace("What France pays.", "What is paid."), "utf-8")
    shutil.copy(after / "data" / "programmes" / "juice.yml", after / "data" / "programmes" / "other.yml")
    diff = compare(read_version(before, "before", ON), read_version(after, "", ON))
    counts = [line for line in told(diff) if "In all 1." in line]
    assert counts == ["  In all 1. → In all 2."] * 2


def test_an_entry_that_has_no_room_leaves_it_to_those_behind_it() -> None:
    """The gravest are told as fully as they can be; what is too long for the room is not in the way of the rest."""
    long = Item("s", [lambda: "x" * 900, lambda: "x" * 20])
    short = Item("s", [lambda: "y" * 60, lambda: "y" * 5])
    assert markdown._fit([long, short], 400) == 0
    assert (long.text, short.text) == ("x" * 20, "y" * 60)
