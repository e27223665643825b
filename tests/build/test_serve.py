"""`factbook serve` as an editor uses it: a saved change is on the page, a mistake is shown until it is corrected."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from factbook.build.engine import RenderJob
from factbook.build.pipeline import CheckedFacts, load_facts
from factbook.build.preview import Preview
from factbook.build.preview_builder import PreviewBuilder
from factbook.build.project import Project
from tests.conftest import TOOLS

BUILT_ON = re.compile(rb"Build Date UTC : [\d:. +-]+")  # MkDocs' own theme says it on home pages


class Server:
    """A running `factbook serve` or `mkdocs serve`, and the site that it serves."""

    def __init__(self, root: Path, command: str = "factbook"):
        self.root, self.command = root, command
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        self.address = f"127.0.0.1:{port}"
        self.temporary = root / "temporary"  # the folder that is served is made below it
        self.temporary.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [str(TOOLS / command), "serve", *(["-a", self.address] if command == "mkdocs" else ["--port", port])],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "LANGUAGE": "en", "TMPDIR": str(self.temporary)},
            stdout=(root / "serve.log").open("w"), stderr=subprocess.STDOUT,
            # Tests that a shell runs in the background ignore Ctrl-C, and what they start would too.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip

    def get(self, path: str) -> tuple[int, str]:
        """Return the status and the text of a page; status 0 while there is no server."""
        try:
            with urllib.request.urlopen(f"http://{self.address}{path}", timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def until(self, path: str, right: Callable[[int, str], bool]) -> str:
        """Return a page as soon as it is right. Raises AssertionError if the server ends or two minutes pass."""
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            status, text = self.get(path)
            if right(status, text):
                return text
            time.sleep(0.1)
        raise AssertionError((self.root / "serve.log").read_text())

    def files(self) -> dict[str, tuple[int, bytes]]:
        """Return each served file with its time and its bytes, without the address of the server."""
        self.get("/sitemap.xml")  # which comes when all else is there
        (folder,) = self.temporary.glob(f"{self.command}_*")
        return {
            path.relative_to(folder).as_posix(): (
                path.stat().st_mtime_ns,
                BUILT_ON.sub(b"", path.read_bytes().replace(self.address.encode(), b"here")),
            )
            for path in folder.rglob("*")
            if path.is_file()
        }

    def end(self) -> None:
        """Stop it with Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)

    def edit(self, file: str, old: str, new: str) -> None:
        """Save a changed file as an editor does."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def preview(small: Path) -> Iterator[Server]:
    served = Server(small)
    yield served
    served.end()


@pytest.mark.parametrize("command", ["factbook", "mkdocs"])
def test_a_saved_figure_is_on_the_page_in_both_languages(small: Path, command: str) -> None:
    """A changed value is shown by every page of both languages, each in its own way, under either command."""
    preview = Server(small, command)
    try:
        preview.until("/", lambda status, text: status == 200 and "1,174" in text)
        preview.edit("data/figures/esa.yml", "value: 1.174", "value: 1.274")
        preview.until("/", lambda status, text: "1,274" in text and "1,174" not in text)
        preview.until("/en/", lambda status, text: "1.274" in text and "1.174" not in text)
        assert "1 open pages rendered first" in (preview.root / "serve.log").read_text()
    finally:
        preview.end()


MISTAKES = [
    ("data/figures/esa.yml", "value: 1.174", "valu: 1.174", "data/figures/esa.yml:11:7"),
    ("docs/en/index.md", "esa-contribution", "esa-contribuion", "docs/en/index.md:8:1"),
    ("docs/fr/index.md", "}}", "}", "docs/fr/index.md:8:1"),
    ("docs/fr/index.md", "# index", "# index\n\n[x](nowhere.md)", "docs/fr/index.md:8:5"),
    ("mkdocs.yml", "en: {name: English", "xx9: {name: English", "mkdocs.yml:9:14"),
]


def test_every_mistake_is_shown_until_it_is_corrected(preview: Server) -> None:
    """The server survives each kind of mistake, shows its place in the page, and recovers when it is corrected."""
    preview.until("/", lambda status, text: status == 200)
    for file, old, new, place in MISTAKES:
        preview.edit(file, old, new)
        preview.until("/", lambda status, text, place=place: status == 500 and place in text)
        preview.edit(file, new, old)
        preview.until("/", lambda status, text: status == 200 and "1,174" in text)
    alternate = preview.root / "docs" / "en" / "index.md"
    text = alternate.read_text(encoding="utf-8")
    alternate.unlink()
    preview.until("/", lambda status, text: status == 500 and "docs/fr/index.md:1:1" in text)
    alternate.write_text(text, encoding="utf-8")
    preview.until("/en/", lambda status, text: status == 200)


def test_a_mistake_from_the_start_does_not_end_the_server(small: Path) -> None:
    """A preview started with an error shows it, and works once it is corrected."""
    path = small / "data" / "figures" / "esa.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("value: 1.174", "value: x"), encoding="utf-8")
    served = Server(small)
    try:
        served.until("/", lambda status, text: status == 500 and "data/figures/esa.yml:11:14" in text)
        path.write_text(text, encoding="utf-8")
        served.until("/", lambda status, text: status == 200 and "1,174" in text)
    finally:
        served.end()


def written(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> set[str]:
    """Return the pages that were written again, embeds apart."""
    pages = {name for name in after if name.endswith("index.html") and "embed" not in Path(name).parts}
    return {name for name in pages if before.get(name, (0,))[0] != after[name][0]}


def test_only_pages_that_change_are_written(preview: Server) -> None:
    """A figure: the pages that show it; a page: only that page; a template: what is made of it. Both languages."""
    preview.until("/", lambda status, text: status == 200 and "1,174" in text)
    first = preview.files()
    preview.edit("data/figures/esa.yml", "value: 60", "value: 61")
    preview.until("/en/figures/partnerships/", lambda status, text: "61 p" in text)
    second = preview.files()
    assert written(first, second) == {f"{folder}figures/partnerships/index.html" for folder in ("", "en/")}
    preview.edit("docs/en/index.md", "# index", "# all of it")
    preview.until("/en/", lambda status, text: "all of it" in text)
    third = preview.files()
    assert written(second, third) == {"en/index.html"}
    preview.edit("docs/_entities/programme.md", "{{ this.summary }}\n", "{{ this.summary }} &amp;c.\n")
    preview.until("/en/programmes/juice/", lambda status, text: "&amp;c." in text)
    fourth = preview.files()
    assert written(third, fourth) == {f"{folder}programmes/juice/index.html" for folder in ("", "en/")}


MORE = '---\ntitle: {0}\ndescription: {0}\n---\n# {0}\n\n{{{{ figure("partnerships") }}}}\n'


def test_after_many_changes_the_site_equals_that_of_a_new_server(preview: Server, tmp_path: Path) -> None:
    """Titles, navigation, search, links and alternates follow each kind of change."""
    edits = [
        ("data/figures/esa.yml", "value: 1.174", "value: 1.274", "/", "1,274"),
        ("docs/fr/figures.md", "title: figures fr", "title: les chiffres", "/", "les chiffres"),
        ("docs/en/programmes.md", "title: ", "slug: missions\ntitle: ", "/en/missions/", "programmes en"),
        (
            "docs/_entities/figure.md",
            "# {{ this.title }}",
            "# The {{ this.title }}",
            "/en/figures/partnerships/",
            "The Pa",
        ),
        ("data/programmes/juice.yml", "en: JUICE", "en: Juice", "/en/missions/juice/", "Juice"),
        ("mkdocs.yml", "site_name: Petit", "site_name: Mini", "/", "Mini"),
    ]
    preview.until("/", lambda status, text: status == 200 and "1,174" in text)
    for name, language in (("Plus", "fr"), ("More", "en")):
        (preview.root / "docs" / language / "more.md").write_text(MORE.format(name), encoding="utf-8")
    preview.until("/en/more/", lambda status, text: status == 200)
    preview.edit("mkdocs.yml", "  - programmes.md\n", "  - programmes.md\n  - more.md\n")
    preview.until("/", lambda status, text: status == 200 and "Plus" in text)
    preview.edit("docs/en/index.md", "}}", "}")
    preview.until("/en/", lambda status, text: status == 500)
    preview.edit("docs/en/index.md", "}", "}}")
    for file, old, new, path, shown in edits:
        preview.edit(file, old, new)
        preview.until(path, lambda status, text, shown=shown: status == 200 and shown in text)
    copy = tmp_path / "copy"
    shutil.copytree(preview.root, copy, ignore=shutil.ignore_patterns(".cache", "temporary", "*.log"))
    fresh = Server(copy)
    try:
        fresh.until("/", lambda status, text: status == 200)
        found, wanted = preview.files(), fresh.files()
    finally:
        fresh.end()
    assert found.keys() - {".problem.html"} == wanted.keys()
    assert {name for name in wanted if found[name][1] != wanted[name][1]} == set()


class FakeBuilder:
    """A builder whose second step waits, fails or changes the open page again, as a test says."""

    def __init__(self) -> None:
        self.others, self.faults, self.changes_again, self.is_same = threading.Event(), [""], False, False
        self.calls: list[str] = []

    def read(self) -> None:
        self.calls.append("read")

    def build_visible(self, paths: Collection[str]) -> bool:
        self.calls.append("visible")
        return "open/index.html" in paths

    def build_all(self) -> bool:
        assert self.others.wait(60)
        self.calls.append("all")
        if fault := self.faults.pop(0):
            raise ValueError(fault)
        return self.changes_again

    def is_current(self) -> bool:
        return self.is_same


def test_open_pages_are_served_while_the_others_are_rendered(tmp_path: Path) -> None:
    """An open page need not wait for the others; they wait until they are rendered, and their faults are shown."""
    builder, reloads = FakeBuilder(), threading.Event()
    preview = Preview(builder, reloads.set, lambda text: None)
    answer = preview.application(lambda environ, start: [b"page"], tmp_path, "/")
    ask = {
        path: partial(answer, {"PATH_INFO": path}, lambda *_: None) for path in ("/open/", "/other/", "/assets/x.css")
    }
    assert list(ask["/open/"]()) == [b"page"]
    preview.update()
    assert list(ask["/open/"]()) == list(ask["/assets/x.css"]()) == [b"page"]
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(ask["/other/"])
        assert not waiting.done()
        builder.others.set()
        assert list(waiting.result(60)) == [b"page"]
    assert not preview.failure
    builder.faults = ["data/x.yml:1:1: wrong", "", ""]
    preview.update()
    assert reloads.wait(60)
    assert preview.failure == "data/x.yml:1:1: wrong"
    list(ask["/open/"]())
    assert preview.failure in (tmp_path / ".problem.html").read_text(encoding="utf-8")
    preview.update()  # after a fault, everything at once
    assert preview.failure == ""
    reloads.clear()
    builder.changes_again = True
    preview.update()
    assert reloads.wait(60)


@pytest.mark.parametrize(("is_same", "calls"), [(True, []), (False, ["read", "visible", "all"])])
def test_reloading_browsers_builds_nothing_unless_a_file_was_saved(is_same: bool, calls: list[str]) -> None:
    """The server's call that reloads browsers builds nothing; if a file was saved in the same moment, it does."""
    builder, reloads = FakeBuilder(), threading.Event()
    preview = Preview(builder, reloads.set, lambda text: None)
    ask = preview.application(lambda environ, start: [b"page"], Path(), "/")
    list(ask({"PATH_INFO": "/open/"}, lambda *_: None))  # type: ignore[arg-type,return-value]
    builder.others.set()
    builder.faults, builder.changes_again = ["", ""], True
    preview.update()
    assert reloads.wait(60)
    builder.calls.clear()
    builder.is_same, builder.changes_again = is_same, False
    preview.update()
    deadline = time.monotonic() + 60
    while builder.calls != calls and time.monotonic() < deadline:
        time.sleep(0.01)
    preview.wait()
    assert builder.calls == calls


