"""The Data Package over the tables (datapackage.org), so that tools read them with the right types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factbook.model import KINDS
from factbook.opendata.encoding import JsonObject
from factbook.opendata.publication import LICENCES, iso

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from factbook.opendata.columns import Column
    from factbook.opendata.csv_tables import Table
    from factbook.opendata.publication import Publication

SCHEMA_OF_A_FIGURE = "data/figure.schema.json"
TITLES: Mapping[str, str] = {
    "observations": "All observations of all figures",
    "disagreements": "Other values that other sources print",
    **{kind: info.title for kind, info in KINDS.items()},
}
# A table's column, and the table whose identifiers it has.
_KEYS: Mapping[str, Sequence[tuple[str, str]]] = {
    "observations": [("figure", "figures")],
    "disagreements": [("figure", "figures")],
}


def package(publication: Publication, tables: Sequence[Table], of_figures: Sequence[Table]) -> JsonObject:
    """Return the descriptor; paths are relative to the site's root. All figures' tables share one schema."""
    site, catalogue = publication.site, publication.catalogue
    home = publication.page("index")
    first = site.codes[0]
    modified = {"created": f"{site.published}T00:00:00Z"} if site.published else {}
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "factbook",
        "id": site.url,
        "title": site.title(first),
        "titles": {code: site.title(code) for code in site.codes},
        "homepage": home.get(first, site.url),
        "version": iso(publication.modified) or "1",
        **modified,
        "licenses": [{"name": name, "title": title, "path": url} for name, title, url in LICENCES],
        "contributors": [{"title": site.title(first), "path": site.url, "roles": ["creator"]}],
        "sources": [
            {"title": source.title, **({"path": source.url} if source.url and source.url.startswith("http") else {})}
            for source in catalogue.sources.values()
        ],
        "units": {
            name: {"kind": unit.kind, **({"currency": unit.currency} if unit.currency else {})}
            for name, unit in catalogue.codelists.units.items()
        },
        "resources": [
            *(_resource(table, TITLES[table.name], schema(table.columns, table.name)) for table in tables),
            *(
                _resource(table, catalogue.figures[table.name].label[first], SCHEMA_OF_A_FIGURE, "figure-")
                for table in of_figures
            ),
        ],
    }


def _resource(table: Table, title: str, described: JsonObject | str, prefix: str = "") -> JsonObject:
    return {
        "name": f"{prefix}{table.name}",
        "title": title,
        "path": table.path,
        "type": "table",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
        "schema": described,
    }


def schema(columns: Sequence[Column], name: str = "") -> JsonObject:
    """Return the Table Schema of columns: types, allowed values, keys."""
    described: JsonObject = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    if columns[0].unique:
        described["primaryKey"] = [columns[0].name]
    if keys := _KEYS.get(name):
        described["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": table, "fields": ["id"]}} for column, table in keys
        ]
    return described


def _field(column: Column) -> JsonObject:
    rules: JsonObject = {}
    if column.required:
        rules["required"] = True
    if column.unique:
        rules["unique"] = True
    if column.words:
        rules["enum"] = list(column.words)
    booleans = {"trueValues": ["true"], "falseValues": ["false"]} if column.type == "boolean" else {}
    return {
        "name": column.name,
        "type": column.type,
        "description": column.about,
        **booleans,
        **({"constraints": rules} if rules else {}),
    }
