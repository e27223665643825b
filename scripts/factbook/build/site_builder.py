"""From checked facts to finished pages in a folder: render what changed, keep the rest.

No site engine is imported here. The HTML of a page is made from its Markdown and from what all pages of its language
share (configuration, theme, code): the key of a page is a fingerprint of these.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from factbook.build.cache import FOLDER, fingerprint, fingerprint_of_code
from factbook.build.engine import LanguageBuild, RenderJob
from factbook.build.engine_config import configuration_name
from factbook.build.output_dir import OutputDir
from factbook.build.pipeline import CheckedFacts, Prepared, render_pages, stage_tree
from factbook.build.staging import Tree, write_files
from factbook.build.trace import MemoTables
from factbook.build.visible_pages import VisiblePages, page_key, theme_key
from factbook.data.config import PLUGIN, Site
from factbook.problems import Problem, Problems

STAGE = FOLDER / "stage"

Render = Callable[[Sequence[RenderJob]], Sequence[str]]
"""Do the jobs of an engine; return its warnings."""


@dataclass(frozen=True)
class BuildReport:
    """The result of a build: warnings about the facts, the number of pages and of rendered pages, engine warnings."""

    warnings: Sequence[Problem]
    pages: int
    rendered: int
    engine_warnings: Sequence[str] = ()


class SiteBuilder:
    """Builds the site of a project into a folder. What an engine rendered with warnings is rendered again next time."""

    def __init__(self, root: Path, output: OutputDir, render: Render, memories: MemoTables, preview_url: str = ""):
        """Create a builder.

        Args:
            root: The folder of mkdocs.yml.
            output: The folder that the site is written into.
            render: Does the jobs of the engine.
            memories: What earlier runs rendered.
            preview_url: The address of the preview that shows the site; empty for a site to publish. A preview has no
                social images, and keeps its memories in the process.
        """
        self.root, self.output, self._render, self._memories = root, output, render, memories
        self._preview_url = preview_url
        self._visible: VisiblePages | None = None

    def build(self, facts: CheckedFacts) -> BuildReport:
        """Bring the whole folder up to date. Raises Problems, EngineError, OSError."""
        result = render_pages(facts, memory=self._memories.pages)
        tree = stage_tree(result, self._memories.cards)
        self._memories.save()
        write_files(self.root / STAGE, tree.sources)
        parts = self._languages(result, tree)
        pictures = {} if self._preview_url else tree.pictures
        jobs = self.output.update(tree.files, pictures, parts)
        if self._preview_url:
            self._visible = VisiblePages(result, parts, theme_key(tree.sources), frozenset(tree.files))
        else:
            self._memories.unload()  # the engines need the room
        pages, rendered = sum(map(len, result.pages.values())), sum(len(job.missing) for job in jobs)
        del tree
        warnings = self._render(jobs) if jobs else []
        if not warnings:
            for job in jobs:
                self.output.mark_rendered(job)
        return BuildReport(result.warnings, pages, rendered, warnings)

    def build_visible(self, facts: CheckedFacts, paths: Collection[str]) -> int | None:
        """Bring the pages at some paths up to date before all others.

        Only changed text is handled here. Where addresses, the configuration or the theme changed, or something is
        wrong, the build of the whole site has to do it.

        Args:
            facts: The facts as they are now.
            paths: Paths in the site, such as en/europe/index.html.

        Returns:
            The number of pages rendered; None if the whole site has to be built first.
        """
        before = self._visible
        names = before.names(paths) if before else set()
        if before is None or not names or has_other_plugins(facts.site):
            return None
        try:
            result = render_pages(facts, memory=self._memories.pages, choose=lambda *_: names)
        except Problems:
            return None
        jobs = before.jobs(result, paths, self.output.manifest, self.root / STAGE)
        if jobs is None:
            return None
        warnings = self._render([job for job, _ in jobs]) if jobs else []
        if not warnings:
            for _, keys in jobs:
                self.output.manifest |= keys
        return sum(len(job.missing) for job, _ in jobs)

    def _languages(self, result: Prepared, tree: Tree) -> list[LanguageBuild]:
        """Return the languages of a site, the root's first."""
        # What other plugins read is not known here: their pages are rendered each time.
        once = secrets.token_hex() if has_other_plugins(result.site) else ""
        theme = theme_key(tree.sources)
        parts = []
        for language in result.site.languages:
            code, prefix, name = language.code, language.prefix, configuration_name(language.code)
            shared = fingerprint(fingerprint_of_code(), self._preview_url, once, name, tree.sources[name], theme)
            outputs = {page.spec.path: page.spec.output_path for page in result.pages[code]}
            keys = {source: page_key(shared, source, tree.sources[f"{code}/{source}"]) for source in outputs}
            target = self.output.path / prefix
            parts.append(LanguageBuild(self.root / STAGE / name, target, prefix, outputs, keys, shared))
        return parts


def has_other_plugins(site: Site) -> bool:
    """Return whether plugins or hooks of others take part in rendering a page."""
    settings = site.configuration.value
    entries = settings.get("plugins", [])
    names = [next(iter(entry), "") if isinstance(entry, dict) else entry for entry in entries]
    return names != [PLUGIN] or bool(settings.get("hooks"))
