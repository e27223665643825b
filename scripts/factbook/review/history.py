"""What the site said of a record on which day: from git, and from what the data itself says of its changes."""

from __future__ import annotations

import posixpath
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from factbook.data.changes import ChangeEvent, own_changes
from factbook.data.config import Site
from factbook.data.formulas import compute, figures_in
from factbook.data.loader import load_partial
from factbook.model import Catalogue, Kind
from factbook.review.diff.localized_values import LocalizedFacts
from factbook.review.diff.model import Change, ChangeKind, Words
from factbook.review.diff.record_changes import record_changes
from factbook.review.diff.snapshots import Version
from factbook.review.git import Repository, RevisionError
from factbook.review.messages import Phrases

UNCOMMITTED = "+"
"""Stands for the commit that is not made yet."""
_COMMIT, _FIELD = "\x01", "\x02"
_FROM_DATA: dict[str, ChangeKind] = {
    "added": "new-observation", "new-period": "new-observation", "revision": "revised", "correction": "corrected",
}  # fmt: skip


@dataclass(frozen=True)
class HistoryEntry:
    """What changed on a day: in a commit (its hash), by a record of the data (no hash), or not committed yet."""

    day: date
    commit: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Commit:
    name: str
    day: date
    blobs: dict[str, str] = field(default_factory=dict)  # path in the site's folder → blob; empty where it went away


def history(site: Site, now: Catalogue, kind: Kind, identifier: str, today: date) -> list[HistoryEntry]:
    """Everything that changed in a record, the oldest first.

    `now` is the catalogue of the working tree. What the data says of a change is told by itself where git does
    not show it: before the first commit, or in a copy without history.
    """
    moments = list(_from_git(site, now, kind, identifier, today))
    if kind == "figures":
        moments += _from_data(LocalizedFacts(Version("", site, now)), identifier, moments)
    return sorted(moments, key=lambda moment: moment.day)


def as_lines(moments: Sequence[HistoryEntry], site: Site, words: Phrases) -> Iterator[str]:
    """Lines for a person: each day with its commit, and each change as each language's readers read it."""
    for moment in moments:
        origin = words.translate("not committed") if moment.commit == UNCOMMITTED else moment.commit[:10]
        origin = origin or words.translate("said by the data")
        yield f"{moment.day.isoformat()}  {origin}"
        for change in moment.changes:
            yield "  " + (f"{change.what}: " if change.what else "") + words.kind(change)
            for code in site.codes:
                old, new = change.old.get(code, ""), change.new.get(code, "")
                if old or new:
                    yield f"    {code}: {old or '∅'} → {new or '∅'}" if old else f"    {code}: {new}"
            if reason := words.reason(change):
                yield "    " + words.translate("reason: {reason}", reason=reason)


def _from_git(site: Site, now: Catalogue, kind: Kind, identifier: str, today: date) -> Iterator[HistoryEntry]:
    try:
        repository = Repository(site.root)
    except RevisionError:
        return
    names = _names(now, identifier)
    before = Version("", site)
    with tempfile.TemporaryDirectory(prefix="factbook-") as folder:
        target = Path(folder)
        for commit in _commits(repository, site.data):
            if not _concerns(_write(repository, commit, target), names):
                continue
            after = _read(target, site, commit.name)
            names |= _names(after.catalogue, identifier)
            changes = record_changes(
                kind, identifier, LocalizedFacts(before), LocalizedFacts(after), (frozenset(), after.faulty_files)
            )[0]
            is_hidden = identifier not in after.catalogue.records(kind) and not changes
            if changes:
                yield HistoryEntry(commit.day, commit.name, tuple(changes))
            if not is_hidden:
                before = after
    last = Version("", site, now)
    if changes := record_changes(
        kind, identifier, LocalizedFacts(before), LocalizedFacts(last), (frozenset(), frozenset())
    )[0]:
        yield HistoryEntry(today, UNCOMMITTED, tuple(changes))


def _names(catalogue: Catalogue, identifier: str) -> set[str]:
    """The record, and the figures that it is computed from, near and far."""
    names, last = {identifier}, set[str]()
    while names != last:
        last = set(names)
        for name in last:
            figure = catalogue.figures.get(name)
            names |= set(figures_in(figure.computed)) if figure and figure.computed else set()
    return names


def _commits(repository: Repository, data: str) -> Iterator[_Commit]:
    """The commits that touched the data, the oldest first, along the line that was published."""
    log = repository.text(
        "log", "--first-parent", "--reverse", "-m", "--raw", "--no-abbrev", "--no-renames", "-z",
        f"--format={_COMMIT}%H{_FIELD}%cI{_FIELD}", "--", posixpath.join(repository.prefix, data).rstrip("/") or ".",
    )  # fmt: skip
    for part in filter(None, log.split(_COMMIT)):
        name, when, rest = part.split(_FIELD, 2)
        commit = _Commit(name, datetime.fromisoformat(when).date())
        fields = [entry.lstrip("\n") for entry in rest.split("\0")]
        for index, entry in enumerate(fields):
            if entry.startswith(":"):
                _, mode, _, blob, _ = entry.split(" ")
                path = fields[index + 1].removeprefix(repository.prefix)
                commit.blobs[path] = blob if mode.startswith("100") else ""
        yield commit


def _write(repository: Repository, commit: _Commit, target: Path) -> dict[str, str]:
    """Bring the folder to the state of a commit; gives the texts, old and new, of the files that changed."""
    contents = repository.contents([blob for blob in commit.blobs.values() if blob])
    texts = {}
    for path, blob in commit.blobs.items():
        if not path.endswith(".yml") or ".." in path.split("/"):
            continue
        place = target / path
        old = place.read_bytes() if place.is_file() else b""
        new = contents.get(blob, b"")
        texts[path] = (old + b"\n" + new).decode("utf-8", "replace")
        if blob:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(new)
        else:
            place.unlink(missing_ok=True)
    return texts


def _concerns(texts: dict[str, str], names: set[str]) -> bool:
    """Whether one of the files that changed holds one of the records."""
    keys = re.compile(rf"^(?:{'|'.join(map(re.escape, sorted(names)))})\s*:", re.MULTILINE)
    return any(keys.search(text) or Path(path).stem in names for path, text in texts.items())


def _read(folder: Path, site: Site, name: str) -> Version:
    catalogue, problems = load_partial(folder, site.codes, site.data)
    catalogue, _ = compute(catalogue)
    return Version(name, site, catalogue, problems=problems)


def _from_data(aloud: LocalizedFacts, identifier: str, moments: Sequence[HistoryEntry]) -> Iterator[HistoryEntry]:
    """What the figure itself says of its changes, but what git has told."""
    figure = aloud.catalogue.figures[identifier]
    told = {(change.what, change.kind) for moment in moments for change in moment.changes}
    for entry in own_changes(identifier, figure):
        kind = _FROM_DATA[entry.kind]
        if (entry.observation.period.text, kind) in told:
            continue
        words = [
            aloud.value(figure, entry.observation.model_copy(update={"value": value})) if value is not None else {}
            for value in (entry.was, entry.value)
        ]
        yield HistoryEntry(entry.on, "", (_change(aloud, identifier, entry, kind, words[0], words[1]),))


def _change(
    aloud: LocalizedFacts, identifier: str, entry: ChangeEvent, kind: ChangeKind, old: Words, new: Words
) -> Change:
    place = aloud.catalogue.key("figures", identifier)
    reason = aloud.field("reason", entry.reason)
    return Change(kind, entry.observation.period.text, place, old, new, None, reason)
