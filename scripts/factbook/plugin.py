"""The MkDocs plugin: maps MkDocs' events to the generator, and holds no rule of its own.

`mkdocs build` at the root stages the plain Markdown tree, then builds each language from its own staged configuration,
side by side, and publishes them together; MkDocs' own build, which has called the plugin, is left with nothing to do.
`mkdocs serve` does the same at each change, and shows what is wrong in place of the pages. Only pages whose Markdown
or theme has changed go through MkDocs (`build(dirty=True)`): `factbook.build.incremental` tells which.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from watchdog.observers import Observer

from factbook.build.bytecode_cache import TemplateBytecodeCache
from factbook.build.cache import FOLDER, Cache, fingerprint, fingerprint_of_code
from factbook.build.incremental import OutputDir, RenderJob, build_site, draw
from factbook.build.partial import build_visible_pages
from factbook.build.preview import RESOURCES, Preview
from factbook.build.publish import PublishError, build_dir, clean, file_lock, os_errors_as_publish_error, publish
from factbook.build.site_state import SiteState, SiteStateStore, inputs
from factbook.build.trace import MemoTables
from factbook.build.worker import Worker, WorkerError
from factbook.i18n.messages import editor_language
from factbook.problems import Problems, as_text

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("factbook")
DEBOUNCE_SECONDS = 0.03  # seconds without a further change before a preview builds: editors save in several steps


class FactbookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options; `factbook.data.config` reads and checks them, so that the engine is not needed."""

    languages = Type(dict)
    data_dir = Type(str, default="data")
    published = Optional(Type((str, date)))


