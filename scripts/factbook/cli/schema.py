"""`factbook schema`: the JSON Schemas of the data files."""

from __future__ import annotations

import sys

import click

from factbook.cli.framework import Command, Option
from factbook.cli.session import session
from factbook.data import json_schema
from factbook.data.config import load_site


@click.command(cls=Command, example="factbook schema")
@click.option(
    "--check", "checking", cls=Option, is_flag=True, help="Write nothing; fail where a file is not up to date."
)
def schema(checking: bool) -> None:
    """Write the JSON Schemas in data/schema that text editors complete from."""
    current = session()
    site = load_site(current.root)
    folder = site.root / site.data / json_schema.FOLDER
    names = json_schema.drift(folder, site.codes) if checking else json_schema.write(folder, site.codes)
    for name in names:
        click.echo(f"{site.data}/{json_schema.FOLDER}/{name}")
    if not names:
        click.echo(current.translate("the schemas are up to date"))
    elif checking:
        click.echo(current.translate("not up to date: run “factbook schema”"), err=True)
        sys.exit(1)
