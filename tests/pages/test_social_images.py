"""What a network shows where a page's address is shared: a title, a description and a picture of the page's own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from PIL import Image

from factbook.pages.social_image import HEIGHT, WIDTH, Picture

META = re.compile(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">')
ADDRESS = "https://cnes.example/"


def heads(built: Path) -> dict[str, dict[str, str]]:
    """Return the meta elements of each page, by its path; cards and embeds are shown in frames and not shared."""
    site = built / "site"
    apart = {"cards", "embed"}
    pages = [p for p in sorted(site.rglob("index.html")) if not apart & set(p.relative_to(site).parts)]
    return {page.relative_to(site).as_posix(): dict(META.findall(page.read_text("utf-8"))) for page in pages}


def test_each_page_has_a_picture_of_its_own(built: Path) -> None:
    """The picture exists, in the declared size, and no other page of the language has the same address."""
    found = heads(built)
    addresses = Counter(head["og:image"] for head in found.values() if "og:image" in head)
    assert len(addresses) == len([head for head in found.values() if "og:title" in head]) > 400
    assert set(addresses.values()) == {1}
    for address in addresses:
        file = built / "site" / address.removeprefix(ADDRESS)
        with Image.open(file) as image:
            assert image.size == (WIDTH, HEIGHT)


def test_heads_keep_the_spaces_that_do_not_break(built: Path) -> None:
    """Titles and descriptions keep their no-break spaces when shared: no line begins with a colon."""
    texts = [head[name] for head in heads(built).values() for name in ("og:title", "description") if name in head]
    assert any("\u00a0:" in text for text in texts)
    assert [text for text in texts if " : " in text] == []


def test_titles_and_descriptions_are_unique(built: Path) -> None:
    """No two pages of a language have the same title or the same description."""
    for prefix in ("en/", ""):
        head = [found for path, found in heads(built).items() if path.startswith("en/") == (prefix == "en/")]
        shared = [each for each in head if "og:title" in each]
        for name in ("og:title", "description"):
            assert {text: n for text, n in Counter(each[name] for each in shared).items() if n > 1} == {}


def test_a_picture_is_the_same_each_time_and_another_for_other_words() -> None:
    """Same words, same bytes; a new value, a new picture."""
    one = Picture("Site", "Titre : l’été", "1,174 Md€", "2022")
    assert one.png() == Picture("Site", "Titre : l’été", "1,174 Md€", "2022").png()
    assert one.png() != Picture("Site", "Titre : l’été", "1,175 Md€", "2022").png()


def test_a_script_that_the_font_cannot_join_is_left_out() -> None:
    """Arabic would come out letter by letter and backwards: the picture then has no text."""
    assert Picture("موقع", "عنوان").png() == Picture("موقع", "آخر").png()
