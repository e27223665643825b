"""The registry of the kinds of entities: what the loader, the schemas, the pages and the open data know of each.

A new kind is an entry here, its record in `records`, its mapping in `Catalogue`, and what shows it: a view
(`pages.entity_views.VIEWS`), a template in `docs/_entities/`, columns (`opendata.columns.ENTITIES`), the types of
its documents (`opendata.types`) and the method that writes one (`opendata.entities`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from factbook.model.records import Council, Figure, Partner, Programme, Record, Source

Kind = Literal["figures", "programmes", "partners", "councils", "sources"]
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class KindInfo:
    """A kind of entity.

    `singular` is its message identifier in messages to editors and its name in templates and schemas. `title` is
    that of its table in the open data, an interface string. `files` is the pattern of its files below the data
    folder; without `*` it is one file, which has to exist. `by_identifier` is whether a file maps identifiers to
    records, or holds one record that is named by the file. `schema` is the name of the JSON Schema of such a file,
    without `.schema.json`.
    """

    record: type[Record]
    singular: str
    title: str
    files: str
    schema: str
    by_identifier: bool = True

    @property
    def location(self) -> str:
        """The file or folder that holds its records, below the data folder: `sources.yml`, `partners`."""
        return self.files.removesuffix("/*.yml")


# In the order of listings and of the open data. `singular=` marks the text for extraction (i18n.extract).
KINDS: Mapping[Kind, KindInfo] = {
    "figures": KindInfo(
        Figure, singular="figure", title="Figures: what is counted", files="figures/*.yml", schema="figures"
    ),
    "programmes": KindInfo(
        Programme,
        singular="programme",
        title="Programmes and missions in cooperation",
        files="programmes/*.yml",
        schema="programme",
        by_identifier=False,
    ),
    "partners": KindInfo(
        Partner,
        singular="partner",
        title="Partners: countries and organisations",
        files="partners/*.yml",
        schema="partners",
    ),
    "councils": KindInfo(
        Council, singular="council", title="ESA councils at ministerial level", files="councils.yml", schema="councils"
    ),
    "sources": KindInfo(
        Source,
        singular="source",
        title="Sources: the publications that are cited",
        files="sources.yml",
        schema="sources",
    ),
}

# The keys of records whose values are identifiers of other records, and of terms of the code lists.
REFERENCE_KEYS: Mapping[str, Kind] = {
    "sources": "sources",
    "partners": "partners",
    "figures": "figures",
    "sum_of": "figures",
}
TERM_KEYS: Mapping[str, Literal["domains", "partnerships"]] = {"domain": "domains", "partnership": "partnerships"}


def localised_texts(record: Record) -> Iterator[tuple[KeyPath, Mapping[str, str]]]:
    """Yield each localised text of a record, as its path of keys and indexes, and its texts by language."""
    for path, found in _walk(record, ()):
        if isinstance(found, dict) and found and all(isinstance(text, str) for text in found.values()):
            yield path, found


def references(record: Record) -> Iterator[tuple[KeyPath, Kind, Sequence[str]]]:
    """Yield each list of a record that names other records: its path, their kind, their identifiers."""
    for path, found in _walk(record, ()):
        if path and isinstance(found, list) and (kind := REFERENCE_KEYS.get(str(path[-1]))):
            yield path, kind, found


def _walk(value: object, path: KeyPath) -> Iterator[tuple[KeyPath, object]]:
    """Yield every value below a record, with its path; records, lists and mappings before what they contain."""
    yield path, value
    if isinstance(value, Record):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
