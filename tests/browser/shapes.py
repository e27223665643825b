"""Choose the pages that the slow checks of a browser open in each run; `make test-all` opens every page.

A fault that shows only in a browser follows from one of three things, and none of them waits for the long run:

1. *Structure*: which elements there are, inside which, with which classes, roles, languages and states. Styles and the
   rules of axe select by nothing else. `sample` takes every hand-written page and, of the pages that a template makes
   for each entity, one of each shape. Two pages have the same shape when they are of the same kind and language and
   have the same components (tables, lists, charts, notes, navigation, disclosures). On top of that, every *trait* of
   the whole site stands on at least one page of the sample: each path of elements with their attributes, once or
   several times, with or without a text of its own, and each pair of neighbours. Both are read from the pages as they
   are built, so what a pull request adds brings its own page into the sample; there is no list to keep.
2. *Values that have to fit each other or have to be there*: identifiers, references, names of landmarks and frames,
   empty names. They are traits too: `faulty references`, `same names` and emptiness are part of what is compared.
3. *Lengths of texts and numbers of rows*: whether a page is too wide, or a part of it scrolls and the keyboard cannot
   get there. That is measured on every page in each run, which is cheap (`test_access.py`), and of each shape the
   page with the most text stands for the others.

Hence the long run can find a fault only where a browser breaks this reasoning, not where a pull request breaks a page.
"""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
COMPONENTS = {
    "table", "figure", "ul", "ol", "dl", "nav", "aside", "section", "div", "details", "dialog", "form", "pre", "svg",
    "iframe",
}  # fmt: skip
LANDMARKS = {"nav", "aside", "section", "form"}
# Attributes whose values are texts, names, addresses or numbers: only whether they are there, and empty, counts.
FREE = {
    "id", "href", "src", "alt", "title", "content", "value", "datetime", "for", "name", "download", "popovertarget",
    "viewbox", "transform", "d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "points",
    "width", "height", "aria-label", "aria-labelledby", "aria-describedby", "aria-controls",
}  # fmt: skip
FOCUSABLE = re.compile(r"(?:a|button|input|select|textarea|summary|iframe)\[|[^>]*\btabindex=")
LANGUAGE = re.compile(r'\s(?:lang|hreflang)="[^"]*"')
REFERENCES = ("for", "popovertarget", "aria-labelledby", "aria-describedby", "aria-controls")


class _Reader(HTMLParser):
    """Collect the traits and the components of one document."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, str]] = []
        self.previous = [""]  # the last sibling, at each depth
        self.said = [False]  # whether there is any text, at each depth
        self.counts: Counter[str] = Counter()
        self.traits: set[str] = set()
        self.components: set[str] = set()
        self.ids: set[str] = set()
        self.references: set[tuple[str, str]] = set()
        self.names: Counter[tuple[str, str]] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = f"{tag}[{' '.join(sorted(_told(name, value or '') for name, value in attrs))}]"
        path = f"{self.stack[-1][1]}>{own}" if self.stack else own
        self.counts[path] += 1
        self.traits.add(f"{self.previous[-1]} + {own}")
        self.previous[-1] = own
        given = {name: value or "" for name, value in attrs}
        if tag in COMPONENTS or "role" in given:
            self.components.add(f"{tag}.{given.get('class', '')}.{given.get('role', '')}")
        self._refer(tag, given)
        if tag not in VOID:
            self.stack.append((tag, path))
            self.previous.append("")
            self.said.append(False)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.stack:
            opened, path = self.stack.pop()
            self.previous.pop()
            if self.said.pop():
                self.said[-1] = True
            else:
                self.traits.add(f"{path} is empty")
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if self.stack and data.strip():
            self.traits.add(f"{self.stack[-1][1]} has a text")
            self.said[-1] = True

    def _refer(self, tag: str, given: dict[str, str]) -> None:
        self.ids.add(given.get("id", ""))
        self.references |= {(name, one) for name in REFERENCES for one in given.get(name, "").split()}
        if given.get("href", "").startswith("#"):
            self.references.add(("href", given["href"][1:]))
        if tag in LANDMARKS:
            self.names[tag, given.get("aria-label", given.get("aria-labelledby", ""))] += 1
        if tag == "iframe":
            self.names[tag, given.get("title", "")] += 1

    def found(self) -> frozenset[str]:
        """All traits of the document that was read."""
        several = {f"several {path}" for path, count in self.counts.items() if count > 1}
        broken = {f"faulty references: {name}" for name, one in self.references if one not in {*self.ids, "top"}}
        same = {f"same names: {tag}" for (tag, _), count in self.names.items() if count > 1}
        return frozenset({*self.counts, *self.traits, *several, *broken, *same})


def _told(name: str, value: str) -> str:
    """Return what counts of an attribute."""
    if name in FREE or name.startswith("data-"):
        return name if value else f"{name}=(empty)"
    return f"{name}={value}"


def traits(html: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the traits of a document, and its components."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found(), frozenset(reader.components)


def sample(pages: Mapping[str, str], group_of: Mapping[str, str], always: Collection[str]) -> list[str]:
    """Return the addresses of the pages to open, in the order of `pages`.

    Args:
        pages: The HTML of each page by its address.
        group_of: What each page is compared within: its language, and its kind of entity where it has one.
        always: Addresses of pages that are taken whatever their shape.
    """
    read = {page: traits(html) for page, html in pages.items()}
    fullest = sorted(pages, key=lambda page: (-len(pages[page]), page))
    chosen = set(always)
    shapes = {(group_of[page], read[page][1]) for page in chosen}
    for page in fullest:
        if (shape := (group_of[page], read[page][1])) not in shapes:
            shapes.add(shape)
            chosen.add(page)
    covered = cover({page: (found, 1) for page, (found, _) in read.items()}, chosen, fullest)
    return [page for page in pages if page in covered]


def cover(read: Mapping[str, tuple[frozenset[str], int]], chosen: Collection[str], order: Sequence[str]) -> set[str]:
    """Return `chosen` and the pages that have to join it so that every trait of all pages stands on one of them.

    Args:
        read: The traits of each page, and what the page costs.
        chosen: Pages that are taken anyway.
        order: The pages, the first of them preferred among equals.
    """
    result = set(chosen)
    missing = frozenset[str]().union(*(found for found, _ in read.values())).difference(*(read[p][0] for p in result))
    while missing:
        best = max(order, key=lambda page: len(missing & read[page][0]) / read[page][1])
        result.add(best)
        missing -= read[best][0]
    return result


def focusable(pages: Mapping[str, str]) -> list[str]:
    """Return the pages on which every way to nest what takes the focus is met, with as few keys to press as can be."""
    read = {}
    for page, html in pages.items():
        found = frozenset(
            trait for trait in traits(LANGUAGE.sub("", html))[0] if FOCUSABLE.match(trait.rpartition(">")[2])
        )
        read[page] = (found, html.count("<a ") + html.count("<button"))
    return sorted(cover(read, (), list(pages)))
