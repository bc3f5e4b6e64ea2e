"""The frame of a print map: which part of the Earth it shows, and where a point of it lies on the sheet.

Longitude and latitude are drawn as a grid that is true to scale at the map's middle latitude in both directions: over
Mali's fifteen degrees the scale along a parallel strays from it by less than four per cent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.basemap import geojson, missing
from geo.dataset import Dataset
from geo.printmap.pen import Box
from geo.view import View
from geo.webmap.state import bounds

#: Kilometres in a degree of latitude in the middle of Mali (WGS84).
KM_PER_DEGREE = 110.66
#: Extent of Mali where the layer is absent: west, south, east, north.
MALI = (-12.3, 10.1, 4.3, 25.1)


@dataclass(frozen=True)
class Frame:
    """A map's place on the sheet and on the Earth.

    :param box: on the sheet, in millimetres.
    :param west: longitude of the left edge; likewise ``south``.
    :param scale: millimetres per degree of latitude.
    :param middle: latitude at which the scale is true along the parallel.
    :param unit: millimetres that stand for a pixel of the web map: every size on the map is a multiple of it.
    """

    box: Box
    west: float
    south: float
    scale: float
    middle: float
    unit: float

    @property
    def across(self) -> float:
        """Millimetres per degree of longitude."""
        return self.scale * float(np.cos(np.radians(self.middle)))

    @property
    def east(self) -> float:
        """Longitude of the right edge."""
        return self.west + self.box.width / self.across

    @property
    def north(self) -> float:
        """Latitude of the upper edge."""
        return self.south + self.box.height / self.scale

    @property
    def zoom(self) -> float:
        """Zoom of the web map that shows as much: decides which names are worth writing."""
        return float(np.log2(self.across / self.unit * 360 / 256))

    def xy(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Return where a point lies on the sheet."""
        return self.box.x + (lon - self.west) * self.across, self.box.y + (lat - self.south) * self.scale

    def points(self, coordinates: Any) -> np.ndarray[Any, Any]:
        """Return a line of (longitude, latitude) as points of the sheet."""
        line = np.asarray(coordinates, dtype=float)
        return np.column_stack(self.xy(line[:, 0], line[:, 1]))

    def mm_per_km(self) -> float:
        """Return the scale at the middle latitude."""
        return self.scale / KM_PER_DEGREE

    def radii(self, km: float, lat: float) -> tuple[float, float]:
        """Return half the width and height in millimetres of a disc of so many kilometres at a latitude."""
        tall = km * self.mm_per_km()
        return tall * float(np.cos(np.radians(self.middle)) / np.cos(np.radians(lat))), tall

    def holds(self, lon: float, lat: float) -> bool:
        """Say whether a point is on the map."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def country_bounds() -> tuple[float, float, float, float]:
    """Return west, south, east and north of Mali."""
    if "country" in missing():
        return MALI
    ring = np.asarray(geojson("country")["features"][0]["geometry"]["coordinates"][0])
    west, south = ring.min(axis=0)
    east, north = ring.max(axis=0)
    return float(west), float(south), float(east), float(north)


def frame_of(view: View, dataset: Dataset, box: Box, unit: float) -> Frame:
    """Return the frame that shows what a view is about: its regions, what it is near to, or the country.

    The map fills its box: where the shapes differ it shows more of the neighbourhood, never less of the subject.
    """
    west, south, east, north = bounds(view, dataset) or country_bounds()
    middle = (south + north) / 2
    narrow = float(np.cos(np.radians(middle)))
    margin = 0.045  # of the extent on each side, and never less than a few kilometres
    pad_x, pad_y = max(0.04, (east - west) * margin), max(0.04, (north - south) * margin)
    west, east, south, north = west - pad_x, east + pad_x, south - pad_y, north + pad_y
    scale = min(box.height / (north - south), box.width / ((east - west) * narrow))
    return Frame(
        box=box,
        west=(west + east) / 2 - box.width / scale / narrow / 2,
        south=(south + north) / 2 - box.height / scale / 2,
        scale=scale,
        middle=middle,
        unit=unit,
    )
