"""Every page, card and embed is valid HTML, as the Nu HTML Checker of the W3C reads it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

CHECKER = os.environ.get("FACTBOOK_VNU", "")
needs_checker = pytest.mark.skipif(not CHECKER, reason="no Nu HTML Checker: tests/run.py fetches it where it can")


def faults(*paths: Path) -> list[str]:
    """Return the errors and warnings of the checker."""
    command = ["java", "-Xss4m", "-jar", CHECKER, "--skip-non-html", "--format", "json", *map(str, paths)]
    found = json.loads(subprocess.run(command, capture_output=True, text=True).stderr)["messages"]
    # Read from a disk, a page has no origin, so that nothing is its own: the browser tests see to the policy.
    return [
        f"{each.get('url')}:{each.get('lastLine')}: {each['message']}"
        for each in found
        if "violates Content Security Policy (meta tag)" not in each["message"]
    ]


@needs_checker
def test_every_document_is_valid(built: Path) -> None:
    """Not one error or warning on any document of the site."""
    assert faults(built / "site") == []


@needs_checker
def test_the_checker_finds_an_error(built: Path, tmp_path: Path) -> None:
    """An error in a page is found: the test above can fail."""
    text = (built / "site" / "index.html").read_text(encoding="utf-8")
    invalid = tmp_path / "index.html"
    invalid.write_text(text.replace("<h1", '<h1 align="middle"', 1), encoding="utf-8")
    assert len(faults(invalid)) == 1
