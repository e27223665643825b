"""The pipeline from the data folder to plain Markdown pages: load the facts, then render the pages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
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
    check_templates,
    check_theme_strings,
    drop_secondary,
    stale_records,
    today,
)
from factbook.data.config import Site, load_site
from factbook.data.formulas import compute
from factbook.data.loader import load_catalogue
from factbook.model import NO_FACTS, Catalogue
from factbook.pages import Outline, Page, read_outline
from factbook.problems import Problem, Problems, has_errors
from factbook.problems.codes import N_


@dataclass(frozen=True)
class CheckedFacts:
    """The checked facts and the heads of all pages; what rendering begins with.

    Attributes:
        problems: The problems found so far, none of which prevents the pages from being rendered.
    """

    site: Site
    catalogue: Catalogue
    outline: Outline
    as_of: date
    problems: list[Problem]


@dataclass(frozen=True)
class Prepared:
    """The checked facts, the finished pages, and the warnings.

    Attributes:
        stale: Kind and identifier of each record that is stale on the day in question.
    """

    site: Site
    catalogue: Catalogue
    outline: Outline
    pages: Mapping[str, list[Page]]
    warnings: list[Problem] = field(default_factory=list)
    stale: Collection[tuple[str, str]] = ()


Choose = Callable[[Catalogue, Outline, str], Collection[str] | None]
"""Returns the names of the pages of a language to render, None for all: the preview renders open pages first."""


def all_pages(catalogue: Catalogue, outline: Outline, language: str) -> None:
    """Choose all pages."""


STAGES = (N_("reading the facts"), N_("checking the facts"), N_("writing the pages"), N_("checking the pages"))


def ignore_stage(stage: str) -> None:
    """Show no progress."""


def run_pipeline(
    root: Path,
    as_of: date | None = None,
    strict_dates: bool = False,
    on_stage: Callable[[str], object] = ignore_stage,
    memory: MemoTable = NULL_MEMO,
    choose: Choose = all_pages,
) -> Prepared:
    """Read and check the facts below `root`, then render the pages, without writing a file.

    Args:
        root: The folder of mkdocs.yml.
        as_of: The day on which the facts are checked; today by default.
        strict_dates: Whether what is stale on that day is an error instead of a warning.
        on_stage: Called with each of STAGES as it begins.
        memory: Pages of earlier runs.
        choose: Which pages to render.

    Raises:
        Problems: All errors found. Errors in the shape of the data hide those of finished pages.
    """
    return render_pages(load_facts(root, as_of, strict_dates, on_stage), on_stage, memory, choose)


def load_facts(
    root: Path,
    as_of: date | None = None,
    strict_dates: bool = False,
    on_stage: Callable[[str], object] = ignore_stage,
) -> CheckedFacts:
    """Read the configuration, the facts and the heads of the pages, and check them. Raises Problems."""
    as_of = as_of or today()
    reading, checking, _, _ = STAGES

    # 1. The configuration: which languages, which pages.
    site = load_site(root)

    if faults := list(check_theme_strings(site)):
        raise Problems(faults)

    # 2. The facts: read every file, validate every record, compute every formula.
    on_stage(reading)
    try:
        catalogue = load_catalogue(root, site.codes, site.data)
    except Problems as faulty:
        raise Problems([*faulty.found, *_template_problems(site)]) from None
    on_stage(checking)
    blocking = list(check_references(catalogue))
    catalogue, faults = compute(catalogue)
    blocking += faults

    # 3. The heads of all pages: their addresses and alternates.
    outline = read_outline(site, catalogue)
    blocking += outline.problems

    # 4. The rules about facts, and about the source of pages.
    problems = [*blocking, *check_facts(catalogue, as_of, strict_dates), *check_templates(site, catalogue, outline)]
    if has_errors(blocking):
        raise Problems(problems)
    return CheckedFacts(site, catalogue, outline, as_of, problems)


def render_pages(
    facts: CheckedFacts,
    on_stage: Callable[[str], object] = ignore_stage,
    memory: MemoTable = NULL_MEMO,
    choose: Choose = all_pages,
) -> Prepared:
    """Render the chosen pages of all languages, and check them. Raises Problems.

    The facts are not changed, so that the pages of a preview can be rendered in two steps from one reading.
    """
    site, catalogue, outline = facts.site, facts.catalogue, facts.outline
    _, _, writing, finishing = STAGES

    # 5. The pages, one language at a time: templates and facts to Markdown.
    on_stage(writing)
    problems = list(facts.problems)
    wanted = {code: choose(catalogue, outline, code) for code in site.codes}
    pages = render_languages(site, catalogue, outline, problems, memory, wanted)

    # 6. The rules about finished pages.
    on_stage(finishing)
    problems = drop_secondary([*problems, *check_pages(catalogue, outline, pages)])
    if has_errors(problems):
        raise Problems(problems)
    stale = stale_records(catalogue, facts.as_of)
    return Prepared(site, catalogue, outline, pages, Problems(problems).found, stale)


def _template_problems(site: Site) -> list[Problem]:
    """Return the problems of the pages that can be found without the facts."""
    outline = read_outline(site, NO_FACTS)
    return [*outline.problems, *check_templates(site, NO_FACTS, outline)]


def stage_tree(result: Prepared, memory: MemoTable = NULL_MEMO) -> Tree:
    """Return the staged tree of the prepared pages; `memory` holds the cards of earlier runs."""
    return build_tree(result.site, result.catalogue, result.outline, result.pages, result.stale, memory)


def stage(root: Path, target: Path, as_of: date | None = None) -> Prepared:
    """Prepare everything, then write the staged tree below `target`; nothing is written when it fails."""
    result = run_pipeline(root, as_of)
    write_tree(result.site, stage_tree(result), target)
    return result
