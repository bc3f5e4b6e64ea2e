"""Countries and regions as one mesh of shared arcs.

Every arc (a stretch of boundary between the same two units) is simplified once, and polygons and lines are both built
from the simplified arcs: neighbours share each point, so there is neither a sliver nor a gap between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import shapely  # type: ignore[import-not-found, import-untyped, unused-ignore]
import shapely.ops  # type: ignore[import-not-found, import-untyped, unused-ignore]
from shapely.geometry import LineString, Polygon, box  # type: ignore[import-not-found, import-untyped, unused-ignore]

#: Frame of the basemap (west, south, east, north): what a very wide screen shows at zoom 5. It ends short of the
#: contested boundaries of the eastern Mediterranean and the upper Nile, which the Atlas has no business drawing.
FRAME = (-36.0, -6.0, 28.0, 40.5)
#: Around Mali: inside, boundaries are drawn finely and countries are named.
NEAR = (-20.0, 5.0, 12.0, 30.0)
#: Where labels of countries go: what the first view shows round Mali.
LABELS = (-16.6, 8.2, 8.4, 26.8)
MALI = "MLI"
#: Latitude of the boundary between Morocco and Western Sahara. Natural Earth's admin-1 draws the provinces as
#: administered; the United Nations lists all of Western Sahara as a Non-Self-Governing Territory.
SAHARA_NORTH = 27.6667

#: Tolerance of the simplification, in degrees: about a pixel at zoom 10 in Mali, at zoom 6 near it, at 5 beyond.
FINE, MIDDLE, COARSE = 0.002, 0.015, 0.07
#: Islands smaller than this (square degrees) are left out: near Mali, and beyond.
SMALL_NEAR, SMALL_FAR = 0.006, 0.05

#: Countries whose name is drawn, and the French name. The others only fill the map up to its frame.
NAMED = {
    "DZA": ("Algeria", "Algérie"),
    "BEN": ("Benin", "Bénin"),
    "BFA": ("Burkina Faso", "Burkina Faso"),
    "CIV": ("Côte d’Ivoire", "Côte d’Ivoire"),
    "GMB": ("Gambia", "Gambie"),
    "GHA": ("Ghana", "Ghana"),
    "GIN": ("Guinea", "Guinée"),
    "GNB": ("Guinea-Bissau", "Guinée-Bissau"),
    "LBR": ("Liberia", "Libéria"),
    "LBY": ("Libya", "Libye"),
    "MRT": ("Mauritania", "Mauritanie"),
    "MAR": ("Morocco", "Maroc"),
    "NER": ("Niger", "Niger"),
    "NGA": ("Nigeria", "Nigéria"),
    "SEN": ("Senegal", "Sénégal"),
    "SLE": ("Sierra Leone", "Sierra Leone"),
    "TGO": ("Togo", "Togo"),
    "SAH": ("Western Sahara", "Sahara occidental"),
}
#: Boundaries that are not drawn: enclaves too small to show at any zoom of the map.
UNDRAWN = {("ESP", "GIB"), ("ESP", "MAR")}
#: Countries that share a boundary with Mali.
BORDERING = ("DZA", "BFA", "CIV", "GIN", "MRT", "NER", "SEN")

Arc = tuple[frozenset[str], Any]


@dataclass(frozen=True)
class Mesh:
    """The simplified mesh.

    :param arcs: for each pair of units (or single unit, at the coast and the frame) its lines.
    :param units: for each unit its polygon; Mali's regions are ``MLI/<name>``, a country is its ISO code.
    """

    arcs: dict[frozenset[str], list[Any]]
    units: dict[str, Any]


def country(unit: str) -> str:
    """Return the country code of a unit."""
    return unit.partition("/")[0]


def read_units(admin1: Iterable[tuple[dict[str, Any], Any]]) -> dict[str, Any]:
    """Return Mali's nine regions and the other countries, clipped to the frame and made to fit edge to edge."""
    frame = box(*FRAME)
    parts: dict[str, list[Any]] = defaultdict(list)
    for properties, geometry in admin1:
        code = properties["adm0_a3"]
        if geometry.intersects(frame):
            parts[f"{MALI}/{properties['name']}" if code == MALI else code].append(geometry)
    units = {code: shapely.unary_union(parts[code]) for code in sorted(parts)}
    both = shapely.unary_union([units["MAR"], units["SAH"]])
    units["MAR"] = both.intersection(box(-40, SAHARA_NORTH, 30, 60))
    units["SAH"] = both.intersection(box(-40, -10, 30, SAHARA_NORTH))
    names = list(units)
    clipped = [_polygonal(shapely.set_precision(units[name].intersection(frame), 1e-6)) for name in names]
    # Gaps and overlaps of up to 300 m between the packages' polygons are closed; wider ones are real water.
    clean = shapely.coverage_clean(clipped, gap_width=0.003)
    return {name: _polygonal(geometry) for name, geometry in zip(names, clean, strict=True)}


