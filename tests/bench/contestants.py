"""Who is measured: our site, a stock site of the same pages, and Zensical and Hugo on our staged tree."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from factbook.build.engine_config import configuration_name
from factbook.data.config import load_site
from tests.bench import hugo, stock
from tests.bench.measuring import Cost, measure
from tests.bench.projects import Edit, Project, staged_edit
from tests.bench.serving import Preview, save_to_fresh

MKDOCS = (sys.executable, "-m", "mkdocs", "build")
SERVE = (sys.executable, "-m", "mkdocs", "serve", "-a", "{address}")


@dataclass
class Contestant:
    """One way to build the same pages. `made` are the folders that a build from nothing starts without.

    `samples` has the values of each measure in order of the runs: seconds, and bytes for `memory`.
    """

    name: str
    folder: Path
    builds: Sequence[Sequence[str]]
    edit: Edit | None = None
    previews: Sequence[Preview] = ()
    made: Sequence[str] = ("site", ".cache")
    samples: dict[str, list[float]] = field(default_factory=dict)
    printed: str = ""

    def build_from_nothing(self, limit: float) -> Cost:
        """Build without anything that an earlier build has left."""
        for name in self.made:
            shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.build(limit)

    def build(self, limit: float) -> Cost:
        """Build with whatever is there."""
        cost, self.printed = measure(self.builds, self.folder, limit)
        return cost

    def build_changed(self, limit: float) -> Cost:
        """Save the changed figure, and build with what the last build has left."""
        assert self.edit
        self.edit.write(self.folder, changed=True)
        return self.build(limit)

    def restore(self) -> None:
        """Take the change back."""
        if self.edit:
            self.edit.write(self.folder, changed=False)

    def note(self, cost: Cost, before: str = "") -> None:
        """Keep the cost of one more build, under names that begin with `before`."""
        for name, value in (("wall", cost.wall), ("cpu", cost.cpu), ("memory", cost.memory)):
            self.samples.setdefault(before + name, []).append(value)

    def note_fresh(self, project: Project, edits: int, limit: float) -> None:
        """Keep the seconds from saving to the fresh pages, for as many edits, if it can serve."""
        if self.edit and self.previews:
            times = save_to_fresh(self.folder, self.previews, self.edit, project.watched, edits, limit)
            self.samples.setdefault("fresh", []).extend(times)

    def pages(self) -> int:
        """How many pages the last build wrote."""
        return sum(1 for _ in (self.folder / "site").rglob("index.html"))


def enter(project: Project, work: Path, names: Sequence[str]) -> list[Contestant]:
    """The contestants of some names for a project, ours first, each with a folder of its own."""
    languages = load_site(project.folder).codes
    found = [Contestant("ours", project.folder, [MKDOCS], project.edit, [Preview(SERVE, languages)])]
    if "stock" in names:
        edit = stock.lay_out(project, work / "stock")
        found.append(Contestant("stock", work / "stock", [MKDOCS], edit, [Preview(SERVE, languages)]))
    if "zensical" in names:
        found.append(zensical(project, work / "zensical", languages))
    if "hugo" in names and hugo.installed():
        edit = hugo.lay_out(project, work / "hugo")
        preview = Preview(hugo.SERVE, languages)
        found.append(Contestant("hugo", work / "hugo", [hugo.BUILD], edit, [preview], made=("site", "resources")))
    return found


def zensical(project: Project, target: Path, languages: Sequence[str]) -> Contestant:
    """Zensical knows one language at a time: a tree for each, built side by side, and a server for each."""
    program = str(Path(sys.executable).with_name("zensical"))
    files = {}
    for code in languages:
        shutil.copytree(project.staged, target / code)
        files.update({f"{code}/{name}": texts for name, texts in staged_edit(project).files.items()})
    configurations = {code: f"{code}/{configuration_name(code)}" for code in languages}
    begun = "".join(f'{program} build -f {file} & all="$all $!"; ' for file in configurations.values())
    build = ["sh", "-ec", f"{begun} for one in $all; do wait $one; done"]
    previews = [
        Preview([program, "serve", "-f", file, "-a", "{address}"], [code]) for code, file in configurations.items()
    ]
    made = [f"{code}/{name}" for code in languages for name in ("site", ".cache")]
    return Contestant("zensical", target, [build], Edit(files), previews, made)


def own_half(project: Project, work: Path) -> Contestant:
    """Our own half alone, up to the staged tree. Its build prints the seconds of each stage."""
    script = Path(__file__).with_name("own_half.py")
    target = work / "own-half"
    command = [sys.executable, str(script), str(project.folder), str(target)]
    return Contestant("own half", work, [command], made=(target.name,))


def imports(work: Path) -> Contestant:
    """The interpreter with what any build imports, and nothing else: what a build that does nothing cannot undercut."""
    code = "import mkdocs.__main__, mkdocs.commands.build, factbook.plugin"
    return Contestant("imports", work, [[sys.executable, "-c", code]], made=())


def stages_in(printed: str) -> Mapping[str, float]:
    """The seconds of each stage that the own half told."""
    lines = printed.splitlines()
    times: Mapping[str, float] = json.loads(lines[-1]) if lines else {}
    return times
