"""`make bench`: this site beside a stock one of the same pages, in turns, as ratios. No test, but a measure.

The stock site is MkDocs with Material, mkdocs-static-i18n and mkdocs-macros-plugin. Everything happens in
copies below the folder for temporary files; of the project, only .cache/bench.json is written.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import contestants, generated, projects, report  # noqa: E402
from tests.bench.measuring import TooLongError, measure  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence


def tell(line: str) -> None:
    """How far it is, beside the results."""
    print(line, file=sys.stderr, flush=True)


def compare(name: str, folder: Path, work: Path, options: argparse.Namespace) -> report.Subject:
    """Measure everybody on one project, in turns."""
    project = projects.ready(folder, work)
    entered = contestants.enter(project, work, options.zensical)
    subject = report.Subject(name, project, entered, contestants.own_half(project, work))
    everybody = [*entered, subject.own_half]
    # 1. Once unmeasured: fills the disk cache and compiles Python; all must have built the same pages.
    for one in everybody:
        tell(f"{name}: {one.name}, warming up")
        one.build(options.limit)
    counts = {one.name: one.pages() for one in entered if one.edit}
    if len(set(counts.values())) != 1:
        raise RuntimeError(f"not the same pages: {counts}")
    for run in range(options.runs):
        # 2. Builds from nothing, ours and the others' in turns.
        for one in everybody:
            tell(f"{name}: {one.name}, build {run + 1} of {options.runs}")
            one.note_cost(one.build(options.limit))
        subject.stages.append(contestants.stages(subject.own_half))
        # 3. From saving a figure to the fresh pages, in turns.
        for one in entered:
            tell(f"{name}: {one.name}, preview {run + 1} of {options.runs}")
            one.note_fresh(project, options.edits, options.limit)
    return subject


def check_figures(number: int, work: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The cost of `factbook check` and of staging as many figures, each with its page, and each stage's time.

    What takes longer than the limit is left out; `ended` then says so.
    """
    folder = generated.generate(ROOT, work / "facts", figures=number, programmes=0, notes=0)
    program = str(Path(sys.executable).with_name("factbook"))
    script = str(Path(__file__).with_name("own_half.py"))
    commands = {
        "check": [program, "--root", str(folder), "check"],
        "stage": [sys.executable, script, str(folder), str(work / "staged")],
    }
    result: dict[str, Any] = {"figures": number, "ended": []}
    for name, command in commands.items():
        tell(f"{number} figures: {name}")
        try:
            cost, printed = measure([command], work, options.limit)
            result[name] = asdict(cost)
        except TooLongError as error:
            result["ended"].append(str(error))
            printed = error.printed
    result["stages"] = contestants.stages_in(printed)
    return result


def export_figures(number: int, work: Path, options: argparse.Namespace) -> dict[str, Any]:
    """The seconds that the open data of as many figures takes; nothing but `ended` where it passes the limit."""
    tell(f"{number} figures: open data")
    folder = generated.generate(ROOT, work / "facts", figures=number, programmes=0, notes=0)
    script = str(Path(__file__).with_name("exporting.py"))
    try:
        _, printed = measure([[sys.executable, script, str(folder), str(work / "exported")]], work, options.limit)
    except TooLongError as error:
        return {"figures": number, "ended": str(error)}
    return {"figures": number, **json.loads(printed)}


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each, in turns (3)")
    parser.add_argument("--edits", type=int, default=2, help="saved changes in each run's preview (2)")
    parser.add_argument("--sizes", default="", help="also generated sites of so many pages a language: 20,200")
    parser.add_argument("--figures", type=int, default=0, help="also `factbook check` on so many figures")
    parser.add_argument("--export", type=int, default=10_000, help="the open data of so many figures (10000)")
    parser.add_argument("--skip-site", action="store_true", help="leave out this site itself")
    parser.add_argument("--zensical", action="store_true", help="also Zensical's build of the staged tree")
    parser.add_argument("--limit", type=float, default=300, help="seconds after which one thing is given up (300)")
    parser.add_argument("--output", type=Path, default=ROOT / ".cache" / "bench.json", help="where the JSON goes")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for; print each result as soon as it is there."""
    options = read_options(arguments)
    about = report.machine()
    print(report.head(about), flush=True)
    subjects: list[report.Subject] = []
    data: dict[str, Any] = {}
    sizes = [int(size) for size in options.sizes.split(",") if size]
    for size in ([] if options.skip_site else [0]) + sizes:
        with tempfile.TemporaryDirectory(prefix="factbook-bench-") as name:
            work = Path(name)
            if size:
                folder = generated.of_pages(ROOT, work / "ours", size)
            else:
                folder = projects.copy_project(ROOT, work / "ours")
            title = f"Generated site of {size}" if size else "This site"
            subjects.append(compare(title, folder, work, options))
        print("\n" + report.as_text(subjects[-1]), flush=True)
    if options.figures:
        with tempfile.TemporaryDirectory(prefix="factbook-bench-") as name:
            data = check_figures(options.figures, Path(name), options)
        print("\n" + report.figures_text(data), flush=True)
    if options.export:
        with tempfile.TemporaryDirectory(prefix="factbook-bench-") as name:
            data["export"] = export_figures(options.export, Path(name), options)
        print("\n" + report.export_text(data["export"]), flush=True)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.as_json(subjects, data, about), indent=2, ensure_ascii=False)
    options.output.write_text(text + "\n", encoding="utf-8")
    tell(f"\nKept in {options.output}")


if __name__ == "__main__":
    main(sys.argv[1:])
