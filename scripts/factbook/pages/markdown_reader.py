"""The reader of Markdown pages: lines and code, links, headings, anchors, sections, structure and plain text.

No other module of the generator reads Markdown; the site engine has a reader of its own.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from markdown.extensions.toc import slugify
from markupsafe import Markup

_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_TAG = re.compile(r"<[^>]+>")

# --- Lines and code ---------------------------------------------------------------------------------------------------


def lines_of(text: str) -> Iterator[tuple[str, bool]]:
    """Return the lines of a text, each with whether it belongs to a fenced code block."""
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


def without_code_spans(line: str) -> str:
    """Return a line in which code between backticks is replaced by spaces, so that columns stay the same."""
    return _CODE_SPAN.sub(lambda match: " " * len(match.group()), line) if "`" in line else line


# --- Links ------------------------------------------------------------------------------------------------------------

_PAGE_LINK = re.compile(r"(?<=\]\()(?!\w+:|/)([^()\s#]*\.md)?(#[^()\s]*)?(?=\)|\s+\"[^\"]*\"\))")
_TARGET = re.compile(r"\]\(([^()\s]+)|<a\b[^<>]*?\shref=[\"']([^\"'<>]+)")


@dataclass(frozen=True)
class PageLink:
    """A link to a page or to a place on it: the page's name, empty for the page itself, and the anchor without #."""

    page: str
    anchor: str


def resolve_links(text: str, folder: str, resolve: Callable[[str, str], str | None]) -> tuple[str, list[PageLink]]:
    """Rewrite the links to pages as links to the staged files. Return the text and the links found, in order.

    `folder` is that of the page's own name. `resolve` takes the name of a page and the target as typed; it returns
    the path of the page's staged file, or None where the link is left unchanged. Links in code blocks are not links.
    """
    found: list[PageLink] = []

    def change(match: re.Match[str]) -> str:
        target, anchor = match.group(1) or "", match.group(2) or ""
        name = posixpath.normpath(posixpath.join(folder, target.removesuffix(".md"))) if target else ""
        if target or anchor:
            found.append(PageLink(name, anchor.removeprefix("#")))
        path = resolve(name, target) if target else None
        return match.group() if path is None else path + anchor

    lines = (line if code else _PAGE_LINK.sub(change, line) for line, code in lines_of(text))
    return "\n".join(lines), found


def link_targets(text: str) -> Iterator[tuple[int, int, str]]:
    """Return the links in Markdown or HTML, code included: the offset of the link's mark, of its target, the target."""
    for match in _TARGET.finditer(text):
        yield match.start(), match.start(match.lastindex or 0), match.group(1) or match.group(2)


# --- Headings, anchors and sections -----------------------------------------------------------------------------------

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*([^}]*)\}[ \t]*$")
_ID = re.compile(r"<[a-zA-Z][^>]*?\sid=\"([^\"]+)\"")
_TITLE = re.compile(r"^ {0,3}#[ \t].*$", re.MULTILINE)
_INSIDE_CHART = re.compile(r"(<figure\b[^<>]*\bclass=\"[^\"]*\bchart\b[^<>]*>).*?</figure>", re.DOTALL)


@dataclass(frozen=True)
class Section:
    """The part of a page from one heading to the next; without title and anchor above the first heading."""

    title: str
    anchor: str
    text: str


def read_sections(text: str) -> list[Section]:
    """Return the sections of a page, in order, the one above the first heading included."""
    found: set[str] = set()
    parts: list[tuple[str, str, list[str]]] = [("", "", [])]
    for line, code in lines_of(text):
        if not code:
            found.update(_ID.findall(line))
            if heading := _heading(line, found):
                parts.append((*heading, []))
                continue
        parts[-1][2].append(line)
    return [Section(title, anchor, "\n".join(lines)) for title, anchor, lines in parts]


def read_anchors(text: str) -> frozenset[str]:
    """Return the anchors of a page that a link can lead to, as the `toc` extension names them."""
    found: set[str] = set()
    for line, code in lines_of(text):
        if not code:
            found.update(_ID.findall(line))
            _heading(line, found)
    return frozenset(found)


def permanent_anchors(text: str, *, title: bool = True) -> frozenset[str]:
    """Return the anchors of a page that stay the same from build to build: all but those inside charts.

    Without `title`, that of the page's title is left out: a link to it leads to the top of the page in any case.
    """
    return read_anchors(_INSIDE_CHART.sub(r"\1", text if title else _TITLE.sub("", text, count=1)))


def _heading(line: str, found: set[str]) -> tuple[str, str] | None:
    """Return the title and anchor of the heading in a line, if it has one; add the anchor to those `found` before."""
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


# --- Structure --------------------------------------------------------------------------------------------------------

_ANY_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]*[^#\s]|[ \t]*<h([1-6])\b")
_IDENTIFIER = re.compile(r"\{:?[^{}]*?#([\w-]+)[^{}]*\}[ \t]*$|<h[1-6][^>]*\sid=\"([^\"]+)\"")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)]|:)[ \t]+\S")
_BREAK = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_RULE = re.compile(
    r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$"
)
_HTML_LIST = re.compile(r"<(ul|ol|dl|li|dt|dd)\b")
_IMAGE = re.compile(r"!\[[^\]]*\]\(|<(?:img|svg)\b")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]*)|<a\b[^>]*?\shref=\"([^\"]*)\"|<(https?://[^>\s]+)>")
_BLOCK_STARTS = frozenset("#-*+:|<>! \t0123456789")
_LINK_MARKS = ("](", "href=", "<http", "![", "<img", "<svg")


