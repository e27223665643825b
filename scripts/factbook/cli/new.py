"""`factbook new`: a new record, from options and answers at the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import click

from factbook.checks.staleness import today
from factbook.cli.framework import Command, Group, ParsedText
from factbook.cli.options import force_option
from factbook.cli.prompts import ask, check_words, given, is_interactive, option
from factbook.cli.session import Session, session
from factbook.cli.write import added_date, check_and_save, observation_options, print_reader_view, set_value
from factbook.data.config import load_site
from factbook.data.edit import Field, Form, ObservationInput, RefusedError, check_identifier, form, new_record
from factbook.data.loader import load_catalogue
from factbook.data.yaml import Path_
from factbook.model import Catalogue
from factbook.problems.codes import N_


@click.group(
    cls=Group,
    example='factbook new source cnes-2026 --title "Le CNES en bref" --publisher CNES --language fr --official',
)
def new() -> None:
    """Create a figure, observation, programme, partner or source: a valid entry, to be completed in the file."""


_EXAMPLES: Mapping[str, str] = {
    "figure": (
        'factbook new figure cnes-patents --theme cnes --label-fr "Brevets" --label-en "Patents"'
        ' --definition-fr "Brevets déposés dans l’année." --definition-en "Patents filed in the year."'
        " --unit document --period 2022 --value 12 --source cnes-enbref-2022"
    ),
    "programme": (
        'factbook new programme odin --domain science --name-fr "Odin" --name-en "Odin" --state-value operation'
        ' --summary-fr "Un satellite." --summary-en "A satellite." --source cnes-enbref-2022'
    ),
    "partner": "factbook new partner nz --kind country --country NZ --source cnes-enbref-2022",
    "source": 'factbook new source cnes-2026 --title "Le CNES en bref" --publisher CNES --language fr --official',
}
_SENTENCES: Mapping[str, str] = {
    "figure": N_("Create a figure with its first value."),
    "programme": N_("Create a programme in a file of its own."),
    "partner": N_("Create a partner: a country, an agency or an organisation."),
    "source": N_("Create a source that values can cite."),
}


def _options(kind: str, current: Session) -> list[click.Parameter]:
    return [option(field) for field in form(kind, current.languages(), current.translate).fields]


def _command(kind: str) -> click.Command:
    @click.pass_context
    def begin(context: click.Context, identifier: str | None, force: bool) -> None:
        _begin(context, kind, identifier, force)

    command = click.argument("identifier", metavar="ID", required=False)(force_option()(begin))
    return click.command(
        kind, cls=Command, more=partial(_options, kind), example=_EXAMPLES[kind], help=_SENTENCES[kind]
    )(command)


for _kind in _SENTENCES:
    new.add_command(_command(_kind))


def _begin(context: click.Context, kind: str, identifier: str | None, force: bool) -> None:
    current = session(context)
    site = load_site(current.root)
    catalogue = load_catalogue(current.root, site.codes, site.data)
    wanted = form(kind, site.codes, current.translate)
    answers = given(context)
    for field in wanted.fields:
        if field.path in answers:
            check_words(catalogue, field, answers[field.path])
    named = _identifier_field(current, kind)
    if identifier is None:
        identifier = str(_answers(current, catalogue, [named])[named.path])
    check_identifier(catalogue, kind, identifier)
    _complete(current, catalogue, wanted, answers)
    first = ("observations", 0, "period")
    if kind == "figure" and first in answers and (day := added_date(site, today())):
        answers.setdefault(("observations", 0, "added"), day.isoformat())
    edit = new_record(current.root, site.data, catalogue, wanted, identifier, answers)
    result = check_and_save(current, site, edit, force)
    if result is not None and kind == "figure" and first in answers:
        print_reader_view(current, catalogue, result, identifier, answers[first])
    click.echo(current.translate("Optional fields are in the file as comments."))


def _identifier_field(current: Session, kind: str) -> Field:
    return Field(
        ("id",), (True,), "id", "word", current.translate("Identifier of the new record"), example=f"my-{kind}"
    )


def _complete(current: Session, catalogue: Catalogue, wanted: Form, answers: dict[Path_, Any]) -> None:
    """Prompt for missing fields one by one, as an answer may require others; without a terminal raise RefusedError."""
    while missing := wanted.missing(answers):
        answers |= _answers(current, catalogue, missing[:1] if is_interactive() else missing)


def _answers(current: Session, catalogue: Catalogue, missing: list[Field]) -> dict[Path_, Any]:
    if not is_interactive():
        options = "".join(f"\n        --{field.option}  {field.description}" for field in missing)
        raise RefusedError("not-given", options=options)
    return {field.path: ask(current, catalogue, field) for field in missing}


@new.command(
    "observation", more=observation_options,
    example="factbook new observation esa-contribution 2026 1.2 --source cnes-coop-en",
)  # fmt: skip
@click.argument("identifier", metavar="FIGURE", required=False)
@click.argument("period", type=ParsedText("period"), required=False)
@click.argument("value", type=ParsedText("value"), required=False)
@force_option()
@click.pass_context
def observation(
    context: click.Context, identifier: str | None, period: str | None, value: str | None, force: bool
) -> None:
    """Create an observation: the value of a figure for another period."""
    current = session(context)
    site = load_site(current.root)
    catalogue = load_catalogue(current.root, site.codes, site.data)
    figure = Field(("figures",), (True,), "figure", "word", current.translate("Identifier of the figure"))
    typed = {("figures",): identifier, ("period",): period, ("value",): value}
    answers = {path: text for path, text in typed.items() if text is not None} | given(context)
    _complete(current, catalogue, _with_figure(form("observation", site.codes, current.translate), figure), answers)
    given(context).update({p: v for p, v in answers.items() if p not in typed})
    wanted = ObservationInput(answers["period",], answers["value",], only_new=True)
    set_value(context, answers["figures",], wanted, None, force)


def _with_figure(wanted: Form, figure: Field) -> Form:
    return Form(wanted.kind, wanted.schema, [figure, *wanted.fields])
