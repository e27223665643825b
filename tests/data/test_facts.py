"""The facts are on the site, in both languages, and nowhere else than in the data."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
import yaml

from factbook.build.pipeline import Prepared, run_pipeline
from tests.conftest import ROOT

FACTS = yaml.safe_load((ROOT / "tests" / "cases" / "facts" / "founding.yml").read_text(encoding="utf-8"))
FACT_BASE = ROOT.parent / "shared" / "facts.yml"


@pytest.fixture(scope="module")
def result() -> Prepared:
    return run_pipeline(ROOT)


def read(page: Path) -> str:
    """What a page says, with every kind of white space as one plain space."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"\s+(?=[,.;)])", "", " ".join(re.sub(r"[\u00a0\u202f]", " ", html.unescape(text)).split()))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("fact", FACTS, ids=[fact["page"] for fact in FACTS])
def test_every_fact_of_the_founding_page_is_told(
    fact: dict[str, list[str]], language: str, built: Path, result: Prepared
) -> None:
    """Each founding fact stands on its page, worded as a reader of the language expects."""
    spec = result.outline.pages[language][str(fact["page"])]
    text = read(built / "site" / spec.site_output_path)
    assert [words for words in fact[language] if words not in text] == []


def test_the_whole_fact_base_is_in_the_data(result: Prepared) -> None:
    """Every fact, source, mission, member state, council and agency of the vetted fact base has its record."""
    if not FACT_BASE.is_file():
        pytest.skip("the vetted fact base is not beside the project on this machine")
    base = yaml.safe_load(FACT_BASE.read_text(encoding="utf-8"))
    comments = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "data" / "figures").glob("*.yml"))
    told = set(re.findall(r"[\w-]+", " ".join(re.findall(r"# facts?: (.*)", comments))))
    assert {fact["id"] for fact in base["facts"]} - told == set()
    assert {source["id"] for source in base["sources"]} - set(result.catalogue.sources) == set()
    assert {mission["id"] for mission in base["missions"]} - set(result.catalogue.programmes) == set()
    assert {council["id"] for council in base["councils"]} - set(result.catalogue.councils) == set()
    assert {agency["id"] for agency in base["agencies"]} - set(result.catalogue.partners) == set()
    members = {p.country for p in result.catalogue.partners.values() if p.esa and p.kind == "country"}
    assert {state["country"] for state in base["member_states"]} - members == set()


def test_every_figure_leads_to_a_source_with_an_address(result: Prepared) -> None:
    """No value is shown whose sources a reader cannot open, the founding document aside, which has no address."""
    sources = result.catalogue.sources
    without = {
        f"{name} {observation.period}"
        for name, figure in result.catalogue.figures.items()
        for observation in figure.observations
        if not any(sources[s].url for s in observation.sources) and observation.sources != ["cnes-seed-fr"]
    }
    assert without == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_names_its_twin_and_its_address(built: Path, result: Prepared, language: str) -> None:
    """The language switch of each page leads to its twin; hreflang and canonical addresses are absolute."""
    site = result.site
    for name, spec in result.outline.pages[language].items():
        folder = built / "site" / spec.site_address
        text = (folder / "index.html").read_text(encoding="utf-8")
        links = {
            (m.group(1), m.group(2))
            for m in re.finditer(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text)
        }
        expected = {(code, site.url + result.outline.pages[code][name].site_address) for code in site.codes}
        assert links == expected | {("x-default", dict(expected)[site.codes[0]])}
        assert f'<link rel="canonical" href="{dict(expected)[language]}"' in text
        for code in site.codes:
            switch = re.search(rf'<a\b[^>]*\bhref="([^"]*)"[^>]*\bhreflang="{code}"', text)
            assert switch or code == language
            if switch:
                twin = built / "site" / result.outline.pages[code][name].site_address
                assert (folder / switch.group(1)).resolve() == twin.resolve()


def test_each_language_has_its_own_search_index(built: Path) -> None:
    """The index of a language holds its own pages and none of the other's."""
    for prefix, own, other in (("", "Japon", "Japan"), ("en/", "Japan", "Japon")):
        index = json.loads((built / "site" / prefix / "search" / "search_index.json").read_text(encoding="utf-8"))
        titles = {entry["title"] for entry in index["docs"]}
        assert own in titles
        assert other not in titles