def _polygonal(geometry: Any) -> Any:
    return shapely.union_all([part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"])


def _rings(geometry: Any) -> Iterable[Any]:
    for part in shapely.get_parts(geometry):
        yield part.exterior
        yield from part.interiors


def arcs_of(units: dict[str, Any]) -> list[Arc]:
    """Return the arcs of a coverage: maximal lines with the same units on their sides, in a stable order."""
    owners: dict[tuple[tuple[float, float], tuple[float, float]], set[str]] = defaultdict(set)
    for name, geometry in units.items():
        for ring in _rings(geometry):
            points = list(ring.coords)
            for a, b in zip(points, points[1:], strict=False):
                if a != b:
                    owners[(a, b) if a < b else (b, a)].add(name)
    groups: dict[frozenset[str], list[Any]] = defaultdict(list)
    for edge in sorted(owners):
        groups[frozenset(owners[edge])].append(edge)
    # An arc also ends where a third unit meets it, so that polygons stay closed when it is simplified.
    arcs: list[Arc] = []
    for sides in sorted(groups, key=sorted):
        merged = shapely.line_merge(shapely.multilinestrings(groups[sides]))
        arcs += [(sides, line) for line in sorted(shapely.get_parts(merged), key=lambda line: list(line.coords))]
    nodes = {end for _, line in arcs for end in (line.coords[0], line.coords[-1])}
    split: list[Arc] = []
    for sides, line in arcs:
        points = list(line.coords)
        stops = [0, *(i for i in range(1, len(points) - 1) if points[i] in nodes), len(points) - 1]
        split += [(sides, LineString(points[a : b + 1])) for a, b in zip(stops, stops[1:], strict=False)]
    return split


def _on_frame(line: Any) -> bool:
    west, south, east, north = FRAME
    return any(
        all(abs(point[axis] - edge) < 1e-6 for point in line.coords)
        for axis, edge in ((0, west), (0, east), (1, south), (1, north))
    )


def _tolerance(sides: frozenset[str], line: Any) -> float:
    if any(country(unit) == MALI for unit in sides):
        return FINE
    return MIDDLE if line.intersects(box(*NEAR)) else COARSE


def _is_islet(sides: frozenset[str], line: Any) -> bool:
    if len(sides) > 1 or not line.is_ring:
        return False
    return bool(Polygon(line).area < (SMALL_NEAR if line.intersects(box(*NEAR)) else SMALL_FAR))


def simplify(arcs: list[Arc]) -> list[Arc]:
    """Simplify every arc on its own, its ends kept, and round it: 4 decimals at Mali's boundaries, 3 elsewhere.

    Where two simplified arcs would cross, both are simplified less, until none do.

    :raises ValueError: arcs still cross at a hundredth of the tolerance.
    """
    arcs = [(sides, line) for sides, line in arcs if not _is_islet(sides, line)]
    fine_ends = {
        end
        for sides, line in arcs
        if any(country(unit) == MALI for unit in sides)
        for end in (line.coords[0], line.coords[-1])
    }
    factors = [1.0] * len(arcs)
    for _ in range(8):
        lines = [
            _simplified(sides, line, factor, fine_ends) for (sides, line), factor in zip(arcs, factors, strict=True)
        ]
        crossing = _crossing(lines)
        if not crossing:
            return [(sides, line) for (sides, _), line in zip(arcs, lines, strict=True)]
        for index in crossing:
            factors[index] /= 2
    raise ValueError(f"{len(crossing)} simplified arcs still cross; look at {sorted(arcs[min(crossing)][0])}")


def _simplified(sides: frozenset[str], line: Any, factor: float, fine_ends: set[tuple[float, ...]]) -> Any:
    thin = line.simplify(_tolerance(sides, line) * factor, preserve_topology=True)
    digits = 4 if any(country(unit) == MALI for unit in sides) else 3
    points = list(thin.coords)
    rounded = []
    for index, (x, y) in enumerate(points):
        keep = 4 if index in (0, len(points) - 1) and (x, y) in fine_ends else digits
        rounded.append((round(x, keep), round(y, keep)))
    distinct = [point for index, point in enumerate(rounded) if index == 0 or point != rounded[index - 1]]
    return LineString(distinct if len(distinct) > 1 else rounded)


def _crossing(lines: list[Any]) -> set[int]:
    """Return the positions of lines that meet another one, or themselves, anywhere but at their ends."""
    found = {index for index, line in enumerate(lines) if not line.is_simple}
    tree = shapely.STRtree(lines)
    for one, other in zip(*tree.query(lines, predicate="intersects"), strict=True):
        if one < other:
            ends = shapely.multipoints([lines[i].coords[e] for i in (one, other) for e in (0, -1)])
            if not shapely.intersection(lines[one], lines[other]).difference(ends).is_empty:
                found |= {int(one), int(other)}
    return found


def build(units: dict[str, Any]) -> Mesh:
    """Return the simplified mesh of the units."""
    arcs = simplify(arcs_of(units))
    polygons: dict[str, Any] = {}
    for name, original in units.items():
        own = [line for sides, line in arcs if name in sides]
        faces = shapely.get_parts(shapely.polygonize(own))
        kept = [face for face in faces if original.contains(face.representative_point())]
        if kept:
            polygons[name] = shapely.union_all(kept)
    grouped: dict[frozenset[str], list[Any]] = defaultdict(list)
    for sides, line in arcs:
        if not _on_frame(line):
            grouped[sides].append(line)
    return Mesh(dict(grouped), polygons)


def merged(lines: Iterable[Any]) -> Any:
    """Return lines joined end to end, in a stable order."""
    joined = shapely.line_merge(shapely.union_all(list(lines)))
    return shapely.normalize(joined)


def borders(mesh: Mesh) -> dict[tuple[str, str], Any]:
    """Return the boundary line of every pair of countries, each once, without coast and frame."""
    pairs: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for sides, lines in mesh.arcs.items():
        codes = sorted({country(unit) for unit in sides})
        if len(codes) == 2 and (codes[0], codes[1]) not in UNDRAWN:
            pairs[codes[0], codes[1]] += lines
    return {pair: merged(pairs[pair]) for pair in sorted(pairs)}


def limits(mesh: Mesh) -> dict[tuple[str, str], Any]:
    """Return the line between every pair of Mali's regions, each once, without the country's outline."""
    found = {}
    for sides, lines in mesh.arcs.items():
        if len(sides) == 2 and {country(unit) for unit in sides} == {MALI}:
            one, other = sorted(unit.partition("/")[2] for unit in sides)
            found[one, other] = merged(lines)
    return {pair: found[pair] for pair in sorted(found)}


def merge_polygons(polygons: Iterable[Any]) -> Any:
    """Return the union of polygons that share their edges."""
    return shapely.union_all(list(polygons))


def label_point(polygon: Any, within: tuple[float, float, float, float]) -> list[float]:
    """Return the middle of the widest part of a polygon inside a box, or inside all of it where the box misses it."""
    seen = polygon.intersection(box(*within))
    circle = shapely.maximum_inscribed_circle(polygon if seen.is_empty else seen, tolerance=0.01)
    x, y = circle.coords[0]
    return [round(x, 2), round(y, 2)]
