"""The history of a record, from git and from the changes that the data records."""

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
from factbook.data.formulas import compute
from factbook.data.loader import load_partial
from factbook.model import Catalogue, Kind
from factbook.review.diff.localized_values import LocalizedFacts
from factbook.review.diff.model import Change, ChangeKind, Words
from factbook.review.diff.record_changes import record_changes
from factbook.review.diff.snapshots import Version
from factbook.review.git import Repository, RevisionError
from factbook.review.messages import Phrases

UNCOMMITTED = "+"
"""The commit of changes that are not committed."""
_COMMIT, _FIELD = "\x01", "\x02"
_FROM_DATA: dict[str, ChangeKind] = {
    "added": "new-observation", "new-period": "new-observation", "revision": "revised", "correction": "corrected",
}  # fmt: skip


@dataclass(frozen=True)
class HistoryEntry:
    """The changes of one day. `commit` is a hash, empty for changes that only the data records, or UNCOMMITTED."""

    day: date
    commit: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Commit:
    name: str
    day: date
    blobs: dict[str, str] = field(default_factory=dict)  # path in the site's folder → blob; empty where it went away


def history(site: Site, now: Catalogue, kind: Kind, identifier: str, today: date) -> list[HistoryEntry]:
    """Return all changes of a record, oldest first.

    `now` is the catalogue of the working tree. Changes that the data records are added where git does not have them:
    before the first commit, or in a copy without history.
    """
    entries = list(_from_git(site, now, kind, identifier, today))
    if kind == "figures":
        entries += _from_data(LocalizedFacts(Version("", site, now)), identifier, entries)
    return sorted(entries, key=lambda entry: entry.day)


def as_lines(entries: Sequence[HistoryEntry], site: Site, phrases: Phrases) -> Iterator[str]:
    """Yield lines of text: each day with its commit, and each change as readers of each language see it."""
    for entry in entries:
        origin = phrases.translate("not committed") if entry.commit == UNCOMMITTED else entry.commit[:10]
        origin = origin or phrases.translate("recorded in the data")
        yield f"{entry.day.isoformat()}  {origin}"
        for change in entry.changes:
            yield "  " + (f"{change.what}: " if change.what else "") + phrases.kind(change)
            for code in site.codes:
                old, new = change.old.get(code, ""), change.new.get(code, "")
                if old or new:
                    yield f"    {code}: {old or '∅'} → {new or '∅'}" if old else f"    {code}: {new}"
            if reason := phrases.reason(change):
                yield "    " + phrases.translate("reason: {reason}", reason=reason)


def _from_git(site: Site, now: Catalogue, kind: Kind, identifier: str, today: date) -> Iterator[HistoryEntry]:
    try:
        repository = Repository(site.root)
    except RevisionError:
        return
    names = _with_inputs(now, identifier)
    before = Version("", site)
    with tempfile.TemporaryDirectory(prefix="factbook-") as folder:
        target = Path(folder)
        for commit in _commits(repository, site.data):
            if not _concerns(_write(repository, commit, target), names):
                continue
            after = _read(target, site, commit.name)
            names |= _with_inputs(after.catalogue, identifier)
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


def _with_inputs(catalogue: Catalogue, identifier: str) -> set[str]:
    """Return the identifier of a record and those of the figures that it is computed from, directly or not."""
    names, last = {identifier}, set[str]()
    while names != last:
        last = set(names)
        for name in last:
            figure = catalogue.figures.get(name)
            names |= set(figure.computed_from) if figure else set()
    return names


def _commits(repository: Repository, data: str) -> Iterator[_Commit]:
    """Yield the commits that changed the data, oldest first, following first parents."""
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
    """Bring the folder to the state of a commit. Return the old and new text of each file that changed, by path."""
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
    """Return whether one of the files that changed may contain one of the records."""
    keys = re.compile(rf"^(?:{'|'.join(map(re.escape, sorted(names)))})\s*:", re.MULTILINE)
    return any(keys.search(text) or Path(path).stem in names for path, text in texts.items())


def _read(folder: Path, site: Site, name: str) -> Version:
    catalogue, problems = load_partial(folder, site.codes, site.data)
    catalogue, _ = compute(catalogue)
    return Version(name, site, catalogue, problems=problems)


def _from_data(facts: LocalizedFacts, identifier: str, entries: Sequence[HistoryEntry]) -> Iterator[HistoryEntry]:
    """Yield the changes that the figure records, except those in `entries`."""
    figure = facts.catalogue.figures[identifier]
    known = {(change.what, change.kind) for entry in entries for change in entry.changes}
    for event in own_changes(identifier, figure):
        kind = _FROM_DATA[event.kind]
        if (event.observation.period.text, kind) in known:
            continue
        words = [
            facts.value(figure, observation) if observation else {} for observation in (event.before, event.observation)
        ]
        yield HistoryEntry(event.on, "", (_change(facts, identifier, event, kind, words[0], words[1]),))


def _change(
    facts: LocalizedFacts, identifier: str, event: ChangeEvent, kind: ChangeKind, old: Words, new: Words
) -> Change:
    place = facts.catalogue.key("figures", identifier)
    reason = facts.field("reason", event.reason)
    return Change(kind, event.observation.period.text, place, old, new, None, reason)