class FactbookPlugin(BasePlugin[FactbookConfig]):  # type: ignore[no-untyped-call]
    """The front door: `mkdocs build` and `mkdocs serve` at the root do the whole site."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether a preview is served; its first build is empty, so that no fault can end it."""
        self.serving = command == "serve"
        self.ready = False
        self.preview: Preview | None = None
        self.first: dict[str, str] = {}  # what the pages that were shown first show
        self.folder: OutputDir | None = None
        self.engine: MkDocsEngine | None = None
        self.workers: dict[str, Worker] = {}
        self.memories: MemoTables | None = None
        logging.getLogger("mkdocs.commands.build").addFilter(keep_log_record)

    @event_priority(-100)  # the last: the others are done with the root's configuration, which ends here
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Build the whole site; what is left for MkDocs is a configuration without a page."""
        nothing = root_of(config) / FOLDER / "nothing"
        try:
            with os_errors_as_publish_error(Path(config.site_dir)):
                (nothing / "docs").mkdir(parents=True, exist_ok=True)
                if not self.serving:
                    self._publish(config)
                elif self.ready:
                    self.folder = self.folder or OutputDir(Path(config.site_dir), {})
                    self._build(config, self.folder)
        except PublishError as fault:
            raise Abort(str(fault)) from None
        return load_config(
            str(RESOURCES / "empty_site.yml"), docs_dir=str(nothing / "docs"), site_dir=str(nothing / "site"),
            theme={"name": None, "custom_dir": str(nothing / "docs"), "static_templates": []},
        )  # fmt: skip

    def _publish(self, config: MkDocsConfig) -> None:
        """Build beside the published folder and swap, unless it was made from the same inputs already."""
        root, site = root_of(config), Path(config.site_dir)
        clean(site)
        folders = [Path(config.docs_dir), root / self.config.data_dir, Path(config.theme.custom_dir or config.docs_dir)]
        made_from = inputs(Path(config.config_file_path), folders)
        editions = SiteStateStore(root, site)
        published = editions.published() if is_only_plugin(config) else None
        if published and published.inputs == made_from:
            log_info_lines(published.warnings)
            log.info("Nothing has changed since the site was published in %s", site)
            return
        with build_dir(site) as new:
            folder = OutputDir(new, editions.begin(new), (site, published.shown) if published else None)
            texts, warnings = self._build(config, folder)
            if not (config.strict and warnings):
                publish(new, site)
                known = made_from if is_only_plugin(config) and not warnings else ""
                editions.record(SiteState(known, texts, folder.manifest), new)

    def _build(self, config: MkDocsConfig, folder: OutputDir) -> tuple[list[str], list[str]]:
        """Bring a folder up to date; gives what was told of the facts, and what the engine warned of.

        Raises Abort with every fault.
        """
        root = root_of(config)
        self.memories = self.memories or MemoTables.open(root)
        common = fingerprint(fingerprint_of_code(), str(config.site_url) if self.serving else "")
        if not is_only_plugin(config):
            folder.manifest.clear()
        try:
            with file_lock(root / FOLDER / "building.lock"):  # the staged tree is one for all builds
                done = build_site(
                    root, folder, common, lambda jobs: self._render(jobs, config), self.memories, self.serving
                )
        except Problems as problems:
            raise Abort("\n\n".join(format_problems(problems.found, root))) from None
        texts = format_problems(done.warnings, root)
        log_info_lines(texts)
        log.info("%d pages, %d re-rendered", done.pages, done.rendered)
        return texts, list(done.engine_warnings)

    def _render(self, jobs: Sequence[RenderJob], config: MkDocsConfig) -> list[str]:
        """Let MkDocs do the jobs, the root's here, each other in its own process; gives its warnings. Raises Abort."""
        address = config.site_url if self.serving else None
        here = next((job for job in jobs if not job.part.prefix), None)
        others = [job for job in jobs if job is not here]
        for job in others:
            name = job.part.prefix
            if name not in self.workers or not self.workers[name].is_alive():
                self.workers[name] = Worker(MkDocsEngine(root_of(config), address))
        try:
            for job in others:
                self.workers[job.part.prefix].submit(job)
            warnings = []
            if here:
                self.engine = self.engine or MkDocsEngine(root_of(config), address)
                warnings = self.engine.build(here)
                draw(here)
            for job in others:
                for text in self.workers[job.part.prefix].result():
                    log.warning(text)
                    warnings.append(text)
        except WorkerError as fault:
            raise Abort(str(fault)) from None
        finally:
            if not self.serving or sys.exc_info()[0]:
                self._dismiss()
        return warnings

    def _dismiss(self) -> None:
        for worker in self.workers.values():
            worker.stop()
        self.workers.clear()

    def on_shutdown(self) -> None:
        """End the processes of a preview, when nothing is built any more."""
        if self.preview:
            self.preview.end()
        self._dismiss()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watch the facts, pages and theme; a failed build leaves the last good site and shows its fault."""
        root = root_of(config)
        self.ready = True
        again = root / FOLDER / "again"
        again.mkdir(parents=True, exist_ok=True)

        def build() -> bool:
            builder()
            shown = self.folder.manifest if self.folder else {}
            return any(shown.get(path) != key for path, key in self.first.items())

        self.preview = Preview(
            lambda paths: self._show_first(config, paths), build, (again / "now").touch, partial(log.error, "%s")
        )
        server.builder = self.preview.update
        server.set_app(self.preview.application(server.serve_request, Path(server.root), server.mount_path))
        self.preview.update()  # while there is one thread only, so that languages can be forked
        # MkDocs looks at every file twice a second; the system tells of a change at once.
        for path in (config.docs_dir, config.config_file_path):
            server.unwatch(str(path))
        server.observer, server.build_delay = WriteEventObserver(), DEBOUNCE_SECONDS
        for watched in (self.config.data_dir, config.docs_dir, config.theme.custom_dir, config.config_file_path, again):
            if watched and (root / watched).exists():
                server.watch(str(root / watched))
        return server

    def _show_first(self, config: MkDocsConfig, paths: Collection[str]) -> bool:
        """Bring the pages at some paths up to date before all others; gives whether they are."""
        if self.folder is None or self.memories is None or not is_only_plugin(config):
            return False

        def render(jobs: Sequence[RenderJob]) -> list[str]:
            warnings = self._render(jobs, config)
            log.info("%d open pages rendered first", sum(len(job.missing) for job in jobs))
            return warnings

        done = build_visible_pages(root_of(config), self.folder, paths, render, self.memories)
        self.first = {path: self.folder.manifest[path] for path in paths if done and path in self.folder.manifest}
        return done


class WriteEventObserver(Observer):  # type: ignore[misc,valid-type]
    """Tells of what changed only: the system also tells of every file that is read, and a build reads them all."""

    def schedule(self, event_handler: Any, path: str, **options: Any) -> Any:
        """Watch a path."""
        tell_of = event_handler.on_any_event
        event_handler.on_any_event = lambda event: (
            tell_of(event) if event.event_type in {"created", "modified", "moved", "deleted"} else None
        )
        return super().schedule(event_handler, path, **options)


class RenderOnlyPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Has MkDocs render the pages of a job, and leave alone what is written already."""

    job: RenderJob

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Only the job's pages, and the theme's own files, count as modified."""
        for file in files:
            if file.src_dir == config.docs_dir:
                modified = file.src_uri in self.job.missing
                file.is_modified = lambda modified=modified: modified  # type: ignore[method-assign,misc]
        return files

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Take away the packed sitemap: it carries the time of the build, and hosts pack by themselves."""
        (Path(config.site_dir) / "sitemap.xml.gz").unlink(missing_ok=True)


