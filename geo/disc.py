"""The disc within which an event that is known only to an area may have happened: a ring of points on the Earth."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from pyproj import Geod

_EARTH = Geod(ellps="WGS84")
#: Corners of a disc: at 36 the outline stays within half a per cent of the circle.
CORNERS = 36


@lru_cache(maxsize=4096)
def disc(lat: float, lon: float, km: float, corners: int = CORNERS) -> tuple[tuple[float, float], ...]:
    """Return a closed ring of ``(lon, lat)`` in WGS84 degrees, so many km round a point, anticlockwise (RFC 7946).

    :param km: radius, geodesic.
    :param corners: of the ring; more come closer to the circle.

    >>> ring = disc(14.5, -4.0, 50.0)
    >>> len(ring), ring[0] == ring[-1], ring[9]
    (37, True, (-4.4638, 14.4995))
    """
    bearings, metres = -np.linspace(0, 360, corners, endpoint=False), np.full(corners, km * 1000)
    lons, lats, _ = _EARTH.fwd(np.full(corners, lon), np.full(corners, lat), bearings, metres)
    ring = [(round(float(x), 4), round(float(y), 4)) for x, y in zip(lons, lats, strict=True)]
    return (*ring, ring[0])
