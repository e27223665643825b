"""What somebody looks at in a preview is made first: the rest of the site follows when it is on the screen.

Only texts of pages are made so. Where addresses, the configuration or the theme change, all pages do, and nothing
comes first; where something is wrong, the build of the whole site tells it, with all that it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from factbook.build.incremental import STAGE, OutputDir, RenderJob, page_key, theme_key
from factbook.build.pipeline import Prepared, run_pipeline
from factbook.build.staging import index_pages, page_source, theme_files
from factbook.build.trace import MemoTables
from factbook.opendata import Publication, Serializer
from factbook.problems import Problems


def build_visible_pages(
    root: Path,
    folder: OutputDir,
    open_paths: Collection[str],
    engine: Callable[[Sequence[RenderJob]], Sequence[str]],
    memories: MemoTables,
) -> bool:
    """Bring the pages of a folder that are looked at up to date, before all others; gives whether they are.

    `looked_at` has their paths in the site, such as en/europe/index.html; `engine` does the jobs, one for a language,
    and gives its warnings. `memories` have what earlier runs made of the facts.
    """
    before = folder.snapshot
    names = _names(before.result, open_paths) if before else set()
    if before is None or not names:
        return False
    try:
        result = run_pipeline(root, memory=memories.pages, choose=lambda catalogue, outline, language: names)
    except Problems:
        return False
    if (
        _shared_inputs(result) != _shared_inputs(before.result)
        or theme_key(dict(theme_files(result.site))) != before.theme
    ):
        return False
    titles = {
        code: {**old, **index_pages(result.pages)[code]} for code, old in index_pages(before.result.pages).items()
    }
    teller = Serializer(Publication(result.site, result.catalogue, result.outline))
    jobs = []
    for language, part in zip(result.site.languages, before.parts, strict=True):
        missing = {}
        for page in result.pages[language.code]:
            source, output = page.spec.path, f"{language.prefix}{page.spec.address}index.html"
            content = page_source(teller, titles, page, result.stale)
            key = page_key(part.shared, source, content)
            if output in open_paths and folder.manifest.get(output) != key:
                (root / STAGE / language.code / source).write_bytes(content)
                missing[source] = output, key
        if missing:
            jobs.append((RenderJob(part, set(missing), before.files, {}), dict(missing.values())))
    warnings = engine([job for job, _ in jobs]) if jobs else []
    if not warnings:
        for _, shown in jobs:
            folder.manifest |= shown
    return True


def _names(result: Prepared, looked_at: Collection[str]) -> set[str]:
    """The names of pages at some paths."""
    return {
        page.spec.name
        for language in result.site.languages
        for page in result.pages[language.code]
        if f"{language.prefix}{page.spec.address}index.html" in looked_at
    }


def _shared_inputs(result: Prepared) -> tuple[object, Mapping[str, Mapping[str, tuple[str, str]]]]:
    """What all pages share, besides the theme: the configuration, and which pages there are at which addresses."""
    addresses = {
        code: {name: (spec.path, spec.address) for name, spec in specs.items()}
        for code, specs in result.outline.pages.items()
    }
    return result.site.configuration.value, addresses
