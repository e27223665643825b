"""`fmt`, `translated`, `schema` and `stage`: files kept in order, and written for others."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path, PurePosixPath

import click

from factbook.build import pipeline
from factbook.checks.translations import confirm
from factbook.checks.typography import format_pages
from factbook.cli.framework import Choice, Command, Option
from factbook.cli.session import Session, session
from factbook.data import json_schema
from factbook.data.config import Site, load_site
from factbook.data.edit.tidy import tidy_data


@click.command(cls=Command, example="factbook fmt")
@click.option(
    "--check", "checking", cls=Option, is_flag=True, help="Write nothing; fail where something has to be fixed."
)
def fmt(checking: bool) -> None:
    """Mend the typography of pages, and line ends and spaces at line ends of the data."""
    current = session()
    site = load_site(current.root)
    changed = [*tidy_data(current.root, site.data, write=not checking), *_format_pages(current, site, checking)]
    for file in changed:
        click.echo(file)
    if not changed:
        click.echo(current.translate("nothing to fix"))
    elif checking:
        click.echo(current.translate("these files have to be fixed: run “factbook fmt”"), err=True)
        sys.exit(1)


def _format_pages(current: Session, site: Site, checking: bool) -> list[str]:
    if not checking:
        return format_pages(current.root, site)
    with tempfile.TemporaryDirectory(prefix="factbook-") as folder:
        shutil.copytree(site.root / site.docs, Path(folder) / site.docs)
        return format_pages(Path(folder), site)


def _languages(current: Session) -> list[click.Parameter]:
    return [Option(["--to"], type=Choice(current.languages()[1:]), help="Only the translation into this language.")]


@click.command(cls=Command, example="factbook confirm-translation europe partners", more=_languages)
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
def confirm_translation(names: tuple[str, ...], to: str | None) -> None:
    """Confirm that the translation of each page NAME says what its original says now."""
    current = session()
    site = load_site(current.root)
    for typed in names:
        name, language = _page(site, typed)
        for code in [to or language] if to or language else site.codes[1:]:
            written = confirm(current.root, name, str(code))
            said = current.translate("confirmed") if written else current.translate("was confirmed already")
            click.echo(f"{site.docs}/{code}/{name}.md: {said}")


def _page(site: Site, typed: str) -> tuple[str, str | None]:
    """The name of a page, and its language where the path of its file was typed."""
    parts = PurePosixPath(typed.replace("\\", "/")).with_suffix("").parts
    folder = PurePosixPath(site.docs).parts
    if parts[: len(folder)] == folder and len(parts) > len(folder) + 1 and parts[len(folder)] in site.codes:
        language = parts[len(folder)]
        return "/".join(parts[len(folder) + 1 :]), language if language != site.codes[0] else None
    return "/".join(parts), None


@click.command(cls=Command, example="factbook schema")
@click.option(
    "--check", "checking", cls=Option, is_flag=True, help="Write nothing; fail where a file is not up to date."
)
def schema(checking: bool) -> None:
    """Write the JSON Schemas in data/schema that text editors complete from."""
    current = session()
    site = load_site(current.root)
    folder = site.root / site.data / json_schema.FOLDER
    names = json_schema.drift(folder, site.codes) if checking else json_schema.write(folder, site.codes)
    for name in names:
        click.echo(f"{site.data}/{json_schema.FOLDER}/{name}")
    if not names:
        click.echo(current.translate("the schemas are up to date"))
    elif checking:
        click.echo(current.translate("not up to date; “factbook schema” writes them anew"), err=True)
        sys.exit(1)


@click.command(cls=Command, example="factbook stage build/tree")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
def stage(target: Path) -> None:
    """Write the plain Markdown tree and a configuration for each language into the folder TARGET."""
    result = pipeline.stage(session().root, target.resolve())
    for language in result.site.codes:
        click.echo(f"{language}: {len(result.pages[language])} pages")
