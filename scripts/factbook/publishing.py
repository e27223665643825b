"""A finished site takes the place of the published one, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path


def beside(site: Path, part: str = "") -> Path:
    """Where a site, or a part of it, is built: beside its published folder, so that a rename can swap them."""
    return site.parent / f".{site.name}.building{'.' + part if part else ''}"


def publish(new: Path, parts: Mapping[str, Path], site: Path) -> None:
    """Put the folders `parts` into `new` under their prefixes, then `new` in the place of `site`.

    Raises OSError when a folder cannot be moved; `site` is then as it was before.
    """
    for prefix, part in parts.items():
        part.rename(new / prefix.rstrip("/"))
    old = site.parent / f".{site.name}.old"
    shutil.rmtree(old, ignore_errors=True)
    if site.exists():
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)
