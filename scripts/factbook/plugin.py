"""The MkDocs plugin: maps MkDocs' events to the generator, and holds no rule of its own.

`mkdocs build` at the root stages the plain Markdown tree, then builds the first language in this process
while the others build beside it, each from its own staged configuration, and publishes them together.
`mkdocs serve` does the same at each change, and shows what is wrong in place of the pages.
"""

from __future__ import annotations

import logging
import multiprocessing
import sys
from collections.abc import Callable, Iterable
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler

from factbook.configuring import configuration_name
from factbook.flow import Result, stage
from factbook.problems import Problems, as_text
from factbook.publishing import beside, clean, publish
from factbook.strings import editor_language

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = get_plugin_logger("factbook")
STAGE = Path(".cache/factbook/stage")
PREVIEW = Path(__file__).parent / "preview"
FAILURE = ".problem.html"


class FactbookConfig(Config):  # type: ignore[no-untyped-call]
    """The plugin's options; `factbook.site` reads and checks them, so that the engine is not needed."""

    languages = Type(dict)
    data_dir = Type(str, default="data")
    published = Optional(Type((str, date)))


class FactbookPlugin(BasePlugin[FactbookConfig]):  # type: ignore[no-untyped-call]
    """The front door: `mkdocs build` and `mkdocs serve` at the root do the whole site."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether a preview is served; its first build is empty, so that no fault can end it."""
        self.serving = command == "serve"
        self.ready = False
        self.failure = ""

    @event_priority(-100)  # the last: the others are done with the root's configuration, which ends here
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Stage everything and hand MkDocs the first language's configuration in place of the root's."""
        root = Path(config.config_file_path).parent
        if self.serving and not self.ready:
            return load_config(
                None, site_name="-", docs_dir=str(PREVIEW), site_dir=config.site_dir, plugins=[],
                theme={"name": None, "custom_dir": str(PREVIEW), "static_templates": []},
            )  # fmt: skip
        try:
            result = stage(root, root / STAGE)
        except Problems as problems:
            raise Abort(told(problems, root)) from None
        for warning in result.warnings:
            log.info(as_text(warning, root, editor_language()))  # told, and never the end of a strict build
        return self._first_language(result, config)

    def _first_language(self, result: Result, config: MkDocsConfig) -> MkDocsConfig:
        site = Path(config.site_dir)
        clean(site)
        target = beside(site)
        first, *others = result.site.languages
        staged = root_of(config) / STAGE
        children = {
            language.prefix: Child(
                staged / configuration_name(language.code),
                beside(site, language.code),
                bool(config.strict),
                self.serving,
            )
            for language in others
        }
        new = staged_config(staged / configuration_name(first.code), target, config.strict, self.serving)
        if self.serving:
            new.site_url = config.site_url
        new.plugins["factbook/languages"] = Languages(children, target, site, bool(config.strict))
        return new

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]
    ) -> LiveReloadServer:
        """Watch the facts, pages and theme; a failed build leaves the last good site and shows its fault."""
        root = root_of(config)
        self.ready = True

        def resilient(config: MkDocsConfig | None = None) -> None:
            try:
                builder()
                self.failure = ""
            except (Exception, SystemExit) as error:
                self.failure = str(error) or type(error).__name__
                log.error("%s", self.failure)

        serve = server.serve_request

        def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = environ.get("PATH_INFO", "")
            page = path.endswith(("/", ".html")) and not path.startswith("/livereload/")
            if not (self.failure and page):
                return serve(environ, start_response)
            # The server itself serves the page, so that its live reload is in it.
            write_failure(self.failure, Path(server.root) / FAILURE)
            shown = {**environ, "PATH_INFO": server.mount_path + FAILURE}
            return serve(shown, lambda _, headers: start_response("500 Internal Server Error", headers))

        server.builder = resilient
        server.set_app(application)
        for folder in (self.config.data_dir, config.docs_dir, config.theme.custom_dir):
            if folder and (root / folder).is_dir():
                server.watch(str(root / folder))
        resilient()
        return server


class Languages(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Waits for the other languages when the first is built, and publishes all of them together."""

    def __init__(self, children: dict[str, Child], target: Path, site: Path, strict: bool):
        self.children, self.target, self.site, self.strict = children, target, site, strict
        self.warnings = CountHandler()
        self.warnings.setLevel(logging.WARNING)
        logging.getLogger("mkdocs").addHandler(self.warnings)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Publish, unless something is wrong: then the published site stays as it was."""
        logging.getLogger("mkdocs").removeHandler(self.warnings)
        failed = []
        for prefix, child in self.children.items():
            status, output = child.wait()
            if status:
                failed.append(output or f"{prefix} {status}")
            elif output:
                log.info("%s %s", prefix, output)
        if failed:
            raise Abort("\n".join(failed))
        if self.strict and self.warnings.get_counts():
            return  # MkDocs aborts when all plugins have had their say, and calls on_build_error
        parts = {prefix: beside(self.site, prefix.strip("/")) for prefix in self.children}
        publish(self.target, parts, self.site)

    def on_build_error(self, *, error: Exception) -> None:
        """End the other languages' builds with this one."""
        logging.getLogger("mkdocs").removeHandler(self.warnings)
        for child in self.children.values():
            child.end()
        clean(self.site)


