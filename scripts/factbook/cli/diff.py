"""`diff` and `history`: what readers will see change, and what they saw on which day."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from factbook import review as comparing
from factbook.checks.staleness import today
from factbook.cli.check import on_day
from factbook.cli.describe import kinds_of
from factbook.cli.framework import Choice, Command, Option
from factbook.cli.session import Session, session
from factbook.data.config import read_site
from factbook.data.edit import Refused
from factbook.data.formulas import compute
from factbook.data.loader import hint, read_catalogue
from factbook.problems import Problems
from factbook.review import Diff
from factbook.review.messages import Phrases

FORMS = ("text", "markdown", "json", "github")


@click.command(cls=Command, example="factbook diff origin/main --format markdown")
@click.argument("base", required=False)
@click.argument("head", required=False)
@click.option(
    "--format", "form", cls=Option, type=Choice(FORMS), default="text",
    help="For a person, the comment of a pull request, a program, or the lines of a pull request.",
)  # fmt: skip
@click.option(
    "--into", cls=Option, type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
    help="Write diff.md and diff.json into this folder, too.",
)  # fmt: skip
@click.option(
    "--from", "given", cls=Option, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Tell a diff that was written as JSON, in place of comparing.",
)  # fmt: skip
@click.option("--limit", cls=Option, type=int, default=65_536, help="The most characters that Markdown may have.")
@on_day()
def diff(
    base: str | None, head: str | None, form: str, into: Path | None, given: Path | None, limit: int, on: str | None
) -> None:
    """Tell what readers of each language will see change from revision BASE to HEAD, by default the working tree."""
    current = session()
    if given is not None:
        found = _read(current, given)
    elif base is None:
        raise Refused("not-given", options="BASE")
    else:
        found = _compared(current, base, head, date.fromisoformat(on) if on else today())
    site_url = _site_url(current)
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        markdown = comparing.as_markdown(found, current.lang, site_url, limit, _whole())
        (into / "diff.md").write_text(markdown + "\n", encoding="utf-8")
        (into / "diff.json").write_text(comparing.as_json(found) + "\n", encoding="utf-8")
    tellers = {
        "text": lambda: comparing.as_text(found, current.lang),
        "markdown": lambda: comparing.as_markdown(found, current.lang, site_url, limit, _whole()),
        "json": lambda: comparing.as_json(found),
        "github": lambda: comparing.as_annotations(found, current.lang),
    }
    click.echo(tellers[form]().rstrip("\n"))
    if found.is_refused and given is None:
        sys.exit(1)


def _compared(current: Session, base: str, head: str | None, on: date) -> Diff:
    try:
        with comparing.two_versions(current.root, base, head or comparing.WORK_TREE, on) as versions:
            return comparing.compare(*versions)
    except comparing.RevisionError as error:
        raise Refused(error.code, **error.values) from None


def _read(current: Session, file: Path) -> Diff:
    try:
        return comparing.from_json(file.read_bytes())
    except ValueError as error:
        raise click.UsageError(current.said("{file} cannot be read: {why}", file=str(file), why=str(error))) from None


def _site_url(current: Session) -> str:
    """The address below which links may lead; none where the configuration cannot be read."""
    try:
        return read_site(current.root).url
    except Problems:
        return "-"


def _whole() -> str:
    """Where a reviewer finds what a comment has no room for: said by the one who runs the command."""
    return os.environ.get("FACTBOOK_WHOLE_DIFF", "")


@click.command(cls=Command, example="factbook history esa-contribution")
@click.argument("identifier", metavar="ID")
def history(identifier: str) -> None:
    """Tell what the site said of the record ID on which day, from git and from the changes that the data tells."""
    current = session()
    site = read_site(current.root)
    catalogue, _ = compute(read_catalogue(current.root, site.codes, site.data))
    kinds = kinds_of(catalogue, identifier)
    if not kinds:
        near = hint(identifier, [name for _, name in catalogue.located])
        raise Refused("unknown-figure", kind="record", id=identifier, hint=near)
    for kind in kinds:
        moments = comparing.history(site, catalogue, kind, identifier, today())
        lines = list(comparing.as_lines(moments, site, Phrases(current.lang)))
        click.echo("\n".join(lines) if lines else current.say("nothing is known of its history"))
