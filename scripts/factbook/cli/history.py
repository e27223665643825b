"""`factbook history`: what the site showed of a record, and when."""

from __future__ import annotations

import click

from factbook import review
from factbook.checks.staleness import today
from factbook.cli.describe import require_kinds
from factbook.cli.framework import Command
from factbook.cli.session import session
from factbook.data.config import load_site
from factbook.data.formulas import compute
from factbook.data.loader import load_catalogue
from factbook.review.messages import Phrases


@click.command(cls=Command, example="factbook history esa-contribution")
@click.argument("identifier", metavar="ID")
def history(identifier: str) -> None:
    """Show the history of the record ID, from git and from the changes recorded in the data."""
    current = session()
    site = load_site(current.root)
    catalogue, _ = compute(load_catalogue(current.root, site.codes, site.data))
    for kind in require_kinds(catalogue, identifier):
        entries = review.history(site, catalogue, kind, identifier, today())
        lines = list(review.as_lines(entries, site, Phrases(current.lang)))
        click.echo("\n".join(lines) if lines else current.translate("nothing is known of its history"))
