"""`factbook fmt`: typography of pages, and line ends of the data."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from factbook.checks.typography import format_pages
from factbook.cli.framework import Command, Option
from factbook.cli.session import Session, session
from factbook.data.config import Site, load_site
from factbook.data.edit.tidy import tidy_data
from factbook.problems.escape import escape_line


@click.command(cls=Command, example="factbook fmt")
@click.option(
    "--check", "checking", cls=Option, is_flag=True, help="Write nothing; fail where something has to be fixed."
)
def fmt(checking: bool) -> None:
    """Fix the typography of pages, and line ends and trailing spaces of the data."""
    current = session()
    site = load_site(current.root)
    changed = [*tidy_data(current.root, site.data, write=not checking), *_format_pages(current, site, checking)]
    for file in changed:
        click.echo(escape_line(file))
    if not changed:
        click.echo(current.translate("nothing to fix"))
    elif checking:
        click.echo(current.translate("these files have to be fixed: run “factbook fmt”"), err=True)
        sys.exit(1)


def _format_pages(current: Session, site: Site, checking: bool) -> list[str]:
    if not checking:
        return format_pages(current.root, site)
    with tempfile.TemporaryDirectory(prefix="factbook-") as folder:
        shutil.copytree(site.root / site.docs, Path(folder) / site.docs, symlinks=True)
        return format_pages(Path(folder), replace(site, root=Path(folder)))
