"""What several tests need: copies of the site, a built site, a served one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "site"
PARTS = ("mkdocs.yml", "data", "docs", "overrides")
TOOLS = Path(sys.executable).parent


def run(command: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the installed commands as a user would; its output is text."""
    return subprocess.run(
        [str(TOOLS / command[0]), *command[1:]],
        cwd=cwd,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8", "LANGUAGE": "", **environment},
        capture_output=True,
        text=True,
        timeout=240,
    )


def copy_of_the_site(target: Path) -> Path:
    """A copy of this project's own facts, pages and theme."""
    target.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        origin = ROOT / part
        (shutil.copytree if origin.is_dir() else shutil.copy)(origin, target / part)
    return target


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project that a test may change."""
    return copy_of_the_site(tmp_path / "project")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the smallest complete site: two figures, one programme, two languages."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project with its finished site in `site/`; tests only read it."""
    project = copy_of_the_site(tmp_path_factory.mktemp("built") / "project")
    result = run(["mkdocs", "build", "--strict"], project)
    assert result.returncode == 0, result.stdout + result.stderr
    return project
