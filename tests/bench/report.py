"""What was measured, as text and as JSON: medians with their spread, ratios last.

The JSON has a part for each thing measured (this site, a generated site, the large sets of figures), each with the day
and the load of the machine, so that the parts of one file can be measured one after the other.
"""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import psutil

from tests.bench import hugo
from tests.bench.measuring import memory_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.bench.contestants import Contestant
    from tests.bench.projects import Project

PACKAGES = (
    "mkdocs", "mkdocs-material", "mkdocs-static-i18n", "mkdocs-macros-plugin", "zensical",
    "babel", "click", "jinja2", "markdown", "pydantic", "pyyaml",
)  # fmt: skip
MEASURES: Mapping[str, str] = {
    "wall": "cold build",
    "cpu": "cold build, processor time",
    "memory": "cold build, peak memory",
    "changed-wall": "one figure changed",
    "changed-cpu": "one figure changed, CPU",
    "same-wall": "nothing changed",
    "same-cpu": "nothing changed, CPU",
    "fresh": "saved figure to fresh pages",
}
WIDTH = 30
SHOWN_FROM = 0.005  # seconds: shorter stages are in the JSON only


@dataclass
class Subject:
    """One site that was measured, by everybody who was; `alone` are those that build no site: our half, imports."""

    name: str
    project: Project
    contestants: Sequence[Contestant]
    alone: Sequence[Contestant]
    stages: list[Mapping[str, float]] = field(default_factory=list)


def machine() -> dict[str, Any]:
    """What the figures depend on: the machine and the versions."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.split(":", 1)[1] for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = models[0].strip() if models else cpu
    return {
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "memory_is": memory_kind(),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": dict(_versions()),
    }


def _versions() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            continue
    if found := hugo.version():
        yield "hugo", found


def circumstances(root: Path) -> dict[str, Any]:
    """What differs from part to part: the day, the commit, and how many processes wanted a core in the last minute."""
    command = ["git", "-C", str(root), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return {"on": datetime.now(UTC).date().isoformat(), "commit": commit, "load": round(os.getloadavg()[0], 2)}


def ratios(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """Run by run, the first's value as a multiple of the second's; runs that one lacks are left out."""
    return [a / b for a, b in zip(first, second, strict=False)]


def spread(values: Sequence[float]) -> dict[str, Any]:
    """The median, the lowest, the highest, and all values in their order, to four digits that count."""
    rounded = [float(f"{value:.4g}") for value in values]
    return {"median": median(rounded), "min": min(rounded), "max": max(rounded), "runs": rounded}


def part(subject: Subject) -> dict[str, Any]:
    """One site, with every single value. Seconds; bytes for memory; ratios are ours by the other's, run by run."""
    ours, *others = subject.contestants
    return {
        "site": subject.name,
        "languages": len(subject.project.watched),
        "pages": subject.project.pages,
        "figures": subject.project.figures,
        "changed": subject.project.figure,
        "measured": {
            one.name: {name: spread(values) for name, values in one.samples.items()}
            for one in (*subject.contestants, *subject.alone)
        },
        "stages": {name: spread(values) for name, values in _stages(subject.stages).items()},
        "ratios": {
            other.name: {
                name: spread(ratios(ours.samples[name], other.samples[name]))
                for name in MEASURES
                if ours.samples.get(name) and other.samples.get(name)
            }
            for other in others
        },
    }


def _stages(times: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    return {name: [one[name] for one in times] for name in times[0]} if times else {}


def head(about: Mapping[str, Any]) -> str:
    """Return the machine, the versions and the present load, a line each."""
    return f"{machine_text(about)}\nLoad of the machine at the start: {os.getloadavg()[0]:.1f}."


def machine_text(about: Mapping[str, Any]) -> str:
    """Return the machine, the versions and how memory is counted, a line each."""
    packages = ", ".join(f"{name} {number}" for name, number in about["packages"].items())
    return (
        f"{about['cpu']}, {about['cores']} cores, {about['memory'] / 2**30:.0f} GiB, {about['system']}\n"
        f"{about['python']}, {packages}\n"
        f"Memory is {about['memory_is']}, sampled, summed over all processes alive at a time. "
        "Medians (lowest–highest)."
    )


def as_text(data: Mapping[str, Any]) -> str:
    """One site's measures, a line each, with the ratios at the end of the line."""
    measured, others = data["measured"], list(data["ratios"])
    names = ["ours", *others]
    lines = [
        f"{data['site']}: {data['pages']} pages a language, {data['figures']} figures; {data['changed']} is changed",
        _row("", *names, *(f"ours/{name}" for name in others)),
    ]
    for name, title in MEASURES.items():
        if any(name in measured[one] for one in names):
            cells = [_shown(name, measured[one].get(name)) for one in names]
            lines.append(_row(title, *cells, *(_ratio(data["ratios"][other].get(name)) for other in others)))
    each = data["pages"] * data["languages"]
    shown = [f"{1000 * measured[one]['cpu']['median'] / each:.1f} ms" for one in names]
    lines.append(_row("CPU of a cold build per page", *shown))
    for name in (each for each in measured if each not in names):
        lines.append(_row(f"{name} alone", *(_shown(key, measured[name].get(key)) for key in ("wall", "cpu"))))
    for name, values in data["stages"].items():
        if values["max"] >= SHOWN_FROM:
            lines.append(_row(f"  {name}", _shown("wall", values)))
    return "\n".join(lines)


def figures_text(data: Mapping[str, Any]) -> str:
    """The measures of a large data set, a line each."""
    lines = [
        f"{data['figures']} generated figures, each with its page in every language",
        _row("", "wall", "processor time", "peak memory"),
    ]
    for name, title in (("check", "factbook check"), ("stage", "factbook stage")):
        if cost := data.get(name):
            lines.append(_row(title, *(_shown(key, spread([value])).split(" (")[0] for key, value in cost.items())))
    for name, seconds in data["stages"].items():
        if seconds >= SHOWN_FROM:
            lines.append(_row(f"  {name}", f"{seconds:.2f} s"))
    return "\n".join([*lines, *data["ended"]])


def export_text(data: Mapping[str, Any]) -> str:
    """The open data of many figures, in one line."""
    if "ended" in data:
        return f"Open data of {data['figures']} figures: {data['ended']}"
    return (
        f"Open data of {data['figures']} figures: {data['export']:.2f} s, and {data['write']:.2f} s to write its "
        f"{data['files']} files ({data['bytes'] / 1e6:.0f} MB)"
    )


def _row(*cells: str) -> str:
    first, *others = cells
    return f"{first:<{WIDTH}}" + "".join(f"{cell:<24}" for cell in others).rstrip()


def _shown(name: str, values: Mapping[str, Any] | None) -> str:
    if not values:
        return "–"
    unit, size, digits = ("MB", 1e6, 0) if name == "memory" else ("s", 1, 2)
    middle, low, high = (f"{values[key] / size:.{digits}f}" for key in ("median", "min", "max"))
    return f"{middle} {unit} ({low}–{high})"


def _ratio(values: Mapping[str, Any] | None) -> str:
    if not values:
        return "–"
    return f"{values['median']:.2f} ({values['min']:.2f}–{values['max']:.2f})"
