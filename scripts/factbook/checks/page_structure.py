"""What a finished page is made of: its headings, lists, tables, links and images, told apart by line."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from factbook.pages.markdown import outside_code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from factbook.pages.renderer import Page

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]*[^#\s]|[ \t]*<h([1-6])\b")
_IDENTIFIER = re.compile(r"\{:?[^{}]*?#([\w-]+)[^{}]*\}[ \t]*$|<h[1-6][^>]*\sid=\"([^\"]+)\"")
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)]|:)[ \t]+\S")
_BREAK = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_RULE = re.compile(
    r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$"
)
_HTML_LIST = re.compile(r"<(ul|ol|dl|li|dt|dd)\b")
_IMAGE = re.compile(r"!\[[^\]]*\]\(|<(?:img|svg)\b")
_LINK = re.compile(r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]*)|<a\b[^>]*?\shref=\"([^\"]*)\"|<(https?://[^>\s]+)>")
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
_STARTS = frozenset("#-*+:|<>! \t0123456789")
_LINKED = ("](", "href=", "<http", "![", "<img", "<svg")


@dataclass
class Structure:
    """The parts of a page in their order; each heading, list and table with the line that it begins with."""

    headings: list[tuple[int, str, str]] = field(default_factory=list)
    lists: list[tuple[int, str]] = field(default_factory=list)
    tables: list[tuple[int, int, str]] = field(default_factory=list)
    links: Counter[str] = field(default_factory=Counter)
    images: int = 0


def structure(page: Page, names: Mapping[str, str]) -> Structure:
    """The structure of a page. `names` tells the name of each staged path, so that links compare across languages."""
    reader = _Reader(page, names)
    outside_code(page.text, reader.line)
    return reader.found


class _Reader:
    def __init__(self, page: Page, names: Mapping[str, str]):
        self.names, self.folder = names, posixpath.dirname(page.spec.path)
        self.found = Structure()
        self.before = ""
        self.in_list = self.in_table = False

    def line(self, line: str) -> str:
        """Note what a line of the page says of its structure."""
        stripped = line.strip()
        if stripped.startswith('<figure class="chart'):  # made of the data; what it shows is compared as used
            self.found.images += 1
            return line
        if self.in_table and not stripped:
            self.in_table = False
        if stripped:
            if line[0] in _STARTS:
                self._block(line)
            else:
                self.in_list = False
            if self.in_table and not _RULE.match(line):
                rows, columns, first = self.found.tables[-1]
                self.found.tables[-1] = (rows + 1, columns, first)
            if any(mark in line for mark in _LINKED):
                self._inline(line)
        self.before = line
        return line

    def _block(self, line: str) -> None:
        if heading := _HEADING.match(line):
            identifier = _IDENTIFIER.search(line)
            name = next(filter(None, identifier.groups()), "") if identifier else ""
            self.found.headings.append((int(heading[2] or len(heading[1])), name, line))
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
        line = _CODE.sub("", line) if "`" in line else line
        self.found.images += len(_IMAGE.findall(line))
        for groups in _LINK.findall(line):
            target = next(filter(None, groups), "").partition("#")[0]
            if name := self._name(target):
                self.found.links[name] += 1

    def _name(self, target: str) -> str | None:
        """A link's target as it is the same in all languages: a page's name, or that it leads elsewhere.

        None for a page that is not there, which is told as such.
        """
        if re.match(r"\w+:", target):
            return target.partition(":")[0] + ":"
        if not target:
            return "#"
        path = posixpath.normpath(posixpath.join(self.folder, target))
        if "." not in path.rpartition("/")[2]:
            return "/"
        return self.names.get(path) or (None if path.endswith(".md") else target)
