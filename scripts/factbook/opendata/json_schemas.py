"""The JSON Schema of each type of `factbook.opendata.types`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from typing_extensions import get_original_bases, is_typeddict

from factbook.model import KINDS
from factbook.opendata import types as shape
from factbook.opendata.encoding import JsonObject
from factbook.opendata.types.documents import DOCUMENTS, FILES

if TYPE_CHECKING:
    from collections.abc import Mapping


def types() -> Mapping[str, type]:
    """Return every type of document of the API, by the name of its schema."""
    names = (*DOCUMENTS, *(kind.singular for kind in KINDS.values()), *FILES)
    return {name: getattr(shape, name.capitalize()) for name in names}


def schema_of(record: type) -> JsonObject:
    """Return the schema of a type of `types`."""
    adapter: TypeAdapter[object] = TypeAdapter(record)
    found = adapter.json_schema(schema_generator=_Generator, ref_template="#/$defs/{model}")
    _tidy(found)
    return found


class _Generator(GenerateJsonSchema):
    def typed_dict_schema(self, schema: Any) -> JsonObject:
        """Allow further keys, which may be added within v1, and leave out titles and inherited descriptions."""
        result = super().typed_dict_schema(schema)
        result.pop("title", None)
        for base in filter(is_typeddict, get_original_bases(schema["cls"])):
            for key, above in TypeAdapter(base).json_schema(schema_generator=_Generator)["properties"].items():
                result["properties"][key].setdefault("description", above["description"])
        return result

    def field_title_should_be_set(self, schema: object) -> bool:
        """Return False: a key is described by its name and its description."""
        return False


def _tidy(node: Any) -> None:
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _tidy(value)
    if isinstance(node, dict) and isinstance(node.get("description"), str):
        node["description"] = " ".join(node["description"].split())
