"""From the staged tree to a finished site: which pages an engine has to render, and which it has rendered before.

The engine itself is not known here. What it makes of a page follows from the page's Markdown and from what all pages
of a language share (the configuration, the theme, the code): the keys are fingerprints of these.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from factbook.cache import FOLDER, Cache, fingerprint
from factbook.configuring import configuration_name
from factbook.flow import Result, prepare, tree_of
from factbook.staging import Tree, write_files

STAGE = FOLDER / "stage"


@dataclass(frozen=True)
class Part:
    """The site of one language, below `target`, which an engine builds by `configuration`.

    `pages` has each page's output by its source, both relative to the language's folders, and `keys` its key by the
    source; `shared` is the key of what else the engine writes: the page for missing addresses, the theme's files.
    """

    configuration: Path
    target: Path
    prefix: str
    pages: Mapping[str, str]
    keys: Mapping[str, str]
    shared: str


@dataclass(frozen=True)
class Job:
    """What an engine has to do: render the pages of a part that are missing, and write what all of them share.

    `files` are the paths of the site that no engine makes, `others` the prefixes of the other languages.
    """

    part: Part
    missing: Set[str]
    files: Set[str]
    others: Sequence[str]


def bring_up_to_date(
    root: Path, folder: Folder, cache: Cache, common: str, engine: Callable[[Sequence[Job]], Sequence[str]]
) -> tuple[Result, list[str]]:
    """Make `folder` show the site of `root`: gives what was prepared, and what the engine warns of.

    `common` stands for whatever decides what an engine makes of a tree, besides the tree. `engine` does the jobs, and
    gives its warnings; what it made is kept only where it has none, so that a later build is told of them again.
    Raises Problems with all that is wrong with the facts and pages.
    """
    # 1. The own half: facts and templates to plain Markdown.
    result = prepare(root)
    tree = tree_of(result)
    write_files(root / STAGE, tree.sources)
    # 2. What needs no engine, and what an engine has made before.
    parts = _parts(result, tree, root / STAGE, folder.path, common)
    missing = folder.fill(tree.files, parts, cache)
    # 3. What is left for the engine.
    jobs = [
        Job(part, missing[part.prefix], tree.files.keys(), [each.prefix for each in parts if each is not part])
        for part in parts
        if part.prefix in missing
    ]
    warnings = list(engine(jobs)) if jobs else []
    if not warnings:
        for job in jobs:
            folder.note(job.part)
        cache.prune({key for part in parts for key in (part.shared, *part.keys.values())})
    return result, warnings


def _parts(result: Result, tree: Tree, stage: Path, target: Path, common: str) -> list[Part]:
    """The languages of a site, the root's first."""
    theme = [
        part for name in sorted(tree.sources) if name.startswith("overrides/") for part in (name, tree.sources[name])
    ]
    parts = []
    for language in result.site.languages:
        code, name = language.code, configuration_name(language.code)
        shell = fingerprint(common, name, tree.sources[name], *theme)
        outputs = {page.spec.path: f"{page.spec.address}index.html" for page in result.pages[code]}
        keys = {source: fingerprint(shell, source, tree.sources[f"{code}/{source}"]) for source in outputs}
        shared = fingerprint(shell, "shared")
        parts.append(Part(stage / name, target / language.prefix, language.prefix, outputs, keys, shared))
    return parts


class Folder:
    """A folder that a site is written into, and what it shows by now: contents, or keys of what an engine made.

    A new folder shows nothing; that of a preview lives on from build to build, and only what changed is written.
    """

    def __init__(self, path: Path):
        self.path = path
        self.shown: dict[str, bytes | str] = {}
        self.made: set[str] = set()

    def fill(self, files: Mapping[str, bytes], parts: Sequence[Part], cache: Cache) -> dict[str, set[str]]:
        """Write everything that needs no engine; gives the sources that need one, by their part's prefix.

        A part that is not in the result needs no engine at all.
        """
        wanted: dict[str, bytes | str] = dict(files)
        for part in parts:
            wanted |= {part.prefix + output: part.keys[source] for source, output in part.pages.items()}
        for path in self.shown.keys() - wanted.keys():
            (self.path / path).unlink(missing_ok=True)
            del self.shown[path]
        for path, content in files.items():
            if self.shown.get(path) != content:
                self._write(path, content)
                self.shown[path] = content
        missing = {part.prefix: self._bring(part, cache) for part in parts}
        return {part.prefix: missing[part.prefix] for part in parts if not self._is_whole(part, missing, cache)}

    def _bring(self, part: Part, cache: Cache) -> set[str]:
        missing = set()
        for source, output in part.pages.items():
            path, key = part.prefix + output, part.keys[source]
            if self.shown.get(path) == key:
                continue
            self.shown.pop(path, None)
            if (content := cache.get(key)) is None:
                missing.add(source)
            else:
                self._write(path, content)
                self.shown[path] = key
        return missing

    def _is_whole(self, part: Part, missing: Mapping[str, set[str]], cache: Cache) -> bool:
        """Whether nothing is missing of a part, what its pages share brought in as well."""
        if missing[part.prefix]:
            return False
        if self.shown.get(part.prefix) == part.shared:
            return True
        if (packed := cache.get(part.shared)) is None:
            return False
        with ZipFile(BytesIO(packed)) as archive:
            for name in archive.namelist():
                self._write(part.prefix + name, archive.read(name))
        self.shown[part.prefix] = part.shared
        return True

    def note(self, part: Part) -> None:
        """An engine has written all that was missing of a part."""
        self.shown |= {part.prefix + output: part.keys[source] for source, output in part.pages.items()}
        self.shown[part.prefix] = part.shared

    def _write(self, path: str, content: bytes) -> None:
        target = f"{self.path}/{path}"
        folder = os.path.dirname(target)
        if folder not in self.made:
            os.makedirs(folder, exist_ok=True)
            self.made.add(folder)
        with open(target, "wb") as stream:
            stream.write(content)


def keep(job: Job, cache: Cache) -> None:
    """Keep what an engine made: the pages that were missing, and what it wrote besides, where that is not kept."""
    part = job.part
    for source in job.missing:
        cache.put(part.keys[source], (part.target / part.pages[source]).read_bytes())
    if cache.get(part.shared) is not None:
        return
    known = {part.prefix + output for output in part.pages.values()} | job.files
    apart = tuple(prefix for prefix in job.others if prefix and not part.prefix.startswith(prefix))
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for file in sorted(path for path in part.target.rglob("*") if path.is_file()):
            name = file.relative_to(part.target).as_posix()
            if part.prefix + name not in known and not (part.prefix + name).startswith(apart):
                archive.writestr(name, file.read_bytes())
    cache.put(part.shared, packed.getvalue())
