"""The site that a preview serves: kept up to date in its folder, the open pages first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from factbook.build.cache import FOLDER
from factbook.build.errors import BuildError
from factbook.build.output_dir import OutputDir
from factbook.build.pipeline import CheckedFacts, load_facts
from factbook.build.project import Project
from factbook.build.publish import file_lock, os_errors_as_publish_error
from factbook.build.site_builder import SiteBuilder
from factbook.build.trace import MemoTables
from factbook.build.worker import EnginePool
from factbook.data.config import load_site
from factbook.problems import Problems


class PreviewBuilder:
    """Brings a folder up to date after each change. The facts are read and checked once for both steps of a change."""

    def __init__(self, project: Project, folder: Path, url: str):
        """Create a builder; `url` is the address of the preview with the path of the site."""
        self.project, self.folder = project, folder
        self._engines = EnginePool(lambda: project.create_engine(project.root, url), keep_alive=True)
        self._output = OutputDir(folder, {})
        memories = MemoTables.open(project.root)
        self._builder = SiteBuilder(project.root, self._output, self._engines.render, memories, url)
        self._facts: CheckedFacts | None = None  # of the current change, until the whole site shows it
        self._inputs = ""
        self._shown: dict[str, str] = {}  # the keys of the open pages, as the first step has rendered them

    def read(self) -> None:
        """Read and check the facts, for both steps that follow. Raises BuildError with everything that is wrong."""
        self._inputs, self._facts = "", None
        with self._errors():
            self._inputs = self.project.inputs(load_site(self.project.root))
            self._facts = load_facts(self.project.root)

    def build_visible(self, paths: Collection[str]) -> bool:
        """Bring the pages at some paths up to date; return False if the whole site has to be built first.

        Raises BuildError.
        """
        if self._facts is None:
            return False
        with self._errors():
            rendered = self._builder.build_visible(self._facts, paths)
        if rendered is None:
            return False
        said = self.project.translate("{pages} open pages rendered first")
        self.project.log.info(said.format(pages=rendered))
        self._shown = {path: key for path, key in self._output.manifest.items() if path in paths}
        return True

    def build_all(self) -> bool:
        """Bring the whole site up to date; return whether a page that `build_visible` rendered has changed again.

        Raises BuildError with everything that is wrong.
        """
        if self._facts is None:
            return False
        shown, self._shown = self._shown, {}
        with self._errors():
            report = self._builder.build(self._facts)
        self._facts = None
        self.project.log_report(report)
        return any(self._output.manifest.get(path) != key for path, key in shown.items())

    def is_current(self) -> bool:
        """Return whether nothing has changed since the facts were last read."""
        try:
            return self._inputs == self.project.inputs(load_site(self.project.root))
        except (Problems, OSError):
            return False

    def stop(self) -> None:
        """End the processes of the engines."""
        self._engines.stop()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Hold the lock of all builds, and raise what is wrong as BuildError."""
        with os_errors_as_publish_error(self.folder):
            (self.project.root / FOLDER).mkdir(parents=True, exist_ok=True)
            with file_lock(self.project.lock()):
                try:
                    yield
                except Problems as problems:
                    raise BuildError("\n\n".join(self.project.format_problems(problems.found))) from None
