"""From the staged tree to a finished site: which pages an engine has to render, and which it has rendered before.

The engine itself is not known here. What it makes of a page follows from the page's Markdown and from what all pages
of a language share (the configuration, the theme, the code): the keys are fingerprints of these.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from factbook.build.cache import FOLDER, fingerprint
from factbook.build.engine_config import configuration_name
from factbook.build.pipeline import Prepared, run_pipeline, stage_tree
from factbook.build.staging import THEME, Tree, write_files
from factbook.build.trace import MemoTables
from factbook.pages.social_image import Picture
from factbook.problems import Problem

STAGE = FOLDER / "stage"
SHARED = "*"  # stands, among the files of a language, for what an engine writes besides its pages


@dataclass(frozen=True)
class LanguageBuild:
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
class RenderJob:
    """What an engine has to do: render the pages of a part that are missing, and write what all of them share.

    `files` are the paths of the site that no engine makes; `pictures` are drawn beside its work.
    """

    part: LanguageBuild
    missing: Set[str]
    files: Set[str]
    pictures: Mapping[str, Picture]


@dataclass(frozen=True)
class BuildSnapshot:
    """What a folder was last brought up to: the facts and pages, their languages, and a key of the theme.

    `files` are the paths that no engine makes.
    """

    result: Prepared
    parts: Sequence[LanguageBuild]
    theme: str
    files: Set[str]


@dataclass(frozen=True)
class BuildReport:
    """What there is to tell of a build: warnings of the facts, how many pages there are and were rendered anew.

    Then what the engine warned of.
    """

    warnings: Sequence[Problem]
    pages: int
    rendered: int
    engine_warnings: Sequence[str] = ()


def build_site(
    root: Path,
    folder: OutputDir,
    base_key: str,
    engine: Callable[[Sequence[RenderJob]], Sequence[str]],
    memories: MemoTables,
    keep_state: bool = False,
) -> BuildReport:
    """Make `folder` show the site of `root`; gives what there is to tell.

    `common` stands for whatever decides what an engine makes of a tree, besides the tree. `engine` does the jobs, and
    gives its warnings; what it made counts as shown only where it has none, so that a later build is told of them
    again. `memories` have what earlier runs made of the facts. In a process that `lives_on`, as a preview does, they
    are kept in it, and no pictures are drawn. Raises Problems with all that is wrong with the facts.
    """
    # 1. The own half, and what needs no engine.
    jobs, told = _stage_and_plan(root, folder, base_key, memories, keep_state)
    if not keep_state:
        memories.unload()  # as all else of the own half: an engine needs the room
    # 2. What is left for the engine, and to draw.
    warnings = list(engine(jobs)) if jobs else []
    if not warnings:
        for job in jobs:
            folder.mark_rendered(job)
    return replace(told, engine_warnings=warnings)


def _stage_and_plan(
    root: Path, folder: OutputDir, base_key: str, memories: MemoTables, keep_state: bool
) -> tuple[list[RenderJob], BuildReport]:
    """Facts and templates to plain Markdown; what needs no engine, or was made by one before, is written."""
    result = run_pipeline(root, memory=memories.pages)
    tree = stage_tree(result, memories.cards)
    memories.save()
    write_files(root / STAGE, tree.sources)
    parts = _parts(result, tree, root / STAGE, folder.path, base_key)
    pictures = {} if keep_state else tree.pictures
    missing, undrawn = folder.sync(tree.files, pictures, parts)
    paths = frozenset(tree.files) | pictures.keys()
    folder.snapshot = BuildSnapshot(result, parts, theme_key(tree.sources), paths) if keep_state else None
    jobs = [
        RenderJob(
            p, missing[p.prefix], paths, {path: pictures[path] for path in undrawn if _prefix(path, parts) == p.prefix}
        )
        for p in parts
        if p.prefix in missing
    ]
    pages, anew = sum(map(len, result.pages.values())), sum(len(job.missing) for job in jobs)
    return jobs, BuildReport(result.warnings, pages, anew)


def _parts(result: Prepared, tree: Tree, stage: Path, target: Path, common: str) -> list[LanguageBuild]:
    """The languages of a site, the root's first."""
    theme = theme_key(tree.sources)
    parts = []
    for language in result.site.languages:
        code, name = language.code, configuration_name(language.code)
        shared = fingerprint(common, name, tree.sources[name], theme)
        outputs = {page.spec.path: f"{page.spec.address}index.html" for page in result.pages[code]}
        keys = {source: page_key(shared, source, tree.sources[f"{code}/{source}"]) for source in outputs}
        parts.append(LanguageBuild(stage / name, target / language.prefix, language.prefix, outputs, keys, shared))
    return parts


