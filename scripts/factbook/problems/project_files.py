"""What counts as a file of the project: a regular file of its own, which every part that reads files asks."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def is_link(root: Path, file: str) -> bool:
    """Return whether `root/file` is a symbolic link, or is in a linked folder below the first: it may lead anywhere.

    The first folder may be a link: the stand-in of an edit links what the edit does not change.
    """
    first, *others = file.split("/")
    path = os.path.join(root, first)
    for part in others:
        path = f"{path}/{part}"
        if os.path.islink(path):
            return True
    return False


def is_project_file(root: Path, file: str) -> bool:
    """Return whether `root/file` may be read: a regular file, without links to it, with a printable name.

    Symbolic and hard links lead to files outside the project, a FIFO or a device never ends, and a name with a line
    end or an escape sequence acts on terminals and logs. False where there is no such file.
    """
    try:
        status = os.stat(root / file)
    except (OSError, ValueError):
        return False
    is_regular = stat.S_ISREG(status.st_mode) and status.st_nlink == 1
    return is_regular and file.isprintable() and not is_link(root, file)
