"""One version of the site, read as far as it can be read: a fault hides what is at fault, and no more."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from factbook.catalogue import read_what_can_be_read
from factbook.comparing.revisions import Repository, extracted
from factbook.computing import compute
from factbook.flow import prepare
from factbook.model import NO_FACTS, Catalogue
from factbook.pages import Outline, Page, read_outline, render_pages
from factbook.problems import Problem, Problems
from factbook.site import Site, read_site

WORK_TREE = ""


@dataclass(frozen=True)
class Version:
    """What could be read of a version: `site` is None where not even its configuration can be."""

    name: str
    site: Site | None
    catalogue: Catalogue = NO_FACTS
    outline: Outline = field(default_factory=Outline)
    pages: Mapping[str, Sequence[Page]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    @property
    def faulty_files(self) -> frozenset[str]:
        """The files of which a part may be missing here, since something is wrong in them."""
        return frozenset(problem.place.file for problem in self.problems if problem.severity == "error")

    @property
    def errors(self) -> int:
        """How many errors this version has."""
        return sum(problem.severity == "error" for problem in self.problems)


def read_version(root: Path, name: str, on: date) -> Version:
    """Read the version that stands in a folder, as on a day. It never raises for what the version holds."""
    try:
        result = prepare(root, on)
        return Version(name, result.site, result.catalogue, result.outline, result.pages, result.warnings)
    except Problems as problems:
        found = problems.found
    try:
        site = read_site(root)
    except Problems:
        return Version(name, None, problems=found)
    catalogue, _ = read_what_can_be_read(root, site.codes, site.data)
    catalogue, _ = compute(catalogue)
    outline = read_outline(site, catalogue)
    pages = {code: render_pages(site, catalogue, outline, code, []) for code in site.codes}
    return Version(name, site, catalogue, outline, pages, found)


@contextmanager
def two_versions(root: Path, base: str, head: str, on: date) -> Iterator[tuple[Version, Version]]:
    """Two revisions, read; `head` may be WORK_TREE. Raises RevisionError where there is no such revision.

    The folders that they were read from are there until the end: their interface strings are read late.
    """
    repository = Repository(root)
    commits = [repository.commit(name) if name != WORK_TREE else WORK_TREE for name in (base, head)]
    with ExitStack() as stack:
        folders = [stack.enter_context(extracted(repository, commit)) if commit else root for commit in commits]
        yield _side_by_side((folders[0], base, on), (folders[1], head, on))


def _side_by_side(one: tuple[Path, str, date], two: tuple[Path, str, date]) -> tuple[Version, Version]:
    """Both versions, the first read in a process of its own where processes can be forked."""
    if "fork" not in get_all_start_methods():
        return read_version(*one), read_version(*two)
    gc.freeze()  # or the child's collector would copy all memory that it shares
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        first = pool.submit(read_version, *one)
        second = read_version(*two)
        return first.result(), second
