"""`make bench`: this site beside others of the same pages, in turns, as ratios. No test, but a measure.

The others are a stock site (MkDocs with Material, mkdocs-static-i18n and mkdocs-macros-plugin), Zensical on our staged
tree, and Hugo where it is installed. Everything happens in copies below the folder for temporary files. Results are
kept in the file that --results names, part by part: a part that is measured again takes the place of the old one.
With --keep that is the committed file, and the site's page about its speed is brought up to date with it.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench import bars, contestants, document, generated, projects, report  # noqa: E402
from tests.bench.measuring import TooLongError, measure  # noqa: E402

KEPT = ROOT / "tests" / "bench" / "results.json"
LARGE = 500  # pages a language from which one run must do
SITES = ("site", "20", "200")
ALL = (*SITES, "1000", "2500", "figures", "export")
DEFAULT = (*SITES, "figures", "export")
OTHERS = ("stock", "zensical", "hugo")
MEASURES = ("changed", "same", "fresh", "half")


def tell(line: str) -> None:
    """How far it is, beside the results."""
    print(line, file=sys.stderr, flush=True)


def compare(name: str, folder: Path, work: Path, options: argparse.Namespace, runs: int) -> report.Subject:
    """Measure everybody on one project, in turns."""
    project = projects.ready(folder, work)
    entered = contestants.enter(project, work, options.beside)
    half, imports = contestants.own_half(project, work), contestants.imports(work)
    subject = report.Subject(name, project, entered, [half, imports])
    # 1. Once unmeasured: fills the disk cache and compiles Python; ours and stock must have built the same pages.
    for one in [*entered, half, imports] if runs > 1 else []:
        tell(f"{name}: {one.name}, warming up")
        one.build_from_nothing(options.limit)
    counts = {one.name: one.pages() for one in entered if one.name in ("ours", "stock")} if runs > 1 else {}
    if len(set(counts.values())) > 1:
        raise RuntimeError(f"not the same pages: {counts}")
    for run in range(runs):
        # 2. Builds from nothing, with one figure changed, and with nothing changed, ours and the others' in turns.
        for one in entered:
            build(one, f"{name}: {one.name}, run {run + 1} of {runs}", options)
        for one in (half, imports) if "half" in options.only else ():
            one.note(one.build_from_nothing(options.limit))
        if "half" in options.only:
            subject.stages.append(contestants.stages_in(half.printed))
            half.samples.setdefault("markdown", []).append(bars.markdown(subject.stages[-1]))
        # 3. From saving a figure to the fresh pages, in turns.
        for one in entered if "fresh" in options.only else ():
            tell(f"{name}: {one.name}, preview {run + 1} of {runs}")
            guarded(one.note_fresh, project, 1 if runs < options.runs else options.edits, options.limit)
    return subject


def build(one: contestants.Contestant, told: str, options: argparse.Namespace) -> None:
    """One contestant's builds of one run."""
    tell(f"{told}: from nothing")
    try:
        one.note(one.build_from_nothing(options.limit))
        if "changed" in options.only:
            tell(f"{told}: one figure changed")
            one.note(one.build_changed(options.limit), "changed-")
        if "same" in options.only:
            tell(f"{told}: nothing changed")
            one.note(one.build(options.limit), "same-")
    except TooLongError as error:
        tell(str(error))
    finally:
        one.restore()


def guarded(act: Any, *arguments: Any) -> None:
    """Do it; what takes too long is told, and left out."""
    try:
        act(*arguments)
    except TooLongError as error:
        tell(str(error))


def check_figures(number: int, work: Path, limit: float) -> dict[str, Any]:
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
            cost, printed = measure([command], work, limit)
            result[name] = asdict(cost)
        except TooLongError as error:
            result["ended"].append(f"over {limit:g} s: {name}")
            printed = error.printed
    result["stages"] = contestants.stages_in(printed)
    return result


