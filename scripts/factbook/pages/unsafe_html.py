"""Unsafe HTML in pages: elements, attributes and addresses that run, load or submit something.

Pages come in by pull request, and HTML in Markdown is published as it is typed. A strict Content-Security-Policy stops
it in the browser; these checks stop it before it is published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.inlinepatterns import BACKTICK_RE, BacktickInlineProcessor
from markdown.preprocessors import NormalizeWhitespace

# Elements that run, load or submit something (HTML, 4.2, 4.8, 4.10, 4.12), attributes that do (8.1.8.2), addresses
# that do (WHATWG URL, 4.3: white space and control characters before the scheme, or in it, do not count).
_ELEMENTS = (
    "script|style|iframe|frame|object|embed|applet|form|link|meta|base|template|portal|foreignObject|animate|set"
)
_SPACE = r"[\s\x00-\x20]"
_SCHEME = rf"(?:{_SPACE}|&(?:#\d+|#x[0-9a-f]+|\w+);?){{0,50}}"
_WHERE = r"(?:href|src|action|data|poster|xlink:href)\s{0,9}=\s{0,9}[\"']?|\]\(\s{0,9}<?|\]:\s{0,9}<?|<"
_SCRIPT = rf"{_SPACE}{{0,9}}".join("javascript")
_ELSEWHERE = rf"{_SPACE}{{0,9}}<?(?:https?:)?(?:/|\\){{2}}"
UNSAFE = re.compile(
    rf"<\s{{0,9}}/?\s{{0,9}}(?:{_ELEMENTS})(?=[\s/>]|$)"
    r"|(?<=[\s\"'/{:])(?:on[a-z]+|style|srcdoc|formaction)\s{0,9}=(?=[^{}<>]{0,2000}[>}])"
    rf"|(?:{_WHERE}){_SCHEME}(?:{_SCRIPT}|vbscript|data|file|blob){_SPACE}{{0,9}}(?::|&#0*58|&#x0*3a|&colon)"
    rf"|(?:(?<![\w-])(?:src|srcset|poster)\s{{0,9}}=\s{{0,9}}[\"']?|!\[[^\]]{{0,999}}\]\(){_ELSEWHERE}",
    re.IGNORECASE,
)
_IN_DRAWING = re.compile(
    r"<\s{0,9}/?\s{0,9}(?:[\w-]+:)?(?:script|foreignObject|iframe|object|embed|handler|listener|animate\w*|set)\b"
    rf"|<!(?:ENTITY|DOCTYPE[^>]{{0,200}}\[)|<\?xml-stylesheet|[\s\"'/]on[a-z]+\s{{0,9}}=|{_SCRIPT}|@import"
    rf"|(?:href|src)\s{{0,9}}=\s{{0,9}}[\"']{_SPACE}{{0,9}}(?!#|data:image/(?:png|jpeg|gif|webp);)\S"
    rf"|url\(\s{{0,9}}[\"']?\s{{0,9}}(?!#)\S",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\s(?:[\w-]+:)?(?:href|src|action|data|poster)\s{0,9}=\s{0,9}(\"[^\"]*|'[^']*|[^\s>]*)", re.I)
_RUNS = re.compile(rf"[\"']?{_SPACE}*(?:{_SCRIPT}|vbscript|data|file|blob){_SPACE}*:", re.I)
# What may be unsafe, or be it once it is read as a browser does; quick to look for, in small letters.
_SUSPECT = re.compile(
    rf"<\s{{0,9}}/?\s{{0,9}}(?:{_ELEMENTS.lower()})(?![a-z-])"
    r"|[\s\"'/{:]on[a-z]+\s{0,9}=|style\s{0,9}=|srcdoc|formaction"
    rf"|{_SCRIPT}|[\"'=(<:]{_SPACE}{{0,9}}(?:vbscript|data|file|blob){_SPACE}{{0,9}}[:&]"
    r"|(?:=\s{0,9}[\"']?|\]\(|\]:)\s{0,9}[^\s\"'>)]{0,99}&(?:#|colon|tab|newline)"
    r"|(?:src|srcset|poster)\s{0,9}=|!\["
)
_ALIGNED = re.compile(r' style="text-align: (?:left|center|right);"')  # what Markdown makes of a table's columns
_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "toc",
)  # fmt: skip


class _NoCode(BacktickInlineProcessor):
    """Leaves out the text of code, which is shown as it is typed."""

    def handleMatch(self, m: re.Match[str], data: str) -> Any:  # type: ignore[override]  # noqa: N802 - its own name
        """Return a code span without its text."""
        found, start, end = super().handleMatch(m, data)
        if isinstance(found, Element):
            found.text = ""
        return found, start, end


class _NoFences(FencedBlockPreprocessor):
    """Leaves out fenced code. The fences' own attributes are kept, as they become attributes of elements."""

    def _escape(self, txt: str) -> str:
        return ""


@cache
def _whitespace() -> NormalizeWhitespace:
    return NormalizeWhitespace(markdown.Markdown())


def unsafe_marks(text: str) -> Iterator[re.Match[str]]:
    """Return the unsafe parts of a text as it is typed, else of the text as a browser reads it."""
    plain = list(UNSAFE.finditer(text))
    yield from plain or UNSAFE.finditer(unescape(text))


def unsafe_in_page(text: str) -> re.Match[str] | None:
    """Return the first unsafe part of a rendered Markdown page, code left out; None for a safe page.

    Python-Markdown itself decides where code ends: its fences first, then, for the few pages that have anything
    suspect outside of these, the whole conversion.
    """
    lines = _whitespace().run(text.split("\n"))
    if not _SUSPECT.search("\n".join(lines).lower()):
        return None
    engine = markdown.Markdown(extensions=list(_EXTENSIONS))
    fences = _NoFences(engine, {})
    rest = [*fences.run(lines), *map(str, engine.htmlStash.rawHtmlBlocks)]
    if not _SUSPECT.search("\n".join(rest).lower()):
        return None
    engine.reset()
    engine.preprocessors.register(fences, "fenced_code_block", 25)
    engine.inlinePatterns.register(_NoCode(BACKTICK_RE), "backtick", 190)
    html = _ALIGNED.sub("", engine.convert(text))
    if match := UNSAFE.search(html):
        return match
    # A browser reads character references in attributes alone: what is escaped elsewhere is text.
    addresses = (match for match in _ADDRESS.finditer(html) if _RUNS.match(unescape(match[1])))
    return next(addresses, None)


def unsafe_in_drawing(content: bytes) -> str:
    """Return the first part of an SVG file that runs or is loaded from elsewhere; empty for a safe file."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:  # a browser may read it in another encoding
        return content[error.start : error.end].hex()
    match = _IN_DRAWING.search(text) or _IN_DRAWING.search(unescape(text))
    return match.group().strip() if match else ""
