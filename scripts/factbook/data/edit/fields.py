"""The fields of a new record, from its JSON Schema: one for each option of the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal

from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError

from factbook.data.edit.yaml_writer import Node, Plain, block, flow, word
from factbook.data.yaml import Path_
from factbook.model import parse_date, parse_period

Kind = Literal["text", "word", "choice", "flag", "list", "period", "day", "value", "whole"]


@dataclass(frozen=True)
class Field:
    """A field of a record.

    `path` is its place in the record; `needs` has for each step of the path whether that step is required in its
    parent.
    """

    path: Path_
    needs: tuple[bool, ...]
    option: str
    kind: Kind
    description: str
    choices: tuple[str, ...] = ()
    example: object = None


def fields(schema: JsonSchemaValue, leave_out: Sequence[str] = ()) -> list[Field]:
    """Return the fields of a record's schema, in its order, without lists of records."""
    return list(_fields(schema, schema, (), (), frozenset(leave_out)))


def prefixed(found: Sequence[Field], *path: str | int) -> list[Field]:
    """Return the fields for a record at `path` of another, where it is required."""
    return [replace(f, path=(*path, *f.path), needs=(*(True for _ in path), *f.needs)) for f in found]


def _fields(
    schema: JsonSchemaValue,
    whole: JsonSchemaValue,
    path: tuple[str, ...],
    needs: tuple[bool, ...],
    leave_out: frozenset[str],
) -> Iterator[Field]:
    for name, given in schema["properties"].items():
        if name in leave_out:
            continue
        below_ = (*path, name)
        needed = (*needs, name in schema.get("required", ()))
        reference = given.get("$ref", "").rpartition("/")[2]
        if reference:
            part = whole["$defs"][reference]
            described = {**part, "description": given.get("description", "")}
            if "properties" in part and reference == "Localised":
                texts = {key: {**described, **value} for key, value in part["properties"].items()}
                part = {**part, "properties": texts}
            yield from _fields(part, whole, below_, needed, frozenset())
        elif "$ref" not in given.get("items", {}):
            yield _field(below_, needed, given)


def _field(path: tuple[str, ...], needs: tuple[bool, ...], given: JsonSchemaValue) -> Field:
    kind = _kind(path, given)
    option = "-".join(path).replace("_", "-")
    if kind == "list" and option.endswith("s"):
        option = option[:-1]
    example = next(iter(given.get("examples", ())), None)
    return Field(path, needs, option, kind, given.get("description", ""), tuple(given.get("enum", ())), example)


def _kind(path: tuple[str, ...], given: JsonSchemaValue) -> Kind:
    types = [option["type"] for option in given.get("anyOf", [given])]
    if "enum" in given:
        return "choice"
    if "anyOf" in given:
        return "value" if "number" in types else "period"
    if types == ["string"]:
        if given.get("format") == "date":
            return "day"
        return "word" if {"pattern", "format"} & given.keys() or path == ("unit",) else "text"
    kinds: Mapping[str, Kind] = {"boolean": "flag", "array": "list", "integer": "whole"}
    return kinds[types[0]]


def missing(wanted: Sequence[Field], given: Mapping[Path_, object]) -> list[Field]:
    """Return the required fields that are not given, including those of optional parts with a given field."""

    def is_given(path: Path_) -> bool:
        return any(other[: len(path)] == path for other in given)

    return [
        field
        for field in wanted
        if field.path not in given
        and all(need or is_given(field.path[: step + 1]) for step, need in enumerate(field.needs))
    ]


def fault(kind: Kind, text: str) -> str | None:
    """Return the code of the problem with a text for a field of some kind, or None."""
    try:
        if kind == "period":
            parse_period(text)
        elif kind == "day":
            parse_date(text)
        elif kind == "value" and not re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                return "not-a-number"
            parse_date(text)
        elif kind == "whole" and not re.fullmatch(r"0|[1-9]\d*", text):
            return "not-a-whole-number"
    except PydanticCustomError as error:
        return error.type
    return None


def node(field: Field, typed: Any) -> Node:
    """Return the YAML node of a value typed for a field."""
    if field.kind == "flag":
        return Plain("true" if typed else "false")
    if field.kind == "list":
        return [word(item) for item in typed]
    text = str(typed).strip()
    if field.kind == "text":
        return text
    return word(text) if field.kind == "word" else Plain(text)


def record(wanted: Sequence[Field], given: Mapping[Path_, Any]) -> dict[str, Node]:
    """Return the record of the given fields, its keys in the order of the fields."""
    result: dict[str, Node] = {}
    for field in wanted:
        if field.path not in given:
            continue
        target: Any = result
        for key, following in pairwise(field.path):
            if isinstance(key, str):
                target = target.setdefault(key, [] if isinstance(following, int) else {})
            else:
                target += [{} for _ in range(key + 1 - len(target))]
                target = target[key]
        target[field.path[-1]] = node(field, given[field.path])
    return result


def record_lines(schema: JsonSchemaValue, values: Mapping[str, Node], indent: int) -> Iterator[str]:
    """Yield the lines of a new record: the given fields, and the optional ones as comments with their meaning."""
    for name, given in schema["properties"].items():
        if name in values:
            yield from block(name, values[name], indent)
        else:
            example = given.get("default", next(iter(given.get("examples", ())), None))
            shown = "" if example is None else f" {_example(example)}"
            choices = f" ({', '.join(given['enum'])})" if "enum" in given else ""
            yield f"{' ' * indent}# {name}:{shown}  # {given.get('description', '')}{choices}".rstrip(" #")


def _example(example: object) -> str:
    if isinstance(example, Mapping):
        return flow({key: str(value) for key, value in example.items()})
    if isinstance(example, list):
        return flow([word(str(item)) for item in example])
    text = str(example)
    is_quoted = isinstance(example, str) and ("{" in text or text.isdecimal())  # YAML reads 142 as a number
    return flow(text if is_quoted else Plain(text))
