"""The state of one run of a command: the site's folder and the language of messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import click

from factbook.data.config import load_site
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, editor_language, translations
from factbook.model import Place
from factbook.problems import CODES, Problem, Problems, as_text
from factbook.problems.problem import DID_YOU_MEAN

NOWHERE = Place("", 0)


@dataclass
class Session:
    """The state of one run: the site's folder and the language of messages."""

    root: Path = field(default_factory=lambda: Path.cwd())
    lang: str = field(default_factory=editor_language)

    def translate(self, text: str) -> str:
        """Return a text in the editor's language."""
        return translations(PACKAGE_LOCALE_DIR, self.lang).gettext(text)

    def message(self, text: str, near: str | None = None, **values: str) -> str:
        """Return a text in the editor's language with its values; then suggest `near`, the nearest word, if given."""
        question = self.translate(DID_YOU_MEAN).format(near=near) if near else ""
        return self.translate(text).format(**values) + question

    def problem_message(self, code: str, values: Mapping[str, str]) -> str:
        """Return the message of a problem in the input: what was found, what was expected, an example."""
        problem = Problem(code, NOWHERE, values)
        lines = [problem.message(self.lang).replace(": \n", ":\n")]
        if CODES[code].expected:
            lines.append("      " + self.translate("Expected: ") + problem.expected(self.lang))
        return "\n".join(lines)

    def fail(self, problems: Iterable[Problem]) -> NoReturn:
        """Print problems on the error stream and exit with status 1."""
        for problem in problems:
            click.echo(as_text(problem, self.root, self.lang) + "\n", err=True)
        raise click.exceptions.Exit(1)

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the site; none if its configuration cannot be read, which is reported later."""
        try:
            return load_site(self.root).codes
        except Problems:
            return ()


def session(context: click.Context | None = None) -> Session:
    """Return the session of a context, created on first use."""
    context = context or click.get_current_context()
    return context.ensure_object(Session)
