"""The words of the tellers: kinds of change, amounts of change and headings, in the language of the reviewer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, translations
from factbook.model import Kind
from factbook.problems.codes import N_
from factbook.review.diff.model import Change, ChangeKind, Delta, Diff, RecordDiff

CHANGE_WORDS: Mapping[ChangeKind, str] = {
    "removed": N_("removed"),
    "lost-observation": N_("observation gone"),
    "unexplained": N_("replaced without a reason"),
    "corrected": N_("corrected"),
    "revised": N_("revised"),
    "recomputed": N_("computed anew"),
    "rewritten": N_("same value, written otherwise"),
    "new-observation": N_("new observation"),
    "added": N_("added"),
    "status": N_("status changed"),
    "definition": N_("definition changed"),
    "sources": N_("sources changed"),
    "field": N_("changed"),
}
KIND_WORDS: Mapping[Kind, str] = {
    "figures": N_("figure"),
    "programmes": N_("programme"),
    "partners": N_("partner"),
    "councils": N_("council"),
    "sources": N_("source"),
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
LOSSES = N_("What is lost, or replaced without a reason")
OTHERS = N_("What else changes in the data")
GUARDS = N_("Errors of this change")
ADDED = N_("Problems that this change adds")
MENDED = N_("Problems that this change mends")
PAGES = N_("Pages that change otherwise")
ONE_SIDED = N_("Changed in one language only")
NOTHING = N_("Readers see no change.")
SHOWN = N_("shown without a change on {pages}")
MORE = N_("and {count} more of the same kind")
UNREAD = N_("not compared sentence by sentence: {pages}")
UNSEEN = N_("not visible after rounding")


@dataclass(frozen=True)
class Phrases:
    """The words in one language of those that messages exist in."""

    language: str

    @cached_property
    def wording(self) -> Formatter:
        """How the language writes numbers."""
        return Formatter(self.language, self.translate)

    def translate(self, text: str, **values: object) -> str:
        """A text in the language, filled in."""
        told = translations(PACKAGE_LOCALE_DIR, self.language).gettext(text)
        return told.format(**values) if values else told

    def delta(self, delta: Delta | None) -> str:
        """By how much: +0.9%, −1.5 points; nothing where that cannot be said."""
        if delta is None:
            return ""
        sign = "+" if delta.amount > 0 else ""
        number = self.wording.percent if delta.unit == "percent" else self.wording.number
        return self.translate(_DELTAS[delta.unit], amount=sign + number(delta.amount))

    def head(self, account: RecordDiff) -> str:
        """The record: its kind, name and identifier."""
        name = account.titles.get(self.language) or next(iter(account.titles.values()), account.id)
        return f"{self.translate(KIND_WORDS[account.kind])} {account.id}" + (f" ({name})" if name != account.id else "")

    def kind(self, change: Change) -> str:
        """What happened, and by how much; that readers see nothing of it where so."""
        told = [self.translate(CHANGE_WORDS[change.kind]), self.delta(change.delta)]
        if change.kind in _VALUES and change.old == change.new:
            told.append(self.translate(UNSEEN))
        return ", ".join(filter(None, told))

    def reason(self, change: Change) -> str:
        """Why, in the reviewer's language or else in another."""
        return change.reason.get(self.language) or next(iter(change.reason.values()), "")

    def summary(self, diff: Diff) -> str:
        """One line that counts what changed."""
        values = {
            "records": len(diff.accounts),
            "pages": len({page.address for account in diff.accounts for seen in account.seen for page in seen.pages}
                         | {page.address for page in diff.pages}),
            "errors": sum(f.severity == "error" for f in (*diff.change_errors, *diff.problems_added)),
        }  # fmt: skip
        return self.translate("records changed: {records}; pages changed: {pages}; new errors: {errors}", **values)

    def broken(self, diff: Diff) -> list[str]:
        """That a version could not be read whole."""
        text = N_("errors in {version}: {count}; what they hide is not compared.")
        versions = ((diff.base, diff.broken_base), (self.version(diff.head), diff.broken_head))
        return [self.translate(text, version=version, count=count) for version, count in versions if count]

    def unread(self, diff: Diff) -> list[str]:
        """That not all pages were compared sentence by sentence."""
        text = N_("pages not compared sentence by sentence, as very many records changed alike: {count}.")
        return [self.translate(text, count=diff.unread)] if diff.unread else []

    def version(self, name: str) -> str:
        """The name of a version; the working tree has none of its own."""
        return name or self.translate("the working tree")

    def title(self, diff: Diff) -> str:
        """Which versions are compared."""
        return self.translate("From {base} to {head}", base=diff.base, head=self.version(diff.head))
