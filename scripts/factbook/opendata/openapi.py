"""The description of the API for machines: a JSON Schema of each kind of document, and OpenAPI 3.1 over them."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from factbook.charts import can_be_drawn
from factbook.model import KINDS
from factbook.opendata.datapackage import SCHEMA_OF_A_FIGURE, TITLES
from factbook.opendata.encoding import JsonObject
from factbook.opendata.publication import API, LICENCES
from factbook.opendata.types.documents import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factbook.model import Kind
    from factbook.opendata.publication import Publication

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Mapping[str, str] = {"type": "string"}
_DRAWN: Sequence[tuple[str, str, str, Mapping[str, str]]] = (
    ("svg", "A chart as a picture", "image/svg+xml", _TEXT),
    ("csv", "What a chart draws, as a table", "text/csv", _TEXT),
    ("json", "What a chart says and draws", "application/json", {"$ref": "#/components/schemas/Chart"}),
)
_CITATIONS = (
    ("bib", "BibTeX", "application/x-bibtex"),
    ("ris", "RIS", "application/x-research-info-systems"),
    ("json", "CSL-JSON", "application/json"),
)


class DocumentType(NamedTuple):
    """A type of document: the name of its schema, its description, and the schema itself."""

    name: str
    about: str
    schema: JsonObject


@cache
def document_types() -> Mapping[str, DocumentType]:
    """Return every type of document of the API, by the name of its schema. It is shared: do not change it.

    It follows from the code alone and takes time to import and calculate, so that callers keep it from run to run.
    """
    from factbook.opendata.json_schemas import schema_of, types

    return {
        name: DocumentType(record.__name__, str(record.__doc__), schema_of(record)) for name, record in types().items()
    }


def schema_path(name: str) -> str:
    """Return the path of the schema of a type."""
    return f"{API}schema/{name}.schema.json"


def schemas(publication: Publication, types: Mapping[str, DocumentType]) -> dict[str, JsonObject]:
    """Return the JSON Schema of each kind of document, by its path."""
    return {
        schema_path(name): {"$schema": DIALECT, "$id": publication.url(schema_path(name)), **each.schema}
        for name, each in types.items()
    }


def openapi(publication: Publication, types: Mapping[str, DocumentType]) -> JsonObject:
    """Return the OpenAPI 3.1 description of the whole API."""
    components: JsonObject = {}
    for each in types.values():
        found = copy.deepcopy(each.schema)
        parts = found.pop("$defs", {})
        if "$ref" not in found:
            parts[each.name] = found
        components |= parts
    site = publication.site
    return {
        "openapi": "3.1.0",
        "info": {
            "title": site.title(site.codes[0]),
            "version": "1",
            "summary": "Figures with their sources and dates, and what they are about, as static JSON files",
            "description": "Every document is a file: nothing but GET is needed, and there is no key and no limit. "
            "Within version 1 there are only additions. The API is below api/v1/; tables, citations, feeds "
            "and pages to embed are outside it.",
            "license": {"name": LICENCES[0][1], "url": LICENCES[0][2]},
        },
        "servers": [{"url": site.url.rstrip("/")}],
        "paths": dict(_paths(publication, types)),
        "components": {"schemas": dict(sorted(_with_references(components).items()))},
    }


def _with_references(node: Any) -> Any:
    """Return the same schemas with their references to OpenAPI's place for them."""
    if isinstance(node, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _with_references(value)
            for key, value in node.items()
        }
    return [_with_references(item) for item in node] if isinstance(node, list) else node


def _paths(publication: Publication, types: Mapping[str, DocumentType]) -> Iterator[tuple[str, JsonObject]]:
    for name in DOCUMENTS:
        yield f"/{API}{name}.json", {"get": _operation(f"get-{name}", types[name])}
    for kind in KINDS:
        name = KINDS[kind].singular
        path = f"/{API}{kind}/{{id}}.json"
        yield path, _one_of(_operation(f"get-{name}", types[name]), _identifier(publication, kind), name)
    yield from _shared_files(publication, list(types))
    for code in publication.site.codes:
        yield from _in_language(publication, code)


