"""Make scripts/factbook/charts/world.json: the shapes of all countries, projected, ready for the map of partners.

Run once, when the map is to look otherwise; the file it writes is committed:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/map/world.py package/countries-50m.json

world-atlas 2.0.2 (copyright 2013-2019 Michael Bostock) is under the ISC licence; its shapes are those of Natural
Earth, in the public domain.
Two pictures: the world (Equal Earth, turned so that it is cut in the Bering Strait), and Europe (Lambert's
azimuthal equal-area projection, as European statistics use it), where countries are too small on the first.
Coordinates are whole numbers, from the top left corner, and each step of a path counts from the one before.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from topology import Point, Ring, Topology, area_of, clipped, depth, middle_of, read, simplified

Box = tuple[float, float, float, float]
TARGET = Path(__file__).resolve().parents[1] / "factbook" / "charts" / "world.json"
CENTRE = 11.0  # degrees east: 169° W, where the picture is cut, meets no country
WORLD_UNIT = 2000 / 5.4133  # so that the whole round world would be 2,000 units wide
EUROPE_CENTRE = (10.0, 52.0)
EUROPE_UNIT = 6371 / 4  # a unit is four kilometres
EUROPE_BOX = (-455.0, -575.0, 575.0, 478.0)  # left, top, right, bottom, in units from the centre
SOUTH = -56.5
LEAST_BEND, LEAST_ISLAND = {"world": 9.0, "europe": 8.0}, {"world": 24.0, "europe": 20.0}
NEAR_BORDER = 3.0  # units
MOSTLY = 0.6  # a country belongs to the picture of Europe when this share of it is in there


def equal_earth(point: Point) -> Point:
    """Šavrič, Patterson and Jenny, 2018; `point` in degrees from the central meridian."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    turn = math.radians(point[0])
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(point[1])))
    slope = 9 * a4 * theta**8 + 7 * a3 * theta**6 + 3 * a2 * theta**2 + a1
    x = 2 * math.sqrt(3) * turn * math.cos(theta) / (3 * slope)
    y = theta * (a4 * theta**8 + a3 * theta**6 + a2 * theta**2 + a1)
    return x * WORLD_UNIT, -y * WORLD_UNIT


def azimuthal(point: Point) -> Point:
    """Lambert’s azimuthal equal-area projection (Snyder, 1987, 24-2 to 24-4)."""
    east, north = (math.radians(part) for part in (point[0] - EUROPE_CENTRE[0], point[1]))
    middle = math.radians(EUROPE_CENTRE[1])
    cosine = math.sin(middle) * math.sin(north) + math.cos(middle) * math.cos(north) * math.cos(east)
    stretch = math.sqrt(2 / (1 + max(cosine, -0.999)))
    x = stretch * math.cos(north) * math.sin(east)
    y = stretch * (math.cos(middle) * math.sin(north) - math.sin(middle) * math.cos(north) * math.cos(east))
    return x * EUROPE_UNIT, -y * EUROPE_UNIT


def world_rings(ring: Ring) -> list[Ring]:
    """Return a ring in degrees, turned, cut where the picture ends, and projected."""
    turned = [(x - CENTRE, max(y, SOUTH)) for x, y in ring]
    pieces = []
    for shift in (-360, 0, 360):
        piece = clipped([(x + shift, y) for x, y in turned], 0, -180, keep_above=True)
        piece = clipped(piece, 0, 180, keep_above=False) if piece else []
        if piece:
            pieces.append([equal_earth(point) for point in piece])
    return pieces


def europe_rings(ring: Ring) -> list[Ring]:
    """Return a ring in degrees, projected and cut along the frame of Europe; empty where it is far away."""
    if not any(-60 < x < 90 and y > 0 for x, y in ring):
        return []
    left, top, right, bottom = EUROPE_BOX
    piece = [azimuthal(point) for point in ring]
    for axis, limit, above in ((0, left, True), (0, right, False), (1, top, True), (1, bottom, False)):
        piece = clipped(piece, axis, limit, above) if piece else []
    return [piece] if piece else []


