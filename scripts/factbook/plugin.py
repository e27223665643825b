"""The MkDocs adapter: the engine that renders staged Markdown, the preview's server, and the plugin.

The front door is `factbook.build.project.build_project`, and `PreviewBuilder` for a preview. `factbook build` and
`factbook serve` call them with `MkDocsEngine`; so does the plugin, so that plain `mkdocs build` and `mkdocs serve` at
the root do the whole bilingual site. No other module imports MkDocs, and no rule of the site is kept here.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import jinja2
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.theme import Theme
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from factbook.build.bytecode_cache import TemplateBytecodeCache
from factbook.build.cache import FOLDER, Cache
from factbook.build.engine import RenderJob
from factbook.build.errors import BuildError, EngineError
from factbook.build.preview import RESOURCES, Preview
from factbook.build.preview_builder import PreviewBuilder
from factbook.build.project import Project, build_project
from factbook.build.publish import os_errors_as_publish_error
from factbook.data.config import load_site
from factbook.problems import Problems

DEBOUNCE_SECONDS = 0.03  # without a further change before a preview builds: editors save in several steps
CHANGES = {"created", "modified", "moved", "deleted"}


class FactbookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options. `factbook.data.config` reads and checks them, so that no engine is needed."""

    languages = Type(dict)
    data_dir = Type(str, default="data")
    published = Optional(Type((str, date)))


class FactbookPlugin(BasePlugin[FactbookConfig]):  # type: ignore[no-untyped-call]
    """Builds the whole site when MkDocs reads the root's configuration, and leaves MkDocs a site without a page."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Keep the command in mind. A plugin with this event is created once, not at each rebuild."""
        self.is_serving = command == "serve"
        self.site_preview: SitePreview | None = None
        logging.getLogger("mkdocs.commands.build").addFilter(is_warning)

    @event_priority(-100)  # the last: all other plugins are done with the root's configuration, which ends here
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Build the site and return a configuration without pages: MkDocs has one language, the site several."""
        root, site_dir = root_of(config), Path(config.site_dir)
        nothing = root / FOLDER / "nothing"
        project = Project(root, MkDocsEngine, get_plugin_logger("factbook"))
        try:
            with os_errors_as_publish_error(site_dir):
                (nothing / "docs").mkdir(parents=True, exist_ok=True)
            if not self.is_serving:
                build_project(project, site_dir, config.strict)  # MkDocs counts the warnings that are logged
        except Problems as problems:
            raise Abort("\n\n".join(project.format_problems(problems.found))) from None
        except BuildError as error:
            raise Abort(str(error)) from None
        return load_config(
            str(RESOURCES / "empty_site.yml"), docs_dir=str(nothing / "docs"), site_dir=str(nothing / "site"),
            theme={"name": None, "custom_dir": str(nothing / "docs"), "static_templates": []},
        )  # fmt: skip

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Serve the site, and show what is wrong with it in place of its pages."""
        for path in (config.docs_dir, config.config_file_path):
            server.unwatch(str(path))
        self.site_preview = SitePreview(Project(root_of(config), MkDocsEngine, get_plugin_logger("factbook")), server)
        return server

    def on_shutdown(self) -> None:
        """End the processes of a preview."""
        if self.site_preview:
            self.site_preview.stop()


def root_of(config: MkDocsConfig) -> Path:
    """Return the folder of the root's mkdocs.yml."""
    return Path(config.config_file_path).parent


def is_warning(record: logging.LogRecord) -> bool:
    """Return whether a log record concerns the editor: "dirty" builds of folders that are not the site do not."""
    return record.levelno >= logging.WARNING and "'dirty' build" not in record.getMessage()


