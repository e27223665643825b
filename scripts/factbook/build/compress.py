"""Compressed files beside the plain ones, for servers that send what is ready: gzip (RFC 1952), Brotli (RFC 7932)."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]

ENDINGS = {".html", ".css", ".js", ".json", ".jsonld", ".xml", ".svg", ".csv", ".txt", ".bib", ".ris"}
LEAST = 500  # bytes: below, the headers weigh more than what is saved


def compress(folder: Path) -> int:
    """Write `.gz` and `.br` beside each text file below a folder; gives how many files were compressed.

    The same content gives the same bytes: no time and no name stand in them. Raises OSError.
    """
    count = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix not in ENDINGS or not path.is_file() or path.stat().st_size < LEAST:
            continue
        content = path.read_bytes()
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=9))
        count += 1
    return count
