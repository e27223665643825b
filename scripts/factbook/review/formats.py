"""A diff as text for a terminal, as JSON, and as annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from factbook.model import Place
from factbook.problems.problem import escaped
from factbook.review import messages
from factbook.review.diff.model import Change, Diff, PageChange, RecordDiff, ReportedProblem
from factbook.review.messages import PAGE_WORDS, Phrases

_DIFF = TypeAdapter(Diff)
MAX_BYTES = 200_000_000
ARROW = " → "


def as_json(diff: Diff) -> str:
    """The whole diff as JSON, nothing cut."""
    return _DIFF.dump_json(diff).decode()


def from_json(text: str | bytes) -> Diff:
    """A diff as `as_json` wrote it, from whomever it comes: every part is checked for its type.

    Raises ValueError where it is anything else.
    """
    if len(text) > MAX_BYTES:
        raise ValueError("too large")
    try:
        return _DIFF.validate_json(text)
    except ValidationError as error:
        raise ValueError(f"this is no diff: {error.error_count()} faults") from None


def as_text(diff: Diff, language: str) -> str:
    """All of a diff for a person at a terminal, the gravest first."""
    return "\n".join(_Text(diff, Phrases(language)).lines()).rstrip() + "\n"


class _Text:
    def __init__(self, diff: Diff, words: Phrases):
        self.diff, self.phrases, self.translate = diff, words, words.translate

    def lines(self) -> Iterator[str]:
        diff = self.diff
        yield self.phrases.title(diff)
        yield from self.phrases.broken(diff)
        if diff.is_empty:
            yield self.translate(messages.NOTHING)
            return
        yield self.phrases.summary(diff)
        yield from self.phrases.unread(diff)
        yield from self._findings(messages.GUARDS, diff.change_errors)
        lossy = [account for account in diff.accounts if account.is_lossy]
        others = [account for account in diff.accounts if not account.is_lossy]
        for heading, accounts in ((messages.LOSSES, lossy), (messages.OTHERS, others)):
            if accounts:
                yield from ("", self.translate(heading))
                for account in accounts:
                    yield from self._account(account)
        if diff.pages:
            yield from ("", self.translate(messages.PAGES))
            for page in diff.pages:
                yield from self._page(page)
        if diff.one_sided:
            yield from ("", self.translate(messages.ONE_SIDED))
            for entry in diff.one_sided:
                yield f"  {_at(entry.place)}: {entry.what}: {one_sided(self.phrases, entry.changed, entry.unchanged)}"
        yield from self._findings(messages.ADDED, diff.problems_added)
        yield from self._findings(messages.MENDED, diff.problems_fixed)

    def _findings(self, heading: str, findings: tuple[ReportedProblem, ...]) -> Iterator[str]:
        if findings:
            yield from ("", self.translate(heading))
        for finding in findings:
            yield f"  {_at(finding.place)}: {told(finding, self.phrases)} [{finding.code}]"

    def _account(self, account: RecordDiff) -> Iterator[str]:
        yield from ("", f"  {self.phrases.head(account)}")
        for change in account.changes:
            yield from self._change(change)
        for seen in account.seen:
            where = ", ".join(page.address + (f" ({page.chart})" if page.chart else "") for page in seen.pages)
            yield f"      {seen.language}: {where}"
            yield from (f"        {sign} {text}" for sign, text in (("-", seen.before), ("+", seen.after)) if text)
        pages = [page for shown in account.pages.values() for page in shown if not page.chart]
        changed = {page.address for seen in account.seen for page in seen.pages}
        unchanged = {page.address for page in pages if page.is_read} - changed
        unread = {page.address for page in pages if not page.is_read}
        for said, addresses in ((messages.SHOWN, unchanged), (messages.UNREAD, unread)):
            if addresses:
                yield "      " + self.translate(said, pages=", ".join(sorted(addresses)))

    def _change(self, change: Change) -> Iterator[str]:
        what = f"{change.what}: " if change.what else ""
        yield f"    {_at(change.place)}: {what}{self.phrases.kind(change)}"
        for language in self.diff.languages:
            old, new = change.old.get(language, ""), change.new.get(language, "")
            if old != new:
                yield f"      {language}: {old or '∅'}{ARROW}{new or '∅'}"
        if reason := self.phrases.reason(change):
            yield "      " + self.translate("reason: {reason}", reason=reason)

    def _page(self, page: PageChange) -> Iterator[str]:
        moved = f"{page.before}{ARROW}" if page.before else ""
        yield f"  {page.file}: {self.translate(PAGE_WORDS[page.kind])}: {moved}{page.address} ({page.title})"
        for before, after in page.sentences:
            yield from (f"    {sign} {text}" for sign, text in (("-", before), ("+", after)) if text)


def told(finding: ReportedProblem, words: Phrases) -> str:
    """What a finding says, in the reviewer's language or else in another."""
    return finding.message.get(words.language) or next(iter(finding.message.values()), finding.code)


def one_sided(words: Phrases, changed: tuple[str, ...], unchanged: tuple[str, ...]) -> str:
    """In which languages something changed, and in which it did not."""
    values = {"changed": ", ".join(changed), "unchanged": ", ".join(unchanged)}
    return words.translate("changed in {changed}, not in {unchanged}", **values)


def _at(place: Place) -> str:
    return f"{place.file}:{place.line}"


def as_annotations(diff: Diff, language: str) -> str:
    """GitHub workflow commands: errors and warnings on their lines, then what readers will see of each change."""
    words = Phrases(language)
    lines = [
        _annotation(
            f.severity, f.place, f.code, " ".join(filter(None, (told(f, words), f.expected.get(words.language))))
        )
        for f in (*diff.change_errors, *diff.problems_added)
    ]
    for account in diff.accounts:
        for change in account.changes:
            shown = (
                f"{code}: {change.old.get(code) or '∅'}{ARROW}{change.new.get(code) or '∅'}"
                for code in diff.languages
                if change.old.get(code) != change.new.get(code)
            )
            head = f"{change.what}: " if change.what else ""
            text = "\n".join((head + words.kind(change), *shown))
            lines.append(_annotation("notice", change.place, words.head(account), text))
    return "\n".join(lines)


def _annotation(level: str, place: Place, title: str, text: str) -> str:
    where = f"file={escaped(place.file, ':,')},line={place.line},col={place.column}"
    return f"::{level} {where},title={escaped(title, ':,')}::{escaped(text)}"