def export_figures(number: int, work: Path, limit: float) -> dict[str, Any]:
    """The seconds that the open data of as many figures takes; nothing but `ended` where it passes the limit."""
    tell(f"{number} figures: open data")
    folder = generated.generate(ROOT, work / "facts", figures=number, programmes=0, notes=0)
    script = str(Path(__file__).with_name("exporting.py"))
    try:
        _, printed = measure([[sys.executable, script, str(folder), str(work / "exported")]], work, limit)
    except TooLongError:
        return {"figures": number, "ended": f"over {limit:g} s"}
    return {"figures": number, **json.loads(printed)}


def measured(name: str, work: Path, options: argparse.Namespace) -> tuple[dict[str, Any], str]:
    """One part of the results, and the same as text."""
    if name == "figures":
        data = check_figures(options.figures, work, options.limit)
        return data, report.figures_text(data)
    if name == "export":
        data = export_figures(options.figures, work, options.limit)
        return data, report.export_text(data)
    if name == "site":
        folder, title, pages = projects.copy_project(ROOT, work / "ours"), "This site", 0
    else:
        pages = int(name)
        folder, title = generated.of_pages(ROOT, work / "ours", pages), f"Generated site of {pages}"
    data = report.part(compare(title, folder, work, options, 1 if pages >= LARGE else options.runs))
    return data, report.as_text(data)


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command line."""

    def names(text: str) -> list[str]:
        return [name for name in text.split(",") if name]

    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--full", action="store_true", help=f"everything: {','.join(ALL)} (45 minutes)")
    add("--parts", type=names, default=DEFAULT, help=f"what is measured ({','.join(DEFAULT)}); any number of pages")
    add("--runs", type=int, default=3, help=f"runs of each, in turns; one from {LARGE} pages on (3)")
    add("--edits", type=int, default=2, help="saved changes in each run's preview (2)")
    add("--beside", type=names, default=OTHERS, help=f"the others ({','.join(OTHERS)})")
    add("--only", type=names, default=MEASURES, help=f"measures besides the cold build ({','.join(MEASURES)})")
    add("--figures", type=int, default=10_000, help="figures of the large sets (10000)")
    add("--limit", type=float, default=600, help="seconds after which one thing is given up (600)")
    add(
        "--keep",
        action="store_true",
        help="keep the results in tests/bench/results.json and README.md",
    )
    add("--results", type=Path, default=ROOT / ".cache" / "bench.json", help="the file of results (.cache/bench.json)")
    options = parser.parse_args(arguments)
    for given, known in ((options.only, MEASURES), (options.beside, OTHERS)):
        if unknown := set(given) - set(known):
            parser.error(f"{', '.join(sorted(unknown))}: not one of {', '.join(known)}")
    if unknown := {name for name in options.parts if name not in ALL and not name.isdecimal()}:
        parser.error(f"{', '.join(sorted(unknown))}: neither a number of pages nor one of {', '.join(ALL)}")
    if options.keep:
        options.results = KEPT
    return options


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for; print and keep each result as soon as it is there."""
    options = read_options(arguments)
    about = report.machine()
    print(report.head(about), flush=True)
    kept = json.loads(options.results.read_text("utf-8")) if options.results.is_file() else {"parts": {}}
    for name in ALL if options.full else options.parts:
        around = report.circumstances(ROOT)
        with tempfile.TemporaryDirectory(prefix="factbook-bench-") as folder:
            data, text = measured(name, Path(folder), options)
        print("\n" + text, flush=True)
        parts = {**kept["parts"], name: {**around, **data}}
        order = sorted(parts, key=lambda part: (ALL.index(part) if part in ALL else len(ALL), part))
        kept = {"machine": about, "parts": {part: parts[part] for part in order}}
        options.results.parent.mkdir(parents=True, exist_ok=True)
        options.results.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("\n" + bars.as_text(kept["parts"]), flush=True)
    if options.keep:
        document.write(kept)
    tell(f"\nKept in {options.results}")


if __name__ == "__main__":
    main(sys.argv[1:])
