"""`make test-matrix`: the tests at both ends of what pyproject.toml allows, on every Python that is installed.

The lowest versions of what the package itself needs, and the newest; the tools of the tests are the newest in both.
What needs a browser, a server or another engine is left out: `make test` has it, with the locked versions.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
TOOLS = (
    "pytest",
    "pytest-xdist",
    "hypothesis",
    "jsonschema",
    "psutil",
    "feedparser",
    "rdflib",
    "bibtexparser",
    "rispy",
)
TESTS = (
    "build/test_build",
    "build/test_cache",
    "build/test_publish",
    "charts/test_charts",
    "checks/test_checks",
    "checks/test_fuzzing",
    "checks/test_hostile",
    "checks/test_sampling",
    "cli/test_commands",
    "data/test_changes",
    "data/test_edit",
    "data/test_facts",
    "i18n/test_formatter",
    "i18n/test_other_languages",
    "problems/test_problems",
)  # fmt: skip


def interpreter(version: str) -> str | None:
    """A Python of a version that runs, by the names that systems and pyenv give it."""
    found = [
        shutil.which(f"python{version}"),
        *sorted(map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))),
    ]
    for path in filter(None, found):
        if subprocess.run([path, "-c", "import venv"], capture_output=True).returncode == 0:
            return path
    return None


def tried(python: str, end: str, folder: Path) -> bool:
    """Whether the tests pass with a Python and one end of the versions: lowest-direct or highest."""
    uv = Path(sys.executable).with_name("uv")
    shutil.rmtree(folder, ignore_errors=True)
    needed = folder / "needed.txt"
    for command in (
        [uv, "venv", "--quiet", "--python", python, folder],
        [uv, "pip", "compile", "--quiet", "--resolution", end, "--python", folder / "bin" / "python",
         ROOT / "pyproject.toml", "--extra", "build", "-o", needed],
        [uv, "pip", "install", "--quiet", "--python", folder / "bin" / "python", "-r", needed, *TOOLS],
        [uv, "pip", "install", "--quiet", "--python", folder / "bin" / "python", "--no-deps", "-e", ROOT],
        [folder / "bin" / "python", "-m", "pytest", "-q", "-n", "2", *(f"tests/{name}.py" for name in TESTS)],
    ):  # fmt: skip
        if subprocess.run(list(map(str, command)), cwd=ROOT).returncode:
            return False
    return True


def main() -> int:
    """Try each, say what was tried, and what could not be."""
    results = {}
    for version in PYTHONS:
        path = interpreter(version)
        for end in ("lowest-direct", "highest"):
            name = f"Python {version}, {end}"
            print(f"== {name}", flush=True)
            results[name] = "not installed" if path is None else tried(path, end, ROOT / ".cache" / "ranges" / version)
    print(
        *(f"{name}: {({True: 'passed', False: 'FAILED'}).get(result, result)}" for name, result in results.items()),
        sep="\n",
    )
    return int(False in results.values())


if __name__ == "__main__":
    sys.exit(main())
