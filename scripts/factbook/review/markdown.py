"""A diff as Markdown for a comment: the gravest first, and shortened from the end where a comment has no room.

Its texts come from whoever opened the pull request: each is shown letter by letter, mentions nobody, and links
nowhere but to the site.
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
from factbook.review.formats import ARROW, one_sided, told
from factbook.review.messages import PAGE_WORDS, Phrases

LIMIT = 65_536
MARKER = "<!-- factbook-diff -->"
_ALIKE = 20  # findings of one kind that are told one by one
_ROOM_FOR_NOTES, _ROOM_FOR_A_HEADING = 600, 100
_MARKS = re.compile(r"([\\`*_\[\]<>#|~$])")
_NAME = re.compile(r"[\w./:-]+", re.ASCII)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_CALLS = re.compile(r"@(?=\w)|#(?=\w)|(?<=\bGH)-(?=\d)|:(?=//)|(?<=\bwww)\.")
_ADDRESS = re.compile(r"https?://[^\s<>()\"'\\\[\]{}|^`]+")
_SPACES = re.compile(r"[ \t\r\n]+")
_JOINER = "\u2060"


def plain(text: str) -> str:
    """A text as Markdown that shows it letter by letter (GFM, 6.1), and calls or links to nobody.

    It does not stand at the beginning of a line, where more characters are marks.
    """
    text = _UNSEEN.sub("", _SPACES.sub(" ", text))
    text = _CALLS.sub(lambda match: match.group() + _JOINER, text)
    return _MARKS.sub(lambda match: f"&#{ord(match.group())};", text.replace("&", "&amp;"))


def code(text: str) -> str:
    """A name in fixed letters."""
    return f"`{text}`" if _NAME.fullmatch(text) else f"<code>{plain(text)}</code>"


@dataclass
class Item:
    """One entry of the comment. `forms` tell it from the fullest to the shortest, which is its name alone."""

    section: str
    forms: Sequence[Callable[[], str]]
    level: int = field(default=0)
    text: str = ""

    def told(self, level: int) -> str:
        """The entry at a level of shortening."""
        return self.forms[min(level, len(self.forms) - 1)]()


def as_markdown(diff: Diff, language: str, site_url: str, limit: int = LIMIT, whole: str = "") -> str:
    """The comment, at most `limit` characters. Links lead below `site_url` only; `whole` says where all of it is."""
    words = Phrases(language)
    writer = _Writer(diff, words, site_url)
    head = writer.head()
    items = list(writer.items())
    left_out = _fit(items, limit - len(head) - _ROOM_FOR_NOTES)
    told = [item for item in items if item.level >= 0]
    lines = [head]
    if note := _note(told, left_out, words, whole):
        lines.append(f"> {note}\n")
    for section in dict.fromkeys(item.section for item in told):
        lines += _section(words.translate(section), [item for item in told if item.section == section], words)
    return "\n".join(lines)


_LEVELS = 3  # the number of the shortest form: the name alone


def _fit(items: list[Item], room: int) -> int:
    """Choose each entry's level, so that all have room: first all by name, then each told as fully as there is room.

    Gives the number of entries that are left out: their level is -1.
    """
    for item in items:
        item.level, item.text = _LEVELS, item.told(_LEVELS)
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
                text = item.told(level)
                more = len(text) - len(item.text)
                if used + more <= room:
                    item.level, item.text, used = level, text, used + more
    return left_out


def _note(items: list[Item], left_out: int, words: Phrases, whole: str) -> str:
    """What was cut, and where the whole is."""
    by_name = sum(item.level == _LEVELS for item in items)
    shorter = sum(0 < item.level < _LEVELS and item.told(0) != item.text for item in items)
    if not (by_name or shorter or left_out):
        return ""
    values = {"shorter": shorter, "by_name": by_name, "left_out": left_out}
    said = words.translate(
        "Shortened to fit: told in short: {shorter}; by name only: {by_name}; left out: {left_out}.", **values
    )
    return said + (" " + words.translate("All of it: {where}", where=whole) if whole else "")


def _section(heading: str, items: list[Item], words: Phrases) -> Iterator[str]:
    yield f"\n### {heading}\n"
    yield from (item.text for item in items if item.level < _LEVELS)
    if names := [item.text for item in items if item.level == _LEVELS]:
        yield "\n" + words.translate("By name only:") + " " + ", ".join(names)


class _Writer:
    def __init__(self, diff: Diff, words: Phrases, site_url: str):
        self.diff, self.words, self.translate, self.site_url = diff, words, words.translate, site_url

    def head(self) -> str:
        diff, words = self.diff, self.words
        lines = [MARKER, f"## {self.translate('What readers will see change')}", "", plain(words.title(diff)) + "  "]
        lines += [plain(line) + "  " for line in words.broken(diff)]
        lines += [plain(line) + "  " for line in words.unread(diff)]
        lines.append(self.translate(messages.NOTHING) if diff.is_empty else plain(words.summary(diff)))
        return "\n".join(lines) + "\n"

    def items(self) -> Iterator[Item]:
        """Every entry, in the order in which they are cut from the end."""
        diff = self.diff
        lossy = [account for account in diff.accounts if account.is_lossy]
        others = [account for account in diff.accounts if not account.is_lossy]
        yield from self._findings(messages.GUARDS, diff.change_errors)
        yield from (self._account(messages.LOSSES, account) for account in lossy)
        yield from self._findings(messages.ADDED, diff.problems_added)
        yield from (self._account(messages.OTHERS, account) for account in others)
        yield from (self._page(page) for page in diff.pages)
        yield from (self._one_sided(entry) for entry in diff.one_sided)
        yield from self._findings(messages.MENDED, diff.problems_fixed)

    def _findings(self, section: str, findings: Sequence[ReportedProblem]) -> Iterator[Item]:
        """The findings, of each kind not so many that they take the room of the changes that readers see."""
        counts: Counter[str] = Counter()
        for finding in findings:
            counts[finding.code] += 1
            if counts[finding.code] <= _ALIKE:
                yield self._finding(section, finding)
        for name, count in counts.items():
            if count > _ALIKE:
                more = f"- {code(name)} {self.translate(messages.MORE, count=count - _ALIKE)}"
                yield Item(section, [functools.partial(str, more)])

    def _finding(self, section: str, finding: ReportedProblem) -> Item:
        where = code(f"{finding.place.file}:{finding.place.line}")
        line = f"- {where} {plain(told(finding, self.words))} {code(finding.code)}"
        expected = finding.expected.get(self.words.language, "")
        full = line + (f"<br>{self.translate('Expected: ')}{plain(expected)}" if expected else "")
        return Item(section, [lambda: full, lambda: line, lambda: line, lambda: f"{where} {code(finding.code)}"])

    def _one_sided(self, entry: OneSided) -> Item:
        said = plain(one_sided(self.words, entry.changed, entry.unchanged))
        where = code(f"{entry.place.file}:{entry.place.line}")
        line = f"- {where} {plain(entry.what)}: {said}"
        return Item(messages.ONE_SIDED, [lambda: line, lambda: line, lambda: line, lambda: where])

    def _account(self, section: str, account: RecordDiff) -> Item:
        return Item(
            section,
            [
                lambda: "\n".join((self._changes(account), *self._seen(account))),
                lambda: "\n".join((self._changes(account), *self._counted(account))),
                lambda: self._line(account),
                lambda: code(account.id),
            ],
        )

    def _changes(self, account: RecordDiff) -> str:
        codes = list(self.diff.languages)
        lines = [
            "",
            f"#### {plain(self.words.head(account))}",
            "",
            f"| | {' | '.join(codes)} |",
            "|---" * (len(codes) + 1) + "|",
        ]
        for change in account.changes:
            what = f"**{plain(change.what)}** " if change.what else ""
            cells = [what + plain(self.words.kind(change)), *(_both(change, language) for language in codes)]
            lines.append(f"| {' | '.join(cells)} |")
        reasons = dict.fromkeys(filter(None, map(self.words.reason, account.changes)))
        for reason in reasons:
            lines += ["", plain(self.translate("reason: {reason}", reason=reason))]
        return "\n".join(lines)

    def _counted(self, account: RecordDiff) -> Iterator[str]:
        counts = {language: sum(not page.chart for page in pages) for language, pages in account.pages.items()}
        if counts:
            told = ", ".join(f"{language} {count}" for language, count in counts.items())
            yield "\n" + plain(self.translate("pages that show it: {counts}", counts=told))

    def _seen(self, account: RecordDiff) -> Iterator[str]:
        """Each sentence before and after, with its pages; then the pages that show the record without a change."""
        pages = {page.address for seen in account.seen for page in seen.pages}
        quiet = [
            (language, said, found)
            for language, shown in account.pages.items()
            for said, is_read in ((messages.SHOWN, True), (messages.UNREAD, False))
            if (found := [p for p in shown if p.is_read is is_read and p.address not in pages and not p.chart])
        ]
        if not (account.seen or quiet):
            return
        yield f"\n<details><summary>{plain(self.translate('on {count} pages', count=len(pages)))}</summary>\n"
        for seen in account.seen:
            yield from self._sentence(seen)
        for language, said, found in quiet:
            yield f"- {plain(language)}: {self.translate(said, pages=', '.join(map(self._link, found)))}"
        yield "\n</details>"

    def _sentence(self, seen: SentenceChange) -> Iterator[str]:
        yield f"- {plain(seen.language)}: {', '.join(map(self._link, seen.pages))}"
        yield from (f"  - {sign} {plain(text)}" for sign, text in (("➖", seen.before), ("➕", seen.after)) if text)

    def _line(self, account: RecordDiff) -> str:
        first, *others = account.changes
        shown = "; ".join(f"{language} {both}" for language in self.diff.languages if (both := _both(first, language)))
        more = f" (+{len(others)})" if others else ""
        what = f"**{plain(first.what)}** " if first.what else ""
        return f"- {code(account.id)} {what}{plain(self.words.kind(first))}: {shown}{more}"

    def _page(self, page: PageChange) -> Item:
        now = self._link(PageRef(page.address, page.title))
        moved = f"{code(page.before)}{ARROW}" if page.before else ""
        line = f"- {page.language}: {plain(self.translate(PAGE_WORDS[page.kind]))}: {moved}{now} {code(page.file)}"
        texts = [
            f"  - {sign} {plain(text)}"
            for pair in page.sentences
            for sign, text in zip("➖➕", pair, strict=True)
            if text
        ]
        name = code(page.address)
        return Item(messages.PAGES, [lambda: "\n".join((line, *texts)), lambda: line, lambda: line, lambda: name])

    def _link(self, page: PageRef) -> str:
        """A page by its title, as a link where it is one of the site's."""
        title = plain(page.title or page.address) + (f" ({plain(page.chart)})" if page.chart else "")
        if page.address.startswith(self.site_url) and _ADDRESS.fullmatch(page.address):
            return f"[{title}]({page.address})"
        return f"{title} {code(page.address)}"


def _both(change: Change, language: str) -> str:
    """A value before and after, in one language."""
    old, new = change.old.get(language, ""), change.new.get(language, "")
    if old == new:
        return plain(_short(new))
    return f"{plain(_short(old)) or '∅'}{ARROW}{'**' + plain(_short(new)) + '**' if new else '∅'}"


def _short(text: str, most: int = 300) -> str:
    """A long text cut; the sentences below it tell it whole."""
    return text if len(text) <= most else text[: most - 1] + "…"
