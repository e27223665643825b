"""`hosting` and `compress`: what a web server needs beside the site."""

from __future__ import annotations

from pathlib import Path

import click

from factbook.build.compress import compress as compress_files
from factbook.build.server_config import nginx
from factbook.cli.framework import Command, Option
from factbook.cli.session import session
from factbook.data.config import load_site
from factbook.data.loader import load_catalogue
from factbook.pages import read_outline
from factbook.problems import Problems


@click.command(cls=Command, example="factbook nginx-config --folder /srv/site --listen 8080")
@click.option("--folder", cls=Option, default="/srv/site", metavar="FOLDER", help="Where the published site stands.")
@click.option("--listen", cls=Option, default="80", metavar="ADDRESS", help="Where nginx listens, such as 8080.")
@click.option("--brotli", cls=Option, is_flag=True, help="For an nginx with the module brotli_static.")
def nginx_config(folder: str, listen: str, brotli: bool) -> None:
    """Write a configuration for nginx: headers, caching, compression, the page for missing addresses."""
    root = session().root
    site = load_site(root)
    outline = read_outline(site, load_catalogue(root, site.codes, site.data))
    if outline.problems:
        raise Problems(outline.problems)
    click.echo(nginx(site, outline, folder, listen, brotli), nl=False)


@click.command(cls=Command, example="factbook compress site")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def compress(folder: Path) -> None:
    """Write compressed files beside those of a published site, for a server that sends what is ready."""
    current = session()
    click.echo(current.translate("{count} files were compressed").format(count=compress_files(folder)))
