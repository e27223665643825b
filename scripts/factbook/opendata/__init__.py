"""The facts as open data: JSON, CSV, JSON-LD, feeds, citations and pages to embed, all static files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from factbook.model import KINDS
from factbook.opendata.api import CATALOGUE, DATAPACKAGE, FEED, documents
from factbook.opendata.atom import feed, feed_title
from factbook.opendata.citations import citations
from factbook.opendata.columns import OBSERVATIONS, localized_columns
from factbook.opendata.csv_tables import all_tables, figure_tables
from factbook.opendata.datapackage import SCHEMA_OF_A_FIGURE, package, schema
from factbook.opendata.dcat import catalogue
from factbook.opendata.embed import embed
from factbook.opendata.encoding import JsonObject, json_bytes
from factbook.opendata.entities import Entities
from factbook.opendata.json_ld import linked_data
from factbook.opendata.openapi import DocumentType, document_types
from factbook.opendata.publication import Publication
from factbook.opendata.serializer import Serializer

__all__ = ["FEED", "Publication", "Serializer", "document_types", "feed_title", "linked_data", "open_data"]


def open_data(serializer: Serializer, types: Mapping[str, DocumentType] | None = None) -> dict[str, bytes]:
    """Return every file of the open data by its path in the published site.

    `types` are those of `document_types`, which may be kept from another run.
    """
    publication, entities = serializer.publication, Entities(serializer)
    facts, codes = publication.catalogue, publication.site.codes
    figures = [serializer.figure(identifier) for identifier in facts.figures]
    # 1. The records of the API.
    records: dict[str, Sequence[Mapping[str, object]]] = {
        kind: figures if kind == "figures" else entities.of_kind(kind) for kind in KINDS
    }
    # 2. The tables, with the package that describes them.
    of_figures = list(figure_tables(publication, figures))
    tables = all_tables(publication, of_figures, records)
    files = {table.path: table.content() for table in (*tables, *of_figures)}
    others: JsonObject = {
        DATAPACKAGE: package(publication, tables, of_figures),
        SCHEMA_OF_A_FIGURE: schema(localized_columns(OBSERVATIONS, codes)),
        CATALOGUE: catalogue(publication, figures, tables),
    }
    # 3. The documents of the API, and what describes it.
    others |= dict(documents(publication, serializer, records, tables, types or document_types()))
    files |= {path: json_bytes(document) for path, document in others.items()}
    # 4. What is in one language: feeds, citations, small pages.
    changes = [serializer.change(entry) for entry in publication.newest]
    for code in codes:
        prefix = publication.site.prefix(code)
        if text := feed(publication, code, changes):
            files[prefix + FEED] = text
        for figure in figures:
            files |= dict(citations(publication, code, figure["id"]))
            files[f"{publication.embed(code, figure['id'])}index.html"] = embed(publication, code, figure)
    return files
