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
    unit, localities, stretches = frame.unit, False, False
    for place, radius in zip(found, reach, strict=True):
        colour = SYMBOLS[place.main].light
        if frame.radii(place.route_km, place.lat)[1] > radius + _STRETCH_BEYOND * unit:
            stretches = True
            line = stretch(place.lat, place.lon, place.route_km, roads)
            if line is None:
                _disc(pen, frame, place, place.route_km, colour)
            else:
                pen.line(frame.points(line), colour, _STRETCH_WIDTH * unit, alpha=0.4)
        if frame.radii(place.locality_km, place.lat)[1] > radius + _DISC_BEYOND * unit:
            localities = True
            _disc(pen, frame, place, place.locality_km, colour)
    return Doubt(localities, stretches)


def _disc(pen: Pen, frame: Frame, place: Place, km: float, colour: str) -> None:
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


def stretch(lat: float, lon: float, km: float, roads: Sequence[Any]) -> Any:
    """Return the part of the nearest road that lies within a distance along it, or ``None`` where no road is near.

    :param lat: degrees of a point on or beside the road; likewise ``lon``.
    :param km: how far the stretch reaches to either side.
    :param roads: (longitude, latitude) points of each road.
    :returns: (longitude, latitude) points.

    >>> road = np.array([(-4.0, 14.0), (-3.0, 14.0)])
    >>> stretch(14.01, -3.5, 10.8, [road]).round(1).tolist()
    [[-3.6, 14.0], [-3.4, 14.0]]
    """
    away, chainage, road = OFF_ROAD_KM, 0.0, None
    for line in roads:
        km_from, km_along = along([lat], [lon], line[:, 1], line[:, 0])
        if km_from[0] < away:
            away, chainage, road = km_from[0], km_along[0], line
    if road is None:
        return None
    lats, lons = cut(road[:, 1], road[:, 0], chainage - km, chainage + km)
    return np.column_stack([lons, lats])
