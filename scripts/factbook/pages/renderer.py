"""The renderer: a template and the facts in, a plain Markdown page out, errors with their line."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import jinja2
from babel.support import NullTranslations
from markupsafe import Markup

from factbook.charts import Chart
from factbook.data.config import Site
from factbook.model import Kind, Place
from factbook.pages.cards import FigureCard, card_frames
from factbook.pages.entity_views import VIEWS
from factbook.pages.errors import LookupFaultError
from factbook.pages.figure_views import FigureView
from factbook.pages.markdown import escape_text, no_break_around_figures, relative_path
from factbook.pages.markdown_reader import PageLink, read_anchors, resolve_links
from factbook.pages.outline import ENTITY_TEMPLATES
from factbook.pages.reuse_views import ReuseGlobals
from factbook.pages.sandbox import BoundsError, Sandbox
from factbook.pages.spec import Outline, PageSpec
from factbook.pages.template_globals import names
from factbook.pages.unsafe_html import unsafe_in_page
from factbook.pages.views import RenderContext
from factbook.problems import Problem, nearest

T = TypeVar("T")
_WORDS = re.compile(r"\w+")
_SPACES = re.compile(r"[ \t\r\n]+")  # those that do not break lines stay
_OWN_KEYS = {"title", "description", "slug", "each", "parent", "translation", "redirects", "search_aliases"}


@dataclass(frozen=True)
class Page:
    """A rendered page: its Markdown without front matter, and what it is made of.

    `text` is the Markdown up to the popovers of its figures, which are `cards`; `figures_used` has the figures and
    periods shown, in order of use, with how often; `extra` the keys of the template's front matter that the theme
    reads; `links` the links to pages and to places on them; `mentioned` the records that it names, as (kind,
    identifier); `search_aliases` other titles for the search. `derived` keeps values calculated from these alone.
    """

    spec: PageSpec
    title: str
    description: str
    text: str
    figures_used: Mapping[tuple[str, str], int]
    extra: Mapping[str, object]
    cards: tuple[FigureCard, ...] = ()
    links: tuple[PageLink, ...] = ()
    mentioned: tuple[tuple[Kind, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    search_aliases: tuple[str, ...] = ()
    derived: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def anchors(self) -> frozenset[str]:
        """Return the anchors that a link to this page can have."""
        return self.memo("anchors", lambda page: read_anchors(page.text))

    @property
    def markdown(self) -> str:
        """Return the whole Markdown as it is staged, without front matter."""
        return no_break_around_figures(self.text) + card_frames(self.cards, self.spec.address)

    def memo(self, name: str, make: Callable[[Page], T]) -> T:
        """Return the result of `make` for this page, calculated once. A name is for one function."""
        if name not in self.derived:
            self.derived[name] = make(self)
        return cast(T, self.derived[name])


class Renderer:
    """One Jinja environment for the Markdown of a language, and one for the plain texts of front matter."""

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
        """Return a rendered page; None where its template fails. Errors are added to `problems`."""
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
        here = posixpath.dirname(spec.path)

        def resolve(name: str, typed: str) -> str | None:
            if target := scope.pages.get(name):
                return relative_path(target.path, here)
            problems.append(_missing_page(spec, scope.pages, name, typed))
            return None

        resolved, links = resolve_links(text.strip("\n") + "\n", posixpath.dirname(spec.name), resolve)
        if not any(problem.code == "unsafe-markup" and problem.place.file == file for problem in problems):
            problems += _unsafe(spec, text)
        return Page(
            spec=spec,
            title=head["title"],
            description=head.get("description", ""),
            text=resolved,
            cards=tuple(scope.cards.values()),
            links=tuple(links),
            figures_used=scope.used,
            extra={key: value for key, value in spec.template.head.items() if key not in _OWN_KEYS},
            mentioned=tuple(scope.mentioned),
            charts=tuple(scope.charts),
            search_aliases=tuple(filter(None, map(str.strip, head.get("search_aliases", "").split(";")))),
        )

    def _plain_text(self, scope: RenderContext, key: str, value: str, variables: Mapping[str, object]) -> str:
        if "{" in value:
            template = self.heads.get(value) or self.heads.setdefault(value, self.plain.from_string(value))
            value = template.render(variables)
        return _SPACES.sub(" ", value).strip(" ")

    def _subject(self, scope: RenderContext) -> dict[str, object]:
        """Return the entity that a page is about, as `this`."""
        if scope.page.record is None:
            return {}
        kind, identifier = scope.page.record
        view = FigureView(scope, identifier) if kind == "figures" else VIEWS[kind](scope, kind, identifier)
        return {"this": view}


def _missing_page(spec: PageSpec, pages: Collection[str], name: str, typed: str) -> Problem:
    """Return the problem of a link to a page that does not exist; `typed` is its target as it is typed."""
    near = nearest(name, pages)
    hint = posixpath.relpath(near + ".md", posixpath.dirname(spec.name) or ".") if near else ""
    place = place_of(spec.template.body, f"]({typed}", spec.template.file, 2)
    return Problem("broken-link", place, {"found": typed, "hint": hint}, length=len(typed))


def _unsafe(spec: PageSpec, text: str) -> Iterator[Problem]:
    """Return the problem of unsafe HTML in a rendered page that its template does not show as such.

    It is assembled by expressions, or in code that Markdown does not read as code. The problem's place is the line of
    the template that has most words in common with the line of the page.
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
    """Return where a text first occurs in a template, `skip` characters into it; the first line where it does not."""
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


def _finalize(value: object) -> object:
    """Return the output of an expression: markup unchanged, other text escaped, nothing for None."""
    if value is None:
        return ""
    if hasattr(value, "__html__") or isinstance(value, jinja2.Undefined):
        return value
    return escape_text(str(value))


def _finalize_plain(value: object) -> object:
    return "" if value is None else value


_PATH = re.compile(r"\.md$")


def _problem(error: Exception, file: str) -> Problem:
    """Return a template's error as a problem at the innermost line of a template in the traceback."""
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