def drawn(topology: Topology, cut: Callable[[Ring], list[Ring]], least: float) -> dict[str, list[Ring]]:
    """Return the projected rings of each country, largest first, without islands below `least` square units."""
    shapes = {}
    for code, indexes in topology.rings.items():
        rings = [piece for ring in indexes for piece in cut(topology.ring(ring))]
        rings.sort(key=lambda ring: -abs(area_of(ring)))
        shapes[code] = [ring for number, ring in enumerate(rings) if not number or abs(area_of(ring)) >= least]
    return {code: rings for code, rings in sorted(shapes.items()) if rings}


def areas(shapes: dict[str, list[Ring]]) -> dict[str, float]:
    """Return the area of each country in square units."""
    return {code: sum(abs(area_of(ring)) for ring in rings) for code, rings in shapes.items()}


def path(rings: Sequence[Ring], left: float, top: float) -> str:
    """Return the rings as an SVG path of whole numbers: `M` absolute, then steps."""
    parts = []
    for ring in rings:
        points = [(round(x - left), round(y - top)) for x, y in ring]
        points = [point for number, point in enumerate(points) if point != points[number - 1]]
        if len(points) < 3:
            continue
        steps = [(x - a, y - b) for (a, b), (x, y) in pairwise(points)]
        numbers = "".join(f" {number}" if number >= 0 else str(number) for step in steps for number in step)
        parts.append(f"M{points[0][0]} {points[0][1]}l{numbers.lstrip()}z")
    return "".join(parts)


def middle_of_box(rings: Sequence[Ring]) -> Point:
    """Return the middle of the box around some rings."""
    xs, ys = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def picture(shapes: dict[str, list[Ring]], box: Box, countries: set[str]) -> dict[str, Any]:
    """Return one picture: its size, and for each country its path, a point inside it and its area in square units.

    A country that is not in the middle of the box around it has such a box around its point: voice control and
    other tools press a link in the middle of its box.
    """
    left, top, right, bottom = box
    described = {}
    for code in sorted(countries & set(shapes)):
        x, y = middle_of(shapes[code][0])
        area = sum(abs(area_of(ring)) for ring in shapes[code])
        described[code] = {
            "path": path(shapes[code], left, top),
            "at": [round(x - left), round(y - top)],
            "area": round(area),
        }
        if any(depth(ring, middle_of_box(shapes[code])) > NEAR_BORDER for ring in shapes[code]):
            continue
        points = [point for ring in shapes[code] for point in ring]
        half = [max(abs(point[axis] - (x, y)[axis]) for point in points) for axis in (0, 1)]
        described[code]["around"] = [round(x - left - half[0]), round(y - top - half[1]), *(round(2 * h) for h in half)]
    rest = [ring for code in sorted(set(shapes) - countries) for ring in shapes[code]]
    size = [round(right - left), round(bottom - top)]
    return {"size": size, "countries": described, "rest": path(rest, left, top)}


def main(source: Path) -> None:
    """Read world-atlas, write world.json."""
    full = read(source)
    turned = simplified(full, lambda point: equal_earth((point[0] - CENTRE, point[1])), LEAST_BEND["world"])
    world = drawn(turned, world_rings, LEAST_ISLAND["world"])
    points = [point for rings in world.values() for ring in rings for point in ring]
    box = (
        min(x for x, _ in points) - 2, min(y for _, y in points) - 2,
        max(x for x, _ in points) + 2, max(y for _, y in points) + 2,
    )  # fmt: skip
    near = simplified(full, azimuthal, LEAST_BEND["europe"])
    europe = drawn(near, europe_rings, LEAST_ISLAND["europe"])
    whole, near_by = (areas(drawn(full, cut, 0)) for cut in (world_rings, europe_rings))
    inside = {code for code, area in near_by.items() if area > MOSTLY * _ratio() * whole[code]}
    result = {
        "about": (
            "Made by scripts/map/world.py from world-atlas 2.0.2 (copyright 2013-2019 Michael Bostock, ISC licence),"
            " after Natural Earth (public domain)"
        ),
        "world": picture(world, box, set(world)),
        "europe": picture(europe, EUROPE_BOX, inside),
    }
    TARGET.write_text(json.dumps(result, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")


def _ratio() -> float:
    """Square units of Europe for one of the world: both projections keep areas."""
    return (EUROPE_UNIT / WORLD_UNIT) ** 2


if __name__ == "__main__":
    main(Path(sys.argv[1]))