class CopyEngine:
    """An engine that writes the staged Markdown as it is."""

    def __init__(self, root: Path, preview_url: str | None):
        self.root = root

    def build(self, job: RenderJob) -> list[str]:
        code = job.part.configuration.suffixes[0].strip(".")
        for source in job.missing:
            file = job.part.target / job.part.pages[source]
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(job.part.configuration.parent / code / source, file)
        return []


def test_one_save_reads_the_facts_once(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The open page, then the site, then the reload: from one reading of the facts, with any engine."""
    readings: list[Path] = []

    def counted(root: Path) -> CheckedFacts:
        readings.append(root)
        return load_facts(root)

    monkeypatch.setattr("factbook.build.preview_builder.load_facts", counted)
    finished = threading.Event()
    builder = PreviewBuilder(Project(small, CopyEngine, logging.getLogger("test")), tmp_path / "served", "http://x/")

    def reload() -> None:
        preview.update()
        finished.set()

    preview = Preview(builder, reload, pytest.fail)
    try:
        preview.update()
        ask = preview.application(lambda environ, start: [], tmp_path / "served", "/")
        list(ask({"PATH_INFO": "/"}, lambda *_: None))  # type: ignore[arg-type,return-value]
        readings.clear()
        for file, old, new in (
            ("docs/fr/figures.md", "title: figures fr", "title: les chiffres"),  # which changes the open page again
            ("data/figures/esa.yml", "value: 1.174", "value: 1.274"),
        ):
            path = small / file
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        preview.update()
        assert "1,274" in (tmp_path / "served" / "index.html").read_text(encoding="utf-8")
        assert finished.wait(60)
        assert "1.274" in (tmp_path / "served" / "en" / "index.html").read_text(encoding="utf-8")
        assert readings == [small]
    finally:
        builder.stop()
