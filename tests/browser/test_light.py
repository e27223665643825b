"""Pages are light, steady, and ask nobody but their own site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
import yaml

if TYPE_CHECKING:
    from .conftest import BuiltSite

BUDGETS = yaml.safe_load(Path(__file__).with_name("budgets.yml").read_text(encoding="utf-8"))
NEEDED = re.compile(r'<(?:script|img|link rel="(?:stylesheet|icon)")[^>]*?\s(?:src|href)="([^"]+)"')
SHIFT = """() => new Promise(done => {
  let sum = 0
  new PerformanceObserver(list => { for (const entry of list.getEntries()) sum += entry.value })
    .observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(sum), 150)
})"""


def _open(site: BuiltSite, look: Any, address: str) -> tuple[Any, list[str], list[str]]:
    """Open a page; return it with what it asked for and what went wrong, once `_settled`."""
    page = look(None)
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda got: faults.append(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.on("requestfailed", lambda request: faults.append(f"failed {request.url}"))
    page.on("console", lambda said: faults.append(said.text) if said.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(site.url + address, wait_until="commit")
    return page, asked, faults


def _settled(page: Any) -> None:
    """Wait until a page asks for nothing any more: half a second of silence, in which others may load."""
    page.wait_for_load_state("networkidle")


def _needed(site: BuiltSite, address: str) -> set[str]:
    """The addresses that a page needs when it is opened, itself among them, as its HTML names them."""
    return {site.url + address, *(urljoin(site.url + address, found) for found in NEEDED.findall(site.text(address)))}


def test_every_page_stays_within_its_budget(site: BuiltSite) -> None:
    """Compressed bytes and requests of a first load, of each page."""
    for address in site.pages:
        needed = _needed(site, address)
        name = "home" if address in site.homes else address.removesuffix("/").rpartition("/")[2]
        budget = BUDGETS.get(name, BUDGETS["page"])
        weight = sum(site.weight(url) for url in needed)
        assert weight <= budget["bytes"], f"{address} weighs {weight} bytes, {budget['bytes']} are allowed"
        assert len(needed) <= budget["requests"], f"{address}: {needed}"


@pytest.mark.parametrize("share", range(4))
def test_a_first_load_is_as_light_as_its_page_says(site: BuiltSite, look: Any, leave_out: Any, share: int) -> None:
    """A browser asks for what the page names and nothing else; no request fails, none is made twice, nothing moves."""
    leave_out(site.looks)
    opened = {address: _open(site, look, address) for address in site.looks[share::4]}
    for address, (page, asked, faults) in opened.items():
        _settled(page)
        assert not faults, f"{address}: {faults}"
        assert sorted(asked) == sorted(_needed(site, address)), address
        if page.evaluate(SHIFT):  # a busy machine may paint half a document: look again
            page.reload(wait_until="networkidle")
            assert page.evaluate(SHIFT) == 0, f"{address}: the layout shifts"


def test_styles_and_scripts_are_sent_without_their_comments(site: BuiltSite) -> None:
    """Comments are for who reads the theme; what stands in a string, or after code, stays."""
    for file in (site.folder / "assets").glob("*/factbook.*"):
        sent = file.read_text(encoding="utf-8")
        assert sent.strip()
        assert not re.search(r"/\*.*?\*/" if file.suffix == ".css" else r"(?m)^[ \t]*//", sent), file.name


def test_search_asks_for_its_index_only_when_used(site: BuiltSite, look: Any) -> None:
    """Readers who do not search do not pay for it."""
    page, asked, _ = _open(site, look, "")
    _settled(page)
    assert not any("search" in url for url in asked)
    page.locator("[data-opens=search]").click()
    page.locator("#query").fill("esa")
    page.locator(".search-results a").first.wait_for()
    index = [url for url in asked if "search" in url]
    assert len(index) == 1
    assert site.weight(index[0]) <= BUDGETS["search"]["bytes"]