@dataclass(frozen=True)
class Heading:
    """A heading with its level (1 to 6), the identifier typed for it, empty where there is none, and its line."""

    level: int
    identifier: str
    line: str


@dataclass
class Structure:
    """The parts of a page, in order. Lists have the number of items and the first line; tables rows, columns, header.

    `links` has how often each target occurs, named as it is the same in all languages.
    """

    headings: list[Heading] = field(default_factory=list)
    lists: list[tuple[int, str]] = field(default_factory=list)
    tables: list[tuple[int, int, str]] = field(default_factory=list)
    links: Counter[str] = field(default_factory=Counter)
    images: int = 0


def read_structure(text: str, path: str, names: Mapping[str, str]) -> Structure:
    """Return the structure of a page. `path` is its staged file, `names` has the page's name for each staged file."""
    reader = _StructureReader(posixpath.dirname(path), names)
    for line, code in lines_of(text):
        if not code:
            reader.read(line)
    return reader.found


class _StructureReader:
    def __init__(self, folder: str, names: Mapping[str, str]):
        self.folder, self.names = folder, names
        self.found = Structure()
        self.before = ""
        self.in_list = self.in_table = False

    def read(self, line: str) -> None:
        """Record what a line adds to the structure of the page."""
        stripped = line.strip()
        if stripped.startswith('<figure class="chart'):  # made of the data; what it shows is compared as figures used
            self.found.images += 1
            return
        if self.in_table and not stripped:
            self.in_table = False
        if stripped:
            if line[0] in _BLOCK_STARTS:
                self._block(line)
            else:
                self.in_list = False
            if self.in_table and not _RULE.match(line):
                rows, columns, first = self.found.tables[-1]
                self.found.tables[-1] = (rows + 1, columns, first)
            if any(mark in line for mark in _LINK_MARKS):
                self._inline(line)
        self.before = line

    def _block(self, line: str) -> None:
        if heading := _ANY_HEADING.match(line):
            identifier = _IDENTIFIER.search(line)
            name = next(filter(None, identifier.groups()), "") if identifier else ""
            self.found.headings.append(Heading(int(heading[2] or len(heading[1])), name, line))
            self.in_list = False
        elif "-" in line and "|" in self.before and not self.in_table and _RULE.match(line):
            self.found.tables.append((0, line.strip().strip("|").count("|") + 1, self.before))
            self.in_table = True
        elif _ITEM.match(line) and not _BREAK.match(line):
            if self.in_list:
                count, first = self.found.lists[-1]
                self.found.lists[-1] = (count + 1, first)
            else:
                self.found.lists.append((1, line))
            self.in_list = True
        elif not line[0].isspace():
            self.in_list = False
        for kind in _HTML_LIST.findall(line) if "<" in line else ():
            if kind in ("ul", "ol", "dl") or not self.found.lists:
                self.found.lists.append((0, line))
            if kind in ("li", "dt", "dd"):
                count, first = self.found.lists[-1]
                self.found.lists[-1] = (count + 1, first)

    def _inline(self, line: str) -> None:
        line = _CODE_SPAN.sub("", line) if "`" in line else line
        self.found.images += len(_IMAGE.findall(line))
        for groups in _LINK.findall(line):
            target = next(filter(None, groups), "").partition("#")[0]
            if name := self._name(target):
                self.found.links[name] += 1

    def _name(self, target: str) -> str | None:
        """Return a link's target as it is the same in all languages: the page's name, or the kind of address.

        None for a page that does not exist, which has a problem of its own.
        """
        if re.match(r"\w+:", target):
            return target.partition(":")[0] + ":"
        if not target:
            return "#"
        path = posixpath.normpath(posixpath.join(self.folder, target))
        if "." not in path.rpartition("/")[2]:
            return "/"
        return self.names.get(path) or (None if path.endswith(".md") else target)


# --- Plain text -------------------------------------------------------------------------------------------------------

_DRAWING = re.compile(r"<svg\b.*?</svg>|<!--.*?-->", re.DOTALL)
_PAGE_LIST = re.compile(r'<ul class="(?:catalogue|index|pages)".*?</ul>', re.DOTALL)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|bdo|button|cite|code|data|em|i|q|small|span|strong|su[bp]|time)\b[^>]*>")
_MARKDOWN_LINK = re.compile(r"!?\[([^\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_MARKS = re.compile(
    r"^[ \t]*(?:`{3,}.*|~{3,}.*|\|?[ \t]*:?-{3,}[-:| \t]*)$"  # fences, and the rule below a table's header
    r"|^[ \t]*(?:[-*+>]|\d+[.)])[ \t]+"  # lists and quotations
    r"|\{:[^}]*\}|[*`]+|(?<!\w)_+|_+(?!\w)",  # attributes, emphasis
    re.MULTILINE,
)
_SPACES = re.compile(r"[ \t\n|]+")


def plain_text(markdown: str) -> str:
    """Return the text that a reader sees of a rendered page, on one line, without drawings and lists of pages."""
    markdown = _DRAWING.sub(" ", _PAGE_LIST.sub("", markdown))
    text = _TAG.sub(" ", _INLINE.sub("", markdown))
    text = _MARKS.sub("", _MARKDOWN_LINK.sub(r"\1", text))
    return unescape(_SPACES.sub(" ", text)).strip()
