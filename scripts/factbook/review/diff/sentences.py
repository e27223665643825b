"""Markdown pages as plain sentences, and the differences between the sentences of two versions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from html import unescape
from typing import TypeVar

T = TypeVar("T")

_CHART = re.compile(r"<figure\b[^>]*\bclass=\"[^\"]*\bchart\b")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_OWN_LINE = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|>|\||<|:\s|!!!|\?\?\?|\[\^)")
_RULE = re.compile(r"[\s|:-]+$")
_ATTRIBUTES = re.compile(r"\{(?::|[ \t]*[.#]|[ \t]*\w+=)[^{}]*\}")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]*)>")
_BREAK = re.compile(r"<br\s*/?>|</(?:td|th|dt|dd|li|p|div)>")
_APART = re.compile(r"<(?:span|button|small)\b[^<>]*>")
_UNSEEN = re.compile(r"<(style|script|defs)\b.*?</\1>", re.DOTALL)
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)(?:[ \t]+\"[^\"]*\")?\)")
_MARKS = re.compile(r"^\s*(?:#{1,6}[ \t]+|[-*+][ \t]+|\d{1,9}[.)][ \t]+|>[ \t]*|:[ \t]+)+|[ \t]+#+[ \t]*$")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])")
_SPACES = re.compile(r"[ \t\n]+")
# A sentence ends at a mark, what closes after it, and a plain space before a capital, a digit or an opening mark.
_END = re.compile(r"(?<=[.!?…])([»”\")\]\u00a0\u202f]*)[ ]+(?=[«“\"(]?[\u00a0\u202f]?[^\W\d_a-zà-öø-ÿ])")
_SPACE = "\ue003"  # the start of an element that is separated from the word before it
_NO_SPACE = re.compile(rf"(?<![\w.,;:!?%)»]){_SPACE}|{_SPACE}(?=[\s,.;:!?)]|$)")


def blocks(markdown: str) -> list[str]:
    """Return the blocks of a page except charts: paragraphs; lines of lists, tables and HTML; whole code blocks."""
    found: list[str] = []
    inside, closing = False, ""
    for line in markdown.split("\n"):
        if closing:
            found[-1] += "\n" + line
            if closing in line:
                closing = ""
            continue
        if fence := _FENCE.match(line):
            closing = fence.group(1)
        elif _CHART.search(line) and "</figure>" not in line:
            closing = "</figure>"
        if not line.strip() or _RULE.match(line):
            inside = False
        elif inside and not _OWN_LINE.match(line):
            found[-1] += "\n" + line
        else:
            found.append(line)
            inside = True
    return [block for block in found if not _CHART.search(block)]


@lru_cache(maxsize=1 << 17)
def sentences(block: str) -> tuple[str, ...]:
    """Return the sentences of a block as plain text, without Markdown, HTML and link targets."""
    text = _UNSEEN.sub("", block)
    text = _BREAK.sub(" ", _AUTOLINK.sub(r"\1", text))
    text = _ATTRIBUTES.sub("", _TAG.sub("", _APART.sub(_SPACE, text)))
    text = _LINK.sub(r"\1", _MARKS.sub("", text)).strip()
    is_row = text.startswith("|") and text.endswith("|")
    if is_row:
        text = " | ".join(cell.strip() for cell in text.strip("|").split("|"))
    text = _NO_SPACE.sub("", text).replace(_SPACE, " ")
    text = unescape(_EMPHASIS.sub("", _SPACES.sub(" ", text)))
    if is_row:
        return (text,) if text else ()
    parts = _END.sub(lambda m: m.group(1) + "\n", text).split("\n") if text else []
    return tuple(part.strip() for part in parts if part.strip())


def pairs(old: Sequence[T], new: Sequence[T], skeleton: Callable[[T], str]) -> Iterator[tuple[T | None, T | None]]:
    """Yield the items in which two sequences differ, as (old, new); None where an item was added or removed.

    Items are matched by position where both sides have as many, else by equal `skeleton`.
    """
    start = 0
    least = min(len(old), len(new))
    while start < least and old[start] == new[start]:
        start += 1
    end = 0
    while end < least - start and old[-1 - end] == new[-1 - end]:
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    differing = [(one, two) for one, two in zip(old, new, strict=False) if one != two]
    if len(old) == len(new) and all(skeleton(one) == skeleton(two) for one, two in differing):
        yield from differing
        return
    for tag, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _aligned(old[i:i_end], new[j:j_end], skeleton)


def _aligned(old: Sequence[T], new: Sequence[T], skeleton: Callable[[T], str]) -> Iterator[tuple[T | None, T | None]]:
    one, two = list(map(skeleton, old)), list(map(skeleton, new))
    for tag, i, i_end, j, j_end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        # Rows with another first cell are other rows; a sentence at the place of another replaces it.
        both = i_end - i if tag == "equal" or (i_end - i == j_end - j and one[i][:1] != "|") else 0
        yield from ((old[i + step], new[j + step]) for step in range(both))
        yield from ((item, None) for item in old[i + both : i_end])
        yield from ((None, item) for item in new[j + both : j_end])


_DIGITS = re.compile(r"\d+")


def block_skeleton(block: str) -> str:
    """Return a block with each number as 0, since numbers change most; of a table row its first cell."""
    if block.startswith("|"):
        return sentence_skeleton(next(iter(sentences(block)), ""))
    return _DIGITS.sub("0", block)


def sentence_skeleton(sentence: str) -> str:
    """Return a sentence with each number as 0; of a table row its first cell."""
    first, bar, _ = sentence.partition(" | ")
    return f"|{first}" if bar else _DIGITS.sub("0", sentence)


@lru_cache(maxsize=1 << 16)
def changed_sentences(old: str | None, new: str | None) -> tuple[tuple[str | None, str | None], ...]:
    """Return the sentences in which two blocks differ; either block may be None."""
    before = sentences(old) if old else ()
    after = sentences(new) if new else ()
    differing = pairs(list(before), list(after), sentence_skeleton)
    return tuple(differing)
