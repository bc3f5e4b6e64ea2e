"""Parts of the map's state that do not depend on the page round it: what it shows first, and its words."""

from __future__ import annotations

from typing import Any

from geo.basemap import region_bounds
from geo.dataset import Dataset
from geo.model import GROUPS
from geo.sentence import area_text
from geo.view import View
from geo.words import Language, catalogue

#: A degree of latitude is about so long: good enough to choose what the map shows.
KM_PER_DEGREE = 111.0


def bounds(view: View, dataset: Dataset) -> list[float] | None:
    """Return west, south, east and north of what the view is about, or ``None`` for the whole country."""
    if view.near and view.within_km is not None:
        points = dataset.route_points[dataset.route_points["route_id"] == view.near]
        if not len(points):
            points = dataset.sites[dataset.sites["id"] == view.near]
        degrees = view.within_km / KM_PER_DEGREE
        low, high = points[["lon", "lat"]].min() - degrees, points[["lon", "lat"]].max() + degrees
        return [float(value) for value in (*low, *high)]
    if view.within:
        return list(view.within.bounds)
    boxes = [region_bounds(region) for region in view.region]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]


def drawn_area(view: View) -> dict[str, Any] | None:
    """Return what the script needs to draw the view's area: its address, its outline, its name in words."""
    if view.within is None:
        return None
    ring = [[round(lat, 4), round(lon, 4)] for lat, lon in view.within.ring]
    return {"text": view.within.text(), "ring": ring, "label": area_text(view.within, view.lang)}


def words(language: Language) -> dict[str, str]:
    """Return the map's words: those of the area ``map``, and ``group_…`` for the names of the groups."""
    found = {key.removeprefix("map."): w for key, w in catalogue(language).items() if key.startswith("map.")}
    groups = {f"group_{group}": catalogue(language)[f"group.{group}"] for group in GROUPS}
    return {**found, **groups}  # type: ignore[dict-item]
