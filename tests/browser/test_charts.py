"""Charts fit every width, lead where they say, and come as files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest

if TYPE_CHECKING:
    from .conftest import BuiltSite

CHART = re.compile(r'<figure class="chart')
SHOWN = """chart => [...chart.querySelectorAll("svg.plot")].filter(each => each.checkVisibility()).map(picture => {
  const box = picture.getBoundingClientRect()
  const size = parseFloat(getComputedStyle(picture).fontSize) * box.width / picture.viewBox.baseVal.width
  return { map: picture.classList.contains("map"), left: box.left, right: box.right, size }
})"""


def _pages(site: BuiltSite) -> list[str]:
    """A page for each number of charts, in each language."""
    found: dict[tuple[str | int, ...], str] = {}
    for page in site.pages:
        text = site.text(page)
        if count := len(CHART.findall(text)):
            found.setdefault((*re.findall(r'<html lang="([^"]+)"', text), count), page)
    return list(found.values())


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_one_picture_of_each_chart_is_shown_and_can_be_read(site: BuiltSite, look: Any, width: int) -> None:
    """The wide or the narrow one, inside the page, its texts no smaller than 9 pixels; without scripts, too."""
    page = look(None, width=width, script=True)
    for address in _pages(site):
        page.goto(site.url + address)
        for chart in page.locator("figure.chart").all():
            shown = chart.evaluate(SHOWN)
            assert len(shown) == (2 if shown[0]["map"] else 1), f"{address} {width}"
            for picture in shown:
                assert picture["left"] >= 0, f"{address} {width}"
                assert picture["right"] <= width, f"{address} {width}"
                assert picture["map"] or picture["size"] >= 9, f"{address} {width}: {picture['size']}"


def test_everything_a_chart_links_is_there(site: BuiltSite) -> None:
    """Countries lead to their page, values to a card or a page, and all three files can be downloaded."""
    for address in site.pages:
        for figure in re.findall(r'<figure class="chart.*?</figure>', site.text(address), re.DOTALL):
            links = re.findall(r'\shref="([^"#]+)[^"]*"', figure)
            assert {link.rpartition(".")[2] for link in links[-3:]} == {"svg", "csv", "json"}
            for link in links:
                path = unquote(urlsplit(urljoin(f"https://x/{address}", link)).path).lstrip("/")
                target = site.folder / path
                assert (target / "index.html").is_file() or target.is_file(), f"{address}: {link}"
            for card in re.findall(r'popovertarget="([^"]+)"', figure):
                assert f'id="{card}"' in site.text(address)


def test_keyboard_reaches_the_smallest_country(site: BuiltSite, look: Any) -> None:
    """Singapore is a circle on the map that takes the focus, shows it, and leads to its page."""
    page = look("")
    link = page.locator(".map a[href*='/sg/'], .map a[href$='sg/']")
    assert link.count() == 1
    assert link.locator("circle").is_visible()
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    style = link.evaluate(
        "link => [getComputedStyle(link).outlineStyle, parseFloat(getComputedStyle(link).outlineWidth)]"
    )
    assert style[0] != "none"
    assert style[1] >= 2
    page.keyboard.press("Enter")
    page.wait_for_url("**/sg/")


def test_the_map_can_be_passed_over(site: BuiltSite, look: Any) -> None:
    """One link before the map leads behind it, as it has many."""
    page = look("")
    skip = page.locator(".skip-chart")
    skip.focus()
    assert skip.bounding_box()["width"] > 20
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.map') === null")
    assert page.evaluate("document.activeElement.closest('.chart-map, .downloads') !== null")


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (360, False)])
def test_europe_stands_beside_the_world_where_there_is_room(look: Any, width: int, beside: bool) -> None:
    """The two maps share a line on a wide screen, and follow each other on a narrow one."""
    page = look("", width=width)
    world, europe = (page.locator(f".map.{name}").bounding_box() for name in ("world", "europe"))
    assert (europe["x"] >= world["x"] + world["width"]) is beside


def test_a_paragraph_keeps_its_distance_from_the_downloads_before_it(site: BuiltSite, look: Any) -> None:
    """The line of files behind a table does not stick to the text that follows."""
    page, seen = look(None), 0
    for address in (each for each in site.looks if 'class="downloads"' in site.text(each)):
        page.goto(site.url + address)
        for paragraph in page.locator(".text > .downloads + p").all():
            before = paragraph.evaluate(
                "p => p.getBoundingClientRect().top - p.previousElementSibling.getBoundingClientRect().bottom"
            )
            assert before >= 8, address
            seen += 1
    assert seen