class OverrideOnlyLoader(jinja2.FileSystemLoader):
    """Finds templates in all folders of a theme, and lists those of the first: the parent's files are not sent."""

    def list_templates(self) -> list[str]:
        """The names of the override."""
        return jinja2.FileSystemLoader(self.searchpath[:1]).list_templates()


def root_of(config: MkDocsConfig) -> Path:
    """The folder of the root's mkdocs.yml."""
    return Path(config.config_file_path).parent


def is_only_plugin(config: MkDocsConfig) -> bool:
    """Whether nobody else has a say in what MkDocs makes of a page: what other plugins read is not known here."""
    return list(config.plugins) == ["factbook"] and not config.hooks


def keep_log_record(record: logging.LogRecord) -> bool:
    """Whether a line of MkDocs' build is for the editor: it builds folders that are not the site, partly on purpose."""
    return record.levelno >= logging.WARNING and "'dirty' build" not in record.getMessage()


class MkDocsEngine:
    """MkDocs, as it builds staged languages; `address` is that of a preview.

    A language's configuration, with its compiled templates, is used again while it is the same.
    """

    def __init__(self, root: Path, address: str | None):
        self.root, self.address = root, address
        self.known: dict[str, tuple[str, MkDocsConfig]] = {}

    def init_worker(self) -> None:
        """In a process of its own, MkDocs tells nobody anything: the warnings are given back."""
        logger = logging.getLogger("mkdocs")
        logger.handlers, logger.propagate = [logging.NullHandler()], False
        logging.getLogger("mkdocs.commands.build").addFilter(keep_log_record)

    def build(self, job: RenderJob) -> list[str]:
        """Do a job; gives the warnings."""
        part = job.part
        if part.prefix not in self.known or self.known[part.prefix][0] != part.shared:
            self.known[part.prefix] = part.shared, self._configuration(job)
        config = self.known[part.prefix][1]
        lean = config.plugins["factbook/lean"]
        assert isinstance(lean, RenderOnlyPlugin)  # noqa: S101 - put there below
        lean.job = job
        warnings = WarningCollector()
        logging.getLogger("mkdocs").addHandler(warnings)
        try:
            build(config, dirty=True)
        finally:
            logging.getLogger("mkdocs").removeHandler(warnings)
        return warnings.texts

    def _configuration(self, job: RenderJob) -> MkDocsConfig:
        part = job.part
        config = load_config(str(part.configuration), site_dir=str(part.target).rstrip("/"), strict=False)
        if self.address is not None:
            config.site_url = self.address + part.prefix
            config.extra.pop("content_security_policy", None)  # live reload is an inline script
        config.plugins.on_startup(command="build" if self.address is None else "serve", dirty=True)
        config.plugins["factbook/lean"] = RenderOnlyPlugin()
        config.theme.static_templates -= {path.removeprefix(part.prefix) for path in job.files}
        environment = config.theme.get_env()
        if config.theme.custom_dir and (Path(config.theme.custom_dir) / "base.html").is_file():
            environment.loader = OverrideOnlyLoader(config.theme.dirs)
        environment.bytecode_cache = TemplateBytecodeCache(Cache(self.root / FOLDER / "templates"))
        config.theme.get_env = lambda: environment  # type: ignore[method-assign]
        return config


class WarningCollector(logging.Handler):
    """Collects what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text of a record."""
        self.texts.append(record.getMessage())


def format_problems(problems: Iterable[Any], root: Path) -> list[str]:
    """Each problem as text for the terminal, in the editor's language."""
    return [as_text(problem, root, editor_language()) for problem in problems]


def log_info_lines(texts: Iterable[str]) -> None:
    """What is told of the facts; never the end of a strict build."""
    for text in texts:
        log.info(text)
