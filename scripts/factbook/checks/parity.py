"""Alternates agree: the same figures and observations, and the same structure, in every language."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from factbook.model import Place
from factbook.pages.markdown_reader import Heading, Structure, read_structure
from factbook.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factbook.model import Catalogue
    from factbook.pages.renderer import Page
    from factbook.pages.spec import Outline

_NONE = "—"
_MARKS = (
    "\n# ",
    "\n## ",
    "\n### ",
    "\n#### ",
    "\n- ",
    "\n* ",
    "\n1. ",
    "\n|",
    "|",
    "<li",
    "<tr",
    "](",
    "href=",
    "<img",
    "<svg",
)


def check_alternates(catalogue: Catalogue, outline: Outline, pages: Mapping[str, Sequence[Page]]) -> Iterator[Problem]:
    """Return the problems of pages that do not agree with their alternate in the first language.

    `pages` are the rendered ones of each language; a page that could not be rendered has no alternate here.
    The place of each problem is the element that has no counterpart.
    """
    (first, originals), *others = pages.items()
    names = {code: {spec.path: name for name, spec in specs.items()} for code, specs in outline.pages.items()}
    for code, translations in others:
        alternates_by_name = {page.spec.name: page for page in translations}
        for original in originals:
            if alternate := alternates_by_name.get(original.spec.name):
                yield from _Pair(catalogue, original, alternate).problems(names[first], names[code])


def _marks(page: Page) -> list[int]:
    """Return how often each mark of structure occurs on a page."""
    return [page.text.count(mark) for mark in _MARKS]


def _amount(description: str) -> list[int]:
    """Return the numbers in the description of a list or table, to find which one has more."""
    return [int(number) for number in re.findall(r"\d+", description)]


class _Pair:
    """A page and its alternate."""

    def __init__(self, catalogue: Catalogue, one: Page, two: Page):
        self.catalogue, self.one, self.two = catalogue, one, two

    def problems(self, names: Mapping[str, str], other_names: Mapping[str, str]) -> Iterator[Problem]:
        """Return each difference; of headings, lists and tables the first one."""
        if self.one.figures_used != self.two.figures_used:
            yield from self._figures(self.one, self.two)
            yield from self._figures(self.two, self.one)
            yield from self._repeated()
        if self.one.spec.template is self.two.spec.template and self.one.memo("marks", _marks) == self.two.memo(
            "marks", _marks
        ):
            return  # of one template: a closer look would take long for thousands, and find nothing
        one = read_structure(self.one.text, self.one.spec.path, names)
        two = read_structure(self.two.text, self.two.spec.path, other_names)
        if one.links != two.links:
            yield from self._links(one, two)
        yield from self._headings(one, two)
        yield from self._sequence("twin-lists", *([(str(n), line) for n, line in s.lists] for s in (one, two)))
        yield from self._sequence(
            "twin-tables",
            *([(f"{rows} × {columns}", line) for rows, columns, line in s.tables] for s in (one, two)),
        )
        if one.images != two.images:
            here, there = (self.one, self.two) if one.images > two.images else (self.two, self.one)
            counts = sorted((one.images, two.images), reverse=True)
            place = self._where(here, [r"!\[", "<img", "<svg"])
            yield self._problem("twin-images", here, there, place, here=str(counts[0]), there=str(counts[1]))

    def _problem(self, code: str, page: Page, other: Page, place: Place, length: int = 1, **values: str) -> Problem:
        """Return a problem of `page` that names both pages; for pages of one template, at the key of their record."""
        same = page.spec.template is other.spec.template
        if same and page.spec.record:
            place, length = self.catalogue.key(*page.spec.record), len(page.spec.record[1])
        names = {
            "page": f"{page.spec.language}/{page.spec.path}" if same else page.spec.template.file,
            "other": f"{other.spec.language}/{other.spec.path}" if same else other.spec.template.file,
        }
        return Problem(code, place, {**names, **values}, length=length)

    def _figures(self, page: Page, other: Page) -> Iterator[Problem]:
        """Return figures, then observations of figures that both show, that `page` shows and `other` does not."""
        figures = {figure for figure, _ in other.figures_used}
        for figure in dict.fromkeys(figure for figure, _ in page.figures_used if figure not in figures):
            place = self._quoted(page, figure)
            yield self._problem("twin-figures", page, other, place, len(figure), id=figure)
        for figure, period in page.figures_used:
            if figure in figures and (figure, period) not in other.figures_used:
                place = self._quoted(page, figure, period)
                yield self._problem("twin-observations", page, other, place, len(figure), id=figure, period=period)

    def _repeated(self) -> Iterator[Problem]:
        """Return observations that both show, but not equally often: a sentence may be missing."""
        for key in self.one.figures_used.keys() & self.two.figures_used.keys():
            counts = self.one.figures_used[key], self.two.figures_used[key]
            if counts[0] != counts[1]:
                page, other = (self.one, self.two) if counts[0] > counts[1] else (self.two, self.one)
                values = {"id": key[0], "period": key[1], "here": str(max(counts)), "there": str(min(counts))}
                yield self._problem("twin-repeats", page, other, self._quoted(page, *key), len(key[0]), **values)

    def _links(self, one: Structure, two: Structure) -> Iterator[Problem]:
        reported = {
            figure for (figure, _), _ in set(self.one.figures_used.items()) ^ set(self.two.figures_used.items())
        }
        for target in sorted({*one.links, *two.links}):
            counts = one.links[target], two.links[target]
            identifier = target.rpartition("/")[2]
            if counts[0] == counts[1] or (target.startswith("figures/") and identifier in reported):
                continue
            page, other = (self.one, self.two) if counts[0] > counts[1] else (self.two, self.one)
            quoted = rf"(?<=[\"']){re.escape(identifier)}(?=[\"'])"
            place = self._where(page, [quoted, rf"(?<=\]\(){re.escape(target)}", re.escape(identifier)])
            values = {"target": target, "here": str(max(counts)), "there": str(min(counts))}
            yield self._problem("twin-links", page, other, place, len(identifier), **values)

    def _headings(self, one: Structure, two: Structure) -> Iterator[Problem]:
        """Return the first difference of headings by level; by their identifiers too where the numbers differ."""
        odd = len(one.headings) != len(two.headings)

        def key(heading: Heading) -> str:
            return "#" * heading.level + (heading.identifier if odd else "")

        def described(structure: Structure) -> list[tuple[str, str]]:
            return [(key(heading), heading.line) for heading in structure.headings]

        yield from self._sequence("twin-headings", described(one), described(two))

    def _sequence(self, code: str, one: list[tuple[str, str]], two: list[tuple[str, str]]) -> Iterator[Problem]:
        """Return the first difference of two sequences of (description, line), if any.

        It is reported for the page that has something more; for the translation where that cannot be decided.
        """
        longest = max(len(one), len(two))
        padded = [[*items, *[(_NONE, "")] * (longest - len(items))] for items in (one, two)]
        index = next((i for i, (a, b) in enumerate(zip(*padded, strict=True)) if a[0] != b[0]), None)
        if index is None:
            return
        page, other, mine, its = self.two, self.one, padded[1][index], padded[0][index]
        if len(one) > len(two) or (len(one) == len(two) and _amount(its[0]) > _amount(mine[0])):
            page, other, mine, its = self.one, self.two, its, mine
        place = self._line(page, mine[1])
        here, there = (item[1].strip() if code == "twin-headings" and item[1] else item[0] for item in (mine, its))
        yield self._problem(
            code, page, other, place, max(1, len(mine[1].strip())), number=str(index + 1), here=here, there=there
        )

    @staticmethod
    def _line(page: Page, line: str) -> Place:
        """Return where a line of the rendered page is in its template, or the one most like it; else line 1."""
        template = page.spec.template
        lines, wanted = template.body.split("\n"), line.strip()
        alike = [text for text in lines if wanted and text.strip()[:1] == wanted[0]]
        found = next((text for text in alike if text.strip() == wanted), None)
        if found is None and (close := get_close_matches(wanted, alike, n=1, cutoff=0.4)):
            found = close[0]
        if found is None:
            return Place(template.file, 1)
        return Place(template.file, lines.index(found) + 1, len(found) - len(found.lstrip()) + 1)

    def _quoted(self, page: Page, figure: str, period: str = "") -> Place:
        name = rf"(?<=[\"']){re.escape(figure)}(?=[\"'])"
        at = rf"{name}(?=[\"']\)\.at\([\"']?{re.escape(period)}[\"']?\))"
        return self._where(page, [at, name] if period else [name])

    @staticmethod
    def _where(page: Page, patterns: Sequence[str]) -> Place:
        """Return where the first pattern that is found occurs in the page's template; else line 1."""
        template = page.spec.template
        for pattern in patterns:
            if match := re.search(pattern, template.source):
                before = template.source[: match.start()]
                return Place(template.file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        return Place(template.file, 1)
