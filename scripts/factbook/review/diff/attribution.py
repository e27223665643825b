"""Which changed record a changed sentence is about: by its links, or by the words it shows."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape

from factbook.model import Kind
from factbook.review.diff.sentences import Sentence, sentences

Key = tuple[Kind, str]
Forms = tuple[Iterable[str], Iterable[str], Iterable[str]]
"""How one language told a record where it differs: before, after, and the reasons that it gives."""

FIGURE = "figure:"
"""What the target of a link begins with that shows a figure's value."""
_RUN = re.compile(r"\d+")


class SentenceAttribution:
    """The changed records of one language, found by what its sentences say.

    `forms` has for each record the texts that pages may have shown before, and may show now; `paths` the names of
    the pages by their staged paths, in either version.
    """

    def __init__(self, forms: Mapping[Key, Forms], paths: Mapping[str, str]):
        self.paths = paths
        self.keys = frozenset(forms)
        self.by_number: tuple[dict[str, list[tuple[Key, str]]], ...] = (defaultdict(list), defaultdict(list))
        self.by_word: tuple[dict[Key, list[str]], ...] = (defaultdict(list), defaultdict(list))
        self.reasons: dict[Key, list[str]] = {}
        for key, (old, new, reasons) in forms.items():
            self.reasons[key] = [piece for text in reasons for piece in _pieces(text)]
            for side, texts in enumerate((old, new)):
                for form in dict.fromkeys(piece for text in texts for piece in _pieces(text)):
                    if run := _RUN.search(form):
                        self.by_number[side][run.group()].append((key, form))
                    else:
                        self.by_word[side][key].append(form)
        self._links = lru_cache(maxsize=1 << 16)(self._linked)

    def of(self, before: Sentence | None, after: Sentence | None, folder: str, shown: frozenset[Key]) -> set[Key]:
        """The records that a changed sentence is about, by what it says.

        `folder` is where the page is staged; `shown` are the changed records that the page shows.
        """
        if linked := self._links(before, after, before and before.links, after and after.links, folder):
            return set(linked)
        said = {
            key
            for side, sentence in enumerate((before, after))
            if sentence
            for key in self._said(side, self._without_figures(sentence, folder), shown)
        }
        if said or after is None:
            return said
        # Several records may give the same reason: it tells whose a sentence is only where no value does.
        return {key for key in shown if any(contains_token(after.text, reason) for reason in self.reasons[key])}

    def only_linked(
        self, before: Sentence | None, after: Sentence | None, folder: str, shown: frozenset[Key]
    ) -> Key | None:
        """The one record of those `shown` that a sentence links to; None where it links to none or to several."""
        links = [target for sentence in (before, after) if sentence for target, _ in sentence.links]
        found = {key for target in links if (key := self._key(target, folder)) in shown}
        return found.pop() if len(found) == 1 else None

    def _said(self, side: int, text: str, among: frozenset[Key]) -> Iterator[Key]:
        index = self.by_number[side]
        for run in set(_RUN.findall(text)):
            yield from (key for key, form in index.get(run, ()) if key in among and contains_token(text, form))
        if self.by_word[side]:
            for key in among:
                if any(contains_token(text, form) for form in self.by_word[side].get(key, ())):
                    yield key

    def _linked(
        self, before: Sentence | None, after: Sentence | None, _one: object, _two: object, folder: str
    ) -> frozenset[Key]:
        """The records that the sentence links to and shows."""
        found: set[Key] = set()
        for side, sentence in enumerate((before, after)):
            if sentence:
                keys = {self._key(target, folder) for target, _ in sentence.links} & self.keys
                found.update(self._said(side, sentence.text, frozenset(keys)))  # type: ignore[arg-type]
        return frozenset(found)

    def _without_figures(self, sentence: Sentence, folder: str) -> str:
        """The text without the values that are links to figures: those are no other figure's."""
        text = sentence.text
        for target, shown in sentence.links:
            key = self._key(target, folder)
            if key and key[0] == "figures" and shown:
                text = text.replace(shown, " ", 1)
        return text

    def _key(self, target: str, folder: str) -> Key | None:
        if target.startswith(FIGURE):
            return ("figures", target.removeprefix(FIGURE))
        path = target.partition("#")[0]
        if not path or ":" in path:
            return None
        kind, _, identifier = self.paths.get(_joined(folder, path), "").partition("/")
        return (kind, identifier) if identifier else None  # type: ignore[return-value]


@lru_cache(maxsize=1 << 16)
def _joined(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))


def _pieces(text: str) -> Iterator[str]:
    """The sentences of a text of the data: a page may show them apart."""
    for sentence in sentences(escape(text, quote=False).replace("\n", " ")):
        yield sentence.text.rstrip(" .")


def contains_token(text: str, form: str) -> bool:
    """Whether a text has a form that is not a part of a longer number or word."""
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        if not _joins(text[:start][-2:][::-1], form[0]) and not _joins(text[end : end + 2], form[-1]):
            return True
        start = text.find(form, start + 1)
    return False


def _joins(near: str, edge: str) -> bool:
    """Whether what stands beside a form continues it: a letter or digit, or a separator and then a digit."""
    if not near or not edge.isalnum():
        return False
    return near[0].isalnum() or (edge.isdigit() and near[0] in ".,\u00a0\u202f" and near[1:].isdigit())
