"""The published folder is whole at every moment, old or new, whatever happens to a build."""

from __future__ import annotations

import os
import resource
import subprocess
from pathlib import Path
from threading import Thread

import pytest

from factbook.build.publish import PublishError, build_dir, clean, publish
from tests.build.test_build import fingerprint
from tests.conftest import TOOLS, run


def folder(path: Path, text: str) -> Path:
    """A small site that says the same in two files."""
    path.mkdir(parents=True)
    for name in ("one.html", "two.html"):
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="elsewhere two renames do it, as the module says")
def test_a_reader_never_finds_it_missing_or_mixed(tmp_path: Path) -> None:
    """While two editions take turns, a server that holds the folder open finds both files, and both of one edition."""
    site = folder(tmp_path / "site", "0")
    new = folder(tmp_path / "new", "1")
    faults: list[str] = []
    done = False

    def read() -> None:
        while not done:
            try:
                here = os.open(site, os.O_RDONLY)
                texts = set()
                for name in ("one.html", "two.html"):
                    with open(os.open(name, os.O_RDONLY, dir_fd=here), encoding="utf-8") as file:
                        texts.add(file.read())
                os.close(here)
            except OSError as error:
                faults.append(str(error))
            else:
                if len(texts) != 1:
                    faults.append(str(texts))

    reader = Thread(target=read)
    reader.start()
    for _ in range(300):
        publish(new, site)
    done = True
    reader.join()
    assert faults == []


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    """Where the published folder is a link, what it leads to is exchanged."""
    real = folder(tmp_path / "disk" / "real", "0")
    link = tmp_path / "site"
    link.symlink_to(real)
    with build_dir(link) as new:
        folder(new, "1")
        publish(new, link)
        before = (new / "one.html").read_text(encoding="utf-8")
    assert link.is_symlink()
    assert (link / "one.html").read_text(encoding="utf-8") == "1"
    assert before == "0"


def limited() -> None:
    """No file may grow past ten kilobytes: what a full disk does, without one."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))


def test_a_full_disk_leaves_the_site(small: Path) -> None:
    """A build that cannot write says so in a line, and nothing else is different afterwards."""
    assert run(["mkdocs", "build"], small).returncode == 0
    before = fingerprint(small / "site")
    page = small / "docs" / "fr" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n\nUn mot de plus, un autre encore." * 600, encoding="utf-8")
    result = subprocess.run(
        [str(TOOLS / "mkdocs"), "build", "-q"], cwd=small, capture_output=True, text=True, preexec_fn=limited,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in output
    assert "File too large" in output
    assert fingerprint(small / "site") == before
    assert list(small.glob(".site*")) == []


@pytest.mark.parametrize("target", ["/proc/factbook/site", "mkdocs.yml/site"])
def test_a_place_that_cannot_be_written_is_told_in_a_line(small: Path, target: str) -> None:
    """A folder that cannot be made is named, without a traceback."""
    result = run(["mkdocs", "build", "--site-dir", target], small)
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in output
    assert target.split("/")[-2] in output


def test_leftovers_of_killed_builds_go_away(small: Path) -> None:
    """What a build that has ended left beside the site is removed by the next, and nothing of one that goes on."""
    site = small / "site [1]"
    left = folder(small / ".site [1].building.00000000", "half")
    left.with_name(f"{left.name}.lock").touch()
    with build_dir(site) as new:
        folder(new, "half")
        assert not left.exists()
        clean(site)
        assert sorted(small.glob(".site*")) == [new, new.with_name(f"{new.name}.lock")]
    assert list(small.glob(".site*")) == []


def test_a_mount_point_is_told_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can take the place of a mounted folder: that is said before anything is built."""
    monkeypatch.setattr(Path, "is_mount", lambda path: path == tmp_path)
    with pytest.raises(PublishError, match="site_dir"), build_dir(tmp_path):
        pass


def test_a_cache_that_cannot_be_written_is_told_in_a_line(small: Path) -> None:
    """Where the folder of what is kept is a file, a line says so, and nothing is published."""
    (small / ".cache").write_text("in the way", encoding="utf-8")
    result = run(["mkdocs", "build"], small)
    output = result.stdout + result.stderr
    assert result.returncode == 1
    assert "Traceback" not in output
    assert ".cache" in output
