"""The events on the print map: by place, one by one or counted in hexagons, with the web map's symbols."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from geo.model import GROUPS, Group
from geo.printmap.cercles import Hatched
from geo.printmap.fonts import width
from geo.printmap.frame import Frame
from geo.printmap.ground import COLOURS
from geo.printmap.pen import Pen
from geo.printmap.places import Place, places_of
from geo.printmap.precision import Doubt, draw_doubt
from geo.store import Store
from geo.style import DENSITY, EVENT_RADIUS, PLACE_RADIUS, SYMBOLS
from geo.view import Mode, Size, View

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_CELL, _CLASSES = 26, 5
#: Radius of a place where nobody is known to have been killed, in pixels of the web map.
NONE_RADIUS = 3.0


@dataclass(frozen=True)
class Marks:
    """What was drawn, for legend and names.

    :param groups: groups on the map, in the model's order.
    :param sizes: event counts and radii in millimetres that the legend explains; empty where size says nothing.
    :param areas: number of events in discs.
    :param roads: whether an open symbol is on the map.
    :param obstacles: circles (x, y, radius) that names keep clear of.
    :param limits: upper limits of the hexagons' classes.
    :param hatched: number of events in hatched cercles.
    :param none: whether a place is open because nobody is known to have been killed there.
    :param doubt: which shapes say how well places are known.
    """

    groups: tuple[Group, ...]
    sizes: tuple[tuple[int, float], ...]
    areas: int
    roads: bool
    obstacles: tuple[tuple[float, float, float], ...]
    limits: tuple[int, ...] = ()
    none: bool = False
    hatched: int = 0
    doubt: Doubt = Doubt()

    def beside(self, hatched: Hatched) -> Marks:
        """Return the same with what was hatched."""
        groups = tuple(group for group in GROUPS if group in self.groups or group in hatched.groups)
        return replace(self, groups=groups, obstacles=(*self.obstacles, *hatched.spots), hatched=hatched.events)


def draw_events(
    pen: Pen, frame: Frame, events: pd.DataFrame, mode: Mode, size: Size = "events", roads: Sequence[Any] = ()
) -> Marks:
    """Draw a view's events and return what the legend must explain.

    :param roads: (longitude, latitude) points of each road, for events known to a stretch of one.
    """
    size = "events" if mode == "events" else size  # one by one, symbols count nothing but themselves
    found = places_of(events, frame)
    points, areas = [p for p in found if not p.area], [p for p in found if p.area]
    for area in areas:
        _disc(pen, frame, area)
    if mode == "density":
        marks = _density(pen, frame, points, size)
    elif mode == "events":
        marks = _one_by_one(pen, frame, points, roads)
    else:
        marks = _by_place(pen, frame, points, size, roads)
    numbered = [_number(pen, frame, area, size) for area in areas]
    groups = set(marks.groups) | {g for area in areas for g in area.groups}
    return replace(
        marks,
        groups=tuple(g for g in GROUPS if g in groups),
        areas=sum(len(a.groups) for a in areas),
        obstacles=(*marks.obstacles, *numbered),
    )


def _disc(pen: Pen, frame: Frame, area: Place) -> None:
    rx, ry = frame.radii(area.km, area.lat)
    least = 9 * frame.unit
    colour, unit = SYMBOLS[area.main].light, frame.unit
    pen.ring(area.x, area.y, max(rx, least), max(ry, least), fill=colour, alpha=0.06)
    dash = (4 * unit, 4 * unit)
    pen.ring(area.x, area.y, max(rx, least), max(ry, least), line=colour, width=1.2 * unit, alpha=0.75, dash=dash)


def _number(pen: Pen, frame: Frame, area: Place, what: Size) -> tuple[float, float, float]:
    """Write how many events or deaths a disc stands for on its rim, clear of the symbols inside; return the spot."""
    ry = max(frame.radii(area.km, area.lat)[1], 9 * frame.unit)
    size, box = 11 * frame.unit, frame.box
    y = area.y + ry if area.y + ry < box.top - size else area.y - ry
    colour, text = SYMBOLS[area.main].light, area.number(what)
    # A gap in the rim, or its dashes would read as signs of the number.
    pen.ring(area.x, y, width(text, size, 600) / 2 + 3.4 * frame.unit, size * 0.62, fill=COLOURS.halo, alpha=0.92)
    pen.text(area.x, y, text, size, colour, weight=600, anchor="center", halo=COLOURS.halo, middle=True)
    return area.x, y, size * 0.6


def _by_place(pen: Pen, frame: Frame, found: list[Place], size: Size, roads: Sequence[Any]) -> Marks:
    unit = frame.unit
    weights = [place.weights(size) for place in found]
    totals = [sum(counts.values()) for counts in weights]
    most = max([1, *totals])
    per_event = min(PLACE_RADIUS["minimum"], PLACE_RADIUS["maximum"] / np.sqrt(most)) * unit

    def radius(n: int) -> float:
        return float(max(2.5 * unit, per_event * np.sqrt(n))) if n else NONE_RADIUS * unit

    doubt = draw_doubt(pen, frame, found, [radius(n) for n in totals], roads)
    # The largest lie undermost.
    for n, counts, place in sorted(zip(totals, weights, found, strict=True), key=lambda one: -one[0]):
        if n:
            pie(pen, place.x, place.y, radius(n), counts, unit, hollow=place.road)
        else:
            none(pen, place.x, place.y, SYMBOLS[place.main].light, unit)
    sizes = tuple((n, radius(n)) for n in _steps(most)) if most > 1 else ()
    obstacles = tuple((p.x, p.y, radius(n)) for n, p in zip(totals, found, strict=True))
    hollow = any(n and p.road for n, p in zip(totals, found, strict=True))
    groups = tuple({g for p in found for g in p.groups})
    return Marks(groups, sizes, 0, hollow, obstacles, none=0 in totals, doubt=doubt)


def none(pen: Pen, x: float, y: float, colour: str, unit: float) -> None:
    """Draw a place with events but without a known death: a ring, for its size would mean a number."""
    pen.ring(x, y, NONE_RADIUS * unit, line=COLOURS.halo, width=3 * unit)
    pen.ring(x, y, NONE_RADIUS * unit, line=colour, width=1.4 * unit)


def pie(pen: Pen, x: float, y: float, r: float, counts: Mapping[Group, int], unit: float, *, hollow: bool) -> None:
    """Draw a place: a disc in the groups' colours by their share; an open ring for a stretch of road."""
    if hollow:
        main = max(GROUPS, key=lambda g: counts.get(g, 0))
        pen.ring(x, y, r, fill=COLOURS.land, line=COLOURS.halo, width=3 * unit)
        pen.ring(x, y, r, line=SYMBOLS[main].light, width=1.8 * unit)
        return
    total = sum(counts.values())
    shares = [(g, counts[g] / total) for g in GROUPS if counts.get(g)]
    if len(shares) == 1 or r < 4 * unit:
        pen.ring(x, y, r, fill=SYMBOLS[max(shares, key=lambda s: s[1])[0]].light, alpha=0.92)
    else:
        turn = 90.0
        for group, share in shares:  # clockwise from the top
            how: Any = {"fill": SYMBOLS[group].light, "line": COLOURS.halo, "width": 0.6 * unit, "alpha": 0.92}
            pen.slice(x, y, r, turn - 360 * share, turn, **how)
            turn -= 360 * share
    pen.ring(x, y, r, line=COLOURS.halo, width=1.1 * unit)


