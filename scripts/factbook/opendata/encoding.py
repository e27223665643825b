"""Texts of the data as bytes of each format: whatever a text contains, it remains a text."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

JsonObject = dict[str, Any]

# XML 1.0, 2.2: what no document may hold, not even as a reference. RIS and BibTeX have no use for it either.
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES = re.compile(r"[ \t\r\n\f\v\u0085\u2028\u2029]+")
# OWASP, "CSV Injection": what a spreadsheet may take for a formula: full-width forms too, after what it drops.
_FORMULA = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069]*[=+\-@＝＋－＠\t\r\n]")
_IN_SCRIPT = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_IN_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\r": "&#13;"}


def _replaced(text: str, marks: Mapping[str, str]) -> str:
    """Return a text with each mark replaced: one search each is far quicker than `str.translate` on long texts."""
    for mark, written in marks.items():
        text = text.replace(mark, written)
    return text


def json_text(value: object) -> str:
    """Return compact JSON that may also be inside a script element (HTML, 4.12.1.3)."""
    return _replaced(json.dumps(value, ensure_ascii=False, separators=(",", ":")), _IN_SCRIPT)


def json_bytes(value: object) -> bytes:
    """Return compact JSON as the content of a file."""
    return as_bytes(json_text(value) + "\n")


def as_bytes(text: str) -> bytes:
    """Return UTF-8; half of a surrogate pair, which no encoding has, becomes the replacement character."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _NO_CHARACTER.sub("\ufffd", text).encode()


def _allowed(text: str) -> str:
    """Return a text without the characters that XML forbids; Python counts none of them as printable."""
    return text if text.isprintable() else _NO_CHARACTER.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Return a text on one line, without the characters that XML forbids."""
    if text.isprintable() and "  " not in text:  # a quick look: the only space in it is the plain one
        return text.strip()
    return _SPACES.sub(" ", _allowed(text)).strip()


def xml_text(text: str) -> str:
    """Return a text for the content of an XML or HTML element, or for an attribute."""
    return _replaced(_allowed(text), _IN_XML)


def cell(text: str) -> str:
    """Return a text for a cell of a table, with an apostrophe before what a spreadsheet could take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def csv_bytes(names: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as CSV (RFC 4180) in UTF-8. Cells of texts have gone through `cell`."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(rows)
    return as_bytes(buffer.getvalue())
