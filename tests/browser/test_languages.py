"""The languages lead to each other, page by page, for readers and for search engines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.etree import ElementTree

if TYPE_CHECKING:
    from .conftest import BuiltSite

ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
SWITCH = re.compile(r'class="languages"[^>]*>(.*?)</nav>', re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_every_page_names_its_twins_and_they_name_it(site: BuiltSite) -> None:
    """Absolute hreflang for all languages and x-default; twins agree among themselves."""
    texts = [site.text(page) for page in site.pages]
    named = {CANONICAL.findall(text)[0]: dict(ALTERNATE.findall(text)) for text in texts}
    for address, twins in named.items():
        assert len(twins) == len(site.homes) + 1, f"{address}: {sorted(twins)}"
        assert "x-default" in twins
        assert address in twins.values()
        for twin in twins.values():
            assert named[twin] == twins, f"{address} and {twin} do not name the same twins"


def test_the_switch_of_every_page_leads_to_its_twins(site: BuiltSite) -> None:
    """The links of the switch say their language, and lead to the same page in it."""
    for address in site.pages:
        twins = dict(ALTERNATE.findall(site.text(address)))
        found = SWITCH.search(site.text(address))
        assert found, address
        links = [dict(ATTRIBUTE.findall(link)) for link in re.findall(r"<a\b([^>]*)>", found[1])]
        led = {link["hreflang"]: urljoin(site.url + address, link["href"]) for link in links}
        assert led == {code: site.here(twin) for code, twin in twins.items() if code != "x-default"}, address
        assert all(link["lang"] == link["hreflang"] for link in links), address


def test_switch_leads_to_the_twin_and_back_without_scripts(site: BuiltSite, look: Any) -> None:
    """The links of the switch are seen without any gesture, and lead there and back."""
    deep = next(page for page in site.pages if page in site.kinds)
    page = look(None, width=360, script=False)
    for address in [*site.homes, deep]:
        page.goto(site.url + address)
        for link in page.locator(".languages a").all():
            assert link.is_visible()
        language = page.locator("html").get_attribute("lang")
        page.locator(".languages a:not([aria-current])").first.click()
        assert page.locator("html").get_attribute("lang") != language
        page.locator(".languages a:not([aria-current])").first.click()
        assert page.url == site.url + address or len(site.homes) > 2


def test_page_for_errors_speaks_each_language_and_leads_home(site: BuiltSite, look: Any) -> None:
    """Its links are absolute, as it is shown at any address."""
    for home in site.homes:
        page = look(f"{home}404.html")
        assert page.locator("html").get_attribute("lang") == look(home).locator("html").get_attribute("lang")
        homes = [link.get_attribute("href") for link in page.locator("main li a").all()]
        assert len(homes) == len(site.homes)
        assert all(href.startswith("/") for href in homes)


def test_sitemap_lists_every_page_with_its_twins_and_no_date(site: BuiltSite) -> None:
    """One sitemap a language; together they have each page once."""
    listed = []
    for home in site.homes:
        tree = ElementTree.parse(site.folder / home / "sitemap.xml")
        assert not tree.findall(".//s:lastmod", SPACES)
        for entry in tree.findall("s:url", SPACES):
            listed.append(entry.findtext("s:loc", "", SPACES))
            assert len(entry.findall("x:link", SPACES)) == len(site.homes) + 1
    assert sorted(listed) == sorted(CANONICAL.findall(site.text(page))[0] for page in site.pages)
