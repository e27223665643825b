"""Reads YAML into plain values, with the line and column of every key and value."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from factbook.model import Place
from factbook.problems import Problem
from factbook.problems.codes import N_
from factbook.problems.project_files import is_project_file

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML without libyaml reads the same, eight times slower
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

MAX_BYTES = 4_000_000
MAX_DEPTH = 24
MAX_NUMBER = 100  # characters; what is longer is a text
# Control characters and what no file may have; line separators and marks of direction are text, escaped when printed.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

# The YAML 1.2 core schema (yaml.org/spec/1.2.2, 10.3.2): NO stays Norway, 22:30 stays a time.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)?\.[0-9]+|[-+]?(0|[1-9][0-9]*)(\.[0-9]*)?[eE][-+]?[0-9]{1,2}")
_WORDS: Mapping[str, object] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip

# The messages of the parser, and their plain equivalents for editors.
_COLON = N_("an unexpected colon: quotes are missing around the text, a colon on the line above, or the indent is off")
_KEY = N_("a key is expected here: look at the indent of the line, or for a quotation mark too many")
_PARSER: Mapping[str, str] = {
    "mapping values are not allowed in this context": _COLON,
    "mapping values are not allowed here": _COLON,
    "did not find expected key": _KEY,
    "mapping keys are not allowed in this context": _KEY,
    "could not find expected ':'": N_("a colon and a space are missing after a key"),
    "did not find expected '-' indicator": N_("a hyphen is expected here: look at the indent of the line"),
    "block sequence entries are not allowed in this context": N_("the hyphen of a list is not allowed here"),
    "did not find expected node content": N_("a value is expected here"),
    "did not find expected ',' or ']'": N_("a comma or a closing square bracket is missing"),
    "did not find expected ',' or '}'": N_("a comma or a closing brace is missing"),
    "did not find expected <document start>": N_("unexpected text here"),
    "did not find expected comment or line break": N_("the line should end here"),
    "did not find expected alphabetic or numeric character": N_("a letter or a digit is expected here"),
    "found character that cannot start any token": N_("a text that begins with this character needs quotes"),
    "found unexpected end of stream": N_("the file ends too early: a quotation mark or a bracket is not closed"),
    "found unexpected document indicator": N_("three hyphens or three full stops are not allowed here"),
    "found unknown escape character": N_("a backslash is not allowed before this character"),
    "found undefined tag handle": N_("a text that begins with an exclamation mark needs quotes"),
}

Path_ = tuple[str | int, ...]


@dataclass
class Document:
    """A parsed file: its value, and the places of the key and the value at each path of keys."""

    file: str
    value: Any = None
    keys: dict[Path_, Place] = field(default_factory=dict)
    values: dict[Path_, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    text: str = field(default="", repr=False)

    def place(self, path: Path_) -> Place:
        """Return the place of the value at `path`, or of its nearest ancestor in the file."""
        for length in range(len(path), -1, -1):
            if found := self.values.get(path[:length]):
                return found
        return Place(file=self.file, line=1)

    def key(self, path: Path_) -> Place:
        """Return the place of the key at `path`, or of its value if it has no key."""
        return self.keys.get(path) or self.place(path)

    def inside(self, path: Path_, before: str) -> Place:
        """Return the place after `before` within the text value at `path`.

        It is the place of the value if the file has `before` folded or with escapes.
        """
        place = self.place(path)
        line = self.text.split("\n")[place.line - 1] if self.text else ""
        start = place.column - 1
        if line[start : start + 1] in ("'", '"'):
            start += 1
        if not line.startswith(before, start):
            return place
        return Place(place.file, place.line, start + len(before) + 1)


def read_yaml(root: Path, file: str) -> Document:
    """Read `root/file`. Errors in the file are in `problems` of the document, not raised.

    Numbers become `int` or the exact `Decimal`, texts `str`, words `bool` or None.
    """
    document = Document(file)
    text = _text(root, document)
    return document if text is None else _parsed(text, file)


def parse_yaml(text: str, file: str, first_line: int = 1) -> Document:
    """Read YAML that begins at line `first_line` of `file`, such as the front matter of a page."""
    return _parsed("\n" * (first_line - 1) + text, file)


def read_text(root: Path, file: str) -> tuple[str, list[Problem]]:
    """Return the text of `root/file` with LF line ends, and the problems of its bytes."""
    document = Document(file)
    text = _text(root, document)
    return text or "", document.problems


def _text(root: Path, document: Document) -> str | None:
    def fault(code: str, line: int = 1, column: int = 1, **values: str) -> None:
        document.problems.append(Problem(code, Place(file=document.file, line=line, column=column), values))

    path = root / document.file
    if os.path.lexists(path) and not is_project_file(root, document.file):
        fault("foreign-file", found=path.name)
        return None
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            fault("too-large", found=str(size), limit=str(MAX_BYTES))
            return None
        raw = path.read_bytes()
    except OSError:
        fault("no-file", file=document.file)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", errors="replace")
        fault("not-utf-8", before.count("\n") + 1, len(before) - before.rfind("\n"))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if odd := _ODD.search(text):
        before = text[: odd.start()]
        fault(
            "odd-character",
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
            found=f"U+{ord(odd.group()):04X}",
        )
        return None
    return text


@lru_cache(maxsize=16_384)
def _parsed(text: str, file: str) -> Document:
    """Parse a text. The document is cached and shared: do not change it."""
    document = Document(file, text=text)
    try:
        document.value = _Builder(document).build(yaml.parse(text, Loader=_Loader))
    except _UnreadableError:
        document.value = None
    except yaml.YAMLError as error:
        document.problems.append(_syntax_problem(error, document.file, text))
        document.value = None
    return document


class _UnreadableError(Exception):
    """The rest of the file cannot be parsed; the problem is already in the document."""


class _Builder:
    """Builds values and places from the events of the YAML parser (yaml.org/spec/1.2.2, 3.1)."""

    def __init__(self, document: Document):
        self.document = document

    def build(self, events: Iterator[yaml.Event]) -> object:
        value: object = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                value = self.node(next(events), events, ())
                next(events)
                if not isinstance(following := next(events), yaml.StreamEndEvent):
                    self.fault("yaml-syntax", following, meaning="---")
        return value

    def place(self, event: yaml.Event) -> Place:
        mark: Any = event.start_mark
        return Place(file=self.document.file, line=mark.line + 1, column=mark.column + 1)

    def fault(self, code: str, event: yaml.Event, **values: str) -> None:
        start, end = cast("tuple[Any, Any]", (event.start_mark, event.end_mark))
        length = max(1, end.index - start.index)
        self.document.problems.append(Problem(code, self.place(event), values, length=length))
        if code != "duplicate-key":
            raise _UnreadableError

    def check_characters(self, event: yaml.ScalarEvent) -> None:
        """Raise _UnreadableError, with a problem, for a character that a file may not have, written as an escape."""
        if odd := _ODD.search(event.value):
            self.fault("odd-character", event, found=f"U+{ord(odd.group()):04X}")

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path_) -> object:
        anchor = getattr(event, "anchor", None)
        if anchor:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.fault("yaml-alias", event, found=f"{mark}{anchor}")
        if len(path) > MAX_DEPTH:
            self.fault("yaml-depth", event, limit=str(MAX_DEPTH))
        self.document.values[path] = self.place(event)
        if isinstance(event, yaml.ScalarEvent):
            self.check_characters(event)
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[object] = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(self.node(item, events, (*path, len(items))))
            return items
        return self.mapping(events, path)

    def mapping(self, events: Iterator[yaml.Event], path: Path_) -> dict[str, object]:
        result: dict[str, object] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self.fault("yaml-syntax", event, meaning="{ } [ ]")
                raise _UnreadableError
            self.check_characters(event)
            key = event.value
            here = (*path, key)
            if key in result:
                first = self.document.keys[here].line
                self.fault("duplicate-key", event, key=key, first=str(first))
                self.node(next(events), events, here)
                continue
            self.document.keys[here] = self.place(event)
            result[key] = self.node(next(events), events, here)
        return result


def _scalar(event: yaml.ScalarEvent) -> object:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < MAX_NUMBER else text
    if len(text) < MAX_NUMBER and _DECIMAL.fullmatch(text):
        return Decimal(text)
    return text


def _syntax_problem(error: yaml.YAMLError, file: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.split("\n")
    place = Place(file=file, line=mark.line + 1 if mark else 1, column=mark.column + 1 if mark else 1)
    if place.line > len(lines):  # libyaml reports what is not closed on the line after the last
        place = Place(file=file, line=len(lines), column=len(lines[-1]) + 1)
    message = getattr(error, "problem", None) or str(error)
    line = lines[place.line - 1]
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Problem("yaml-tab", place)
    return Problem("yaml-syntax", place, {"meaning": _PARSER.get(message, message)})
