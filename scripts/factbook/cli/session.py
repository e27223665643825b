"""What holds for one run of the command: the site, the language of messages, how faults and progress are told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import click

from factbook.build.pipeline import STAGES
from factbook.data.config import load_site
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, editor_language, translations
from factbook.model import Place
from factbook.problems import CODES, Problem, Problems, as_text
from factbook.problems.problem import DID_YOU_MEAN

NOWHERE = Place("", 0)


@dataclass
class Session:
    """What holds for one run: the site's folder, and the language of messages."""

    root: Path = field(default_factory=lambda: Path.cwd())
    lang: str = field(default_factory=editor_language)

    def translate(self, text: str) -> str:
        """A text in the editor's language."""
        return translations(PACKAGE_LOCALE_DIR, self.lang).gettext(text)

    def message(self, text: str, near: str | None = None, **values: str) -> str:
        """A text in the editor's language, filled in; then the word that was probably meant."""
        question = self.translate(DID_YOU_MEAN).format(near=near) if near else ""
        return self.translate(text).format(**values) + question

    def problem_message(self, code: str, values: Mapping[str, str]) -> str:
        """What is wrong with something typed: what was found, what was expected, an example."""
        problem = Problem(code, NOWHERE, values)
        lines = [problem.message(self.lang).replace(": \n", ":\n")]
        if CODES[code].expected:
            lines.append("      " + self.translate("Expected: ") + problem.expected(self.lang))
        return "\n".join(lines)

    def fail(self, problems: Iterable[Problem]) -> NoReturn:
        """Tell problems on the error stream and end with status 1."""
        for problem in problems:
            click.echo(as_text(problem, self.root, self.lang) + "\n", err=True)
        raise click.exceptions.Exit(1)

    def languages(self) -> tuple[str, ...]:
        """The languages of the site; none where its configuration cannot be read, which is told later."""
        try:
            return load_site(self.root).codes
        except Problems:
            return ()


def session(context: click.Context | None = None) -> Session:
    """The session of a context, made at its first use."""
    context = context or click.get_current_context()
    return context.ensure_object(Session)


@contextmanager
def progress(current: Session) -> Iterator[Callable[[str], object]]:
    """A bar on the error stream for the stages of the way through the house; none where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda stage: None
        return
    bar: Any
    with click.progressbar(
        length=len(STAGES), file=sys.stderr, show_eta=False, show_pos=True,
        item_show_func=lambda stage: current.translate(stage) if stage else "",
    ) as bar:  # fmt: skip
        bar.update(0)
        yield lambda stage: bar.update(1, stage)
