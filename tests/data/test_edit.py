"""A command changes only the lines that it must, whatever the layout of the file."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import stat
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from factbook.data.edit import (
    Edit,
    FileChangedError,
    ObservationInput,
    RefusedError,
    dry_run,
    replace_file,
    save,
    set_observation,
)
from factbook.data.edit.tidy import tidy
from factbook.data.edit.yaml_patch import YamlPatcher
from factbook.data.edit.yaml_writer import Plain, block, flow, read, word
from factbook.data.loader import load_catalogue
from factbook.data.yaml import parse_yaml
from factbook.model import Catalogue, Observation, Place
from factbook.problems import Problem, Problems
from tests.conftest import ROOT, SMALL

LANGUAGES = ("fr", "en")
DAY = date(2026, 11, 23)
REAL = load_catalogue(ROOT, LANGUAGES)
FIGURES = [name for name, figure in REAL.figures.items() if not figure.computed]


def other_value(value: object) -> str:
    if isinstance(value, date):
        return "1999-01-02"
    return "3" if str(value) != "3" else "4"


def edited(catalogue: Catalogue, root: Path, figure: str, period: str, value: str, **given: Any) -> tuple[str, str]:
    """Return the text of a figure's file before and after an observation is set."""
    edit = set_observation(root, catalogue, figure, ObservationInput(period, value, **given), LANGUAGES, DAY).edit
    assert edit.before is not None
    return edit.before.decode(), edit.after.decode()


CHANGE = """\
      change:
        kind: correction
        was: {was}
        on: 2026-11-23
        reason: {{fr: "Faute de frappe", en: "Typing mistake"}}
"""


@pytest.mark.parametrize("figure", FIGURES)
def test_every_published_value_can_be_replaced(figure: str) -> None:
    """For each value of this site, its line changes, the lines of its reason are added, and no other byte changes."""
    for index, observation in enumerate(REAL.figures[figure].observations):
        why = {"kind": "correction", "reason": {"fr": "Faute de frappe", "en": "Typing mistake"}}
        value = other_value(observation.value)
        before, after = edited(REAL, ROOT, figure, observation.period.text, value, **why)
        lines = before.split("\n")
        line = REAL.place("figures", figure, "observations", index, "value").line - 1
        lines[line] = lines[line].replace(str(observation.value), value)
        assert after.count(CHANGE.format(was=observation.value)) == 1
        if observation.change is None:
            assert after.replace(CHANGE.format(was=observation.value), "") == "\n".join(lines)


@pytest.mark.parametrize("figure", FIGURES)
def test_a_value_can_be_added_before_between_and_after_all_others(figure: str) -> None:
    """For each figure of this site, three lines are added in order of time, and no other byte changes."""
    observations = REAL.figures[figure].observations
    years = {observation.period.start.year for observation in observations}
    for year in {1900, 2300, *(year + 1 for year in years if year + 1 not in years)}:
        value = other_value(observations[0].value)
        before, after = edited(REAL, ROOT, figure, f"{year}-07-01", value, others={"sources": [Plain("cnes-seed-fr")]})
        new = f"    - period: {year}-07-01\n      value: {value}\n      sources: [cnes-seed-fr]\n"
        assert after.replace(new, "") == before
        periods = [str(entry["period"]) for entry in parse_yaml(after, "").value[figure]["observations"]]
        assert periods == sorted(periods)


