"""The charts of all pages as files: an SVG image that stands by itself, and its data as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.charts import standalone
from factbook.opendata.encoding import as_bytes, cell, csv_bytes, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factbook.charts import Chart
    from factbook.pages import Page
    from factbook.site import Site

NUMBERS = ("value", "number")


def chart_files(site: Site, pages: Mapping[str, Sequence[Page]]) -> dict[str, bytes]:
    """Bytes by path in the published site: charts/<name>.<language>.svg and .csv in the folder of each language.

    A chart that several pages show comes with the address of the first.
    """
    files: dict[str, bytes] = {}
    for language in site.languages:
        name = language.settings.get("site_name", "")
        for page in pages[language.code]:
            for chart in page.charts:
                path = f"{language.prefix}charts/{chart.name}.{language.code}"
                if f"{path}.svg" in files:
                    continue
                address = site.url + language.prefix + page.spec.address
                files[f"{path}.svg"] = as_bytes(one_line(standalone(chart, str(name), address)) + "\n")
                files[f"{path}.csv"] = csv_bytes(chart.columns, (_row(chart, row) for row in chart.records))
    return files


def _row(chart: Chart, row: Sequence[str]) -> Sequence[str]:
    """The cells of a row: numbers as they are, even negative ones, and texts made safe."""
    return [text if name in NUMBERS else cell(text) for name, text in zip(chart.columns, row, strict=True)]
