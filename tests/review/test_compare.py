"""A reviewer sees every change, as each language's reader will read it, and nothing that did not change."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from factbook.review.diff.sampling import MANY
from tests.checks.test_sampling import ALIKE
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
    """Run git with an author of its own, whatever the machine has."""
    identity = ["-c", "user.name=Editor", "-c", "user.email=editor@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(small: Path) -> Path:
    """The small site under version control, its first version committed."""
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


def test_nothing_changed_is_said_to_be_nothing(repository: Path) -> None:
    """Two equal versions have no difference."""
    found = run(["factbook", "diff", "HEAD"], repository)
    assert found.returncode == 0, found.stderr
    assert "1,174" not in found.stdout


def test_a_correction_is_told_in_both_languages_with_its_reason(repository: Path) -> None:
    """A corrected value: old and new as each reader reads it, its reason, and the sentences that change."""
    edit(repository, "data/figures/esa.yml", VALUE, CHANGE)
    found = run(["factbook", "--lang", "en", "diff", "HEAD"], repository)
    assert found.returncode == 0, found.stdout + found.stderr
    for words in ("1,174 milliard d’euros → 1,274 milliard d’euros", "€1.174 billion → €1.274 billion",
                  "Typing mistake.", "+8.5%", "https://small.example/en/"):  # fmt: skip
        assert words in found.stdout
    assert "partnerships" not in found.stdout


def test_a_silent_change_is_refused(repository: Path) -> None:
    """A published value that is changed without saying why ends with an error on its line."""
    edit(repository, "data/figures/esa.yml", VALUE, VALUE.replace("1.174", "1.274"))
    found = run(["factbook", "diff", "HEAD"], repository)
    assert found.returncode == 1
    assert "data/figures/esa.yml:11" in found.stdout
    assert "silent-change" in found.stdout


def test_what_disappears_is_refused(repository: Path) -> None:
    """An observation, or a page's address, that is no longer there is an error."""
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


def test_the_other_forms_say_the_same(repository: Path) -> None:
    """JSON, Markdown and annotations come from the same account; Markdown fits a comment."""
    edit(repository, "data/figures/esa.yml", VALUE, VALUE.replace("1.174", "1.274"))
    whole = json.loads(run(["factbook", "diff", "HEAD", "--format", "json"], repository).stdout)
    assert "1.274" in json.dumps(whole)
    comment = run(["factbook", "diff", "HEAD", "--format", "markdown"], repository).stdout
    assert "1,274 milliard d’euros" in comment
    assert len(comment) <= 65_536
    marks = run(["factbook", "diff", "HEAD", "--format", "github"], repository).stdout
    assert "::error file=data/figures/esa.yml,line=11" in marks


def test_history_tells_what_the_site_said(repository: Path) -> None:
    """What the site said of a figure, and when, from the versions of the repository."""
    edit(repository, "data/figures/esa.yml", VALUE, CHANGE)
    git(repository, "commit", "-q", "-a", "-m", "Correct the contribution")
    found = run(["factbook", "history", "esa-contribution"], repository)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "1,174" in found.stdout or "1.174" in found.stdout
    assert "1,274" in found.stdout or "1.274" in found.stdout


def _lines_of_the_budget(root: Path, value: str) -> None:
    """So many figures of one shape, and one of another, that not all of their pages are compared."""
    file = root / "data" / "figures" / "budget.yml"
    file.write_text(
        "".join(
            ALIKE.format(name=f"line-{number}", more=", status: estimate" if number == MANY else "").replace(
                "value: 1.5", f"value: {value}"
            )
            for number in range(MANY + 10)
        ),
        encoding="utf-8",
    )


def test_very_many_changes_alike_are_all_told_by_their_records(repository: Path) -> None:
    """Of hundreds of changed figures each is told with its values; their pages are compared by a few of each shape."""
    _lines_of_the_budget(repository, "1.5")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "Many figures")
    _lines_of_the_budget(repository, "2.5")
    found = run(["factbook", "diff", "HEAD", "--format", "json"], repository)
    accounts = {account["id"]: account for account in json.loads(found.stdout)["accounts"]}
    assert {f"line-{number}" for number in range(MANY + 10)} == accounts.keys()
    assert all({**account["changes"][0]["new"]}["fr"].startswith("2,5") for account in accounts.values())
    pages = {name: [page for page in account["pages"]["fr"] if name in page["address"]]
             for name, account in accounts.items()}  # fmt: skip
    assert all(len(own) == 1 for own in pages.values())
    assert [name for name, (page,) in pages.items() if page["is_read"]] == [
        "line-0",
        "line-1",
        "line-2",
        f"line-{MANY}",
    ]
    assert any("2,5" in seen["after"] for seen in accounts[f"line-{MANY}"]["seen"])

    comment = run(["factbook", "--lang", "en", "diff", "HEAD", "--format", "markdown"], repository).stdout
    assert f"very many records changed alike: {2 * (MANY + 10 - 4)}." in comment
    assert comment.count("`silent-change`") == 21
    assert f"and {MANY + 10 - 20} more of the same kind" in comment
    assert "#### figure line-0 " in comment
    assert comment.count("→ **€2.5 million**") == MANY + 10


def test_a_change_of_ordinary_size_is_compared_on_every_page(repository: Path) -> None:
    """Where fewer records changed, no page is left out."""
    edit(repository, "data/figures/esa.yml", VALUE, CHANGE)
    found = run(["factbook", "diff", "HEAD", "--format", "json"], repository)
    assert '"is_read":false' not in found.stdout.replace(" ", "")
