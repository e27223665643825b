"""A diff as text for a terminal, as JSON, and as annotations on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from factbook.model import Place
from factbook.problems.escape import escape_command, escape_line
from factbook.review import messages
from factbook.review.diff.model import Change, Diff, PageChange, RecordDiff, ReportedProblem
from factbook.review.messages import PAGE_WORDS, Phrases

_DIFF = TypeAdapter(Diff)
MAX_BYTES = 200_000_000
ARROW = " → "


def as_json(diff: Diff) -> str:
    """Return the complete diff as JSON."""
    return _DIFF.dump_json(diff).decode()


def from_json(text: str | bytes) -> Diff:
    """Return a diff that `as_json` wrote. The text is untrusted: the type of every part is checked.

    Raises:
        ValueError: the text is longer than MAX_BYTES or is not a diff.
    """
    if len(text) > MAX_BYTES:
        raise ValueError("too large")
    try:
        return _DIFF.validate_json(text)
    except ValidationError as error:
        raise ValueError(f"not a diff: {error.error_count()} errors") from None


def as_text(diff: Diff, language: str) -> str:
    """Return the complete diff for a terminal, the most serious changes first."""
    return "\n".join(map(escape_line, _Text(diff, Phrases(language)).lines())).rstrip() + "\n"


class _Text:
    def __init__(self, diff: Diff, phrases: Phrases):
        self.diff, self.phrases, self.translate = diff, phrases, phrases.translate

    def lines(self) -> Iterator[str]:
        diff = self.diff
        yield self.phrases.title(diff)
        yield from self.phrases.errors(diff)
        if diff.is_empty:
            yield self.translate(messages.NO_CHANGE)
            return
        yield self.phrases.summary(diff)
        yield from self._problems(messages.CHANGE_ERRORS, diff.change_errors)
        lossy = [record for record in diff.records if record.is_lossy]
        others = [record for record in diff.records if not record.is_lossy]
        for heading, records in ((messages.LOSSES, lossy), (messages.OTHERS, others)):
            if records:
                yield from ("", self.translate(heading))
                for record in records:
                    yield from self._record(record)
        if diff.pages:
            yield from ("", self.translate(messages.PAGES))
            for page in diff.pages:
                yield from self._page(page)
        if diff.one_sided:
            yield from ("", self.translate(messages.ONE_SIDED))
            for entry in diff.one_sided:
                yield f"  {_at(entry.place)}: {entry.what}: {one_sided(self.phrases, entry.changed, entry.unchanged)}"
        yield from self._problems(messages.PROBLEMS_ADDED, diff.problems_added)
        yield from self._problems(messages.PROBLEMS_FIXED, diff.problems_fixed)

    def _problems(self, heading: str, problems: tuple[ReportedProblem, ...]) -> Iterator[str]:
        if problems:
            yield from ("", self.translate(heading))
        for problem in problems:
            yield f"  {_at(problem.place)}: {message_of(problem, self.phrases)} [{problem.code}]"

    def _record(self, record: RecordDiff) -> Iterator[str]:
        yield from ("", f"  {self.phrases.head(record)}")
        for change in record.changes:
            yield from self._change(change)
        for language, pages in record.pages.items():
            shown = ", ".join(page.address for page in pages if not page.chart)
            if shown:
                yield f"      {language}: {self.translate(messages.SHOWN, pages=shown)}"

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
        for sentence in page.sentences:
            chart = f"{sentence.chart}: " if sentence.chart else ""
            if not (sentence.before or sentence.after):
                yield f"    {chart}{self.translate(messages.DRAWING)}"
            signs = (("-", sentence.before), ("+", sentence.after))
            yield from (f"    {sign} {chart}{text}" for sign, text in signs if text)


def message_of(problem: ReportedProblem, phrases: Phrases) -> str:
    """Return the message of a problem, in the reviewer's language if available."""
    return problem.message.get(phrases.language) or next(iter(problem.message.values()), problem.code)


def one_sided(phrases: Phrases, changed: tuple[str, ...], unchanged: tuple[str, ...]) -> str:
    """Return a text with the languages in which something changed and those in which it did not."""
    values = {"changed": ", ".join(changed), "unchanged": ", ".join(unchanged)}
    return phrases.translate("changed in {changed}, not in {unchanged}", **values)


def _at(place: Place) -> str:
    return f"{place.file}:{place.line}"


def as_annotations(diff: Diff, language: str) -> str:
    """Return GitHub workflow commands: problems on their lines, then each change as readers will see it."""
    phrases = Phrases(language)
    lines = []
    for problem in (*diff.change_errors, *diff.problems_added):
        text = " ".join(filter(None, (message_of(problem, phrases), problem.expected.get(language))))
        lines.append(_annotation(problem.severity, problem.place, problem.code, text))
    for record in diff.records:
        for change in record.changes:
            shown = (
                f"{code}: {change.old.get(code) or '∅'}{ARROW}{change.new.get(code) or '∅'}"
                for code in diff.languages
                if change.old.get(code) != change.new.get(code)
            )
            head = f"{change.what}: " if change.what else ""
            text = "\n".join((head + phrases.kind(change), *shown))
            lines.append(_annotation("notice", change.place, phrases.head(record), text))
    return "\n".join(lines)


def _annotation(level: str, place: Place, title: str, text: str) -> str:
    where = f"file={escape_command(place.file, ':,')},line={place.line},col={place.column}"
    return f"::{level} {where},title={escape_command(title, ':,')}::{escape_command(text)}"
