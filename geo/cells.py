"""Counts of a view's events by cells of a map: hexagons of equal size on the screen, made in the engine.

The answer goes with the screen and not with the data: a map of 1,000 × 700 pixels has some 1,500 cells, whether four
hundred events lie in them or ten million.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ibis import _

from geo.model import GROUPS
from geo.store import Store
from geo.view import View

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
        middle of the cell's own events; ``events``: their number in the frame; ``groups``; ``data_version``.
    """
    rows = store.placed(view).filter(
        _.lat >= frame.south, _.lat <= frame.north, _.lon >= frame.west, _.lon <= frame.east
    )
    pixels = _WORLD * 2**frame.zoom
    wide, high = float(CELL), CELL * 0.866
    shown = rows.lat.clip(-MAX_LATITUDE, MAX_LATITUDE)
    north = 0.5 - (shown * (math.pi / 360) + math.pi / 4).tan().ln() / (2 * math.pi)
    rows = rows.mutate(x=(_.lon + 180) * (pixels / 360), y=north * pixels)
    rows = rows.mutate(cell_row=(_.y / high).round().cast("int32"))
    # Every second row of hexagons is shifted by half a cell.
    rows = rows.mutate(cell_column=(_.x / wide - (_.cell_row % 2) * 0.5).round().cast("int32"))
    groups = {f"g{i}": (_.group == group).sum() for i, group in enumerate(GROUPS)}
    table = rows.group_by("cell_row", "cell_column").agg(lat=_.lat.mean(), lon=_.lon.mean(), **groups)
    found = store.ask(table.order_by("cell_row", "cell_column").limit(MOST))
    counts = found[[*groups]].astype(int)
    cells = [
        [round(lat, 5), round(lon, 5), *numbers]
        for lat, lon, numbers in zip(found["lat"], found["lon"], counts.to_numpy().tolist(), strict=True)
    ]
    return {
        "data_version": store.version,
        "groups": list(GROUPS),
        "events": int(counts.to_numpy().sum()),
        "cells": cells,
    }


def rows_within(store: Store, view: View, frame: Frame, most: int) -> list[int]:
    """Return the row numbers of a view's events in a frame, at most ``most`` of them."""
    rows = store.placed(view).filter(
        _.lat >= frame.south, _.lat <= frame.north, _.lon >= frame.west, _.lon <= frame.east
    )
    return [int(row) for row in store.ask(rows.select("row").order_by("row").limit(most))["row"]]
