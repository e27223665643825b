"""From the results to the site's own page about its speed: a table of words and numbers, in each language's forms.

The page has its words from its editors; what was measured stands at its head between two marks, written here. A test
compares both with the results file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from factbook.checks.translations import KEY, confirm, content_hash
from factbook.data.config import load_site
from factbook.i18n.formatter import Formatter
from factbook.model import NO_FACTS
from factbook.pages import read_outline
from tests.bench.bars import MIDDLE, bars
from tests.bench.report import MEASURES

NAME = "speed"
DRAWN = tuple(name for name in MEASURES if name not in {"cpu", "memory", "changed-cpu", "same-cpu"})
WHO = ("ours", "stock", "zensical", "hugo")
BEGIN = "{# From tests/bench/results.json, by make bench: not to be edited. #}\n"
END = "{# The end of what was measured. #}\n"
_BETWEEN = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)
MEGABYTE = 1e6


class _Told:
    """Numbers as one language's readers see them."""

    def __init__(self, language: str):
        self.wording = Formatter(language)

    def number(self, value: float) -> str:
        """A measure to three digits that count, at most two of them decimals."""
        digits = 2 if value < 10 else 1 if value < 100 else 0
        return self.wording.number(Decimal(f"{value:.{digits}f}"))

    def count(self, value: int) -> str:
        """A whole number."""
        return self.wording.number(Decimal(value))

    def spread(self, values: Mapping[str, Any] | None) -> str:
        """A median with the lowest and the highest of several runs; a stroke for nothing."""
        if not values:
            return "–"
        return self._spread(values["median"], values["min"], values["max"], len(values["runs"]))

    def _spread(self, middle: float, low: float, high: float, runs: int) -> str:
        whole = self.number(middle)
        ends = self.number(low), self.number(high)
        return whole if runs < 2 or ends == (whole, whole) else f"{whole} ({ends[0]}–{ends[1]})"

    def bar(self, bar: Any) -> list[Any]:
        """The name of a bar, what was measured, the limit, and whether it is met."""
        if bar.value is None:
            return [bar.name, "–", self.number(bar.limit), bar.unit, "unknown"]
        value = self._spread(bar.value, bar.low, bar.high, 2)
        return [bar.name, value, self.number(bar.limit), bar.unit, "met" if bar.met else "missed"]


def told(results: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What the page of a language has to say: every number as words."""
    say = _Told(language)
    parts, machine = results["parts"], results["machine"]
    asked = [say.bar(bar) for bar in bars(parts)]
    sites = [name for name in parts if "measured" in parts[name]]
    days = sorted({part["on"] for part in parts.values()})
    return {
        "on": say.wording.list_of([say.wording.date(date.fromisoformat(day)) for day in days]),
        "cpu": machine["cpu"],
        "cores": say.count(machine["cores"]),
        "memory": say.count(round(machine["memory"] / 2**30)),
        "system": machine["system"],
        "versions": [machine["python"], *(f"{name} {number}" for name, number in machine["packages"].items())],
        "asked": say.count(len(asked)),
        "missed": say.count(sum(bar[-1] == "missed" for bar in asked)),
        "bars": asked,
        "middle": say.count(parts[MIDDLE]["pages"]) if MIDDLE in parts else "–",
        "seconds": _seconds(say, parts.get(MIDDLE, {})),
        "ratios": _ratios(say, parts.get(MIDDLE, {})),
        "sites": [_site(say, name, parts[name]) for name in sites],
    }


def _seconds(say: _Told, part: Mapping[str, Any]) -> list[list[str]]:
    """The measure, who, the median for machines, and in words with its unit."""
    measured = part.get("measured", {})
    return [
        [name, who, f"{found['median']:.3g}", f"{say.number(found['median'])}\u00a0s"]
        for name in DRAWN
        for who in WHO
        if (found := measured.get(who, {}).get(name))
    ]


def _ratios(say: _Told, part: Mapping[str, Any]) -> list[list[str]]:
    """The measure, then ours by each of the others."""
    ratios = part.get("ratios", {})
    return [[name, *(say.spread(ratios.get(who, {}).get(name)) for who in WHO[1:])] for name in MEASURES]


def _site(say: _Told, name: str, part: Mapping[str, Any]) -> list[str]:
    """What was measured on a site of one size; the first is its name where it is this very site."""
    measured = part["measured"]
    each = part["pages"] * part["languages"]

    def of(who: str, measure: str, size: float = 1.0) -> str:
        found = measured.get(who, {}).get(measure)
        return say.number(found["median"] / size) if found else "–"

    return [
        name if not name.isdigit() else "", say.count(part["pages"]), say.count(part["figures"]),
        of("ours", "wall"), say.spread(part["ratios"].get("stock", {}).get("wall")),
        of("ours", "changed-wall"), of("ours", "same-wall"), of("ours", "fresh"),
        of("ours", "cpu", each / 1000), of("stock", "cpu", each / 1000),
        of("ours", "memory", MEGABYTE), of("stock", "memory", MEGABYTE),
    ]  # fmt: skip


def block(results: Mapping[str, Any], language: str) -> str:
    """What stands between the marks of a page, marks included: Jinja, which JSON without null is too."""
    lines = ",\n".join(
        f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in told(results, language).items()
    )
    return f"{BEGIN}{{% set measured = {{\n{lines}\n}} %}}\n{END}"


def write(root: Path, results: Mapping[str, Any]) -> None:
    """Bring the pages of all languages up to date with the results. A translation that was right stays so."""
    site = load_site(root)
    pages = read_outline(site, NO_FACTS).pages
    was_right = _right(pages, site.codes)
    for language in site.codes:
        path = root / site.docs / language / f"{NAME}.md"
        new = block(results, language)
        text = _BETWEEN.sub(lambda _, new=new: new, path.read_text(encoding="utf-8"))  # type: ignore[misc]
        path.write_text(text, encoding="utf-8")
    for language in was_right:
        confirm(root, NAME, language)


def _right(pages: Mapping[str, Mapping[str, Any]], languages: Sequence[str]) -> list[str]:
    """The languages whose page says that it is made from the original as it stands."""
    found = []
    for language in languages:
        given = pages[language][NAME].template.head.get(KEY)
        if given and given["hash"] == content_hash(pages[given["of"]][NAME].template):
            found.append(language)
    return found
