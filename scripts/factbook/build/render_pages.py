"""The pages of all languages as Markdown: those of earlier runs, and the others, rendered in parallel if many."""

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

FORK_THRESHOLD = 20  # pages; for fewer, a process costs more than it saves
_INCLUDE_TAG = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\b")


def render_languages(
    site: Site,
    catalogue: Catalogue,
    outline: Outline,
    problems: list[Problem],
    memory: MemoTable,
    wanted: Mapping[str, Collection[str] | None],
) -> dict[str, list[Page]]:
    """Return the pages of each language.

    If many are to be rendered, each language but the first is rendered in a process of its own.

    Args:
        site: The site.
        catalogue: The facts.
        outline: All pages.
        problems: Receives what is wrong; a page with an error is left out.
        memory: Pages of earlier runs, used if nothing that they are made from has changed.
        wanted: The names of the pages to return, by language; None for all.
    """
    renders = {code: _LanguageRender(site, catalogue, outline, code, memory, wanted[code]) for code in site.codes}
    others = list(renders.values())[1:]
    calls: dict[_LanguageRender, ForkedCall[_RenderedBatch]] = {}
    if sum(len(work.missing) for work in others) > FORK_THRESHOLD and can_fork():
        calls = {work: ForkedCall(partial(_render_batch, work, problems)) for work in others}
    for work in renders.values():
        if work in calls:
            work.merge(calls[work].result(), problems)
        else:
            work.render(problems)
    return {code: work.finished() for code, work in renders.items()}


class _LanguageRender:
    """The pages of one language: those of earlier runs, and those that are `missing` and have to be rendered."""

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
        self.missing: dict[str, str] = {}  # names of pages, with the key of what each is made from besides facts
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
        """Render the missing pages, and remember those without problems."""
        strings = translations(self.site.locale_folder, self.language)
        wording = Formatter(self.language, strings.gettext)
        reuse = ReuseGlobals(self.site, self.reader.catalogue, self.outline)
        renderer = Renderer(self.site, self.outline, self.language, strings, reuse, self.memory.templates)
        pages = self.outline.pages[self.language]
        for name, key in self.missing.items():
            self.reader.begin()
            before = len(problems)
            page = renderer.page(RenderContext(pages[name], pages, self.reader.catalogue, wording), problems)
            if page is None:
                continue
            self.done[name] = page = replace(page, spec=cast(PageSpec, None))
            if len(problems) == before:
                self.memory.put(f"{self.language}/{name}", key, self.facts, self.reader.reads, page)

    def merge(self, batch: _RenderedBatch, problems: list[Problem]) -> None:
        """Take over what another process has rendered."""
        problems += batch.problems
        self.memory.merge(batch.kept)
        prefix = len(f"{self.language}/")
        self.done |= {name[prefix:]: entry.value for name, entry in batch.kept.items()} | batch.others

    def finished(self) -> list[Page]:
        """Return all pages that could be rendered, in the order of the outline, each with its address."""
        specs = self.outline.pages[self.language]
        return [replace(self.done[name], spec=spec) for name, spec in specs.items() if name in self.done]


@dataclass(frozen=True)
class _RenderedBatch:
    """The result of another process: the pages to remember, the other pages, the problems."""

    kept: Mapping[str, Any]
    others: dict[str, Page]
    problems: list[Problem]


def _render_batch(work: _LanguageRender, problems: list[Problem]) -> _RenderedBatch:
    before = len(problems)
    work.render(problems)
    new = problems[before:]
    del problems[before:]
    kept = work.memory.kept(f"{work.language}/{name}" for name in work.missing)
    others = {n: work.done[n] for n in work.missing if n in work.done and f"{work.language}/{n}" not in kept}
    return _RenderedBatch(kept, others, new)


def _template_key(template: Template, outline: Outline) -> str:
    """Return a fingerprint of a page's template, and of all other templates if it includes or imports any."""
    others = outline.templates.values() if _INCLUDE_TAG.search(template.source) else ()
    return fingerprint(template.file, template.source, *(part for each in others for part in (each.file, each.source)))
