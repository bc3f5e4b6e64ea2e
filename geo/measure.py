"""Distances on the Earth, geodesic (WGS84), in kilometres: from events to a site or a route, and along a route.

Chainage is the distance along a route from its first waypoint, as on a road's kilometre stones.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Geod

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
_EARTH = Geod(ellps="WGS84")
#: Length in km of the pieces into which a route is cut before the nearest point is looked for on each: short
#: enough (about 5 km) that the straight line on a map and the geodesic lie within a metre of each other.
_PIECE_KM = 5.0
#: Points × pieces that are measured at once: a matrix of them takes 16 MB.
_MOST_PAIRS = 2_000_000


def to_point(lats: Any, lons: Any, lat: float, lon: float) -> Floats:
    """Return the distance of many points to one.

    :param lats: latitudes in WGS84 degrees; NaN where a point has no place.
    :param lons: longitudes, as many.
    :returns: kilometres, NaN where a point has no place.

    >>> to_point([14.0], [-4.0], 14.0, -4.0).round(3).tolist()
    [0.0]
    """
    lats, lons = np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)
    km = np.full(lats.shape, np.nan)
    placed = ~(np.isnan(lats) | np.isnan(lons))
    n = int(placed.sum())
    if n:
        metres = _EARTH.inv(lons[placed], lats[placed], np.full(n, lon), np.full(n, lat))[2]
        km[placed] = np.asarray(metres) / 1000
    return km


def to_each(lats: Any, lons: Any, other_lats: Any, other_lons: Any) -> Floats:
    """Return the distance of each point to the point beside it.

    :returns: kilometres, NaN where either has no place.

    >>> to_each([14.0, 14.0], [-4.0, -4.0], [14.0, 15.0], [-4.0, -4.0]).round(1).tolist()
    [0.0, 110.6]
    """
    ends = np.array([lons, lats, other_lons, other_lats], dtype=float)
    km = np.full(ends.shape[1], np.nan)
    placed = ~np.isnan(ends).any(axis=0)
    if placed.any():
        east, north, other_east, other_north = ends[:, placed]
        km[placed] = np.asarray(_EARTH.inv(east, north, other_east, other_north)[2]) / 1000
    return km


def to_line(lats: Any, lons: Any, line_lats: Any, line_lons: Any) -> Floats:
    """Return the distance of many points to the nearest point of a line.

    The nearest point is looked for through the Earth, where each short piece of the line is straight; it is then
    measured on the ellipsoid. Right to a metre, as far as Mali reaches.

    :param line_lats: latitudes of the line's waypoints, in order; at least one.
    :param line_lons: longitudes, as many.
    :returns: kilometres, NaN where a point has no place.

    >>> to_line([14.1], [-3.5], [14.0, 14.0], [-4.0, -3.0]).round(1).tolist()
    [11.0]
    """
    return along(lats, lons, line_lats, line_lons)[0]


def along(lats: Any, lons: Any, line_lats: Any, line_lons: Any) -> tuple[Floats, Floats]:
    """Return the distance of many points to a line, and the chainage of the nearest point on it.

    Of two stretches of the line that are equally near, the first counts.

    :param line_lats: latitudes of the line's waypoints, in order; at least one.
    :param line_lons: longitudes, as many.
    :returns: kilometres from the line and kilometres along it, both NaN where a point has no place.

    >>> [part.round(1).tolist() for part in along([14.1], [-3.5], [14.0, 14.0], [-4.0, -3.0])]
    [[11.0], [54.0]]
    """
    lats, lons = np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)
    path_lats, path_lons = densify(line_lats, line_lons)
    if len(path_lats) == 1:
        km = to_point(lats, lons, float(path_lats[0]), float(path_lons[0]))
        return km, np.where(np.isnan(km), np.nan, 0.0)
    km, chainage = np.full(lats.shape, np.nan), np.full(lats.shape, np.nan)
    step = max(1, min(4096, _MOST_PAIRS // len(path_lats)))
    for start in range(0, len(lats), step):
        part = slice(start, start + step)
        km[part], chainage[part] = _to_path(lats[part], lons[part], path_lats, path_lons)
    return km, chainage


def chainages(line_lats: Any, line_lons: Any) -> Floats:
    """Return the distance of each waypoint of a line from the first, along the line.

    >>> chainages([14.0, 14.0, 14.1], [-4.0, -3.0, -3.0]).round(1).tolist()
    [0.0, 108.0, 119.1]
    """
    lats, lons = np.asarray(line_lats, dtype=float), np.asarray(line_lons, dtype=float)
    metres = _EARTH.inv(lons[:-1], lats[:-1], lons[1:], lats[1:])[2]
    return np.concatenate([[0.0], np.cumsum(np.asarray(metres, dtype=float)) / 1000])


def length(line_lats: Any, line_lons: Any) -> float:
    """Return the length of a line in km.

    >>> round(length([14.0, 14.0], [-4.0, -3.0]), 1)
    108.0
    """
    return float(chainages(line_lats, line_lons)[-1])


def cut(line_lats: Any, line_lons: Any, start_km: float, end_km: float) -> tuple[Floats, Floats]:
    """Return the part of a line between two chainages, with the line's own waypoints between them.

    :param start_km: beyond the line's beginning it is the beginning; likewise ``end_km`` beyond its end.
    :returns: latitudes and longitudes.

    >>> [part.round(2).tolist() for part in cut([14.0, 14.0, 14.1], [-4.0, -3.0, -3.0], 54.0, 500.0)]
    [[14.0, 14.0, 14.1], [-3.5, -3.0, -3.0]]
    """
    lats, lons = np.asarray(line_lats, dtype=float), np.asarray(line_lons, dtype=float)
    km = chainages(lats, lons)
    ends = np.clip([start_km, end_km], 0.0, km[-1])
    at = np.concatenate([ends[:1], km[(km > ends[0]) & (km < ends[1])], ends[1:]])
    return np.interp(at, km, lats), np.interp(at, km, lons)


def certainly_within(km: Any, radius_km: Any, within_km: float) -> Flags:
    """Say of many events whether they lie within a distance wherever in their radius they truly are.

    :param km: distances of the events' points; NaN where an event has no place, which is within nothing.
    :param radius_km: how far the true place may be from the point; NaN counts as 0.
    :param within_km: the distance asked for.

    >>> certainly_within([8.0, 8.0], [2.0, 3.0], 10).tolist()
    [True, False]
    """
    return np.asarray(np.asarray(km, dtype=float) + _radius(radius_km) <= within_km)


def maybe_within(km: Any, radius_km: Any, within_km: float) -> Flags:
    """Say of many events whether they may lie within a distance, but not certainly.

    >>> maybe_within([8.0, 8.0, 14.0, 15.0], [2.0, 3.0, 4.0, 4.0], 10).tolist()
    [False, True, True, False]
    """
    possible = np.maximum(np.asarray(km, dtype=float) - _radius(radius_km), 0) <= within_km
    return np.asarray(possible & ~certainly_within(km, radius_km, within_km))


def densify(line_lats: Any, line_lons: Any) -> tuple[Floats, Floats]:
    """Return a line with points added along its geodesics, so that no piece is longer than about 5 km.

    >>> [len(part) for part in densify([14.0, 14.0], [-4.0, -3.9])]
    [4, 4]
    """
    lats, lons = np.asarray(line_lats, dtype=float), np.asarray(line_lons, dtype=float)
    out = [(lons[0], lats[0])]
    for i in range(len(lats) - 1):
        metres = _EARTH.inv(lons[i], lats[i], lons[i + 1], lats[i + 1])[2]
        between = int(metres / 1000 // _PIECE_KM)
        if between:
            out += _EARTH.npts(lons[i], lats[i], lons[i + 1], lats[i + 1], between)
        out.append((lons[i + 1], lats[i + 1]))
    path = np.array(out)
    return path[:, 1], path[:, 0]


def _to_path(lats: Floats, lons: Floats, path_lats: Floats, path_lons: Floats) -> tuple[Floats, Floats]:
    placed = ~(np.isnan(lats) | np.isnan(lons))
    km, chainage = np.full(lats.shape, np.nan), np.full(lats.shape, np.nan)
    if not placed.any():
        return km, chainage
    path = _through_the_earth(path_lats, path_lons)
    middle = path.mean(axis=0)  # small numbers, so that the differences of their squares stay exact
    starts, pieces = path[:-1] - middle, np.diff(path, axis=0)
    points = _through_the_earth(lats[placed], lons[placed]) - middle
    squared = np.maximum((pieces**2).sum(axis=1), 1e-18)
    ahead = points @ pieces.T - (starts * pieces).sum(axis=1)
    along = np.clip(ahead / squared, 0, 1)
    to_start = (points**2).sum(axis=1)[:, None] - 2 * points @ starts.T + (starts**2).sum(axis=1)
    best = np.argmin(to_start - 2 * along * ahead + along**2 * squared, axis=1)
    part = along[np.arange(len(best)), best]
    near_lon = path_lons[best] + part * (path_lons[best + 1] - path_lons[best])
    near_lat = path_lats[best] + part * (path_lats[best + 1] - path_lats[best])
    metres = _EARTH.inv(lons[placed], lats[placed], near_lon, near_lat)[2]
    km[placed] = np.asarray(metres) / 1000
    stones = chainages(path_lats, path_lons)
    chainage[placed] = stones[best] + part * np.diff(stones)[best]
    return km, chainage


def _radius(radius_km: Any) -> Floats:
    radius: Floats = np.nan_to_num(np.asarray(radius_km, dtype=float))
    return radius


def _through_the_earth(lats: Floats, lons: Floats) -> Floats:
    """Return points on the ellipsoid as x, y, z in kilometres from the Earth's centre."""
    phi, lam = np.radians(lats), np.radians(lons)
    vertical = _EARTH.a / np.sqrt(1 - _EARTH.es * np.sin(phi) ** 2) / 1000
    out = vertical * np.cos(phi)
    return np.column_stack([out * np.cos(lam), out * np.sin(lam), vertical * (1 - _EARTH.es) * np.sin(phi)])
