"""The built site on a local server, and the machine's Chromium, for all tests of this folder.

The site is the folder named by FACTBOOK_SITE, else the build that all tests of a run share. Where no browser can
be had the tests are skipped, and `tests/run.py` says so.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from dataclasses import dataclass
from functools import cache, cached_property, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser import shapes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APART = {"embed", "cards"}  # folders of small documents for frames: they have no header, menu or contents
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class BuiltSite:
    """The published folder and where the local server shows it; `url` ends with a stroke."""

    folder: Path
    url: str
    published: str
    everything: bool = False

    @cached_property
    def pages(self) -> list[str]:
        """Addresses of all pages below `url`, the pages for errors left out."""
        files = sorted(file.relative_to(self.folder) for file in self.folder.rglob("index.html"))
        return [file.as_posix().removesuffix("index.html") for file in files if not APART & set(file.parts)]

    @cached_property
    def documents(self) -> list[str]:
        """All HTML documents, with the pages for errors."""
        errors = [file.relative_to(self.folder).as_posix() for file in self.folder.rglob("404.html")]
        return [*self.pages, *sorted(errors)]

    @cached_property
    def homes(self) -> list[str]:
        """The address of each language's home below `url`: empty for the root's."""
        return [file.removesuffix("404.html") for file in self.documents if file.endswith("404.html")]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of entity that a page is about, by address; hand-written pages have none."""
        found = {}
        for file in self.folder.glob("api/*/*/*.json"):
            for address in json.loads(file.read_text(encoding="utf-8")).get("pages", {}).values():
                if "#" not in address:  # a part of a hand-written page
                    found[address.removeprefix(self.published)] = file.parent.name
        return found

    @cached_property
    def sample(self) -> list[str]:
        """The documents that checks of the whole structure open: those of `shapes`, or every one with `--all`."""
        texts = {page: self.text(page) for page in self.documents}
        if self.everything:
            return list(texts)
        groups = {page: f"{self.language(page)} {self.kinds.get(page, '')}" for page in texts}
        return shapes.sample(texts, groups, [page for page in texts if page not in self.kinds])

    @cached_property
    def looks(self) -> list[str]:
        """The lightest pages that have every trait, in any language, for checks that hold part by part."""
        if self.everything:
            return self.pages
        texts = {page: shapes.LANGUAGE.sub("", self.text(page)) for page in self.pages}
        read = {page: (shapes.traits(text)[0], len(text)) for page, text in texts.items()}
        return sorted(shapes.cover(read, (), self.pages))

    def language(self, page: str) -> str:
        """The language of a page."""
        found = re.search(r'<html lang="([^"]+)"', self.text(page))
        assert found, page
        return found[1]

    def text(self, page: str) -> str:
        """The HTML of a page."""
        path = self.folder / page
        return (path if path.is_file() else path / "index.html").read_text(encoding="utf-8")

    def here(self, address: str) -> str:
        """The local address of an absolute one of the published site."""
        assert address.startswith(self.published), f"{address} is outside {self.published}"
        return self.url + address.removeprefix(self.published)

    def weight(self, address: str) -> int:
        """Bytes of a file as a server that compresses with gzip sends it."""
        path = self.folder / urlsplit(address).path.removeprefix(urlsplit(self.url).path)
        return _weight(path / "index.html" if path.is_dir() else path)


@cache
def _weight(file: Path) -> int:
    content = file.read_bytes()
    return min(len(content), len(gzip.compress(content, 9)))


@pytest.fixture(scope="session")
def site_folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the site to look at."""
    if given := os.environ.get("FACTBOOK_SITE"):
        return Path(given).resolve()
    built: Path = request.getfixturevalue("built")
    return built / "site"


@pytest.fixture(scope="session")
def site(
    site_folder: Path, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[BuiltSite]:
    """The site on a server of its own, below the same path as where it is published."""
    found = CANONICAL.search((site_folder / "index.html").read_text(encoding="utf-8"))
    assert found, "the home page has no canonical address"
    published = found[1]
    path = urlsplit(published).path
    served = tmp_path_factory.mktemp("served")
    if path == "/":
        served = site_folder
    else:
        link = served / path.strip("/")
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(site_folder, target_is_directory=True)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served)))
    Thread(target=server.serve_forever, daemon=True).start()
    everything = bool(pytestconfig.getoption("--all"))
    yield BuiltSite(site_folder, f"http://127.0.0.1:{server.server_port}{path}", published, everything)
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The machine's Chromium or Chrome, else Playwright's own."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with playwright.sync_playwright() as running:
        try:
            started = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"no browser: {str(error).splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def leave_out(site: BuiltSite, record_property: Any) -> Any:
    """A function that has the end of the run say how many pages a test did not open: `leave_out(site.sample)`."""

    def note(opened: Sequence[str]) -> None:
        record_property("left out", f"{len(set(site.documents) - set(opened))} of {len(site.documents)} pages")

    return note


@pytest.fixture
def look(browser: Any, site: BuiltSite) -> Iterator[Any]:
    """A function that opens a page in a fresh context: `look("en/", width=320, script=False)`.

    `look(None)` opens none yet.
    """
    contexts = []

    def open_page(address: str | None = "", *, width: int = 1280, script: bool = True, **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        if address is not None:
            page.goto(site.url + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
