"""The search finds what readers type, and puts the right page first."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from .conftest import BuiltSite

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "search.yml").read_text(encoding="utf-8"))


def fault(page: Any, site: BuiltSite, case: dict[str, str]) -> str:
    """What is not as a case expects: `first` is the address of the first hit, `shows` a text that the hits show,
    `lacks` one that they do not."""
    unknown = set(case) - {"home", "query", "first", "shows", "lacks", "none"}
    assert not unknown, f"tests/cases/search.yml: unknown keys {unknown}"
    page.locator("#query").fill("")
    page.locator("#query").fill(case["query"])
    page.locator(".search-status", has_text=re.compile(r"\S")).wait_for()
    hits = page.locator(".search-results li")
    if case.get("none"):
        return f"{hits.count()} hits" if hits.count() else ""
    if not hits.count():
        return "nothing found"
    found = hits.first.locator("a").evaluate("a => a.href.split('#')[0]")
    if "first" in case and found != site.url + case["first"]:
        return f"{found} comes first"
    shown = page.locator(".search-results").inner_text()
    if case.get("lacks", "\0") in shown:
        return f"shows {case['lacks']}"
    return f"no {case['shows']}" if case.get("shows", "") not in shown else ""


@pytest.mark.parametrize("home", sorted({case["home"] for case in CASES}))
def test_queries_find_what_readers_expect(site: BuiltSite, look: Any, home: str) -> None:
    """Every query of the golden list, one after the other in one page."""
    page = look(home)
    page.keyboard.press("Control+k")
    cases = [case for case in CASES if case["home"] == home]
    faults = {case["query"]: told for case in cases if (told := fault(page, site, case))}
    assert faults == {}


def test_search_works_by_keyboard_alone(look: Any) -> None:
    """Open, type, Enter leads to the first hit; Escape closes and gives the focus back."""
    page = look()
    button = page.locator("[data-opens=search]")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert not page.locator("#search").is_visible()
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.type("esa")
    page.locator(".search-results a").first.wait_for()
    target = page.locator(".search-results a").first.evaluate("a => a.href")
    page.keyboard.press("Enter")
    page.wait_for_url(target)


def test_search_tells_how_many_of_its_hits_are_shown(look: Any) -> None:
    """Of many pages found the first are listed, and no reader is left to look for the others."""
    page = look("en/?q=cnes")
    page.locator(".search-results a").first.wait_for()
    found, shown = map(int, re.findall(r"\d+", page.locator(".search-status").inner_text()))
    assert found > shown == page.locator(".search-results li").count()


def test_query_in_the_address_opens_the_search(look: Any) -> None:
    """A search can be linked to: ?q=…"""
    page = look("?q=esa")
    page.locator(".search-results a").first.wait_for()
    assert page.locator("#query").input_value() == "esa"
