"""The bars that this project has set itself, and whether what was measured stays below them.

Each is a value that must not pass its limit: a ratio of one run on the same content, or seconds of this machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

MIDDLE, LARGE, SITE, FIGURES = "200", "2500", "site", "figures"
SLOW = 2.0  # seconds that a stock preview takes at least where ours is asked to answer at once


@dataclass(frozen=True)
class Bar:
    """A limit: `value` and `limit` are seconds or ratios, as `unit` says; `low` and `high` the spread over the runs.

    A bar that was not measured has no value, and is not met.
    """

    name: str
    unit: Literal["ratio", "seconds"]
    limit: float
    value: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def met(self) -> bool:
        """Whether the median is at the limit or below."""
        return self.value is not None and self.value <= self.limit


def bars(parts: Mapping[str, Any]) -> Iterator[Bar]:
    """All bars, in their order; `parts` are those of the results file."""

    def runs(part: str, who: str, measure: str) -> list[float]:
        found = parts.get(part, {}).get("measured", {}).get(who, {}).get(measure, {})
        return list(found.get("runs", ()))

    def ratio(name: str, limit: float, first: list[float], second: list[float]) -> Bar:
        values = [a / b for a, b in zip(first, second, strict=False)]
        return _bar(name, "ratio", limit, values)

    # 1. Builds, beside what others take for the same pages.
    cold = runs(MIDDLE, "stock", "wall")
    changed = runs(MIDDLE, "ours", "changed-wall")
    yield ratio("cold-stock", 0.45, runs(MIDDLE, "ours", "wall"), cold)
    yield ratio("changed-stock", 0.15, changed, cold)
    yield ratio("changed-zensical", 1.0, changed, runs(MIDDLE, "zensical", "changed-wall"))
    imports = runs(MIDDLE, "imports", "cpu")
    least = max(0.6, 1.3 * median(imports)) if imports else 0.6
    yield _bar("same-cpu", "seconds", least, runs(MIDDLE, "ours", "same-cpu"))
    # 2. The preview. Its bar in seconds stands for a machine on which a stock one takes over two.
    fresh = runs(MIDDLE, "ours", "fresh")
    others = runs(MIDDLE, "stock", "fresh")
    if not others or median(others) > SLOW:
        yield _bar("fresh-seconds", "seconds", 0.3, fresh)
    yield ratio("fresh-zensical", 1.0, fresh, runs(MIDDLE, "zensical", "fresh"))
    yield ratio("fresh-hugo", 1.0, fresh, runs(MIDDLE, "hugo", "fresh"))
    # 3. The own half: facts to Markdown.
    yield ratio("own-half", 0.10, runs(SITE, "own half", "markdown"), runs(SITE, "ours", "wall"))
    stages = parts.get(FIGURES, {}).get("stages", {})
    large = [markdown(stages)] if "write_tree" in stages else []
    yield _bar("figures-10000", "seconds", 3.0, large)
    # 4. Growth.
    yield ratio("memory-stock", 1.0, runs(LARGE, "ours", "memory"), runs(LARGE, "stock", "memory"))
    yield _growth(parts)


def _bar(name: str, unit: Literal["ratio", "seconds"], limit: float, values: list[float]) -> Bar:
    if not values:
        return Bar(name, unit, limit)
    return Bar(name, unit, limit, median(values), min(values), max(values))


def markdown(stages: Mapping[str, float]) -> float:
    """The seconds of the own half's stages together, without the interpreter's imports."""
    return sum(seconds for name, seconds in stages.items() if name != "imports")


def _growth(parts: Mapping[str, Any]) -> Bar:
    """What a page costs in a cold build of the large site, by what one costs in the middle one: processor time."""
    costs = []
    for name in (LARGE, MIDDLE):
        part = parts.get(name, {})
        cost = part.get("measured", {}).get("ours", {}).get("cpu")
        if not cost:
            return Bar("growth", "ratio", 1.2)
        costs.append(cost["median"] / (part["pages"] * part["languages"]))
    return _bar("growth", "ratio", 1.2, [costs[0] / costs[1]])


def as_text(parts: Mapping[str, Any]) -> str:
    """The bars, a line each."""
    lines = []
    for bar in bars(parts):
        value = "not measured" if bar.value is None else f"{bar.value:.2f} ({bar.low:.2f}–{bar.high:.2f})"
        unit = " s" if bar.unit == "seconds" else ""
        verdict = "" if bar.value is None else "met" if bar.met else "NOT MET"
        lines.append(f"{bar.name:<20}{value:<24}≤ {bar.limit:.2f}{unit:<6}{verdict}".rstrip())
    return "\n".join(lines)
