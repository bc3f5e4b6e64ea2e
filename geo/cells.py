"""Counts of a view's events by cells of a map: hexagons of equal size on the screen, from its counts by point.

The answer goes with the screen and not with the data: a map of 1,000 × 700 pixels has some 1,500 cells, whether four
hundred events lie in them or ten million.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.model import GROUPS
from geo.store import Store
from geo.view import View

Floats = np.ndarray[Any, np.dtype[np.float64]]
#: Width of a cell in pixels; the script that draws them has the same figure.
CELL = 26
#: Side of the world in pixels at zoom 0, in Leaflet's projection (Web Mercator).
_WORLD = 256.0
#: Web Mercator ends here; what lies nearer to a pole is drawn at the edge.
MAX_LATITUDE = 85.05
#: More cells are never sent: a screen of 6,000 pixels has fewer.
MOST = 40_000


@dataclass(frozen=True)
class Frame:
    """What a map shows: ``west``, ``south``, ``east``, ``north`` in WGS84 degrees, and Leaflet's zoom."""

    west: float
    south: float
    east: float
    north: float
    zoom: float

    @classmethod
    def read(cls, bounds: str, zoom: str) -> Frame:
        """Read a frame as an address says it.

        :raises ValueError: when it is not four numbers in order and a zoom from 0 to 22.

        >>> Frame.read("-12.3,10.1,4.3,25", "5.5").zoom
        5.5
        """
        west, south, east, north = (float(part) for part in bounds.split(","))
        level = float(zoom)
        found = cls(west, south, east, north, level)
        if not all(map(math.isfinite, (west, south, east, north, level))):
            raise ValueError(bounds)
        if not (west < east and -90 <= south < north <= 90 and 0 <= level <= 22):
            raise ValueError(bounds)
        return found


def count(store: Store, view: View, frame: Frame) -> dict[str, Any]:
    """Return how many events of a view lie in each cell of a frame; areas count at their point.

    :returns: ``cells``: a list of ``[lat, lon, n of each group in the order of the model …]``, the point being the
        middle of the cell's own events; where the view's ``size`` is ``killed``, the best estimates of deaths of each
        group follow; ``events``: their number in the frame; ``groups``; ``size``; ``data_version``.
    """
    spots = store.spots(view, killed=view.size == "killed")
    lat, lon = spots.lat, spots.lon
    inside = (lat >= frame.south) & (lat <= frame.north) & (lon >= frame.west) & (lon <= frame.east)
    lat, lon, events = lat[inside], lon[inside], spots.events[inside]
    cell_row, cell_column = _hexagons(lat, lon, frame.zoom)
    _, first, cell = np.unique(np.stack([cell_row, cell_column]), axis=1, return_index=True, return_inverse=True)
    n = min(len(first), MOST)
    counts = [events] if spots.killed is None or view.size == "events" else [events, spots.killed[inside]]
    columns = np.concatenate(counts, axis=1)
    numbers = np.zeros((len(first), columns.shape[1]), dtype=np.int64)
    np.add.at(numbers, cell.ravel(), columns)
    here = events.sum(axis=1)
    total = np.maximum(np.bincount(cell.ravel(), here, minlength=len(first)), 1)
    middle = [
        (np.bincount(cell.ravel(), here * degrees, minlength=len(first)) / total).round(5) for degrees in (lat, lon)
    ]
    cells = [
        [north, east, *row]
        for north, east, row in zip(middle[0].tolist(), middle[1].tolist(), numbers.tolist(), strict=True)
    ][:n]
    return {
        "data_version": store.version,
        "groups": list(GROUPS),
        "size": view.size,
        "events": int(numbers[:n, : len(GROUPS)].sum()),
        "cells": cells,
    }


def _hexagons(lat: Floats, lon: Floats, zoom: float) -> tuple[Floats, Floats]:
    """Return row and column of the hexagon of each point."""
    pixels = _WORLD * 2**zoom
    shown = np.clip(lat, -MAX_LATITUDE, MAX_LATITUDE)
    north = 0.5 - np.log(np.tan(shown * (math.pi / 360) + math.pi / 4)) / (2 * math.pi)
    row = np.floor(north * pixels / (CELL * 0.866) + 0.5)
    # Every second row of hexagons is shifted by half a cell.
    return row, np.floor((lon + 180) * (pixels / 360) / CELL - (row % 2) * 0.5 + 0.5)


def rows_within(store: Store, view: View, frame: Frame, most: int) -> list[int]:
    """Return the row numbers of a view's events in a frame, at most ``most`` of them."""
    found = store.within(view, frame.west, frame.south, frame.east, frame.north, most)
    return [int(row) for row in found]
