"""The charts of all pages as files: a standalone SVG image, and its data as CSV and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.charts import standalone
from factbook.opendata.encoding import as_bytes, cell, csv_bytes, json_bytes, one_line
from factbook.opendata.serializer import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factbook.charts import Chart
    from factbook.data.config import Site
    from factbook.opendata import types as shape
    from factbook.pages import Page

NUMBERS = ("value", "number")
BOOLEANS = ("planned",)


def chart_files(site: Site, pages: Mapping[str, Sequence[Page]]) -> dict[str, bytes]:
    """Return bytes by path in the published site: charts/<name>.<language>.svg, .csv and .json for each language.

    A chart that several pages show has the address of the first.
    """
    files: dict[str, bytes] = {}
    for language in site.languages:
        name = str(language.settings.get("site_name", ""))
        for page in pages[language.code]:
            address = site.url + page.spec.site_address

            def make_files(page: Page, name: str = name, address: str = address) -> dict[str, bytes]:
                return {path: content for chart in page.charts for path, content in _files(chart, name, address)}

            for path, content in page.memo("charts", make_files).items():
                files.setdefault(f"{language.prefix}{path}", content)
    return files


def _files(chart: Chart, name: str, address: str) -> Iterator[tuple[str, bytes]]:
    path = f"charts/{chart.name}.{chart.language}"
    yield f"{path}.svg", as_bytes(one_line(standalone(chart, name, address)) + "\n")
    yield f"{path}.csv", csv_bytes(chart.columns, (_row(chart, row) for row in chart.records))
    yield f"{path}.json", json_bytes(_document(chart, address))


def _row(chart: Chart, row: Sequence[str]) -> Sequence[str]:
    """Return the cells of a row: numbers unchanged, even negative ones, and texts made safe."""
    return [text if name in NUMBERS else cell(text) for name, text in zip(chart.columns, row, strict=True)]


def _document(chart: Chart, address: str) -> shape.Chart:
    """Return the texts of a chart and its data; `address` is that of the page that shows it."""
    return {
        "id": chart.name,
        "language": chart.language,
        "title": chart.title,
        "subtitle": chart.subtitle or None,
        "description": chart.description,
        "notes": list(chart.notes),
        "sources": chart.sources or None,
        "page": address,
        "columns": list(chart.columns),
        "rows": [_record(dict(zip(chart.columns, row, strict=True))) for row in chart.records],
    }


def _record(row: Mapping[str, str]) -> dict[str, str | float | bool | list[str] | None]:
    """Return a row in JSON: sources as a list, empty as null; a value as its digits and as a number."""
    record: dict[str, str | float | bool | list[str] | None] = {name: text or None for name, text in row.items()}
    for name in NUMBERS:
        if text := row.get(name):
            record["number"] = number(text)
    for name in BOOLEANS:
        if text := row.get(name):
            record[name] = text == "true"
    if "sources" in row:
        record["sources"] = row["sources"].split()
    return record
