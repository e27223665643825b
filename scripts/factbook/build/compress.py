"""Compressed copies of files for web servers that can send them: gzip (RFC 1952), Brotli (RFC 7932)."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]

EXTENSIONS = {".html", ".css", ".js", ".json", ".jsonld", ".xml", ".svg", ".csv", ".txt", ".bib", ".ris"}
MIN_SIZE = 500  # bytes; for less, the HTTP headers outweigh the gain


def compress(folder: Path) -> int:
    """Write a `.gz` and a `.br` file next to each text file below a folder; return the number of text files.

    The output depends on the content alone, not on time or file name. Raises OSError.
    """
    count = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix not in EXTENSIONS or not path.is_file() or path.stat().st_size < MIN_SIZE:
            continue
        content = path.read_bytes()
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content, quality=9))
        count += 1
    return count
