"""The API described for machines: a JSON Schema of each kind of document, and OpenAPI 3.1 over the whole."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from factbook.opendata import shape
from factbook.opendata.publication import API, LICENCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from factbook.opendata.publication import Publication

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# Each document that stands at one path below api/v1/, and each kind of record that has one of its own.
DOCUMENTS: Mapping[str, Any] = {
    "index": shape.Index,
    "figures": shape.Figures,
    "programmes": shape.Programmes,
    "partners": shape.Partners,
    "councils": shape.Councils,
    "sources": shape.Sources,
    "changes": shape.Changes,
}
RECORDS: Mapping[str, Any] = {
    "figures": shape.Figure,
    "programmes": shape.Programme,
    "partners": shape.Partner,
    "councils": shape.Council,
    "sources": shape.Source,
}


def types() -> dict[str, Any]:
    """Every type that a document of the API is, by the name of its schema."""
    singular = {kind.removesuffix("s"): record for kind, record in RECORDS.items()}
    return {**DOCUMENTS, **singular}


class _Generator(GenerateJsonSchema):
    def typed_dict_schema(self, schema: Any) -> dict[str, Any]:
        """Further keys may come within v1; titles say no more than names."""
        result = super().typed_dict_schema(schema)
        result.pop("title", None)
        return result

    def field_title_should_be_set(self, schema: Any) -> bool:
        """A key says what it is by its name and its description."""
        return False


@cache
def schema_of(name: str) -> dict[str, Any]:
    """The schema of a type of `types`; it is shared, and not to be changed."""
    adapter: TypeAdapter[Any] = TypeAdapter(types()[name])
    found = adapter.json_schema(schema_generator=_Generator, ref_template="#/$defs/{model}")
    _tidy(found)
    return found


def _tidy(node: Any) -> None:
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _tidy(value)
    if isinstance(node, dict) and isinstance(node.get("description"), str):
        node["description"] = " ".join(node["description"].split())


def schema_path(name: str) -> str:
    """Where the schema of a type stands."""
    return f"{API}schema/{name}.schema.json"


def schemas(publication: Publication) -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of document, by its path."""
    return {
        schema_path(name): {"$schema": DIALECT, "$id": publication.url(schema_path(name)), **schema_of(name)}
        for name in types()
    }


def openapi(publication: Publication) -> dict[str, Any]:
    """The whole API as OpenAPI 3.1 tells it."""
    components: dict[str, Any] = {}
    for name in types():
        found = copy.deepcopy(schema_of(name))
        parts = found.pop("$defs", {})
        if "$ref" not in found:
            parts[types()[name].__name__] = found
        components |= parts
    described = {"schemas": dict(sorted(_pointing(components).items()))}
    site = publication.site
    return {
        "openapi": "3.1.0",
        "info": {
            "title": site.title(site.codes[0]),
            "version": "1",
            "summary": "Figures with their sources and dates, and what they are about, as static JSON files",
            "description": "Every document is a file: nothing but GET is needed, and there is no key and no limit. "
            "Within version 1 there are only additions.",
            "license": {"name": LICENCES[0][1], "url": LICENCES[0][2]},
        },
        "servers": [{"url": site.url.rstrip("/")}],
        "paths": dict(_paths(publication)),
        "components": described,
    }


def _pointing(node: Any) -> Any:
    """The same schemas, with their references to the place that OpenAPI has for them."""
    if isinstance(node, dict):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _pointing(value)
            for key, value in node.items()
        }
    return [_pointing(item) for item in node] if isinstance(node, list) else node


def _paths(publication: Publication) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, record in DOCUMENTS.items():
        yield f"/{API}{name}.json", {"get": _operation(f"get-{name}", record)}
    for kind, record in RECORDS.items():
        name = kind.removesuffix("s")
        example = next(iter(getattr(publication.catalogue, kind)), None)
        identifier = {
            "name": "id",
            "in": "path",
            "required": True,
            "description": f"Identifier of the {name}",
            "schema": {"type": "string"},
            **({"example": example} if example else {}),
        }
        operation = _operation(f"get-{name}", record)
        missing = {"404": {"description": f"There is no {name} of that identifier"}}
        operation["responses"] |= missing
        yield f"/{API}{kind}/{{id}}.json", {"parameters": [identifier], "get": operation}


def _operation(name: str, record: Any) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{record.__name__}"}
    about = str(record.__doc__)
    return {
        "operationId": name,
        "summary": about,
        "responses": {"200": {"description": about, "content": {"application/json": {"schema": reference}}}},
    }
