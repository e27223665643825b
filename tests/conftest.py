"""What several tests need: copies of the site, a built site, a served one."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.preloaded import COMMANDS, Preloaded

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "site"
PARTS = ("mkdocs.yml", "data", "docs", "overrides")
TOOLS = Path(sys.executable).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the exhaustive run."""
    parser.addoption("--all", action="store_true", help="open every page in the browser (make test-all)")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines what a short run has left out, so that nobody takes it for the exhaustive one."""
    left: dict[tuple[str, str], None] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()):
                if name == "left out" and not value.startswith("0 "):
                    left[report.location[2].partition("[")[0], value] = None
    if left:
        terminalreporter.section("left out; make test-all has it")
        for test, value in sorted(left):
            terminalreporter.line(f"{test}: {value}")


@cache
def _preloaded() -> Preloaded:
    return Preloaded()


def run(command: list[str], cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of the installed commands as a user would; its output is text."""
    words = [str(TOOLS / command[0]), *command[1:]]
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "LC_ALL": "C.UTF-8", "LANGUAGE": "", **environment}
    if command[0] in COMMANDS and "PYTHONHASHSEED" not in environment:
        return _preloaded().run(words, cwd, env, 240)
    return subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, timeout=240)


def copy_of_the_site(target: Path) -> Path:
    """A copy of this project's own facts, pages and theme."""
    target.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        origin = ROOT / part
        (shutil.copytree if origin.is_dir() else shutil.copy)(origin, target / part)
    return target


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that the first worker to ask fills by `make`, while the others wait; all of them share it.

    Args:
        factory: Pytest's folders; those of parallel workers stand side by side in the folder of the run.
        name: The folder's name, one for each thing that is made.
        make: Called with a folder that is not there yet; where it raises, the next one who asks calls it again.
    """
    root = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    target, done = root / name, root / f"{name}.done"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(target, ignore_errors=True)
            make(target)
            done.touch()
    return target


def _build_own_site(target: Path) -> None:
    project = copy_of_the_site(target / "project")
    result = run(["mkdocs", "build", "--strict"], project)
    assert result.returncode == 0, result.stdout + result.stderr
    shutil.copytree(project / ".cache", target / "kept")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project with its finished site in `site/`, built once in a run; tests only read it."""
    return once(tmp_path_factory, "built", _build_own_site) / "project"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project that a test may change."""
    return copy_of_the_site(tmp_path / "project")


@pytest.fixture
def used_project(project: Path, built: Path) -> Path:
    """A copy of this project that a test may change, with what its build has kept, as an editor has it.

    `test_cache.py` shows that what is kept changes no result.
    """
    shutil.copytree(built.parent / "kept", project / ".cache")
    return project


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the smallest complete site: two figures, one programme, two languages."""
    return Path(shutil.copytree(SMALL, tmp_path / "small"))
