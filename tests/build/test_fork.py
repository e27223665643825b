"""Languages side by side, in processes: the same comes out as from one, and nothing is lost with a process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

SCRIPT = """
import json, os, sys
from pathlib import Path
from factbook.build import fork, pipeline, render_pages, staging
from factbook.problems import Problems
from factbook.build.trace import MemoTables

begun = []
class Counted(fork.ForkedCall):
    def __init__(self, work):
        begun.append(work)
        super().__init__(work)

def made(root, memories):
    try:
        result = pipeline.run_pipeline(root, memory=memories.pages)
    except Problems as faults:
        return [str(problem) for problem in faults.found]
    tree = pipeline.stage_tree(result, memories.cards)
    memories.save()
    return sorted(f"{path} {content!r}" for path, content in {**tree.sources, **tree.files}.items())

render_pages.ForkedCall = staging.ForkedCall = Counted
root = Path(sys.argv[1])
alone = made(root, MemoTables.open(root / "alone"))
render_pages.FORK_THRESHOLD = staging.FORK_THRESHOLD = 0
beside = made(root, MemoTables.open(root / "beside"))
known = made(root, MemoTables.open(root / "beside"))
counts = [len(begun)]
facts = root / "data" / "figures" / "esa.yml"
facts.write_text(facts.read_text("utf-8").replace("value: 60", "value: 61"), "utf-8")
changed = made(root, MemoTables.open(root / "beside"))
counts.append(len(begun))
render_pages.FORK_THRESHOLD = staging.FORK_THRESHOLD = 1000
counts.append(changed != known)
right = changed == made(root, MemoTables.open(root / "nothing"))
here = os.getpid()
died = fork.ForkedCall(lambda: os._exit(9) if os.getpid() != here else "done here").result()
print(json.dumps([alone == beside == known and right, counts, died, alone[:1]]))
"""


def run(root: Path) -> list[object]:
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(root)], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_two_processes_make_what_one_makes(small: Path) -> None:
    """The same bytes, also from what was remembered in part; work whose process has died is done after all."""
    same, begun, died, _ = run(small)
    assert same
    # Pages and open data; open data alone where all pages are known; both again after a change, which shows.
    assert begun == [3, 5, True]
    assert died == "done here"


ORPHAN = """
import os, signal
from factbook.build.fork import ForkedCall
work = ForkedCall(lambda: b"x" * 10_000_000)
print(work._process.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_nothing_is_left_of_a_killed_build() -> None:
    """A process whose parent was killed ends: it would hold the lock of builds for ever."""
    done = subprocess.run([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True, timeout=60)
    orphan = Path("/proc") / done.stdout.strip()
    end = time.monotonic() + 60
    while orphan.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not orphan.exists()


def test_faults_of_both_languages_are_told(small: Path) -> None:
    """A mistake that only the other process can meet is told like any other."""
    for language in ("fr", "en"):
        page = small / "docs" / language / "index.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n{{ figure('nothing') }}\n", encoding="utf-8")
    same, _, _, told = run(small)
    assert same
    assert told
