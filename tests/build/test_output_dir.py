"""Golden cases of the plan (tests/cases/output_plan.yml), and what carries it out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from factbook.build.engine import LanguageBuild
from factbook.build.output_dir import OutputDir, Target, plan
from tests.conftest import ROOT

CASES = yaml.safe_load((ROOT / "tests" / "cases" / "output_plan.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_plan_is_what_its_case_says(case: dict[str, Any]) -> None:
    """Each step of a plan lists exactly the paths that it should, in this order."""
    assert case.keys() <= {"name", "old", "published", "files", "pictures", "pages", "plan"}
    pages = case.get("pages", {})
    new = Target(case.get("files", {}), case.get("pictures", {}), pages, dict.fromkeys(pages, "s"))
    found = plan(case.get("old", {}), new, case.get("published"))
    assert {name: steps for name, steps in vars(found).items() if steps} == case["plan"]


def part(folder: Path, key: str) -> LanguageBuild:
    return LanguageBuild(folder / "mkdocs.fr.yml", folder, "", {"index.md": "index.html"}, {"index.md": key}, "s")


def test_a_changed_file_is_replaced_and_never_written_into(tmp_path: Path) -> None:
    """The published folder may share a file: its bytes stay, and what did not change is shared."""
    site, new = tmp_path / "site", tmp_path / "new"
    published = OutputDir(site, {})
    published.update({"a.css": b"1", "b.css": b"1"}, {}, [])
    output = OutputDir(new, {}, (site, published.manifest))
    output.update({"a.css": b"1", "b.css": b"1"}, {}, [])
    assert os.path.samefile(site / "a.css", new / "a.css")
    output.update({"a.css": b"2", "b.css": b"1"}, {}, [])
    assert (site / "a.css").read_bytes() == b"1"
    assert (new / "a.css").read_bytes() == b"2"
    assert os.path.samefile(site / "b.css", new / "b.css")


def test_what_cannot_be_linked_is_written_and_rendered(tmp_path: Path) -> None:
    """A published file that is gone, or on another disk, costs work, and is not missing."""
    published = OutputDir(tmp_path / "site", {})
    (job,) = published.update({"a.css": b"1"}, {}, [part(tmp_path, "k")])
    published.mark_rendered(job)
    output = OutputDir(tmp_path / "new", {}, (tmp_path / "nowhere", published.manifest))
    (job,) = output.update({"a.css": b"1"}, {}, [part(tmp_path, "k")])
    assert (tmp_path / "new" / "a.css").read_bytes() == b"1"
    assert job.missing == {"index.md"}
    output.mark_rendered(job)
    assert output.update({"a.css": b"1"}, {}, [part(tmp_path, "k")]) == []
