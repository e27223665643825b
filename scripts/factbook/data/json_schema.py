"""JSON Schemas of the data files, generated from the models: what an editor's text editor completes from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from factbook import model
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, SOURCE_LANGUAGE, editor_languages, translations
from factbook.model import ID_PATTERN
from factbook.problems.codes import N_

DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOLDER = "schema"

# The kinds of data files: the record that one holds, and whether it holds many of them by identifier.
KINDS: Mapping[str, tuple[type[model.Record], bool]] = {
    "figures": (model.Figure, True),
    "programme": (model.Programme, False),
    "partners": (model.Partner, True),
    "councils": (model.Council, True),
    "sources": (model.Source, True),
    "source-exceptions": (model.SourceException, True),
    "codelists": (model.CodeLists, False),
}

Translate = Callable[[str], str]
_LOCALISED = "Localised"
_LOCALISED_TEXT = N_("A text in every language of the site")


class _Generator(GenerateJsonSchema):
    """Pydantic's schemas as YAML editors need them: a key is left out rather than null."""

    def sort(self, value: Any, parent_key: str | None = None) -> Any:
        """Keys in the order of the models, which is the order in which editors write them."""
        return value

    def nullable_schema(self, schema: core_schema.NullableSchema) -> dict[str, Any]:
        """An optional value, without the null that no one should write."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        """A default is told where it is a word, not where it is nothing."""
        result = super().default_schema(schema)
        if result.get("default") in (None, []):
            result.pop("default", None)
        return result

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> dict[str, Any]:
        """A localised text is marked here, and refers to its definition when all definitions are there."""
        if schema["function"]["function"] is model.types._localised:
            return {_LOCALISED: True}
        return super().function_after_schema(schema)


def schema_of(record: type[BaseModel], languages: Sequence[str], translate: Translate = str) -> dict[str, Any]:
    """The schema of one record, its parts in `$defs`.

    `languages` are those that every localised text must have; `translate` words each description.
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


def _by_language(languages: Sequence[str], schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {language: dict(schema) for language in languages},
        "required": list(languages),
        "additionalProperties": False,
    }


def _finish(node: Any, translate: Translate) -> None:
    """Turn marks into references, close what is open, word the descriptions; in place."""
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
    """Every text of the schemas that is translated: message identifiers for the editors' catalogues."""
    found: dict[str, None] = {}

    def note(text: str) -> str:
        found[text] = None
        return text

    for record, _ in KINDS.values():
        schema_of(record, (), note)
    return iter(found)


def in_every_language(text: str) -> str:
    """A description in the language it is written in, then in each other that editors may read."""
    others = [code for code in editor_languages() if code != SOURCE_LANGUAGE]
    said = [translations(PACKAGE_LOCALE_DIR, code).gettext(text) for code in (SOURCE_LANGUAGE, *others)]
    return "\n\n".join(dict.fromkeys(said))


def file_schema(kind: str, languages: Sequence[str], translate: Translate = in_every_language) -> dict[str, Any]:
    """The schema of a kind of data file, a key of KINDS."""
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
    """Every schema file by its name, as it is written."""
    return {
        f"{kind}.schema.json": json.dumps(file_schema(kind, languages), ensure_ascii=False, indent=2) + "\n"
        for kind in KINDS
    }


def drift(folder: Path, languages: Sequence[str]) -> list[str]:
    """The names of the files in `folder` that are not as they would be written, or should not be there."""
    wanted = written(languages)
    found = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.schema.json"))}
    return sorted(name for name in wanted | found if wanted.get(name) != found.get(name))


def write(folder: Path, languages: Sequence[str]) -> list[str]:
    """Bring the files in `folder` up to date; tells the names of those that changed."""
    changed = drift(folder, languages)
    wanted = written(languages)
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if name in wanted:
            (folder / name).write_text(wanted[name], encoding="utf-8", newline="\n")
        else:
            (folder / name).unlink()
    return changed
