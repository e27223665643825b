"""Golden cases of tests/cases/commands: command line, output, and changes to the files.

A case has `run` (a command line), and may have `replace`, `write` and `delete` (edits of tests/site made
before, as in tests/cases/problems), `status` (0), `says` (texts of the output), `diff` (for each file that
changes, its lines with - and + as `diff` shows them without context). Every other file stays as it is.
"""

from __future__ import annotations

import difflib
import json
import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from click.testing import CliRunner

from factbook.cli import main
from factbook.cli.framework import Command, texts
from factbook.i18n.messages import editor_languages
from factbook.problems import CODES
from tests.conftest import ROOT, SMALL, TOOLS
from tests.problems.test_problems import apply

CASES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in sorted((ROOT / "tests" / "cases" / "commands").glob("*.yml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]
KEYS = {"name", "run", "replace", "write", "delete", "status", "says", "diff"}


def files(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def changed_lines(before: bytes | None, after: bytes) -> str:
    old = (before or b"").decode().splitlines()
    found = difflib.unified_diff(old, after.decode().splitlines(), lineterm="", n=0)
    return "\n".join(line for line in list(found)[2:] if not line.startswith("@@"))


def run_here(line: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """Run a command line in `root`, without a terminal, in the language the messages are written in."""
    monkeypatch.chdir(root)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    monkeypatch.setenv("FACTBOOK_DEBUG", "1")
    result = CliRunner().invoke(main, shlex.split(line), prog_name="factbook")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize("case", CASES)
def test_golden_case_of_a_command(case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command prints the expected texts, writes exactly the expected lines, and changes no other byte."""
    assert set(case) <= KEYS
    root = Path(shutil.copytree(SMALL, tmp_path / "small"))
    apply(case, root)
    before = files(root)
    status, output = run_here(case["run"], root, monkeypatch)
    assert [said for said in case.get("says", []) if said not in output] == [], output
    assert status == case.get("status", 0), output
    after = files(root)
    changed = {file: changed_lines(before.get(file), after[file]) for file in after if after[file] != before.get(file)}
    assert {f: lines.strip("\n") for f, lines in case.get("diff", {}).items()} == changed
    assert set(before) <= set(after)


def commands(command: click.Command, name: str = "factbook") -> list[tuple[str, click.Command]]:
    below = getattr(command, "commands", {})
    return [(name, command), *(pair for key, sub in below.items() for pair in commands(sub, f"{name} {key}"))]


COMMANDS = commands(main)


def under_version_control(project: Path) -> None:
    """Return the site as a git clone: on the branch main, with a remote."""
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "One"],
                      ["update-ref", "refs/remotes/origin/main", "HEAD"]):  # fmt: skip
        subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_the_example_of_the_help_works(
    name: str, command: click.Command, used_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The help of each command has an example, which works on this site."""
    assert isinstance(command, Command)
    if name in ("factbook diff", "factbook history"):
        under_version_control(used_project)
    status, output = run_here(f"{name} --help".removeprefix("factbook "), used_project, monkeypatch)
    assert status == 0
    assert "Example:" in output
    assert command.example.startswith(name)
    assert command.example in output
    if name.startswith("factbook sources"):
        return  # its example visits the publishers' addresses: tests/review/test_sources_check.py has one of its own
    if name == "factbook serve":
        return  # it runs until it is interrupted: tests/build/test_serve.py runs it
    (used_project / "site").mkdir()  # for the one that compresses what is published
    status, output = run_here(command.example.removeprefix("factbook "), used_project, monkeypatch)
    assert status == 0, output


def test_every_help_text_can_be_translated() -> None:
    """Every text of the help is in the catalogue of messages."""
    known = set(texts(main))
    for _, command in COMMANDS:
        assert " ".join((command.help or "").split()) in known
        assert all(not option.help or option.help in known for option in command.params
                   if isinstance(option, click.Option) and option.name != "version")  # fmt: skip


@pytest.mark.parametrize("language", editor_languages())
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`factbook explain` explains each code in each language, without unfilled fields."""
    status, output = run_here(f"explain {code} --lang {language}", ROOT, monkeypatch)
    assert status == 0
    assert "{hint" not in output.partition("\n\n")[0]
    assert CODES[code].good_example.split("\n")[0] in output


def test_json_output_of_check(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output of `--format json` is JSON only; the count goes to the error stream."""
    monkeypatch.setenv("LANGUAGE", "en")
    result = CliRunner().invoke(main, ["check", "--format", "json", "--root", str(small)])
    rows = json.loads(result.stdout)
    assert {row["severity"] for row in rows} == {"warning"}
    assert f"errors: 0, warnings: {len(rows)}" in result.stderr


def test_an_internal_error_is_one_line(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unexpected exception is reported as a sentence, not as a traceback."""

    def fails(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("factbook.build.pipeline.load_site", fails)
    monkeypatch.setenv("LANGUAGE", "en")
    result = CliRunner().invoke(main, ["check", "--root", str(small)])
    assert result.exit_code == 1
    assert result.output.strip().split("\n") == ["internal error in factbook: RuntimeError: boom. Please report it."]


def at_terminal(arguments: list[str], root: Path, answers: str = "") -> tuple[int, str]:
    """Run a command in a pseudo-terminal with some input, and return its output."""
    if not hasattr(os, "openpty"):
        pytest.skip("no pseudo-terminals on this system")
    master, slave = os.openpty()
    os.write(master, answers.encode())
    done = subprocess.run(
        [TOOLS / "factbook", *arguments], cwd=root, stdin=slave, stdout=subprocess.PIPE, stderr=slave, timeout=120,
        env={**os.environ, "LANGUAGE": "en", "TERM": "dumb"},
    )  # fmt: skip
    os.close(slave)
    shown = b""
    try:
        while part := os.read(master, 65536):
            shown += part
    except OSError:  # how Linux says that there is no more
        pass
    os.close(master)
    return done.returncode, done.stdout.decode() + shown.decode()


def test_new_prompts_for_missing_fields_at_a_terminal(small: Path) -> None:
    """Missing fields are prompted for, an invalid answer is prompted for again, and the entry is valid."""
    answers = "cnes-2026\nCNES\nfr\noui\ntrue\n"
    status, shown = at_terminal(["new", "source", "--title", "Le CNES en bref"], small, answers)
    assert status == 0, shown
    assert "--publisher" in shown
    assert "--title" not in shown
    assert "one of true, false" in shown
    text = (small / "data" / "sources.yml").read_text(encoding="utf-8")
    assert 'cnes-2026:\n  title: "Le CNES en bref"\n  publisher: "CNES"\n' in text


def test_a_progress_bar_is_shown_at_a_terminal(small: Path) -> None:
    """A bar with the name of the stage is shown at a terminal (golden cases show that it is shown only there)."""
    status, shown = at_terminal(["check"], small)
    assert status == 0
    assert "4/4" in shown
    assert "writing the pages" in shown
