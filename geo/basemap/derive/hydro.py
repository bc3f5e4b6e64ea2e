"""Rivers and lakes.

The named rivers are Natural Earth's, mended: its Niger comes in eighteen pieces. The channels of the inner delta
and the other tributaries in Mali are added from GSHHG where they do not repeat a river of Natural Earth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely  # type: ignore[import-not-found, import-untyped, unused-ignore]
import shapely.ops  # type: ignore[import-not-found, import-untyped, unused-ignore]
from shapely.geometry import LineString, MultiLineString, Point, Polygon, box  # type: ignore[import-not-found, import-untyped, unused-ignore]

from geo.basemap.derive.mesh import NEAR


@dataclass(frozen=True)
class River:
    """A river as the map names it.

    :param name: in English.
    :param name_fr: in French.
    :param rank: 1 the Niger; 2 the Bani, the Sénégal and the arms of the Niger in the delta; 3 the rest.
    """

    name: str
    name_fr: str
    rank: int = 3


NIGER = River("Niger", "Niger", 1)
#: Natural Earth's names, with ``?`` for each letter that its table lost → the river.
NAMES = {
    "Niger": NIGER,
    "Bani": River("Bani", "Bani", 2),
    "S?n?gal": River("Senegal", "Sénégal", 2),
    "Bafing": River("Bafing", "Bafing"),
    "Bakoy": River("Bakoye", "Bakoye"),
    "Baoul?": River("Baoulé", "Baoulé"),
    "Bago?": River("Bagoé", "Bagoé"),
    "Mouhoun  (Black Volta)": River("Black Volta (Mouhoun)", "Mouhoun (Volta noire)"),
    "Nakanb? (White Volta)": River("White Volta (Nakambé)", "Nakambé (Volta blanche)"),
    "Volta": River("Volta", "Volta"),
    "Oti": River("Oti", "Oti"),
    "Gambia": River("Gambia", "Gambie"),
    "Komo?": River("Comoé", "Comoé"),
    "Sassandra": River("Sassandra", "Sassandra"),
}
#: Arms that Natural Earth calls Niger too: the point half-way along each, and its own name.
ARMS = (
    ((-4.656, 14.78), River("Diaka", "Diaka", 2)),
    ((-3.816, 15.631), River("Bara Issa", "Bara Issa", 2)),
    ((-3.27, 16.19), River("Bara Issa", "Bara Issa", 2)),
    ((-3.461, 16.117), River("", "")),  # a link between the two arms
)
#: Rivers that GSHHG draws without a name: a point on each, and its name.
UNNAMED = (
    ((-12.1, 14.2), River("Falémé", "Falémé")),
    ((-11.45, 13.0), River("Falémé", "Falémé")),
    ((-9.7, 13.0), River("Bakoye", "Bakoye")),
    ((-8.2, 11.5), River("Sankarani", "Sankarani")),
    ((-3.46, 13.05), River("Sourou", "Sourou")),
    ((-6.25, 10.8), River("Bagoé", "Bagoé")),
    ((-6.05, 14.2), River("Fala de Molodo", "Fala de Molodo")),
)
#: Points on parts of Natural Earth's rivers that are left out, because GSHHG has the same stretch in more detail.
REPLACED = ((-6.27, 10.722), (-6.333, 12.139))
#: Lakes: the point of its label, its names, and whether it is dry in most years.
LAKES: tuple[tuple[tuple[float, float], str, str, bool], ...] = (
    ((-4.0, 16.74), "Lake Faguibine", "Lac Faguibine", True),
    ((-4.12, 15.33), "Lake Débo", "Lac Débo", False),
    ((-2.97, 15.84), "Lake Niangay", "Lac Niangay", False),
    ((-3.76, 16.44), "Lake Télé", "Lac Télé", False),
    ((-3.69, 16.26), "Lake Fati", "Lac Fati", False),
    ((-4.72, 15.75), "Lake Tanda", "Lac Tanda", False),
    ((-2.73, 15.9), "Lake Do", "Lac Do", False),
    ((-3.81, 15.31), "Lake Korientzé", "Lac Korientzé", False),
    ((4.55, 10.4), "Kainji Lake", "Lac de Kainji", False),
)

#: Two ends closer than this (degrees, about 1 km) are the same place: the packages' pieces miss each other by less.
SNAP = 0.01
#: An end this near another river runs into it; GSHHG's tributaries stop at the bank, not at the centre line.
REACH = 0.07
#: A line of GSHHG that lies this close to Natural Earth's for most of its length is the same river.
SAME = 0.025
FINE, MIDDLE = 0.003, 0.02

Line = list[tuple[float, float]]


def rivers(natural_earth: Iterable[tuple[str, Any]], gshhg: Iterable[Any], mali: Any) -> list[tuple[River | None, Any]]:
    """Return the rivers of the map, widest first; ``None`` stands for a channel without a name.

    :param natural_earth: (name, geometry) of all its rivers.
    :param gshhg: lines of all its rivers.
    :param mali: polygon of Mali; channels are added within it and half a degree round it.
    """
    near, around = box(*NEAR), mali.buffer(0.5)
    pieces: dict[River, list[Any]] = {}
    for name, geometry in natural_earth:
        river = NAMES.get(name)
        if river is not None and geometry.intersects(near):
            for part in shapely.get_parts(geometry):
                if any(part.distance(Point(point)) < 0.01 for point in REPLACED):
                    continue
                pieces.setdefault(_arm(part) if river == NIGER else river, []).append(part)
    lines = {river: _joined(parts) for river, parts in pieces.items()}
    lines[NIGER] = lines[NIGER][:1]  # from Guinea to the sea in one line; the other parts are its mouths in Nigeria
    channels = _channels(gshhg, shapely.union_all([MultiLineString(parts) for parts in lines.values()]), around)
    found: list[tuple[River | None, Any]] = []
    placed: list[Any] = []
    named: dict[River, list[Any]] = {river: list(parts) for river, parts in lines.items()}
    rest: list[Any] = named.pop(River("", ""), [])
    for channel in channels:
        river = next((river for point, river in UNNAMED if channel.distance(Point(point)) < 0.15), None)
        (named.setdefault(river, []) if river else rest).append(channel)
    for river in sorted(named, key=lambda river: (river.rank, river.name)):
        parts = [_into(_thin(line.intersection(near), around), placed) for line in named[river]]
        placed += [part for line in parts for part in line]
        if any(parts):
            found.append((river, _bundle(parts)))
    parts = []
    for line in sorted(rest, key=lambda line: -line.length):
        parts.append(_into(_thin(line, around), placed))
        placed += parts[-1]
    if parts:
        found.append((None, _bundle(parts)))
    return found


def _arm(part: Any) -> River:
    middle = part.interpolate(0.5, normalized=True)
    return next((river for point, river in ARMS if middle.distance(Point(point)) < 0.01), NIGER)


def _joined(parts: list[Any]) -> list[Any]:
    """Return the parts of one river joined end to end across gaps of up to `SNAP`; stubs are dropped."""
    nodes: Line = []

    def node(point: tuple[float, float]) -> tuple[float, float]:
        for known in nodes:
            if Point(known).distance(Point(point)) < SNAP:
                return known
        nodes.append(point)
        return point

    lines = []
    for part in sorted(parts, key=lambda part: -part.length):
        points = list(part.coords)
        points[0], points[-1] = node(points[0]), node(points[-1])
        if part.length > 2 * SNAP:
            lines.append(LineString(points))
    merged = shapely.line_merge(MultiLineString(lines))
    return sorted(shapely.get_parts(merged), key=lambda line: -line.length)


def _channels(gshhg: Iterable[Any], known: Any, around: Any) -> list[Any]:
    """Return the lines of GSHHG in and round Mali that are not among the known rivers."""
    wanted = [line for line in gshhg if line.intersects(around)]
    edges = shapely.get_parts(shapely.line_merge(shapely.node(MultiLineString(wanted))))
    same = known.buffer(SAME)
    new = [edge for edge in edges if edge.intersects(around) and edge.intersection(same).length < 0.5 * edge.length]
    joined = shapely.get_parts(shapely.line_merge(MultiLineString(new)))
    return [line for line in joined if line.length > 0.05]


def _thin(geometry: Any, around: Any) -> list[Any]:
    """Return lines simplified finely in and round Mali, coarsely elsewhere, with 3 decimals (about 100 m)."""
    thin = []
    for place, tolerance in ((geometry.intersection(around), FINE), (geometry.difference(around), MIDDLE)):
        for line in shapely.get_parts(place):
            points = [(round(x, 3), round(y, 3)) for x, y in line.simplify(tolerance).coords]
            if len(set(points)) > 1:
                thin.append(LineString(points))
    if len(thin) < 2:
        return thin
    return list(shapely.get_parts(shapely.line_merge(MultiLineString(thin))))


def _into(lines: list[Any], placed: list[Any]) -> list[Any]:
    """Return the lines with each end that stops just short of a placed river drawn out to it."""
    if not placed:
        return lines
    target = MultiLineString(placed)
    extended = []
    for line in lines:
        points = list(line.coords)
        for index, where in ((0, 0), (-1, len(points))):
            end = Point(points[index])
            if 0 < end.distance(target) < REACH:
                meet = shapely.ops.nearest_points(target, end)[0]
                points.insert(where if index == 0 else len(points), (round(meet.x, 3), round(meet.y, 3)))
        extended.append(LineString(points))
    return extended


def _bundle(parts: list[list[Any]]) -> Any:
    return MultiLineString([line for group in parts for line in group])


def lakes(gshhg: Iterable[tuple[int, float, Any]], mali: Any) -> list[tuple[dict[str, Any], Any]]:
    """Return (properties, polygon) of the lakes, largest first: all in and round Mali, and large ones beyond.

    Corners are rounded: at 1:1,000,000 the packages' lakes are polygons of a few straight edges.
    """
    near, around = box(*NEAR), mali.buffer(0.5)
    everything = list(gshhg)
    islands = [polygon for level, _, polygon in everything if level == 3 and polygon.intersects(around)]
    found: list[tuple[float, dict[str, Any], Any]] = []
    for level, area, polygon in everything:
        # Area below zero marks a stretch of river drawn with both banks: the Niger is a line here.
        if level != 2 or area <= 0 or not polygon.within(near):
            continue
        if not (polygon.intersects(around) and area >= 3) and area < 100:
            continue
        whole = polygon.difference(shapely.union_all([island for island in islands if polygon.contains(island)]))
        shape = shapely.set_precision(_rounded(whole, 0.0015 if polygon.intersects(around) else 0.02), 1e-3)
        properties: dict[str, Any] = {"name": None, "name_fr": None, "label": None, "seasonal": False}
        for point, name, name_fr, seasonal in LAKES:
            if polygon.distance(Point(point)) < 0.02:
                properties = {"name": name, "name_fr": name_fr, "label": list(point), "seasonal": seasonal}
        found.append((area, {**properties, "area_km2": round(area)}, shape))
    return [(properties, shape) for _, properties, shape in sorted(found, key=lambda item: -item[0])]


def _rounded(polygon: Any, tolerance: float) -> Any:
    rings = [_chaikin(list(ring.coords)) for ring in (polygon.exterior, *polygon.interiors)]
    return Polygon(rings[0], rings[1:]).simplify(tolerance).buffer(0)


def _chaikin(ring: Line, rounds: int = 2) -> Line:
    for _ in range(rounds):
        cut: Line = []
        for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False):
            cut += [(0.8 * x0 + 0.2 * x1, 0.8 * y0 + 0.2 * y1), (0.2 * x0 + 0.8 * x1, 0.2 * y0 + 0.8 * y1)]
        ring = [*cut, cut[0]]
    return ring
