"""A preview: after each change the open pages are rendered first, then the whole site; errors are shown as pages.

No server and no site engine is imported here: the module connects a server that reports changes with a builder.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from html import escape
from pathlib import Path
from typing import Protocol
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

RESOURCES = Path(__file__).parent / "templates"
FAILURE = ".problem.html"
MAX_RECENT = 6  # pages that count as open: some windows side by side, and the cards of figures
WAIT_TIMEOUT = 60  # seconds that an answer waits for the rest of a site


class Builder(Protocol):
    """Brings the served folder up to date in three steps, as `factbook.build.preview_builder.PreviewBuilder` does."""

    def read(self) -> None:
        """Read the facts; the message of an exception is shown."""

    def build_visible(self, paths: Collection[str]) -> bool:
        """Render the pages at some paths; return False if the whole site has to be built first."""

    def build_all(self) -> bool:
        """Render the rest; return whether a page that was rendered first has changed again."""

    def is_current(self) -> bool:
        """Return whether nothing has changed since the facts were read."""


class Preview:
    """Runs the steps after each change, and answers requests meanwhile."""

    def __init__(self, builder: Builder, reload: Callable[[], object], log_error: Callable[[str], object]):
        """Create a preview.

        Args:
            builder: Brings the served folder up to date.
            reload: Has the server call `update` once more, after which it reloads the browsers.
            log_error: Reports what is wrong in the terminal.
        """
        self._builder, self._reload, self._log_error = builder, reload, log_error
        self.failure = ""
        self._recent_paths: dict[str, None] = {}
        self._turn = threading.Lock()  # one build at a time
        self._is_reloading = False
        self._changed = threading.Condition()
        self._ready_paths: Collection[str] | None = None  # what can be served during a build; None: everything

    def update(self, *_: object) -> None:
        """Render what was changed: the open pages now, all others in a thread; everything now if that cannot be."""
        with self._turn:
            reloading, self._is_reloading = self._is_reloading, False
            if reloading and self._builder.is_current():
                return
            try:
                self._builder.read()
            except (Exception, SystemExit) as error:
                self._fail(error)
                return
            paths = frozenset(self._recent_paths)
            try:
                first = not self.failure and bool(paths) and self._builder.build_visible(paths)
            except (Exception, SystemExit):
                first = False  # the build of the whole site reports what is wrong
            if not first:
                self._build_all()
                return
            self._release(paths)
        threading.Thread(target=self._finish).start()

    def _finish(self) -> None:
        with self._turn:
            self._is_reloading = self._build_all()
            self._release(None)
            reload = self._is_reloading
        if reload:
            self._reload()

    def _build_all(self) -> bool:
        try:
            has_changed, self.failure = self._builder.build_all(), ""
        except (Exception, SystemExit) as error:
            self._fail(error)
            return True
        return has_changed

    def _fail(self, error: BaseException) -> None:
        self.failure = str(error) or type(error).__name__
        self._log_error(self.failure)

    def _release(self, paths: Collection[str] | None) -> None:
        with self._changed:
            self._ready_paths = paths
            self._changed.notify_all()

    def wait(self) -> None:
        """Wait for the build that is under way."""
        with self._turn:
            pass

    def application(self, serve: WSGIApplication, folder: Path, mount: str) -> WSGIApplication:
        """Return a WSGI application (PEP 3333) that serves the site, or what is wrong.

        Args:
            serve: Serves the files of `folder`.
            folder: The folder of the site.
            mount: The path of the site on its host, with a slash at both ends.
        """

        def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path = str(environ.get("PATH_INFO", ""))
            if path.startswith("/livereload/"):
                return serve(environ, start_response)
            is_page = path.endswith(("/", ".html"))
            file = path.removeprefix(mount) + ("index.html" if path.endswith("/") else "")
            if is_page:
                self._note(file)
            if "/assets/" not in path:
                with self._changed:
                    self._changed.wait_for(lambda: self._ready_paths is None or file in self._ready_paths, WAIT_TIMEOUT)
            if not (self.failure and is_page):
                return serve(environ, start_response)
            # The server itself serves the page, so that its live reload is in it.
            write_failure(self.failure, folder / FAILURE)
            shown = {**environ, "PATH_INFO": mount + FAILURE}
            return serve(shown, lambda _, headers, *rest: start_response("500 Internal Server Error", headers, *rest))

        return answer

    def _note(self, file: str) -> None:
        self._recent_paths.pop(file, None)
        self._recent_paths[file] = None
        for old in list(self._recent_paths)[:-MAX_RECENT]:
            self._recent_paths.pop(old, None)


def write_failure(message: str, file: Path) -> None:
    """Write a page that shows what is wrong."""
    file.parent.mkdir(parents=True, exist_ok=True)
    html = (RESOURCES / "problem.html").read_text(encoding="utf-8")
    file.write_text(html.replace("{message}", escape(message)), encoding="utf-8")
