"""The shape of the API's documents as lines of text, one for each key: `python -m tests.opendata.shape` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factbook.opendata.openapi import document_types

if TYPE_CHECKING:
    from collections.abc import Iterator


def shape() -> list[str]:
    """Each key of each document with its type: `figure.observations[].value: string, always`."""
    types = document_types().items()
    return sorted({line for name, each in types for line in _lines(name, each.schema, each.schema.get("$defs", {}))})


def _lines(path: str, schema: dict[str, Any], parts: dict[str, Any]) -> Iterator[str]:
    schema = _resolved(schema, parts)
    required = schema.get("required", ())
    for key, below in schema.get("properties", {}).items():
        always = "always" if key in required else "at times"
        yield f"{path}.{key}: {_type(below, parts)}, {always}"
        for mark, inner in _inner(below, parts):
            yield from _lines(f"{path}.{key}{mark}", inner, parts)


def _resolved(schema: dict[str, Any], parts: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        found: dict[str, Any] = parts[schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _inner(schema: dict[str, Any], parts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    schema = _resolved(schema, parts)
    for option in schema.get("anyOf", ()):
        yield from _inner(option, parts)
    if schema.get("type") == "array":
        yield "[]", schema["items"]
    elif "properties" in schema:
        yield "", schema
    elif isinstance(schema.get("additionalProperties"), dict) and "$ref" in schema["additionalProperties"]:
        yield ".*", schema["additionalProperties"]


def _type(schema: dict[str, Any], parts: dict[str, Any]) -> str:
    schema = _resolved(schema, parts)
    if "anyOf" in schema:
        return " or ".join(_type(option, parts) for option in schema["anyOf"])
    if words := schema.get("enum") or ([schema["const"]] if "const" in schema else []):
        return " | ".join(map(str, words))
    kind = str(schema.get("type", "object"))
    if kind == "array":
        return f"list of {_type(schema['items'], parts)}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"{_type(schema['additionalProperties'], parts)} by key"
    return kind


if __name__ == "__main__":
    print("\n".join(shape()))
