"""Whether anything has changed since a site was published: if not, there is nothing to build."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from factbook.cache import FOLDER, Cache, fingerprint, fingerprint_of_code, fingerprint_of_files
from factbook.checks.time import today
from factbook.strings import editor_language


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


class Published:
    """What is known of a published folder: from which inputs it was made, and which files it had then.

    `inputs` is a fingerprint of everything that the site was made from.
    """

    def __init__(self, root: Path, site: Path):
        self.site = site
        self.cache = Cache(root / FOLDER / "published")
        self.key = fingerprint(str(site))

    def told(self, inputs: str) -> list[str] | None:
        """What the build of these inputs had to say, where the folder is as it left it; None where it is not."""
        kept = self.cache.get(self.key)
        if kept is None:
            return None
        known, listing, *told = json.loads(kept)
        return told if known == inputs and listing == self._listing() else None

    def note(self, inputs: str, told: Sequence[str]) -> None:
        """The folder was made from these inputs, by a build that had this to say."""
        self.cache.put(self.key, json.dumps([inputs, self._listing(), *told]).encode())

    def _listing(self) -> str:
        """The names, sizes and times of all files."""

        def entries(folder: str) -> Iterator[str]:
            with os.scandir(folder) as found:
                for entry in sorted(found, key=lambda entry: entry.name):
                    if entry.is_dir(follow_symlinks=False):
                        yield entry.path
                        yield from entries(entry.path)
                    else:
                        status = entry.stat(follow_symlinks=False)
                        yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"

        try:
            return fingerprint(*entries(str(self.site)))
        except OSError:
            return ""
