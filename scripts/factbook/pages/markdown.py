"""Text that is safe wherever it lands in Markdown, and links that follow pages to their addresses."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from markdown.extensions.toc import slugify
from markupsafe import Markup

_SPECIAL = {character: f"&#{ord(character)};" for character in "\\`*_[]<>|#~^{}$\"'=+"}
_SPECIAL["&"] = "&amp;"
_SPECIALS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")
_ATTRIBUTE = re.compile("[&<>\"'`{}|\\\\*_\\[\\]]")
_STARTS = re.compile(r"^(\s*)([-:>.]|\d+(?=[.)](?:\s|$)))")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})")
LINK = re.compile(r"(?<=\]\()(?!\w+:|/)([^()\s#]*\.md)?(#[^()\s]*)?(?=\)|\s+\"[^\"]*\"\))")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*([^}]*)\}[ \t]*$")
_ID = re.compile(r"<[a-zA-Z][^>]*?\sid=\"([^\"]+)\"")
_TAG = re.compile(r"<[^>]+>")
# A figure's button, and the signs that may touch it: none that Markdown or HTML would read as a mark.
_BUTTON = re.compile(
    r'<button type="button" class="figure"[^>]*>.*?</button>((?:[.,;:!?)»”’…%]|[\u00a0\u202f](?=[^\s\w])){0,4})'
)
_BEFORE = re.compile(r"(?<!\\)[^\s<>|*_`\[\]\\&;#{}\"=]{0,12}[\u00a0\u202f]?\Z")


def escape_text(text: str) -> Markup:
    """Data text as Markdown that shows it letter by letter, whatever it holds.

    Characters that Markdown or HTML would read as marks become character references (CommonMark, 2.5);
    line ends become spaces, so that a text never opens a block of its own.
    """
    text = _SPACES.sub(" ", text)
    text = _SPECIALS.sub(lambda match: _SPECIAL[match.group()], text)
    return Markup(_STARTS.sub(lambda m: m.group(1) + "".join(f"&#{ord(c)};" for c in m.group(2)), text))  # noqa: S704


def escape_head(text: str) -> str:
    """Data text for the head of a page: Jinja's `striptags`, which shows it, keeps no other kind of space by itself."""
    return str(escape_text(text)).replace("\u00a0", "&#160;").replace("\u202f", "&#8239;")


def no_break_around_figures(text: str) -> str:
    """A page's Markdown in which no line ends between a figure's button and the signs that touch it.

    A button is an atomic inline: browsers may end a line at both its sides, whatever stands there, so that a bracket,
    an elided article or a full stop stood alone (CSS Text 3, 5.1; a word joiner changes nothing in Chromium).
    """

    parts, end = [], 0
    for match in _BUTTON.finditer(text):
        start = max(end, match.start() - 13)
        before = _BEFORE.search(text, start, match.start())
        start = before.start() if before else match.start()
        parts.append(text[end:start])
        whole = text[start : match.end()]
        touched = start < match.start() or match[1]
        parts.append(f'<span class="nowrap">{whole}</span>' if touched else whole)
        end = match.end()
    return "".join(parts) + text[end:]


def escape_attribute(text: str) -> str:
    """Data text for an HTML attribute between double quotes that stands inside Markdown."""
    return _ATTRIBUTE.sub(lambda match: f"&#{ord(match.group())};", _SPACES.sub(" ", text))


@lru_cache(maxsize=65536)
def relative_path(target: str, folder: str) -> str:
    """A path as seen from a folder; both are relative to the same place, and an empty folder is that place."""
    return posixpath.relpath(target, folder or ".")


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a text, each with whether it belongs to a fenced code block."""
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if match and not fence:
            fence = match.group(2)
        elif fence:
            if match and match.group(2).startswith(fence) and not line.strip(" `~"):
                fence = ""
        else:
            yield line, False
            continue
        yield line, True


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """`text` with `change` done to every line that is not in a fenced code block."""
    return "\n".join(line if code else change(line) for line, code in lines_of(text))


def links(text: str) -> list[re.Match[str]]:
    """The links to pages and places that a reader can follow: those that are not in a fenced code block."""
    found: list[re.Match[str]] = []

    def note(line: str) -> str:
        found.extend(LINK.finditer(line))
        return line

    outside_code(text, note)
    return found


def follow_links(text: str, folder: str, address: Callable[[str], str | None]) -> str:
    """Links to page names become links to the staged files.

    `folder` is where the page's own name stands; `address` tells the staged path of a page, as seen from
    this one, or None for a page that is not there (whose link stays as it is).
    """

    def change(match: re.Match[str]) -> str:
        target, anchor = match.group(1), match.group(2) or ""
        if not target:
            return match.group()
        found = address(posixpath.normpath(posixpath.join(folder, target[:-3])))
        return match.group() if found is None else found + anchor

    return outside_code(text, lambda line: LINK.sub(change, line))


def anchors(text: str) -> set[str]:
    """The places of a Markdown page that a link can lead to, as the `toc` extension names them."""
    found: set[str] = set()

    def note(line: str) -> str:
        found.update(_ID.findall(line))
        _heading(line, found)
        return line

    outside_code(text, note)
    return found


def sections(text: str) -> list[tuple[str, str, str]]:
    """A Markdown page cut at its headings: title and place of each, and the Markdown up to the next.

    The first has neither title nor place: it is what stands above the first heading.
    """
    found: set[str] = set()
    parts: list[tuple[str, str, list[str]]] = [("", "", [])]
    for line, code in lines_of(text):
        if not code:
            found.update(_ID.findall(line))
            if heading := _heading(line, found):
                parts.append((*heading, []))
                continue
        parts[-1][2].append(line)
    return [(title, place, "\n".join(lines)) for title, place, lines in parts]


def _heading(line: str, found: set[str]) -> tuple[str, str] | None:
    """Title and place of the heading in a line, if it has one; its place is added to those `found` before."""
    heading = _HEADING.match(line)
    if heading is None:
        return None
    title = heading.group(1)
    attributes = _ATTRIBUTES.search(title)
    given = re.search(r"#([\w-]+)", attributes.group(1)) if attributes else None
    if attributes:
        title = title[: attributes.start()]
    plain = Markup(_TAG.sub("", title)).unescape()  # noqa: S704
    plain = re.sub(r"\[([^]]*)\]\([^)]*\)|[*_`]", r"\1", plain)
    name = given.group(1) if given else slugify(plain, "-")
    number = 1
    while not given and name in found:
        name = f"{re.sub(r'_[0-9]+$', '', name)}_{number}"
        number += 1
    found.add(name)
    return plain, name
