"""`build`: the whole site in all languages, published in one step."""

from __future__ import annotations

from pathlib import Path

import click

from factbook.build.errors import BuildError
from factbook.build.project import build_project
from factbook.cli.engine import create_project
from factbook.cli.framework import Command, Option
from factbook.cli.session import session


@click.command(cls=Command, example="factbook build --strict")
@click.option("--strict", cls=Option, is_flag=True, help="Publish nothing if the site engine warns of anything.")
@click.option("--site-dir", cls=Option, metavar="FOLDER", help="The folder to publish, instead of that of mkdocs.yml.")
def build(strict: bool, site_dir: str | None) -> None:
    """Check all facts and pages, then build the site in all languages and publish it in one step."""
    current = session()
    try:
        warnings = build_project(create_project(current), Path(site_dir).resolve() if site_dir else None, strict)
    except BuildError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None
    if strict and warnings:
        click.echo(current.message("warnings: {count}; nothing was published", count=str(warnings)), err=True)
        raise click.exceptions.Exit(1)
