"""`factbook diff`: what readers will see change between two versions."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import click

from factbook import review
from factbook.checks.staleness import today
from factbook.cli.framework import Choice, Command, Option
from factbook.cli.options import as_of_option
from factbook.cli.session import Session, session
from factbook.data.config import load_site
from factbook.data.edit import RefusedError
from factbook.problems import Problems
from factbook.review import Diff

FORMS = ("text", "markdown", "json", "github")


@click.command(cls=Command, example="factbook diff origin/main --format markdown")
@click.argument("base", required=False)
@click.argument("head", required=False)
@click.option(
    "--format", "form", cls=Option, type=Choice(FORMS), default="text",
    help="For a person, the comment of a pull request, a program, or the lines of a pull request.",
)  # fmt: skip
@click.option(
    "--output-dir", cls=Option, type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
    help="Write diff.md and diff.json into this folder, too.",
)  # fmt: skip
@click.option(
    "--input", "given", cls=Option, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Show a diff that was written as JSON, instead of comparing.",
)  # fmt: skip
@click.option("--limit", cls=Option, type=int, default=65_536, help="The most characters that Markdown may have.")
@as_of_option()
def diff(
    base: str | None,
    head: str | None,
    form: str,
    output_dir: Path | None,
    given: Path | None,
    limit: int,
    as_of: str | None,
) -> None:
    """Show what readers of each language will see change from revision BASE to HEAD, by default the working tree."""
    current = session()
    if given is not None:
        found = _read(current, given)
    elif base is None:
        raise RefusedError("not-given", options="BASE")
    else:
        found = _compared(current, base, head, date.fromisoformat(as_of) if as_of else today())
    site_url = _site_url(current)
    if output_dir is not None:
        output_dir.mkdir(parents=True, exist_ok=True)
        markdown = review.as_markdown(found, current.lang, site_url, limit, _whole())
        (output_dir / "diff.md").write_text(markdown + "\n", encoding="utf-8")
        (output_dir / "diff.json").write_text(review.as_json(found) + "\n", encoding="utf-8")
    formats = {
        "text": lambda: review.as_text(found, current.lang),
        "markdown": lambda: review.as_markdown(found, current.lang, site_url, limit, _whole()),
        "json": lambda: review.as_json(found),
        "github": lambda: review.as_annotations(found, current.lang),
    }
    click.echo(formats[form]().rstrip("\n"))
    if found.new_errors and given is None:
        sys.exit(1)


def _compared(current: Session, base: str, head: str | None, on: date) -> Diff:
    try:
        with review.two_versions(current.root, base, head or review.WORK_TREE, on) as versions:
            return review.compare(*versions)
    except review.RevisionError as error:
        raise RefusedError(error.code, **error.values) from None


def _read(current: Session, file: Path) -> Diff:
    try:
        return review.from_json(file.read_bytes())
    except ValueError as error:
        raise click.UsageError(
            current.message("{file} cannot be read: {why}", file=str(file), why=str(error))
        ) from None


def _site_url(current: Session) -> str:
    """Return the URL below which links may lead; an impossible one if the configuration cannot be read."""
    try:
        return load_site(current.root).url
    except Problems:
        return "-"


def _whole() -> str:
    """Return the URL of the full diff, from the environment of the CI job; empty if unknown."""
    return os.environ.get("FACTBOOK_FULL_DIFF_URL", "")