def _one_by_one(pen: Pen, frame: Frame, found: list[Place], roads: Sequence[Any]) -> Marks:
    unit = frame.unit
    least, largest = EVENT_RADIUS
    r = min(largest, max(least, least + (frame.zoom - 5.5) * 0.8)) * unit
    step = r * min(1.65, max(0.9, 0.9 + (frame.zoom - 6) * 0.3))
    doubt = draw_doubt(pen, frame, found, [r] * len(found), roads)
    obstacles = []
    for place in found:
        for rank, (group, road) in enumerate(zip(place.groups, place.roads, strict=True)):
            reach, angle = step * np.sqrt(rank), rank * _GOLDEN_ANGLE
            symbol(pen, group, place.x + reach * np.cos(angle), place.y + reach * np.sin(angle), r, unit, hollow=road)
        obstacles.append((place.x, place.y, float(r + step * np.sqrt(len(place.groups) - 1))))
    hollow = any(road for p in found for road in p.roads)
    return Marks(tuple({g for p in found for g in p.groups}), (), 0, hollow, tuple(obstacles), doubt=doubt)


def symbol(pen: Pen, group: Group, x: float, y: float, r: float, unit: float, *, hollow: bool = False) -> None:
    """Draw a group's symbol; all shapes have about the area of a circle of radius ``r``."""
    points, colour = outline(SYMBOLS[group].shape, x, y, r), SYMBOLS[group].light
    if hollow:
        pen.path([points], fill=COLOURS.land, line=colour, width=1.6 * unit)
    else:
        pen.path([points], fill=colour, line=COLOURS.halo, width=0.9 * unit, alpha=0.92)


