"""The whole way from the data folder to plain Markdown pages, in one function."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from factbook.build.render_pages import render_languages
from factbook.build.staging import Tree, build_tree, write_tree
from factbook.build.trace import NULL_MEMO, MemoTable
from factbook.checks import (
    check_facts,
    check_pages,
    check_references,
    check_strings,
    check_templates,
    drop_secondary,
    stale_records,
    today,
)
from factbook.data.config import Site, load_site
from factbook.data.formulas import compute
from factbook.data.loader import load_catalogue
from factbook.model import NO_FACTS, Catalogue
from factbook.pages import Outline, Page, read_outline
from factbook.problems import Problem, Problems
from factbook.problems.codes import N_


@dataclass(frozen=True)
class Prepared:
    """What one way through the house gave: the checked facts, the finished pages, and the warnings.

    `stale` has the kind and identifier of each record that is stale on the day that was asked about.
    """

    site: Site
    catalogue: Catalogue
    outline: Outline
    pages: Mapping[str, list[Page]]
    warnings: list[Problem] = field(default_factory=list)
    stale: Collection[tuple[str, str]] = ()

    @property
    def pages_skipped(self) -> int:
        """How many pages were not looked at, as others of the same shape were."""
        return sum(map(len, self.outline.pages.values())) - sum(map(len, self.pages.values()))


Choose = Callable[[Catalogue, Outline, str], Collection[str] | None]
"""The names of the pages of a language that are looked at; None for all."""


def all_pages(catalogue: Catalogue, outline: Outline, language: str) -> None:
    """Choose all pages."""


STAGES = (N_("reading the facts"), N_("checking the facts"), N_("writing the pages"), N_("checking the pages"))


def run_pipeline(
    root: Path,
    as_of: date | None = None,
    strict_dates: bool = False,
    on_stage: Callable[[str], object] = lambda stage: None,
    memory: MemoTable = NULL_MEMO,
    choose: Choose = all_pages,
) -> Prepared:
    """Read, check and word everything below `root`, without writing anything.

    `on` is the day that is asked about, by default today's; what is stale on it is an error where
    `strict_dates`, else a warning; `begin` is told each of STAGES as it begins; `memory` has pages of earlier runs;
    `choose` says which pages are looked at (`factbook.pages.sampling`: some, where very many are alike).
    Raises Problems with all errors that could be found: those of the data's shape hide those of finished pages.
    """
    as_of = as_of or today()
    reading, checking, writing, finishing = STAGES

    # 1. The configuration: which languages, which pages.
    site = load_site(root)

    if faults := list(check_strings(site)):
        raise Problems(faults)

    # 2. The facts: every file read, every record of the right shape, every formula worked out.
    on_stage(reading)
    try:
        catalogue = load_catalogue(root, site.codes, site.data)
    except Problems as faulty:
        raise Problems([*faulty.found, *_template_problems(site)]) from None
    on_stage(checking)
    blocking = list(check_references(catalogue))
    catalogue, faults = compute(catalogue)
    blocking += faults

    # 3. The heads of all pages: their addresses, and which are twins.
    outline = read_outline(site, catalogue)
    blocking += outline.problems

    # 4. The rules about facts, and about the pages as they are typed.
    problems = [*blocking, *check_facts(catalogue, as_of, strict_dates), *check_templates(site, catalogue, outline)]
    if _are_wrong(blocking):
        raise Problems(problems)

    # 5. The pages, one language at a time: templates and facts to Markdown.
    on_stage(writing)
    wanted = {code: choose(catalogue, outline, code) for code in site.codes}
    pages = render_languages(site, catalogue, outline, problems, memory, wanted)

    # 6. The rules about finished pages.
    on_stage(finishing)
    problems = drop_secondary([*problems, *check_pages(catalogue, outline, pages)])
    if _are_wrong(problems):
        raise Problems(problems)
    stale = stale_records(catalogue, as_of)
    return Prepared(site, catalogue, outline, pages, Problems(problems).found, stale)


def _are_wrong(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _template_problems(site: Site) -> list[Problem]:
    """What can be told of the pages while the facts cannot be read."""
    outline = read_outline(site, NO_FACTS)
    return [*outline.problems, *check_templates(site, NO_FACTS, outline)]


def stage_tree(result: Prepared, memory: MemoTable = NULL_MEMO) -> Tree:
    """The staged tree of what was prepared; `memory` has cards of earlier runs."""
    return build_tree(result.site, result.catalogue, result.outline, result.pages, result.stale, memory)


def stage(root: Path, target: Path, as_of: date | None = None) -> Prepared:
    """Prepare everything, then write the staged tree below `target`; nothing is written when it fails."""
    result = run_pipeline(root, as_of)
    write_tree(result.site, stage_tree(result), target)
    return result
