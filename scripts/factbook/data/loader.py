"""Loads the data folder into a catalogue, with the errors of all files at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from factbook.data.yaml import Document, Path_, read_yaml
from factbook.model import ID_PATTERN, KINDS, NO_FACTS, Catalogue, CodeLists, Kind, Located, Record, SourceException
from factbook.problems import Problem, Problems, nearest
from factbook.problems.codes import N_

R = TypeVar("R", bound=Record)
EXCEPTIONS = "source-exceptions.yml"


def load_catalogue(root: Path, languages: Sequence[str], data: str = "data") -> Catalogue:
    """Read all of `root/data`. Raises Problems with the errors of all files.

    Rules that concern several records are in `checks`.
    """
    catalogue, problems = load_partial(root, languages, data)
    if problems:
        raise Problems(problems)
    return catalogue


def load_partial(root: Path, languages: Sequence[str], data: str = "data") -> tuple[Catalogue, list[Problem]]:
    """Return the valid records of `root/data`, and the problems of the others.

    The catalogue's `located` also has the invalid ones, if their file can be read.
    """
    reader = _Reader(root, tuple(languages))
    codelists = reader.single(f"{data}/codelists.yml", CodeLists, ("codelists", "codelists"))
    records: dict[Kind, dict[str, Any]] = {kind: reader.of_kind(kind, data) for kind in KINDS}
    themes = {name: Path(reader.located["figures", name][0].place(()).file).stem for name in records["figures"]}
    exceptions: dict[str, SourceException] = {}
    if (root / data / EXCEPTIONS).is_file():
        exceptions = reader.many(f"{data}/{EXCEPTIONS}", "source-exceptions", SourceException)
    catalogue = Catalogue(
        codelists or NO_FACTS.codelists, theme_of=themes, located=reader.located, exceptions=exceptions, **records
    )
    return catalogue, reader.problems


@dataclass
class _Reader:
    root: Path
    languages: tuple[str, ...]
    problems: list[Problem] = field(default_factory=list)
    located: dict[tuple[str, str], tuple[Located, Path_]] = field(default_factory=dict)

    def files(self, folder: str) -> list[str]:
        """Return the YAML files of a folder, sorted so that the order does not depend on the file system."""
        return sorted(f"{folder}/{path.name}" for path in (self.root / folder).glob("*.yml"))

    def of_kind(self, kind: Kind, data: str) -> dict[str, Record]:
        """Return the records of all files of a kind, by identifier."""
        info = KINDS[kind]
        folder = info.files.endswith("/*.yml")
        found: dict[str, Record] = {}
        for file in self.files(f"{data}/{info.location}") if folder else [f"{data}/{info.files}"]:
            if info.by_identifier:
                found.update(self.many(file, kind, info.record))
            elif record := self.single(file, info.record, (kind, Path(file).stem)):
                found[Path(file).stem] = record
        return found

    def document(self, file: str) -> Document:
        document = read_yaml(self.root, file)
        self.problems += document.problems
        return document

    def single(self, file: str, model: type[R], name: tuple[str, str] | None = None) -> R | None:
        """Read a file that has one record."""
        document = self.document(file)
        if name:
            self.identifier(name, document, ())
        return None if document.problems else self.record(model, document, ())

    def many(self, file: str, kind: str, model: type[R]) -> dict[str, R]:
        """Read a file that has records by identifier."""
        document = self.document(file)
        if document.problems or document.value is None:
            return {}
        if not isinstance(document.value, dict):
            self.problems.append(Problem("not-a-mapping", document.place(()), {"found": _shown(document.value)}))
            return {}
        result = {}
        for identifier in document.value:
            self.identifier((kind, identifier), document, (identifier,))
            if record := self.record(model, document, (identifier,)):
                result[identifier] = record
        return result

    def identifier(self, name: tuple[str, str], document: Document, path: Path_) -> None:
        """Store the place of a record, and check the form of its identifier and that it is unique."""
        place = document.key(path)
        if not re.match(ID_PATTERN, name[1]):
            self.problems.append(Problem("bad-identifier", place, {"found": name[1], "expected": _FORMS["identifier"]}))
        if name in self.located:
            other, prefix = self.located[name]
            first = other.key(prefix)
            values = {"id": name[1], "first": f"{first.file}:{first.line}"}
            self.problems.append(Problem("duplicate-id", place, values, length=len(name[1])))
        self.located[name] = (document, path)

    def record(self, model: type[R], document: Document, path: Path_) -> R | None:
        raw = document.value
        for part in path:
            raw = raw[part]
        try:
            return model.model_validate(raw, context={"languages": self.languages})
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                self.problems.append(_problem(error, model, document, path))
            return None


_FORMS: Mapping[str, str] = {
    "identifier": N_("small letters without accents, digits and hyphens, as in esa-contribution"),
    ID_PATTERN: N_("small letters without accents, digits and hyphens, as in esa-contribution"),
    r"^[A-Z]{2}$": N_("the two capital letters of a country (ISO 3166-1), as in FR"),
    r"^[A-Z]{3}$": N_("the three capital letters of a currency (ISO 4217), as in EUR"),
}

_BY_PYDANTIC_TYPE: Mapping[str, str] = {
    "string_type": "not-a-text",
    "bool_type": "not-yes-or-no",
    "bool_parsing": "not-yes-or-no",
    "list_type": "not-a-list",
    "dict_type": "not-a-mapping",
    "model_type": "not-a-mapping",
    "too_short": "empty",
    "string_too_short": "empty",
    "string_too_long": "too-large",
    "literal_error": "unknown-word",
    "string_pattern_mismatch": "bad-identifier",
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
}


def _problem(error: ErrorDetails, model: type[BaseModel], document: Document, prefix: Path_) -> Problem:
    kind, found, context = error["type"], error["input"], dict(error.get("ctx", {}))
    path = (*prefix, *(part for part in error["loc"] if part != "[key]"))
    code = _BY_PYDANTIC_TYPE.get(kind, kind)
    shown = _shown(found)
    if code == "unknown-key":
        key = str(path[-1])
        fields = list(_model_at(model, error["loc"][:-1]).model_fields)
        values = {"key": key, "hint": suggestion(key, fields), "known": ", ".join(fields)}
        return Problem(code, document.key(path), values, length=len(key))
    if code == "missing-key":
        key = str(path[-1])
        info = _model_at(model, error["loc"][:-1]).model_fields.get(key)
        return Problem(code, document.place(path[:-1]), {"key": key, "meaning": (info and info.description) or key})
    values = {"found": shown, **{name: str(value) for name, value in context.items()}}
    if code == "unknown-word":
        words = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        values |= {"hint": suggestion(str(found), words), "known": ", ".join(words)}
    elif code == "bad-identifier":
        values["expected"] = _FORMS.get(str(context.get("pattern")), N_("another form"))
    elif code == "too-large":
        values |= {"found": str(len(found)), "limit": str(context["max_length"])}
    elif code.startswith(("int_", "greater", "less")):
        code, values["expected"] = "not-a-whole-number", N_("a whole number between 0 and 6")
    return Problem(code, document.place(path), values, length=len(shown))


def suggestion(word: str, words: Sequence[str]) -> str:
    """Return the nearest of some words, for the `hint` of a problem; empty if none is near."""
    return nearest(word, words) or ""


def _shown(value: object) -> str:
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _model_at(model: type[BaseModel], path: Sequence[Any]) -> type[BaseModel]:
    """Return the model of the record at `path` inside a record of `model`."""
    for part in path:
        info = model.model_fields.get(str(part))
        if info is not None:
            model = next(_models_in(info.annotation), model)
    return model
