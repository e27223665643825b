"""What was measured, as text and as JSON: medians with their spread, ratios last."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import psutil

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
    "fresh": "saved figure to fresh pages",
}
WIDTH = 30
SHOWN_FROM = 0.005  # seconds: shorter stages are in the JSON only


@dataclass
class Subject:
    """One site that was measured, by everybody who was."""

    name: str
    project: Project
    contestants: Sequence[Contestant]
    own_half: Contestant
    stages: list[Mapping[str, float]] = field(default_factory=list)


def machine() -> dict[str, Any]:
    """What the figures depend on: the machine, its load now, and the versions."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.split(":", 1)[1] for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = models[0].strip() if models else cpu
    return {
        "cpu": cpu,
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": psutil.virtual_memory().total,
        "system": platform.platform(),
        "load": list(os.getloadavg()),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "packages": dict(_versions()),
    }


def _versions() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            continue


def ratios(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """Run by run, the first's value as a multiple of the second's; runs that one lacks are left out."""
    return [a / b for a, b in zip(first, second, strict=False)]


def spread(values: Sequence[float]) -> dict[str, Any]:
    """The median, the lowest, the highest, and all values in their order."""
    return {"median": median(values), "min": min(values), "max": max(values), "runs": list(values)}


def as_json(subjects: Sequence[Subject], figures: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    """Everything, with every single value. Seconds; bytes for memory; ratios are ours by the other's."""
    sites = []
    for subject in subjects:
        ours, *others = subject.contestants
        sites.append(
            {
                "site": subject.name,
                "pages": subject.project.pages,
                "figures": subject.project.figures,
                "changed": subject.project.figure,
                "measured": {
                    one.name: {name: spread(values) for name, values in one.samples.items()}
                    for one in (*subject.contestants, subject.own_half)
                },
                "stages": {name: spread(values) for name, values in _stages(subject.stages).items()},
                "ratios": {
                    f"{ours.name}/{other.name}": {
                        name: spread(ratios(ours.samples[name], other.samples[name]))
                        for name in MEASURES
                        if ours.samples.get(name) and other.samples.get(name)
                    }
                    for other in others
                },
            }
        )
    return {"machine": about, "memory_is": memory_kind(), "sites": sites, "data": figures}


def _stages(times: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    return {name: [one[name] for one in times] for name in times[0]} if times else {}


def head(about: Mapping[str, Any]) -> str:
    """The machine and the versions, in three lines."""
    packages = ", ".join(f"{name} {number}" for name, number in about["packages"].items())
    return (
        f"{about['cpu']}, {about['cores']} cores, {about['memory'] / 2**30:.0f} GiB, {about['system']}\n"
        f"{about['python']}, {packages}\n"
        f"Load of the machine at the start: {about['load'][0]:.1f}. Memory is {memory_kind()}, sampled, summed "
        "over all processes that live at a time. Medians (lowest–highest)."
    )


def as_text(subject: Subject) -> str:
    """One site's measures, a line each, with the ratios at the end of the line."""
    ours, *others = subject.contestants
    project = subject.project
    lines = [
        f"{subject.name}: {project.pages} pages a language, {project.figures} figures; {project.figure} is changed",
        _row("", *(one.name for one in subject.contestants), *(f"{ours.name}/{one.name}" for one in others)),
    ]
    for name, title in MEASURES.items():
        cells = [_shown(name, one.samples.get(name, [])) for one in subject.contestants]
        shares = [ratios(ours.samples.get(name, []), one.samples.get(name, [])) for one in others]
        lines.append(_row(title, *cells, *map(_ratio, shares)))
    half = subject.own_half.samples
    lines.append(_row("own half alone", _shown("wall", half.get("wall", []))))
    share = ratios(half.get("wall", []), ours.samples.get("wall", []))
    lines.append(_row("  of the cold build", f"{median(share):.0%}" if share else "–"))
    for name, values in _stages(subject.stages).items():
        if max(values) >= SHOWN_FROM:
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
            lines.append(_row(title, *(_shown(key, [value]).split(" (")[0] for key, value in cost.items())))
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


def _shown(name: str, values: Sequence[float]) -> str:
    if not values:
        return "–"
    unit, size, digits = ("MB", 1e6, 0) if name == "memory" else ("s", 1, 2)
    middle, low, high = (f"{value / size:.{digits}f}" for value in (median(values), min(values), max(values)))
    return f"{middle} {unit} ({low}–{high})"


def _ratio(values: Sequence[float]) -> str:
    if not values:
        return "–"
    return f"{median(values):.2f} ({min(values):.2f}–{max(values):.2f})"
