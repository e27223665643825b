"""Build a project and publish its site: what `factbook build` and `mkdocs build` both call."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from factbook.build.cache import FOLDER
from factbook.build.engine import CreateEngine
from factbook.build.output_dir import OutputDir
from factbook.build.pipeline import load_facts
from factbook.build.publish import build_dir, clean, file_lock, os_errors_as_publish_error, publish
from factbook.build.site_builder import BuildReport, SiteBuilder, has_other_plugins
from factbook.build.site_state import SiteState, SiteStateStore, inputs
from factbook.build.trace import MemoTables
from factbook.build.worker import EnginePool
from factbook.data.config import Site, load_site
from factbook.i18n.messages import PACKAGE_LOCALE_DIR, editor_language, translations
from factbook.problems import Problem, as_text

Log: TypeAlias = "logging.Logger | logging.LoggerAdapter[logging.Logger]"


@dataclass(frozen=True)
class Project:
    """A project to build.

    Attributes:
        root: The folder of mkdocs.yml.
        create_engine: Creates the site engine.
        log: Receives messages for the person who started the build.
        lang: The language of these messages.
    """

    root: Path
    create_engine: CreateEngine
    log: Log
    lang: str = field(default_factory=editor_language)

    def translate(self, text: str) -> str:
        """Return a message in the editor's language."""
        return translations(PACKAGE_LOCALE_DIR, self.lang).gettext(text)

    def format_problems(self, problems: Iterable[Problem]) -> list[str]:
        """Return each problem as text for the terminal."""
        return [as_text(problem, self.root, self.lang) for problem in problems]

    def log_report(self, report: BuildReport) -> None:
        """Log the result of a build. Warnings about the facts never fail a strict build; those of the engine do."""
        for text in self.format_problems(report.warnings):
            self.log.info(text)
        for text in report.engine_warnings:
            self.log.warning(text)
        said = self.translate("{pages} pages, {rendered} rendered")
        self.log.info(said.format(pages=report.pages, rendered=report.rendered))

    def inputs(self, site: Site) -> str:
        """Return a fingerprint of everything that the site and the messages are made from. Raises OSError."""
        folders = [self.root / folder for folder in (site.docs, site.data, site.overrides or site.docs)]
        return inputs(self.root / site.configuration.file, folders, self.lang)

    def lock(self) -> Path:
        """Return the lock of all builds of the project, which share the staged tree."""
        return self.root / FOLDER / "building.lock"


def build_project(project: Project, site_dir: Path | None = None, strict: bool = False) -> int:
    """Build the site and put it in the place of the published one, unless that was made from the same inputs.

    Args:
        project: The project.
        site_dir: The folder to publish; by default that of mkdocs.yml.
        strict: Whether engine warnings keep the site from being published.

    Returns:
        The number of engine warnings.

    Raises:
        Problems: With everything that is wrong with the facts and pages.
        BuildError: If the site could not be rendered or written. The published site is as it was.
    """
    site = load_site(project.root)
    target = site_dir or project.root / str(site.configuration.value.get("site_dir", "site"))
    with os_errors_as_publish_error(target):
        (project.root / FOLDER).mkdir(parents=True, exist_ok=True)
        return _build_and_publish(project, site, target, strict)


def _build_and_publish(project: Project, site: Site, target: Path, strict: bool) -> int:
    clean(target)
    made_from = "" if has_other_plugins(site) else project.inputs(site)
    store = SiteStateStore(project.root, target)
    published = store.published() if made_from else None
    if published and published.inputs == made_from:
        for text in published.warnings:
            project.log.info(text)
        said = project.translate("Nothing has changed since the site was published in {folder}")
        project.log.info(said.format(folder=target))
        return 0
    with build_dir(target) as new:
        output = OutputDir(new, store.begin(new), (target, published.shown) if published else None)
        engines = EnginePool(lambda: project.create_engine(project.root, None))
        builder = SiteBuilder(project.root, output, engines.render, MemoTables.open(project.root))
        with file_lock(project.lock()):
            report = builder.build(load_facts(project.root))
        project.log_report(report)
        if not (strict and report.engine_warnings):
            publish(new, target)
            known = "" if report.engine_warnings else made_from
            texts = project.format_problems(report.warnings)
            store.record(SiteState(known, texts, output.manifest), new)
    return len(report.engine_warnings)
