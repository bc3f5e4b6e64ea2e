"""The quiet part of the print map: land, water, limits, roads, from the embedded layers, in the web map's colours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np

from geo.basemap import geojson, missing
from geo.dataset import Dataset
from geo.printmap.frame import Frame
from geo.printmap.pen import Box, Pen
from geo.style import GROUNDS
from geo.view import View

COLOURS = GROUNDS["light"]
#: Opacity of the zone that counts as near.
NEAR = 0.09
MAIN_ROUTE = "route-du-poisson"
#: Widths of rivers by rank, in units of the map.
_RIVERS = {1: 2.2, 2: 1.4, 3: 0.8}


def features(layer: str) -> list[dict[str, Any]]:
    """Return a layer's features; none where its file is absent."""
    return [] if layer in missing() else list(geojson(layer)["features"])


def draw_ground(pen: Pen, frame: Frame, regions: tuple[str, ...]) -> None:
    """Draw land, water and limits; the view's regions stand out where it has some."""
    unit = frame.unit
    pen.box(frame.box, fill=COLOURS.water)
    pen.path(list(_rings(frame, "neighbours")), fill=COLOURS.neighbour, line=COLOURS.neighbour, width=0.3 * unit)
    pen.path(list(_rings(frame, "country")), fill=COLOURS.land)
    if regions:
        others = [f for f in features("regions_click") if f["properties"]["region"] not in regions]
        chosen = [f for f in features("regions_click") if f["properties"]["region"] in regions]
        pen.path([ring for f in others for ring in _rings_of(frame, f)], fill=COLOURS.neighbour, alpha=0.75)
        pen.path([ring for f in chosen for ring in _rings_of(frame, f)], fill=COLOURS.region_focus)
    pen.path(list(_rings(frame, "water")), fill=COLOURS.water)
    for rank, width in _RIVERS.items():
        for channel in (True, False):
            found = [
                f
                for f in features("rivers")
                if f["properties"]["rank"] == rank and bool(f["properties"]["channel"]) == channel
            ]
            lines = [line for f in found for line in _lines_of(frame, f)]
            how: dict[str, Any] = {"alpha": 0.7, "width": 0.7 * unit} if channel else {"width": width * unit}
            pen.path(lines, line=COLOURS.water, closed=False, **how)
    pen.path(
        list(_lines(frame, "limits")), line=COLOURS.region, width=unit, dash=(0.1 * unit, 2.6 * unit), closed=False
    )
    indicative = [line for f in features("regions_indicative") for line in _lines_of(frame, f)]
    pen.path(indicative, line=COLOURS.region, width=unit, dash=(5 * unit, 5 * unit), closed=False, round_ends=False)
    for feature in features("borders"):
        told = feature["properties"]
        pen.path(
            list(_lines_of(frame, feature)),
            line=COLOURS.border,
            width=(1.3 if told["mali"] else 0.8) * unit,
            alpha=1.0 if told["mali"] else 0.7,
            dash=(4 * unit, 4 * unit) if told["disputed"] else None,
            closed=False,
        )


@lru_cache(maxsize=4)  # every part of a map that has to do with roads asks
def routes_of(dataset: Dataset) -> tuple[tuple[str, str, Any], ...]:
    """Return id, precision and (longitude, latitude) points of each route."""
    points = dataset.route_points.sort_values(["route_id", "seq"])
    lines = {name: part[["lon", "lat"]].to_numpy(dtype=float) for name, part in points.groupby("route_id")}
    routes = dataset.routes
    return tuple((i, p, lines[i]) for i, p in zip(routes["id"], routes["precision"], strict=True) if i in lines)


def draw_nearness(pen: Pen, frame: Frame, dataset: Dataset, view: View) -> None:
    """Shade the zone in which a view's events count as near to a site or a route."""
    if view.near is None or view.within_km is None:
        return
    for _, _, line in (route for route in routes_of(dataset) if route[0] == view.near):
        # A pen twice as wide as the distance, with a round point, leaves the very zone.
        pen.line(frame.points(line), COLOURS.accent, 2 * view.within_km * frame.mm_per_km(), alpha=NEAR)
    sites = dataset.sites[dataset.sites["id"] == view.near]
    for lon, lat in sites[["lon", "lat"]].to_numpy(dtype=float):
        pen.ring(*frame.xy(lon, lat), *frame.radii(view.within_km, lat), fill=COLOURS.accent, alpha=NEAR)


