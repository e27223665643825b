"""`factbook explain`: the meaning of a problem's code."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator

import click

from factbook.cli.framework import Command
from factbook.cli.session import Session, session
from factbook.data.loader import suggestion
from factbook.problems import CODES, Code


@click.command(cls=Command, example="factbook explain period-overlap")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain the code of a problem, with a wrong and a right example; without CODE, list all codes."""
    current = session()
    if code is None:
        width = max(map(len, CODES))
        for name, entry in CODES.items():
            click.echo(f"{name:<{width}}  {_plain(current.translate(entry.message))}")
        return
    code = code.strip("[]")
    if code not in CODES:
        click.echo(current.message("there is no code “{code}”", suggestion(code, list(CODES)), code=code), err=True)
        click.echo(current.translate("“factbook explain” lists all codes."), err=True)
        sys.exit(1)
    click.echo("\n".join([f"[{code}]", *_explained(current, CODES[code])]))


def _explained(current: Session, code: Code) -> Iterator[str]:
    yield _plain(current.translate(code.message))
    if code.expected:
        yield current.translate("Expected: ") + _plain(current.translate(code.expected))
    for name, example in (
        (current.translate("Wrong:"), code.bad_example),
        (current.translate("Right:"), code.good_example),
    ):
        if example:
            yield from ("", name, *(f"    {line}" for line in example.strip("\n").split("\n")))


def _plain(text: str) -> str:
    """Return a message with … in place of its values."""
    return text.format_map(defaultdict(lambda: "…", hint=""))
