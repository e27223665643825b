"""`check`, `explain` and `stale`: what is wrong, what it means, what has become old."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

import click

from factbook.build import pipeline
from factbook.build.trace import MemoTables
from factbook.cli.framework import Choice, Command, Option, ParsedText
from factbook.cli.session import Session, progress, session
from factbook.data.loader import suggestion
from factbook.pages.sampling import sample
from factbook.problems import CODES, Code, Problem, Problems, as_annotations, as_json, as_text

_F = TypeVar("_F", bound=Callable[..., Any])
STALE = ("stale-figure", "stale-programme", "past-forecast")


def on_day() -> Callable[[_F], _F]:
    """The option that asks about another day."""
    return click.option(
        "--as-of", cls=Option, type=ParsedText("day"), metavar="DATE", help="Check as on this day, such as 2027-02-01."
    )


def run_pipeline_with_progress(
    current: Session, as_of: str | None = None, strict: bool = False, every_page: bool = True
) -> pipeline.Prepared:
    """The whole way through the house, with a bar where somebody watches."""
    day = date.fromisoformat(as_of) if as_of else None
    memory = MemoTables.open(current.root).pages
    with progress(current) as begin:
        result = pipeline.run_pipeline(
            current.root, day, strict, begin, memory, pipeline.all_pages if every_page else sample
        )
    if not result.pages_skipped:
        memory.save()
    return result


@click.command(cls=Command, example="factbook check --format github")
@click.option(
    "--format", "form", cls=Option, type=Choice(["text", "json", "github"]), default="text",
    help="For a person, a program, or the lines of a pull request.",
)  # fmt: skip
@on_day()
@click.option("--strict-dates", cls=Option, is_flag=True, help="What is out of date is an error, not a warning.")
def check(form: str, as_of: str | None, strict_dates: bool) -> None:
    """Check all facts and pages, and tell everything that is wrong."""
    current = session()
    counted = ""
    try:
        result = run_pipeline_with_progress(current, as_of, strict_dates, every_page=False)
        found: Sequence[Problem] = result.warnings
        pages = sum(map(len, result.pages.values()))
        said = current.translate("{figures} figures and {pages} pages were checked")
        if result.pages_skipped:
            said = current.translate(
                "{figures} figures and {pages} pages were checked; of the {others} others, which have the same keys, "
                "only a build looks at each"
            )
        counted = said.format(figures=len(result.catalogue.figures), pages=pages, others=result.pages_skipped)
    except Problems as problems:
        found = problems.found
    if form == "json":
        click.echo(as_json(found, current.lang))
    elif form == "github" and found:
        click.echo(as_annotations(found, current.lang))
    elif form == "text":
        for problem in found:
            click.echo(as_text(problem, current.root, current.lang) + "\n")
    errors = sum(problem.severity == "error" for problem in found)
    click.echo(_summary(current, errors, len(found) - errors, counted), err=form != "text")
    if errors:
        sys.exit(1)


def _summary(current: Session, errors: int, warnings: int, counted: str) -> str:
    if errors or warnings:
        told = current.translate("errors: {errors}, warnings: {warnings}").format(errors=errors, warnings=warnings)
    else:
        told = current.translate("no problems found")
    return f"{told} ({counted})" if counted else told


@click.command(cls=Command, example="factbook explain period-overlap")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Tell what the code of a problem means, with a wrong and a right example; without CODE, list all codes."""
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
    """A message whose values are not known: they are left open."""
    return text.format_map(defaultdict(lambda: "…", hint=""))


@click.command(cls=Command, example="factbook stale --as-of 2027-02-01")
@on_day()
def stale(as_of: str | None) -> None:
    """List what is past its review date, and what was planned for a day that has passed."""
    current = session()
    found = [problem for problem in run_pipeline_with_progress(current, as_of).warnings if problem.code in STALE]
    for problem in found:
        click.echo(as_text(problem, current.root, current.lang) + "\n")
    if not found:
        click.echo(current.translate("nothing is out of date"))
