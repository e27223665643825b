"""Spoilt files of every kind: a problem with its file and line, or nothing at all; never a traceback, never a hang.

`make fuzz` and `make test-all` try ten times as many. The number of a case that fails is its seed:
FACTBOOK_SEED=123 tries it alone.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from factbook.build.pipeline import run_pipeline
from factbook.problems import Problem, Problems, as_json, as_text
from tests.conftest import ROOT, SMALL

CASES = int(os.environ.get("FACTBOOK_CASES", "200"))
ALL_CASES = 2000  # what `make fuzz` and `make test-all` try
SHARES = 4  # for parallel runs
SEEDS = [int(os.environ["FACTBOOK_SEED"])] if "FACTBOOK_SEED" in os.environ else list(range(CASES))
JUNK = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xe9", b"\r\n", b"\t", b"\xc2\x85", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\x1b[31m",
    b"{{", b"}}", b"{%", b"%}", b"{#", b"---\n", b"...\n", b"&a ", b"*a", b"<<: ", b"!!python/object/apply:os.system ",
    b"|\n", b">-\n", b"? ", b": ", b"- ", b"[", b"]", b"{", b"}", b'"', b"'", b"\\", b"#", b"%YAML 9.9\n", b"null",
    b"~", b"1e999", b".nan", b"-0", b"9" * 400, b"2023-02-30", b"../../../etc/passwd", b"a" * 5000, b"[" * 200,
    "\u202e\u0301\U0001f680".encode(), b"<script>", b"{% for i in range(99999) %}", b'{{ "a" * 99999999 }}',
    b"computed: '1/0'\n", b"sum_of: [x]\n",
]  # fmt: skip


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Return a file with one to four places changed: junk inserted, parts cut, doubled or moved, or bytes flipped."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice([1, 2, 5, 20, 80, 400]))
        kind = chance.randrange(6)
        if kind <= 1:
            data[start:start] = chance.choice(JUNK)
        elif kind == 2:
            del data[start:end]
        elif kind == 3:
            data[start:start] = data[start:end] * chance.randint(1, 3)
        elif kind == 4 and start < len(data):
            data[start] = chance.randrange(256)
        else:
            lines = data.split(b"\n")
            chance.shuffle(lines) if chance.random() < 0.2 else lines.insert(0, lines.pop(chance.randrange(len(lines))))
            data = bytearray(b"\n".join(lines))
    return bytes(data)


def problems_of(site: Path) -> list[Problem]:
    """Return the problems of a site, rendered in every format; no other error is ever raised."""
    try:
        found = run_pipeline(site).warnings
    except Problems as problems:
        found = problems.found
    for problem in found:
        assert as_text(problem, site, "fr")
    assert as_json(found, "en")
    return list(found)


@pytest.mark.parametrize("share", range(SHARES))
def test_a_corrupted_file_is_reported_or_harmless(
    tmp_path: Path, share: int, record_property: Callable[[str, object], None]
) -> None:
    """Data, pages, configuration, interface strings: each problem names a file and a line, and can be shown."""
    record_property("left out", f"{max(0, ALL_CASES - len(SEEDS))} of {ALL_CASES} spoilt files")
    site = Path(shutil.copytree(SMALL, tmp_path / "site"))
    shutil.copytree(ROOT / "overrides" / "locale", site / "overrides" / "locale")
    configuration = site / "mkdocs.yml"
    configuration.write_text(
        configuration.read_text("utf-8").replace("  name: mkdocs", "  name: mkdocs\n  custom_dir: overrides"), "utf-8"
    )
    files = sorted(path for path in site.rglob("*") if path.is_file())
    for seed in SEEDS[share::SHARES]:
        chance = random.Random(seed)
        file = chance.choice(files)
        content = file.read_bytes()
        file.write_bytes(spoilt(content, chance))
        try:
            found = problems_of(site)
        except Exception as error:
            raise AssertionError(f"seed {seed}, {file.relative_to(site)}: {error!r}") from error
        finally:
            file.write_bytes(content)
        assert all(problem.place.file and problem.place.line >= 1 for problem in found), f"seed {seed}"
