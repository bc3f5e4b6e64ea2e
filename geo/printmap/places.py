"""The places of events on the print map's sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from geo.frames import rows
from geo.model import GROUPS, Group
from geo.printmap.frame import Frame
from geo.view import Size
from geo.webmap.arrays import RADII, places


@dataclass(frozen=True)
class Place:
    """Events at one point.

    :param x: on the sheet, in millimetres; likewise ``y``.
    :param lat: degrees; likewise ``lon``.
    :param km: how far the true place may be.
    :param locality_km: how far at most among the events known to the locality, 0 without one.
    :param route_km: likewise among those known to a stretch of road.
    :param area: whether only the area is known, so that it is a disc and never a point.
    :param road: whether all its events lie somewhere on a stretch of road.
    :param groups: group of each event, oldest first.
    :param roads: whether each event lies somewhere on a stretch of road.
    :param killed: best estimate of deaths of each event; -1 where it is unknown.
    """

    x: float
    y: float
    lat: float
    lon: float
    km: float
    locality_km: float
    route_km: float
    area: bool
    road: bool
    groups: tuple[Group, ...]
    roads: tuple[bool, ...]
    killed: tuple[int, ...]

    @property
    def main(self) -> Group:
        """The group that most of its events belong to."""
        return max(GROUPS, key=self.groups.count)

    def weights(self, size: Size) -> Mapping[Group, int]:
        """Return what its symbol counts, by group; empty where nobody is known to have been killed."""
        if size == "events":
            return Counter(self.groups)
        found = Counter[Group]()
        for group, killed in zip(self.groups, self.killed, strict=True):
            found[group] += max(killed, 0)
        return +found

    def number(self, size: Size) -> str:
        """Return what stands on an area: its events, or its killed; a question mark where no violent toll is known."""
        n = sum(self.weights(size).values())
        missing = any(k < 0 and g == "violence" for g, k in zip(self.groups, self.killed, strict=True))
        return "?" if size == "killed" and not n and missing else str(n)


def places_of(events: pd.DataFrame, frame: Frame) -> list[Place]:
    """Return the places of events on the map, most events first."""
    index, where = places(events)
    all_groups, all_precisions = list(events["group"]), list(events["location_precision"])
    all_killed = events["killed_best"].astype("Float64").fillna(-1).astype("int64").tolist()
    members: dict[int, list[int]] = {}
    for row, number in enumerate(index):
        members.setdefault(int(number), []).append(row)
    found = []
    for number, place in enumerate(rows(where)):
        lon, lat, area = float(place["lon"]), float(place["lat"]), bool(place["area"])
        if not frame.holds(lon, lat) and not area:
            continue
        mine = members[number]
        x, y = frame.xy(lon, lat)
        roads = tuple(all_precisions[row] == "route" for row in mine)
        groups = tuple(all_groups[row] for row in mine)
        killed = tuple(all_killed[row] for row in mine)
        km, locality_km, route_km = (float(place[name]) for name in RADII)
        found.append(Place(x, y, lat, lon, km, locality_km, route_km, area, all(roads), groups, roads, killed))
    return sorted(found, key=lambda p: -len(p.groups))
