"""What is known of the site that is published, and of the one before it, which the next build begins with.

Making a file or folder can cost far more than anything else that a build does with it. So the folder that a new site
has taken the place of is kept, brought up to date by the next build, and then takes its turn. Nobody sees it meanwhile.
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
from factbook.i18n.messages import editor_language


def inputs(configuration: Path, folders: Iterable[Path]) -> str:
    """A fingerprint of everything that a site is made from, and of who is told about it.

    Those are its configuration with the variables of the environment that it names, all files of `folders`, the code
    and the day, which decides what is stale. Raises OSError.
    """
    text = configuration.read_text(encoding="utf-8-sig", errors="replace")
    names = sorted(set(re.findall(r"\w+", text)) & set(os.environ)) if "!ENV" in text else []
    environment = [part for name in names for part in (name, os.environ[name])]
    return fingerprint(
        text, *environment, today().isoformat(), editor_language(), fingerprint_of_files(folders), fingerprint_of_code()
    )


@dataclass(frozen=True)
class SiteState:
    """A site as a build has left it: from which inputs, what was to be told, and what its files show.

    `shown` has a fingerprint for each file (`factbook.build.incremental.Folder`), `listing` one of the names, sizes and
    times of all of them, by which a change from outside is seen.
    """

    inputs: str
    warnings: Sequence[str]
    shown: Mapping[str, str] = field(default_factory=dict)
    listing: str = ""

    def is_in(self, folder: Path) -> bool:
        """Whether a folder is as the build has left it."""
        return bool(self.listing) and self.listing == listing(folder)


class SiteStateStore:
    """The editions of one published folder. What is known is kept in the cache, beside the spare folder itself."""

    def __init__(self, root: Path, site: Path):
        self.site = site
        name = fingerprint(str(site))
        self.spare = root / FOLDER / "spare" / name
        self._cache = Cache(root / FOLDER / "editions")
        self._names = {"published": name, "spare": fingerprint(name, "spare")}

    def published(self) -> SiteState | None:
        """The published edition; None where the folder is not as a build has left it."""
        known = self._known("published")
        return known if known and known.is_in(self.site) else None

    def begin(self, new: Path) -> Mapping[str, str]:
        """Make the folder `new`, of the spare edition if there is one; gives what its files show."""
        known = self._known("spare")
        new.parent.mkdir(parents=True, exist_ok=True)
        if known and known.is_in(self.spare):
            with suppress(OSError):  # another build has taken it, or it lies on another disk
                self.spare.rename(new)
                return known.shown
        new.mkdir()
        return {}

    def record(self, edition: SiteState, before: Path) -> None:
        """An edition is published; `before` is the folder of the one before it, if there was one."""
        known = self._known("published")
        if known and before.is_dir():
            shutil.rmtree(self.spare, ignore_errors=True)
            self.spare.parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):
                before.rename(self.spare)
                self._keep("spare", known)
        self._keep("published", SiteState(edition.inputs, edition.warnings, edition.shown, listing(self.site)))

    def _known(self, role: str) -> SiteState | None:
        kept = self._cache.get(self._names[role])
        try:
            return SiteState(**json.loads(kept)) if kept else None
        except TypeError:  # written by another version, whose fields had other names
            return None

    def _keep(self, role: str, edition: SiteState) -> None:
        self._cache.put(self._names[role], json.dumps(asdict(edition)).encode())


def listing(folder: Path) -> str:
    """A fingerprint of the names, sizes and times of all files below a folder; empty where it cannot be read."""

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
