"""What was made before, kept to be used again: found by a fingerprint of everything that it was made from.

Nothing here is ever wrong for being old: another input gives another fingerprint. What a killed process or a full
disk left half written is recognised by its digest, and made anew.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

FOLDER = Path(".cache/factbook")
_SIZE = 16
_DIGITS = 2 * _SIZE


def fingerprint(*parts: bytes | str) -> str:
    """A fingerprint of parts in their order: 32 hexadecimal digits. No two sequences of parts share one."""
    digest = blake2b(digest_size=_SIZE)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    """All files of some folders, or the files named themselves, in an order that no file system decides."""
    for folder in folders:
        if folder.is_file():
            yield folder
        for path, names, files in os.walk(folder, followlinks=True):
            names[:] = sorted(name for name in names if name != "__pycache__")
            yield from (Path(path, file) for file in sorted(files))


def fingerprint_of_files(folders: Iterable[Path]) -> str:
    """A fingerprint of the names and the contents of all files of some folders. Raises OSError."""

    def parts() -> Iterator[bytes | str]:
        for path in files_below(folders):
            yield str(path)
            yield path.read_bytes()

    return fingerprint(*parts())


@cache
def fingerprint_of_code() -> str:
    """A fingerprint of this package, of the packages installed beside it, and of the interpreter."""
    package = Path(__file__).parents[1]
    own = (part for path in files_below([package]) for part in (str(path.relative_to(package)), path.read_bytes()))
    installed = sorted(
        name
        for folder in sys.path
        if os.path.isdir(folder) and folder.endswith("-packages")
        for name in os.listdir(folder)
        if name.endswith(".dist-info")
    )
    return fingerprint(sys.version, *installed, *own)


class Cache:
    """A folder of contents by key, which processes can share: each is written beside, and put in place at once.

    A content stands behind its digest. What cannot be read, or is not what its digest says, is not there.
    Without a folder nothing is kept.
    """

    def __init__(self, folder: Path | None):
        self.folder = folder

    def sibling(self, name: str) -> Cache:
        """Another folder next to this one."""
        return Cache(self.folder and self.folder.parent / name)

    def get(self, key: str) -> bytes | None:
        """What was kept under a key; None where there is nothing whole."""
        if self.folder is None:
            return None
        try:
            with (self.folder / key).open("rb") as stream:
                digest, content = stream.read(_DIGITS), stream.read()
        except OSError:
            return None
        return content if digest == fingerprint(content).encode() else None

    def put(self, key: str, content: bytes) -> None:
        """Keep a content. Where the disk refuses, nothing is kept, and nothing else happens."""
        if self.folder is None:
            return
        beside = self.folder / f"{key}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as stream:
                stream.write(fingerprint(content).encode())
                stream.write(content)
            beside.replace(self.folder / key)
        except OSError:
            beside.unlink(missing_ok=True)
