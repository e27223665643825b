"""The fields of a form as options of a command, and as questions at a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import click

from factbook.cli.framework import Choice, Option, ParsedText
from factbook.cli.session import Session, session
from factbook.data.edit import Field, RefusedError, fault
from factbook.data.loader import suggestion
from factbook.data.yaml import Path_
from factbook.model import KINDS, REFERENCE_KEYS, Catalogue

_METAVARS = {"text": "TEXT", "word": "WORD"}


def option(field: Field) -> click.Parameter:
    """Return the option of a field. Its value is not passed to the command but stored in `given`."""
    settings: dict[str, Any] = {"help": field.description, "expose_value": False, "callback": partial(_keep, field)}
    name = f"--{field.option}"
    if field.kind == "flag":
        return Option([f"{name}/--no-{field.option}"], default=None, **settings)
    if field.kind == "choice":
        return Option([name], type=Choice(list(field.choices)), **settings)
    if field.kind == "list":
        settings["help"] += f" ({session().translate('may be given several times')})"
        return Option([name], multiple=True, metavar="ID", **settings)
    metavar = _METAVARS.get(field.kind, field.kind.upper())
    return Option([name], type=ParsedText(field.kind), metavar=metavar, **settings)


def _keep(field: Field, context: click.Context, _: click.Parameter, value: Any) -> None:
    if value is not None and value != ():
        given(context)[field.path] = value


def given(context: click.Context) -> dict[Path_, Any]:
    """Return the values given as options, by the path of the field."""
    found: dict[Path_, Any] = context.meta.setdefault(__name__, {})
    return found


def known_words(catalogue: Catalogue) -> Mapping[str, tuple[Iterable[str], str]]:
    """Return for each field that names something of the data the known names and their file."""
    codes = catalogue.codelists
    return {
        "theme": (codes.themes, "data/codelists.yml (themes)"),
        "unit": (codes.units, "data/codelists.yml (units)"),
        "domain": (codes.domains, "data/codelists.yml (domains)"),
        "partnership": (codes.partnerships, "data/codelists.yml (partnerships)"),
        **{key: (catalogue.records(kind), f"data/{KINDS[kind].location}") for key, kind in REFERENCE_KEYS.items()},
    }


def check_words(catalogue: Catalogue, field: Field, typed: Any) -> None:
    """Raise RefusedError with the nearest name if a field names something that is not in the data."""
    key = str(field.path[-1])
    words, where = known_words(catalogue).get(key, (None, ""))
    if words is None:
        return
    for name in typed if field.kind == "list" else [typed]:
        if name not in words:
            found = suggestion(name, list(words))
            raise RefusedError(
                "unknown-id",
                kind=KINDS[REFERENCE_KEYS[key]].singular if key in REFERENCE_KEYS else key,
                id=name,
                hint=found,
                where=where,
            )


def ask(current: Session, catalogue: Catalogue, field: Field) -> Any:
    """Prompt for a field until the answer is valid."""
    question = f"{field.description} [--{field.option}]"
    choices = ("true", "false") if field.kind == "flag" else field.choices
    if choices:
        question += f" ({', '.join(choices)})"
    elif field.example is not None:
        shown = ", ".join(field.example) if isinstance(field.example, list) else field.example
        question += f" ({current.translate('as in')} {shown})"

    def read(text: str) -> Any:
        answer: Any = re.split(r"[\s,]+", text.strip()) if field.kind == "list" else text.strip()
        code = None if field.kind == "list" else fault(field.kind, answer)
        if choices and answer not in choices:
            values = {"found": answer, "hint": suggestion(answer, choices), "known": ", ".join(choices)}
            raise click.UsageError(current.problem_message("unknown-word", values))
        if code:
            raise click.UsageError(current.problem_message(code, {"found": answer, "expected": "0, 1, 2…"}))
        try:
            check_words(catalogue, field, answer)
        except RefusedError as refused:
            raise click.UsageError(current.problem_message(refused.code, refused.values)) from None
        return answer == "true" if field.kind == "flag" else answer

    return click.prompt(question, value_proc=read, err=True)


def is_interactive() -> bool:
    """Return whether standard input is a terminal."""
    return sys.stdin.isatty()
