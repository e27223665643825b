"""`factbook nginx-config`: the configuration of nginx for the published site."""

from __future__ import annotations

import click

from factbook.build import server_config
from factbook.cli.framework import Command, Option
from factbook.cli.session import session
from factbook.data.config import load_site
from factbook.data.loader import load_catalogue
from factbook.pages import read_outline
from factbook.problems import Problems


@click.command(cls=Command, example="factbook nginx-config --folder /srv/site --listen 8080")
@click.option("--folder", cls=Option, default="/srv/site", metavar="FOLDER", help="Folder of the published site.")
@click.option(
    "--listen", cls=Option, default="80", metavar="ADDRESS", help="Address or port that nginx listens on, such as 8080."
)
@click.option("--brotli", cls=Option, is_flag=True, help="For an nginx with the module brotli_static.")
def nginx_config(folder: str, listen: str, brotli: bool) -> None:
    """Write a configuration for nginx: headers, caching, compression, the page for missing addresses."""
    root = session().root
    site = load_site(root)
    outline = read_outline(site, load_catalogue(root, site.codes, site.data))
    if outline.problems:
        raise Problems(outline.problems)
    click.echo(server_config.nginx_config(site, outline, folder, listen, brotli), nl=False)
