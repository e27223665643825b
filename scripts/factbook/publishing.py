"""A finished site takes the place of the published one, whole or not at all.

On Linux the two folders are exchanged in one step, so that a web server never finds neither. Where `site` is a
symbolic link, the link stays and what it leads to is exchanged. Elsewhere two renames do it, with an instant between
them in which the folder is missing; a server there does better to follow a symbolic link of its own.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2); Python's os module does not have it
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def beside(site: Path) -> Path:
    """Where this process builds a site: beside its published folder, so that a rename can swap them."""
    site = site.resolve()
    return site.parent / f".{site.name}.building.{os.getpid()}"


def clean(site: Path) -> None:
    """Remove what builds of this process, and builds that were killed, left beside the published folder."""
    site = site.resolve()
    for path in site.parent.glob(f".{site.name}.building.*"):
        owner = path.name.rpartition(".")[2]
        if owner.isdigit() and (int(owner) == os.getpid() or not _builds(int(owner))):
            shutil.rmtree(path, ignore_errors=True)


def _builds(process: int) -> bool:
    """Whether a process is there that may be building: another user's, or one of Python, as far as can be told."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return True
    return b"python" in command or b"mkdocs" in command  # numbers of processes come again, for programs of all kinds


def publish(new: Path, site: Path) -> None:
    """Put the folder `new` in the place of `site`; afterwards `new` is what was published before, if anything was.

    Raises OSError when a folder cannot be moved; `site` is then as it was before.
    """
    site = site.resolve()
    site.parent.mkdir(parents=True, exist_ok=True)
    if not site.exists():
        new.rename(site)
    elif not _exchange(new, site):
        aside = new.with_name(f"{new.name}.aside")
        site.rename(aside)
        try:
            new.rename(site)
        except OSError:
            aside.rename(site)
            raise
        aside.rename(new)


def _exchange(one: Path, two: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot. Raises OSError where it may not."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    status = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(two), _RENAME_EXCHANGE)
    if status == 0:
        return True
    error = ctypes.get_errno()
    if error in _UNSUPPORTED:
        return False
    raise OSError(error, os.strerror(error), str(two))


@contextmanager
def told_in_a_line(site: Path) -> Iterator[None]:
    """Faults of the disk as one line: no space, no right to write, another file where a folder should be."""
    try:
        yield
    except OSError as error:
        where = error.filename or str(site)
        raise PublishError(f"{where}: {error.strerror or error}") from error


class PublishError(Exception):
    """The site could not be written; the text says where, and what the system said. The published one is as it was."""
