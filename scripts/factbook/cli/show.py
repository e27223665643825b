"""`show` and `where`: a record as readers see it, and where it stands."""

from __future__ import annotations

import click

from factbook.build.pipeline import Result
from factbook.cli import describe as showing
from factbook.cli.check import prepared
from factbook.cli.framework import Command
from factbook.cli.session import session
from factbook.data.edit import Refused
from factbook.data.loader import hint
from factbook.model.records import Kind


@click.command(cls=Command, example="factbook show esa-contribution")
@click.argument("identifier", required=False, metavar="ID")
def show(identifier: str | None) -> None:
    """Show a figure, programme, partner, council or source as each language's readers see it; without ID, list all."""
    current = session()
    result = prepared(current)
    if identifier is None:
        click.echo("\n".join(showing.identifiers(result.catalogue)))
        return
    for kind in _kinds(result, identifier):
        click.echo("\n".join(showing.show(result, kind, identifier, current.say)))


@click.command(cls=Command, example="factbook where esa-contribution")
@click.argument("identifier", metavar="ID")
def where(identifier: str) -> None:
    """Tell the file and line of a record, what names it in the data, and every page that shows it."""
    current = session()
    result = prepared(current)
    for kind in _kinds(result, identifier):
        click.echo("\n".join(showing.where(result, kind, identifier, current.say)))


def _kinds(result: Result, identifier: str) -> list[Kind]:
    """The kinds of the records of that name; one at least, or Refused with the nearest name."""
    if found := showing.kinds_of(result.catalogue, identifier):
        return found
    known = [name for kind, name in result.catalogue.located]
    raise Refused("unknown-figure", kind="record", id=identifier, hint=hint(identifier, known))
