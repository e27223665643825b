"""Data files as every text editor would save them alike: line ends, spaces at line ends, one end of file."""

from __future__ import annotations

import re
from pathlib import Path

from factbook.data.edit.transaction import replace_file
from factbook.data.project_files import is_project_file
from factbook.data.yaml import parse_yaml


def tidy(text: str) -> str:
    """The text with plain line ends, no byte order mark, no spaces at line ends, one line end at its end.

    A text that would then say something else (such as a block of text that ends with spaces), or that is no
    YAML, stays as it is.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    new = re.sub(r"[ \t]+$", "", lines, flags=re.MULTILINE).strip("\n") + "\n"
    before, after = parse_yaml(lines, ""), parse_yaml(new, "")
    return text if before.problems or before.value != after.value else new


def tidy_data(root: Path, data: str, write: bool) -> list[str]:
    """The data files whose layout is not as it should be; they are mended where `write` says so."""
    changed = []
    for path in sorted((root / data).rglob("*.yml")):
        if not is_project_file(root, path.relative_to(root).as_posix()):  # the check reports it
            continue
        raw = path.read_bytes()
        try:
            new = tidy(raw.decode("utf-8")).encode()
        except UnicodeDecodeError:  # the check tells it
            continue
        if new != raw:
            changed.append(path.relative_to(root).as_posix())
            if write:
                replace_file(path, new)
    return changed
