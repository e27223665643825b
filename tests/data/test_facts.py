"""The facts are on the site in both languages, and only in the data."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from factbook.build.pipeline import Prepared, run_pipeline
from tests.conftest import ROOT

FACTS = yaml.safe_load((ROOT / "tests" / "cases" / "facts" / "founding.yml").read_text(encoding="utf-8"))
CLAIMS = yaml.safe_load((ROOT / "tests" / "cases" / "facts" / "claims.yml").read_text(encoding="utf-8"))
SHARED = ROOT.parent / "shared"
# Said of a hearing whose date is not known: no period to tell it for.
UNDATED_OBSERVATIONS = {"member-states-share-of-the-esa-budget-not-printed"}
# The Senate compares Italy's sum with France's without giving it.
SAYS_NO_VALUE = {("cm25-italy", "senat-avis2026")}
# Statements that only a page can tell: they are about CNES itself, or about the founding page.
ON_PAGES = {
    "blob", "key-partner", "major-actor", "purpose-knowledge", "purpose-share", "purpose-skills", "three-examples",
    "trusted-partner",
}  # fmt: skip


@pytest.fixture(scope="module")
def result() -> Prepared:
    return run_pipeline(ROOT)


def read(page: Path) -> str:
    """Return the text of a page, with all white space as single spaces."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    plain = " ".join(re.sub(r"[\u00a0\u202f]", " ", html.unescape(text)).split())
    return re.sub(r"\s+(?=[,.;)])|(?<=\b[dl]’) ", "", plain)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("fact", FACTS, ids=[fact["page"] for fact in FACTS])
def test_every_fact_of_the_founding_page_is_published(
    fact: dict[str, list[str]], language: str, built: Path, result: Prepared
) -> None:
    """Each founding fact is on its page, in the forms of the language."""
    spec = result.outline.pages[language][str(fact["page"])]
    text = read(built / "site" / spec.site_output_path)
    assert [words for words in fact[language] if words not in text] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_statement_of_the_founding_page_is_one_click_from_the_home(
    language: str, built: Path, result: Prepared
) -> None:
    """Each statement stands on a page that the home leads to, or on the home itself."""
    pages, folder = result.outline.pages[language], built / "site" / result.site.prefix(language)
    home = (folder / "index.html").read_text(encoding="utf-8")
    missing = []
    for claim in CLAIMS:
        page = pages[claim["page"]]
        address = page.address
        if claim[language] not in read(folder / page.output_path):
            missing.append(claim["id"])
        assert not address or f'href="{address}' in home, claim["page"]
    assert missing == []
    assert len({claim["id"] for claim in CLAIMS}) == len(CLAIMS) == 42


