"""`show` and `where`: a record as readers see it, and where it stands."""

from __future__ import annotations

import click

from factbook.build.pipeline import Prepared
from factbook.cli import describe
from factbook.cli.check import run_pipeline_with_progress
from factbook.cli.framework import Command
from factbook.cli.session import session
from factbook.data.edit import RefusedError
from factbook.data.loader import suggestion
from factbook.model import Kind


@click.command(cls=Command, example="factbook show esa-contribution")
@click.argument("identifier", required=False, metavar="ID")
def show(identifier: str | None) -> None:
    """Show a figure, programme, partner, council or source as each language's readers see it; without ID, list all."""
    current = session()
    result = run_pipeline_with_progress(current)
    if identifier is None:
        click.echo("\n".join(describe.identifiers(result.catalogue)))
        return
    for kind in _kinds(result, identifier):
        click.echo("\n".join(describe.show(result, kind, identifier, current.translate)))


@click.command(cls=Command, example="factbook usages esa-contribution")
@click.argument("identifier", metavar="ID")
def usages(identifier: str) -> None:
    """Tell the file and line of a record, what names it in the data, and every page that shows it."""
    current = session()
    result = run_pipeline_with_progress(current)
    for kind in _kinds(result, identifier):
        click.echo("\n".join(describe.usages(result, kind, identifier, current.translate)))


def _kinds(result: Prepared, identifier: str) -> list[Kind]:
    """The kinds of the records of that name; one at least, or Refused with the nearest name."""
    if found := describe.kinds_of(result.catalogue, identifier):
        return found
    known = [name for kind, name in result.catalogue.located]
    raise RefusedError("unknown-figure", kind="record", id=identifier, hint=suggestion(identifier, known))
