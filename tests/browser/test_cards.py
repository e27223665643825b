"""The card of a figure opens at its place, with and without scripts, and closes without losing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .conftest import BuiltSite

OPEN = ":popover-open"


@pytest.fixture
def opened(look: Any) -> Any:
    """The first home with the card of its first figure open, by keyboard, and that figure."""
    page = look()
    figure = page.locator("button.figure").first
    figure.focus()
    page.keyboard.press("Enter")
    page.frame_locator(f"{OPEN} iframe").locator("h1").wait_for()
    return page, figure


def _has_focus(element: Any) -> bool:
    return bool(element.evaluate("element => element === document.activeElement"))


def test_escape_closes_a_card_and_leads_back(opened: Any) -> None:
    """The key is heard on the page, and in the frame that the card is."""
    page, figure = opened
    page.keyboard.press("Escape")
    page.locator(OPEN).wait_for(state="detached")
    assert _has_focus(figure)
    page.keyboard.press("Enter")
    link = page.frame_locator(f"{OPEN} iframe").locator("h1 a")
    link.focus()
    link.press("Escape")
    page.locator(OPEN).wait_for(state="detached")
    assert _has_focus(figure)


def test_a_card_has_a_button_that_closes_it(opened: Any) -> None:
    """For who has no key and sees nothing outside the card; it leads back as well."""
    page, figure = opened
    page.frame_locator(f"{OPEN} iframe").locator(".card-close").click()
    page.locator(OPEN).wait_for(state="detached")
    assert _has_focus(figure)


def test_without_scripts_a_card_opens_and_closes(site: BuiltSite, look: Any) -> None:
    """The browser does it; nothing that would need a script is offered."""
    for home in site.homes:
        page = look(home, script=False)
        page.locator("button.figure").first.click()
        card = page.frame_locator(f"{OPEN} iframe")
        card.locator("h1").wait_for()
        assert not card.locator(".card-close").is_visible()
        page.keyboard.press("Escape")
        page.locator(OPEN).wait_for(state="detached")


def test_a_card_by_itself_offers_nothing_to_close(site: BuiltSite, look: Any) -> None:
    """Opened in a tab of its own it is a small page."""
    frame = look().locator(".figure-card iframe").first
    page = look(None)
    page.goto(frame.evaluate("frame => frame.src"))
    assert page.locator("h1").is_visible()
    assert not page.locator(".card-close").is_visible()
