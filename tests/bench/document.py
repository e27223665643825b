"""Write the results of the bench into tests/bench/README.md, between two marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench import bars, report

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- results: written by make bench BENCH=--keep -->\n", "<!-- end of results -->\n"


def write(results: Mapping[str, Any]) -> None:
    """Replace what stands between the marks of the README by the results."""
    text = README.read_text(encoding="utf-8")
    README.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: block(results), text, flags=re.DOTALL), encoding="utf-8")


def block(results: Mapping[str, Any]) -> str:
    """Return the results as Markdown, marks included: the machine, the targets, then each part."""
    blocks = "\n".join(f"```text\n{text}\n```\n" for text in _texts(results))
    return f"{BEGIN}\n{blocks}\n{END}"


def _texts(results: Mapping[str, Any]) -> Iterator[str]:
    yield report.machine_text(results["machine"])
    yield bars.as_text(results["parts"])
    for name, part in results["parts"].items():
        as_text = {"figures": report.figures_text, "export": report.export_text}.get(name, report.as_text)
        yield f"{part['on']}, commit {part['commit']}, load {part['load']}\n{as_text(part)}"
