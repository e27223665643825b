"""Jinja in a sandbox: a template and the facts in, a plain Markdown page out, faults with their line."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jinja2
from babel.support import NullTranslations
from markupsafe import Markup

from factbook.charts import Chart
from factbook.data.config import Site
from factbook.model import Kind, Place
from factbook.pages.cards import card_frames
from factbook.pages.entity_views import VIEWS
from factbook.pages.errors import LookupFaultError
from factbook.pages.figure_views import FigureView
from factbook.pages.markdown import escape_text, follow_links, links, relative_path
from factbook.pages.outline import ENTITY_TEMPLATES
from factbook.pages.reuse_views import ReuseGlobals
from factbook.pages.sandbox import BoundsError, Sandbox
from factbook.pages.spec import Outline, PageSpec
from factbook.pages.template_globals import names
from factbook.pages.unsafe_html import unsafe_in_page
from factbook.pages.views import RenderContext
from factbook.problems import Problem, nearest

_WORDS = re.compile(r"\w+")
_SPACES = re.compile(r"[ \t\r\n]+")  # those that do not break lines stay
_OWN_KEYS = {"title", "description", "slug", "each", "parent", "translation", "redirects", "search_aliases"}


@dataclass(frozen=True)
class Page:
    """A finished page: its Markdown text without head, and what the head will say.

    `used` has the figures and periods shown, in order, `named` the records that it names, as (kind, identifier),
    `charts` the charts that it shows, `search_aliases` other titles for the search. `derived` holds what was
    worked out from these alone, by name, to be used again.
    """

    spec: PageSpec
    title: str
    description: str
    text: str
    figures_used: Mapping[tuple[str, str], int]
    extra: Mapping[str, Any]
    mentioned: tuple[tuple[Kind, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    search_aliases: tuple[str, ...] = ()
    derived: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def memo(self, name: str, make: Callable[[Page], Any]) -> Any:
        """What `make` makes of the page alone, made once; a name is for one function."""
        if name not in self.derived:
            self.derived[name] = make(self)
        return self.derived[name]


class Renderer:
    """One Jinja environment for the Markdown of a language, and one for the plain texts of page heads."""

    def __init__(
        self,
        site: Site,
        outline: Outline,
        language: str,
        strings: NullTranslations,
        reuse: ReuseGlobals,
        compiled: jinja2.BytecodeCache,
    ):
        self.site, self.outline, self.language, self.reuse = site, outline, language, reuse
        loader = jinja2.FunctionLoader(self._load)
        self.markdown = _environment(
            strings, loader=loader, autoescape=True, finalize=_finalize, bytecode_cache=compiled
        )
        self.plain = _environment(strings, loader=loader, finalize=_finalize_plain)
        self.heads: dict[str, jinja2.Template] = {}

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if template := self.outline.templates.get(name):
            return template.body, name, lambda: True
        return None

    def page(self, scope: RenderContext, problems: list[Problem]) -> Page | None:
        """A finished page; None where its template fails. What is wrong goes to `problems`."""
        spec = scope.page
        file = spec.template.file
        variables = names(scope) | self.reuse.names(scope) | self._subject(scope)
        self.markdown.begin()
        self.plain.begin()
        try:
            head = {
                key: self._plain_text(scope, key, value, variables)
                for key, value in spec.template.head.items()
                if isinstance(value, str)
            }
            text = self.markdown.within_bounds(self.markdown.get_template(file).render(variables))
        except Exception as error:
            problems.append(_problem(error, file))
            return None
        problems += self._missing_links(spec, text)
        if not any(problem.code == "unsafe-markup" and problem.place.file == file for problem in problems):
            problems += _unsafe(spec, text)
        folder = posixpath.dirname(spec.name)
        here = posixpath.dirname(spec.path)

        def address(name: str) -> str | None:
            target = scope.pages.get(name)
            return relative_path(target.path, here) if target else None

        return Page(
            spec=spec,
            title=head["title"],
            description=head.get("description", ""),
            text=follow_links(text.strip("\n") + "\n", folder, address) + str(card_frames(scope, spec.address)),
            figures_used=scope.used,
            extra={key: value for key, value in spec.template.head.items() if key not in _OWN_KEYS},
            mentioned=tuple(scope.mentioned),
            charts=tuple(scope.charts),
            search_aliases=tuple(filter(None, map(str.strip, head.get("search_aliases", "").split(";")))),
        )

    def _plain_text(self, scope: RenderContext, key: str, value: str, variables: Mapping[str, Any]) -> str:
        if "{" in value:
            template = self.heads.get(value) or self.heads.setdefault(value, self.plain.from_string(value))
            value = template.render(variables)
        return _SPACES.sub(" ", value).strip(" ")

    def _subject(self, scope: RenderContext) -> dict[str, Any]:
        """The entity that a page is about, under the name of its kind in the singular, and as `this`."""
        if scope.page.record is None:
            return {}
        kind, identifier = scope.page.record
        view = FigureView(scope, identifier) if kind == "figures" else VIEWS[kind](scope, kind, identifier)
        return {"this": view}

    def _missing_links(self, spec: PageSpec, text: str) -> Iterator[Problem]:
        folder = posixpath.dirname(spec.name)
        pages = self.outline.pages[self.language]
        for match in links(text):
            target = match.group(1)
            name = posixpath.normpath(posixpath.join(folder, target[:-3])) if target else spec.name
            if name in pages:
                continue
            near = nearest(name, pages)
            hint = posixpath.relpath(near + ".md", folder or ".") if near else ""
            yield Problem(
                "broken-link",
                place_of(spec.template.body, f"]({target}", spec.template.file, 2),
                {"found": target, "hint": hint},
                length=len(target),
            )


def _unsafe(spec: PageSpec, text: str) -> Iterator[Problem]:
    """What runs in a finished page, though it is not to be seen as it is typed: put together, or in code that is none.

    It is told at the line of the template that has most words of the line where it stands.
    """
    match = unsafe_in_page(text)
    if match is None:
        return
    found = match.group().strip()
    around = set(_WORDS.findall(match.string[max(0, match.start() - 80) : match.end() + 80]))
    lines = spec.template.body.split("\n")
    line = max(range(len(lines)), key=lambda number: len(around & set(_WORDS.findall(lines[number]))))
    yield Problem("unsafe-markup", Place(spec.template.file, line + 1), {"found": found})


def place_of(body: str, needle: str, file: str, skip: int = 0) -> Place:
    """Where a text first stands in a template, `skip` characters into it; its first line where it does not."""
    index = body.find(needle)
    if index < 0:
        return Place(file, 1)
    before = body[:index]
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n") + skip)


def _environment(strings: NullTranslations, **options: Any) -> Sandbox:
    environment = Sandbox(
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )
    environment.install_gettext_translations(strings, newstyle=True)  # type: ignore[attr-defined]
    return environment


def _finalize(value: Any) -> Any:
    """What an expression shows: marked text as it is, other text escaped, nothing for None."""
    if value is None:
        return ""
    if hasattr(value, "__html__") or isinstance(value, jinja2.Undefined):
        return value
    return escape_text(str(value))


def _finalize_plain(value: Any) -> Any:
    return "" if value is None else value


_PATH = re.compile(r"\.md$")


def _problem(error: Exception, file: str) -> Problem:
    """A template's failure as a problem at the innermost line of a template that the traceback knows."""
    line = getattr(error, "lineno", None) or 1
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
        file = error.filename
    trace = error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if _PATH.search(name):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    if Path(file).is_absolute():
        file = f"{ENTITY_TEMPLATES}/{Path(file).name}"
    place = Place(file, line)
    if isinstance(error, LookupFaultError):
        return Problem(error.code, place, error.values)
    if isinstance(error, jinja2.TemplateNotFound):
        return Problem("broken-link", place, {"found": str(error.name), "hint": ""})
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Problem("template-syntax", place, {"found": str(error.message)})
    if isinstance(error, BoundsError | RecursionError | MemoryError | OverflowError):
        return Problem("template-bounds", place, {"found": str(error) or type(error).__name__})
    return Problem("template-error", place, {"found": str(error) or type(error).__name__})


__all__ = ["Markup", "Page", "Renderer", "place_of"]
