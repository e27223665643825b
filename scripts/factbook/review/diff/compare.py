"""Two versions to one diff: the whole comparison in one function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from factbook.model import Kind, Place
from factbook.problems import Problem
from factbook.problems.problem import dedupe
from factbook.review.diff.localized_values import LocalizedFacts
from factbook.review.diff.lost_urls import lost_addresses
from factbook.review.diff.model import Diff, OneSided, PageChange, PageRef, RecordDiff, ReportedProblem
from factbook.review.diff.pages import LanguagePages
from factbook.review.diff.record_changes import anchor_of, diff_records, forms_of
from factbook.review.diff.record_diff import differing, one_sided
from factbook.review.diff.snapshots import Version

_NO_TEXT = ("translation:", "slug:", "redirects:")


def compare(base: Version, head: Version) -> Diff:
    """Everything that differs between two versions, the gravest first."""
    before, after = LocalizedFacts(base), LocalizedFacts(head)

    # 1. The records: what each says now and said before, and the values that were replaced without a word.
    accounts, guards = diff_records(before, after, (base.faulty_files, head.faulty_files))

    # 2. The pages, one language at a time: which sentences changed, and which record's they are.
    site = head.site or base.site
    codes = site.codes if site else ()
    languages = [
        LanguagePages(base, head, code, {key: forms_of(each, before, after, code) for key, each in accounts.items()})
        for code in codes
    ]
    for pages in languages:
        pages.compare()

    # 3. The addresses that others may have linked to.
    lost = frozenset(
        (account.id, anchor_of(change.what))
        for account in accounts.values()
        for change in account.changes
        if change.kind == "lost-observation"
    )
    guards += lost_addresses(base, head, lost)

    # 4. The problems that come and go.
    added, mended = _problems(base, head)

    told = [_with_pages(account, languages) for account in accounts.values()]
    changes = [change for pages in languages for change in pages.changes]
    return Diff(
        base=base.name,
        head=head.name,
        languages={language.code: language.name for language in site.languages} if site else {},
        accounts=tuple(sorted(told, key=lambda account: account.rank)),
        pages=tuple(sorted(changes, key=_rank)),
        one_sided=(*_one_sided_texts(base, head, accounts), *_one_sided_pages(base, head)),
        change_errors=tuple(ReportedProblem.of(problem) for problem in dedupe(guards)),
        problems_added=tuple(map(ReportedProblem.of, added)),
        problems_fixed=tuple(map(ReportedProblem.of, mended)),
        broken_base=base.errors,
        broken_head=head.errors,
    )


def _with_pages(account: RecordDiff, languages: list[LanguagePages]) -> RecordDiff:
    key = (account.kind, account.id)
    seen = tuple(seen for pages in languages for seen in pages.seen_of(key))
    shown = {}
    for pages in languages:
        title = account.titles.get(pages.language, account.id)
        unread = (PageRef(address, title, is_read=False) for address in pages.unread.get(key, ()))
        if found := (*pages.shown.get(key, ()), *unread):
            shown[pages.language] = found
    return replace(account, seen=seen, pages=shown)


def _rank(change: PageChange) -> tuple[int, str]:
    return ("removed", "moved", "added", "text").index(change.kind), change.name


def _problems(base: Version, head: Version) -> tuple[list[Problem], list[Problem]]:
    """The problems of one version only, wherever in a file they stand; as often as they are more there."""

    def name(problem: Problem) -> tuple[object, ...]:
        return problem.code, problem.severity, problem.place.file, tuple(sorted(problem.values.items()))

    def only(one: Version, other: Version) -> list[Problem]:
        more = Counter(map(name, one.problems)) - Counter(map(name, other.problems))
        found = []
        for problem in one.problems:
            if more[name(problem)] > 0:
                more[name(problem)] -= 1
                found.append(problem)
        return found

    added, mended = only(head, base), only(base, head)
    # An error hides what later checks would find: what is not told of a version with one may be there all the same.
    if _are_wrong(added):
        mended = []
    elif _are_wrong(mended):
        added = []
    return added, mended


def _are_wrong(problems: list[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _one_sided_texts(
    base: Version, head: Version, accounts: Mapping[tuple[Kind, str], RecordDiff]
) -> Iterator[OneSided]:
    """The localised texts of records that changed in some languages only."""
    for (kind, identifier), account in accounts.items():
        old, new = base.catalogue.records(kind).get(identifier), head.catalogue.records(kind).get(identifier)
        if old and new:
            for leaf in differing(old, new):
                if (sides := one_sided(leaf.old, leaf.new)) and leaf.new_path is not None:
                    place = head.catalogue.place(kind, identifier, *leaf.new_path)
                    yield OneSided(place, f"{account.id} {leaf.what}", *sides)


def _one_sided_pages(base: Version, head: Version) -> Iterator[OneSided]:
    """The pages that were typed anew in some languages only."""
    if base.site is None or head.site is None:
        return
    codes = [code for code in head.site.codes if code in base.site.codes]
    for name in head.outline.pages.get(codes[0], {}) if codes else ():
        twins = [(base.outline.pages[code].get(name), head.outline.pages[code].get(name)) for code in codes]
        if any(old is None or new is None or new.record for old, new in twins):
            continue
        changed = [
            code
            for code, (old, new) in zip(codes, twins, strict=True)
            if old and new and _words(old.template.source) != _words(new.template.source)
        ]
        unchanged = [code for code in codes if code not in changed]
        if changed and unchanged:
            place = Place(head.outline.pages[changed[0]][name].template.file, 1)
            yield OneSided(place, name, tuple(changed), tuple(unchanged))


def _words(source: str) -> list[str]:
    """The words of a template, without those of its head that are no text."""
    return " ".join(line for line in source.split("\n") if not line.startswith(_NO_TEXT)).split()
