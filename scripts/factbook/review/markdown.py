"""A diff as Markdown for a comment: the most serious changes first, shortened from the end to fit.

Its texts come from the author of the pull request and are untrusted: they are escaped, mention nobody, and link only
to the site.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from factbook.review import messages
from factbook.review.diff.model import (
    Change,
    Diff,
    OneSided,
    PageChange,
    PageRef,
    RecordDiff,
    ReportedProblem,
    SentenceChange,
)
from factbook.review.formats import ARROW, message_of, one_sided
from factbook.review.messages import PAGE_WORDS, Phrases

LIMIT = 65_536
MARKER = "<!-- factbook-diff -->"
_MOST_OF_A_CODE = 20  # problems of one code that are listed one by one
_ROOM_FOR_NOTES, _ROOM_FOR_A_HEADING = 600, 100
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$])")
_NAME = re.compile(r"[\w./:-]+", re.ASCII)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_CALLS = re.compile(r"@|#(?=\w)|(?<=GH)-(?=\d)|:(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>()\"'\\\[\]{}|^`]+")
_SPACES = re.compile(r"[ \t\r\n]+")
_JOINER = "\u2060"


def escape_markdown(text: str) -> str:
    """Escape a text for Markdown (GFM, 6.1), without mentions, references and automatic links (GFM, 6.9).

    A word joiner breaks what GitHub would link: `@name`, `#1`, `GH-1`, `https://` and `www.`, which it finds after
    character references are resolved. Not for the start of a line, where more characters are markup.
    """
    text = _UNSEEN.sub("", _SPACES.sub(" ", text))
    text = _CALLS.sub(lambda match: match.group() + _JOINER, text)
    return _MARKS.sub(lambda match: f"&#{ord(match.group())};", text.replace("&", "&amp;"))


def code(text: str) -> str:
    """Return a name as code."""
    return f"`{text}`" if _NAME.fullmatch(text) else f"<code>{escape_markdown(text)}</code>"


@dataclass
class Item:
    """An entry of the comment. `forms` render it from the longest to the shortest, which is its name alone."""

    section: str
    forms: Sequence[Callable[[], str]]
    level: int = field(default=0)
    text: str = ""

    def render(self, level: int) -> str:
        """Return the entry, shortened to a level: 0 is the longest."""
        return self.forms[min(level, len(self.forms) - 1)]()


def as_markdown(diff: Diff, language: str, site_url: str, limit: int = LIMIT, whole: str = "") -> str:
    """Return the comment, at most `limit` characters, with links below `site_url`; `whole` is the full diff's URL."""
    phrases = Phrases(language)
    writer = _Writer(diff, phrases, site_url)
    head = writer.head()
    items = list(writer.items())
    left_out = _fit(items, limit - len(head) - _ROOM_FOR_NOTES)
    kept = [item for item in items if item.level >= 0]
    lines = [head]
    if note := _note(kept, left_out, phrases, whole):
        lines.append(f"> {note}\n")
    for section in dict.fromkeys(item.section for item in kept):
        lines += _section(section, [item for item in kept if item.section == section], phrases)
    return "\n".join(lines)


_LEVELS = 3  # the level of the shortest form: the name alone


def _fit(items: list[Item], room: int) -> int:
    """Set the level of each entry so that all fit: first all by name, then each as long as there is room.

    Returns the number of entries that do not fit even by name: their level is -1.
    """
    for item in items:
        item.level, item.text = _LEVELS, item.render(_LEVELS)
    sections = {item.section: _ROOM_FOR_A_HEADING for item in items}
    used, left_out = sum(sections.values()), 0
    for item in items:
        if used + len(item.text) + 2 > room:
            item.level = -1
            left_out += 1
        else:
            used += len(item.text) + 2
    for level in range(_LEVELS - 1, -1, -1):
        for item in items:
            if item.level >= 0:
                text = item.render(level)
                more = len(text) - len(item.text)
                if used + more <= room:
                    item.level, item.text, used = level, text, used + more
    return left_out


