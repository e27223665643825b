"""`factbook stale`: facts that are out of date."""

from __future__ import annotations

import click

from factbook.cli.framework import Command
from factbook.cli.options import as_of_option
from factbook.cli.progress import run_pipeline_with_progress
from factbook.cli.session import session
from factbook.problems import as_text

STALE_CODES = ("stale-figure", "stale-programme", "past-forecast", "past-plan")


@click.command(cls=Command, example="factbook stale --as-of 2027-02-01")
@as_of_option()
def stale(as_of: str | None) -> None:
    """List what is past its review date, and what was planned for a day that has passed."""
    current = session()
    found = [problem for problem in run_pipeline_with_progress(current, as_of).warnings if problem.code in STALE_CODES]
    for problem in found:
        click.echo(as_text(problem, current.root, current.lang) + "\n")
    if not found:
        click.echo(current.translate("nothing is out of date"))
