"""The cercles on the print map, where the user brought their limits: thin lines, and hatching.

Hatched are those in which events lie of whose place no more is known than the cercle.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo import boundaries
from geo.model import GROUPS, Group
from geo.printmap.fonts import width
from geo.printmap.frame import Frame
from geo.printmap.ground import COLOURS, clipped
from geo.printmap.pen import Pen
from geo.style import SYMBOLS

#: Distance of the hatching's lines, in units of the map.
_STEP = 7.0


@dataclass(frozen=True)
class Hatched:
    """What was hatched, for the legend and for names.

    :param events: number of events.
    :param groups: their groups.
    :param numbers: how many events lie in each, as (x, y, number, colour).
    :param unit: millimetres that stand for a pixel of the web map.
    """

    events: int = 0
    groups: frozenset[Group] = frozenset()
    numbers: tuple[tuple[float, float, str, str], ...] = ()
    unit: float = 0.0

    @property
    def spots(self) -> tuple[tuple[float, float, float], ...]:
        """Circles (x, y, radius) that names keep clear of."""
        return tuple((x, y, 6.8 * self.unit) for x, y, _, _ in self.numbers)


def shapes(cercles: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return the rings of each cercle whose limits are kept, by its name; nothing where none are.

    :param cercles: folded name → ours, as in :class:`geo.address.Vocabulary`.
    """
    limits = boundaries.load()
    found: dict[str, list[Any]] = {}
    for feature in limits.named(cercles)["features"] if limits else ():
        told, geometry = feature["properties"], feature["geometry"]
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        rings = [np.asarray(ring, dtype=float) for polygon in polygons for ring in polygon]
        found.setdefault(told["cercle"] or told["name"], []).extend(rings)
    return found


def draw_limits(pen: Pen, frame: Frame, cercles: Mapping[str, list[Any]], chosen: tuple[str, ...]) -> bool:
    """Draw the limits, those of the view's cercles strongly; say whether any is on the map."""
    unit, there = frame.unit, False
    for name, rings in sorted(cercles.items(), key=lambda item: item[0] in chosen):
        if not (lines := [line for ring in rings if len(line := clipped(frame.points(ring), frame.box))]):
            continue
        there = True
        if name in chosen:
            pen.path(lines, fill=COLOURS.accent, alpha=0.06)
            pen.path(lines, line=COLOURS.accent, width=1.5 * unit, dash=(7 * unit, 3 * unit))
        else:
            pen.path(lines, line=COLOURS.region, width=0.8 * unit, alpha=0.8, dash=(0.1 * unit, 3.2 * unit))
    return there


def somewhere_in(events: pd.DataFrame, cercles: Mapping[str, list[Any]]) -> pd.Series:
    """Say of each event whether its cercle is all that is known of its place, and the limits of that one are there."""
    return boundaries.only_cercle(events).isin(list(cercles))


def draw_hatched(pen: Pen, frame: Frame, events: pd.DataFrame, cercles: Mapping[str, list[Any]]) -> Hatched:
    """Hatch the cercles in which events of :func:`somewhere_in` lie, under all symbols; return what was hatched."""
    total, groups, numbers = 0, set[Group](), []
    for name, mine in events.groupby("cercle", sort=True):
        rings = [ring for one in cercles[str(name)] if len(ring := clipped(frame.points(one), frame.box))]
        found = [group for group in GROUPS if (mine["group"] == group).any()]
        total, groups = total + len(mine), groups | set(found)
        if not rings:
            continue
        colour = SYMBOLS[max(found, key=lambda group: int((mine["group"] == group).sum()))].light
        lines = hatching(rings, _STEP * frame.unit)
        pen.path(lines, line=colour, width=0.7 * frame.unit, alpha=0.42, closed=False, round_ends=False)
        pen.path(rings, line=colour, width=frame.unit, alpha=0.6)
        if lines:
            x, y = max(lines, key=_length).mean(axis=0)  # surely within
            numbers.append((float(x), float(y), str(len(mine)), colour))
    return Hatched(total, frozenset(groups), tuple(numbers), frame.unit)


def write_numbers(pen: Pen, hatched: Hatched) -> None:
    """Write how many events lie in each hatched cercle, over all symbols."""
    size = 11 * hatched.unit
    for x, y, text, colour in hatched.numbers:
        wide = width(text, size, 600) / 2 + 3.4 * hatched.unit
        pen.ring(x, y, wide, size * 0.62, fill=COLOURS.halo, alpha=0.92)
        pen.text(x, y, text, size, colour, weight=600, anchor="center", halo=COLOURS.halo, middle=True)


def hatching(rings: list[Any], step: float) -> list[Any]:
    """Return the pieces of parallel lines, 45° upwards, that lie within rings; what two rings enclose is a hole.

    :param rings: each (x, y) points of the sheet.
    :param step: distance of the lines.

    >>> [piece.round(2).tolist() for piece in hatching([np.array([[0, 0], [4, 0], [4, 4], [0, 4]])], 2.0)][1]
    [[0.0, 0.0], [4.0, 4.0]]
    """
    turn = np.sqrt(0.5) * np.array([[1.0, 1.0], [-1.0, 1.0]])  # the lines become level
    turned = [np.asarray(ring, dtype=float) @ turn.T for ring in rings]
    starts = np.concatenate(turned)
    ends = np.concatenate([np.roll(ring, -1, axis=0) for ring in turned])
    low, high = starts[:, 1].min(), starts[:, 1].max()
    pieces = []
    # From a level that belongs to the sheet, not to the cercle: neighbours' lines run on into each other.
    for level in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step:
        across = (starts[:, 1] <= level) != (ends[:, 1] <= level)
        a, b = starts[across], ends[across]
        xs = np.sort(a[:, 0] + (level - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0]))
        for left, right in zip(xs[::2], xs[1::2], strict=False):
            pieces.append(np.array([[left, level], [right, level]]) @ turn)
    return pieces


def _length(piece: Any) -> float:
    return float(np.hypot(*(piece[1] - piece[0])))
