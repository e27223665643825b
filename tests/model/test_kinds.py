"""The registry of kinds and the walks over records: what a new kind of entity has to bring along."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, get_args

import pytest
from babel.messages.pofile import read_po

from factbook.model import KINDS, NO_FACTS, Catalogue, CodeLists, Figure, Kind, Programme, localised_texts, references
from factbook.opendata import types
from factbook.opendata.columns import ENTITIES
from factbook.opendata.entities import Entities
from factbook.pages.entity_views import VIEWS
from tests.conftest import ROOT

PROGRAMME: dict[str, Any] = {
    "name": {"fr": "Argos", "en": "Argos"}, "domain": "observation", "summary": {"fr": "Balises", "en": "Beacons"},
    "partners": ["noaa"], "figures": ["argos-satellites"], "state": {"value": "operation"}, "sources": ["cnes", "noaa"],
    "disagreements": [{"label": {"fr": "Date", "en": "Date"}, "sources": ["eumetsat"]}],
}  # fmt: skip
FIGURE: dict[str, Any] = {
    "label": {"fr": "Parts", "en": "Shares"}, "definition": {"fr": "Toutes", "en": "All"}, "unit": "percent",
    "sum_of": ["one", "other"],
    "observations": [
        {"period": 2022, "value": 1, "sources": ["a"]},
        {"period": 2023, "value": 2, "sources": ["b"], "disagreements": [{"value": 3, "sources": ["c", "d"]}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_parts_in_the_other_packages(kind: Kind) -> None:
    assert kind in {field.name for field in fields(Catalogue)}
    assert kind in VIEWS or kind == "figures"
    assert "id" in {column.name for column in ENTITIES[kind]}
    assert hasattr(types, kind.capitalize()), "the list of its records in the open data"
    assert hasattr(types, KINDS[kind].singular.capitalize()), "one of its records in the open data"
    assert hasattr(Entities, KINDS[kind].singular) or kind == "figures"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_title_of_every_kind_is_an_interface_string(language: str) -> None:
    """The catalogue for data portals has it in each language."""
    with (ROOT / "overrides" / "locale" / language / "LC_MESSAGES" / "factbook.po").open("rb") as stream:
        strings = {message.id for message in read_po(stream) if message.string or language == "en"}
    assert [info.title for info in KINDS.values() if info.title not in strings] == []


def test_the_registry_has_every_kind() -> None:
    assert tuple(KINDS) == get_args(Kind)


def test_references_are_found_at_any_depth() -> None:
    assert list(references(Programme.model_validate(PROGRAMME))) == [
        (("partners",), "partners", ["noaa"]),
        (("disagreements", 0, "sources"), "sources", ["eumetsat"]),
        (("figures",), "figures", ["argos-satellites"]),
        (("sources",), "sources", ["cnes", "noaa"]),
    ]
    figure = Figure.model_validate(FIGURE)
    found = {path: names for path, _, names in references(figure) if names}
    assert found["sum_of",] == ["one", "other"]
    assert found["observations", 1, "disagreements", 0, "sources"] == ["c", "d"]


def test_localised_texts_are_found_at_any_depth() -> None:
    found = dict(localised_texts(Programme.model_validate(PROGRAMME)))
    assert found == {
        ("name",): {"fr": "Argos", "en": "Argos"},
        ("summary",): {"fr": "Balises", "en": "Beacons"},
        ("disagreements", 0, "label"): {"fr": "Date", "en": "Date"},
    }
    lists = CodeLists.model_validate(
        {"units": {}, "themes": {"esa": {"label": {"fr": "ESA", "en": "ESA"}}}, "domains": {}, "partnerships": {}}
    )
    assert dict(localised_texts(lists)) == {("themes", "esa", "label"): {"fr": "ESA", "en": "ESA"}}


def test_relations_name_each_record_once() -> None:
    both = replace(
        NO_FACTS,
        figures={"noaa": Figure.model_validate(FIGURE)},
        theme_of={"noaa": "esa"},
        programmes={"argos": Programme.model_validate(PROGRAMME)},
    )
    assert both.programmes_of_partner == {"noaa": ["argos"]}
    assert both.programmes_of_figure == {"argos-satellites": ["argos"]}
    assert both.figures_citing == {name: ["noaa"] for name in "abcd"}
    assert both.figures_at == {"2022": ["noaa"], "2023": ["noaa"]}
    assert both.by_theme == {"esa": ["noaa"]}
