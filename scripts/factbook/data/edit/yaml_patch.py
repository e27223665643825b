"""Changes to a YAML file that leave every other byte as it is.

ruamel.yaml 0.19 round-trips this project's own files, but it rewrites line ends, spaces before comments and inside
brackets, the indent of lists and a byte order mark that differ from its style. So the positions of a change are taken
from the parser, the text around them is kept, and the result is parsed and compared with the expected value.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from factbook.data.edit.yaml_writer import Node, block, flow, item_lines, read
from factbook.data.yaml import Path_, parse_yaml
from factbook.model import Place
from factbook.problems import Problem, Problems

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlPatcher:
    """Changes to a YAML file. `text` is its text with its own line ends; `file` its name for messages.

    Changes are collected by their positions in the original text; `result` applies them. Raises Problems
    (`edit-by-hand`) if the layout of the file does not allow a change.
    """

    def __init__(self, text: str, file: str):
        self.file = file
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix("\ufeff")
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.root = yaml.compose(self.text, Loader=_LOADER)
        self.expected = copy.deepcopy(parse_yaml(self.text, file).value)
        self.edits: list[tuple[int, int, str]] = []

    def set(self, path: Path_, key: str, node: Node, order: Sequence[str]) -> None:
        """Set a key of the mapping at `path`; `order` is the order of keys for a new one."""
        mapping = self._node(path)
        if not isinstance(mapping, yaml.MappingNode) or not mapping.value:
            raise self._by_hand(path)
        self._value(path)[key] = read(node)
        for name, value in mapping.value:
            if name.value == key:
                self._replace(mapping, name, value, key, node)
                return
        rank = order.index(key)
        known = [pair for pair in mapping.value if pair[0].value in order[:rank]]
        before = known[-1] if known else mapping.value[-1]
        if mapping.flow_style:
            self._insert(_end(before[1], self.text), f", {key}: {flow(node)}")
        else:
            indent = mapping.value[0][0].start_mark.column
            self._insert_lines(_end(before[1], self.text), list(block(key, node, indent)))

    def _replace(self, mapping: yaml.MappingNode, name: yaml.Node, value: yaml.Node, key: str, node: Node) -> None:
        start, end = value.start_mark.index, _end(value, self.text)
        simple = isinstance(node, str) and isinstance(value, yaml.ScalarNode) and value.style not in ("|", ">")
        if mapping.flow_style or (simple and start < end):
            self.edits.append((start, end, flow(node)))
            return
        indent = name.start_mark.column
        new = self.newline.join(block(key, node, indent))[indent:]
        self.edits.append((name.start_mark.index, max(end, name.end_mark.index + 1), new))

    def insert(self, path: Path_, key: str, index: int, node: Mapping[str, Node]) -> None:
        """Insert an entry at `index` of the list under `key` of the mapping at `path`."""
        mapping = self._node(path)
        pairs = mapping.value if isinstance(mapping, yaml.MappingNode) else []
        found = next((pair for pair in pairs if pair[0].value == key), None)
        if found is None or not isinstance(found[1], yaml.SequenceNode) or not found[1].value:
            self.set(path, key, [node], [*(name.value for name, _ in pairs if name.value != key), key])
            return
        self._value(path)[key].insert(index, read(node))
        name, listed = found
        if listed.flow_style:
            after = listed.value[index - 1] if index else None
            text = flow(node)
            if after is not None:
                self._insert(_end(after, self.text), f", {text}")
            else:
                self._insert(listed.value[0].start_mark.index, f"{text}, ")
            return
        lines = list(item_lines(node, listed.start_mark.column))
        self._insert_lines(_end(listed.value[index - 1], self.text) if index else name.end_mark.index, lines)

    def append(self, key: str, lines: Sequence[str], value: Node) -> None:
        """Append a record to the file, after an empty line. `lines` are its text, `value` its value."""
        if self.root is not None and (
            not isinstance(self.root, yaml.MappingNode) or self.root.flow_style or self.root.start_mark.column
        ):
            raise self._by_hand(())
        self.expected = {**(self.expected or {}), key: read(value)}
        end = "" if not self.text or self.text.endswith("\n") else self.newline
        gap = "" if self.root is None or re.search(r"\n\r?\n\Z", self.text) else self.newline
        self._insert(len(self.text), end + gap + "".join(line + self.newline for line in lines))

    def result(self) -> str:
        """Return the changed text. Raises Problems if its value is not the expected one."""
        text, end = [], 0
        for start, stop, new in sorted(self.edits, key=lambda edit: edit[0]):
            text += [self.text[end:start], new]
            end = stop
        changed = "".join([*text, self.text[end:]])
        document = parse_yaml(changed, self.file)
        if document.problems or document.value != self.expected:
            raise self._by_hand(())
        return self.mark + changed

    def source(self, path: Path_) -> str:
        """Return the source text of the scalar at `path`."""
        node = self._node(path)
        return self.text[node.start_mark.index : node.end_mark.index]

    def _insert(self, index: int, text: str) -> None:
        self.edits.append((index, index, text))

    def _insert_lines(self, index: int, lines: Sequence[str]) -> None:
        """Insert lines after the line of `index`, so that its comment stays with it."""
        end = self.text.find("\n", index)
        if end < 0:
            self._insert(len(self.text), self.newline + self.newline.join(lines))
        else:
            self._insert(end + 1, "".join(line + self.newline for line in lines))

    def _node(self, path: Path_) -> yaml.Node:
        node = self.root
        for part in path:
            if isinstance(node, yaml.MappingNode):
                node = next(value for name, value in node.value if name.value == part)
            else:
                assert isinstance(node, yaml.SequenceNode)  # noqa: S101 - the path is one of a record that was read
                node = node.value[part]
        assert isinstance(node, yaml.Node)  # noqa: S101 - the path is one of a record that was read
        return node

    def _value(self, path: Path_) -> Any:
        value = self.expected
        for part in path:
            value = value[part]
        return value

    def _by_hand(self, path: Path_) -> Problems:
        node = self._node(path) if self.root is not None else None
        line = node.start_mark.line + 1 if node else 1
        return Problems([Problem("edit-by-hand", Place(self.file, line), {"file": self.file})])


def _end(node: yaml.Node, text: str) -> int:
    """Return the end of a node's last character: the parser ends blocks after the comments that follow them."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, text)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return len(text[: node.end_mark.index].rstrip())
    end: int = node.end_mark.index
    return end