def draw_area(pen: Pen, frame: Frame, view: View) -> None:
    """Draw the outline of the area to which a view's events are filtered, if it was drawn."""
    if view.within is None:
        return
    ring, unit = frame.points([(lon, lat) for lat, lon in view.within.ring]), frame.unit
    pen.path([clipped(ring, frame.box)], fill=COLOURS.accent, alpha=NEAR)
    pen.path([ring], line=COLOURS.accent, width=1.2 * unit, dash=(6 * unit, 3 * unit), closed=False)


def draw_routes(pen: Pen, frame: Frame, dataset: Dataset) -> tuple[bool, bool]:
    """Draw the roads; say whether one through villages and one that only joins towns are on the map."""
    unit, shown = frame.unit, [False, False]
    found = [(i, p, frame.points(line), line) for i, p, line in routes_of(dataset)]
    for _, _, line, _ in found:
        pen.line(line, COLOURS.route_casing, 3.2 * unit, alpha=0.8)
    for route, precision, line, where in found:
        main, schematic = route == MAIN_ROUTE, precision == "schematic"
        pen.line(
            line,
            COLOURS.label if main else COLOURS.route,
            (2.3 if main else 1.3) * unit,
            dash=(6 * unit, 4 * unit) if schematic else None,
            round_ends=not schematic,
        )
        if any(frame.holds(lon, lat) for lon, lat in where):
            shown[schematic] = True
    return shown[0], shown[1]


def draw_sites(pen: Pen, frame: Frame, dataset: Dataset) -> tuple[bool, bool]:
    """Draw the sites: filled where the Mission had a role, else open; say which of both are on the map."""
    unit, shown = frame.unit, [False, False]
    sites = dataset.sites
    for kind, role, lon, lat in zip(sites["kind"], sites["role"], sites["lon"], sites["lat"], strict=True):
        if not frame.holds(lon, lat):
            continue
        x, y = frame.xy(lon, lat)
        mission = role != "none"
        shown[not mission] = True
        site_symbol(pen, x, y, (3.4 if kind == "regional_capital" else 2.5) * unit, mission, unit)
    return shown[0], shown[1]


def site_symbol(pen: Pen, x: float, y: float, radius: float, mission: bool, unit: float) -> None:
    """Draw the dot of a site."""
    fill, line = (COLOURS.site, COLOURS.halo) if mission else (COLOURS.halo, COLOURS.town)
    pen.ring(x, y, radius, fill=fill, line=line, width=unit)


def _rings(frame: Frame, layer: str) -> Iterator[Any]:
    for feature in features(layer):
        yield from _rings_of(frame, feature)


def _rings_of(frame: Frame, feature: dict[str, Any]) -> Iterator[Any]:
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for ring in polygon:
            if _near(frame, points := np.asarray(ring, dtype=float)):
                inside = clipped(frame.points(points), frame.box)
                if len(inside):
                    yield inside


def _lines(frame: Frame, layer: str) -> Iterator[Any]:
    for feature in features(layer):
        yield from _lines_of(frame, feature)


def _lines_of(frame: Frame, feature: dict[str, Any]) -> Iterator[Any]:
    geometry = feature["geometry"]
    if geometry["type"] == "Point":  # a place for a name
        return
    for line in [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]:
        if _near(frame, points := np.asarray(line, dtype=float)):
            yield frame.points(points)


def _near(frame: Frame, points: Any) -> bool:
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    return bool(west <= frame.east and east >= frame.west and south <= frame.north and north >= frame.south)


def clipped(ring: Any, box: Box, margin: float = 2.0) -> Any:
    """Return the part of a polygon near a box, so that no file carries coasts that nobody sees.

    Sutherland and Hodgman's method (1974): one edge of the box after the other cuts the ring.

    :param margin: millimetres round the box that are kept, so that no cut edge shows.
    """
    edges = ((0, 1, box.x - margin), (0, -1, box.right + margin), (1, 1, box.y - margin), (1, -1, box.top + margin))
    for axis, sign, limit in edges:
        if not len(ring):
            break
        depth = sign * (ring[:, axis] - limit)
        inside = depth >= 0
        if inside.all():
            continue
        following, ahead = np.roll(ring, -1, axis=0), np.roll(depth, -1)
        crosses = inside != np.roll(inside, -1)
        share = np.where(crosses, depth / np.where(crosses, depth - ahead, 1), 0)[:, None]
        both = np.stack([ring, ring + share * (following - ring)], axis=1)
        ring = both[np.column_stack([inside, crosses])]
    return ring
