"""`factbook diff` and `factbook history` show every change as readers of each language see it, and nothing else."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import run

VALUE = "      value: 1.174\n"
CHANGE = (
    "      value: 1.274\n"
    "      change:\n"
    "        kind: correction\n"
    "        was: 1.174\n"
    "        on: 2026-11-23\n"
    '        reason: {fr: "Faute de frappe.", en: "Typing mistake."}\n'
)


def git(root: Path, *arguments: str) -> None:
    """Run git with its own author, whatever the configuration of the machine."""
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(small: Path) -> Path:
    """Return the small site as a git repository with one commit."""
    git(small, "init", "-q", "-b", "main")
    git(small, "add", "-A")
    git(small, "commit", "-q", "-m", "First version")
    return small


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace an exact text of a file."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_equal_versions_have_no_difference(repository: Path) -> None:
    """Two equal versions have no difference."""
    found = run(["factbook", "diff", "HEAD"], repository)
    assert found.returncode == 0, found.stderr
    assert "1,174" not in found.stdout


def test_a_correction_is_shown_in_both_languages_with_its_reason(repository: Path) -> None:
    """A corrected value has old and new value in each language, its reason, and the sentences that change."""
    edit(repository, "data/figures/esa.yml", VALUE, CHANGE)
    found = run(["factbook", "--lang", "en", "diff", "HEAD"], repository)
    assert found.returncode == 0, found.stdout + found.stderr
    for words in ("1,174 milliard d’euros → 1,274 milliard d’euros", "€1.174 billion → €1.274 billion",
                  "Typing mistake.", "+8.5%", "https://small.example/en/"):  # fmt: skip
        assert words in found.stdout
    assert "partnerships" not in found.stdout


def test_a_silent_change_is_refused(repository: Path) -> None:
    """A published value that is changed without a reason is an error on its line."""
    edit(repository, "data/figures/esa.yml", VALUE, VALUE.replace("1.174", "1.274"))
    found = run(["factbook", "diff", "HEAD"], repository)
    assert found.returncode == 1
    assert "data/figures/esa.yml:11" in found.stdout
    assert "silent-change" in found.stdout


def test_removed_observations_and_urls_are_refused(repository: Path) -> None:
    """A removed observation, or a removed URL of a page, is an error."""
    edit(
        repository,
        "data/figures/esa.yml",
        "    - period: 2021\n      value: 1.075\n      sources: [cnes-enbref-2022]\n",
        "",
    )
    for language in ("fr", "en"):
        edit(repository, f"docs/{language}/programmes.md", "description:", "slug: missions\ndescription:")
    found = run(["factbook", "diff", "HEAD"], repository)
    assert found.returncode == 1
    assert "2021" in found.stdout
    assert "https://small.example/programmes/" in found.stdout or "programmes/" in found.stdout


def test_two_commits_are_compared(repository: Path) -> None:
    """Any two versions of the repository can be compared, whatever the working tree holds."""
    edit(repository, "data/figures/esa.yml", VALUE, CHANGE)
    git(repository, "commit", "-q", "-a", "-m", "Correct the contribution")
    edit(repository, "data/figures/esa.yml", "value: 60", "value: 61")
    found = run(["factbook", "diff", "HEAD~1", "HEAD"], repository)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "1,274" in found.stdout
    assert "61" not in found.stdout


def test_json_markdown_and_annotations_have_the_same_changes(repository: Path) -> None:
    """JSON, Markdown and annotations have the same change; Markdown fits into a comment."""
    edit(repository, "data/figures/esa.yml", VALUE, VALUE.replace("1.174", "1.274"))
    whole = json.loads(run(["factbook", "diff", "HEAD", "--format", "json"], repository).stdout)
    assert "1.274" in json.dumps(whole)
    comment = run(["factbook", "diff", "HEAD", "--format", "markdown"], repository).stdout
    assert "1,274 milliard d’euros" in comment
    assert len(comment) <= 65_536
    marks = run(["factbook", "diff", "HEAD", "--format", "github"], repository).stdout
    assert "::error file=data/figures/esa.yml,line=11" in marks


def test_history_of_a_figure(repository: Path) -> None:
    """The history of a figure has its values from the commits of the repository."""
    edit(repository, "data/figures/esa.yml", VALUE, CHANGE)
    git(repository, "commit", "-q", "-a", "-m", "Correct the contribution")
    found = run(["factbook", "history", "esa-contribution"], repository)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "1,174" in found.stdout or "1.174" in found.stdout
    assert "1,274" in found.stdout or "1.274" in found.stdout


BUDGET_LINE = (
    '{name}:\n  label: {{fr: "Ligne {name}", en: "Line {name}"}}\n  definition: {{fr: "Une ligne.", en: "A line."}}\n'
    "  unit: EUR\n  scale: million\n  observations:\n    - {{period: 2020, value: {value}, sources: [cnes-seed-fr]}}\n"
)
LINES = 30


def _write_budget(root: Path, value: str) -> None:
    """Write a file with so many figures that the comment does not list the problem of each."""
    text = "".join(BUDGET_LINE.format(name=f"line-{number}", value=value) for number in range(LINES))
    (root / "data" / "figures" / "budget.yml").write_text(text, encoding="utf-8")


def test_many_changes_are_all_compared(repository: Path) -> None:
    """Each changed figure has its values, and each of its pages its sentences; the comment shortens the problems."""
    _write_budget(repository, "1.5")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Many figures")
    _write_budget(repository, "2.5")
    found = json.loads(run(["factbook", "diff", "HEAD", "--format", "json"], repository).stdout)
    names = {f"line-{number}" for number in range(LINES)}
    records = {record["id"]: record for record in found["records"]}
    assert records.keys() == names
    assert all(record["changes"][0]["new"]["fr"].startswith("2,5") for record in records.values())
    for language in ("fr", "en"):
        pages = [page for page in found["pages"] if page["language"] == language and page["is_record"]]
        assert {page["name"] for page in pages} == {f"figures/{name}" for name in names}
        assert all(any("2" in sentence["after"] for sentence in page["sentences"]) for page in pages)

    comment = run(["factbook", "--lang", "en", "diff", "HEAD", "--format", "markdown"], repository).stdout
    assert comment.count("`silent-change`") == 21
    assert f"and {LINES - 20} more of the same kind" in comment
    assert "#### figure line-0 " in comment
    assert comment.count("→ **€2.5 million**") == LINES
