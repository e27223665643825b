"""`factbook stage`: the plain Markdown tree that site engines build from."""

from __future__ import annotations

from pathlib import Path

import click

from factbook.build import pipeline
from factbook.cli.framework import Command
from factbook.cli.session import session


@click.command(cls=Command, example="factbook stage build/tree")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def stage(target: Path) -> None:
    """Write the plain Markdown tree and a configuration for each language into the folder TARGET."""
    result = pipeline.stage(session().root, target.resolve())
    for language in result.site.codes:
        click.echo(f"{language}: {len(result.pages[language])} pages")
