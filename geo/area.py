"""Areas that a reader draws on the map, a polygon or a circle: a filter with an address, measured on the Earth.

A polygon's sides are straight on the web map, as they were drawn (lines of constant bearing). Coordinates are rounded
to three decimals of a degree, about a hundred metres: finer than a hand draws, and short enough for an address.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from pyproj import Geod

from geo import measure
from geo.disc import disc
from geo.errors import AtlasError

#: Decimals of a degree in an address.
DECIMALS = 3
#: Corners of a polygon: more make an address that programs cut off.
MOST_CORNERS = 100
#: Latitudes that the web map (Mercator) can show, and all longitudes.
MOST_LAT, MOST_LON = 85.0, 180.0
#: Longest outline in km: Mali's own border has 7,200; beyond it an area is no part of the map but all of it.
MOST_OUTLINE_KM = 20_000
#: Largest radius of a circle in km: from any place in Mali it takes in the whole country.
MOST_RADIUS_KM = 2_000
#: Beginning of a circle in an address.
CIRCLE = "circle:"
#: Pieces in km into which a side is cut: so short that it and the geodesic lie within four metres of each other.
_PIECE_KM = 25.0
_EARTH = Geod(ellps="WGS84")

Corner = tuple[float, float]
Bounds = tuple[float, float, float, float]


class AreaError(AtlasError, ValueError):
    """Text or corners that make no area.

    :param expected: key in the words' area ``problem`` of what would be right.
    """

    def __init__(self, expected: str) -> None:
        self.expected = expected
        super().__init__(expected)


@dataclass(frozen=True)
class Polygon:
    """An area with corners.

    :param corners: latitude and longitude of each in WGS84 degrees, in order round the area; the last joins the first.
    :raises AreaError: for fewer than three corners or more than a hundred, for sides that cross, for an outline longer
        than 20,000 km and for corners off the map.

    >>> Polygon(((14.3501, -3.61), (14.2, -3.2), (13.9, -3.5))).text()
    '14.35,-3.61;14.2,-3.2;13.9,-3.5'
    """

    corners: tuple[Corner, ...]

    def __post_init__(self) -> None:
        rounded = [_rounded(*corner) for corner in self.corners]
        following = [*rounded[1:], *rounded[:1]]
        # A corner said twice, and the first one said again at the end, are one.
        kept = tuple(corner for corner, after in zip(rounded, following, strict=True) if corner != after)
        object.__setattr__(self, "corners", kept)
        if len(kept) < 3 or _on_one_line(kept):
            raise AreaError("area_corners")
        if len(kept) > MOST_CORNERS:
            raise AreaError("area_many")
        if _crosses(kept):
            raise AreaError("area_crosses")
        if sum(measure.to_each(*zip(*kept, strict=True), *zip(*(*kept[1:], kept[0]), strict=True))) > MOST_OUTLINE_KM:
            raise AreaError("area_huge")

    def text(self) -> str:
        """Return the area as an address says it."""
        return ";".join(f"{_short(lat)},{_short(lon)}" for lat, lon in self.corners)

    @cached_property
    def ring(self) -> tuple[Corner, ...]:
        """The outline as a closed ring of latitude and longitude, no piece longer than about 25 km."""
        out: list[Corner] = []
        for (lat, lon), (lat2, lon2) in pairwise((*self.corners, self.corners[0])):
            pieces = max(1, math.ceil(float(measure.to_each([lat], [lon], [lat2], [lon2])[0]) / _PIECE_KM))
            up, up2 = _northing(lat), _northing(lat2)
            for i in range(pieces):
                part = i / pieces
                there = math.degrees(math.atan(math.sinh(up + part * (up2 - up)))) if i else lat
                out.append((there, lon + part * (lon2 - lon)))
        return (*out, out[0])

    @cached_property
    def km2(self) -> float:
        """Its size on the Earth."""
        lats, lons = zip(*self.ring[:-1], strict=True)
        return abs(float(_EARTH.polygon_area_perimeter(lons, lats)[0])) / 1e6

    @property
    def bounds(self) -> Bounds:
        """West, south, east and north."""
        lats, lons = zip(*self.corners, strict=True)
        return min(lons), min(lats), max(lons), max(lats)

    def beyond(self, lats: Any, lons: Any) -> measure.Floats:
        """Return how far beyond the outline points lie, in km: negative inside, NaN where a point has no place.

        >>> Polygon(((14, -4), (14, -3), (13, -3), (13, -4))).beyond([13.5, 14.1], [-3.5, -3.5]).round(0).tolist()
        [-54.0, 11.0]
        """
        ring_lats, ring_lons = np.array(self.ring).T
        km = measure.to_line(lats, lons, ring_lats, ring_lons)
        return np.where(self._holds(np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)), -km, km)

    def _holds(self, lats: measure.Floats, lons: measure.Floats) -> measure.Flags:
        """Say of points whether a line from them to the east crosses the outline an odd number of times."""
        north, inside = np.arcsinh(np.tan(np.radians(lats))), np.zeros(lats.shape, dtype=bool)
        for (lat, lon), (lat2, lon2) in pairwise((*self.corners, self.corners[0])):
            up, up2 = _northing(lat), _northing(lat2)
            if up != up2:
                spans = (up > north) != (up2 > north)
                inside ^= spans & (lons < lon + (north - up) / (up2 - up) * (lon2 - lon))
        return inside


@dataclass(frozen=True)
class Circle:
    """All that lies within a distance of a point.

    :param lat: latitude of the middle in WGS84 degrees; likewise ``lon``.
    :param km: radius, geodesic.
    :raises AreaError: for a radius of 0 or of more than 2,000 km, and for a middle off the map.

    >>> Circle(14.35, -3.61, 25).text()
    'circle:14.35,-3.61,25'
    """

    lat: float
    lon: float
    km: float

    def __post_init__(self) -> None:
        lat, lon = _rounded(self.lat, self.lon)
        km = round(float(self.km), DECIMALS) + 0.0
        if not 0 < km <= MOST_RADIUS_KM:
            raise AreaError("area_radius")
        for name, value in (("lat", lat), ("lon", lon), ("km", km)):
            object.__setattr__(self, name, value)

    def text(self) -> str:
        """Return the area as an address says it."""
        return f"{CIRCLE}{_short(self.lat)},{_short(self.lon)},{_short(self.km)}"

    @cached_property
    def ring(self) -> tuple[Corner, ...]:
        """The outline as a closed ring of latitude and longitude."""
        return tuple((lat, lon) for lon, lat in disc(self.lat, self.lon, self.km, 72))

    @property
    def km2(self) -> float:
        """Its size on the Earth, as that of a circle on a plane: right to one per cent as far as circles go."""
        return math.pi * self.km**2

    @property
    def bounds(self) -> Bounds:
        """West, south, east and north."""
        lats, lons = zip(*self.ring, strict=True)
        return min(lons), min(lats), max(lons), max(lats)

    def beyond(self, lats: Any, lons: Any) -> measure.Floats:
        """Return how far beyond the circle points lie, in km; see :meth:`Polygon.beyond`."""
        return measure.to_point(lats, lons, self.lat, self.lon) - self.km


Area = Polygon | Circle


def read(text: str) -> Area:
    """Read an area of an address: ``lat,lon;lat,lon;lat,lon…`` or ``circle:lat,lon,km``.

    :raises AreaError: when it is neither, or can't be used.

    >>> read("circle:14.35,-3.61,25").km, len(read("14.35,-3.61;14.20,-3.20;13.9,-3.5").corners)
    (25.0, 3)
    """
    if text.startswith(CIRCLE):
        numbers = _numbers(text.removeprefix(CIRCLE))
        if len(numbers) != 3:
            raise AreaError("area")
        return Circle(*numbers)
    if text.count(";") > 2 * MOST_CORNERS:
        raise AreaError("area_many")
    pairs = [_numbers(pair) for pair in text.split(";")]
    if any(len(pair) != 2 for pair in pairs):
        raise AreaError("area")
    return Polygon(tuple((lat, lon) for lat, lon in pairs))


def _numbers(text: str) -> list[float]:
    # Python also reads digits of other scripts and "1_0"; nobody means those in an address.
    if not text.isascii() or "_" in text:
        raise AreaError("area")
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        raise AreaError("area") from None
    if not all(map(math.isfinite, found)):
        raise AreaError("area")
    return found


def _rounded(lat: float, lon: float) -> Corner:
    if not (abs(lat) <= MOST_LAT and abs(lon) <= MOST_LON):
        raise AreaError("area_latitude")
    return round(float(lat), DECIMALS) + 0.0, round(float(lon), DECIMALS) + 0.0  # + 0.0: -0.0 is 0.0


def _short(value: float) -> str:
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _northing(lat: float) -> float:
    """Return how far north a latitude lies on the web map (Mercator)."""
    return math.asinh(math.tan(math.radians(lat)))


def _whole(corners: tuple[Corner, ...]) -> list[tuple[int, int]]:
    """Return corners as whole numbers, so that no rounding decides whether two lines touch."""
    return [(round(lon * 10**DECIMALS), round(lat * 10**DECIMALS)) for lat, lon in corners]


def _on_one_line(corners: tuple[Corner, ...]) -> bool:
    (x, y), *others = _whole(corners)
    far = max(others, key=lambda other: abs(other[0] - x) + abs(other[1] - y))
    return all((far[0] - x) * (y2 - y) == (far[1] - y) * (x2 - x) for x2, y2 in others)


def _crosses(corners: tuple[Corner, ...]) -> bool:
    """Say whether two sides that are no neighbours cross or touch."""
    points = _whole(corners)
    sides = list(pairwise((*points, points[0])))
    for i, one in enumerate(sides):
        for j in range(i + 2, len(sides) - (i == 0)):
            if _touch(*one, *sides[j]):
                return True
    return False


def _touch(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]) -> bool:
    def turn(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> int:
        found = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
        return (found > 0) - (found < 0)

    def on(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> bool:
        return all(min(p[k], q[k]) <= r[k] <= max(p[k], q[k]) for k in (0, 1))

    turns = turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(not one and on(*three) for one, three in zip(turns, ends, strict=True))