def _note(items: list[Item], left_out: int, phrases: Phrases, whole: str) -> str:
    """Return a sentence on what was shortened and where the whole diff is."""
    by_name = sum(item.level == _LEVELS for item in items)
    shorter = sum(0 < item.level < _LEVELS and item.render(0) != item.text for item in items)
    if not (by_name or shorter or left_out):
        return ""
    values = {"shorter": shorter, "by_name": by_name, "left_out": left_out}
    note = phrases.translate(
        "Shortened to fit: abridged: {shorter}; by name only: {by_name}; left out: {left_out}.", **values
    )
    return note + (" " + phrases.translate("Full diff: {where}", where=whole) if whole else "")


def _section(name: str, items: list[Item], phrases: Phrases) -> Iterator[str]:
    """Yield the lines of a section; that of the pages is folded, as it repeats the changes of records."""
    shown = [item.text for item in items if item.level < _LEVELS]
    yield f"\n### {phrases.translate(name)}\n"
    if shown and name == messages.PAGES:
        shown = [f"<details><summary>{phrases.translate(messages.SENTENCES)}</summary>\n", *shown, "\n</details>"]
    yield from shown
    if names := [item.text for item in items if item.level == _LEVELS]:
        yield "\n" + phrases.translate("By name only:") + " " + ", ".join(names)


