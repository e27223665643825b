"""A preview that is brought up to date in two steps: what is looked at, then all else; faults stand in place of pages.

It knows no site engine: it stands between a server that tells it of changes, and the functions that build.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from html import escape
from pathlib import Path
from typing import Any

RESOURCES = Path(__file__).parent / "templates"
FAILURE = ".problem.html"
MAX_RECENT = 6  # pages that are remembered as looked at: some windows side by side, and the cards of figures
WAIT_TIMEOUT = 60  # seconds that an answer waits for the rest of a site

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Preview:
    """The two steps, and the answers meanwhile.

    `show_first` makes pages at some paths alone, and gives whether it could; `build` makes all, and gives whether it
    made these otherwise; `reload` has the server call `update` once more, so that browsers are told. Exceptions of
    `build` are faults to show.
    """

    def __init__(
        self,
        show_first: Callable[[Collection[str]], bool],
        build: Callable[[], bool],
        reload: Callable[[], object],
        tell: Callable[[str], object],
    ):
        self._show_first, self._build, self._reload, self._tell = show_first, build, reload, tell
        self.failure = ""
        self._recent_paths: dict[str, None] = {}
        self._turn = threading.Lock()  # one build at a time
        self._changed = threading.Condition()
        self._ready_paths: Collection[str] | None = None  # what can be shown while the rest is made; None: everything

    def update(self, *_: object) -> None:
        """Something was saved: make what is looked at, and all else beside; all at once where that cannot be."""
        with self._turn:
            seen = frozenset(self._recent_paths)
            try:
                first = not self.failure and bool(seen) and self._show_first(seen)
            except (Exception, SystemExit):
                first = False  # the build of all tells what is wrong
            if not first:
                self._build_all()
                return
            self._release(seen)
        threading.Thread(target=self._finish).start()

    def _finish(self) -> None:
        with self._turn:
            otherwise = self._build_all()
            self._release(None)
        if otherwise:
            self._reload()

    def _build_all(self) -> bool:
        try:
            otherwise, self.failure = self._build(), ""
        except (Exception, SystemExit) as error:
            self.failure = str(error) or type(error).__name__
            self._tell(self.failure)
            return True
        return otherwise

    def _release(self, paths: Collection[str] | None) -> None:
        with self._changed:
            self._ready_paths = paths
            self._changed.notify_all()

    def end(self) -> None:
        """Wait until nothing is built any more."""
        with self._turn:
            pass

    def application(self, serve: Application, folder: Path, mount: str) -> Application:
        """The server's answers, which show the files of `folder` below the path `mount`; or what is wrong."""

        def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            path = str(environ.get("PATH_INFO", ""))
            if path.startswith("/livereload/"):
                return serve(environ, start_response)
            page = path.endswith(("/", ".html"))
            file = path.removeprefix(mount) + ("index.html" if path.endswith("/") else "")
            if page:
                self._note(file)
            if "/assets/" not in path:
                with self._changed:
                    self._changed.wait_for(lambda: self._ready_paths is None or file in self._ready_paths, WAIT_TIMEOUT)
            if not (self.failure and page):
                return serve(environ, start_response)
            # The server itself serves the page, so that its live reload is in it.
            write_failure(self.failure, folder / FAILURE)
            shown = {**environ, "PATH_INFO": mount + FAILURE}
            return serve(shown, lambda _, headers: start_response("500 Internal Server Error", headers))

        return answer

    def _note(self, file: str) -> None:
        self._recent_paths.pop(file, None)
        self._recent_paths[file] = None
        for old in list(self._recent_paths)[:-MAX_RECENT]:
            self._recent_paths.pop(old, None)


def write_failure(message: str, file: Path) -> None:
    """A page that shows what is wrong; the next build that goes well takes it away."""
    file.parent.mkdir(parents=True, exist_ok=True)
    html = (RESOURCES / "problem.html").read_text(encoding="utf-8")
    file.write_text(html.replace("{message}", escape(message)), encoding="utf-8")
