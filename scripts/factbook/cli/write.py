"""Writing an observation or a record: checked with all other data before it replaces the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from factbook.build import pipeline
from factbook.checks.staleness import today
from factbook.cli.describe import as_read
from factbook.cli.progress import progress
from factbook.cli.prompts import check_words, given, option
from factbook.cli.session import Session, session
from factbook.data.config import Site, load_site
from factbook.data.edit import Edit, ObservationInput, RefusedError, dry_run, form, save, set_observation
from factbook.data.edit.fields import record
from factbook.data.loader import load_catalogue
from factbook.model import Catalogue, parse_period
from factbook.problems import Problem, Problems, as_text


def observation_options(current: Session) -> list[click.Parameter]:
    """Return an option for each field of an observation except the two that are arguments."""
    fields = form("observation", current.languages(), current.translate).fields
    return [option(field) for field in fields if field.path not in (("period",), ("value",))]


def set_value(context: click.Context, identifier: str, typed: ObservationInput, on: str | None, force: bool) -> None:
    """Write an observation with the values of the context's options."""
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
    """Return the date to record for a new value; None until the day after the first publication."""
    return day if site.published and day > site.published else None


def check_and_save(current: Session, site: Site, edit: Edit, force: bool) -> pipeline.Prepared | None:
    """Check a changed file with all others, then write it. Return the checked site, None if it has errors.

    With errors they are printed and the command exits without writing, unless `force`.
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
    """Print an observation as readers of each language saw it before and see it now."""
    wanted = parse_period(period)
    known = identifier in before.figures
    old = dict(as_read(replace(result, catalogue=before), identifier, wanted)) if known else {}
    for name, value in as_read(result, identifier, wanted):
        changed = old.get(name, value) != value
        click.echo(f"{name}: {old[name]} → {value}" if changed else f"{name}: {value}")
