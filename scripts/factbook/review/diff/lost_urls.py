"""Addresses that were published and are gone: pages, files and places on pages that others may have linked to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from factbook.model import Kind, Place
from factbook.opendata.publication import API
from factbook.pages import Page
from factbook.pages.markdown import anchors
from factbook.problems import Problem
from factbook.review.diff.pages import SpecPair, address, spec_pairs
from factbook.review.diff.snapshots import Version

# A link to the place of a page's title leads to the page's beginning all the same.
_TITLE = re.compile(r"^ {0,3}#[ \t].*$", re.MULTILINE)
_NAMED = re.compile(r"^ {0,3}#{1,6}[ \t].*$|\sid=\"[^\"]*\"", re.MULTILINE)  # all that a place is named by
_POPOVER = re.compile(r"<[a-z]+\s[^<>]*\bpopover\b[^<>]*>")
_INSIDE_CHART = re.compile(r"(<figure\b[^<>]*\bclass=\"[^\"]*\bchart\b[^<>]*>).*?</figure>", re.DOTALL)


def lost_addresses(base: Version, head: Version, told: frozenset[tuple[str, str]]) -> Iterator[Problem]:
    """An error for each address of `base` that leads nowhere in `head`.

    `told` are observations, as (figure, place on its page), that are told as lost themselves. What is missing since
    a file of `head` is at fault is not lost.
    """
    if base.site is None or head.site is None:
        return
    yield from _lost_documents(base, head)
    for language in base.site.codes:
        if language not in head.site.codes:
            place = head.site.configuration.place(("plugins",))
            yield _lost(place, base.site.url + base.site.prefix(language))
            continue
        slugs = {page.slug for page in head.outline.pages[language].values()} | {*head.outline.redirects[language]}
        old, new = ({page.spec.name: page for page in version.pages[language]} for version in (base, head))
        for pair in spec_pairs(base, head, language):
            if pair.old and pair.old.slug not in slugs and not _is_told_otherwise(pair, base, head, slugs):
                yield _lost(_place(pair, head), address(base, pair.old))
            if pair.old and pair.new and pair.old.name in old and pair.new.name in new:
                yield from _lost_anchors(base, head, old[pair.old.name], new[pair.new.name], told)
        for path in sorted({*base.outline.files[language]} - {*head.outline.files[language]}):
            yield _lost(
                Place(f"{base.site.docs}/{language}/{path}", 1), base.site.url + base.site.prefix(language) + path
            )


def _lost_documents(base: Version, head: Version) -> Iterator[Problem]:
    """The documents of the open data that go with their records."""
    assert base.site is not None  # noqa: S101 - looked at before
    for kind in get_args(Kind):
        for identifier in base.catalogue.records(kind):
            place = base.catalogue.key(kind, identifier)
            if identifier not in head.catalogue.records(kind) and place.file not in head.faulty_files:
                yield _lost(place, f"{base.site.url}{API}{kind}/{identifier}.json")


def _is_told_otherwise(pair: SpecPair, base: Version, head: Version, slugs: set[str]) -> bool:
    """Whether a page may be missing only since something is at fault, or is lost only with the page above it."""
    old, new = pair.old, pair.new
    assert old is not None  # noqa: S101 - looked at before
    if old.template.file in head.faulty_files:
        return True
    if new and new.record:
        above = base.outline.pages[old.language].get(old.parent or "")
        return above is not None and above.slug not in slugs
    return bool(old.record and base.catalogue.key(*old.record).file in head.faulty_files)


def _place(pair: SpecPair, head: Version) -> Place:
    """Where the error of a lost page is told: its template, or the record that it was about."""
    for spec in pair.specs:
        if spec.record and spec.record in head.catalogue.located:
            return head.catalogue.key(*spec.record)
    return Place(pair.specs[0].template.file, 1)


def _lost_anchors(
    base: Version, head: Version, old: Page, new: Page, told: frozenset[tuple[str, str]]
) -> Iterator[Problem]:
    if old.text == new.text or _NAMED.findall(old.text) == _NAMED.findall(new.text):
        return
    figure = old.spec.record[1] if old.spec.record and old.spec.record[0] == "figures" else ""
    for name in sorted(anchors(_linkable(_TITLE.sub("", old.text, count=1))) - anchors(_linkable(new.text))):
        if (figure, name) not in told:
            place = head.catalogue.key(*new.spec.record) if new.spec.record else Place(new.spec.template.file, 1)
            yield _lost(place, f"{address(base, old.spec)}#{name}")


def _linkable(text: str) -> str:
    """A page without the places that are made anew at each build: popovers, and the insides of charts."""
    return _POPOVER.sub("", _INSIDE_CHART.sub(r"\1", text))


def _lost(place: Place, where: str) -> Problem:
    return Problem("lost-address", place, {"found": where})
