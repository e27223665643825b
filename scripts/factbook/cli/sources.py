"""`factbook sources`: whether the URLs of the sources still answer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from factbook.checks.staleness import today
from factbook.cli.framework import Choice, Command, Group, Option
from factbook.cli.options import as_of_option
from factbook.cli.session import session
from factbook.data.config import load_site
from factbook.data.edit import RefusedError
from factbook.data.loader import load_catalogue, suggestion
from factbook.review import linkcheck


@click.group(cls=Group, example="factbook sources check")
def sources() -> None:
    """Check the sources."""


@sources.command(cls=Command, example="factbook sources check --format markdown --state .cache/titles.json")
@click.argument("names", nargs=-1, metavar="[ID…]")
@click.option(
    "--format", "form", cls=Option, type=Choice(["text", "markdown", "json"]), default="text",
    help="For a person, for an issue, or for a program.",
)  # fmt: skip
@click.option(
    "--state", cls=Option, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Where the titles of pages are kept from one time to the next.",
)  # fmt: skip
@as_of_option()
def check(names: tuple[str, ...], form: str, state: Path | None, as_of: str | None) -> None:
    """Request the URL of each source, and list those that are gone, have moved or changed their title."""
    current = session()
    site = load_site(current.root)
    catalogue = load_catalogue(current.root, site.codes, site.data)
    for name in names:
        if name not in catalogue.sources:
            near = suggestion(name, list(catalogue.sources))
            raise RefusedError("unknown-id", kind="source", id=name, hint=near, where=f"{site.data}/sources.yml")
    asked = {name: catalogue.sources[name] for name in names or catalogue.sources}
    addresses = {name: source.url for name, source in asked.items() if source.url}
    policy = linkcheck.FetchPolicy(agent=f"factbook ({site.url})")
    before = _titles(state)
    found = list(linkcheck.check_links(addresses, policy))
    report = linkcheck.report(found, catalogue, before, date.fromisoformat(as_of) if as_of else today())
    if state is not None:
        state.parent.mkdir(parents=True, exist_ok=True)
        titles = {**before, **linkcheck.titles_of(found, before)}
        state.write_text(json.dumps(titles, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    formats = {
        "text": lambda: linkcheck.as_text(report, current.lang),
        "markdown": lambda: linkcheck.as_markdown(report, current.lang),
        "json": lambda: linkcheck.as_json(report),
    }
    click.echo(formats[form]())


def _titles(state: Path | None) -> dict[str, str]:
    """Return the titles of the last run; none if there is no file or another command wrote it."""
    try:
        kept = json.loads(state.read_bytes()) if state else {}
    except (OSError, ValueError):
        return {}
    return {str(name): str(title) for name, title in kept.items()} if isinstance(kept, dict) else {}
