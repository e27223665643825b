"""Writing Markdown: text that is shown literally wherever it is inserted, and relative paths."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from markupsafe import Markup

from factbook.pages.cards import FIGURE_BUTTON

_SPECIAL = {character: f"&#{ord(character)};" for character in "\\`*_[]<>|#~^{}$\"'=+"}
_SPECIAL["&"] = "&amp;"
_SPECIALS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")
_ATTRIBUTE = re.compile("[&<>\"'`{}|\\\\*_\\[\\]]")
_STARTS = re.compile(r"^(\s*)([-:>.]|\d+(?=[.)](?:\s|$)))")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
# A figure's button with the signs that may follow it: none that Markdown or HTML would read as a mark.
_BUTTON = re.compile(FIGURE_BUTTON.pattern + r"(?P<after>(?:[.,;:!?)»”’…%]|[\u00a0\u202f](?=[^\s\w])){0,4})")
_BEFORE = re.compile(r"(?<!\\)[^\s<>|*_`\[\]\\&;#{}\"=]{0,12}[\u00a0\u202f]?\Z")


def escape_text(text: str) -> Markup:
    """Return data text as Markdown that shows it character by character, whatever it contains.

    Characters that Markdown or HTML would read as marks become character references (CommonMark, 2.5);
    line ends become spaces, so that a text never opens a block of its own.
    """
    text = _SPACES.sub(" ", text)
    text = _SPECIALS.sub(lambda match: _SPECIAL[match.group()], text)
    return Markup(_STARTS.sub(lambda m: m.group(1) + "".join(f"&#{ord(c)};" for c in m.group(2)), text))  # noqa: S704


def escape_head(text: str) -> str:
    """Return data text for front matter: Jinja's `striptags` would turn no-break spaces into plain ones."""
    return str(escape_text(text)).replace("\u00a0", "&#160;").replace("\u202f", "&#8239;")


def no_break_around_figures(text: str) -> str:
    """Return a page's Markdown in which no line ends between a figure's button and the signs that touch it.

    A button is an atomic inline: browsers may break the line on both sides of it, so that a bracket, an elided article
    or a full stop would be alone on its line (CSS Text 3, 5.1; a word joiner changes nothing in Chromium).
    """

    parts, end = [], 0
    for match in _BUTTON.finditer(text):
        start = max(end, match.start() - 13)
        before = _BEFORE.search(text, start, match.start())
        start = before.start() if before else match.start()
        parts.append(text[end:start])
        whole = text[start : match.end()]
        touched = start < match.start() or match["after"]
        parts.append(f'<span class="nowrap">{whole}</span>' if touched else whole)
        end = match.end()
    return "".join(parts) + text[end:]


def escape_attribute(text: str) -> str:
    """Return data text for an HTML attribute between double quotes inside Markdown."""
    return _ATTRIBUTE.sub(lambda match: f"&#{ord(match.group())};", _SPACES.sub(" ", text))


@lru_cache(maxsize=65536)
def relative_path(target: str, folder: str) -> str:
    """Return a path relative to a folder; both are relative to the same root, which an empty folder is."""
    return posixpath.relpath(target, folder or ".")
