"""A finished site takes the place of the published one, whole or not at all."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def beside(site: Path, part: str = "") -> Path:
    """Where this process builds a site, or a part: beside its published folder, so that a rename can swap them."""
    return site.parent / f".{site.name}.building.{os.getpid()}{'.' + part if part else ''}"


def clean(site: Path) -> None:
    """Remove what builds of this process, and builds that were killed, left beside the published folder."""
    for path in site.parent.glob(f".{site.name}.*.*"):
        owner = path.name.removeprefix(f".{site.name}.").split(".")[1]
        if owner.isdigit() and (int(owner) == os.getpid() or not _alive(int(owner))):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def publish(new: Path, site: Path) -> None:
    """Put the folder `new` in the place of `site`; afterwards `new` is what was published before, if anything was.

    Raises OSError when a folder cannot be moved; `site` is then as it was before.
    """
    old = site.parent / f".{site.name}.old.{os.getpid()}"
    there = site.exists()
    if there:
        site.rename(old)
    try:
        new.rename(site)
    except OSError:
        if there:
            old.rename(site)
        raise
    if there:
        old.rename(new)