def read_base(name: str) -> Any:
    """Return a vetted fact base; skip the test on a machine without one next to the project."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the vetted fact bases are not beside the project on this machine")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def traced(word: str) -> set[str]:
    """Return the identifiers that comments of the data name after a word: `# fact: cm12-total · claim: cm22-amount`."""
    comments = re.findall(rf"[#·] {word}: ([^·\n]*)", data_text())
    return set(re.findall(r"[\w-]+", " ".join(comments)))


def data_text() -> str:
    """All files of the data but the sources, one after the other."""
    paths = sorted(path for path in (ROOT / "data").rglob("*.yml") if path.name != "sources.yml")
    return "".join(path.read_text(encoding="utf-8") for path in paths)


def observation_id(observation: dict[str, str]) -> str:
    """Return the name that comments of the data give a new observation, which has no identifier."""
    period = re.split(r" ?[(,]", observation["period"])[0]
    return re.sub(r"[^a-z0-9]+", "-", f"{observation['figure']} {period}".lower()).strip("-")


def test_the_whole_fact_base_is_in_the_data(result: Prepared) -> None:
    """Every fact, mission, member state, council and agency of the fact bases has its record, and no more is told.

    What the newer base contradicts (confidence low) is withdrawn, and no value of it is shown.
    """
    base, newer = read_base("facts.yml"), read_base("facts-2.yml")
    told = traced("fact")
    withdrawn = {fact["id"] for fact in newer["improved"] if fact["confidence"] == "low"}
    found = {observation_id(observation) for observation in newer["new_observations"]}
    assert {fact["id"] for fact in base["facts"]} - withdrawn - told == set()
    assert told & withdrawn == set()
    assert found - told == UNDATED_OBSERVATIONS
    assert told - {fact["id"] for fact in base["facts"]} - found == set()
    assert {mission["id"] for mission in base["missions"]} - set(result.catalogue.programmes) == set()
    assert {council["id"] for council in base["councils"]} - set(result.catalogue.councils) == set()
    assert {agency["id"] for agency in base["agencies"]} - set(result.catalogue.partners) == set()
    members = {p.country for p in result.catalogue.partners.values() if p.esa and p.kind == "country"}
    assert {state["country"] for state in base["member_states"]} - members == set()


def test_the_sources_of_the_fact_base_are_cited_where_they_prove_something(result: Prepared) -> None:
    """Improved facts and missions cite their sources, dates are those of the fact base, and no source is invented."""
    base, newer = read_base("facts.yml"), read_base("facts-2.yml")
    vetted = {source["id"] for source in (*base["sources"], *newer["new_sources"])}
    assert set(result.catalogue.sources) - vetted == set()
    records = re.split(r"\n(?=    - period:|[\w-]+:)", data_text())
    missing = {
        (fact["id"], source)
        for fact in newer["improved"]
        if fact["confidence"] != "low"
        for source in fact["add_sources"]
        if not any(re.search(rf"# fact: .*\b{fact['id']}(?![\w-])", r) and source in r for r in records)
    }
    assert missing == SAYS_NO_VALUE
    for mission in newer["missions"]:
        programme = result.catalogue.programmes[mission["id"]]
        assert set(mission["sources"]) - set(programme.sources) == set(), mission["id"]
        if re.fullmatch(r"[\d-]+", str(mission["as_of"])):
            assert programme.state.as_of, mission["id"]
            assert programme.state.as_of.text == str(mission["as_of"])


def test_the_statements_of_the_founding_page_have_their_place() -> None:
    """Each statement of the founding page is traced in the data, or is one of the pages named above."""
    claims = {claim["id"] for claim in read_base("facts-2.yml")["claims"]}
    assert traced("claim") - claims == set()
    assert claims - traced("claim") == ON_PAGES


def test_no_quotation_of_the_fact_base_is_published() -> None:
    """Quotations are for checking: no part of one over forty characters is in the data."""
    newer, text = read_base("facts-2.yml"), data_text()
    quoted = [record["quote"] for kind in ("improved", "new_observations", "missions") for record in newer[kind]]
    quotes = [quote for group in quoted for quote in (group if isinstance(group, list) else [group])]
    found = [part for quote in quotes for part in re.split(r"[\"…]", quote) if len(part) > 40 and part.strip() in text]
    assert found == []


def test_every_figure_has_a_source_with_a_url(result: Prepared) -> None:
    """Every value has a source with a URL, except those of the founding document."""
    sources = result.catalogue.sources
    without = {
        f"{name} {observation.period}"
        for name, figure in result.catalogue.figures.items()
        for observation in figure.observations
        if not any(sources[s].url for s in observation.sources) and observation.sources != ["cnes-seed-fr"]
    }
    assert without == set()


@pytest.mark.parametrize(
    ("language", "name", "foreign"), [("fr", "Sénat", "French Senate"), ("en", "French Senate", "Sénat")]
)
def test_publishers_are_named_in_the_language_of_the_reader(
    built: Path, result: Prepared, language: str, name: str, foreign: str
) -> None:
    """A publisher with a name in each language has the reader's on pages, charts and embedded figures."""
    site = built / "site" / result.site.prefix(language)
    page = result.outline.pages[language]["figures/p193-budget"]
    told = [read(site / page.output_path), read(site / "embed" / "p193-budget" / "index.html")]
    assert [text for text in told if name not in text or foreign in text] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_links_to_its_alternate_and_its_url(built: Path, result: Prepared, language: str) -> None:
    """The language switch of each page links to its alternate; hreflang and canonical URLs are absolute."""
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
    """The search index of a language has only its own pages."""
    for prefix, own, other in (("", "Japon", "Japan"), ("en/", "Japan", "Japon")):
        index = json.loads((built / "site" / prefix / "search" / "search_index.json").read_text(encoding="utf-8"))
        titles = {entry["title"] for entry in index["docs"]}
        assert own in titles
        assert other not in titles
