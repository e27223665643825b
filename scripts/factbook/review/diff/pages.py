"""The pages of two versions side by side: which moved, which changed, and which sentences of which record."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import escape

from factbook.charts import Chart
from factbook.charts.model import Cell
from factbook.pages import Page, PageSpec
from factbook.pages.cards import card_address
from factbook.review.diff.attribution import FIGURE, Forms, Key, SentenceAttribution
from factbook.review.diff.model import PageChange, PageRef, SentenceChange
from factbook.review.diff.sentences import (
    Sentence,
    block_skeleton,
    blocks,
    changed_sentences,
    pairs,
    sentence_skeleton,
    sentences,
)
from factbook.review.diff.snapshots import Version

Pair = tuple[Sentence | None, Sentence | None]
Place = tuple[str, str]
"""A sentence before and after, as text."""


@dataclass(frozen=True)
class SpecPair:
    """A page in both versions, or in one: matched by name, by address, or by a redirect."""

    old: PageSpec | None
    new: PageSpec | None

    @property
    def specs(self) -> list[PageSpec]:
        """The page in each version that has it, the newer first."""
        return [spec for spec in (self.new, self.old) if spec]


def spec_pairs(base: Version, head: Version, language: str) -> Iterator[SpecPair]:
    """All pages of a language in either version."""
    old, new = (version.outline.pages.get(language, {}) for version in (base, head))
    redirects = head.outline.redirects.get(language, {})
    left = {page.slug: name for name, page in new.items() if name not in old}
    for name, page in old.items():
        if name in new:
            yield SpecPair(page, new[name])
            continue
        target = left.get(page.slug) or redirects.get(page.slug, "")
        if target in left.values():
            del left[new[target].slug]
            yield SpecPair(page, new[target])
        else:
            yield SpecPair(page, None)
    yield from (SpecPair(None, new[name]) for name in left.values())


def address(version: Version, spec: PageSpec) -> str:
    """The full address of a page."""
    assert version.site is not None  # noqa: S101 - it has pages, so it has a configuration
    return version.site.url + version.site.prefix(spec.language) + spec.address


@dataclass
class LanguagePages:
    """What differs on the pages of one language.

    `forms` has for each changed record how this language told it where it differs, before and after. After
    `compare`, `seen` has each record's sentences with the pages they are on, `shown` all pages that show it,
    `unread` the addresses of its own pages where these are not compared, and `changes` what is no record's.
    """

    base: Version
    head: Version
    language: str
    forms: Mapping[Key, Forms]
    seen: dict[Key, dict[Place, dict[PageRef, None]]] = field(default_factory=lambda: defaultdict(dict))
    shown: dict[Key, dict[PageRef, None]] = field(default_factory=lambda: defaultdict(dict))
    unread: dict[Key, list[str]] = field(default_factory=lambda: defaultdict(list))
    changes: list[PageChange] = field(default_factory=list)

    @cached_property
    def owners(self) -> SentenceAttribution:
        """Which record a sentence is about."""
        paths = {
            page.path: name
            for version in (self.base, self.head)
            for name, page in version.outline.pages.get(self.language, {}).items()
        }
        return SentenceAttribution(self.forms, paths)

    def compare(self) -> None:
        """Look at every page of the language in both versions."""
        old, new = (self._finished(version) for version in (self.base, self.head))
        for pair in spec_pairs(self.base, self.head, self.language):
            if pair.old is None or pair.new is None:
                self._one_only(pair)
            before = old.get(pair.old.name) if pair.old else None
            after = new.get(pair.new.name) if pair.new else None
            self._note_shown(before, after)
            spec = pair.specs[0]
            if spec.record in self.head.left_out:
                self.unread[spec.record].append(address(self.head if pair.new else self.base, spec))
            if before and after:
                self._both(before, after)

    def seen_of(self, key: Key) -> tuple[SentenceChange, ...]:
        """The sentences of a record that changed, each with its pages."""
        groups = self.seen.get(key, {})
        return tuple(SentenceChange(self.language, *texts, tuple(pages)) for texts, pages in groups.items())

    def _finished(self, version: Version) -> Mapping[str, Page]:
        return {page.spec.name: page for page in version.pages.get(self.language, ())}

    def _one_only(self, pair: SpecPair) -> None:
        """A page of one version only. Those of records are told with their records."""
        (spec,) = pair.specs
        file = spec.template.file
        if (
            spec.record
            or (pair.old and file in self.head.faulty_files)
            or (pair.new and file in self.base.faulty_files)
        ):
            return
        version = self.head if pair.new else self.base
        kind, title = ("added" if pair.new else "removed"), str(spec.template.head.get("title", spec.name))
        finished = self._finished(version).get(spec.name)
        told = finished.title if finished else title
        self.changes.append(PageChange(kind, spec.language, spec.name, told, address(version, spec), file))  # type: ignore[arg-type]

    def _note_shown(self, before: Page | None, after: Page | None) -> None:
        for page, version in ((after, self.head), (before, self.base)):
            if page:
                spec, version = (after.spec, self.head) if after else (page.spec, version)
                where = PageRef(address(version, spec), page.title)
                now = _shown(after) if page is before and after else frozenset()
                for key in (_shown(page) - now) & self.owners.keys:
                    self.shown[key][where] = None
                for chart in page.charts:
                    for key in _drawn(chart) & self.owners.keys - now:
                        self.shown[key][replace(where, chart=chart.title)] = None

    def _both(self, before: Page, after: Page) -> None:
        old, new = address(self.base, before.spec), address(self.head, after.spec)
        file = after.spec.template.file
        if old != new and not after.spec.record:
            change = PageChange("moved", self.language, after.spec.name, after.title, new, file, before=old)
            self.changes.append(change)
        shown = (_shown(before) | _shown(after)) & self.owners.keys
        folder = posixpath.dirname(after.spec.path)
        unowned: list[tuple[Pair, PageRef]] = []
        for pair, chart, drawn in _changed(before, after):
            where = PageRef(new, after.title, chart)
            keys = self.owners.of(*pair, folder, shown) if any(pair) else drawn & self.owners.keys
            for key in keys:
                self._see(key, pair, where)
            if not keys and any(pair):
                unowned.append((pair, where))
        if unowned:
            self._rest(before, after, unowned, shown)

    def _rest(
        self, before: Page, after: Page, unowned: list[tuple[Pair, PageRef]], shown: frozenset[Key]
    ) -> None:  # fmt: skip
        """Sentences that name no changed value: the page's own record's, the only possible one's, or the page's."""
        own = after.spec.record
        typed_alike = before.spec.template.body.strip() == after.spec.template.body.strip()
        owner: Key | None = None
        if own in shown:
            owner = own
        elif typed_alike and len(self.owners.keys) == 1:
            owner = next(iter(shown), None)
        texts = []
        folder = posixpath.dirname(after.spec.path)
        for pair, where in unowned:
            told_of = owner or (self.owners.only_linked(*pair, folder, shown) if typed_alike else None)
            if told_of and (typed_alike or after.spec.record):
                self._see(told_of, pair, where)
            else:
                texts.append(_texts(pair))
        if texts:
            spec = after.spec
            self.changes.append(
                PageChange(
                    "text", self.language, spec.name, after.title, unowned[0][1].address, spec.template.file,
                    sentences=tuple(dict.fromkeys(texts)),
                )
            )  # fmt: skip

    def _see(self, key: Key, pair: Pair, where: PageRef) -> None:
        self.seen[key].setdefault(_texts(pair), {})[where] = None


def _shown(page: Page) -> frozenset[Key]:
    figures: set[Key] = {("figures", figure) for figure, _ in page.figures_used}
    return frozenset(figures.union(page.mentioned, [page.spec.record] if page.spec.record else []))


def _drawn(chart: Chart) -> frozenset[Key]:
    figures: set[Key] = {("figures", figure) for figure, _ in chart.shown}
    return frozenset(figures.union(chart.named))


def _texts(pair: Pair) -> tuple[str, str]:
    before, after = pair
    return before.text if before else "", after.text if after else ""


def _changed(before: Page, after: Page) -> Iterator[tuple[Pair, str, frozenset[Key]]]:
    """The sentences in which two finished pages differ; of those in a chart its title, and the records it draws."""
    found: list[Pair] = []
    if before.title != after.title:
        found.append((Sentence(before.title), Sentence(after.title)))
    if before.description != after.description:
        found += changed_sentences(*(escape(page.description, quote=False) for page in (before, after)))
    if before.text != after.text:
        for old, new in pairs(blocks(_plain_links(before)), blocks(_plain_links(after)), block_skeleton):
            found += changed_sentences(old, new)
    yield from ((pair, "", frozenset()) for pair in found)
    yield from _changed_charts(before, after)


_CARD = re.compile(r'<div popover id="([^"]*)"[^<>]*><iframe\b[^<>]*?\ssrc="(?:\.\./)*([^"#]*)')
_CARDS = re.compile(r'^<div (?:popover|class="figure-cards").*\n?', re.MULTILINE)
_BUTTON = re.compile(r'<button\b[^<>]*\spopovertarget="([^"]*)"[^<>]*>(.*?)</button>')


def _plain_links(page: Page) -> str:
    """The text of a page, each figure in it as a link to the figure: the popovers that open them are numbered anew."""
    if "popovertarget" not in page.text:
        return page.text
    figures = {card_address(figure): figure for figure, _ in page.figures_used}
    cards = {card: figures.get(where, "") for card, where in _CARD.findall(page.text)}
    text = _CARDS.sub("", page.text)
    return _BUTTON.sub(lambda m: f"[{m.group(2)}]({FIGURE}{cards.get(m.group(1), '')})", text)


def _changed_charts(before: Page, after: Page) -> Iterator[tuple[Pair, str, frozenset[Key]]]:
    """What differs in the words and the tables of charts; one that differs only as a picture has no sentence."""
    old, new = ({chart.name: chart for chart in page.charts} for page in (before, after))
    for name in {**new, **old}:
        one, two = old.get(name), new.get(name)
        if one == two:
            continue
        title = (two or one).title  # type: ignore[union-attr]
        drawn = frozenset(key for chart in (one, two) if chart for key in _drawn(chart))
        differing = pairs(_words(one), _words(two), sentence_skeleton)
        found: list[Pair] = [*differing]
        yield from ((pair, title, drawn) for pair in found or [(None, None)])


def _words(chart: Chart | None) -> list[Sentence]:
    if chart is None:
        return []
    rows = (" | ".join(cell.text for cell in row) for row in _rows(chart))
    texts = (chart.title, chart.subtitle, *chart.notes, *rows)
    told = [Sentence(text) for text in texts if text]
    return [*sentences(escape(chart.description, quote=False)), *told]


def _rows(chart: Chart) -> Sequence[Sequence[Cell]]:
    return chart.table.rows if chart.table else ()
