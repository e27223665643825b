"""A finished site takes the place of the published one, whole or not at all.

On Linux the two folders are exchanged in one step, so that a web server never finds neither. Where `site` is a
symbolic link, the link stays and what it leads to is exchanged. Elsewhere two renames do it, with an instant between
them in which the folder is missing; a server there does better to follow a symbolic link of its own.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from factbook.i18n.messages import PACKAGE_LOCALE_DIR, editor_language, translations
from factbook.problems.codes import N_

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2); Python's os module does not have it
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


@contextmanager
def build_dir(site: Path) -> Iterator[Path]:
    """Where a site is built: beside its published folder, so that a rename can swap them; gone afterwards.

    The folder is this process's own as long as a lock beside it is held, which the system frees however a process
    ends: numbers of processes come again, and mean others in another container. What killed builds left goes away.
    """
    site = site.resolve()
    if site.is_mount():
        raise PublishError(_mount_point_message(site))
    site.parent.mkdir(parents=True, exist_ok=True)
    clean(site)
    new = site.parent / f"{_prefix(site)}{secrets.token_hex(4)}"
    lock = new.with_name(f"{new.name}.lock")
    with file_lock(lock):
        try:
            yield new
        finally:
            _remove(new)
            lock.unlink(missing_ok=True)


@contextmanager
def file_lock(lock: Path) -> Iterator[None]:
    """Hold a lock, once whoever holds it is done."""
    while True:
        with lock.open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if _is_there(lock, stream.fileno()):
                try:
                    yield
                finally:
                    fcntl.flock(stream, fcntl.LOCK_UN)  # a process that was forked meanwhile would hold it on
                return


def _is_there(lock: Path, descriptor: int) -> bool:
    """Whether a lock is still the one that stands there: who held it before may have taken it away."""
    with suppress(FileNotFoundError):
        return os.path.samestat(lock.stat(), os.fstat(descriptor))
    return False


def clean(site: Path) -> None:
    """Remove what builds that were killed left beside the published folder."""
    site = site.resolve()
    names = {path.name.removesuffix(".lock").removesuffix(".aside") for path in _left(site)}
    for name in sorted(names):
        lock = site.parent / f"{name}.lock"
        with suppress(OSError):
            if not lock.exists():
                _remove(site.parent / name)
                continue
            with lock.open() as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)  # an error where a build holds it
                _remove(site.parent / name)
                lock.unlink(missing_ok=True)


def _prefix(site: Path) -> str:
    return f".{site.name}.building."


def _left(site: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in site.parent.iterdir() if path.name.startswith(_prefix(site)))


def _remove(new: Path) -> None:
    for path in (new, new.with_name(f"{new.name}.aside")):
        shutil.rmtree(path, ignore_errors=True)


def _mount_point_message(site: Path) -> str:
    translate = translations(PACKAGE_LOCALE_DIR, editor_language()).gettext
    advice = N_("is a mount point, which nothing can take the place of: set site_dir to a folder inside it, such as {}")
    return f"{site}: {translate(advice).format(site / 'public')}"


def publish(new: Path, site: Path) -> None:
    """Put the folder `new` in the place of `site`; afterwards `new` is what was published before, if anything was.

    Raises OSError when a folder cannot be moved; `site` is then as it was before.
    """
    site = site.resolve()
    site.parent.mkdir(parents=True, exist_ok=True)
    if not site.exists():
        new.rename(site)
    elif not _atomic_swap(new, site):
        aside = new.with_name(f"{new.name}.aside")
        site.rename(aside)
        try:
            new.rename(site)
        except OSError:
            aside.rename(site)
            raise
        aside.rename(new)


def _atomic_swap(one: Path, two: Path) -> bool:
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
def os_errors_as_publish_error(site: Path) -> Iterator[None]:
    """Faults of the disk as one line: no space, no right to write, another file where a folder should be."""
    try:
        yield
    except OSError as error:
        where = error.filename or str(site)
        if error.errno in (errno.EBUSY, errno.EXDEV) and where == str(site.resolve()):
            raise PublishError(_mount_point_message(site)) from error
        raise PublishError(f"{where}: {error.strerror or error}") from error


class PublishError(Exception):
    """The site could not be written; the text says where, and what the system said. The published one is as it was."""
