"""What a comparison of two versions finds: one object, which the tellers put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from factbook.i18n.messages import editor_languages
from factbook.model import Kind, Place
from factbook.problems import Problem
from factbook.problems.problem import Severity

Words = Mapping[str, str]
"""A text in each language of the site."""

ChangeKind = Literal[
    "removed", "lost-observation", "unexplained", "corrected", "revised", "recomputed", "rewritten",
    "new-observation", "added", "status", "definition", "sources", "field",
]  # fmt: skip
# In the order in which they are told: what is lost first.
CHANGE_KINDS: tuple[ChangeKind, ...] = ChangeKind.__args__  # type: ignore[attr-defined]
LOSSY: frozenset[ChangeKind] = frozenset({"removed", "lost-observation", "unexplained"})


@dataclass(frozen=True)
class Delta:
    """By how much a value changed: in per cent of the old one, or in points, places or days."""

    amount: Decimal
    unit: Literal["percent", "points", "places", "days"]


@dataclass(frozen=True)
class Change:
    """One thing that changed in a record.

    `what` is the period of an observation, the key of a field, or both with a space between; empty for the
    whole record. `old` and `new` are as each language's readers read them, empty where there was or is nothing.
    """

    kind: ChangeKind
    what: str
    place: Place
    old: Words = field(default_factory=dict)
    new: Words = field(default_factory=dict)
    delta: Delta | None = None
    reason: Words = field(default_factory=dict)


@dataclass(frozen=True)
class PageRef:
    """A page of one language by its address, and by the title of a chart on it where it is the chart that is meant.

    `is_read` says whether it was compared sentence by sentence.
    """

    address: str
    title: str
    chart: str = ""
    is_read: bool = True


@dataclass(frozen=True)
class SentenceChange:
    """A sentence before and after, and every page of a language on which it changed so; empty where there is none."""

    language: str
    before: str
    after: str
    pages: tuple[PageRef, ...]


@dataclass(frozen=True)
class RecordDiff:
    """All that changed in one record, and where its readers see it.

    `pages` are all pages and charts that show the record, in either version, by language.
    """

    kind: Kind
    id: str
    titles: Words
    place: Place
    changes: tuple[Change, ...]
    seen: tuple[SentenceChange, ...] = ()
    pages: Mapping[str, tuple[PageRef, ...]] = field(default_factory=dict)

    @property
    def is_lossy(self) -> bool:
        """Whether readers lose something, or something is replaced without a word."""
        return any(change.kind in LOSSY for change in self.changes)

    @property
    def rank(self) -> int:
        """Its place in the order of telling: that of its foremost change."""
        return min(CHANGE_KINDS.index(change.kind) for change in self.changes)


@dataclass(frozen=True)
class PageChange:
    """A page that changed otherwise than through its figures and records.

    `address` is the present one, or the last; `before` the former one of a page that moved. `sides` are the
    languages in which the page changed, where its twins did not.
    """

    kind: Literal["removed", "moved", "added", "text"]
    language: str
    name: str
    title: str
    address: str
    file: str
    before: str = ""
    sentences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OneSided:
    """Something whose text changed in some languages only: a page's file, or a key of a record."""

    place: Place
    what: str
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True)
class ReportedProblem:
    """A problem as it is told, in each language that messages exist in."""

    code: str
    severity: Severity
    place: Place
    message: Words
    expected: Words

    @staticmethod
    def of(problem: Problem) -> ReportedProblem:
        """The problem with its messages worded."""
        languages = editor_languages()
        return ReportedProblem(
            problem.code,
            problem.severity,
            problem.place,
            {code: problem.message(code) for code in languages},
            {code: problem.expected(code) for code in languages},
        )


@dataclass(frozen=True)
class Diff:
    """Everything that differs between two versions of the site.

    `guards` are the errors of the change itself; `broken` the errors of either version that hide a part of it.
    """

    base: str
    head: str
    languages: Mapping[str, str]
    accounts: tuple[RecordDiff, ...] = ()
    pages: tuple[PageChange, ...] = ()
    one_sided: tuple[OneSided, ...] = ()
    change_errors: tuple[ReportedProblem, ...] = ()
    problems_added: tuple[ReportedProblem, ...] = ()
    problems_fixed: tuple[ReportedProblem, ...] = ()
    broken_base: int = 0
    broken_head: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the two versions say the same, with the same problems."""
        return not (self.accounts or self.pages or self.one_sided or self.problems)

    @property
    def unread(self) -> int:
        """How many pages were not compared sentence by sentence, as very many changed alike."""
        shown = (pages for account in self.accounts for pages in account.pages.values())
        return len({page.address for pages in shown for page in pages if not page.is_read})

    @property
    def problems(self) -> tuple[ReportedProblem, ...]:
        """What the change itself, adds or mends."""
        return (*self.change_errors, *self.problems_added, *self.problems_fixed)

    @property
    def is_refused(self) -> bool:
        """Whether there is an error: of the change itself, or one that it adds."""
        return any(finding.severity == "error" for finding in (*self.change_errors, *self.problems_added))
