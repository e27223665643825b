"""The catalogue can be filtered, with scripts in place, and without them by plain links to the same programmes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import BuiltSite

pytestmark = pytest.mark.browser


@pytest.fixture
def catalogues(site: BuiltSite) -> list[str]:
    """The catalogue of each language."""
    found = [page for page in site.pages if 'class="filters"' in site.text(page)]
    assert len(found) == len(site.homes)
    return found


def test_one_of_each_group_filters_what_is_there(look: Any, catalogues: list[str]) -> None:
    """Each choice leaves the programmes that its link counts; together they leave what answers to both."""
    for page in catalogues:
        here = look(page)
        items = here.locator(".catalogue > li:visible")
        everything = items.count()
        groups = here.locator(".filter")
        domain, state = (groups.nth(number).locator("a").nth(2) for number in (0, 1))
        domain.click()
        assert items.count() == int(domain.locator("data").inner_text())
        assert here.locator("main h2:visible + p + .catalogue").count() == 1
        state.click()
        wanted = {*domain.get_attribute("data-filter").split()} & {*state.get_attribute("data-filter").split()}
        assert {item.get_attribute("data-id") for item in items.all()} == wanted
        assert str(len(wanted)) in here.locator(".filter-status [role=status]").inner_text()
        here.reload()
        assert items.count() == len(wanted), "the address keeps the choice"
        here.locator(".filter-status button").press("Enter")
        assert items.count() == everything


def test_a_partner_filters_too(look: Any, catalogues: list[str]) -> None:
    """A partner leaves the programmes that its own page names."""
    for page in catalogues:
        here = look(page)
        here.locator(".filter summary").press("Enter")
        link = here.locator("details.filter a").first
        link.press("Enter")
        assert here.locator(".catalogue > li:visible").count() == len(link.get_attribute("data-filter").split())


def test_without_scripts_each_filter_leads_to_its_programmes(look: Any, catalogues: list[str], site: BuiltSite) -> None:
    """With scripts off, a filter is a link to a place that lists the same programmes, and nothing dead is shown."""
    for page in catalogues:
        here = look(page, script=False)
        assert not here.locator(".filter-status").is_visible()
        for link in here.locator("div.filter a").all():
            section = here.locator(link.get_attribute("href"))
            assert section.count() == 1
        here.locator("details.filter summary").click()
        link = here.locator("details.filter a").first
        count = len(link.get_attribute("data-filter").split())
        link.click()
        names = [part for part in here.locator("main a").all() if "programme" in (part.get_attribute("href") or "")]
        assert len(names) >= count
