"""The documents of the API, by their paths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factbook.model import KINDS
from factbook.opendata.openapi import openapi, schema_path, schemas
from factbook.opendata.publication import API, LICENCES, iso
from factbook.opendata.types.documents import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factbook.opendata import types as shape
    from factbook.opendata.csv_tables import Table
    from factbook.opendata.openapi import DocumentType
    from factbook.opendata.publication import Publication
    from factbook.opendata.serializer import Serializer

OPENAPI = "openapi.json"
DATAPACKAGE = "datapackage.json"
CATALOGUE = "catalog.jsonld"
FEED = "feed.xml"


def documents(
    publication: Publication,
    serializer: Serializer,
    records: Mapping[str, Sequence[Any]],
    tables: Sequence[Table],
    types: Mapping[str, DocumentType],
) -> Iterator[tuple[str, Any]]:
    """Return every document of the API with its path; `records` are those of each kind."""
    yield f"{API}index.json", index(publication, tables, types)
    for kind, found in records.items():
        listed = [serializer.summary(figure) for figure in found] if kind == "figures" else found
        yield f"{API}{kind}.json", {kind: listed}
        for record in found:
            yield f"{API}{kind}/{record['id']}.json", record
    changes: shape.Changes = {
        "published": iso(publication.site.published),
        "changes": [serializer.change(entry) for entry in publication.newest],
    }
    yield f"{API}changes.json", changes
    yield from schemas(publication, types).items()
    yield OPENAPI, openapi(publication, types)


def index(publication: Publication, tables: Sequence[Table], types: Iterable[str]) -> shape.Index:
    """Return the index of the API: what it contains, with addresses."""
    site, url = publication.site, publication.url
    return {
        "version": "1",
        "title": {code: site.title(code) for code in site.codes},
        "home": publication.page("index"),
        "documentation": publication.page("data"),
        "languages": list(site.codes),
        "published": iso(site.published),
        "modified": iso(publication.modified),
        "licences": [{"id": name, "name": title, "url": text} for name, title, text in LICENCES],
        "counts": {kind: len(getattr(publication.catalogue, kind)) for kind in KINDS},
        "collections": {name: url(f"{API}{name}.json") for name in DOCUMENTS if name != "index"},
        "tables": {table.name: url(table.path) for table in tables},
        "schemas": {name: url(schema_path(name)) for name in types},
        "openapi": url(OPENAPI),
        "datapackage": url(DATAPACKAGE),
        "catalogue": url(CATALOGUE),
        "feeds": {code: url(site.prefix(code) + FEED) for code in site.codes if publication.modified},
    }