def diff(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return the removed and the added lines."""
    lines = list(difflib.ndiff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    return [x[2:] for x in lines if x[0] == "-"], [x[2:] for x in lines if x[0] == "+"]


DISGUISES: dict[str, Callable[[bytes], bytes]] = {
    "line ends of Windows": lambda raw: raw.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda raw: b"\xef\xbb\xbf" + raw,
    "spaces at line ends": lambda raw: raw.replace(b"]\n", b"]  \n"),
    "comments": lambda raw: raw.replace(b"]\n", b"]   # a comment: [with] {signs} - and \xe2\x80\x99\n"),
    "other spaces": lambda raw: raw.replace(b"value: ", b"value:    "),
    "letters beyond the first plane": lambda raw: "# 🛰️ 🛰️\n".encode() + raw,
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize("period", ["2020", "2021", "2022", "2023"])
def test_the_rest_of_a_file_is_unchanged_in_every_layout(disguise: str, period: str, small: Path) -> None:
    """A file in the layout of any text editor gets the same change, and is otherwise unchanged."""
    path = small / "data" / "figures" / "esa.yml"
    given = {
        "others": {"sources": [Plain("cnes-seed-fr"), Plain("cnes-enbref-2022")], "status": Plain("estimate")},
        "kind": "revision" if period in ("2021", "2022") else None,
        "reason": {"fr": "a", "en": "b"},
    }
    path.write_bytes(DISGUISES[disguise](path.read_bytes()))
    before, after = edited(load_catalogue(small, LANGUAGES), small, "esa-contribution", period, "9.90", **given)
    gone, come = diff(before, after)
    assert len(gone) == (2 if period in ("2021", "2022") else 0)
    assert len(come) == (8 if period in ("2021", "2022") else 4)
    assert ("\r\n" in before) == all(line.endswith("\r\n") for line in come)
    for line in gone:
        new = next(other for other in come if other.partition(":")[0] == line.partition(":")[0])
        assert without_value(new) == without_value(line)


def without_value(line: str) -> str:
    """Return a line with an empty list in place of its first list, else without its number."""
    return re.sub(r"\[.*?\]", "[]", line, count=1) if "[" in line else re.sub(r"[\d.]+", "", line)


def test_a_file_without_a_last_line_end(small: Path) -> None:
    """A last line without line end is changed correctly."""
    path = small / "data" / "figures" / "esa.yml"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    sources = {"sources": [Plain("cnes-seed-fr")]}
    before, after = edited(load_catalogue(small, LANGUAGES), small, "partnerships", "2023", "61", others=sources)
    assert after == before + "\n    - period: 2023\n      value: 61\n      sources: [cnes-seed-fr]"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a: {b: 1, c: [x]}\n", True),
        ("a:\n  b: >\n    folded\n\n    text\n\n  # of the next\n  c: 1\n", True),
        ("a:\n  b: |+\n    kept\n\n\n  c: 1\n", True),
        ("a:\n  b: 'quo''ted'  # c\n  c:\n  - x\n  - y # z\n", True),
        ('a:\n  b: "two\n    lines"\n  c: 1\n', True),
        ("? a\n: b: 1\n", True),
        ("a:\n  b :\n  c: 2\n", True),
        ("a:\n  ? b\n  : - x\n  c: 2\n", False),
        ("a:\n  b: 1\n  c: |+\n    kept\n\n", False),
    ],
)
def test_an_unsupported_layout_is_refused(text: str, kept: bool) -> None:
    """If a change cannot be made safely, the editor is asked to make it by hand."""
    meant = parse_yaml(text, "").value["a"] | {"b": "new", "d": ["x", "y"]}
    surgery = YamlPatcher(text, "file.yml")
    surgery.set(("a",), "b", "new", ["b", "c", "d"])
    surgery.set(("a",), "d", [Plain("x"), Plain("y")], ["b", "c", "d"])
    if kept:
        assert parse_yaml(surgery.result(), "").value["a"] == meant
        return
    with pytest.raises(Problems) as told:
        surgery.result()
    assert [problem.code for problem in told.value.found] == ["edit-by-hand"]


NASTY = [
    "", " ", "a", "'", '"', "\\", "a: b", "a #b", "- a", "[a", "{a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a`",
    "?", ":", "~", "null", "true", "no", "1.174", "2022-11-23", "1e3", ".5", "é’ « à »", "\u00a0", "\u202f",
    "\u2028", "\x85", "🛰️", "a\nb", "a\tb", " a ", "---", "...", "<<", "=", "{{ x }}", "a,b",
    "https://a.example/?b=c&d#e", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_any_text_round_trips(text: str) -> None:
    """A written text is parsed as the same text."""
    assert read(text) == text
    assert isinstance(text, str)
    assert parse_yaml("\n".join(block("key", {"fr": text, "en": [text, {"a": text}]}, 0)), "").value == {
        "key": {"fr": text, "en": [text, {"a": text}]}
    }
    assert parse_yaml(f"- {flow(word(text))}", "").value == [text]


def test_short_texts_are_written_on_one_line() -> None:
    """Short texts are on one line as in the rest of the data; long ones have a line for each language."""
    assert list(block("note", {"fr": "a", "en": "b"}, 2)) == ['  note: {fr: "a", en: "b"}']
    long = {"fr": "a" * 80, "en": "b" * 80}
    assert list(block("note", long, 0)) == ["note:", f'  fr: "{long["fr"]}"', f'  en: "{long["en"]}"']


def edit_of(root: Path, file: str = "data/sources.yml", after: bytes = b"x: 1\n") -> Edit:
    return Edit(file, (root / file).read_bytes(), after)


def test_a_change_is_checked_in_a_copy(small: Path) -> None:
    """The check of a change reads a copy of the site, which itself is unchanged."""
    seen = {}

    def check(root: Path) -> list[Problem]:
        seen[root == small] = (root / "data" / "sources.yml").read_bytes()
        assert (root / "docs" / "fr" / "index.md").is_file()
        return [Problem("empty", Place("data/sources.yml", 1))]

    before = (small / "data" / "sources.yml").read_bytes()
    with dry_run(small, "data", edit_of(small), check) as (stand_in, found):
        assert found == []  # the same fault was there before
        assert stand_in != small
    assert seen == {False: b"x: 1\n", True: before}
    assert (small / "data" / "sources.yml").read_bytes() == before
    assert not stand_in.exists()


def test_only_new_errors_refuse_a_change(small: Path) -> None:
    """Only errors that a change adds refuse it, even if the same error exists already."""
    old = [Problem("empty", Place("data/sources.yml", 1)), Problem("yaml-tab", Place("a", 1), severity="warning")]
    new = [*old, Problem("empty", Place("data/sources.yml", 7))]
    with dry_run(small, "data", edit_of(small), lambda root: old if root == small else new) as (_, found):
        assert [problem.place.line for problem in found] == [7]


def test_a_file_is_replaced_atomically(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure leaves the old file and no temporary file; a success keeps the permissions."""
    path = small / "data" / "sources.yml"
    before, names = path.read_bytes(), sorted(os.listdir(path.parent))
    path.chmod(0o640)

    def fails(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fails)
        with pytest.raises(OSError, match="disk full"):
            replace_file(path, b"new")
    assert path.read_bytes() == before
    assert sorted(os.listdir(path.parent)) == names
    replace_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_file_saved_in_the_meantime_is_not_overwritten(small: Path) -> None:
    """Saving raises FileChangedError if the file was saved since it was read."""
    edit = edit_of(small)
    (small / edit.file).write_bytes(b"mine")
    with pytest.raises(FileChangedError):
        save(small, edit)
    assert (small / edit.file).read_bytes() == b"mine"


def test_every_key_of_an_observation_can_be_set_in_its_order(tmp_path: Path) -> None:
    """New keys are written in the order of the guide, whatever keys exist."""
    root = Path(shutil.copytree(SMALL, tmp_path / "small"))
    others: dict[str, Any] = {
        "note": {"fr": "a", "en": "b"}, "confidence": Plain("low"), "break_note": {"fr": "a", "en": "b"},
        "status": Plain("estimate"), "qualifier": Plain("about"), "sources": [Plain("cnes-seed-fr")],
    }  # fmt: skip
    catalogue = load_catalogue(root, LANGUAGES)
    _, after = edited(catalogue, root, "esa-contribution", "2022", "1.174", others=others)
    keys = list(parse_yaml(after, "").value["esa-contribution"]["observations"][1])
    assert keys == [key for key in Observation.model_fields if key in keys]
    assert set(keys) == {"period", "value", "disagreements", *others}


def test_unknown_figures_and_periods_are_refused(small: Path) -> None:
    """An unknown figure or period is refused with the nearest known one."""
    catalogue = load_catalogue(small, LANGUAGES)
    with pytest.raises(RefusedError) as refused:
        set_observation(small, catalogue, "partnership", ObservationInput("2022", "1"), LANGUAGES, DAY)
    assert (refused.value.code, refused.value.values["hint"]) == ("unknown-id", "partnerships")


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.yml")), ids=lambda path: path.name)
def test_the_data_is_tidy(path: Path) -> None:
    """This site's data is formatted by `factbook fmt`, which is idempotent."""
    text = path.read_bytes().decode()
    assert tidy(text) == text
    assert tidy(tidy("\ufeff" + text.replace("\n", " \r\n"))) == text
