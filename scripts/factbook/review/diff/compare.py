"""Comparison of two versions: the whole diff in one function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from factbook.model import Place, parse_period
from factbook.problems import Problem, dedupe, has_errors
from factbook.review.diff.localized_values import LocalizedFacts
from factbook.review.diff.lost_urls import lost_addresses
from factbook.review.diff.model import Diff, OneSided, RecordDiff, RecordKey, ReportedProblem
from factbook.review.diff.pages import LanguagePages
from factbook.review.diff.record_changes import diff_records
from factbook.review.diff.record_diff import differing, one_sided
from factbook.review.diff.snapshots import Version

_HEAD_KEYS_WITHOUT_TEXT = ("translation:", "slug:", "redirects:")


def compare(base: Version, head: Version) -> Diff:
    """Return all differences between two versions, the most serious first."""
    # 1. The records: their fields before and after, and values that were replaced without a reason.
    faulty = (base.faulty_files, head.faulty_files)
    records, errors = diff_records(LocalizedFacts(base), LocalizedFacts(head), faulty)

    # 2. The pages of each language: those that changed, and those that show a changed record.
    site = head.site or base.site
    languages = [LanguagePages(base, head, code, records.keys()) for code in (site.codes if site else ())]
    for pages in languages:
        pages.compare()

    # 3. Published URLs that are gone.
    lost = frozenset(
        (record.id, parse_period(change.what).anchor)
        for record in records.values()
        for change in record.changes
        if change.kind == "lost-observation"
    )
    errors += lost_addresses(base, head, lost)

    # 4. The problems of one version only.
    added, fixed = _problems(base, head)

    changed = (_with_pages(record, languages) for record in records.values())
    changes = (change for pages in languages for change in pages.changes)
    return Diff(
        base=base.name,
        head=head.name,
        languages={language.code: language.name for language in site.languages} if site else {},
        records=tuple(sorted(changed, key=lambda record: record.rank)),
        pages=tuple(sorted(changes, key=lambda change: change.rank)),
        one_sided=(*_one_sided_texts(base, head, records), *_one_sided_pages(base, head)),
        change_errors=tuple(ReportedProblem.of(problem) for problem in dedupe(errors)),
        problems_added=tuple(map(ReportedProblem.of, added)),
        problems_fixed=tuple(map(ReportedProblem.of, fixed)),
        errors_base=base.errors,
        errors_head=head.errors,
    )


def _with_pages(record: RecordDiff, languages: Iterable[LanguagePages]) -> RecordDiff:
    shown = {pages.language: tuple(pages.shown.get((record.kind, record.id), ())) for pages in languages}
    return replace(record, pages={code: found for code, found in shown.items() if found})


def _problems(base: Version, head: Version) -> tuple[list[Problem], list[Problem]]:
    """Return the problems that `head` adds and those that it fixes, wherever they are in a file."""

    def identity(problem: Problem) -> tuple[object, ...]:
        return problem.code, problem.severity, problem.place.file, tuple(sorted(problem.values.items()))

    def only_in(one: Version, other: Version) -> list[Problem]:
        surplus = Counter(map(identity, one.problems)) - Counter(map(identity, other.problems))
        found = []
        for problem in one.problems:
            if surplus[identity(problem)] > 0:
                surplus[identity(problem)] -= 1
                found.append(problem)
        return found

    added, fixed = only_in(head, base), only_in(base, head)
    # An error hides what later checks would find: a problem missing there is not proven to be absent.
    if has_errors(added):
        fixed = []
    elif has_errors(fixed):
        added = []
    return added, fixed


def _one_sided_texts(base: Version, head: Version, records: Mapping[RecordKey, RecordDiff]) -> Iterator[OneSided]:
    """Yield the localised texts of records that changed in some languages only."""
    for kind, identifier in records:
        old, new = base.catalogue.records(kind).get(identifier), head.catalogue.records(kind).get(identifier)
        if old and new:
            for leaf in differing(old, new):
                if (sides := one_sided(leaf.old, leaf.new)) and leaf.new_path is not None:
                    place = head.catalogue.place(kind, identifier, *leaf.new_path)
                    yield OneSided(place, f"{identifier} {leaf.what}", *sides)


def _one_sided_pages(base: Version, head: Version) -> Iterator[OneSided]:
    """Yield the hand-written pages that were edited in some languages only."""
    if base.site is None or head.site is None:
        return
    codes = [code for code in head.site.codes if code in base.site.codes]
    for name in head.outline.pages.get(codes[0], {}) if codes else ():
        alternates = [(base.outline.pages[code].get(name), head.outline.pages[code].get(name)) for code in codes]
        if any(old is None or new is None or new.record for old, new in alternates):
            continue
        changed = [
            code
            for code, (old, new) in zip(codes, alternates, strict=True)
            if old and new and _words(old.template.source) != _words(new.template.source)
        ]
        unchanged = [code for code in codes if code not in changed]
        if changed and unchanged:
            place = Place(head.outline.pages[changed[0]][name].template.file, 1)
            yield OneSided(place, name, tuple(changed), tuple(unchanged))


def _words(source: str) -> list[str]:
    """Return the words of a template, without the front matter that readers do not see."""
    return " ".join(line for line in source.split("\n") if not line.startswith(_HEAD_KEYS_WITHOUT_TEXT)).split()
