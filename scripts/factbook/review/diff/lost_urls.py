"""Published URLs that are gone: pages, files and fragments that others may have linked to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from factbook.model import Kind, Place
from factbook.opendata.publication import API
from factbook.pages import Page
from factbook.pages.markdown_reader import permanent_anchors
from factbook.problems import Problem
from factbook.review.diff.pages import SpecPair, address, spec_pairs
from factbook.review.diff.snapshots import Version


def lost_addresses(base: Version, head: Version, reported: frozenset[tuple[str, str]]) -> Iterator[Problem]:
    """Yield an error for each URL of `base` that does not exist in `head`.

    `reported` are observations, as (figure, fragment), that are reported as lost themselves. A page or record that
    may be missing because of an error in its file is not reported.
    """
    if base.site is None or head.site is None:
        return
    yield from _lost_open_data(base, head)
    for language in base.site.codes:
        if language not in head.site.codes:
            place = head.site.configuration.place(("plugins",))
            yield _lost(place, base.site.url + base.site.prefix(language))
            continue
        slugs = {page.slug for page in head.outline.pages[language].values()} | {*head.outline.redirects[language]}
        old, new = ({page.spec.name: page for page in version.pages[language]} for version in (base, head))
        for pair in spec_pairs(base, head, language):
            if pair.old and pair.old.slug not in slugs and not _is_explained(pair, base, head, slugs):
                yield _lost(_place(pair, head), address(base, pair.old))
            if pair.old and pair.new and pair.old.name in old and pair.new.name in new:
                yield from _lost_anchors(base, head, old[pair.old.name], new[pair.new.name], reported)
        for path in sorted({*base.outline.files[language]} - {*head.outline.files[language]}):
            yield _lost(
                Place(f"{base.site.docs}/{language}/{path}", 1), base.site.url + base.site.prefix(language) + path
            )


def _lost_open_data(base: Version, head: Version) -> Iterator[Problem]:
    """Yield an error for each open data document of a record that was removed."""
    assert base.site is not None  # noqa: S101 - checked before
    for kind in get_args(Kind):
        for identifier in base.catalogue.records(kind):
            place = base.catalogue.key(kind, identifier)
            if identifier not in head.catalogue.records(kind) and place.file not in head.faulty_files:
                yield _lost(place, f"{base.site.url}{API}{kind}/{identifier}.json")


def _is_explained(pair: SpecPair, base: Version, head: Version, slugs: set[str]) -> bool:
    """Return whether a page may be missing because of an error, or moved only with its parent."""
    old, new = pair.old, pair.new
    assert old is not None  # noqa: S101 - checked before
    if old.template.file in head.faulty_files:
        return True
    if new and new.record:
        parent = base.outline.pages[old.language].get(old.parent or "")
        return parent is not None and parent.slug not in slugs
    return bool(old.record and base.catalogue.key(*old.record).file in head.faulty_files)


def _place(pair: SpecPair, head: Version) -> Place:
    """Return the place of the error for a lost page: its record, else its template."""
    for spec in pair.specs:
        if spec.record and spec.record in head.catalogue.located:
            return head.catalogue.key(*spec.record)
    return Place(pair.specs[0].template.file, 1)


def _lost_anchors(
    base: Version, head: Version, old: Page, new: Page, reported: frozenset[tuple[str, str]]
) -> Iterator[Problem]:
    if old.text == new.text:
        return
    figure = old.spec.record[1] if old.spec.record and old.spec.record[0] == "figures" else ""
    for name in sorted(permanent_anchors(old.text, title=False) - permanent_anchors(new.text)):
        if (figure, name) not in reported:
            place = head.catalogue.key(*new.spec.record) if new.spec.record else Place(new.spec.template.file, 1)
            yield _lost(place, f"{address(base, old.spec)}#{name}")


def _lost(place: Place, where: str) -> Problem:
    return Problem("lost-address", place, {"found": where})
