"""How well places are known, drawn as what it is: a locality as the disc in which it lies, a road as the stretch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.measure import along, cut
from geo.printmap.frame import Frame
from geo.printmap.ground import COLOURS
from geo.printmap.pen import Pen
from geo.printmap.places import Place
from geo.style import SYMBOLS

#: A point farther than this from every road of the data (km) lies on another road, whose course is not known here.
OFF_ROAD_KM = 6.0
#: Where a symbol reaches so far beyond (in pixels of the web map), the doubt is within it and not drawn.
_DISC_BEYOND, _STRETCH_BEYOND = 4.0, 3.0
_STRETCH_WIDTH = 9.0


@dataclass(frozen=True)
class Doubt:
    """Which shapes are on the map, for its legend.

    :param localities: whether a locality is drawn as a disc.
    :param stretches: whether a stretch of road is drawn, as the road or, away from all known ones, as a disc.
    """

    localities: bool = False
    stretches: bool = False


def draw_doubt(pen: Pen, frame: Frame, found: Sequence[Place], reach: Sequence[float], roads: Sequence[Any]) -> Doubt:
    """Draw, under the symbols, how far from their points the events of places may have happened.

    :param found: places known better than to an area.
    :param reach: radius in millimetres of each place's symbol.
    :param roads: (longitude, latitude) points of each road.
    """
    unit, sized = frame.unit, list(zip(found, reach, strict=True))
    on_roads = [p for p, r in sized if frame.radii(p.route_km, p.lat)[1] > r + _STRETCH_BEYOND * unit]
    wide = [p for p, r in sized if frame.radii(p.locality_km, p.lat)[1] > r + _DISC_BEYOND * unit]
    lines = stretches([p.lat for p in on_roads], [p.lon for p in on_roads], [p.route_km for p in on_roads], roads)
    for place, line in zip(on_roads, lines, strict=True):
        if line is None:
            _disc(pen, frame, place, place.route_km)
        else:
            pen.line(frame.points(line), SYMBOLS[place.main].light, _STRETCH_WIDTH * unit, alpha=0.4)
    for place in wide:
        _disc(pen, frame, place, place.locality_km)
    return Doubt(bool(wide), bool(on_roads))


def _disc(pen: Pen, frame: Frame, place: Place, km: float) -> None:
    colour = SYMBOLS[place.main].light
    rx, ry = frame.radii(km, place.lat)
    pen.ring(place.x, place.y, rx, ry, fill=colour, alpha=0.07)
    pen.ring(place.x, place.y, rx, ry, line=colour, width=frame.unit, alpha=0.55)


def sample(pen: Pen, what: str, x: float, y: float, unit: float) -> None:
    """Draw what stands for a ``locality`` or, as a ``band``, for a stretch in the legend."""
    if what == "locality":
        pen.ring(x, y, 6.5 * unit, fill=COLOURS.text_quiet, alpha=0.12)
        pen.ring(x, y, 6.5 * unit, line=COLOURS.text_quiet, width=unit)
    else:
        pen.line([(x - 6 * unit, y), (x + 6 * unit, y)], COLOURS.text_quiet, 6 * unit, alpha=0.5)


def stretches(lats: Sequence[float], lons: Sequence[float], km: Sequence[float], roads: Sequence[Any]) -> list[Any]:
    """Return for each point the part of the nearest road within a distance along it, ``None`` where no road is near.

    :param lats: degrees of points on or beside a road; likewise ``lons``.
    :param km: how far each stretch reaches to either side.
    :param roads: (longitude, latitude) points of each road.
    :returns: (longitude, latitude) points.

    >>> road = np.array([(-4.0, 14.0), (-3.0, 14.0)])
    >>> stretches([14.01], [-3.5], [10.8], [road])[0].round(1).tolist()
    [[-3.6, 14.0], [-3.4, 14.0]]
    """
    if not len(lats) or not len(roads):
        return [None] * len(lats)
    # Each road is measured once for all points.
    away, chainage = np.stack([along(lats, lons, road[:, 1], road[:, 0]) for road in roads], axis=1)
    nearest, found = away.argmin(axis=0), list[Any]()
    for point, number in enumerate(nearest.tolist()):
        if away[number, point] >= OFF_ROAD_KM:
            found.append(None)
            continue
        road, at = roads[number], chainage[number, point]
        found.append(np.column_stack(cut(road[:, 1], road[:, 0], at - km[point], at + km[point])[::-1]))
    return found
