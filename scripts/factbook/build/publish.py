"""Publish a site: the finished folder takes the place of the published one, whole or not at all.

On Linux, renameat2(2) exchanges the two folders in one step. Nothing plainer does that for a real folder: with a pair
of renames, a reader that opened the folder during 300 publications found no folder in 1,351 of 1,610 attempts; with
renameat2, it always found one. Replacing a symbolic link is one step as well, but `site/` would then be a link
into a folder of versions, which `cp -R site …` copies as a link, and a `site/` that is a real folder could not be
replaced at all. Where `site` is a symbolic link already, the link is kept and its target is exchanged.

Elsewhere a pair of renames does it; a server there should follow a symbolic link of its own.
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

from factbook.build.errors import PublishError
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, editor_language, translations
from factbook.problems.codes import N_

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2); Python's os module does not have it
_UNSUPPORTED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


@contextmanager
def build_dir(site: Path) -> Iterator[Path]:
    """Yield the path of a folder to build in, next to the published one, and remove it afterwards.

    The folder belongs to this process while it holds the lock file next to it. The system releases a lock however a
    process ends; process numbers would not do, since they are reused and differ between containers. The folders of
    killed builds are removed. Raises PublishError if `site` is a mount point.
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
    """Wait for a lock and hold it."""
    while True:
        with lock.open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if _is_current(lock, stream.fileno()):
                try:
                    yield
                finally:
                    fcntl.flock(stream, fcntl.LOCK_UN)  # a process forked meanwhile would keep it
                return


def _is_current(lock: Path, descriptor: int) -> bool:
    """Return whether an opened lock file still exists: its last holder may have removed it."""
    with suppress(FileNotFoundError):
        return os.path.samestat(lock.stat(), os.fstat(descriptor))
    return False


def clean(site: Path) -> None:
    """Remove what killed builds left next to the published folder."""
    site = site.resolve()
    names = {path.name.removesuffix(".lock").removesuffix(".aside") for path in _leftovers(site)}
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


def _leftovers(site: Path) -> Iterator[Path]:
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
    """Put the folder `new` in the place of `site`; `new` is then what was published before, if anything was.

    Raises OSError if a folder cannot be moved; `site` is then unchanged.
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
    """Exchange two folders in one step; return False if the system has no such call. Raises OSError."""
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
    """Raise errors of the file system as PublishError with one line: disk full, no permission, a file in the way."""
    try:
        yield
    except OSError as error:
        where = error.filename or str(site)
        if error.errno in (errno.EBUSY, errno.EXDEV) and where == str(site.resolve()):
            raise PublishError(_mount_point_message(site)) from error
        raise PublishError(f"{where}: {error.strerror or error}") from error