class SitePreview:
    """The preview of a project on a server of MkDocs."""

    def __init__(self, project: Project, server: LiveReloadServer):
        folder, again = Path(server.root), project.root / FOLDER / "again"
        with os_errors_as_publish_error(again):
            again.mkdir(parents=True, exist_ok=True)
        self._builder = PreviewBuilder(project, folder, server.url)
        self._preview = Preview(self._builder, (again / "now").touch, lambda text: project.log.error("%s", text))
        server.builder = self._preview.update
        server.set_app(self._preview.application(server.serve_request, folder, server.mount_path))
        self._preview.update()  # while there is one thread only, so that languages can be forked
        # MkDocs polls every file twice a second; the operating system reports a change at once.
        server.observer, server.build_delay = WriteEventObserver(), DEBOUNCE_SECONDS
        for path in (*source_paths(project.root), again):
            if path.exists():
                server.watch(str(path))

    def stop(self) -> None:
        """Wait for the build that is under way, then end the processes of the engines."""
        self._preview.wait()
        self._builder.stop()


def source_paths(root: Path) -> list[Path]:
    """Return what a site is made from: configuration, pages, facts, theme; the usual folders if it cannot be read."""
    try:
        site = load_site(root)
    except Problems:
        return [root / name for name in ("mkdocs.yml", "docs", "data", "overrides")]
    return [root / name for name in (site.configuration.file, site.docs, site.data, site.overrides) if name]


def serve(project: Project, host: str, port: int, open_in_browser: bool = False) -> None:
    """Serve a live preview of a project until the process is interrupted. Raises OSError if the port is taken."""
    try:
        mount_path = load_site(project.root).url_path
    except Problems:
        mount_path = "/"  # the preview shows what is wrong
    with TemporaryDirectory(prefix="factbook_") as folder:
        server = PreviewServer(project, host, port, folder, mount_path)
        server.error_handler = lambda code: _read(Path(folder, f"{code}.html"))
        preview = None
        try:
            preview = SitePreview(project, server)
            server.serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()
            if preview:
                preview.stop()


class PreviewServer(LiveReloadServer):
    """MkDocs' server, which shows its address once it listens."""

    def __init__(self, project: Project, host: str, port: int, folder: str, mount_path: str):
        super().__init__(lambda: None, host, port, folder, mount_path)
        self._project = project

    def server_activate(self) -> None:
        """Listen. Raises OSError."""
        super().server_activate()
        self._project.log.info(self._project.translate("Preview at {url}").format(url=self.url))


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


class WriteEventObserver(Observer):  # type: ignore[misc,valid-type]
    """Reports changes only: the operating system also reports each file that is read, and a build reads them all."""

    def schedule(self, event_handler: FileSystemEventHandler, path: str, **options: Any) -> ObservedWatch:
        """Watch a path."""
        return super().schedule(WriteEventHandler(event_handler), path, **options)  # type: ignore[no-any-return]


