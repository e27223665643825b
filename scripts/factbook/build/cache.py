"""A content-addressed cache: each entry is found by a fingerprint of everything that it was made from.

An entry cannot be out of date, since another input has another fingerprint. An entry that a killed process or a full
disk left incomplete is recognised by its digest and made again.
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
    """Return the BLAKE2b digest (RFC 7693) of a sequence of parts, as 32 hexadecimal digits.

    The length of each part counts, so that no two sequences have the same digest.
    """
    digest = blake2b(digest_size=_SIZE)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()


def files_below(folders: Iterable[Path]) -> Iterator[Path]:
    """Yield all files of some folders, or files themselves, in an order that does not depend on the file system."""
    for folder in folders:
        if folder.is_file():
            yield folder
        for path, names, files in os.walk(folder, followlinks=True):
            names[:] = sorted(name for name in names if name != "__pycache__")
            yield from (Path(path, file) for file in sorted(files))


def fingerprint_of_files(folders: Iterable[Path]) -> str:
    """Return a fingerprint of the paths and contents of all files of some folders. Raises OSError."""

    def parts() -> Iterator[bytes | str]:
        for path in files_below(folders):
            yield str(path)
            if path.is_file():  # a FIFO or a device never ends; `check` refuses them
                yield path.read_bytes()

    return fingerprint(*parts())


@cache
def fingerprint_of_code() -> str:
    """Return a fingerprint of this package, of all installed distributions, and of the interpreter."""
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
    """A folder of entries by key, which processes can share: each is written to a temporary file, then renamed.

    An entry begins with the digest of its content; one that cannot be read, or does not match, counts as missing.
    Without a folder nothing is kept.
    """

    def __init__(self, folder: Path | None):
        self.folder = folder

    def sibling(self, name: str) -> Cache:
        """Return the cache in another folder next to this one."""
        return Cache(self.folder and self.folder.parent / name)

    def get(self, key: str) -> bytes | None:
        """Return the entry of a key, or None if there is no complete one."""
        if self.folder is None:
            return None
        try:
            with (self.folder / key).open("rb") as stream:
                digest, content = stream.read(_DIGITS), stream.read()
        except OSError:
            return None
        return content if digest == fingerprint(content).encode() else None

    def put(self, key: str, content: bytes) -> None:
        """Store an entry. If it cannot be written, nothing is kept and no error is raised."""
        if self.folder is None:
            return
        temporary = self.folder / f"{key}.{os.getpid()}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as stream:
                stream.write(fingerprint(content).encode())
                stream.write(content)
            temporary.replace(self.folder / key)
        except OSError:
            temporary.unlink(missing_ok=True)
