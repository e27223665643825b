"""Languages side by side, in processes: the same comes out as from one, and nothing is lost with a process."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import json, os, sys
from pathlib import Path
from factbook import flow, forking
from factbook.pages import rendering
from factbook.problems import Problems
from factbook.tracing import Memories

begun = []
class Counted(forking.Beside):
    def __init__(self, work):
        begun.append(work)
        super().__init__(work)

def made(root, memories):
    try:
        result = flow.prepare(root, memory=memories.pages)
    except Problems as faults:
        return [str(problem) for problem in faults.found]
    tree = flow.tree_of(result, memories.cards)
    memories.save()
    return sorted(f"{path} {content!r}" for path, content in {**tree.sources, **tree.files}.items())

rendering.Beside, root = Counted, Path(sys.argv[1])
alone = made(root, Memories.below(root / "alone"))
rendering.MANY = 0
beside = made(root, Memories.below(root / "beside"))
known = made(root, Memories.below(root / "beside"))
here = os.getpid()
died = forking.Beside(lambda: os._exit(9) if os.getpid() != here else "done here").result()
print(json.dumps([alone == beside == known, len(begun), died, alone[:1]]))
"""


def run(root: Path) -> list[object]:
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(root)], capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_two_processes_make_what_one_makes(small: Path) -> None:
    """The same bytes, also from what was remembered; work whose process has died is done after all."""
    same, begun, died, _ = run(small)
    assert same
    assert begun == 1
    assert died == "done here"


def test_faults_of_both_languages_are_told(small: Path) -> None:
    """A mistake that only the other process can meet is told like any other."""
    for language in ("fr", "en"):
        page = small / "docs" / language / "index.md"
        page.write_text(page.read_text(encoding="utf-8") + "\n{{ figure('nothing') }}\n", encoding="utf-8")
    same, _, _, told = run(small)
    assert same
    assert told
