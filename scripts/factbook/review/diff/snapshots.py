"""One version of the site, read as far as it can be read: a fault hides what is at fault, and no more."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

from factbook.build.pipeline import run_pipeline
from factbook.build.render_pages import render_languages
from factbook.build.trace import NULL_MEMO
from factbook.data.config import Site, load_site
from factbook.data.formulas import compute
from factbook.data.loader import load_partial
from factbook.model import NO_FACTS, Catalogue
from factbook.pages import Outline, Page, read_outline
from factbook.problems import Problem, Problems
from factbook.review.diff.attribution import Key
from factbook.review.diff.sampling import pages_except, records_to_skip
from factbook.review.git import Repository, extracted

WORK_TREE = ""


@dataclass(frozen=True)
class Version:
    """What could be read of a version: `site` is None where not even its configuration can be.

    `left_out` are the records whose own pages are not among `pages`, though the version may have them.
    """

    name: str
    site: Site | None
    catalogue: Catalogue = NO_FACTS
    outline: Outline = field(default_factory=Outline)
    pages: Mapping[str, Sequence[Page]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    left_out: frozenset[Key] = frozenset()

    @property
    def faulty_files(self) -> frozenset[str]:
        """The files of which a part may be missing here, since something is wrong in them."""
        return frozenset(problem.place.file for problem in self.problems if problem.severity == "error")

    @property
    def errors(self) -> int:
        """How many errors this version has."""
        return sum(problem.severity == "error" for problem in self.problems)


def read_version(root: Path, name: str, on: date, left_out: frozenset[Key] = frozenset()) -> Version:
    """Read the version that stands in a folder, as on a day. It never raises for what the version holds."""
    choose = partial(pages_except, left_out)
    try:
        result = run_pipeline(root, on, choose=choose)
        return Version(name, result.site, result.catalogue, result.outline, result.pages, result.warnings, left_out)
    except Problems as problems:
        found = problems.found
    try:
        site = load_site(root)
    except Problems:
        return Version(name, None, problems=found)
    catalogue = _facts(root, site)
    outline = read_outline(site, catalogue)
    wanted = {code: choose(catalogue, outline, code) for code in site.codes}
    pages = render_languages(site, catalogue, outline, [], NULL_MEMO, wanted)
    return Version(name, site, catalogue, outline, pages, found, left_out)


def _facts(root: Path, site: Site) -> Catalogue:
    """The facts of a version that can be read."""
    catalogue, _ = load_partial(root, site.codes, site.data)
    return compute(catalogue)[0]


def _alike(roots: Sequence[Path]) -> frozenset[Key]:
    """The records of both versions whose own pages need not be compared."""
    try:
        base, head = (_facts(root, load_site(root)) for root in roots)
    except Problems:
        return frozenset()
    return records_to_skip(base, head)


@contextmanager
def two_versions(root: Path, base: str, head: str, on: date) -> Iterator[tuple[Version, Version]]:
    """Two revisions, read; `head` may be WORK_TREE. Raises RevisionError where there is no such revision.

    The folders that they were read from are there until the end: their interface strings are read late.
    """
    repository = Repository(root)
    commits = [repository.commit(name) if name != WORK_TREE else WORK_TREE for name in (base, head)]
    with ExitStack() as stack:
        folders = [stack.enter_context(extracted(repository, commit)) if commit else root for commit in commits]
        left_out = _alike(folders)
        yield _side_by_side((folders[0], base, on, left_out), (folders[1], head, on, left_out))


_Asked = tuple[Path, str, date, frozenset[Key]]


def _side_by_side(one: _Asked, two: _Asked) -> tuple[Version, Version]:
    """Both versions, the first read in a process of its own where processes can be forked."""
    if "fork" not in get_all_start_methods():
        return read_version(*one), read_version(*two)
    gc.freeze()  # or the child's collector would copy all memory that it shares
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        first = pool.submit(read_version, *one)
        second = read_version(*two)
        return first.result(), second
