"""Who is measured: our site, a stock site of the same pages, and Zensical on our staged tree."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from factbook.configuring import configuration_name
from factbook.site import read_site
from tests.bench import stock
from tests.bench.measuring import Cost, measure
from tests.bench.serving import save_to_fresh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.bench.projects import Edit, Project

MKDOCS = (sys.executable, "-m", "mkdocs", "build")


@dataclass
class Contestant:
    """One way to build the same pages. `made` are the folders that a build from nothing starts without.

    `samples` has the values of each measure in order of the runs: seconds, and bytes for `memory`.
    """

    name: str
    folder: Path
    builds: Sequence[Sequence[str]]
    edit: Edit | None = None
    made: Sequence[str] = ("site", ".cache")
    samples: dict[str, list[float]] = field(default_factory=dict)
    printed: str = ""

    def build(self, limit: float) -> Cost:
        """Build from nothing."""
        for name in self.made:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        cost, self.printed = measure(self.builds, self.folder, limit)
        return cost

    def note(self, **values: float) -> None:
        """Keep one more value of each measure named."""
        for name, value in values.items():
            self.samples.setdefault(name, []).append(value)

    def note_cost(self, cost: Cost) -> None:
        """Keep the cost of one more build."""
        self.note(wall=cost.wall, cpu=cost.cpu, memory=cost.memory)

    def note_fresh(self, project: Project, edits: int, limit: float) -> None:
        """Keep the seconds from saving to the fresh pages, for as many edits, if it can serve."""
        if self.edit:
            for seconds in save_to_fresh(self.folder, self.edit, project.watched, edits, limit):
                self.note(fresh=seconds)

    def pages(self) -> int:
        """How many pages the last build wrote."""
        return sum(1 for _ in (self.folder / "site").rglob("index.html"))


def enter(project: Project, work: Path, zensical: bool) -> list[Contestant]:
    """The contestants for a project, ours first, each with a folder of its own."""
    edit = stock.lay_out(project, work / "stock")
    found = [
        Contestant("ours", project.folder, [MKDOCS], project.edit),
        Contestant("stock", work / "stock", [MKDOCS], edit),
    ]
    if zensical:
        tree = Path(shutil.copytree(project.staged, work / "zensical"))
        program = str(Path(sys.executable).with_name("zensical"))
        languages = read_site(project.folder).codes
        builds = [[program, "build", "-f", configuration_name(code)] for code in languages]
        found.append(Contestant("zensical", tree, builds))
    return found


def own_half(project: Project, work: Path) -> Contestant:
    """Our own half alone, up to the staged tree. Its build prints the seconds of each stage."""
    script = Path(__file__).with_name("own_half.py")
    target = work / "own-half"
    command = [sys.executable, str(script), str(project.folder), str(target)]
    return Contestant("own half", work, [command], made=(target.name,))


def stages(half: Contestant) -> Mapping[str, float]:
    """The seconds of each stage of the own half's last run."""
    return stages_in(half.printed)


def stages_in(printed: str) -> Mapping[str, float]:
    """The seconds of each stage that the own half told."""
    lines = printed.splitlines()
    times: Mapping[str, float] = json.loads(lines[-1]) if lines else {}
    return times
