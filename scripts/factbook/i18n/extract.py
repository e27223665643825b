"""Extract the messages to editors from the code, for the gettext catalogues (`make messages`).

Besides the texts marked with `N_` and those translated where they are, these are messages: the descriptions of the
model's fields and the docstrings of its records, the singulars of kinds, the help of options and commands.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

_GETTEXT_CALLS = frozenset({"N_", "_", "translate", "message"})
_TEXT_KEYWORDS = frozenset({"description", "help", "singular"})
_RECORD = "Record"
_COMMANDS = frozenset({"command", "group"})


def messages(
    file: IO[bytes], keywords: object, comment_tags: object, options: Mapping[str, Any]
) -> Iterator[tuple[int, None, str, Sequence[str]]]:
    """Yield the messages of a Python file as Babel takes them (Babel, “Writing Extraction Methods”).

    Each is a tuple of its line, no function name, the text, and no comments for translators.
    """
    for node in ast.walk(ast.parse(file.read())):
        for text in _texts(node):
            yield getattr(node, "lineno", 1), None, text, ()


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield the messages of one node of the syntax tree."""
    if isinstance(node, ast.Call):
        said = node.args[:1] if _name(node.func) in _GETTEXT_CALLS else []
        shown = [keyword.value for keyword in node.keywords if keyword.arg in _TEXT_KEYWORDS]
        for value in (*said, *shown):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value
    elif isinstance(node, ast.ClassDef | ast.FunctionDef) and _is_shown(node) and (text := ast.get_docstring(node)):
        yield " ".join(text.split())


def _is_shown(node: ast.ClassDef | ast.FunctionDef) -> bool:
    """Return whether the docstring is shown: that of a record in the schemas, that of a command as its help."""
    if isinstance(node, ast.ClassDef):
        return _RECORD in map(_name, node.bases)
    return any(isinstance(d, ast.Call) and _name(d.func) in _COMMANDS for d in node.decorator_list)


def _name(node: ast.AST) -> str:
    """Return the last name of an expression: `translate` of `session(ctx).translate`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