def theme_key(sources: Mapping[str, bytes]) -> str:
    """A key of the theme among the sources of a tree."""
    names = sorted(name for name in sources if name.startswith(THEME))
    return fingerprint(*(part for name in names for part in (name, sources[name])))


def page_key(shared: str, source: str, content: bytes) -> str:
    """The key of a page: of what all pages of its language share, and of its own Markdown."""
    return fingerprint(shared, source, content)


def draw(job: RenderJob) -> None:
    """Draw the pictures of a job."""
    root = job.part.target if not job.part.prefix else job.part.target.parents[job.part.prefix.count("/") - 1]
    for path, picture in job.pictures.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.write_bytes(picture.png())


def _prefix(path: str, parts: Sequence[LanguageBuild]) -> str:
    """The prefix of the language that a path of the site belongs to."""
    return max((part.prefix for part in parts if path.startswith(part.prefix)), key=len)


class OutputDir:
    """A folder that a site is written into, and what it shows by now: a fingerprint for each file.

    Of a page that an engine made, the fingerprint is its key: what it was made from. A new folder shows nothing. Only
    what changed is written, and never into a file that is there, since the published site may share it.
    """

    def __init__(self, path: Path, shown: Mapping[str, str], published: tuple[Path, Mapping[str, str]] | None = None):
        """`published` is another folder that may show what is wanted already, with what it shows."""
        self.path = path
        self.manifest = dict(shown)
        self.other, self.other_manifest = published or (path, {})
        self.made: set[str] = set()
        self.snapshot: BuildSnapshot | None = None

    def sync(
        self, files: Mapping[str, bytes], pictures: Mapping[str, Picture], parts: Sequence[LanguageBuild]
    ) -> tuple[dict[str, set[str]], list[str]]:
        """Write everything that needs no work; gives the sources that need an engine, by their part's prefix.

        Then the paths of the pictures that are to be drawn. A part that is not there needs nothing at all.
        """
        wanted = {path: fingerprint(content) for path, content in files.items()}
        drawn = {path: fingerprint(picture.token) for path, picture in pictures.items()}
        shared = {part.prefix + SHARED: part.shared for part in parts}
        pages = {part.prefix + output: part.keys[source] for part in parts for source, output in part.pages.items()}
        for path in self.manifest.keys() - wanted.keys() - drawn.keys() - pages.keys() - shared.keys():
            self._remove(path)
        for path, token in wanted.items():
            if not self._up_to_date_or_link(path, token):
                self._write(path, files[path])
                self.manifest[path] = token
        missing = {
            part.prefix: {
                s
                for s, output in part.pages.items()
                if not self._up_to_date_or_link(part.prefix + output, part.keys[s])
            }
            for part in parts
        }
        undrawn = [path for path, token in drawn.items() if not self._up_to_date_or_link(path, token)]
        busy = {_prefix(path, parts) for path in undrawn}
        return {
            part.prefix: missing[part.prefix]
            for part in parts
            if missing[part.prefix] or part.prefix in busy or self.manifest.get(part.prefix + SHARED) != part.shared
        }, undrawn

    def mark_rendered(self, job: RenderJob) -> None:
        """A job is done: all that was missing of its part is written."""
        part = job.part
        self.manifest |= {part.prefix + output: part.keys[source] for source, output in part.pages.items()}
        self.manifest |= {path: fingerprint(picture.token) for path, picture in job.pictures.items()}
        self.manifest[part.prefix + SHARED] = part.shared

    def _up_to_date_or_link(self, path: str, token: str) -> bool:
        """Whether a file is shown, or can be taken from the other folder; what is there instead goes away."""
        if self.manifest.get(path) == token:
            return True
        if path in self.manifest:
            self._remove(path)
        if self.other_manifest.get(path) == token:
            with suppress(OSError):
                self._ensure_parent(path)
                os.link(f"{self.other}/{path}", f"{self.path}/{path}")
                self.manifest[path] = token
                return True
        return False

    def _remove(self, path: str) -> None:
        (self.path / path).unlink(missing_ok=True)
        del self.manifest[path]

    def _ensure_parent(self, path: str) -> None:
        folder = os.path.dirname(f"{self.path}/{path}")
        if folder not in self.made:
            os.makedirs(folder, exist_ok=True)
            self.made.add(folder)

    def _write(self, path: str, content: bytes) -> None:
        self._ensure_parent(path)
        with open(f"{self.path}/{path}", "wb") as stream:
            stream.write(content)
