"""Nothing that is printed acts on a terminal, a log or a continuous integration service."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from factbook.data.yaml import parse_yaml
from factbook.model import Place
from factbook.opendata.encoding import cell
from factbook.problems import Problem, Problems, as_annotations, as_json, as_text
from factbook.problems.escape import escape_command, escape_line, escape_text
from factbook.review import Diff
from factbook.review.diff.model import Change, RecordDiff
from factbook.review.formats import as_annotations as diff_annotations
from factbook.review.formats import as_text as diff_text
from tests.conftest import ROOT

FILE = ROOT / "tests" / "cases" / "hostile" / "controls.yml"
PAYLOADS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


def assert_harmless(printed: str, commands: int = 0) -> None:
    """Check that a text has no control characters and only as many GitHub commands as the program writes."""
    assert not ACTIVE.search(printed)
    assert sum(line.lstrip().startswith("::") for line in printed.splitlines()) == commands


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_problem_is_harmless_in_each_form(payload: str, tmp_path: Path) -> None:
    """A value, a file name and a quoted line come out as escapes: text, JSON, annotations and the error page."""
    (tmp_path / "a.yml").write_text(f"x: {payload}", encoding="utf-8")
    for file in ("a.yml", f"{payload}.yml"):
        problem = Problem("duplicate-key", Place(file, 1), {"key": payload, "first": payload})
        assert_harmless(as_text(problem, tmp_path, "en"))
        assert_harmless(str(Problems([problem])))
        assert_harmless(as_annotations([problem, problem], "fr"), commands=2)
        assert not ACTIVE.search(json.dumps(json.loads(as_json([problem], "en"))))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_diff_is_harmless(payload: str) -> None:
    """The texts of a diff, which may come from a template or a file, come out as escapes."""
    change = Change("field", payload, Place(payload, 1), {"en": payload}, {"en": f"x{payload}"}, reason={"en": payload})
    record = RecordDiff("figures", payload, {"en": payload}, change.place, (change,))
    diff = Diff(payload, "", {"en": "English"}, (record,))
    assert_harmless(diff_text(diff, "en"))
    assert_harmless(diff_annotations(diff, "en"), commands=1)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_escape_hides_nothing(payload: str) -> None:
    """Every character is kept or written as its escape, and a usual text is unchanged."""
    assert not ACTIVE.search(escape_text(payload))
    assert_harmless(escape_line(f"x{payload}"))
    assert_harmless(escape_command(payload, ":,"))
    for escape in (escape_text, escape_line, escape_command):
        assert escape("1,174 milliard d’euros : « été » 👩‍🚀") == "1,174 milliard d’euros : « été » 👩‍🚀"


@pytest.mark.parametrize("payload", ["\\e]0;pwn\\a", "\\0", "a\\x9b2J", "a\\x7f", "a\\rb", "a\\b"])
def test_an_escaped_control_character_is_refused_in_data(payload: str) -> None:
    """A key or a text that writes a control character as an escape of YAML is refused like the character itself."""
    for text in (f'"{payload}": 1', f'a: "{payload}"', f'a: [{{b: "{payload}"}}]', f'a: 1\na: "{payload}"'):
        document = parse_yaml(text, "a.yml")
        assert "odd-character" in [problem.code for problem in document.problems]
    assert parse_yaml('a: "b\\nc\\t\\u00a0"', "a.yml").problems == []


@pytest.mark.parametrize("start", ["", "\x00", "\x08", "\x1b", "\x7f", "\x9b", "\xad", " \x00\t"])
def test_no_cell_is_a_formula(start: str) -> None:
    """A spreadsheet finds a text, whatever it drops before the sign of a formula."""
    for sign in "=+-@":
        assert cell(f"{start}{sign}1+1").startswith("'")