class WriteEventHandler(FileSystemEventHandler):
    """Passes changes on to another handler."""

    def __init__(self, handler: FileSystemEventHandler):
        self._handler = handler

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Pass an event on if it is a change."""
        if event.event_type in CHANGES:
            self._handler.on_any_event(event)


class MkDocsEngine:
    """Renders staged languages with MkDocs.

    The configuration of a language, with its compiled templates, is kept while it stays the same.
    """

    def __init__(self, root: Path, preview_url: str | None):
        self._root, self._preview_url = root, preview_url
        self._configs: dict[str, tuple[str, MkDocsConfig, RenderOnlyPlugin]] = {}

    def build(self, job: RenderJob) -> list[str]:
        """Render the missing pages of a language and what they share; return the warnings of MkDocs.

        Raises EngineError with these and with the place in a template, if there is one.
        """
        part = job.part
        with collected_warnings() as warnings:
            try:
                if part.prefix not in self._configs or self._configs[part.prefix][0] != part.shared:
                    plugin = RenderOnlyPlugin()
                    self._configs[part.prefix] = part.shared, self._load(job, plugin), plugin
                _, config, plugin = self._configs[part.prefix]
                plugin.job = job
                build(config, dirty=True)
            except (Exception, SystemExit) as error:
                raise EngineError("\n".join([*warnings, describe_error(error)])) from error
        return warnings

    def _load(self, job: RenderJob, plugin: RenderOnlyPlugin) -> MkDocsConfig:
        part, is_preview = job.part, self._preview_url is not None
        config = load_config(str(part.configuration), site_dir=str(part.target).rstrip("/"), strict=False)
        if self._preview_url is not None:
            config.site_url = self._preview_url + part.prefix
            config.extra.pop("content_security_policy", None)  # live reload is an inline script
        config.plugins.on_startup(command="serve" if is_preview else "build", dirty=True)
        config.plugins["factbook/render-only"] = plugin
        config.theme.static_templates -= {path.removeprefix(part.prefix) for path in job.files}
        config.theme = CachedTheme(config.theme, Cache(self._root / FOLDER / "templates"))
        return config


def describe_error(error: BaseException) -> str:
    """Return an error as one line, with the template and line that it comes from, as Jinja's tracebacks have them."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{frame.filename}:{frame.lineno}: " for frame in frames if not frame.filename.endswith((".py", ">"))]
    return (places[-1] if places else "") + (str(error) or type(error).__name__)


@contextmanager
def collected_warnings() -> Iterator[list[str]]:
    """Collect what MkDocs warns of in this thread instead of showing it."""
    logger = logging.getLogger("mkdocs")
    handlers, propagate = logger.handlers, logger.propagate
    collector = WarningCollector(handlers)
    logger.handlers, logger.propagate = [collector], False
    try:
        yield collector.texts
    finally:
        logger.handlers, logger.propagate = handlers, propagate


class WarningCollector(logging.Handler):
    """Keeps the warnings of its thread; what others log, such as a preview's server, goes to the usual handlers."""

    def __init__(self, handlers: Sequence[logging.Handler]):
        super().__init__()
        self._thread, self._handlers = threading.get_ident(), handlers
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text of a warning."""
        if record.thread != self._thread:
            for handler in self._handlers:
                handler.handle(record)
        elif is_warning(record):
            self.texts.append(record.getMessage())


class RenderOnlyPlugin(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Has MkDocs render the missing pages of a job, and leave all others as they are."""

    job: RenderJob

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Mark the missing pages, and no others, as modified; files of the theme are compared by their time."""
        return Files([JobFile(file, self.job) if file.src_dir == config.docs_dir else file for file in files])

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Remove the packed sitemap: it carries the time of the build, and servers compress by themselves."""
        (Path(config.site_dir) / "sitemap.xml.gz").unlink(missing_ok=True)


class JobFile(File):
    """A staged file, which is modified if a job has it."""

    def __init__(self, file: File, job: RenderJob):
        vars(self).update(vars(file))
        self._job = job

    def is_modified(self) -> bool:
        """Return whether the page has to be rendered."""
        return self.src_uri in self._job.missing


class CachedTheme(Theme):
    """A theme that keeps one Jinja environment for all builds, and its compiled templates from run to run."""

    def __init__(self, theme: Theme, cache: Cache):
        vars(self).update(vars(theme))
        self._environment = theme.get_env()
        if theme.custom_dir and (Path(theme.custom_dir) / "base.html").is_file():
            self._environment.loader = OverrideOnlyLoader(theme.dirs)
        self._environment.bytecode_cache = TemplateBytecodeCache(cache)

    def get_env(self) -> jinja2.Environment:
        """Return the environment."""
        return self._environment


class OverrideOnlyLoader(jinja2.FileSystemLoader):
    """Finds templates in all folders of a theme, and lists those of the first: no file of the parent is published."""

    def list_templates(self) -> list[str]:
        """Return the names of the override's files."""
        return jinja2.FileSystemLoader(self.searchpath[:1]).list_templates()
