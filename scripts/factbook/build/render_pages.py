"""The pages of all languages: what earlier runs have of them, and the others, rendered side by side where many are."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from factbook.build.cache import fingerprint
from factbook.build.cache_key import common_key
from factbook.build.fork import ForkedCall, can_fork
from factbook.build.trace import CatalogueState, MemoTable, TracingCatalogue
from factbook.data.config import Site
from factbook.i18n.formatter import Formatter
from factbook.i18n.messages import translations
from factbook.model import Catalogue
from factbook.pages.renderer import Page, Renderer
from factbook.pages.reuse_views import ReuseGlobals
from factbook.pages.spec import Outline, PageSpec, Template
from factbook.pages.views import RenderContext
from factbook.problems import Problem

FORK_THRESHOLD = 20  # pages from which a process of their own is worth its while
_INCLUDE_TAG = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b")


def render_languages(
    site: Site,
    catalogue: Catalogue,
    outline: Outline,
    problems: list[Problem],
    memory: MemoTable,
    wanted: Mapping[str, Collection[str] | None],
) -> dict[str, list[Page]]:
    """The pages of all languages, or those whose names are `wanted`.

    What is wrong goes to `problems`; a page at fault is left out. A page that `memory` has from another run is taken
    from there if it would come out the same. Where many are left to render, each language but the first is rendered
    in a process beside this one.
    """
    works = {code: _LanguageRender(site, catalogue, outline, code, memory, wanted[code]) for code in site.codes}
    others = list(works.values())[1:]
    begun: dict[_LanguageRender, ForkedCall[_RenderedBatch]] = {}
    if sum(len(work.missing) for work in others) > FORK_THRESHOLD and can_fork():
        begun = {work: ForkedCall(partial(_apart, work, problems)) for work in others}
    for work in works.values():
        if work in begun:
            work.merge(begun[work].result(), problems)
        else:
            work.render(problems)
    return {code: work.finished() for code, work in works.items()}


class _LanguageRender:
    """The pages of one language: those that the memory has, and those that are `missing` and to be rendered."""

    def __init__(
        self,
        site: Site,
        catalogue: Catalogue,
        outline: Outline,
        language: str,
        memory: MemoTable,
        wanted: Collection[str] | None,
    ):
        self.site, self.outline, self.language, self.memory = site, outline, language, memory
        self.facts, self.reader = CatalogueState(catalogue), TracingCatalogue(catalogue)
        self.done: dict[str, Page] = {}
        self.missing: dict[str, str] = {}  # the names of pages, with the key of what each is made from besides facts
        common = common_key(site, self.facts, outline)
        templates = {name: _template_key(template, outline) for name, template in outline.templates.items()}
        for name, spec in outline.pages[language].items():
            if wanted is not None and name not in wanted:
                continue
            key = fingerprint(common, templates[spec.template.file])
            page: Page | None = memory.get(f"{language}/{name}", key, self.facts)
            if page is None:
                self.missing[name] = key
            else:
                self.done[name] = page

    def render(self, problems: list[Problem]) -> None:
        """Render what is missing, and have the memory keep what is right."""
        strings = translations(self.site.locale_folder, self.language)
        wording = Formatter(self.language, strings.gettext)
        reuse = ReuseGlobals(self.site, self.reader.catalogue, self.outline)
        renderer = Renderer(self.site, self.outline, self.language, strings, reuse, self.memory.templates)
        pages = self.outline.pages[self.language]
        for name, key in self.missing.items():
            self.reader.begin()
            told = len(problems)
            page = renderer.page(RenderContext(pages[name], pages, self.reader.catalogue, wording), problems)
            if page is None:
                continue
            self.done[name] = page = replace(page, spec=cast(PageSpec, None))
            if len(problems) == told:
                self.memory.put(f"{self.language}/{name}", key, self.facts, self.reader.reads, page)

    def merge(self, apart: _RenderedBatch, problems: list[Problem]) -> None:
        """Have what another process has rendered."""
        problems += apart.problems
        self.memory.merge(apart.kept)
        prefix = len(f"{self.language}/")
        self.done |= {name[prefix:]: entry.value for name, entry in apart.kept.items()} | apart.others

    def finished(self) -> list[Page]:
        """All pages that could be rendered, in the order of the outline, each with its address."""
        specs = self.outline.pages[self.language]
        return [replace(self.done[name], spec=spec) for name, spec in specs.items() if name in self.done]


@dataclass(frozen=True)
class _RenderedBatch:
    """What travels from another process: what the memory keeps of the pages rendered, the other pages, the problems."""

    kept: Mapping[str, Any]
    others: dict[str, Page]
    problems: list[Problem]


def _apart(work: _LanguageRender, problems: list[Problem]) -> _RenderedBatch:
    told = len(problems)
    work.render(problems)
    new = problems[told:]
    del problems[told:]
    kept = work.memory.kept(f"{work.language}/{name}" for name in work.missing)
    others = {n: work.done[n] for n in work.missing if n in work.done and f"{work.language}/{n}" not in kept}
    return _RenderedBatch(kept, others, new)


def _template_key(template: Template, outline: Outline) -> str:
    """A fingerprint of a page's template, and of all others where it takes anything from another."""
    others = outline.templates.values() if _INCLUDE_TAG.search(template.source) else ()
    return fingerprint(template.file, template.source, *(part for each in others for part in (each.file, each.source)))
