"""A page has an address of its own: of a plain form, of a usual length, and where nothing else is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from factbook.build.pipeline import run_pipeline
from factbook.build.staging import build_tree
from factbook.data.config import load_site
from factbook.data.loader import load_catalogue
from factbook.pages.outline import read_outline
from factbook.pages.spec import RESERVED_FOLDERS, ROOT_FOLDERS
from tests.conftest import ROOT, SMALL

SLUGS = (ROOT / "tests" / "cases" / "hostile" / "slugs.txt").read_text(encoding="utf-8").splitlines()
LONG = ["a" * 300, "a/" * 150 + "a", "a-" * 150 + "a"]


def problems_of_slug(root: Path, key: str, language: str = "fr") -> list[str]:
    """Return the codes of the problems of a site in which a page has a line more in its head."""
    page = root / "docs" / language / "programmes.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("---\n", f"---\n{key}\n", 1), encoding="utf-8")
    site = load_site(root)
    catalogue = load_catalogue(root, site.codes)
    return [problem.code for problem in read_outline(site, catalogue).problems]


@pytest.mark.parametrize("slug", [*SLUGS, *LONG], ids=lambda slug: slug[:30])
def test_a_slug_that_is_no_address_of_its_own_is_refused(slug: str, small: Path) -> None:
    """Line ends, the folders of other files, other languages and long addresses are refused."""
    found = problems_of_slug(small, f"slug: {slug}")
    assert "same-address" in found or "front-matter" in found


@pytest.mark.parametrize("former", ['["chiffres\\n"]', "[embed/esa-contribution]", "[pictures]", f"[{LONG[0]}]"])
def test_a_former_address_is_held_to_the_same(former: str, small: Path) -> None:
    """A redirect replaces no other file either."""
    found = problems_of_slug(small, f"redirects: {former}")
    assert "same-address" in found or "front-matter" in found


def test_a_usual_slug_is_accepted(small: Path) -> None:
    """A slug of words, with a folder, is an address; the folders of the root are free in another language."""
    assert problems_of_slug(small, "slug: nos/programmes-2") == []
    assert problems_of_slug(small, "slug: data", "en") == []


@pytest.mark.parametrize("boost", [".nan", "nan", ".inf", "-1", "1e99", "true", "x", "[1]"])
def test_a_boost_that_is_no_usual_number_is_refused(boost: str, small: Path) -> None:
    """A number that JSON cannot write would make the search index invalid."""
    assert "front-matter" in problems_of_slug(small, f"search: {{boost: {boost}}}")


def test_the_reserved_folders_are_those_that_are_made() -> None:
    """Whatever is published next to the pages is in a folder that no page may have."""
    result = run_pipeline(SMALL)
    tree = build_tree(result.site, result.catalogue, result.outline, result.pages)
    pages = {page.spec.slug.partition("/")[0] for found in result.pages.values() for page in found}
    prefixes = {language.prefix.strip("/") for language in result.site.languages} - {""}
    made = set()
    for path in (*tree.files, *tree.pictures):
        folder, _, rest = path.partition("/")
        if folder in prefixes:
            folder, _, rest = rest.partition("/")
        if rest:
            made.add(folder)
    assert made - pages <= RESERVED_FOLDERS | ROOT_FOLDERS
