"""The `factbook` command with its subcommands, in the order of the help."""

from __future__ import annotations

import gc

import click

from factbook import __version__
from factbook.cli import (
    build,
    check,
    compress,
    confirm_translation,
    diff,
    explain,
    fmt,
    history,
    new,
    nginx_config,
    schema,
    serve,
    show,
    sources,
    stage,
    stale,
    usages,
)
from factbook.cli import set as set_command
from factbook.cli.framework import Group, Option


@click.group(cls=Group, example="factbook check")
@click.version_option(__version__, cls=Option, message="%(prog)s %(version)s", help="Show the version and exit.")
def main() -> None:
    """Facts kept in YAML, checked and published in several languages."""
    gc.disable()  # a command ends before there is much to collect, and collection takes a tenth of its time


for command in (
    check.check,
    serve.serve,
    build.build,
    explain.explain,
    stale.stale,
    show.show,
    usages.usages,
    diff.diff,
    history.history,
    sources.sources,
    set_command.set_,
    new.new,
    fmt.fmt,
    confirm_translation.confirm_translation,
    schema.schema,
    stage.stage,
    nginx_config.nginx_config,
    compress.compress,
):
    main.add_command(command)
