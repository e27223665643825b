"""The charts of all pages as files: an SVG image that stands by itself, and its data as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.charts import standalone
from factbook.opendata.encoding import as_bytes, cell, csv_bytes, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
        name = str(language.settings.get("site_name", ""))
        for page in pages[language.code]:
            address = site.url + language.prefix + page.spec.address

            def drawn(page: Page, name: str = name, address: str = address) -> dict[str, bytes]:
                return {path: content for chart in page.charts for path, content in _files(chart, name, address)}

            for path, content in page.derive("charts", drawn).items():
                files.setdefault(f"{language.prefix}{path}", content)
    return files


def _files(chart: Chart, name: str, address: str) -> Iterator[tuple[str, bytes]]:
    path = f"charts/{chart.name}.{chart.language}"
    yield f"{path}.svg", as_bytes(one_line(standalone(chart, name, address)) + "\n")
    yield f"{path}.csv", csv_bytes(chart.columns, (_row(chart, row) for row in chart.records))


def _row(chart: Chart, row: Sequence[str]) -> Sequence[str]:
    """The cells of a row: numbers as they are, even negative ones, and texts made safe."""
    return [text if name in NUMBERS else cell(text) for name, text in zip(chart.columns, row, strict=True)]
