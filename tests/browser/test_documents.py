"""What every page has in its head, and what none may have in its body."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import BuiltSite

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]+\sstyle="),
    "an inline style sheet": re.compile(r"<style[\s>]"),
    "an inline script": re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))"),
    "an inline event handler": re.compile(r"<[^>]+\son[a-z]+="),
    "an empty link": re.compile(r"<a\b[^>]*>\s*</a>"),
}


def test_titles_and_descriptions_are_there_and_unique_in_a_language(site: BuiltSite) -> None:
    """Search engines and bookmarks tell pages apart by them."""
    for tag in (r"<title>([^<]+)</title>", r'<meta name="description" content="([^"]+)">'):
        seen: Counter[tuple[str, str]] = Counter()
        for page in site.pages:
            text = site.text(page).partition("<body")[0]  # pictures have titles, too
            found = re.findall(tag, text)
            assert len(found) == 1, f"{page}: {found}"
            seen[re.findall(r'<html lang="([^"]+)"', text)[0], found[0]] += 1
        assert not [each for each, count in seen.items() if count > 1]


def test_outline_has_one_top_and_no_gap(site: BuiltSite) -> None:
    """One h1, and no level of headings left out."""
    for page in site.pages:
        levels = [int(level) for level in re.findall(r"<h([1-6])[\s>]", site.text(page))]
        assert levels.count(1) == 1, page
        assert levels[0] == 1, page
        assert all(after - before < 2 for before, after in pairwise(levels)), f"{page}: {levels}"


def test_site_map_leads_to_every_page(site: BuiltSite) -> None:
    """What is offered in place of the search, where no script runs, leaves no page out."""
    for home in site.homes:
        others = {other for other in site.homes if other != home and other.startswith(home)}
        pages = {page for page in site.pages if page.startswith(home) and not page.startswith((*others, "\0"))}
        link = re.search(r'without-script" href="([^"]+)"', site.text(home))
        assert link, home
        found = re.findall(r'href="([^"#?]+)"', site.text(home + link[1]).partition("<main")[2].partition("</main>")[0])
        linked = {posixpath.normpath(posixpath.join(home + link[1], address)) for address in found}
        assert {page for page in pages if (page.rstrip("/") or ".") not in linked} == {home + link[1]}


def test_identifiers_are_unique(site: BuiltSite) -> None:
    """An address with an anchor leads to one place."""
    for page in site.pages:
        names = Counter(re.findall(r'\sid="([^"]+)"', site.text(page)))
        twice = [name for name, count in names.items() if count > 1]
        assert not twice, f"{page}: {twice}"


def test_nothing_stands_in_the_way_of_a_strict_security_policy(site: BuiltSite) -> None:
    """No inline style, script or handler anywhere."""
    for page in site.pages:
        text = re.sub(r"<pre.*?</pre>", "", site.text(page), flags=re.S)
        for name, pattern in FORBIDDEN.items():
            assert not pattern.search(text), f"{page} has {name}: {pattern.search(text)}"
