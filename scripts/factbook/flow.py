"""The whole way from the data folder to plain Markdown pages, in one function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from factbook.catalogue import read_catalogue
from factbook.checks import check_anchors, check_references
from factbook.model import Catalogue
from factbook.pages import Outline, Page, read_outline, render_pages
from factbook.problems import Problem, Problems
from factbook.site import Site, read_site
from factbook.staging import write_tree


@dataclass(frozen=True)
class Result:
    """What one way through the house gave: the checked facts, the finished pages, and the warnings."""

    site: Site
    catalogue: Catalogue
    outline: Outline
    pages: Mapping[str, list[Page]]
    warnings: list[Problem] = field(default_factory=list)


def prepare(root: Path) -> Result:
    """Read, check and word everything below `root`, without writing anything.

    Raises Problems with all errors that could be found: those of the data's shape hide those of pages.
    """
    # 1. The configuration: which languages, which pages.
    site = read_site(root)

    # 2. The facts: every file read, every record of the right shape.
    catalogue = read_catalogue(root, site.codes, site.data)

    # 3. The rules that need more than one record.
    problems = list(check_references(catalogue))

    # 4. The heads of all pages: their addresses, and which are twins.
    outline = read_outline(site, catalogue)
    problems += outline.problems
    if any(problem.severity == "error" for problem in problems):
        raise Problems(problems)

    # 5. The pages, one language at a time: templates and facts to Markdown.
    pages = {code: render_pages(site, catalogue, outline, code, problems) for code in site.codes}

    # 6. The rules about finished pages.
    for code in site.codes:
        problems += check_anchors(pages[code])
    if any(problem.severity == "error" for problem in problems):
        raise Problems(problems)
    return Result(site, catalogue, outline, pages, warnings=Problems(problems).found)


def stage(root: Path, target: Path) -> Result:
    """Prepare everything, then write the staged tree below `target`; nothing is written when it fails."""
    result = prepare(root)
    write_tree(result.site, result.catalogue, result.outline, result.pages, target)
    return result
