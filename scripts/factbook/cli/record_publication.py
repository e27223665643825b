"""`factbook record-publication`: which values are on the site on its first day."""

from __future__ import annotations

import click

from factbook.cli.framework import Command
from factbook.cli.session import session
from factbook.data.config import load_site
from factbook.data.loader import PUBLISHED, load_catalogue


@click.command("record-publication", cls=Command, example="factbook record-publication")
def record_publication() -> None:
    """Record in data/published.yml which values are on the site on its first day; others then need “added”"""
    current = session()
    site = load_site(current.root)
    catalogue = load_catalogue(current.root, site.codes, site.data)
    lines = ["# yaml-language-server: $schema=schema/published.schema.json"]
    for identifier, figure in catalogue.figures.items():
        if periods := [o.period.text for o in figure.observations if o.added is None]:
            lines.append(f"{identifier}: {{periods: [{', '.join(periods)}]}}")
    path = site.root / site.data / PUBLISHED
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    click.echo(f"{site.data}/{PUBLISHED}")
