"""The open data of a project by itself: `python exporting.py ROOT TARGET` prints its times as JSON.

Reading the facts is left out: `export` is from the checked facts to the bytes of every file, `write` from
there to files on the disk.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from factbook.data.config import load_site
from factbook.data.loader import load_catalogue
from factbook.opendata import Publication, Serializer, open_data
from factbook.pages import read_outline


def main(root: Path, target: Path) -> None:
    """Export the facts of `root`, and write them below `target`."""
    site = load_site(root)
    catalogue = load_catalogue(root, site.codes, site.data)
    outline = read_outline(site, catalogue)
    begin = time.perf_counter()
    files = open_data(Serializer(Publication(site, catalogue, outline)))
    made = time.perf_counter()
    for folder in {(target / path).parent for path in files}:
        folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        (target / path).write_bytes(content)
    written = time.perf_counter()
    size = sum(map(len, files.values()))
    print(json.dumps({"export": made - begin, "write": written - made, "files": len(files), "bytes": size}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
