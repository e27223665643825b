"""Where thousands of pages are alike, a check looks at some of each shape, and still finds every odd one."""

from __future__ import annotations

from pathlib import Path

import pytest

from factbook.pages import sampling
from tests.conftest import run

ALIKE = (
    '{name}:\n  label: {{fr: "Ligne {name}", en: "Line {name}"}}\n  definition: {{fr: "Une ligne.", en: "A line."}}\n'
    "  unit: EUR\n  scale: million\n  observations:\n"
    "    - {{period: 2020, value: 1.5, sources: [cnes-seed-fr]{more}}}\n"
)


@pytest.fixture
def large(small: Path) -> Path:
    """The smallest site with more figures than a check looks at one by one."""
    records = [
        ALIKE.format(name=f"line-{number}", more=", status: estimate" if number == 900 else "")
        for number in range(sampling.MANY + 50)
    ]
    file = small / "data" / "figures" / "esa.yml"
    file.write_text(file.read_text(encoding="utf-8") + "".join(records), encoding="utf-8")
    return small


def test_some_of_each_shape_are_looked_at(large: Path) -> None:
    """A thousand figures of one shape are looked at by a few, and the command says how many it left out."""
    result = run(["factbook", "check"], large, LANGUAGE="en")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "pages were checked; of the" in result.stdout


def test_the_odd_one_is_found(large: Path) -> None:
    """A template that fails for one shape alone is told, however many figures have another."""
    template = large / "docs" / "_entities" / "figure.md"
    odd = '{% if this.status == "estimate" %}{{ this.nothing }}{% endif %}'
    template.write_text(template.read_text(encoding="utf-8") + odd, encoding="utf-8")
    result = run(["factbook", "check"], large, LANGUAGE="en")
    assert result.returncode == 1
    assert "docs/_entities/figure.md:" in result.stdout


def test_few_pages_are_all_looked_at(small: Path) -> None:
    """On a site of ordinary size nothing is left out."""
    result = run(["factbook", "check"], small, LANGUAGE="en")
    assert "were checked)" in result.stdout
