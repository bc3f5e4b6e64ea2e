"""Regions and cercles as circles: names in any spelling, the region of the Atlas's vintage, a centre and a radius.

The circles enclose the official limits (OCHA and DNCT Mali, COD-AB 2015), to a tenth of a degree and 5 km upwards.
Those of Timbuktu and Goundam stop at the line that the Atlas draws for Taoudénit; the cercles of Ménaka, made in 2012
out of one, are the extent of the places that UCDP GED (CC BY 4.0) puts in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from geo import basemap
from geo.text import fold

#: Cercle, region (2016–2023), latitude, longitude, radius in km.
_CERCLES = (
    ("Abeïbara", "Kidal", 19.6, 2.3, 115),
    ("Andéramboukane", "Ménaka", 15.7, 3.3, 85),
    ("Ansongo", "Gao", 16.0, 0.8, 150),
    ("Bafoulabé", "Kayes", 13.7, -10.5, 115),
    ("Banamba", "Koulikoro", 14.0, -7.2, 85),
    ("Bandiagara", "Mopti", 14.3, -3.5, 90),
    ("Bankass", "Mopti", 13.7, -3.5, 70),
    ("Barouéli", "Ségou", 13.1, -6.6, 65),
    ("Bla", "Ségou", 12.9, -5.8, 85),
    ("Bougouni", "Sikasso", 11.3, -7.1, 135),
    ("Bourem", "Gao", 17.7, -0.3, 165),
    ("Dioïla", "Koulikoro", 12.4, -6.8, 100),
    ("Diré", "Timbuktu", 16.3, -3.3, 50),
    ("Diéma", "Kayes", 14.5, -9.2, 120),
    ("Djenné", "Mopti", 14.0, -4.5, 65),
    ("Douentza", "Mopti", 15.0, -2.3, 175),
    ("Gao", "Gao", 16.4, 0.5, 205),
    ("Goundam", "Timbuktu", 17.0, -4.6, 165),
    ("Gourma-Rharous", "Timbuktu", 16.0, -1.9, 170),
    ("Inékar", "Ménaka", 16.6, 3.4, 90),
    ("Kadiolo", "Sikasso", 10.6, -5.8, 65),
    ("Kangaba", "Koulikoro", 12.0, -8.6, 65),
    ("Kati", "Koulikoro", 12.6, -8.2, 110),
    ("Kayes", "Kayes", 14.6, -11.7, 130),
    ("Kidal", "Kidal", 18.5, 1.3, 115),
    ("Kita", "Kayes", 13.3, -9.6, 150),
    ("Kolokani", "Koulikoro", 13.7, -8.3, 95),
    ("Kolondiéba", "Sikasso", 10.9, -6.8, 75),
    ("Koro", "Mopti", 14.2, -2.8, 90),
    ("Koulikoro", "Koulikoro", 13.3, -7.4, 80),
    ("Koutiala", "Sikasso", 12.4, -5.6, 85),
    ("Kéniéba", "Kayes", 12.8, -11.2, 125),
    ("Macina", "Ségou", 14.1, -5.3, 75),
    ("Mopti", "Mopti", 14.7, -4.0, 100),
    ("Ménaka", "Ménaka", 16.0, 2.2, 110),
    ("Nara", "Koulikoro", 15.1, -7.7, 165),
    ("Niafunké", "Timbuktu", 15.8, -4.3, 115),
    ("Niono", "Ségou", 14.7, -5.8, 110),
    ("Nioro", "Kayes", 14.8, -9.7, 115),
    ("San", "Ségou", 13.1, -4.8, 75),
    ("Sikasso", "Sikasso", 11.5, -5.9, 90),
    ("Ségou", "Ségou", 13.8, -6.0, 110),
    ("Tessalit", "Kidal", 20.0, 0.0, 220),
    ("Tidermène", "Ménaka", 17.0, 2.2, 105),
    ("Timbuktu", "Timbuktu", 17.3, -3.0, 165),
    ("Tin-Essako", "Kidal", 18.6, 3.1, 140),
    ("Tominian", "Ségou", 13.3, -4.4, 80),
    ("Ténenkou", "Mopti", 14.6, -5.0, 85),
    ("Yanfolila", "Sikasso", 11.0, -8.0, 100),
    ("Yorosso", "Sikasso", 12.3, -4.8, 70),
    ("Youwarou", "Mopti", 15.4, -4.6, 90),
    ("Yélimané", "Kayes", 15.0, -10.4, 70),
)
#: Region (2016–2023), latitude, longitude, radius in km.
_REGIONS = (
    ("Kayes", 13.9, -10.3, 245),
    ("Koulikoro", 13.6, -7.7, 265),
    ("Bamako", 12.6, -8.0, 20),
    ("Sikasso", 11.7, -6.5, 260),
    ("Ségou", 13.9, -5.6, 205),
    ("Mopti", 14.8, -3.2, 275),
    ("Timbuktu", 16.7, -3.1, 335),
    ("Taoudénit", 21.4, -3.5, 530),
    ("Gao", 17.0, 0.1, 255),
    ("Kidal", 19.0, 1.1, 355),
    ("Ménaka", 16.6, 2.8, 225),
)
#: Other names: French and older spellings, and the regions of the 2023 law under the one that they were cut from.
_OTHER_REGIONS = {
    "tombouctou": "Timbuktu",
    "timbuctu": "Timbuktu",
    "taoudenni": "Taoudénit",
    "taoudeni": "Taoudénit",
    "district de bamako": "Bamako",
    "bamako capital district": "Bamako",
    "timetrine": "Kidal",
}
#: Region of the 2023 law → the region of 2016–2023 that it was cut from.
NEW_REGIONS = {
    "nioro": "Kayes",
    "kita": "Kayes",
    "nara": "Koulikoro",
    "dioila": "Koulikoro",
    "bougouni": "Sikasso",
    "koutiala": "Sikasso",
    "san": "Ségou",
    "bandiagara": "Mopti",
    "douentza": "Mopti",
}
_OTHER_CERCLES = {
    "tombouctou": "Timbuktu",
    "tenenkou": "Ténenkou",
    "niafounke": "Niafunké",
    "nioro du sahel": "Nioro",
    "rharous": "Gourma-Rharous",
    "tin essako": "Tin-Essako",
    "baraoueli": "Barouéli",
    "anderamboukane": "Andéramboukane",
    "inekar": "Inékar",
    "tidermene": "Tidermène",
}
#: Degrees by which a point may lie outside every region and still be the nearest one's: the basemap is generalised, and
#: much happens on the border itself.
_NEAR = 0.25
_KM = 111.2


@dataclass(frozen=True)
class Area:
    """A region or cercle as the circle that encloses it: WGS84 degrees and km."""

    name: str
    region: str
    lat: float
    lon: float
    radius: float


def plain(name: str) -> str:
    """Return the name of an area as it is compared: folded, without the word for its level.

    >>> plain("Tombouctou region"), plain("Cercle de Ménaka"), plain("Région de Ségou")
    ('tombouctou', 'menaka', 'segou')
    """
    bare = " ".join(re.sub(r"[^\w']+", " ", fold(name)).split())
    bare = re.sub(r"^(cercle|region|province|gouvernorat|district) (de |du |d')?", "", bare)
    return re.sub(r" (cercle|region|province|district|capital district)$", "", bare).strip()


def region(name: str) -> str:
    """Return the region of 2016–2023 that a name means, ``""`` when it means none.

    >>> region("Tombouctou region"), region("Douentza"), region("Borno")
    ('Timbuktu', 'Mopti', '')
    """
    bare = plain(name)
    known = {plain(area[0]): area[0] for area in _REGIONS} | _OTHER_REGIONS
    return known.get(bare) or NEW_REGIONS.get(bare, "")


@cache
def cercle(name: str) -> Area | None:
    """Return the cercle that a name means, in any usual spelling.

    >>> area = cercle("Tenenkou cercle")
    >>> area.name, area.region
    ('Ténenkou', 'Mopti')
    """
    bare = plain(name)
    known = {plain(entry[0]): Area(*entry) for entry in _CERCLES}
    return known.get(bare) or known.get(plain(_OTHER_CERCLES.get(bare, "")))


@cache
def cercles() -> tuple[Area, ...]:
    """Return all cercles that the Atlas knows, by name."""
    return tuple(Area(*entry) for entry in _CERCLES)


@cache
def region_area(name: str) -> Area:
    """Return the circle round a region of the model."""
    return next(Area(entry[0], entry[0], *entry[1:]) for entry in _REGIONS if entry[0] == name)


def reach(area: Area, lat: pd.Series, lon: pd.Series) -> Any:
    """Return how far the farthest point of an area may be from each of some points, in km, to 5 km upwards."""
    north = (lat - area.lat) * _KM
    east = (lon - area.lon) * _KM * np.cos(np.radians((lat + area.lat) / 2))
    return np.ceil((np.hypot(north, east) + area.radius) / 5) * 5


def regions_at(lat: pd.Series, lon: pd.Series) -> pd.Series:
    """Return the region in which each point lies on the embedded basemap, ``""`` outside Mali or without a point.

    A point that lies outside every region by less than a quarter of a degree counts to the nearest.

    >>> regions_at(pd.Series([16.27, 15.92, 6.5]), pd.Series([-0.05, 2.40, 3.4])).tolist()
    ['Gao', 'Ménaka', '']
    """
    from matplotlib.path import Path  # compiled, and only needed here

    found = np.full(len(lat), "", dtype=object)
    x, y = lon.to_numpy(dtype="float64"), lat.to_numpy(dtype="float64")
    points = np.column_stack([x, y])
    for name, rings in _outlines():
        for ring in rings:
            near = np.flatnonzero(_in_frame(ring, x, y, 0.0) & (found == ""))
            found[near[Path(ring).contains_points(points[near])]] = name
    nearest = np.full(len(lat), _NEAR)
    outside = found == ""
    for name, rings in _outlines():
        for ring in rings:
            near = np.flatnonzero(_in_frame(ring, x, y, _NEAR) & outside)
            distance = _distance(ring, x[near], y[near])
            closer = near[distance < nearest[near]]
            nearest[closer], found[closer] = distance[distance < nearest[near]], name
    return pd.Series(found, index=lat.index, dtype="str")


@cache
def _outlines() -> tuple[tuple[str, tuple[Any, ...]], ...]:
    """Return each region's outer rings, longitude and latitude; Bamako, a hole in Koulikoro, comes first."""
    found = []
    for feature in basemap.geojson("regions_click")["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = tuple(np.asarray(polygon[0], dtype="float64")[:, :2] for polygon in polygons)
        found.append((feature["properties"]["region"], rings))
    return tuple(sorted(found, key=lambda outline: outline[0] != "Bamako"))


def _in_frame(ring: Any, x: Any, y: Any, margin: float) -> Any:
    """Say which points lie in the frame round a ring, widened by a margin in degrees."""
    (west, south), (east, north) = ring.min(axis=0) - margin, ring.max(axis=0) + margin
    return (x >= west) & (x <= east) & (y >= south) & (y <= north)


def _distance(ring: Any, x: Any, y: Any) -> Any:
    """Return the distance of points to a ring, in degrees."""
    nearest = np.full(len(x), np.inf)
    for (x1, y1), (x2, y2) in zip(ring[:-1], ring[1:], strict=True):
        length = (x2 - x1) ** 2 + (y2 - y1) ** 2
        along = np.clip(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length, 0, 1) if length else 0.0
        nearest = np.minimum(nearest, np.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)))
    return nearest


def titled(name: str) -> str:
    """Return the name of a cercle that the Atlas does not know, without the word for its level.

    >>> titled("Achibogho cercle")
    'Achibogho'
    """
    return re.sub(r"^(cercle|district) (de |du |d['’])?| (cercle|district)$", "", name.strip(), flags=re.IGNORECASE)


def named(name: str) -> tuple[str, str] | None:
    """Return the name of a cercle or region as a place, in English and French; ``None`` for anything else.

    >>> named("Ansongo cercle"), named("Tombouctou region"), named("Gao town")
    (('Ansongo cercle', 'Cercle d’Ansongo'), ('Timbuktu region', 'Région de Tombouctou'), None)
    """
    folded = fold(name)
    if re.search(r"\bcercle\b", folded) and (area := cercle(name)):
        return f"{area.name} cercle", f"Cercle {_of(area.name)}"
    if re.search(r"\bregion\b", folded) and (found := region(name)):
        return f"{found} region", f"Région {_of(found)}"
    return None


def _of(name: str) -> str:
    french = {"Timbuktu": "Tombouctou"}.get(name, name)
    return f"d’{french}" if fold(french)[0] in "aeiouy" else f"de {french}"
