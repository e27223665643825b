"""What a page was made from: each record that was looked at while it was written, so that it need not be written again.

A page that was finished before is right still when everything that it looked at then is the same now: its template,
the interface strings, the addresses of all pages, and the records. The records are noted as they are read, by a
catalogue that looks like any other (a verifying trace: Mokhov, Mitchell, Peyton Jones, "Build Systems à la Carte").
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from factbook.build.bytecode_cache import TemplateBytecodeCache
from factbook.build.cache import FOLDER, Cache, fingerprint
from factbook.model import Catalogue

_RECORDS = ("figures", "theme_of", "programmes", "partners", "councils", "sources")
_RELATIONS = ("by_theme", "programmes_of", "partners_in", "figures_of", "figures_at")
_ALL = ""  # in a read: the keys of a whole mapping

Dependency = tuple[str, str]


class CatalogueState:
    """The state of everything in a catalogue that can be read, as fingerprints that are worked out once."""

    def __init__(self, catalogue: Catalogue):
        self.catalogue = catalogue
        self._states: dict[Dependency, str] = {}

    def state(self, read: Dependency) -> str:
        """The fingerprint of a record, of a relation, or of the keys of a mapping; that of nothing where it is gone."""
        if read not in self._states:
            name, key = read
            mapping = getattr(self.catalogue, name)
            found = list(mapping) if key == _ALL else mapping.get(key)
            self._states[read] = fingerprint(repr(found))
        return self._states[read]

    @cached_property
    def codes(self) -> str:
        """The fingerprint of the code lists."""
        return fingerprint(repr(self.catalogue.codelists))


class TracingCatalogue:
    """A catalogue that notes what is read of it in `reads`, from one `begin` to the next."""

    def __init__(self, catalogue: Catalogue):
        self.reads: dict[Dependency, None] = {}
        traced: dict[str, Any] = {name: _TracedMapping(name, getattr(catalogue, name), self) for name in _RECORDS}
        # Where records stand in their files is not for pages, and not followed: nothing of it is there.
        self.catalogue = replace(catalogue, **traced, located={}, exceptions={})
        vars(self.catalogue).update({name: _TracedMapping(name, getattr(catalogue, name), self) for name in _RELATIONS})

    def begin(self) -> None:
        """Forget what was read."""
        self.reads = {}


class _TracedMapping(Mapping[str, Any]):
    """A mapping that notes which of its keys are looked at, and that all of them are where it is gone through."""

    def __init__(self, name: str, mapping: Mapping[str, Any], reader: TracingCatalogue):
        self._name, self._mapping, self._reader = name, mapping, reader

    def __getitem__(self, key: str) -> Any:
        self._reader.reads[self._name, key] = None
        return self._mapping[key]

    def __contains__(self, key: object) -> bool:
        self._reader.reads[self._name, str(key)] = None
        return key in self._mapping

    def __iter__(self) -> Iterator[str]:
        self._reader.reads[self._name, _ALL] = None
        return iter(self._mapping)

    def __len__(self) -> int:
        self._reader.reads[self._name, _ALL] = None
        return len(self._mapping)


@dataclass(frozen=True)
class _Entry:
    common: str
    reads: tuple[tuple[Dependency, str], ...]
    value: Any


class MemoTable:
    """Finished things of one kind by their name, each with what it was made from. Kept from run to run in a cache.

    Two threads do not use it at once. What is kept under a name replaces what was.
    """

    def __init__(self, cache: Cache, kind: str):
        self._cache, self._kind = cache, kind
        self.templates = TemplateBytecodeCache(cache.sibling("templates"))
        self._changed = False
        self._entries: dict[str, _Entry] | None = None
        self._current: dict[str, _Entry] = {}

    def get(self, name: str, common: str, facts: CatalogueState) -> Any:
        """The thing of a name if it would come out the same now; None where it is not known, or might not.

        `common` stands for everything that it is made from besides the facts.
        """
        entry = self._current.get(name) or self._known.get(name)
        if entry is None or entry.common != common:
            return None
        if any(facts.state(read) != state for read, state in entry.reads):
            return None
        self._current[name] = entry
        return entry.value

    def put(self, name: str, common: str, facts: CatalogueState, reads: Mapping[Dependency, None], value: Any) -> None:
        """Remember a thing that has just been made, with what was read for it."""
        if self._cache.folder is None:
            return
        self._current[name] = _Entry(common, tuple((read, facts.state(read)) for read in reads), value)
        self._changed = True

    def kept(self, names: Iterable[str]) -> Mapping[str, _Entry]:
        """What this run has kept under some names, for the memory of another process to `adopt`."""
        return {name: self._current[name] for name in names if name in self._current}

    def merge(self, entries: Mapping[str, _Entry]) -> None:
        """Keep what another process has kept in this run."""
        self._current |= entries
        self._changed = True

    def save(self) -> None:
        """End a run: what was neither recalled nor kept in it is forgotten."""
        if self._changed or len(self._current) != len(self._known):
            self._cache.put(self._kind, pickle.dumps(self._current, pickle.HIGHEST_PROTOCOL))
        self._entries, self._current, self._changed = self._current, {}, False

    def unload(self) -> None:
        """Let go of what is saved."""
        self._entries = None

    @property
    def _known(self) -> dict[str, _Entry]:
        if self._entries is None:
            kept = self._cache.get(self._kind)
            try:
                self._entries = pickle.loads(kept) if kept else {}  # noqa: S301 - behind its digest, in our own folder
            except (AttributeError, ImportError):  # written by another version, whose classes had other names
                self._entries = {}
        return self._entries


@dataclass(frozen=True)
class MemoTables:
    """What is remembered of a project: its Markdown pages, and the cards of its figures."""

    pages: MemoTable
    cards: MemoTable

    @classmethod
    def open(cls, root: Path) -> MemoTables:
        """Those that are kept below the root of a project."""
        cache = Cache(root / FOLDER / "memory")
        return cls(MemoTable(cache, "pages"), MemoTable(cache, "cards"))

    def save(self) -> None:
        """End a run that has used both."""
        self.pages.save()
        self.cards.save()

    def unload(self) -> None:
        """Let go of what is saved: it is read again when it is asked for."""
        self.pages.unload()
        self.cards.unload()


NULL_MEMO = MemoTable(Cache(None), "")
