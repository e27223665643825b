"""Facts for the golden cases of tests/cases/charts, and charts of them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from factbook import charts
from factbook.charts import Chart, ChartText
from factbook.data.config import load_site
from factbook.data.formulas import compute
from factbook.data.loader import load_catalogue
from factbook.data.yaml import parse_yaml
from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.model import NO_FACTS, Catalogue, CodeLists, Council, Figure, Partner, Programme, Source
from factbook.pages.chart_functions import FIXED
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases" / "charts"
LOCALE = ROOT / "overrides" / "locale"
LANGUAGES = tuple(sorted(path.name for path in LOCALE.iterdir()))
CODES = """
units:
  EUR: {kind: currency, currency: EUR}
  percent: {kind: percent}
  day: {kind: date}
  state: {kind: count, noun: {fr: {one: État, other: États}, en: {one: state, other: states}}}
  rank: {kind: ordinal, noun: {fr: {one: rang, other: rangs, gender: masculine}, en: {one: rank, other: ranks}}}
themes: {all: {label: {fr: Tout, en: All}}}
domains: {science: {label: {fr: Science, en: Science}}, earth: {label: {fr: Terre, en: Earth}}}
partnerships:
  historic: {label: {fr: Partenaires historiques, en: Historic partners}}
  other: {label: {fr: Autres partenaires, en: Other partners}}
"""
SOURCE = {"title": "Source", "publisher": "CNES", "language": "fr", "official": True}


def words_of(catalogue: Catalogue, language: str) -> ChartText:
    """What charts say in a language, with addresses that name their page."""
    wording = Formatter(language, translations(LOCALE, language).gettext)
    return ChartText(catalogue, wording, lambda name, anchor: f"../{name}/{anchor}")


@cache
def own_facts() -> Catalogue:
    """The facts of this project."""
    site = load_site(ROOT)
    catalogue, _ = compute(load_catalogue(ROOT, site.codes, site.data))
    return catalogue


def own_charts(language: str) -> list[Chart]:
    """All charts of this project's pages in a language."""
    facts, words = own_facts(), words_of(own_facts(), language)
    drawable = [name for name, figure in facts.figures.items() if charts.can_be_drawn(facts, figure)]
    return [
        *(charts.history(words, [[name]], f"history-{name}") for name in drawable),
        charts.history(words, [["esa-budget"], ["esa-contribution-fr", "cnes-budget-esa"]], "compared"),
        charts.shares(words, "council-shares", "FR"),
        *(draw_fixed(words, kind) for kind, draw_fixed in FIXED.items()),
        charts.partners_map(words, "partners", "fr"),
    ]


def facts_of(records: dict[str, dict[str, Any]]) -> Catalogue:
    """A catalogue of the records of a case; what every record must have is filled in where it is left out."""

    def text(words: str) -> dict[str, str]:
        return dict.fromkeys(LANGUAGES, words)

    def observations(given: dict[str, Any]) -> dict[str, Any]:
        return {**given, "observations": [{"sources": ["source"], **o} for o in given.get("observations", [])]}

    figures = {
        name: Figure.model_validate(
            {"label": text(name), "definition": text(name), "unit": "EUR", **observations(given)}
        )
        for name, given in records.get("figures", {}).items()
    }
    partners = {}
    for name, given in records.get("partners", {}).items():
        tie = {"esa": {"sources": ["source"], **given["esa"]}} if "esa" in given else {}
        partners[name] = Partner.model_validate({**given, **tie})
    programme = {"summary": text("…"), "state": {"value": "unknown"}, "sources": ["source"]}
    council = {"sources": ["source"]}
    return replace(
        NO_FACTS,
        codelists=CodeLists.model_validate(parse_yaml(CODES, "codes").value),
        figures=figures,
        theme_of=dict.fromkeys(figures, "all"),
        programmes={n: Programme.model_validate(programme | r) for n, r in records.get("programmes", {}).items()},
        partners=partners,
        councils={
            n: Council.model_validate({"name": text(n)} | council | r) for n, r in records.get("councils", {}).items()
        },
        sources={
            "source": Source.model_validate(SOURCE),
            "blog": Source.model_validate({**SOURCE, "publisher": "Un blog", "official": False}),
            "forum": Source.model_validate({**SOURCE, "publisher": "Un forum", "official": False}),
        },
    )


def draw(case: dict[str, Any], language: str) -> Chart:
    """The chart of a case in a language."""
    words = words_of(facts_of(case["facts"]), language)
    kind, *given = case["draw"]
    if kind == "history":
        return charts.history(words, [given], kind)
    kinds = {"council-shares": charts.shares, "partners": charts.partners_map, **FIXED}
    return kinds[kind](words, kind, *given)


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file, numbers with their digits; ValueError for a key that nobody would read."""
    document = parse_yaml(path.read_text(encoding="utf-8"), path.name)
    if document.problems:
        raise ValueError(document.problems)
    for case in document.value:
        if unknown := set(case) - {"name", "draw", "facts", "marks", "fails", *LANGUAGES}:
            raise ValueError(f"{case['name']}: {unknown}")
        for language in LANGUAGES:
            if unknown := set(case.get(language, {})) - {"said", "table", "notes", "sources", "links", "circles"}:
                raise ValueError(f"{case['name']}: {unknown}")
    return list(document.value)
