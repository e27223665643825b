"""Shapes of countries from TopoJSON: borders simplified once, so that neighbours still fit together."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.core import get_global

Point = tuple[float, float]
Ring = list[Point]

# What Natural Earth's de facto view draws otherwise than international law and the United Nations have it.
JOINED = {"N. Cyprus": "CY", "Somaliland": "SO", "Siachen Glacier": "IN", "Indian Ocean Ter.": "AU", "Kosovo": "XK"}
CRIMEA = (32.4, 44.3, 36.7, 46.3)  # a ring of Russia's within these degrees is Ukraine's
LEFT_OUT = {"AQ"}  # the map ends before Antarctica


@dataclass(frozen=True)
class Topology:
    """Borders as lines in degrees, and for each ISO 3166-1 alpha-2 code its rings, as indexes of lines.

    A negative index is a line taken backwards (TopoJSON 1.0, 2.1.4: `~index`).
    """

    lines: Sequence[Sequence[Point]]
    rings: dict[str, list[list[int]]]

    def ring(self, indexes: Iterable[int]) -> Ring:
        """Return the points of a ring, longitudes running on past 180 where it crosses the antimeridian."""
        points: Ring = []
        for index in indexes:
            line = self.lines[index] if index >= 0 else self.lines[~index][::-1]
            points += line[1:] if points else line
        return unwrapped(points)


def read(path: Path) -> Topology:
    """Return the countries of a file of world-atlas; its names and numbers become ISO 3166-1 alpha-2 codes."""
    file = json.loads(path.read_text(encoding="utf-8"))
    (scale_x, scale_y), (left, bottom) = file["transform"]["scale"], file["transform"]["translate"]
    lines = []
    for steps in file["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + bottom))
        lines.append(line)
    codes = get_global("territory_aliases")  # CLDR has the numbers of ISO 3166-1 as aliases
    topology = Topology(lines, {})
    for shape in file["objects"]["countries"]["geometries"]:
        code = codes[shape["id"]][0] if "id" in shape else JOINED[shape["properties"]["name"]]
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                owner = "UA" if code == "RU" and _within(topology.ring(ring), CRIMEA) else code
                if owner not in LEFT_OUT:
                    topology.rings.setdefault(owner, []).append(ring)
    return Topology(lines, {code: joined(rings) for code, rings in topology.rings.items()})


def _within(ring: Ring, box: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = box
    return all(left < x < right and bottom < y < top for x, y in ring)


def joined(rings: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the rings of one country without the lines between them: those taken once forwards, once backwards."""
    taken = {index for ring in rings for index in ring}
    left = [[index for index in ring if ~index not in taken] for ring in rings]
    touched = [ring for ring, old in zip(left, rings, strict=True) if len(ring) < len(old)]
    if not touched:
        return [list(ring) for ring in rings]
    kept = [list(ring) for ring, old in zip(left, rings, strict=True) if len(ring) == len(old)]
    # What is left of two rings around a shared border, one after the other, is the ring around both.
    return [*kept, _around(rings, touched)]


def _around(rings: Sequence[Sequence[int]], touched: Sequence[Sequence[int]]) -> list[int]:
    """One ring around two that share a border."""
    first, second = (next(list(old) for old in rings if set(ring) <= set(old) and ring) for ring in touched)
    shared = {index for index in first if ~index in second}

    def opened(ring: list[int], inside: set[int]) -> list[int]:
        start = next(i for i, index in enumerate(ring) if index in inside and ring[i - len(ring) + 1] not in inside)
        return [index for index in ring[start + 1 :] + ring[: start + 1] if index not in inside]

    return opened(first, shared) + opened(second, {~index for index in shared})


def unwrapped(points: Sequence[Point]) -> Ring:
    """Return the points with longitudes that never jump by more than half a turn."""
    result: Ring = []
    shift = 0.0
    for x, y in points:
        if result:
            jump = x + shift - result[-1][0]
            shift += -360 if jump > 180 else 360 if jump < -180 else 0
        result.append((x + shift, y))
    return result


def simplified(topology: Topology, project: Callable[[Point], Point], least: float) -> Topology:
    """Return the topology without bends of less than `least` square units (Visvalingam and Whyatt, 1993)."""
    lines = []
    for line in topology.lines:
        degrees = unwrapped(line)
        kept = _kept([project(point) for point in degrees], least)
        lines.append([line[index] for index in kept])
    return Topology(lines, topology.rings)


def _kept(points: Sequence[Point], least: float) -> list[int]:
    before = list(range(-1, len(points) - 1))
    after = list(range(1, len(points) + 1))
    alive = [True] * len(points)
    areas = [0.0] * len(points)

    def area(index: int) -> float:
        (x1, y1), (x2, y2), (x3, y3) = points[before[index]], points[index], points[after[index]]
        return abs((x2 - x1) * (y3 - y1) - (x3 - x1) * (y2 - y1)) / 2

    heap = []
    for index in range(1, len(points) - 1):
        areas[index] = area(index)
        heapq.heappush(heap, (areas[index], index))
    while heap:
        size, index = heapq.heappop(heap)
        if size >= least:
            break
        if not alive[index] or size != areas[index]:
            continue
        alive[index] = False
        left, right = before[index], after[index]
        after[left], before[right] = right, left
        for neighbour in (left, right):
            if 0 < neighbour < len(points) - 1:
                areas[neighbour] = max(area(neighbour), size)
                heapq.heappush(heap, (areas[neighbour], neighbour))
    return [index for index, lives in enumerate(alive) if lives]


def clipped(ring: Sequence[Point], axis: int, limit: float, keep_above: bool) -> Ring:
    """Return a polygon cut along a vertical (`axis` 0) or horizontal line (Sutherland and Hodgman, 1974)."""
    result: Ring = []
    for one, two in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        inside, next_inside = ((point[axis] >= limit) == keep_above for point in (one, two))
        if inside:
            result.append(one)
        if inside != next_inside and one[axis] != two[axis]:
            share = (limit - one[axis]) / (two[axis] - one[axis])
            other = one[1 - axis] + share * (two[1 - axis] - one[1 - axis])
            result.append((limit, other) if axis == 0 else (other, limit))
    return result


def area_of(ring: Sequence[Point]) -> float:
    """Return the area of a ring, negative where it runs clockwise (the shoelace formula)."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def middle_of(ring: Sequence[Point], steps: int = 24) -> Point:
    """Return a point well inside a ring: the one of a grid that is farthest from the border."""
    left, right = min(x for x, _ in ring), max(x for x, _ in ring)
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    grid = [
        (left + (right - left) * column / steps, top + (bottom - top) * row / steps)
        for column in range(1, steps)
        for row in range(1, steps)
    ]
    best = max(grid, key=lambda point: depth(ring, point))
    return best if depth(ring, best) > 0 else ((left + right) / 2, (top + bottom) / 2)


def depth(ring: Sequence[Point], point: Point) -> float:
    """How far inside a ring a point lies; 0 outside."""
    edges = list(zip(ring, [*ring[1:], *ring[:1]], strict=True))
    return min(_distance(point, *edge) for edge in edges) if _inside(point, edges) else 0.0


def _inside(point: Point, edges: Sequence[tuple[Point, Point]]) -> bool:
    x, y = point
    crossed = ((y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1) for (x1, y1), (x2, y2) in edges)
    return sum(crossed) % 2 == 1


def _distance(point: Point, one: Point, two: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, one, two
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    share = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return float(((x - x1 - share * (x2 - x1)) ** 2 + (y - y1 - share * (y2 - y1)) ** 2) ** 0.5)
