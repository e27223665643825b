"""The state of the published site and of the one before it, which the next build starts from.

Creating a file or folder can cost far more than rendering its content. So the folder that a new site has replaced is
kept out of sight, brought up to date by the next build, and published in its turn.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from factbook.build.cache import FOLDER, Cache, fingerprint, fingerprint_of_code, fingerprint_of_files
from factbook.checks.staleness import today


def inputs(configuration: Path, folders: Iterable[Path], lang: str) -> str:
    """Return a fingerprint of everything that a site and the messages about it are made from. Raises OSError.

    These are its configuration with the environment variables that it names, all files of `folders`, the code, the
    day, which decides what is stale, and the language of the messages.
    """
    text = configuration.read_text(encoding="utf-8-sig", errors="replace")
    names = sorted(set(re.findall(r"\w+", text)) & set(os.environ)) if "!ENV" in text else []
    environment = [part for name in names for part in (name, os.environ[name])]
    return fingerprint(
        text, *environment, today().isoformat(), lang, fingerprint_of_files(folders), fingerprint_of_code()
    )


@dataclass(frozen=True)
class SiteState:
    """A site as a build has left it.

    Attributes:
        inputs: The fingerprint of its inputs.
        warnings: The warnings about the facts.
        shown: Its manifest (`factbook.build.output_dir`).
        listing: A fingerprint of the names, sizes and times of its files, which shows changes from outside.
    """

    inputs: str
    warnings: Sequence[str]
    shown: Mapping[str, str] = field(default_factory=dict)
    listing: str = ""

    def is_in(self, folder: Path) -> bool:
        """Return whether a folder is as the build has left it."""
        return bool(self.listing) and self.listing == listing(folder)


class SiteStateStore:
    """The states of one published folder and of the spare one, kept in the cache with the spare folder itself."""

    def __init__(self, root: Path, site: Path):
        self.site = site
        name = fingerprint(str(site))
        self.spare = root / FOLDER / "spare" / name
        self._cache = Cache(root / FOLDER / "editions")
        self._names = {"published": name, "spare": fingerprint(name, "spare")}

    def published(self) -> SiteState | None:
        """Return the state of the published site, or None if its folder is not as a build has left it."""
        known = self._load("published")
        return known if known and known.is_in(self.site) else None

    def begin(self, new: Path) -> Mapping[str, str]:
        """Create the folder `new`, from the spare site if there is one; return its manifest. Raises OSError."""
        known = self._load("spare")
        new.parent.mkdir(parents=True, exist_ok=True)
        if known and known.is_in(self.spare):
            with suppress(OSError):  # another build has taken it, or it lies on another disk
                self.spare.rename(new)
                return known.shown
        new.mkdir()
        return {}

    def record(self, state: SiteState, before: Path) -> None:
        """Record that a site has been published, and keep the folder `before` of the last one, if any, as the spare."""
        known = self._load("published")
        if known and before.is_dir():
            shutil.rmtree(self.spare, ignore_errors=True)
            self.spare.parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):
                before.rename(self.spare)
                self._save("spare", known)
        self._save("published", SiteState(state.inputs, state.warnings, state.shown, listing(self.site)))

    def _load(self, role: str) -> SiteState | None:
        kept = self._cache.get(self._names[role])
        try:
            return SiteState(**json.loads(kept)) if kept else None
        except TypeError:  # written by another version, whose fields had other names
            return None

    def _save(self, role: str, state: SiteState) -> None:
        self._cache.put(self._names[role], json.dumps(asdict(state)).encode())


def listing(folder: Path) -> str:
    """Return a fingerprint of the names, sizes and times of all files below a folder; empty if it cannot be read."""

    def entries(path: str) -> Iterator[str]:
        with os.scandir(path) as found:
            for entry in sorted(found, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    yield entry.name
                    yield from entries(entry.path)
                    yield ""
                else:
                    status = entry.stat(follow_symlinks=False)
                    yield f"{entry.name}/{status.st_size}/{status.st_mtime_ns}"

    try:
        return fingerprint(*entries(str(folder)))
    except OSError:
        return ""
