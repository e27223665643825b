"""A version of the site, read as far as possible: an error hides only the part that it concerns."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
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
from factbook.review.git import Repository, extracted

WORK_TREE = ""


@dataclass(frozen=True)
class Version:
    """The readable part of a version; `site` is None where its configuration cannot be read."""

    name: str
    site: Site | None
    catalogue: Catalogue = NO_FACTS
    outline: Outline = field(default_factory=Outline)
    pages: Mapping[str, Sequence[Page]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()

    @property
    def faulty_files(self) -> frozenset[str]:
        """Return the files with errors, of which a part may be missing here."""
        return frozenset(problem.place.file for problem in self.problems if problem.is_error)

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return sum(problem.is_error for problem in self.problems)


def read_version(root: Path, name: str, as_of: date) -> Version:
    """Read the version in the folder `root`, checked as of a day. Errors in its files are returned, not raised."""
    try:
        result = run_pipeline(root, as_of)
        return Version(name, result.site, result.catalogue, result.outline, result.pages, result.warnings)
    except Problems as problems:
        found = problems.found
    try:
        site = load_site(root)
    except Problems:
        return Version(name, None, problems=found)
    catalogue, _ = load_partial(root, site.codes, site.data)
    catalogue, _ = compute(catalogue)
    outline = read_outline(site, catalogue)
    pages = render_languages(site, catalogue, outline, [], NULL_MEMO, dict.fromkeys(site.codes))
    return Version(name, site, catalogue, outline, pages, found)


@contextmanager
def two_versions(root: Path, base: str, head: str, as_of: date) -> Iterator[tuple[Version, Version]]:
    """Read two revisions; `head` may be WORK_TREE.

    The folders that they were read from exist until the context ends: interface strings are read on demand.

    Raises:
        RevisionError: a revision does not exist, or `root` is in no git repository.
    """
    repository = Repository(root)
    commits = [repository.commit(name) if name != WORK_TREE else WORK_TREE for name in (base, head)]
    with ExitStack() as stack:
        folders = [stack.enter_context(extracted(repository, commit)) if commit else root for commit in commits]
        yield _read_both((folders[0], base, as_of), (folders[1], head, as_of))


def _read_both(one: tuple[Path, str, date], two: tuple[Path, str, date]) -> tuple[Version, Version]:
    """Read both versions, the first in a process of its own where processes can be forked."""
    if "fork" not in get_all_start_methods():
        return read_version(*one), read_version(*two)
    gc.freeze()  # or the child's collector would copy all memory that it shares
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        first = pool.submit(read_version, *one)
        second = read_version(*two)
        return first.result(), second
