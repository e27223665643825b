"""Layout of the data files: line ends, spaces at line ends, end of file."""

from __future__ import annotations

import re
from pathlib import Path

from factbook.data.edit.transaction import replace_file
from factbook.data.yaml import parse_yaml
from factbook.problems.project_files import is_project_file


def tidy(text: str) -> str:
    """Return a text with LF line ends, no byte order mark, no trailing spaces and one final line end.

    It is returned unchanged if it is not YAML, or if its value would change, as that of a block scalar with trailing
    spaces.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    new = re.sub(r"[ \t]+$", "", lines, flags=re.MULTILINE).strip("\n") + "\n"
    before, after = parse_yaml(lines, ""), parse_yaml(new, "")
    return text if before.problems or before.value != after.value else new


def tidy_data(root: Path, data: str, write: bool) -> list[str]:
    """Return the data files whose layout is wrong, and fix them if `write`."""
    changed = []
    for path in sorted((root / data).rglob("*.yml")):
        if not is_project_file(root, path.relative_to(root).as_posix()):  # the check reports it
            continue
        raw = path.read_bytes()
        try:
            new = tidy(raw.decode("utf-8")).encode()
        except UnicodeDecodeError:  # reported by the check
            continue
        if new != raw:
            changed.append(path.relative_to(root).as_posix())
            if write:
                replace_file(path, new)
    return changed
