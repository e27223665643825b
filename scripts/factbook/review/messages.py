"""The texts of reports: kinds of change, differences of values and headings, in the language of the reviewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, translations
from factbook.model import KINDS
from factbook.problems.codes import N_
from factbook.review.diff.model import Change, ChangeKind, Delta, Diff, RecordDiff

CHANGE_WORDS: Mapping[ChangeKind, str] = {
    "removed": N_("removed"),
    "lost-observation": N_("observation removed"),
    "unexplained": N_("replaced without a reason"),
    "corrected": N_("corrected"),
    "revised": N_("revised"),
    "recomputed": N_("recalculated"),
    "rewritten": N_("same value, other form"),
    "new-observation": N_("new observation"),
    "added": N_("added"),
    "status": N_("status changed"),
    "definition": N_("definition changed"),
    "sources": N_("sources changed"),
    "field": N_("changed"),
}
PAGE_WORDS: Mapping[str, str] = {
    "removed": N_("page removed"),
    "moved": N_("page moved"),
    "added": N_("page added"),
    "text": N_("text changed"),
}
_DELTAS: Mapping[str, str] = {
    "percent": N_("{amount}"),
    "points": N_("{amount} pt"),
    "places": N_("{amount} in rank"),
    "days": N_("{amount} d"),
}
_VALUES: frozenset[ChangeKind] = frozenset({"unexplained", "corrected", "revised", "recomputed", "rewritten"})
LOSSES = N_("Data removed, or replaced without a reason")
OTHERS = N_("Other changes to the data")
CHANGE_ERRORS = N_("Errors of this change")
PROBLEMS_ADDED = N_("Problems that this change adds")
PROBLEMS_FIXED = N_("Problems that this change fixes")
PAGES = N_("Pages that change")
ONE_SIDED = N_("Changed in one language only")
NO_CHANGE = N_("Readers see no change.")
DRAWING = N_("the drawing changes")
SENTENCES = N_("Sentences before and after")
SHOWN = N_("shown on {pages}")
MORE = N_("and {count} more of the same kind")
NOT_VISIBLE = N_("not visible after rounding")


@dataclass(frozen=True)
class Phrases:
    """The texts in one of the languages of the messages."""

    language: str

    @cached_property
    def formatter(self) -> Formatter:
        """Return the formatter of numbers in the language."""
        return Formatter(self.language, self.translate)

    def translate(self, text: str, **values: object) -> str:
        """Return the translation of a text, with its fields replaced by `values`."""
        translated = translations(PACKAGE_LOCALE_DIR, self.language).gettext(text)
        return translated.format(**values) if values else translated

    def delta(self, delta: Delta | None) -> str:
        """Return a difference such as +0.9% or −1.5 pt; empty for None."""
        if delta is None:
            return ""
        sign = "+" if delta.amount > 0 else ""
        number = self.formatter.percent if delta.unit == "percent" else self.formatter.number
        return self.translate(_DELTAS[delta.unit], amount=sign + number(delta.amount))

    def head(self, record: RecordDiff) -> str:
        """Return the kind, identifier and name of a record."""
        name = record.titles.get(self.language) or next(iter(record.titles.values()), record.id)
        return f"{self.translate(KINDS[record.kind].singular)} {record.id}" + (
            f" ({name})" if name != record.id else ""
        )

    def kind(self, change: Change) -> str:
        """Return the kind of a change and the difference, with a remark where readers see the same."""
        parts = [self.translate(CHANGE_WORDS[change.kind]), self.delta(change.delta)]
        if change.kind in _VALUES and change.old == change.new:
            parts.append(self.translate(NOT_VISIBLE))
        return ", ".join(filter(None, parts))

    def reason(self, change: Change) -> str:
        """Return the reason of a change, in the reviewer's language if available."""
        return change.reason.get(self.language) or next(iter(change.reason.values()), "")

    def summary(self, diff: Diff) -> str:
        """Return one line with the numbers of changes and new errors."""
        values = {
            "records": len(diff.records),
            "pages": len({page.address for page in diff.pages}),
            "errors": diff.new_errors,
        }
        return self.translate("records changed: {records}; pages changed: {pages}; new errors: {errors}", **values)

    def errors(self, diff: Diff) -> list[str]:
        """Return a line for each version of which errors hide a part."""
        text = N_("errors in {version}: {count}; the parts that they hide are not compared.")
        versions = ((diff.base, diff.errors_base), (self.version(diff.head), diff.errors_head))
        return [self.translate(text, version=version, count=count) for version, count in versions if count]

    def version(self, name: str) -> str:
        """Return the name of a version; the empty one is the working tree."""
        return name or self.translate("the working tree")

    def title(self, diff: Diff) -> str:
        """Return a line that names both versions."""
        return self.translate("From {base} to {head}", base=diff.base, head=self.version(diff.head))
