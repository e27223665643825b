"""The command and its subcommands, in the order an editor meets them."""

from __future__ import annotations

import gc

import click

from factbook import __version__
from factbook.cli import check as checking
from factbook.cli import deploy as hosting
from factbook.cli import diff as reviewing
from factbook.cli import maintain as keeping
from factbook.cli import new as beginning
from factbook.cli import set as writing
from factbook.cli import show as looking
from factbook.cli import sources
from factbook.cli.framework import Group, Option


@click.group(cls=Group, example="factbook check")
@click.version_option(__version__, cls=Option, message="%(prog)s %(version)s", help="Show the version and exit.")
def main() -> None:
    """Facts kept in YAML, checked and published in several languages."""
    gc.disable()  # a command ends before there is anything worth collecting; looking takes a tenth of its time


for command in (
    checking.check,
    checking.explain,
    checking.stale,
    looking.show,
    looking.where,
    reviewing.diff,
    reviewing.history,
    sources.sources,
    writing.set_,
    beginning.new,
    keeping.fmt,
    keeping.translated,
    keeping.schema,
    keeping.stage,
    hosting.hosting,
    hosting.compress,
):
    main.add_command(command)
