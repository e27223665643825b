"""`factbook compress`: compressed copies of the published files."""

from __future__ import annotations

from pathlib import Path

import click

from factbook.build.compress import compress as compress_files
from factbook.cli.framework import Command
from factbook.cli.session import session


@click.command(cls=Command, example="factbook compress site")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def compress(folder: Path) -> None:
    """Write compressed copies of the files of a published site, for a server that sends precompressed files."""
    current = session()
    click.echo(current.translate("{count} files were compressed").format(count=compress_files(folder)))
