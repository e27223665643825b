"""`factbook usages`: where a record is defined, named and shown."""

from __future__ import annotations

import click

from factbook.cli import describe
from factbook.cli.framework import Command
from factbook.cli.progress import run_pipeline_with_progress
from factbook.cli.session import session


@click.command(cls=Command, example="factbook usages esa-contribution")
@click.argument("identifier", metavar="ID")
def usages(identifier: str) -> None:
    """Show the file and line of a record, the records that refer to it, and the pages that show it."""
    current = session()
    result = run_pipeline_with_progress(current)
    for kind in describe.require_kinds(result.catalogue, identifier):
        click.echo("\n".join(describe.usages(result, kind, identifier, current.translate)))
