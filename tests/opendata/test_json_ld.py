"""The linked data of the pages and the catalogue for portals, as their re-users read them: by the words of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
import yaml
from rdflib.namespace import RDF

from factbook.opendata.eu_vocabularies import country, language
from tests.conftest import ROOT

CASES = ROOT / "tests" / "cases" / "opendata"
LINKED = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SCHEMA = "https://schema.org/"
PREFIXES = """
PREFIX s: <https://schema.org/> PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dct: <http://purl.org/dc/terms/> PREFIX foaf: <http://xmlns.com/foaf/0.1/>
"""


def document(built: Path, path: str) -> Any:
    return json.loads((built / "site" / path).read_text(encoding="utf-8"))


def figures(built: Path) -> list[Any]:
    """Return each figure as the API has it."""
    return [document(built, f"api/v1/figures/{each['id']}.json") for each in figures_in_short(built)]


def figures_in_short(built: Path) -> list[Any]:
    found: list[Any] = document(built, "api/v1/figures.json")["figures"]
    return found


def pages(built: Path) -> Iterator[tuple[str, str]]:
    """Each page of the site, with its text."""
    for path in sorted((built / "site").rglob("index.html")):
        address = path.relative_to(built / "site").as_posix()
        if not re.match(r"(en/)?(embed|cards)/", address):
            yield address, path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def graphs(built: Path) -> dict[str, rdflib.Graph]:
    """Return the linked data of each page."""
    found = {}
    for address, text in pages(built):
        texts = LINKED.findall(text)
        assert len(texts) == 1, address
        found[address] = rdflib.Graph().parse(data=texts[0], format="json-ld")
    return found


@pytest.fixture(scope="module")
def catalogue(built: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(built / "site" / "catalog.jsonld", format="json-ld")


def test_every_page_has_its_breadcrumbs(graphs: dict[str, rdflib.Graph]) -> None:
    """Each page of either language has its breadcrumb, or the site on the home page."""
    assert len(graphs) > 400
    for address, graph in graphs.items():
        kinds = {str(kind).removeprefix(SCHEMA) for kind in graph.objects(None, RDF.type)}
        assert ("BreadcrumbList" in kinds) or (address in ("index.html", "en/index.html") and "WebSite" in kinds)


def test_only_terms_of_schema_org_are_used(graphs: dict[str, rdflib.Graph]) -> None:
    """Each property is one that schema.org has for its type, and what it leads to is of a type that it expects."""
    words = yaml.safe_load((CASES / "schema-org.yml").read_text(encoding="utf-8"))
    types, expected = words["properties"], words["expected"]
    faults = set()
    for graph in graphs.values():
        for subject, word, value in graph:
            kinds = [str(kind).removeprefix(SCHEMA) for kind in graph.objects(subject, RDF.type)]
            if word == RDF.type or not kinds:
                continue
            name = str(word).removeprefix(SCHEMA)
            if not any(name in types.get(kind, ()) for kind in kinds):
                faults.add((*kinds, name))
            below = [str(kind).removeprefix(SCHEMA) for kind in graph.objects(value, RDF.type)]
            if below and not set(below) & set(expected.get(name, ())):
                faults.add((name, *below))
    assert faults == set()


def test_sparql_finds_every_figure(built: Path, graphs: dict[str, rdflib.Graph]) -> None:
    """A query over the pages finds each figure as a data set, with its CSV, its JSON and all its values."""
    by_dataset = {f"{figure['address']}#dataset": figure for figure in figures(built)}
    graph = rdflib.Graph()
    for figure in by_dataset.values():
        address = figure["pages"]["fr"].removeprefix("https://cnes.example/")
        graph += graphs[f"{address}index.html"]
    found = graph.query(
        PREFIXES + "SELECT ?figure ?name (COUNT(DISTINCT ?file) AS ?files) (COUNT(DISTINCT ?o) AS ?values) WHERE {"
        "?figure a s:Dataset; s:name ?name; s:variableMeasured ?variable; s:distribution/s:contentUrl ?file."
        "?o a s:Observation; s:variableMeasured ?variable; s:value ?value } GROUP BY ?figure ?name"
    )
    rows = {str(row.figure): (str(row.name), int(row.files), int(row["values"])) for row in found}  # type: ignore[union-attr,index]
    assert rows == {name: (each["label"]["fr"], 2, len(each["observations"])) for name, each in by_dataset.items()}


def test_the_catalogue_can_be_harvested(built: Path, catalogue: rdflib.Graph) -> None:
    """A portal finds each figure, and everything, with title, description, publisher, licence and files."""
    found = catalogue.query(
        PREFIXES + "SELECT DISTINCT ?id WHERE { ?c a dcat:Catalog; dct:title ?t; dct:description ?d; dct:publisher ?p;"
        "dcat:dataset ?f. ?p a foaf:Agent; foaf:name ?n. ?f a dcat:Dataset; dct:identifier ?id; dct:title ?ft;"
        "dct:description ?fd; dct:publisher ?p; dcat:landingPage ?page; dcat:distribution ?file."
        "?file dcat:accessURL ?u; dct:license ?l; dct:format ?format; dcat:mediaType ?type.}"
    )
    names = {each["id"] for each in figures_in_short(built)}
    assert {str(row.id) for row in found} == {*names, "https://cnes.example/"}  # type: ignore[union-attr]


def test_the_catalogue_has_what_dcat_ap_asks_for(catalogue: rdflib.Graph) -> None:
    """Each node has what DCAT-AP 3 requires or recommends, and concepts are those of the vocabularies that it names."""
    asked = yaml.safe_load((CASES / "dcat-ap.yml").read_text(encoding="utf-8"))
    iri = {name: str(namespace) for name, namespace in catalogue.namespaces()} | asked["prefixes"]
    faults = []
    for kind, rules in asked["classes"].items():
        nodes = list(catalogue.subjects(RDF.type, rdflib.URIRef(expand(kind, iri))))
        assert nodes, kind
        for node in nodes:
            for word, form in rules.items():
                values = list(catalogue.objects(node, rdflib.URIRef(expand(word.rstrip("?1"), iri))))
                if not values and not word.endswith("?"):
                    faults.append((kind, word, "missing", str(node)))
                if len(values) > 1 and word.endswith("1"):
                    faults.append((kind, word, "several", str(node)))
                faults += [(kind, word, str(v), str(node)) for v in values if not fits(catalogue, v, form, iri)]
    assert faults == []


def expand(name: str, iri: dict[str, str]) -> str:
    prefix, _, rest = name.partition(":")
    return iri[prefix] + rest


def fits(graph: rdflib.Graph, value: Any, form: str, iri: dict[str, str]) -> bool:
    """Whether a value is what a rule says: a text, a day, a node of a class, an address that begins so."""
    if form in ("text", "day"):
        day = value.datatype is not None and str(value.datatype).endswith("#date")
        return isinstance(value, rdflib.Literal) and day == (form == "day")
    if form.startswith("http") or form == "address":
        return isinstance(value, rdflib.URIRef) and str(value).startswith("http" if form == "address" else form)
    return (value, RDF.type, rdflib.URIRef(expand(form, iri))) in graph


def test_vocabularies_have_the_codes_of_today() -> None:
    """Countries by the three letters that ISO 3166-1 has now, languages by those of the Union, others as DCAT says."""
    named = [country(code) for code in ("FR", "DE", "CD", "GB", "?")]
    assert [name and name.rpartition("/")[2] for name in named] == ["FRA", "DEU", "COD", "GBR", None]
    assert [language(code).rpartition("/")[2] for code in ("fr", "en-GB", "ar")] == ["FRA", "ENG", "ar"]
