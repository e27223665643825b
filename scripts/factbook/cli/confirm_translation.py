"""`factbook confirm-translation`: mark a translation as up to date."""

from __future__ import annotations

from pathlib import PurePosixPath

import click

from factbook.checks.translations import confirm
from factbook.cli.framework import Choice, Command, Option
from factbook.cli.session import Session, session
from factbook.data.config import Site, load_site


def _languages(current: Session) -> list[click.Parameter]:
    return [Option(["--to"], type=Choice(current.languages()[1:]), help="Only the translation into this language.")]


@click.command(cls=Command, example="factbook confirm-translation europe partners", more=_languages)
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
def confirm_translation(names: tuple[str, ...], to: str | None) -> None:
    """Confirm that the translation of each page NAME matches the current original."""
    current = session()
    site = load_site(current.root)
    for typed in names:
        name, language = _page(site, typed)
        for code in [to or language] if to or language else site.codes[1:]:
            written = confirm(current.root, name, str(code))
            outcome = current.translate("confirmed") if written else current.translate("was confirmed already")
            click.echo(f"{site.docs}/{code}/{name}.md: {outcome}")


def _page(site: Site, typed: str) -> tuple[str, str | None]:
    """Return the name of a page, and its language if the path of its file was typed."""
    parts = PurePosixPath(typed.replace("\\", "/")).with_suffix("").parts
    folder = PurePosixPath(site.docs).parts
    if parts[: len(folder)] == folder and len(parts) > len(folder) + 1 and parts[len(folder)] in site.codes:
        language = parts[len(folder)]
        return "/".join(parts[len(folder) + 1 :]), language if language != site.codes[0] else None
    return "/".join(parts), None
