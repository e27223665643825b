"""The staged tree is ordinary Markdown with an ordinary configuration: other engines build it as it is."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import TOOLS, run

_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_SPAN = re.compile(r"</?span\b[^>]*>")  # some engines colour the words of code
_UNREAD = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


def text_of(page: Path) -> str:
    """What a reader reads in the main part of a page, with white space folded."""
    found = _MAIN.search(page.read_text(encoding="utf-8"))
    assert found, f"{page} has no main part"
    return " ".join(html.unescape(_UNREAD.sub(" ", _SPAN.sub("", found.group()))).split())


def pages_of(site: Path) -> dict[str, str]:
    """Every page of a site by its path, with its text."""
    return {path.relative_to(site).as_posix(): text_of(path) for path in sorted(site.rglob("index.html"))}


@pytest.fixture(scope="module")
def tree(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The staged tree, written by the command into a folder of its own."""
    target = tmp_path_factory.mktemp("tree")
    result = run(["factbook", "stage", str(target)], built)
    assert result.returncode == 0, result.stdout + result.stderr
    return target


def build_with(engine: str, tree: Path) -> Path:
    """Build the tree with an engine, the root's language first, as the guide says."""
    for language in ("fr", "en"):
        result = run([engine, "build", "-f", f"mkdocs.{language}.yml"], tree)
        assert result.returncode == 0, result.stdout + result.stderr
        assert "WARNING" not in result.stdout + result.stderr
    return tree / "site"


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_another_engine_builds_the_same_pages(engine: str, tree: Path, built: Path) -> None:
    """Every page of the site has the same text when its staged tree is built by itself, and by ProperDocs."""
    assert pages_of(build_with(engine, tree)) == pages_of(built / "site")


def test_zensical_builds_the_same_pages(tree: Path, built: Path, tmp_path: Path) -> None:
    """Zensical builds the staged tree: same pages, same text."""
    expected = pages_of(built / "site")
    copy = Path(shutil.copytree(tree, tmp_path / "tree", ignore=shutil.ignore_patterns("site")))
    found: dict[str, str] = {}
    for language, prefix in (("fr", ""), ("en", "en/")):
        done = subprocess.run([str(TOOLS / "zensical"), "build", "-f", f"mkdocs.{language}.yml"],
                              cwd=copy, capture_output=True, text=True, timeout=240)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        site = copy / "site" / prefix
        found |= {prefix + name: text for name, text in pages_of(site).items() if not name.startswith("en/")}
        shutil.move(copy / "site", tmp_path / language)
    assert found.keys() == expected.keys()
    assert {name for name in found if found[name] != expected[name]} == set()
