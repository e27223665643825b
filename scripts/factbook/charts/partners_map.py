"""The map of partner countries: the world, and Europe enlarged, coloured by category of partnership.

world.json has the shapes (made by scripts/map/world.py). Each partner country is one link; those too small to be seen
are marked by a circle.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NotRequired, TypedDict

from factbook.charts.model import COLOURS, Cell, Chart, ChartError, LegendEntry, Mark, Plot, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factbook.charts.model import ChartText
    from factbook.model import Partner

SHAPES = Path(__file__).parent / "world.json"
SMALL = 420.0  # square units: a smaller country has a circle, to be seen and pressed
ELSEWHERE, ESA_STATES = "elsewhere", "esa-states"


@dataclass(frozen=True)
class _Country:
    """A partner country: its group and its colour."""

    identifier: str
    code: str
    name: str
    group: str
    colour: str
    href: str


class _Shape(TypedDict):
    """A country on a picture: its path, a point inside it, its area in square units."""

    path: str
    at: tuple[float, float]
    area: float
    around: NotRequired[list[int]]


class _World(TypedDict):
    """A picture: its width and height, the paths of other land, the countries by ISO 3166-1 code."""

    size: tuple[float, float]
    rest: str
    countries: Mapping[str, _Shape]


@cache
def _pictures() -> Mapping[str, _World]:
    """Return the shapes: for each picture its size, and for each country its path, a point inside it and its area.

    Where a country does not contain the centre of its bounding box, `around` is a box around its point: voice control
    and other tools press a link at the centre of its box.
    """
    pictures: Mapping[str, _World] = json.loads(SHAPES.read_text(encoding="utf-8"))
    return pictures


def partners_map(words: ChartText, name: str, home: str = "") -> Chart:
    """Return the map; `home` is the identifier of the institution's own country. Raises ChartError without partners."""
    groups = _groups(words)
    found = _countries(words, groups, home)
    if not found:
        raise ChartError("empty")
    host = words.catalogue.partners.get(home)
    at_home = host.country if host and host.country else ""
    gettext = words.gettext
    counted = {group: sum(country.group == group for country in found) for group in groups}
    counts = [
        words.filled("{label}: {values}", label=groups[group], values=words.count(count))
        for group, count in counted.items()
        if count
    ]
    return Chart(
        name=name,
        language=words.wording.language,
        title=gettext("The partner countries"),
        subtitle=gettext("Each coloured country leads to its page; those too small to be seen are marked by a circle."),
        description=words.filled(
            "Map of {count} partner countries. {values}.",
            count=words.count(len(found)),
            values=words.wording.list_of(counts),
        ),
        plots=tuple(_picture(words, found, at_home, which) for which in ("world", "europe")),
        table=Table(
            (gettext("Country"), gettext("Kind of partnership")),
            tuple((Cell(country.name, href=country.href), Cell(groups[country.group])) for country in found),
        ),
        columns=("partner", "country", "label", "kind", "kind_label", "sources"),
        records=tuple(
            (c.identifier, c.code, c.name, c.group, groups[c.group], " ".join(_sources(words, c.identifier)))
            for c in found
        ),
        notes=(
            gettext("Borders are simplified after Natural Earth; they take no side on the status of any territory."),
        ),
        keys=(
            *([LegendEntry("square", "home", words.wording.country(at_home))] if at_home else []),
            *(LegendEntry("square", _colours(groups)[group], groups[group]) for group in groups if counted[group]),
        ),
        is_map=True,
        named=tuple(("partners", country.identifier) for country in found),
    )


def _countries(words: ChartText, groups: Mapping[str, str], home: str) -> list[_Country]:
    """Return the partner countries by group, then by name, without `home`."""
    colours = _colours(groups)
    found = [
        _Country(
            identifier,
            partner.country,
            words.wording.country(partner.country),
            _group(partner),
            colours[_group(partner)],
            words.address(f"partners/{identifier}", ""),
        )
        for identifier, partner in words.catalogue.partners.items()
        if partner.kind == "country" and partner.country and identifier != home
    ]
    return sorted(found, key=lambda country: (list(groups).index(country.group), _sort_key(country.name)))


def _colours(groups: Mapping[str, str]) -> Mapping[str, str]:
    """Return the colour of each group; the last one is kept for the states tied to ESA alone."""
    colours = {group: COLOURS[index % (len(COLOURS) - 1)] for index, group in enumerate(groups)}
    return {**colours, ESA_STATES: COLOURS[-1]}


def _groups(words: ChartText) -> dict[str, str]:
    """Return the labels of the categories of partnership, in the order of the code list, then of the other groups."""
    labels = {kind: words.text(term.label) for kind, term in words.catalogue.codelists.partnerships.items()}
    labels[ELSEWHERE] = words.gettext("Elsewhere in the world")
    labels[ESA_STATES] = words.gettext("Other states tied to ESA")
    return labels


def _group(partner: Partner) -> str:
    if partner.partnership:
        return partner.partnership
    return ELSEWHERE if partner.summary or not partner.esa else ESA_STATES


def _sources(words: ChartText, identifier: str) -> Sequence[str]:
    partner = words.catalogue.partners[identifier]
    return list(dict.fromkeys([*partner.sources, *(partner.esa.sources if partner.esa else [])]))


def _sort_key(name: str) -> str:
    """Return the sort key of a name: without accents, in lower case."""
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def _picture(words: ChartText, found: Sequence[_Country], home: str, which: str) -> Plot:
    """Return one of the two pictures. A country is a link in that of Europe where it is there, else in the world’s."""
    picture = _pictures()[which]
    shapes = picture["countries"]
    near = _pictures()["europe"]["countries"]
    partners = {country.code for country in found if country.code in shapes}
    rest = "".join(shape["path"] for code, shape in shapes.items() if code not in partners and code != home)
    marks = [Mark("path", "land", d=picture["rest"] + rest)]
    if home in shapes:
        marks.append(Mark("path", "home", d=shapes[home]["path"], title=words.wording.country(home)))
    linked = [country for country in found if country.code in partners]
    if which == "world":
        for colour in dict.fromkeys(country.colour for country in linked):
            there = [country for country in linked if country.code in near and country.colour == colour]
            if there:
                marks.append(Mark("path", f"partner {colour}", d="".join(shapes[c.code]["path"] for c in there)))
        linked = [country for country in linked if country.code not in near]
    marks += sorted(_linked(linked, shapes), key=lambda mark: bool(mark.r))
    label = words.gettext("The world") if which == "world" else words.gettext("Europe, closer")
    width, height = picture["size"]
    return Plot(which, width, height, tuple(marks), label)


def _linked(countries: Sequence[_Country], shapes: Mapping[str, _Shape]) -> Iterator[Mark]:
    for country in countries:
        shape = shapes[country.code]
        x, y = shape["at"]
        small = shape["area"] < SMALL
        yield Mark(
            "path", country.colour, str(x), str(y), r="1" if small else "", d=shape["path"], title=country.name,
            href=country.href, box=tuple(shape.get("around", ())),
        )  # fmt: skip
