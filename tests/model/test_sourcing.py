"""How well a value is sourced follows from the `official` and `publisher` of its sources, and is never typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.model import NO_FACTS, Catalogue, Figure, Observation, Programme, Source
from tests.conftest import ROOT

SOURCES = {
    "agency": Source(title="Budget", publisher="ESA", language="en", official=True),
    "blog": Source(title="Notes", publisher="A blog", language="en", official=False),
    "blog-again": Source(title="More notes", publisher="A blog", language="en", official=False),
    "press": Source(title="News", publisher="A newspaper", language="en", official=False),
}
TEXT = {"fr": "Budget", "en": "Budget"}


def catalogue(**figures: Figure) -> Catalogue:
    """A catalogue of these figures and of SOURCES."""
    return replace(NO_FACTS, figures=figures, sources=SOURCES)


def figure(*sources: str, **more: Any) -> Figure:
    """A figure with one observation of 2022 from these sources."""
    observations = [{"period": 2022, "value": 1, "sources": list(sources)}]
    return Figure.model_validate(
        {"label": TEXT, "definition": TEXT, "unit": "EUR", "observations": observations, **more}
    )


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["agency"], "official"),
        (["blog", "press", "agency"], "official"),
        (["blog", "press"], "two-independent"),
        (["blog", "blog-again"], "single-unofficial"),
        (["blog"], "single-unofficial"),
        (["unknown"], None),
        ([], None),
    ],
)
def test_sourcing_follows_from_official_and_publisher(sources: list[str], expected: str | None) -> None:
    assert catalogue().sourcing_of(sources) == expected


def test_official_sources_come_first_and_the_order_is_kept() -> None:
    """A blog is never named before ESA."""
    assert catalogue().official_first(["press", "agency", "blog"]) == ["agency", "press", "blog"]


@pytest.mark.parametrize("part", ["blog", "press"])
def test_a_computed_value_is_as_well_sourced_as_its_weakest_input(part: str) -> None:
    """All the sources together would be official: the value still rests on one unofficial source."""
    facts = catalogue(
        whole=figure("agency"),
        part=figure(part),
        share=figure("agency", part, computed="100 * {part} / {whole}"),
        twice=figure("agency", part, computed="2 * {share}"),
    )
    found = {
        name: facts.sourcing(name, f.observations[0], f.observations[0].period) for name, f in facts.figures.items()
    }
    assert found == dict.fromkeys(facts.figures, "single-unofficial") | {"whole": "official"}


def test_sourcing_cannot_be_typed() -> None:
    for key in ("confidence", "sourcing"):
        with pytest.raises(ValidationError):
            Observation.model_validate({"period": 2022, "value": 1, "sources": ["agency"], key: "official"})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["source officielle", "deux sources indépendantes", "source unique non officielle", ""]),
        ("en", ["official source", "two independent sources", "single unofficial source", ""]),
    ],
)
def test_sourcing_in_words(language: str, words: list[str]) -> None:
    wording = Formatter(language, translations(ROOT / "overrides" / "locale", language).gettext)
    assert [wording.sourcing(each) for each in ("official", "two-independent", "single-unofficial", None)] == words


PROGRAMME: dict[str, Any] = {"name": TEXT, "domain": "navigation", "summary": TEXT, "sources": ["agency"]}


@pytest.mark.parametrize(
    ("state", "is_old"),
    [
        ({"value": "operation", "as_of": "2024-05"}, True),
        ({"value": "operation", "as_of": "2024-06"}, False),
        ({"value": "operation", "as_of": 2024}, False),
        ({"value": "unknown", "as_of": 2018}, True),
        ({"value": "ended", "as_of": 2016}, False),
        ({"value": "lost", "as_of": 2016}, False),
        ({"value": "operation"}, False),
    ],
)
def test_a_status_is_old_two_years_before_the_newest_data(state: dict[str, Any], is_old: bool) -> None:
    """The day of the build does not count: same data, same bytes. What has ended does not grow old."""
    newest = Source(title="News", publisher="ESA", language="en", official=True, published=2026)
    egnos, other = (
        Programme.model_validate({**PROGRAMME, "state": given})
        for given in (state, {"value": "study", "as_of": "2026-06-23"})
    )
    programmes = {"egnos": egnos, "other": other}
    facts = replace(NO_FACTS, programmes=programmes, sources={"agency": newest})
    assert facts.is_status_old(egnos) is is_old
