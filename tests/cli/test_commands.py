"""Golden cases of tests/cases/commands: what an editor types, what is told, and what is then in the files.

A case has `run` (a command line), and may have `replace`, `write` and `delete` (edits of tests/site made
before, as in tests/cases/problems), `status` (0), `says` (texts that are told), `diff` (for each file that
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
def test_a_command_does_what_its_case_says(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command tells what it should, writes exactly the lines it should, and leaves every other byte alone."""
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
    """The site as a clone has it: on the branch main, with a remote that it was cloned from."""
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "One"],
                      ["update-ref", "refs/remotes/origin/main", "HEAD"]):  # fmt: skip
        subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_the_example_in_the_help_works(
    name: str, command: click.Command, used_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command's help shows an example of it, and the example works on this site as it stands."""
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
    (used_project / "site").mkdir()  # for the one that compresses what is published
    status, output = run_here(command.example.removeprefix("factbook "), used_project, monkeypatch)
    assert status == 0, output


def test_every_help_text_can_be_translated() -> None:
    """Editors get help in their language: every text of it is known to those who write the catalogues."""
    known = set(texts(main))
    for _, command in COMMANDS:
        assert " ".join((command.help or "").split()) in known
        assert all(not option.help or option.help in known for option in command.params
                   if isinstance(option, click.Option) and option.name != "version")  # fmt: skip


@pytest.mark.parametrize("language", editor_languages())
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`factbook explain` tells of each code what it means, in each language, with nothing left to fill in."""
    status, output = run_here(f"explain {code} --lang {language}", ROOT, monkeypatch)
    assert status == 0
    assert "{hint" not in output.partition("\n\n")[0]
    assert CODES[code].good_example.split("\n")[0] in output


def test_the_check_can_be_read_by_programs(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output of `--format json` is JSON and nothing else; the count goes to the error stream."""
    monkeypatch.setenv("LANGUAGE", "en")
    result = CliRunner().invoke(main, ["check", "--format", "json", "--root", str(small)])
    rows = json.loads(result.stdout)
    assert {row["severity"] for row in rows} == {"warning"}
    assert f"errors: 0, warnings: {len(rows)}" in result.stderr


def test_a_fault_of_the_tool_is_one_line(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even what nobody foresaw is told as a sentence, not as a traceback."""

    def fails(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("factbook.build.pipeline.load_site", fails)
    monkeypatch.setenv("LANGUAGE", "en")
    result = CliRunner().invoke(main, ["check", "--root", str(small)])
    assert result.exit_code == 1
    assert result.output.strip().split("\n") == ["internal error in factbook: RuntimeError: boom. Please report it."]


def at_terminal(arguments: list[str], root: Path, answers: str = "") -> tuple[int, str]:
    """Run the command as at a terminal: what is typed there, and what it then shows."""
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


def test_new_asks_for_the_rest_at_a_terminal(small: Path) -> None:
    """At a terminal what was not given is asked for, a wrong answer is asked again, and the entry is right."""
    answers = "cnes-2026\nCNES\nfr\noui\ntrue\n"
    status, shown = at_terminal(["new", "source", "--title", "Le CNES en bref"], small, answers)
    assert status == 0, shown
    assert "--publisher" in shown
    assert "--title" not in shown
    assert "one of true, false" in shown
    text = (small / "data" / "sources.yml").read_text(encoding="utf-8")
    assert 'cnes-2026:\n  title: "Le CNES en bref"\n  publisher: "CNES"\n' in text


def test_long_work_shows_how_far_it_is(small: Path) -> None:
    """A bar with the name of the stage is shown where somebody watches (and golden cases show: only there)."""
    status, shown = at_terminal(["check"], small)
    assert status == 0
    assert "4/4" in shown
    assert "writing the pages" in shown
