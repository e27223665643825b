"""The folder that a site is written into: a pure plan of what has to change, and the code that carries it out.

A manifest has a key for each path of a folder. For a page, the key is a fingerprint of everything that it is made from;
for any other file, of its content.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from factbook.build.cache import fingerprint
from factbook.build.engine import LanguageBuild, RenderJob
from factbook.pages.social_image import Picture

SHARED = "*"  # in a manifest, below a language's prefix: what an engine writes besides pages

Manifest = Mapping[str, str]


@dataclass(frozen=True)
class Target:
    """The wanted content of a folder, as keys by path.

    Attributes:
        files: Files that are written as they are.
        pictures: Images that are drawn.
        pages: The pages of each language by its prefix; paths are those of the site.
        shared: The key of what an engine writes besides the pages of a language, by its prefix.
    """

    files: Manifest = field(default_factory=dict)
    pictures: Manifest = field(default_factory=dict)
    pages: Mapping[str, Manifest] = field(default_factory=dict)
    shared: Manifest = field(default_factory=dict)

    def prefix(self, path: str) -> str:
        """Return the prefix of the language that a path belongs to."""
        return max((prefix for prefix in self.pages if path.startswith(prefix)), key=len)


@dataclass(frozen=True)
class Plan:
    """The steps from one content of a folder to another, each a list of paths in the order of the target.

    Attributes:
        remove: Files that are no longer wanted, or are replaced. No file is ever written over: it may be a hard link.
        write: Files to write as they are.
        link: Files and pages that the published folder has: hard links are enough.
        render: Pages to render, by the prefix of their language. A language with an empty list has no page to render,
            but other work for its engine; a language that is not here has none.
        draw: Images to draw.
    """

    remove: Sequence[str]
    write: Sequence[str]
    link: Sequence[str]
    render: Mapping[str, Sequence[str]]
    draw: Sequence[str]


def plan(old: Manifest, new: Target, published: Manifest | None = None) -> Plan:
    """Return the steps that turn a folder with the manifest `old` into `new`, using the files of `published`."""
    published = published or {}
    pages = {path: key for found in new.pages.values() for path, key in found.items()}
    wanted = {**new.files, **new.pictures, **pages}
    marks = {prefix + SHARED for prefix in new.shared}
    changed = {path for path, key in wanted.items() if old.get(path) != key}
    link = [path for path in wanted if path in changed and published.get(path) == wanted[path]]
    work = changed.difference(link)
    draw = [path for path in new.pictures if path in work]
    drawing = {new.prefix(path) for path in draw}
    render = {}
    for prefix, found in new.pages.items():
        missing = [path for path in found if path in work]
        if missing or prefix in drawing or old.get(prefix + SHARED) != new.shared[prefix]:
            render[prefix] = missing
    return Plan(
        remove=[path for path in old if path not in marks and (path in changed or path not in wanted)],
        write=[path for path in new.files if path in work],
        link=link,
        render=render,
        draw=draw,
    )


class OutputDir:
    """A folder, its manifest, and the published folder whose files it may share."""

    def __init__(self, path: Path, manifest: Manifest, published: tuple[Path, Manifest] | None = None):
        self.path, self.manifest = path, dict(manifest)
        self._published, self._published_manifest = published or (path, {})
        self._parents: set[str] = set()  # the folders that are there

    def update(
        self, files: Mapping[str, bytes], pictures: Mapping[str, Picture], parts: Sequence[LanguageBuild]
    ) -> list[RenderJob]:
        """Write everything that needs no engine; return the jobs that are left. Raises OSError."""
        new = Target(
            {path: fingerprint(content) for path, content in files.items()},
            {path: fingerprint(picture.token) for path, picture in pictures.items()},
            {p.prefix: {p.prefix + output: p.keys[source] for source, output in p.pages.items()} for p in parts},
            {part.prefix: part.shared for part in parts},
        )
        steps = plan(self.manifest, new, self._published_manifest)
        keys = {**new.files, **new.pictures, **{path: key for p in new.pages.values() for path, key in p.items()}}
        for path in steps.remove:
            self._remove(path)
        linked = [self._link(path, keys[path]) for path in steps.link]
        if not all(linked):
            steps = plan(self.manifest, new)
        for path in steps.write:
            self._ensure_parent(path)
            with open(f"{self.path}/{path}", "wb") as stream:
                stream.write(files[path])
            self.manifest[path] = keys[path]
        paths = frozenset(new.files) | new.pictures.keys()
        jobs = []
        for part in (part for part in parts if part.prefix in steps.render):
            missing = set(steps.render[part.prefix])
            sources = {source for source, output in part.pages.items() if part.prefix + output in missing}
            drawn = {path: pictures[path] for path in steps.draw if new.prefix(path) == part.prefix}
            jobs.append(RenderJob(part, sources, paths, drawn))
        return jobs

    def mark_rendered(self, job: RenderJob) -> None:
        """Record that a job is done: every page and image of its language is up to date."""
        part = job.part
        self.manifest |= {part.prefix + output: part.keys[source] for source, output in part.pages.items()}
        self.manifest |= {path: fingerprint(picture.token) for path, picture in job.pictures.items()}
        self.manifest[part.prefix + SHARED] = part.shared

    def _remove(self, path: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        (self.path / path).unlink(missing_ok=True)
        del self.manifest[path]
        while path := os.path.dirname(path):
            folder = f"{self.path}/{path}"
            try:
                os.rmdir(folder)
            except OSError:  # it still holds something, or is gone already
                return
            self._parents.discard(folder)

    def _link(self, path: str, key: str) -> bool:
        """Link a file of the published folder; return False if that cannot be, as between two disks."""
        with suppress(OSError):
            self._ensure_parent(path)
            os.link(f"{self._published}/{path}", f"{self.path}/{path}")
            self.manifest[path] = key
            return True
        return False

    def _ensure_parent(self, path: str) -> None:
        folder = os.path.dirname(f"{self.path}/{path}")
        if folder not in self._parents:
            os.makedirs(folder, exist_ok=True)
            self._parents.add(folder)
