"""The command and its subcommands, in the order an editor meets them."""

from __future__ import annotations

import gc

import click

from factbook import __version__
from factbook.cli import check, deploy, diff, maintain, new, show, sources
from factbook.cli import set as set_command
from factbook.cli.framework import Group, Option


@click.group(cls=Group, example="factbook check")
@click.version_option(__version__, cls=Option, message="%(prog)s %(version)s", help="Show the version and exit.")
def main() -> None:
    """Facts kept in YAML, checked and published in several languages."""
    gc.disable()  # a command ends before there is anything worth collecting; looking takes a tenth of its time


for command in (
    check.check,
    check.explain,
    check.stale,
    show.show,
    show.usages,
    diff.diff,
    diff.history,
    sources.sources,
    set_command.set_,
    new.new,
    maintain.fmt,
    maintain.confirm_translation,
    maintain.schema,
    maintain.stage,
    deploy.nginx_config,
    deploy.compress,
):
    main.add_command(command)
