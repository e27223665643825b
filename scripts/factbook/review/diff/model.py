"""The differences between two versions, as one object that the formats render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, get_args

from pydantic import Field

from factbook.i18n.messages import editor_languages
from factbook.model import Kind
from factbook.problems import Problem
from factbook.problems.problem import Severity
from factbook.review.diff.forms import (
    Address,
    Amount,
    Count,
    File,
    Identifier,
    Language,
    PageName,
    ProblemCode,
    Revision,
    SourcePlace,
    Text,
    Title,
)

Words = Annotated[Mapping[Language, Text], Field(max_length=50)]
"""A text in each language of the site, by language code."""
RecordKey = tuple[Kind, str]
"""The kind and the identifier of a record."""

ChangeKind = Literal[
    "removed", "lost-observation", "unexplained", "corrected", "revised", "recomputed", "rewritten",
    "new-observation", "added", "status", "definition", "sources", "field",
]  # fmt: skip
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
"""The order in which changes are reported: losses first."""
LOSSY: frozenset[ChangeKind] = frozenset({"removed", "lost-observation", "unexplained"})
PageChangeKind = Literal["removed", "moved", "added", "text"]
PAGE_CHANGE_KINDS: tuple[PageChangeKind, ...] = get_args(PageChangeKind)


@dataclass(frozen=True)
class Delta:
    """The difference between two values: percentage of the old value, or percentage points, ranks or days."""

    amount: Amount
    unit: Literal["percent", "points", "places", "days"]


@dataclass(frozen=True)
class Change:
    """One change of a record.

    `what` is the period of an observation, the path of a field, or both separated by a space; empty for the whole
    record. `old` and `new` are as readers of each language see them, empty where there is no value.
    """

    kind: ChangeKind
    what: Title
    place: SourcePlace
    old: Words = field(default_factory=dict)
    new: Words = field(default_factory=dict)
    delta: Delta | None = None
    reason: Words = field(default_factory=dict)


@dataclass(frozen=True)
class PageRef:
    """A page, or where `chart` is the title of one, a chart on it. `address` is an absolute URL."""

    address: Address
    title: Title
    chart: Title = ""


@dataclass(frozen=True)
class SentenceChange:
    """A sentence before and after; empty on the side where it does not exist.

    `chart` is the title of the chart that it belongs to. Both texts are empty where only the drawing differs.
    """

    before: Text
    after: Text
    chart: Title = ""


@dataclass(frozen=True)
class RecordDiff:
    """All changes of one record. `pages` are the pages and charts that show it in either version, by language."""

    kind: Kind
    id: Identifier
    titles: Words
    place: SourcePlace
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]
    pages: Mapping[Language, tuple[PageRef, ...]] = field(default_factory=dict)

    @property
    def is_lossy(self) -> bool:
        """Return whether something published is removed, or replaced without a reason."""
        return any(change.kind in LOSSY for change in self.changes)

    @property
    def rank(self) -> int:
        """Return its position in the report: that of its most serious change."""
        return min(CHANGE_KINDS.index(change.kind) for change in self.changes)


@dataclass(frozen=True)
class PageChange:
    """A page that was added, removed or moved, or whose sentences changed.

    `address` is its URL in the newer version that has it, `before` the former URL of a page that moved, `file` its
    template. `is_record` is true for the page of a record, whose changes are mostly those of its record.
    """

    kind: PageChangeKind
    language: Language
    name: PageName
    title: Title
    address: Address
    file: File
    before: Address | Literal[""] = ""
    is_record: bool = False
    sentences: tuple[SentenceChange, ...] = ()

    @property
    def rank(self) -> tuple[int, bool, str]:
        """Return its position in the report: by kind, pages of records last."""
        return PAGE_CHANGE_KINDS.index(self.kind), self.is_record, self.name


@dataclass(frozen=True)
class OneSided:
    """A text that changed in some languages only: the file of a page, or a field of a record."""

    place: SourcePlace
    what: Title
    changed: tuple[Language, ...]
    unchanged: tuple[Language, ...]


@dataclass(frozen=True)
class ReportedProblem:
    """A problem with its message in each language of the messages."""

    code: ProblemCode
    severity: Severity
    place: SourcePlace
    message: Words
    expected: Words

    @staticmethod
    def of(problem: Problem) -> ReportedProblem:
        """Return a problem with its messages."""
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
    """All differences between two versions of the site.

    `languages` are the names of the site's languages by code. `change_errors` are errors of the change itself;
    `errors_base` and `errors_head` count the errors of each version, which hide a part of it.
    """

    base: Revision
    head: Revision
    languages: Annotated[Mapping[Language, Title], Field(max_length=50)]
    records: tuple[RecordDiff, ...] = ()
    pages: tuple[PageChange, ...] = ()
    one_sided: tuple[OneSided, ...] = ()
    change_errors: tuple[ReportedProblem, ...] = ()
    problems_added: tuple[ReportedProblem, ...] = ()
    problems_fixed: tuple[ReportedProblem, ...] = ()
    errors_base: Count = 0
    errors_head: Count = 0

    @property
    def is_empty(self) -> bool:
        """Return whether the two versions show the same and have the same problems."""
        return not (self.records or self.pages or self.one_sided or self.problems)

    @property
    def problems(self) -> tuple[ReportedProblem, ...]:
        """Return the problems of the change, those it adds and those it fixes."""
        return (*self.change_errors, *self.problems_added, *self.problems_fixed)

    @property
    def new_errors(self) -> int:
        """Return the number of errors of the change itself and of those it adds."""
        return sum(problem.severity == "error" for problem in (*self.change_errors, *self.problems_added))