def outline(shape: str, x: float, y: float, r: float) -> Any:
    """Return the corners of a symbol's shape round a point."""
    corners: Any
    if shape == "diamond":
        corners = [(0, 1.25), (1.25, 0), (0, -1.25), (-1.25, 0)]
    elif shape == "square":
        corners = [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
    elif shape == "triangle":
        corners = [(0, 1.3), (1.235, -0.91), (-1.235, -0.91)]
    elif shape == "cross":
        d, w = 1.1, 0.42
        plus = [(-w, -d), (w, -d), (w, -w), (d, -w), (d, w), (w, w), (w, d), (-w, d), (-w, w), (-d, w), (-d, -w)]
        plus.append((-w, -w))
        # Turned by 45 degrees: an X, not a plus, which would read as a medical sign.
        corners = [((a - b) * 0.7071, (a + b) * 0.7071) for a, b in plus]
    else:
        turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
        corners = np.column_stack([np.cos(turn), np.sin(turn)])
    return np.asarray(corners, dtype=float) * r + (x, y)


def draw_counts(pen: Pen, frame: Frame, store: Store, view: View) -> Marks:
    """Draw a view's events as hexagons that the engine has counted: for more of them than symbols find room for.

    An event known to an area only counts at the area's middle, as on the web map of a large data set.
    """
    dx = _CELL * frame.unit
    spots = store.spots(view, killed=view.size == "killed")
    lat, lon = spots.lat, spots.lon
    inside = (lat >= frame.south) & (lat <= frame.north) & (lon >= frame.west) & (lon <= frame.east)
    row = np.floor((lat - frame.south) * (frame.scale / dx / 0.866) + 0.5)[inside].astype(int)
    column = np.floor((lon[inside] - frame.west) * (frame.across / dx) - (row % 2) * 0.5 + 0.5).astype(int)
    weights = spots.events if spots.killed is None or view.size == "events" else spots.killed
    counts: dict[tuple[int, int], int] = {}
    for c, r, n in zip(column.tolist(), row.tolist(), weights[inside].sum(axis=1).tolist(), strict=True):
        counts[c, r] = counts.get((c, r), 0) + n
    return _hexagons(pen, frame, dict(sorted(counts.items())))


def _density(pen: Pen, frame: Frame, found: list[Place], size: Size) -> Marks:
    dx = _CELL * frame.unit
    dy = dx * 0.866
    counts: dict[tuple[int, int], int] = {}
    for place in found:
        row = round((place.y - frame.box.y) / dy)
        column = round((place.x - frame.box.x) / dx - (row & 1) / 2)
        counts[column, row] = counts.get((column, row), 0) + sum(place.weights(size).values())
    return _hexagons(pen, frame, counts)


def _hexagons(pen: Pen, frame: Frame, counts: dict[tuple[int, int], int]) -> Marks:
    dx = _CELL * frame.unit
    dy = dx * 0.866
    limits = density_limits(max(counts.values(), default=1))
    turn = np.pi / 6 + np.arange(6) * np.pi / 3
    for (column, row), n in counts.items():
        x, y = frame.box.x + (column + (row & 1) / 2) * dx, frame.box.y + row * dy
        hexagon = np.column_stack([x + dx / 1.78 * np.cos(turn), y + dx / 1.78 * np.sin(turn)])
        if not n:
            pen.path([hexagon], line=DENSITY["light"][1], width=0.75 * frame.unit)
            continue
        colour = DENSITY["light"][next(i for i, limit in enumerate(limits) if n <= limit)]
        pen.path([hexagon], fill=colour, alpha=0.88)
    return Marks((), (), 0, False, (), limits, none=0 in counts.values())


def density_limits(most: int) -> tuple[int, ...]:
    """Return the upper limits of the classes of events in a hexagon.

    >>> density_limits(50)
    (2, 8, 18, 32, 50)
    """
    return tuple(max(i, -(-most * i * i // _CLASSES**2)) for i in range(1, _CLASSES + 1))


def _steps(most: int) -> list[int]:
    """Return one event, a round number between, and the most: what the legend of sizes shows."""
    between = [n for n in (2, 3, 5, 10, 20, 50, 100, 200, 500, 1000) if most * 0.12 <= n <= most * 0.5]
    return sorted({1, *between[-1:], most})
