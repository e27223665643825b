"""The `factbook` command: each subcommand calls one function of a room and prints what it gave."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from factbook import __version__, flow
from factbook.problems import Problem, Problems, as_annotations, as_json, as_text
from factbook.strings import editor_language, editor_languages


@click.group()
@click.version_option(__version__)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The folder with mkdocs.yml; by default the current one.",
)
@click.option(
    "--lang",
    type=click.Choice(editor_languages()),
    default=editor_language,
    help="Language of the messages; by default that of the environment.",
)
@click.pass_context
def main(context: click.Context, root: Path, lang: str) -> None:
    """Facts kept in YAML, checked and published in several languages.

    Example: factbook check
    """
    context.obj = {"root": root.resolve(), "lang": lang}


@main.command()
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text")
@click.pass_obj
def check(options: dict[str, object], form: str) -> None:
    """Check all facts and pages, and tell everything that is wrong.

    Example: factbook check --format github
    """
    root = _root(options)
    try:
        found = flow.prepare(root).warnings
    except Problems as problems:
        found = problems.found
    _tell(found, form, root, str(options["lang"]))
    if any(problem.severity == "error" for problem in found):
        sys.exit(1)


@main.command()
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def stage(options: dict[str, object], target: Path) -> None:
    """Write the plain Markdown tree and a configuration for each language into TARGET.

    Example: factbook stage build/tree
    """
    root = _root(options)
    try:
        result = flow.stage(root, target.resolve())
    except Problems as problems:
        _tell(problems.found, "text", root, str(options["lang"]))
        sys.exit(1)
    for language in result.site.codes:
        click.echo(f"{language}: {len(result.pages[language])} pages")


def _root(options: dict[str, object]) -> Path:
    root = options["root"]
    assert isinstance(root, Path)  # noqa: S101 - click has seen to it
    return root


def _tell(found: list[Problem], form: str, root: Path, language: str) -> None:
    if form == "json":
        click.echo(as_json(found, language))
    elif form == "github":
        click.echo(as_annotations(found, language))
    else:
        for problem in found:
            click.echo(as_text(problem, root, language) + "\n")


if __name__ == "__main__":
    main()
