"""Jinja in a sandbox: a template and the facts in, a plain Markdown page out, faults with their line."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import jinja2
from babel.support import NullTranslations
from markupsafe import Markup

from factbook.cache import fingerprint
from factbook.charts import Chart
from factbook.compiled import Compiled
from factbook.forking import Beside, can_fork
from factbook.model import Catalogue, Kind, Place
from factbook.pages.cards import card_frames
from factbook.pages.entities import VIEWS
from factbook.pages.faults import LookupFaultError
from factbook.pages.figures import FigureView
from factbook.pages.keys import common_key
from factbook.pages.markdown import escape_text, follow_links, links, relative_path
from factbook.pages.naming import names
from factbook.pages.outline import EACH_FOLDER, Outline, PageSpec, Template
from factbook.pages.reuse import Reuse
from factbook.pages.sandbox import BoundsError, Sandbox
from factbook.pages.unsafe import unsafe_in_page
from factbook.pages.views import Scope
from factbook.problems import Problem, nearest
from factbook.site import Site
from factbook.strings import translations
from factbook.tracing import NO_MEMORY, Facts, Memory, Reader
from factbook.wording import Wording

PARTS = Path(__file__).parent / "parts"
MANY = 50  # pages from which a process of their own is worth its while
_TAKES = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b")
_WORDS = re.compile(r"\w+")
_OWN_KEYS = {"title", "description", "slug", "each", "parent", "translation", "redirects", "also_called"}


@dataclass(frozen=True)
class Page:
    """A finished page: its Markdown text without head, and what the head will say.

    `used` has the figures and periods shown, in order, `named` the records that it names, as (kind, identifier),
    `charts` the charts that it shows, `also_called` other titles under which it is searched. `derived` holds what was
    worked out from these alone, by name, to be used again.
    """

    spec: PageSpec
    title: str
    description: str
    text: str
    used: Mapping[tuple[str, str], int]
    extra: Mapping[str, Any]
    named: tuple[tuple[Kind, str], ...] = ()
    charts: tuple[Chart, ...] = ()
    also_called: tuple[str, ...] = ()
    derived: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def derive(self, name: str, make: Callable[[Page], Any]) -> Any:
        """What `make` makes of the page alone, made once; a name is for one function."""
        if name not in self.derived:
            self.derived[name] = make(self)
        return self.derived[name]


def render_languages(
    site: Site,
    catalogue: Catalogue,
    outline: Outline,
    problems: list[Problem],
    memory: Memory,
    wanted: Mapping[str, Collection[str] | None],
) -> dict[str, list[Page]]:
    """The pages of all languages, or those whose names are `wanted`; see `render_pages`.

    Where there are many to render, each language but the first is rendered in a process beside this one.
    """

    def render(language: str) -> list[Page]:
        return render_pages(site, catalogue, outline, language, problems, memory, wanted[language])

    first, *others = site.codes
    counts = [len(outline.pages[code] if wanted[code] is None else wanted[code] or ()) for code in others]
    if not (memory.is_empty and sum(counts) > MANY and can_fork()):
        return {language: render(language) for language in site.codes}
    begun = {language: Beside(partial(_apart, render, language, problems, memory)) for language in others}
    pages = {first: render(first)}
    for language, work in begun.items():
        rendered, told, kept = work.result()
        specs = outline.pages[language]
        pages[language] = [replace(page, spec=specs[name]) for name, page in rendered]
        problems += told
        memory.adopt(kept)
    return pages


def _apart(
    render: Callable[[str], list[Page]], language: str, problems: list[Problem], memory: Memory
) -> tuple[list[tuple[str, Page]], list[Problem], Mapping[str, Any]]:
    """The pages of a language by their names, as they can travel: without what the other process has; and all else."""
    told = len(problems)
    pages = {page.spec.name: page for page in render(language)}
    kept = memory.kept(f"{language}/{name}" for name in pages)
    travelling = [
        (name, kept[each].value if (each := f"{language}/{name}") in kept else replace(page, spec=cast(PageSpec, None)))
        for name, page in pages.items()
    ]
    new = problems[told:]
    del problems[told:]
    return travelling, new, kept


def render_pages(
    site: Site,
    catalogue: Catalogue,
    outline: Outline,
    language: str,
    problems: list[Problem],
    memory: Memory = NO_MEMORY,
    wanted: Collection[str] | None = None,
) -> list[Page]:
    """The pages of one language, or those whose names are `wanted`.

    What is wrong goes to `problems`; a page at fault is left out. A page that `memory` has from another run is taken
    from there if it would come out the same.
    """
    strings = translations(site.locale_folder, language)
    wording = Wording(language, strings.gettext)
    facts, reader = Facts(catalogue), Reader(catalogue)
    renderer = _Renderer(site, outline, language, strings, Reuse(site, reader.catalogue, outline), memory.templates)
    pages = outline.pages[language]
    common = common_key(site, facts, outline)
    templates = {name: _template_key(template, outline) for name, template in outline.templates.items()}
    rendered = []
    for spec in pages.values():
        if wanted is not None and spec.name not in wanted:
            continue
        name, key = f"{language}/{spec.name}", fingerprint(common, templates[spec.template.file])
        page: Page | None = memory.recall(name, key, facts)
        if page is not None:
            rendered.append(replace(page, spec=spec))
            continue
        reader.begin()
        told = len(problems)
        page = renderer.page(Scope(spec, pages, reader.catalogue, wording), problems)
        if page is not None:
            rendered.append(page)
        if page is not None and len(problems) == told:
            memory.keep(name, key, facts, reader.reads, replace(page, spec=cast(PageSpec, None)))
    return rendered


def _template_key(template: Template, outline: Outline) -> str:
    """A fingerprint of a page's template, and of all others where it takes anything from another."""
    others = outline.templates.values() if _TAKES.search(template.source) else ()
    return fingerprint(template.file, template.source, *(part for each in others for part in (each.file, each.source)))


class _Renderer:
    """One Jinja environment for the Markdown of a language, and one for the plain texts of page heads."""

    def __init__(
        self, site: Site, outline: Outline, language: str, strings: NullTranslations, reuse: Reuse, compiled: Compiled
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
        path = PARTS / name
        if path.parent == PARTS and path.is_file():
            return path.read_text(encoding="utf-8"), str(path), lambda: True
        return None

    def page(self, scope: Scope, problems: list[Problem]) -> Page | None:
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
            used=scope.used,
            extra={key: value for key, value in spec.template.head.items() if key not in _OWN_KEYS},
            named=tuple(scope.named),
            charts=tuple(scope.charts),
            also_called=tuple(filter(None, map(str.strip, head.get("also_called", "").split(";")))),
        )

    def _plain_text(self, scope: Scope, key: str, value: str, variables: Mapping[str, Any]) -> str:
        if "{" in value:
            template = self.heads.get(value) or self.heads.setdefault(value, self.plain.from_string(value))
            value = template.render(variables)
        return " ".join(value.split())

    def _subject(self, scope: Scope) -> dict[str, Any]:
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
        file = f"{EACH_FOLDER}/{Path(file).name}"
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


__all__ = ["Markup", "Page", "place_of", "render_languages", "render_pages"]
