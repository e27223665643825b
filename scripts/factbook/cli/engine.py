"""The site engine of the commands: MkDocs. To change the engine, change this module.

The adapter is imported when a site is built and not before: all other commands start without the engine, and no other
module of this package knows it.
"""

from __future__ import annotations

import gc
import logging

import click

from factbook.build.project import Project
from factbook.cli.session import Session
from factbook.problems.escape import escape_text


def create_project(current: Session) -> Project:
    """Return the project of a session, whose messages go to the error stream."""
    from factbook.plugin import MkDocsEngine

    log = logging.getLogger("factbook")
    log.setLevel(logging.INFO)
    log.handlers = [_EchoHandler()]
    gc.enable()  # `factbook` disables it for short commands; an engine fills the memory
    return Project(current.root, MkDocsEngine, log, current.lang)


def serve_project(project: Project, host: str, port: int, open_in_browser: bool) -> None:
    """Serve a live preview of a project until the process is interrupted. Raises OSError if the port is taken."""
    from factbook.plugin import serve

    serve(project, host, port, open_in_browser)


class _EchoHandler(logging.Handler):
    """Writes messages to the error stream, as it is when they are written."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(escape_text(self.format(record)), err=True)
