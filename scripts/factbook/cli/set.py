"""`set`: a value written for the editor, checked before it takes the place of what was there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from factbook.build import pipeline
from factbook.checks.staleness import today
from factbook.cli.describe import as_read
from factbook.cli.framework import Choice, Command, Option, ParsedText
from factbook.cli.prompts import check_words, given, option
from factbook.cli.session import Session, progress, session
from factbook.data.config import Site, load_site
from factbook.data.edit import Edit, Field, ObservationInput, RefusedError, dry_run, form, save, set_observation
from factbook.data.edit.fields import record
from factbook.data.loader import load_catalogue
from factbook.model import Catalogue, parse_period
from factbook.problems import Problem, Problems, as_text

KINDS = ("revision", "correction")


def force_option() -> Callable[[Any], Any]:
    """The option for two changes that are only right together, such as a part and its sum."""
    return click.option(
        "--force", cls=Option, is_flag=True,
        help="Write even if the check finds fault: for a change that only the next one makes whole.",
    )  # fmt: skip


def day_option() -> Callable[[Any], Any]:
    """The option for the day of a change."""
    return click.option(
        "--on", cls=Option, type=ParsedText("day"), metavar="DATE", help="The day of the change; by default today."
    )


def observation_options(current: Session) -> list[click.Parameter]:
    """An option for each key of an observation but the two that are arguments."""
    fields = form("observation", current.languages(), current.translate).fields
    return [option(field) for field in fields if field.path not in (("period",), ("value",))]


def _set_options(current: Session) -> list[click.Parameter]:
    why = current.translate("Why a published value is replaced, in this language")
    reasons = [
        Field(("reason", code), (True, True), f"reason-{code}", "text", f"{why} ({code})")
        for code in current.languages()
    ]
    return [*observation_options(current), *map(option, reasons)]


@click.command(
    "set", cls=Command, more=_set_options,
    example="factbook set esa-contribution 2026 1.2 --source cnes-coop-en --status provisional",
)  # fmt: skip
@click.argument("identifier", metavar="ID")
@click.argument("period", type=ParsedText("period"))
@click.argument("value", type=ParsedText("value"))
@click.option("--kind", cls=Option, type=Choice(KINDS), help="Why a published value is replaced: with --reason-….")
@day_option()
@force_option()
@click.pass_context
def set_(
    context: click.Context, identifier: str, period: str, value: str, kind: str | None, on: str | None, force: bool
) -> None:
    """Give the figure ID a value for a period, or replace a published value and say why."""
    set_value(context, identifier, ObservationInput(period, value, kind=kind), on, force)


def set_value(context: click.Context, identifier: str, typed: ObservationInput, on: str | None, force: bool) -> None:
    """Write an observation with what the options of the context give."""
    current = session(context)
    site = load_site(current.root)
    catalogue = load_catalogue(current.root, site.codes, site.data)
    wanted = form("observation", site.codes, current.translate)
    answers = given(context)
    for field in wanted.fields:
        if field.path in answers:
            check_words(catalogue, field, answers[field.path])
    complete = {("period",): typed.period, ("value",): typed.value, ("sources",): (), **answers}
    if missing := wanted.missing(complete):
        raise RefusedError("not-given", options=", ".join(f"--{field.option}" for field in missing))
    day = date.fromisoformat(on) if on else today()
    typed = replace(
        typed,
        others=record(wanted.fields, answers),
        reason={str(path[1]): text for path, text in answers.items() if path[0] == "reason"},
        added=added_date(site, day),
    )
    setting = set_observation(current.root, catalogue, identifier, typed, site.codes, day)
    result = check_and_save(current, site, setting.edit, force)
    if result is not None:
        print_reader_view(current, catalogue, result, identifier, typed.period)


def added_date(site: Site, day: date) -> date | None:
    """What to tell of the day that a value came onto the site; nothing until the site's first day is over."""
    return day if site.published and day > site.published else None


def check_and_save(current: Session, site: Site, edit: Edit, force: bool) -> pipeline.Prepared | None:
    """Check a changed file with all the others, then put it in place; gives the whole as it then is.

    With errors nothing is written, they are told, and the command ends; unless `force` is said.
    """
    results: list[pipeline.Prepared] = []

    def check(root: Path) -> list[Problem]:
        try:
            with progress(current) as begin:
                results.append(pipeline.run_pipeline(root, on_stage=begin))
        except Problems as problems:
            return problems.found
        return results[-1].warnings

    with dry_run(current.root, site.data, edit, check) as (stand_in, found):
        if found:
            written = current.translate("written, with these errors:")
            refused = current.translate("nothing was written; this change would give:")
            click.echo((written if force else refused) + "\n", err=True)
            for problem in found:
                click.echo(as_text(problem, stand_in, current.lang) + "\n", err=True)
            if not force:
                raise click.exceptions.Exit(1)
    save(current.root, edit)
    click.echo(edit.file)
    return results[0] if results and not found else None


def print_reader_view(
    current: Session, before: Catalogue, result: pipeline.Prepared, identifier: str, period: str
) -> None:
    """What each language's readers saw of an observation, and what they see now."""
    wanted = parse_period(period)
    known = identifier in before.figures
    old = dict(as_read(replace(result, catalogue=before), identifier, wanted)) if known else {}
    for name, value in as_read(result, identifier, wanted):
        changed = old.get(name, value) != value
        click.echo(f"{name}: {old[name]} → {value}" if changed else f"{name}: {value}")
