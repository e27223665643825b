"""`factbook set`: the value of a figure for a period."""

from __future__ import annotations

import click

from factbook.cli.framework import Choice, Command, Option, ParsedText
from factbook.cli.options import force_option
from factbook.cli.prompts import option
from factbook.cli.session import Session
from factbook.cli.write import observation_options, set_value
from factbook.data.edit import Field, ObservationInput

KINDS = ("revision", "correction")


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
@click.option(
    "--on", cls=Option, type=ParsedText("day"), metavar="DATE", help="The day of the change; by default today."
)
@force_option()
@click.pass_context
def set_(
    context: click.Context, identifier: str, period: str, value: str, kind: str | None, on: str | None, force: bool
) -> None:
    """Set the value of the figure ID for a period, or replace a published value with a reason."""
    set_value(context, identifier, ObservationInput(period, value, kind=kind), on, force)
