"""`serve`: a live preview of the site."""

from __future__ import annotations

import errno

import click

from factbook.build.errors import BuildError
from factbook.cli.engine import create_project, serve_project
from factbook.cli.framework import Command, Option
from factbook.cli.session import session


@click.command(cls=Command, example="factbook serve --port 8001")
@click.option("--host", cls=Option, default="127.0.0.1", metavar="ADDRESS", help="The address to listen on.")
@click.option(
    "--port", cls=Option, type=click.IntRange(1, 65535), default=8000, metavar="PORT", help="The port to listen on."
)
@click.option("--open", "open_in_browser", cls=Option, is_flag=True, help="Open the home page in a browser.")
def serve(host: str, port: int, open_in_browser: bool) -> None:
    """Serve a live preview of the site: each saved change is shown at once, and so is each mistake."""
    current = session()
    try:
        serve_project(create_project(current), host, port, open_in_browser)
    except BuildError as error:
        click.echo(str(error), err=True)
        raise click.exceptions.Exit(1) from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        said = current.message("port {port} is in use: choose another one with --port", port=str(port))
        click.echo(said, err=True)
        raise click.exceptions.Exit(1) from None