class Lean(BasePlugin):  # type: ignore[type-arg,no-untyped-call]
    """Leaves out the parent theme's styles and scripts, which no page of this site uses."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Keep what stands in the override or in the pages' own folders."""
        kept = [Path(config.docs_dir)]
        if config.theme.custom_dir:
            kept.append(Path(config.theme.custom_dir))
        return Files(
            [f for f in files if f.abs_src_path is None or any(Path(f.abs_src_path).is_relative_to(k) for k in kept)]
        )

    @event_priority(100)  # before the site is published
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Take away the packed sitemap: it carries the time of the build, and hosts pack by themselves."""
        (Path(config.site_dir) / "sitemap.xml.gz").unlink(missing_ok=True)


def root_of(config: MkDocsConfig) -> Path:
    """The folder of the root's mkdocs.yml."""
    return Path(config.config_file_path).parent


def staged_config(file: Path, site: Path, strict: bool | None, preview: bool) -> MkDocsConfig:
    """A staged language's configuration, ready to build into `site`, its own plugins started."""
    config = load_config(str(file), site_dir=str(site), strict=strict)
    config.plugins.on_startup(command="serve" if preview else "build", dirty=False)
    if preview:
        config.extra.pop("content_security_policy", None)  # live reload is an inline script
    config = config.plugins.on_config(config)
    config.plugins["factbook/lean"] = Lean()
    return config


def told(problems: Problems, root: Path) -> str:
    """All problems as text for the terminal, in the editor's language."""
    return "\n\n".join(as_text(problem, root, editor_language()) for problem in problems.found)


def write_failure(message: str, file: Path) -> None:
    """A page that shows what is wrong; the next build that goes well takes it away."""
    file.parent.mkdir(parents=True, exist_ok=True)
    html = (PREVIEW / "problem.html").read_text(encoding="utf-8")
    file.write_text(html.replace("{message}", escape(message)), encoding="utf-8")


def build_language(file: Path, site: Path, strict: bool, preview: bool, report: Path) -> None:
    """Build one staged language, in a process of its own; what it has to say goes to the file `report`.

    Exits with status 1, and the fault in `report`, when it cannot be built.
    """
    with report.open("w", encoding="utf-8") as stream:
        logger = logging.getLogger("mkdocs")
        logger.handlers = [logging.StreamHandler(stream)]
        logger.setLevel(logging.WARNING)
        sys.stdout = sys.stderr = stream
        try:
            config = staged_config(file, site, strict, preview)
            config.plugins.events["config"].clear()  # they have run already
            build(config)
        except Exception as error:
            stream.write(str(error) or type(error).__name__)
            sys.exit(1)


class Child:
    """A further language's build beside this one.

    It is forked where that is safe, which spares it all imports; a preview has threads, so there it starts anew.
    """

    def __init__(self, file: Path, site: Path, strict: bool, preview: bool):
        safe = "fork" in multiprocessing.get_all_start_methods() and not preview
        context: Any = multiprocessing.get_context("fork" if safe else "spawn")
        self.report = site.with_name(f"{site.name}.report")
        self.process = context.Process(target=build_language, args=(file, site, strict, preview, self.report))
        self.process.start()

    def wait(self) -> tuple[int, str]:
        """Its exit status, and what it had to say."""
        self.process.join()
        output = self.report.read_text(encoding="utf-8").strip() if self.report.is_file() else ""
        self.report.unlink(missing_ok=True)
        return self.process.exitcode or 0, output

    def end(self) -> None:
        """Stop it, whatever it does."""
        self.process.kill()
        self.wait()
