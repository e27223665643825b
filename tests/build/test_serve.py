"""`mkdocs serve` as an editor uses it: a saved change is on the page, a mistake is shown, and mending it is enough."""

from __future__ import annotations

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
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from factbook.build.preview import Preview as TwoSteps
from tests.conftest import TOOLS

BUILT_ON = re.compile(rb"Build Date UTC : [\d:. +-]+")  # MkDocs' own theme says it on home pages


class Preview:
    """A running `mkdocs serve` and the site that it serves."""

    def __init__(self, root: Path):
        self.root = root
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.temporary = root / "temporary"  # MkDocs makes the folder that it serves below it
        self.temporary.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [str(TOOLS / "mkdocs"), "serve", "-a", self.address], cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "LANGUAGE": "en", "TMPDIR": str(self.temporary)},
            stdout=(root / "serve.log").open("w"), stderr=subprocess.STDOUT,
            # Tests that a shell runs in the background ignore Ctrl-C, and what they start would too.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip

    def get(self, path: str) -> tuple[int, str]:
        """The status and the text of a page; status 0 while there is no server."""
        try:
            with urllib.request.urlopen(f"http://{self.address}{path}", timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def until(self, path: str, right: Callable[[int, str], bool]) -> str:
        """The page, as soon as it is as it should be; fails when the server dies or two minutes pass."""
        end = time.monotonic() + 120
        while time.monotonic() < end and self.process.poll() is None:
            status, text = self.get(path)
            if right(status, text):
                return text
            time.sleep(0.1)
        raise AssertionError((self.root / "serve.log").read_text())

    def files(self) -> dict[str, tuple[int, bytes]]:
        """What is served: each file with when it was written, and its bytes without the server's own address."""
        self.get("/sitemap.xml")  # which comes when all else is there
        (folder,) = self.temporary.glob("mkdocs_*")
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
def preview(small: Path) -> Iterator[Preview]:
    served = Preview(small)
    yield served
    served.end()


def test_a_saved_figure_is_on_the_page_in_both_languages(preview: Preview) -> None:
    """A changed value is shown by every page of both languages, each in its own way."""
    preview.until("/", lambda status, text: status == 200 and "1,174" in text)
    preview.edit("data/figures/esa.yml", "value: 1.174", "value: 1.274")
    preview.until("/", lambda status, text: "1,274" in text and "1,174" not in text)
    preview.until("/en/", lambda status, text: "1.274" in text and "1.174" not in text)
    assert "pages that are looked at rendered first" in (preview.root / "serve.log").read_text()


MISTAKES = [
    ("data/figures/esa.yml", "value: 1.174", "valu: 1.174", "data/figures/esa.yml:11:7"),
    ("docs/en/index.md", "esa-contribution", "esa-contribuion", "docs/en/index.md:8:1"),
    ("docs/fr/index.md", "}}", "}", "docs/fr/index.md:8:1"),
    ("docs/fr/index.md", "# index", "# index\n\n[x](nowhere.md)", "docs/fr/index.md:8:5"),
    ("mkdocs.yml", "en: {name: English", "xx9: {name: English", "mkdocs.yml:9:14"),
]


def test_every_mistake_is_shown_and_mended(preview: Preview) -> None:
    """The server stays up on each kind of mistake, shows its place in the page, and recovers when it is mended."""
    preview.until("/", lambda status, text: status == 200)
    for file, old, new, place in MISTAKES:
        preview.edit(file, old, new)
        preview.until("/", lambda status, text, place=place: status == 500 and place in text)
        preview.edit(file, new, old)
        preview.until("/", lambda status, text: status == 200 and "1,174" in text)
    twin = preview.root / "docs" / "en" / "index.md"
    text = twin.read_text(encoding="utf-8")
    twin.unlink()
    preview.until("/", lambda status, text: status == 500 and "docs/fr/index.md:1:1" in text)
    twin.write_text(text, encoding="utf-8")
    preview.until("/en/", lambda status, text: status == 200)


def test_a_mistake_from_the_start_does_not_end_the_server(small: Path) -> None:
    """A preview that is started on a broken site shows what is wrong, and works once it is mended."""
    path = small / "data" / "figures" / "esa.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("value: 1.174", "value: x"), encoding="utf-8")
    served = Preview(small)
    try:
        served.until("/", lambda status, text: status == 500 and "data/figures/esa.yml:11:14" in text)
        path.write_text(text, encoding="utf-8")
        served.until("/", lambda status, text: status == 200 and "1,174" in text)
    finally:
        served.end()


def written(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> set[str]:
    """The pages that were written anew; those for other sites' frames left out."""
    pages = {name for name in after if name.endswith("index.html") and "embed" not in Path(name).parts}
    return {name for name in pages if before.get(name, (0,))[0] != after[name][0]}


def test_only_pages_that_change_are_written(preview: Preview) -> None:
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


def test_after_many_changes_all_is_as_if_served_anew(preview: Preview, tmp_path: Path) -> None:
    """Titles, navigation, search, links, twins: after each kind of change they are those of a server just started."""
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
    anew = Preview(copy)
    try:
        anew.until("/", lambda status, text: status == 200)
        found, wanted = preview.files(), anew.files()
    finally:
        anew.end()
    assert found.keys() - {".problem.html"} == wanted.keys()
    assert {name for name in wanted if found[name][1] != wanted[name][1]} == set()


def test_what_is_looked_at_is_shown_while_the_rest_is_made(tmp_path: Path) -> None:
    """An open page need not wait for the others; they wait until they are made, and a fault of theirs is told."""
    others, reloads, faults = threading.Event(), threading.Event(), ["", "data/x.yml:1:1: wrong", ""]

    def build() -> bool:
        assert others.wait(60)
        if fault := faults.pop(0):
            raise ValueError(fault)
        return not faults  # the last one makes the open page otherwise

    two_steps = TwoSteps(lambda paths: "open/index.html" in paths, build, reloads.set, lambda text: None)
    answer = two_steps.application(lambda environ, start: [b"page"], tmp_path, "/")
    ask = {
        path: partial(answer, {"PATH_INFO": path}, lambda *_: None) for path in ("/open/", "/other/", "/assets/x.css")
    }
    assert list(ask["/open/"]()) == [b"page"]
    two_steps.update()
    assert list(ask["/open/"]()) == list(ask["/assets/x.css"]()) == [b"page"]
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(ask["/other/"])
        assert not waiting.done()
        others.set()
        assert list(waiting.result(60)) == [b"page"]
    assert not two_steps.failure
    two_steps.update()
    assert reloads.wait(60)
    assert two_steps.failure == "data/x.yml:1:1: wrong"
    list(ask["/open/"]())
    assert two_steps.failure in (tmp_path / ".problem.html").read_text(encoding="utf-8")
    two_steps.update()  # with a fault, all at once
    assert two_steps.failure == ""
    reloads.clear()
    faults.append("")
    two_steps.update()
    assert reloads.wait(60)
