"""Known changes, compared: each is told with the right pages and sentences in both languages, and nothing else is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from factbook.comparing import Diff, compare
from factbook.comparing.phrases import Phrases
from factbook.comparing.versions import read_version
from tests.conftest import ROOT, SMALL
from tests.test_problems import apply

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
    for name, findings in (("error", diff.guards), ("adds", diff.problems_added), ("mends", diff.problems_mended)):
        yield from (f"{name} {f.place.file}:{f.place.line} {f.code}" for f in findings)


@pytest.mark.parametrize("case", yaml.safe_load(FILE.read_text(encoding="utf-8")), ids=lambda case: case["name"])
def test_a_known_change_is_told(case: dict[str, Any], tmp_path: Path) -> None:
    """A reviewer reads exactly what readers will see change, where, and nothing invented."""
    before = Path(shutil.copytree(SMALL, tmp_path / "before"))
    after = Path(shutil.copytree(SMALL, tmp_path / "after"))
    apply(case, after)
    diff = compare(read_version(before, "before", ON), read_version(after, "", ON))
    assert list(told(diff)) == case["told"]
