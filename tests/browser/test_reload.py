"""A preview in a real browser: pages come by themselves when what they are made from is saved."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.build.test_serve import Server as Preview
from tests.conftest import SMALL


def test_the_browser_reloads_by_itself(browser: Any, tmp_path: Path) -> None:
    """A saved figure, a mistake and its mending each reach an open page, with nobody touching the browser."""
    served = Preview(Path(shutil.copytree(SMALL, tmp_path / "small")))
    page = browser.new_page()
    try:
        served.until("/en/", lambda status, text: status == 200 and "1.174" in text)
        page.goto(f"http://{served.address}/en/")
        served.edit("data/figures/esa.yml", "value: 1.174", "value: 1.274")
        page.get_by_text("1.274").first.wait_for(timeout=60_000)
        served.edit("data/figures/esa.yml", "value: 1.274", "value: x")
        page.get_by_text("data/figures/esa.yml:11:14").first.wait_for(timeout=60_000)
        served.edit("data/figures/esa.yml", "value: x", "value: 1.374")
        page.get_by_text("1.374").first.wait_for(timeout=60_000)
        assert page.url.endswith("/en/")
    finally:
        page.close()
        served.end()
