"""The pages of two versions: which were added, removed or moved, which sentences changed, which pages show a record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from html import escape

from factbook.charts import Chart
from factbook.charts.model import Cell
from factbook.pages import Page, PageSpec
from factbook.pages.cards import FIGURE_BUTTON
from factbook.review.diff.model import PageChange, PageRef, RecordKey, SentenceChange
from factbook.review.diff.sentences import (
    block_skeleton,
    blocks,
    changed_sentences,
    pairs,
    sentence_skeleton,
    sentences,
)
from factbook.review.diff.snapshots import Version


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
    """Yield all pages of a language in either version."""
    old, new = (version.outline.pages.get(language, {}) for version in (base, head))
    redirects = head.outline.redirects.get(language, {})
    unmatched = {page.slug: name for name, page in new.items() if name not in old}
    for name, page in old.items():
        if name in new:
            yield SpecPair(page, new[name])
            continue
        target = unmatched.get(page.slug) or redirects.get(page.slug, "")
        if target in unmatched.values():
            del unmatched[new[target].slug]
            yield SpecPair(page, new[target])
        else:
            yield SpecPair(page, None)
    yield from (SpecPair(None, new[name]) for name in unmatched.values())


def address(version: Version, spec: PageSpec) -> str:
    """Return the absolute URL of a page."""
    assert version.site is not None  # noqa: S101 - it has pages, so it has a configuration
    return version.site.url + spec.site_address


@dataclass
class LanguagePages:
    """The differences between the pages of one language in two versions.

    `records` are the keys of the records that changed. `compare` fills `changes`, the pages that differ, and
    `shown`, the pages and charts that show each of `records` in either version.
    """

    base: Version
    head: Version
    language: str
    records: AbstractSet[RecordKey]
    changes: list[PageChange] = field(default_factory=list)
    shown: dict[RecordKey, dict[PageRef, None]] = field(default_factory=lambda: defaultdict(dict))

    def compare(self) -> None:
        """Compare every page of the language."""
        old, new = (self._rendered(version) for version in (self.base, self.head))
        for pair in spec_pairs(self.base, self.head, self.language):
            if pair.old is None or pair.new is None:
                self._add_or_remove(pair)
            before = old.get(pair.old.name) if pair.old else None
            after = new.get(pair.new.name) if pair.new else None
            self._record_pages(before, after)
            if before and after:
                self._compare_page(before, after)

    def _rendered(self, version: Version) -> Mapping[str, Page]:
        return {page.spec.name: page for page in version.pages.get(self.language, ())}

    def _add_or_remove(self, pair: SpecPair) -> None:
        """Report a page of one version only, but for those that are made from a record: the record is reported."""
        (spec,) = pair.specs
        file = spec.template.file
        if (
            spec.record
            or (pair.old and file in self.head.faulty_files)
            or (pair.new and file in self.base.faulty_files)
        ):
            return
        version = self.head if pair.new else self.base
        page = self._rendered(version).get(spec.name)
        title = page.title if page else str(spec.template.head.get("title", spec.name))
        where = address(version, spec)
        self.changes.append(
            PageChange("added" if pair.new else "removed", spec.language, spec.name, title, where, file)
        )

    def _record_pages(self, before: Page | None, after: Page | None) -> None:
        for page, version in ((after, self.head), (before, self.base)):
            if page:
                spec, version = (after.spec, self.head) if after else (page.spec, version)
                where = PageRef(address(version, spec), page.title)
                newer = _records_of_page(after) if page is before and after else frozenset()
                for key in (_records_of_page(page) - newer) & self.records:
                    self.shown[key][where] = None
                for chart in page.charts:
                    for key in _records_of_chart(chart) & self.records - newer:
                        self.shown[key][replace(where, chart=chart.title)] = None

    def _compare_page(self, before: Page, after: Page) -> None:
        old, new = address(self.base, before.spec), address(self.head, after.spec)
        spec = after.spec
        change = PageChange("text", self.language, spec.name, after.title, new, spec.template.file)
        if old != new and not spec.record:
            self.changes.append(replace(change, kind="moved", before=old))
        if found := tuple(dict.fromkeys(_sentence_changes(before, after))):
            self.changes.append(replace(change, is_record=spec.record is not None, sentences=found))


def _records_of_page(page: Page) -> frozenset[RecordKey]:
    figures: set[RecordKey] = {("figures", figure) for figure, _ in page.figures_used}
    return frozenset(figures.union(page.mentioned, [page.spec.record] if page.spec.record else []))


def _records_of_chart(chart: Chart) -> frozenset[RecordKey]:
    figures: set[RecordKey] = {("figures", figure) for figure, _ in chart.shown}
    return frozenset(figures.union(chart.named))


def _sentence_changes(before: Page, after: Page) -> Iterator[SentenceChange]:
    """Yield the sentences in which two rendered pages differ: those of title, description, text and charts."""
    if before.title != after.title:
        yield SentenceChange(before.title, after.title)
    differing: list[tuple[str | None, str | None]] = []
    if before.description != after.description:
        differing += changed_sentences(*(escape(page.description, quote=False) for page in (before, after)))
    if before.text != after.text:
        old_blocks, new_blocks = (blocks(_without_popovers(page.text)) for page in (before, after))
        for old, new in pairs(old_blocks, new_blocks, block_skeleton):
            differing += changed_sentences(old, new)
    yield from (SentenceChange(old or "", new or "") for old, new in differing)
    yield from _chart_changes(before, after)


def _without_popovers(text: str) -> str:
    """Return the text of a page with each figure as plain text: the numbers of popovers differ between builds."""
    return FIGURE_BUTTON.sub(lambda match: match["content"], text)


def _chart_changes(before: Page, after: Page) -> Iterator[SentenceChange]:
    """Yield the differences in the texts and tables of charts; an empty one where only the drawing differs."""
    old, new = ({chart.name: chart for chart in page.charts} for page in (before, after))
    for name in {**new, **old}:
        one, two = old.get(name), new.get(name)
        chart = two or one
        if one == two or chart is None:
            continue
        differing = [
            SentenceChange(was or "", now or "", chart.title)
            for was, now in pairs(_chart_texts(one), _chart_texts(two), sentence_skeleton)
        ]
        yield from differing or [SentenceChange("", "", chart.title)]


def _chart_texts(chart: Chart | None) -> list[str]:
    if chart is None:
        return []
    rows = (" | ".join(cell.text for cell in row) for row in _rows(chart))
    texts = (chart.title, chart.subtitle, *chart.notes, *rows)
    return [*sentences(escape(chart.description, quote=False)), *filter(None, texts)]


def _rows(chart: Chart) -> Sequence[Sequence[Cell]]:
    return chart.table.rows if chart.table else ()
