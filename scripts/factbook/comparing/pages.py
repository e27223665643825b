"""The pages of two versions side by side: which moved, which changed, and which sentences of which record."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from factbook.comparing.difference import PageChange, PageRef, Seen
from factbook.comparing.owning import Forms, Key, Owners
from factbook.comparing.sentences import (
    Sentence,
    block_skeleton,
    blocks,
    changed_sentences,
    chart_title,
    is_chart,
    pairs,
    sentences,
)
from factbook.comparing.versions import Version
from factbook.pages import Page, PageSpec
from factbook.staging import page_address

Pair = tuple[Sentence | None, Sentence | None]


@dataclass(frozen=True)
class SpecPair:
    """A page in both versions, or in one: matched by name, by address, or by a redirect."""

    old: PageSpec | None
    new: PageSpec | None

    @property
    def spec(self) -> PageSpec:
        """The page in the newer version that has it."""
        spec = self.new or self.old
        assert spec is not None  # noqa: S101 - one of the two is there by the pair's making
        return spec


def spec_pairs(base: Version, head: Version, language: str) -> Iterator[SpecPair]:
    """All pages of a language in either version."""
    old, new = (dict(version.outline.pages.get(language, {})) for version in (base, head))
    redirects = head.outline.redirects.get(language, {})
    slugs = {page.slug: name for name, page in new.items()}
    for name, page in old.items():
        match = name if name in new else slugs.get(page.slug) or redirects.get(page.slug)
        taken = match != name and match in old
        yield SpecPair(page, new.get(match) if match and not taken else None)
        if match and not taken:
            slugs = {slug: other for slug, other in slugs.items() if other != match}
    found = {match for name, page in old.items() if (match := name if name in new else None)}
    found |= {pair for pair in _matched(old, new, redirects)}
    for name, page in new.items():
        if name not in found:
            yield SpecPair(None, page)
