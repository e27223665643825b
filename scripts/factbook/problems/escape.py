"""Escapes for texts that leave the program for a terminal, a log or a continuous integration service."""

from __future__ import annotations

import re

_CHARACTERS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff"
"""What acts on a terminal or changes the order of letters, as a part of a character class; not tabs and line ends."""

_CONTROL = re.compile(f"[{_CHARACTERS}]")
_CONTROL_OR_LINE_END = re.compile(f"[\t\n{_CHARACTERS}]")
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def escape_text(text: str) -> str:
    """Return a text of several lines without control characters: each is replaced by its escape, such as `\\u001b`."""
    return _CONTROL.sub(_escape, text)


def escape_line(text: str) -> str:
    """Return a text as one line without control characters.

    A line end becomes `\\n`, so that no value begins a line of its own, which GitHub could take for a command.
    """
    return _CONTROL_OR_LINE_END.sub(_escape, text)


def escape_command(text: str, extra: str = "") -> str:
    """Escape for a GitHub workflow command (GitHub Docs, “Workflow commands”); `extra` for properties: colon, comma."""
    for character in "%\r\n" + extra:
        text = text.replace(character, f"%{ord(character):02X}")
    return escape_text(text)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _NAMED.get(character) or f"\\u{ord(character):04x}"
