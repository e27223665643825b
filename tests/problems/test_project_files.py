"""What is not a file of the project is neither read nor published, and never makes a command wait."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from factbook.build.staging import theme_files
from factbook.data.config import load_site
from factbook.problems.project_files import is_project_file
from tests.conftest import run

SECRET = "a file outside the project"


def symbolic_link(path: Path, outside: Path) -> None:
    path.symlink_to(outside)


def hard_link(path: Path, outside: Path) -> None:
    path.hardlink_to(outside)


def fifo(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def unix_socket(path: Path, outside: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the path of a socket has at most 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    finally:
        os.chdir(here)


def device(path: Path, outside: Path) -> None:
    path.symlink_to("/dev/zero")


def linked_folder(path: Path, outside: Path) -> None:
    path.symlink_to(outside.parent, target_is_directory=True)


KINDS = (symbolic_link, hard_link, fifo, unix_socket, device, linked_folder)
PLACES = ("docs/fr/{}.md", "docs/assets/{}.png", "data/figures/{}.yml", "overrides/assets/{}.css", "overrides/{}.html")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a file that is not of the project, in a folder of its own."""
    path = tmp_path / "outside" / "secret.txt"
    path.parent.mkdir()
    path.write_text(SECRET, encoding="utf-8")
    return path


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_only_a_regular_file_is_a_file_of_the_project(
    make: Callable[[Path, Path], None], tmp_path: Path, outside: Path
) -> None:
    """Links, FIFOs, sockets, devices and folders are none; a plain file with a plain name is one."""
    (tmp_path / "data").mkdir()
    make(tmp_path / "data" / "x.yml", outside)
    assert not is_project_file(tmp_path, "data/x.yml")
    (tmp_path / "data" / "y.yml").write_text("a: 1", encoding="utf-8")
    assert is_project_file(tmp_path, "data/y.yml")
    assert not is_project_file(tmp_path, "data/none.yml")


@pytest.mark.parametrize("name", ["a\n::add-mask::e", "a\x1b]0;pwn\x07", "a\u202egnp", "a\udcff"])
def test_a_name_that_acts_on_a_terminal_is_refused(name: str, tmp_path: Path) -> None:
    """A file whose name has a line end, an escape sequence or bytes that are no text is not read."""
    path = tmp_path / f"{name}.yml"
    path.write_text("a: 1", encoding="utf-8")
    assert not is_project_file(tmp_path, path.name)


def test_all_of_them_are_reported_and_none_is_read(small: Path, outside: Path) -> None:
    """`check` ends, with an error for each entry; the theme has none of them."""
    configuration = small / "mkdocs.yml"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace("theme:\n", "theme:\n  custom_dir: overrides\n"), encoding="utf-8")
    made = []
    for place in PLACES:
        for make in KINDS:
            file = place.format(make.__name__.replace("_", "-"))
            (small / file).parent.mkdir(parents=True, exist_ok=True)
            make(small / file, outside)
            made.append(file)
    odd = small / "docs" / "assets" / "a\n::add-mask::e\x1b.png"
    odd.write_bytes(b"")
    checked = run(["factbook", "check", "--format", "json"], small)
    found = [entry["file"] for entry in json.loads(checked.stdout) if entry["code"] == "foreign-file"]
    assert {file for file in made if not file.startswith("docs/fr/linked")} <= {*found}
    assert odd.relative_to(small).as_posix() in found
    report = run(["factbook", "check"], small)
    text = report.stdout
    assert report.returncode == 1
    assert "foreign-file" in text
    assert SECRET not in text
    assert "\x1b" not in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert run(["factbook", "fmt", "--check"], small).returncode in (0, 1)
    assert SECRET.encode() not in b"".join(content for _, content in theme_files(load_site(small)))
