"""The map of partner countries: the world, and Europe nearer, coloured by kind of partnership.

Shapes come ready from world.json (scripts/map/world.py makes it). Each partner country is a link, once; those
too small to be seen are marked by a circle.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factbook.charts.model import COLOURS, Cell, Chart, ChartError, LegendEntry, Mark, Plot, Table, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from factbook.charts.model import ChartText
    from factbook.model import Partner

SHAPES = Path(__file__).parent / "world.json"
SMALL = 420.0  # square units: what is smaller gets a circle, so that it can be seen and pointed at
ELSEWHERE, ESA_STATES = "elsewhere", "esa-states"


@dataclass(frozen=True)
class _Country:
    """A partner country: the group that it belongs to and its colour."""

    identifier: str
    code: str
    name: str
    group: str
    colour: str
    href: str


@cache
def _pictures() -> Mapping[str, Any]:
    """The shapes: for each picture its size, and for each country its path, a point inside and its area.

    Where the middle of the box around a country is not in it, there is a box around its point (`around`): voice
    control and other tools press a link in the middle of its box.
    """
    pictures: Mapping[str, Any] = json.loads(SHAPES.read_text(encoding="utf-8"))
    return pictures


def partners_map(words: ChartText, name: str, home: str = "") -> Chart:
    """The map; `home` is the identifier of the country whose partners these are. ChartError where there is none."""
    groups = _groups(words)
    colours = {group: COLOURS[index % (len(COLOURS) - 1)] for index, group in enumerate(groups)}
    colours[ESA_STATES] = COLOURS[-1]
    found = sorted(
        (
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
        ),
        key=lambda country: (list(groups).index(country.group), sort_key(country.name)),
    )
    if not found:
        raise ChartError("empty")
    host = words.catalogue.partners.get(home)
    at_home = host.country if host and host.country else ""
    gettext = words.gettext
    counts = words.wording.list_of(
        [
            words.filled("{label}: {values}", label=label, values=words.count(count))
            for group, label in groups.items()
            if (count := sum(country.group == group for country in found))
        ]
    )
    return Chart(
        name=name,
        language=words.wording.language,
        title=gettext("The partner countries"),
        subtitle=gettext("Each coloured country leads to its page; those too small to be seen are marked by a circle."),
        description=words.filled(
            "Map of {count} partner countries. {values}.", count=words.count(len(found)), values=counts
        ),
        plots=tuple(_picture(words, found, at_home, which) for which in ("world", "europe")),
        table=Table(
            (gettext("Country"), gettext("Kind of partnership")),
            tuple((Cell(country.name, href=country.href), Cell(groups[country.group])) for country in found),
        ),
        columns=("partner", "country", "label", "kind", "kind_label", "sources"),
        records=tuple(
            (
                country.identifier,
                country.code,
                country.name,
                country.group,
                groups[country.group],
                " ".join(_sources(words.catalogue.partners[country.identifier])),
            )
            for country in found
        ),
        notes=(
            gettext("Borders are simplified after Natural Earth; they take no side on the status of any territory."),
        ),
        keys=(
            *([LegendEntry("square", "home", words.wording.country(at_home))] if at_home else []),
            *(
                LegendEntry("square", colours[group], label)
                for group, label in groups.items()
                if any(country.group == group for country in found)
            ),
        ),
        is_map=True,
        named=tuple(("partners", country.identifier) for country in found),
    )


def _groups(words: ChartText) -> dict[str, str]:
    """The kinds of partnership in the order of the code list, then what is of none of them."""
    labels = {kind: words.text(term.label) for kind, term in words.catalogue.codelists.partnerships.items()}
    labels[ELSEWHERE] = words.gettext("Elsewhere in the world")
    labels[ESA_STATES] = words.gettext("Other states tied to ESA")
    return labels


def _group(partner: Partner) -> str:
    if partner.partnership:
        return partner.partnership
    return ELSEWHERE if partner.summary or not partner.esa else ESA_STATES


def _sources(partner: Partner) -> Sequence[str]:
    return list(dict.fromkeys([*partner.sources, *(partner.esa.sources if partner.esa else [])]))


def _picture(words: ChartText, found: Sequence[_Country], home: str, which: str) -> Plot:
    """One of the two pictures. A country is a link in that of Europe where it stands there, else in the world’s."""
    picture = _pictures()[which]
    shapes: Mapping[str, Any] = picture["countries"]
    near: Mapping[str, Any] = _pictures()["europe"]["countries"]
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


def _linked(countries: Sequence[_Country], shapes: Mapping[str, Any]) -> Iterator[Mark]:
    for country in countries:
        shape = shapes[country.code]
        x, y = shape["at"]
        small = shape["area"] < SMALL
        yield Mark(
            "path", country.colour, str(x), str(y), r="1" if small else "", d=shape["path"], title=country.name,
            href=country.href, box=tuple(shape.get("around", ())),
        )  # fmt: skip
