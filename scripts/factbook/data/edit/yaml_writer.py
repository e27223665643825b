"""Writes YAML in the style of this project: blocks, double quotes, short lists and texts on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from factbook.data.yaml import parse_yaml

WIDTH = 140
_STEP = "  "


class Plain(str):
    """A scalar without quotes, written verbatim: a number, a day, a word, an identifier."""

    __slots__ = ()


Node: TypeAlias = "str | Sequence[Node] | Mapping[str, Node]"


def word(text: str) -> str:
    """Return an identifier, period or URL as a plain scalar, or a quoted one if YAML would read another type."""
    bare = re.fullmatch(r"[A-Za-z0-9](?:[^\s,\[\]{}\"'#]|#)*", text) and not text.endswith(":")
    return Plain(text) if bare and isinstance(read(Plain(text)), str) else text


def number(text: str) -> str:
    """Return a number, day, year, true or false as a plain scalar with all its digits."""
    return Plain(text)


def read(node: Node) -> Any:
    """Return the value of a node once it is written and parsed."""
    return parse_yaml(f"- {flow(node)}", "").value[0]


def flow(node: Node) -> str:
    """Return a node on one line. Quoted scalars are JSON strings, which are valid YAML (YAML 1.2.2, 1.2)."""
    if isinstance(node, Plain):
        return str(node)
    if isinstance(node, str):
        text = json.dumps(node, ensure_ascii=False)
        return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", text)
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in node.items()) + "}"
    return "[" + ", ".join(flow(item) for item in node) + "]"


def block(key: str, node: Node, indent: int) -> Iterator[str]:
    """Yield the lines of a key and its value, indented by `indent` spaces, without line ends."""
    start = " " * indent + key + ":"
    if isinstance(node, str) or not node:
        yield f"{start} {flow(node)}"
        return
    records = any(isinstance(item, Mapping) for item in node) if not isinstance(node, Mapping) else False
    short = f"{start} {flow(node)}"
    if not records and _fits_on_a_line(node) and len(short) <= WIDTH:
        yield short
        return
    yield start
    if isinstance(node, Mapping):
        for name, value in node.items():
            yield from block(name, value, indent + len(_STEP))
    else:
        for item in node:
            yield from item_lines(item, indent + len(_STEP))


def _fits_on_a_line(node: Node) -> bool:
    """Return whether a node is a list of words or a text in each language: other mappings take a line for each key."""
    if isinstance(node, Mapping):
        return all(isinstance(value, str) and not isinstance(value, Plain) for value in node.values())
    return True


def item_lines(node: Node, indent: int) -> Iterator[str]:
    """Yield the lines of a list entry, its hyphen indented by `indent` spaces."""
    start = " " * indent + "- "
    if not isinstance(node, Mapping):
        yield start + flow(node)
        return
    for key, value in node.items():
        for line in block(key, value, indent + 2):
            yield start + line[len(start) :] if start.strip() else line
            start = " " * len(start)
