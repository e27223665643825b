"""Checks a changed file with all others before it replaces the old one."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from factbook.problems import Problem

Check = Callable[[Path], list[Problem]]


@dataclass(frozen=True)
class Edit:
    """The new content of a file, and the content that it is based on (None for a new file)."""

    file: str
    before: bytes | None
    after: bytes


@contextmanager
def dry_run(root: Path, data: str, edit: Edit, check: Check) -> Iterator[tuple[Path, list[Problem]]]:
    """Yield a copy of `root` with the edit applied, and the errors that the edit adds.

    `data` is the folder of the facts, the only one that is copied; `check` returns the problems of a root.
    """
    with tempfile.TemporaryDirectory(prefix="factbook-") as folder:
        stand_in = Path(folder)
        copied = Path(data).parts[0]
        for entry in root.iterdir():
            if entry.name == copied:
                shutil.copytree(entry, stand_in / copied)
            else:
                _link(entry, stand_in / entry.name)
        target = stand_in / edit.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(edit.after)
        found = _errors(check(stand_in))
        if found:
            known = Counter(_identity(problem) for problem in _errors(check(root)))
            found = [problem for problem in found if not _taken(known, problem)]
        yield stand_in, found


def _link(entry: Path, target: Path) -> None:
    try:
        target.symlink_to(entry, target_is_directory=entry.is_dir())
    except OSError:  # a file system without links
        (shutil.copytree if entry.is_dir() else shutil.copy2)(entry, target)


def _errors(found: list[Problem]) -> list[Problem]:
    return [problem for problem in found if problem.is_error]


def _identity(problem: Problem) -> tuple[object, ...]:
    """Return what identifies a problem, whatever its line."""
    return (problem.code, problem.place.file, *sorted(problem.values.items()))


def _taken(known: Counter[tuple[object, ...]], problem: Problem) -> bool:
    known[_identity(problem)] -= 1
    return known[_identity(problem)] >= 0


def save(root: Path, edit: Edit) -> None:
    """Write a changed file. Raises FileChangedError if it was saved since it was read."""
    path = root / edit.file
    if (path.read_bytes() if path.exists() else None) != edit.before:
        raise FileChangedError(edit.file)
    replace_file(path, edit.after)


class FileChangedError(Exception):
    """The file was changed since it was read."""


def replace_file(path: Path, content: bytes) -> None:
    """Replace the content of a file atomically. If it raises OSError, the file is unchanged."""
    path = path.resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
