"""`factbook show`: a record as readers see it."""

from __future__ import annotations

import click

from factbook.cli import describe
from factbook.cli.framework import Command
from factbook.cli.progress import run_pipeline_with_progress
from factbook.cli.session import session


@click.command(cls=Command, example="factbook show esa-contribution")
@click.argument("identifier", required=False, metavar="ID")
def show(identifier: str | None) -> None:
    """Show a figure, programme, partner, council or source as each language's readers see it; without ID, list all."""
    current = session()
    result = run_pipeline_with_progress(current)
    if identifier is None:
        click.echo("\n".join(describe.identifiers(result.catalogue)))
        return
    for kind in describe.require_kinds(result.catalogue, identifier):
        click.echo("\n".join(describe.show(result, kind, identifier, current.translate)))