def _shared_files(publication: Publication, types: Sequence[str]) -> Iterator[tuple[str, JsonObject]]:
    """Return the files other than the API's that are the same for all languages."""
    for path, about in (("openapi", "This description."), ("datapackage", "The Data Package over all tables.")):
        yield f"/{path}.json", {"get": _found(f"get-{path}", about, "application/json", {"type": "object"})}
    portals = _found("get-catalogue", "The catalogue for data portals (DCAT-AP).", "application/ld+json", {})
    yield "/catalog.jsonld", {"get": portals}
    table = _found("get-table", "A table over all observations or all records of a kind.", "text/csv", _TEXT)
    yield "/data/{name}.csv", _one_of(table, _parameter("name", "Name of the table", list(TITLES)), "table")
    table = _found("get-figure-table", "The observations of a figure as a table.", "text/csv", _TEXT)
    yield "/data/figures/{id}.csv", _one_of(table, _identifier(publication, "figures"), "figure")
    about = "The Table Schema that the tables of all figures share."
    yield f"/{SCHEMA_OF_A_FIGURE}", {"get": _found("get-figure-table-schema", about, "application/json", {})}
    kind = _parameter("name", "Name of the kind of document", types)
    schema = _found("get-schema", "The JSON Schema of a kind of document.", "application/json", {"type": "object"})
    yield f"/{schema_path('{name}')}", _one_of(schema, kind, "kind of document")


def _in_language(publication: Publication, code: str) -> Iterator[tuple[str, JsonObject]]:
    prefix, figure = f"/{publication.site.prefix(code)}", _identifier(publication, "figures")
    if publication.modified:
        about = f"The feed of changes (Atom), in the language “{code}”."
        yield f"{prefix}feed.xml", {"get": _found(f"get-feed-{code}", about, "application/atom+xml", _TEXT)}
    for end, form, media in _CITATIONS:
        about = f"How to cite a figure, in the language “{code}”: {form}."
        operation = _found(f"get-citation-{end}-{code}", about, media, {} if end == "json" else _TEXT)
        yield f"{prefix}cite/{{id}}.{end}", _one_of(operation, figure, "figure")
    facts = publication.catalogue
    drawn = [f"history-{name}" for name, record in facts.figures.items() if can_be_drawn(facts, record)][:1]
    name = _parameter("name", "Name of the chart, as its page links it", drawn) | {"schema": _TEXT}
    for end, what, media, content in _DRAWN if drawn else ():
        operation = _found(f"get-chart-{end}-{code}", f"{what}, in the language “{code}”.", media, content)
        yield f"{prefix}charts/{{name}}.{code}.{end}", _one_of(operation, name, "chart")
    about = f"A small page for an iframe, in the language “{code}”."
    frame = _found(f"get-embed-{code}", about, "text/html", _TEXT)
    yield f"{prefix}embed/{{id}}/", _one_of(frame, figure, "figure")


def _identifier(publication: Publication, kind: Kind) -> dict[str, Any]:
    known = list(getattr(publication.catalogue, kind))[:1]
    return _parameter("id", f"Identifier of the {KINDS[kind].singular}", known) | {"schema": {"type": "string"}}


def _parameter(name: str, about: str, words: Sequence[str]) -> JsonObject:
    schema = {"type": "string", "enum": list(words)}
    described = {"name": name, "in": "path", "required": True, "description": about, "schema": schema}
    return {**described, **({"example": words[0]} if words else {})}


def _one_of(operation: JsonObject, parameter: JsonObject, thing: str) -> JsonObject:
    operation["responses"]["404"] = {"description": f"There is no such {thing}"}
    return {"parameters": [parameter], "get": operation}


def _operation(name: str, document: DocumentType) -> JsonObject:
    reference = {"$ref": f"#/components/schemas/{document.name}"}
    return _found(name, document.about, "application/json", reference)


def _found(name: str, about: str, media: str, schema: Mapping[str, object]) -> JsonObject:
    responses = {"200": {"description": about, "content": {media: {"schema": schema}}}}
    return {"operationId": name, "summary": about, "responses": responses}
