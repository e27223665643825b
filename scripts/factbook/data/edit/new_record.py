"""A new figure, programme, partner or source: its file, fields and text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic.json_schema import JsonSchemaValue

from factbook import model
from factbook.data.edit.fields import Field, fields, missing, prefixed, record, record_lines
from factbook.data.edit.set_value import RefusedError, unknown
from factbook.data.edit.transaction import Edit
from factbook.data.edit.yaml_patch import YamlPatcher
from factbook.data.json_schema import FOLDER, Translate, schema_of
from factbook.data.yaml import Path_

# The kinds of records that “factbook new” creates, by the name that is typed.
_CREATED: tuple[model.Kind, ...] = ("figures", "programmes", "partners", "sources")
NEW: Mapping[str, model.Kind] = {model.KINDS[kind].singular: kind for kind in _CREATED}
THEME = "theme"


@dataclass(frozen=True)
class Form:
    """The fields of a new record of a kind, in the order of its keys, and its schema."""

    kind: str
    schema: JsonSchemaValue
    fields: Sequence[Field]

    def missing(self, given: Mapping[Path_, Any]) -> list[Field]:
        """Return the required fields that are not given."""
        wanted = list(self.fields)
        if self.kind == "figure" and ("computed",) in given:
            wanted = [_needed(f) if f.path == ("digits",) else f for f in wanted if f.path[0] != "observations"]
        if self.kind == "partner" and ("kind",) in given:
            named_by = "country" if given["kind",] == "country" else "name"
            wanted = [_needed(f) if f.path[0] == named_by else f for f in wanted]
        return missing(wanted, given)


def _needed(field: Field) -> Field:
    return replace(field, needs=tuple(True for _ in field.needs))


def form(kind: str, languages: Sequence[str], translate: Translate) -> Form:
    """Return the form of a kind of NEW, or of an observation. `translate` translates the descriptions."""
    if kind == "observation":
        schema = schema_of(model.Observation, languages, translate)
        return Form(kind, schema, fields(schema, leave_out=["change", "earlier_changes"]))
    schema = schema_of(model.KINDS[NEW[kind]].record, languages, translate)
    found = fields(schema)
    if kind == "figure":
        theme = Field((THEME,), (True,), THEME, "word", translate("Its theme: a key of themes in data/codelists.yml"))
        of_observation = schema_of(model.Observation, languages, translate)
        observation = fields(of_observation, leave_out=["change", "earlier_changes"])
        found = [theme, *found, *prefixed(observation, "observations", 0)]
    return Form(kind, schema, found)


def check_identifier(catalogue: model.Catalogue, kind: str, identifier: str) -> None:
    """Raise RefusedError if an identifier is not valid or not free for a new record."""
    records = NEW[kind]
    if not re.match(model.ID_PATTERN, identifier):
        raise RefusedError("bad-identifier", found=identifier, expected=_ID_FORM)
    if identifier in catalogue.records(records):
        located, path = catalogue.located[records, identifier]
        place = located.key(path)
        raise RefusedError("duplicate-id", id=identifier, first=f"{place.file}:{place.line}")


def new_record(
    root: Path, data: str, catalogue: model.Catalogue, wanted: Form, identifier: str, given: Mapping[Path_, Any]
) -> Edit:
    """Return the edit that adds a new record to its file. Nothing is written.

    Raises RefusedError if the identifier is not valid or not free, or the theme does not exist.
    """
    schema = model.KINDS[NEW[wanted.kind]].schema
    check_identifier(catalogue, wanted.kind, identifier)
    file = _file(data, catalogue, wanted.kind, identifier, given)
    values = record([f for f in wanted.fields if f.path != (THEME,)], given)
    path = root / file
    before = path.read_bytes() if path.exists() else None
    depth = file.count("/") - Path(data).as_posix().count("/") - 1
    head = f"# yaml-language-server: $schema={'../' * depth}{FOLDER}/{schema}.schema.json\n"
    if wanted.kind == "programme":
        text = head + "".join(line + "\n" for line in record_lines(wanted.schema, values, 0))
        return Edit(file, before, text.encode())
    patcher = YamlPatcher((before or head.encode()).decode("utf-8"), file)
    patcher.append(identifier, [f"{identifier}:", *record_lines(wanted.schema, values, 2)], values)
    return Edit(file, before, patcher.result().encode())


_ID_FORM = "small letters without accents, digits and hyphens, as in esa-contribution"


def _file(data: str, catalogue: model.Catalogue, kind: str, identifier: str, given: Mapping[Path_, Any]) -> str:
    if kind == "figure":
        theme = str(given.get((THEME,), ""))
        if theme not in catalogue.codelists.themes:
            raise unknown(THEME, theme, catalogue.codelists.themes, f"{data}/codelists.yml (themes)")
        return f"{data}/figures/{theme}.yml"
    if kind == "programme":
        return f"{data}/programmes/{identifier}.yml"
    if kind == "partner":
        name = "countries" if given.get(("kind",)) == "country" else "organisations"
        return f"{data}/partners/{name}.yml"
    return f"{data}/sources.yml"