class _Writer:
    def __init__(self, diff: Diff, phrases: Phrases, site_url: str):
        self.diff, self.phrases, self.translate, self.site_url = diff, phrases, phrases.translate, site_url

    def head(self) -> str:
        diff, phrases = self.diff, self.phrases
        lines = [
            MARKER,
            f"## {self.translate('What readers will see change')}",
            "",
            escape_markdown(phrases.title(diff)) + "  ",
        ]
        lines += [escape_markdown(line) + "  " for line in phrases.errors(diff)]
        lines.append(self.translate(messages.NO_CHANGE) if diff.is_empty else escape_markdown(phrases.summary(diff)))
        return "\n".join(lines) + "\n"

    def items(self) -> Iterator[Item]:
        """Yield every entry; the last ones are shortened first."""
        diff = self.diff
        lossy = [record for record in diff.records if record.is_lossy]
        others = [record for record in diff.records if not record.is_lossy]
        yield from self._problems(messages.CHANGE_ERRORS, diff.change_errors)
        yield from (self._record(messages.LOSSES, record) for record in lossy)
        yield from self._problems(messages.PROBLEMS_ADDED, diff.problems_added)
        yield from (self._record(messages.OTHERS, record) for record in others)
        yield from (self._page(page) for page in diff.pages)
        yield from (self._one_sided(entry) for entry in diff.one_sided)
        yield from self._problems(messages.PROBLEMS_FIXED, diff.problems_fixed)

    def _problems(self, section: str, problems: Sequence[ReportedProblem]) -> Iterator[Item]:
        """Yield the problems, but of each code no more than leave room for the changes that readers see."""
        counts: Counter[str] = Counter()
        for problem in problems:
            counts[problem.code] += 1
            if counts[problem.code] <= _MOST_OF_A_CODE:
                yield self._problem(section, problem)
        for name, count in counts.items():
            if count > _MOST_OF_A_CODE:
                more = f"- {code(name)} {self.translate(messages.MORE, count=count - _MOST_OF_A_CODE)}"
                yield Item(section, [functools.partial(str, more)])

    def _problem(self, section: str, problem: ReportedProblem) -> Item:
        where = code(f"{problem.place.file}:{problem.place.line}")
        line = f"- {where} {escape_markdown(message_of(problem, self.phrases))} {code(problem.code)}"
        expected = problem.expected.get(self.phrases.language, "")
        full = line + (f"<br>{self.translate('Expected: ')}{escape_markdown(expected)}" if expected else "")
        return Item(section, [lambda: full, lambda: line, lambda: line, lambda: f"{where} {code(problem.code)}"])

    def _one_sided(self, entry: OneSided) -> Item:
        languages = escape_markdown(one_sided(self.phrases, entry.changed, entry.unchanged))
        where = code(f"{entry.place.file}:{entry.place.line}")
        line = f"- {where} {escape_markdown(entry.what)}: {languages}"
        return Item(messages.ONE_SIDED, [lambda: line, lambda: line, lambda: line, lambda: where])

    def _record(self, section: str, record: RecordDiff) -> Item:
        return Item(
            section,
            [
                lambda: "\n".join((self._changes(record), *self._record_pages(record))),
                lambda: "\n".join((self._changes(record), *self._page_counts(record))),
                lambda: self._record_line(record),
                lambda: code(record.id),
            ],
        )

    def _changes(self, record: RecordDiff) -> str:
        codes = list(self.diff.languages)
        lines = [
            "",
            f"#### {escape_markdown(self.phrases.head(record))}",
            "",
            f"| | {' | '.join(map(escape_markdown, codes))} |",
            "|---" * (len(codes) + 1) + "|",
        ]
        for change in record.changes:
            what = f"**{escape_markdown(change.what)}** " if change.what else ""
            cells = [
                what + escape_markdown(self.phrases.kind(change)),
                *(_both(change, language) for language in codes),
            ]
            lines.append(f"| {' | '.join(cells)} |")
        reasons = dict.fromkeys(filter(None, map(self.phrases.reason, record.changes)))
        for reason in reasons:
            lines += ["", escape_markdown(self.translate("reason: {reason}", reason=reason))]
        return "\n".join(lines)

    def _counts(self, record: RecordDiff) -> str:
        counts = {language: sum(not page.chart for page in pages) for language, pages in record.pages.items()}
        listed = ", ".join(f"{language} {count}" for language, count in counts.items())
        return escape_markdown(self.translate("pages that show it: {counts}", counts=listed))

    def _page_counts(self, record: RecordDiff) -> Iterator[str]:
        if record.pages:
            yield "\n" + self._counts(record)

    def _record_pages(self, record: RecordDiff) -> Iterator[str]:
        if record.pages:
            yield f"\n<details><summary>{self._counts(record)}</summary>\n"
            for language, pages in record.pages.items():
                yield f"- {escape_markdown(language)}: {', '.join(map(self._link, pages))}"
            yield "\n</details>"

    def _record_line(self, record: RecordDiff) -> str:
        first, *others = record.changes
        shown = "; ".join(
            f"{escape_markdown(language)} {both}"
            for language in self.diff.languages
            if (both := _both(first, language))
        )
        more = f" (+{len(others)})" if others else ""
        what = f"**{escape_markdown(first.what)}** " if first.what else ""
        return f"- {code(record.id)} {what}{escape_markdown(self.phrases.kind(first))}: {shown}{more}"

    def _page(self, page: PageChange) -> Item:
        now = self._link(PageRef(page.address, page.title))
        moved = f"{code(page.before)}{ARROW}" if page.before else ""
        kind = escape_markdown(self.translate(PAGE_WORDS[page.kind]))
        line = f"- {escape_markdown(page.language)}: {kind}: {moved}{now} {code(page.file)}"
        texts = [text for sentence in page.sentences for text in self._sentence(sentence)]
        name = code(page.address)
        return Item(messages.PAGES, [lambda: "\n".join((line, *texts)), lambda: line, lambda: line, lambda: name])

    def _sentence(self, sentence: SentenceChange) -> Iterator[str]:
        chart = f"{escape_markdown(sentence.chart)}: " if sentence.chart else ""
        if not (sentence.before or sentence.after):
            yield f"  - {chart}{self.translate(messages.DRAWING)}"
        signs = (("➖", sentence.before), ("➕", sentence.after))
        yield from (f"  - {sign} {chart}{escape_markdown(text)}" for sign, text in signs if text)

    def _link(self, page: PageRef) -> str:
        """Return the title of a page, as a link where it is a page of the site."""
        title = escape_markdown(page.title or page.address) + (
            f" ({escape_markdown(page.chart)})" if page.chart else ""
        )
        if page.address.startswith(self.site_url) and _ADDRESS.fullmatch(page.address):
            return f"[{title}]({page.address})"
        return f"{title} {code(page.address)}"


def _both(change: Change, language: str) -> str:
    """Return a value before and after, in one language."""
    old, new = change.old.get(language, ""), change.new.get(language, "")
    if old == new:
        return escape_markdown(_short(new))
    return f"{escape_markdown(_short(old)) or '∅'}{ARROW}{'**' + escape_markdown(_short(new)) + '**' if new else '∅'}"


def _short(text: str, most: int = 300) -> str:
    """Return a text, cut to `most` characters; the sentences of pages have all of it."""
    return text if len(text) <= most else text[: most - 1] + "…"
