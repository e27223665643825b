"""The pages that are open in a preview: rendered before all others, from the same reading of the facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factbook.build.cache import fingerprint
from factbook.build.engine import LanguageBuild, RenderJob
from factbook.build.front_matter import page_source
from factbook.build.pipeline import Prepared
from factbook.build.staging import THEME, index_pages, theme_files
from factbook.opendata import Publication, Serializer
from factbook.pages import Page


@dataclass(frozen=True)
class VisiblePages:
    """The last build of a preview, which later changes of text are compared with.

    Attributes:
        last: The facts and pages of the last build.
        parts: Its languages.
        theme: The key of its theme.
        files: The paths of the site that no engine writes.
    """

    last: Prepared
    parts: Sequence[LanguageBuild]
    theme: str
    files: frozenset[str]

    def names(self, paths: Collection[str]) -> set[str]:
        """Return the names of the pages at some paths of the site."""
        return {
            page.spec.name
            for language in self.last.site.languages
            for page in self.last.pages[language.code]
            if page.spec.site_output_path in paths
        }

    def jobs(
        self, result: Prepared, paths: Collection[str], manifest: Mapping[str, str], stage: Path
    ) -> list[tuple[RenderJob, dict[str, str]]] | None:
        """Stage the pages that changed, and return a job for each language, with the keys of its pages by path.

        Returns None if more has changed than text. Raises OSError.
        """
        theme = theme_key(dict(theme_files(result.site)))
        if theme != self.theme or _shared_inputs(result) != _shared_inputs(self.last):
            return None
        indexes = self._indexes(result)
        serializer = Serializer(Publication(result.site, result.catalogue, result.outline))
        jobs = []
        for language, part in zip(result.site.languages, self.parts, strict=True):
            sources, keys = set(), {}
            for page in result.pages[language.code]:
                source, output = page.spec.path, page.spec.site_output_path
                content = page_source(serializer, indexes, page, result.stale)
                key = page_key(part.shared, source, content)
                if output in paths and manifest.get(output) != key:
                    (stage / language.code / source).write_bytes(content)
                    sources.add(source)
                    keys[output] = key
            if sources:
                jobs.append((RenderJob(part, sources, self.files, {}), keys))
        return jobs

    def _indexes(self, result: Prepared) -> dict[str, dict[str, Page]]:
        """Return all pages by language and name: the new ones, and the others as they were."""
        new = index_pages(result.pages)
        return {code: {**pages, **new[code]} for code, pages in index_pages(self.last.pages).items()}


def _shared_inputs(result: Prepared) -> tuple[object, Mapping[str, Mapping[str, tuple[str, str]]]]:
    """Return what all pages share besides the theme: the configuration, and the pages with their addresses."""
    addresses = {
        code: {name: (spec.path, spec.address) for name, spec in specs.items()}
        for code, specs in result.outline.pages.items()
    }
    return result.site.configuration.value, addresses


def theme_key(sources: Mapping[str, bytes]) -> str:
    """Return a key of the theme among the sources of a tree."""
    names = sorted(name for name in sources if name.startswith(THEME))
    return fingerprint(*(part for name in names for part in (name, sources[name])))


def page_key(shared: str, source: str, content: bytes) -> str:
    """Return the key of a page: of what all pages of its language share, and of its own Markdown."""
    return fingerprint(shared, source, content)
