"""JSON Schemas of the data files, generated from the models, for completion in text editors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from factbook import model
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, SOURCE_LANGUAGE, editor_languages, translations
from factbook.model import ID_PATTERN
from factbook.problems.codes import N_

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "schema"

# The kinds of data files: the record that a file has, and whether it has several by identifier.
KINDS: Mapping[str, tuple[type[model.Record], bool]] = {
    **{kind.schema: (kind.record, kind.by_identifier) for kind in model.KINDS.values()},
    "source-exceptions": (model.SourceException, True),
    "codelists": (model.CodeLists, False),
}

Translate = Callable[[str], str]
_LOCALISED = "Localised"
_LOCALISED_TEXT = N_("A text in every language of the site")


class _Generator(GenerateJsonSchema):
    """Pydantic's schemas as YAML editors need them: a missing key instead of null."""

    def sort(self, value: Any, parent_key: str | None = None) -> Any:
        """Keep the keys in the order of the models, which is the order in which editors write them."""
        return value

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """Return the schema of an optional value without null."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Return a schema without a default that is null or empty."""
        result = super().default_schema(schema)
        if result.get("default") in (None, []):
            result.pop("default", None)
        return result

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        """Mark a localised text; `_finish` replaces the mark by a reference once all definitions exist."""
        if schema["function"]["function"] is model.types._localised:
            return {_LOCALISED: True}
        return super().function_after_schema(schema)


def schema_of(record: type[BaseModel], languages: Sequence[str], translate: Translate = str) -> JsonSchemaValue:
    """Return the schema of a record, its parts in `$defs`.

    `languages` are required in every localised text; `translate` translates each description.
    """
    schema = record.model_json_schema(schema_generator=_Generator, by_alias=False)
    parts = schema.setdefault("$defs", {})
    parts[_LOCALISED] = {"title": "Text in each language", "description": _LOCALISED_TEXT} | _by_language(
        languages, {"type": "string", "minLength": 1, "maxLength": 20_000}
    )
    if noun := parts.get("Unit", {}).get("properties", {}).get("noun"):
        del noun["additionalProperties"]
        noun |= _by_language(languages, {"$ref": "#/$defs/Noun"})
    _finish(schema, translate)
    schema["$defs"] = dict(sorted(parts.items()))
    return schema


def _by_language(languages: Sequence[str], schema: JsonSchemaValue) -> JsonSchemaValue:
    return {
        "type": "object",
        "properties": {language: dict(schema) for language in languages},
        "required": list(languages),
        "additionalProperties": False,
    }


def _finish(node: Any, translate: Translate) -> None:
    """Replace marks by references, forbid additional properties and translate descriptions, in place."""
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _finish(value, translate)
    if isinstance(node, dict):
        if node.get(_LOCALISED) is True:
            node["$ref"] = f"#/$defs/{_LOCALISED}"
            del node[_LOCALISED]
        if "patternProperties" in node:
            node["additionalProperties"] = False
        if isinstance(node.get("description"), str):
            node["description"] = translate(" ".join(node["description"].split()))


def texts() -> Iterator[str]:
    """Return the descriptions of all schemas: message ids for the editors' catalogues."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        found[text] = None
        return text

    for record, _ in KINDS.values():
        schema_of(record, (), note)
    return iter(found)


def in_every_language(text: str) -> str:
    """Return a description in the source language, then in each other language of the messages."""
    others = [code for code in editor_languages() if code != SOURCE_LANGUAGE]
    texts = [translations(PACKAGE_LOCALE_DIR, code).gettext(text) for code in (SOURCE_LANGUAGE, *others)]
    return "\n\n".join(dict.fromkeys(texts))


def file_schema(kind: str, languages: Sequence[str], translate: Translate = in_every_language) -> JsonSchemaValue:
    """Return the schema of a kind of data file, a key of KINDS."""
    record, many = KINDS[kind]
    schema = schema_of(record, languages, translate)
    if not many:
        return {"$schema": DIALECT, **schema}
    parts = schema.pop("$defs")
    name = schema["title"]
    return {
        "$schema": DIALECT,
        "title": kind.capitalize(),
        "description": schema["description"],
        "type": "object",
        "propertyNames": {"pattern": ID_PATTERN},
        "additionalProperties": {"$ref": f"#/$defs/{name}"},
        "$defs": dict(sorted({**parts, name: schema}.items())),
    }


def written(languages: Sequence[str]) -> dict[str, str]:
    """Return the text of every schema file by its name."""
    return {
        f"{kind}.schema.json": json.dumps(file_schema(kind, languages), ensure_ascii=False, indent=2) + "\n"
        for kind in KINDS
    }


def drift(folder: Path, languages: Sequence[str]) -> list[str]:
    """Return the names of the files in `folder` that are out of date, missing or superfluous."""
    wanted = written(languages)
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.schema.json"))}
    return sorted(name for name in wanted | found if wanted.get(name) != found.get(name))


def write(folder: Path, languages: Sequence[str]) -> list[str]:
    """Bring the files in `folder` up to date. Return the names of those that changed."""
    changed = drift(folder, languages)
    wanted = written(languages)
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (folder / name).unlink()
    return changed
