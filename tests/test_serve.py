"""`mkdocs serve` as an editor uses it: a saved change is on the page, a mistake is shown, and mending it is enough."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import TOOLS


class Preview:
    """A running `mkdocs serve` and the site that it serves."""

    def __init__(self, root: Path):
        self.root = root
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.process = subprocess.Popen(
            [str(TOOLS / "mkdocs"), "serve", "-a", self.address], cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "LANGUAGE": "en"},
            stdout=(root / "serve.log").open("w"), stderr=subprocess.STDOUT,
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
    served.process.send_signal(signal.SIGINT)
    served.process.wait(timeout=30)


def test_a_saved_figure_is_on_the_page_in_both_languages(preview: Preview) -> None:
    """A changed value is shown by every page of both languages, each in its own way."""
    preview.until("/", lambda status, text: status == 200 and "1,174" in text)
    preview.edit("data/figures/esa.yml", "value: 1.174", "value: 1.274")
    preview.until("/", lambda status, text: "1,274" in text and "1,174" not in text)
    preview.until("/en/", lambda status, text: "1.274" in text and "1.174" not in text)


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
        served.process.send_signal(signal.SIGINT)
        served.process.wait(timeout=30)
