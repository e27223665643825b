"""The CSV tables: a row for each observation and each record, from the records of the API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from factbook.opendata.columns import DISAGREEMENTS, ENTITIES, OBSERVATIONS, STATUS, Column, localized_columns
from factbook.opendata.encoding import cell, csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from factbook.opendata.publication import Publication
    from factbook.opendata.types import Figure, Texts, Value, When


@dataclass(frozen=True)
class Table:
    """A table: its path in the site, its columns, and its rows of safe cells."""

    name: str
    path: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]

    def content(self) -> bytes:
        """Return the table as CSV."""
        return csv_bytes([column.name for column in self.columns], self.rows)


def figure_tables(publication: Publication, figures: Iterable[Figure]) -> Iterator[Table]:
    """Return the table of each figure's observations, oldest first."""
    codes = publication.site.codes
    columns = localized_columns(OBSERVATIONS, codes)
    for figure in figures:
        yield Table(figure["id"], publication.table(figure["id"]), columns, list(_observations(figure, codes)))


def all_tables(
    publication: Publication, of_figures: Sequence[Table], records: Mapping[str, Sequence[Mapping[str, object]]]
) -> list[Table]:
    """Return the tables over all observations and over all records of each kind, `records`."""
    codes = publication.site.codes
    observations = [row for table in of_figures for row in table.rows]
    others = [row for figure in records["figures"] for row in _disagreements(figure, codes)]  # type: ignore[arg-type]
    return [
        Table("observations", "data/observations.csv", localized_columns(OBSERVATIONS, codes), observations),
        Table("disagreements", "data/disagreements.csv", localized_columns(DISAGREEMENTS, codes), others),
        *(_entities(kind, records[kind], codes) for kind in ENTITIES),
    ]


def _observations(figure: Figure, codes: Sequence[str]) -> Iterator[list[str]]:
    head = _of_figure(figure, codes)
    for observation in figure["observations"]:
        pages = observation["pages"]
        yield [
            *_of_value(head, figure, observation["time"], observation),
            STATUS[observation["status"]],
            observation["confidence"],
            " ".join(source["id"] for source in observation["sources"]),
            *_texts(observation["note"], codes),
            *_texts(observation["break_note"], codes),
            *(pages.get(code, "") for code in codes),
        ]


def _disagreements(figure: Figure, codes: Sequence[str]) -> Iterator[list[str]]:
    head = _of_figure(figure, codes)
    for observation in figure["observations"]:
        for other in observation["disagreements"]:
            sources = " ".join(source["id"] for source in other["sources"])
            row = _of_value(head, figure, observation["time"], other)
            yield [*row, sources, *_texts(other["note"], codes)]


def _of_figure(figure: Figure, codes: Sequence[str]) -> list[str]:
    return [figure["id"], *_texts(figure["label"], codes), figure["theme"]["id"], figure["country"] or ""]


def _of_value(head: Sequence[str], figure: Figure, time: When, value: Value) -> list[str]:
    dated = value["number"] is None
    return [
        *head,
        time["period"],
        time["start"],
        time["end"],
        "" if dated else value["value"],
        cell(figure["unit"]["id"]),
        str(figure["unit_multiplier"]),
        "" if dated else value["exact"],
        value["value"] if dated else "",
        value["qualifier"],
    ]


def _texts(texts: Texts | None, codes: Sequence[str]) -> list[str]:
    return [cell(texts[code]) for code in codes] if texts else [""] * len(codes)


def _entities(kind: str, records: Sequence[Mapping[str, object]], codes: Sequence[str]) -> Table:
    columns = localized_columns(ENTITIES[kind], codes)
    paths = [column.path.split(".") for column in columns]
    rows = [[_cell_at(record, path) for path in paths] for record in records]
    return Table(kind, f"data/{kind}.csv", columns, rows)


def _cell_at(record: Any, path: Sequence[str]) -> str:
    """Return the value at a path of keys, as a cell; the items of a list one after the other."""
    for depth, key in enumerate(path):
        if isinstance(record, list):
            return " ".join(_cell_at(item, path[depth:]) for item in record)
        record = record.get(key) if record is not None else None
    if record is None:
        return ""
    if isinstance(record, bool):
        return str(record).lower()
    return " ".join(record) if isinstance(record, list) else cell(str(record))
