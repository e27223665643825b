"""`factbook check`: all problems of the facts and pages."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from factbook.cli.framework import Choice, Command, Option
from factbook.cli.options import as_of_option
from factbook.cli.progress import run_pipeline_with_progress
from factbook.cli.session import Session, session
from factbook.problems import Problem, Problems, as_annotations, as_json, as_text


@click.command(cls=Command, example="factbook check --format github")
@click.option(
    "--format", "form", cls=Option, type=Choice(["text", "json", "github"]), default="text",
    help="For a person, a program, or the lines of a pull request.",
)  # fmt: skip
@as_of_option()
@click.option("--strict-dates", cls=Option, is_flag=True, help="What is out of date is an error, not a warning.")
def check(form: str, as_of: str | None, strict_dates: bool) -> None:
    """Check all facts and pages, and report all problems."""
    current = session()
    counted = ""
    try:
        result = run_pipeline_with_progress(current, as_of, strict_dates)
        found: Sequence[Problem] = result.warnings
        pages = sum(map(len, result.pages.values()))
        counted = current.translate("{figures} figures and {pages} pages were checked").format(
            figures=len(result.catalogue.figures), pages=pages
        )
    except Problems as problems:
        found = problems.found
    if form == "json":
        click.echo(as_json(found, current.lang))
    elif form == "github" and found:
        click.echo(as_annotations(found, current.lang))
    elif form == "text":
        for problem in found:
            click.echo(as_text(problem, current.root, current.lang) + "\n")
    errors = sum(problem.is_error for problem in found)
    click.echo(_summary(current, errors, len(found) - errors, counted), err=form != "text")
    if errors:
        sys.exit(1)


def _summary(current: Session, errors: int, warnings: int, counted: str) -> str:
    if errors or warnings:
        summary = current.translate("errors: {errors}, warnings: {warnings}").format(errors=errors, warnings=warnings)
    else:
        summary = current.translate("no problems found")
    return f"{summary} ({counted})" if counted else summary
