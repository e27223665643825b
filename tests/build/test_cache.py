"""What earlier builds have kept makes the next one fast, and never another: the same bytes as a build from nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from factbook.build.cache import Cache
from factbook.build.pipeline import run_pipeline, stage_tree
from factbook.build.staging import Tree
from factbook.build.trace import MemoTables
from tests.build.test_build import fingerprint
from tests.conftest import ROOT, SMALL, TOOLS, run

EDITS = yaml.safe_load((ROOT / "tests" / "cases" / "cache" / "edits.yml").read_text(encoding="utf-8"))
INPUTS = ("mkdocs.yml", "data", "docs", "overrides")


@pytest.fixture
def themed(tmp_path: Path) -> Path:
    """The smallest site with this project's theme: cards, embeds, styles, interface strings."""
    site = Path(shutil.copytree(SMALL, tmp_path / "themed"))
    shutil.copytree(ROOT / "overrides", site / "overrides")
    configuration = site / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace("  name: mkdocs", "  name: material\n  custom_dir: overrides"), "utf-8")
    return site


def apply(edit: dict[str, Any], site: Path) -> None:
    """Do what an edit says."""
    (kind,) = {"in", "write", "remove", "touch", "damage"} & edit.keys()
    path = site / edit[kind]
    if kind == "in":
        text = path.read_text(encoding="utf-8")
        assert edit["old"] in text, f"{edit['name']}: {edit['old']!r} is not in {edit['in']}"
        path.write_text(text.replace(edit["old"], edit["new"], 1), encoding="utf-8")
    elif kind == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(edit["text"], encoding="utf-8")
    elif kind == "remove":
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif kind == "touch":
        path.touch()
    else:
        for file in path.rglob("*"):
            if file.is_file():
                file.write_bytes(file.read_bytes()[:50] + b"\xff")


FACTS = yaml.safe_load((ROOT / "tests" / "cases" / "cache" / "facts.yml").read_text(encoding="utf-8"))


def staged(site: Path, memories: MemoTables | None) -> Tree:
    """The staged tree of a project, with or without what earlier runs remember."""
    if memories is None:
        return stage_tree(run_pipeline(site))
    tree = stage_tree(run_pipeline(site, memory=memories.pages), memories.cards)
    memories.save()
    return tree


def test_remembered_or_not_the_markdown_is_the_same(project: Path) -> None:
    """After edits of this project's own facts, whose pages look at one another's, as one process and as several."""
    memories = MemoTables.open(project)
    staged(project, memories)
    for number, edit in enumerate(FACTS):
        for step in edit["steps"]:
            apply({"name": edit["name"], **step}, project)
        if number % 2:
            memories = MemoTables.open(project)  # as another process would
        kept, new = staged(project, memories), staged(project, None)
        pairs = ((kept.sources, new.sources), (kept.files, new.files), (kept.pictures, new.pictures))
        for have, want in pairs:
            assert {name for name in have | want if have.get(name) != want.get(name)} == set(), edit["name"]


def built(site: Path) -> dict[str, str]:
    """The files of a site that was just built."""
    result = run(["mkdocs", "build"], site)
    assert result.returncode == 0, result.stdout + result.stderr
    return fingerprint(site / "site")


def from_nothing(site: Path, target: Path) -> dict[str, str]:
    """The files of the same site built where nothing was ever built."""
    shutil.rmtree(target, ignore_errors=True)
    for name in INPUTS:
        origin = site / name
        target.mkdir(exist_ok=True)
        (shutil.copytree if origin.is_dir() else shutil.copy)(origin, target / name)
    return built(target)


def test_kept_or_not_the_site_is_the_same(themed: Path, tmp_path: Path) -> None:
    """After each of many edits, a build with everything that is kept gives the bytes of one from nothing."""
    built(themed)
    for edit in EDITS:
        apply(edit, themed)
        if edit.get("half"):
            continue
        kept, new = built(themed), from_nothing(themed, tmp_path / "new")
        assert {name for name in kept | new if kept.get(name) != new.get(name)} == set(), edit["name"]
        assert [path.name for path in themed.glob(".site*")] == [], edit["name"]


def test_with_nothing_changed_nothing_is_built(themed: Path) -> None:
    """The second build leaves every file, and says so."""
    built(themed)
    before = {path: path.stat().st_ino for path in (themed / "site").rglob("*")}
    result = run(["mkdocs", "build", "--strict"], themed, LANGUAGE="")
    assert "Nothing has changed" in result.stderr
    assert {path: path.stat().st_ino for path in (themed / "site").rglob("*")} == before


def test_only_pages_that_changed_are_rendered(themed: Path) -> None:
    """A figure that one page a language shows is rendered on that page, and on its own."""
    built(themed)
    path = themed / "data" / "figures" / "esa.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 60", "value: 61"), encoding="utf-8")
    result = run(["mkdocs", "build"], themed)
    assert "12 pages, 2 re-rendered" in result.stderr


def test_a_killed_build_spoils_nothing(themed: Path, tmp_path: Path) -> None:
    """Builds killed at any moment leave the published site whole, and the next build right."""
    old = built(themed)
    path = themed / "data" / "figures" / "esa.yml"
    text = path.read_text(encoding="utf-8")
    for number in range(8):
        path.write_text(text.replace("value: 1.174", f"value: 1.{200 + number}"), encoding="utf-8")
        process = subprocess.Popen(
            [str(TOOLS / "mkdocs"), "build", "-q"], cwd=themed, start_new_session=True,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(0.12 + 0.09 * number)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found = fingerprint(themed / "site")
        if found != old:  # it had been published already
            assert found == from_nothing(themed, tmp_path / "new")
            old = found
    path.write_text(text, encoding="utf-8")
    assert built(themed) == from_nothing(themed, tmp_path / "new")
    assert [left.name for left in themed.glob(".site*")] == []


def test_two_builds_at_once_spoil_nothing(themed: Path, tmp_path: Path) -> None:
    """Two builds of one folder at the same time end well, and so does the next."""
    built(themed)
    path = themed / "data" / "figures" / "esa.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 1.174", "value: 1.3"), encoding="utf-8")
    both = [
        subprocess.Popen([str(TOOLS / "mkdocs"), "build", "-q"], cwd=themed, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in both:
        _, errors = process.communicate()
        assert process.returncode == 0, errors
    new = from_nothing(themed, tmp_path / "new")
    assert fingerprint(themed / "site") == new
    assert built(themed) == new


def test_what_is_not_whole_is_not_kept(tmp_path: Path) -> None:
    """A content that was cut short, or changed, is as if it had never been there."""
    cache = Cache(tmp_path / "kept")
    cache.put("a", b"content")
    assert cache.get("a") == b"content"
    for spoilt in (b"", b"x", (tmp_path / "kept" / "a").read_bytes()[:-1], b"0" * 32 + b"content"):
        (tmp_path / "kept" / "a").write_bytes(spoilt)
        assert cache.get("a") is None
