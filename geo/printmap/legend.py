"""The legend of a print map: only what is on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geo.model import Group
from geo.printmap import fonts, precision
from geo.printmap.cercles import hatching
from geo.printmap.ground import COLOURS, NEAR, site_symbol
from geo.printmap.marks import Marks, none, pie, symbol
from geo.printmap.pen import Box, Pen
from geo.style import DENSITY, SYMBOLS
from geo.view import Mode, Size
from geo.words import Language, number, t


@dataclass(frozen=True)
class Shown:
    """What a map shows, so that its legend need not guess.

    :param marks: the events as they were drawn.
    :param mode: how they were drawn.
    :param sites: whether sites with and without a role of the Mission are there.
    :param roads: whether roads through villages, and roads that only join towns, are there.
    :param selected: title of the selected event; empty where none is on the map.
    :param near: what the zone stands for in which events count as near; empty without one.
    :param within: likewise the drawn area.
    :param cercles: whether limits of cercles are there.
    :param size: what the symbols count.
    """

    marks: Marks
    mode: Mode
    sites: tuple[bool, bool]
    roads: tuple[bool, bool]
    near: str = ""
    within: str = ""
    selected: str = ""
    cercles: bool = False
    size: Size = "events"


@dataclass(frozen=True)
class Entry:
    """One line of the legend: what is drawn (``group:peace``, ``sizes``, ``area`` …) and what it means."""

    what: str
    text: str


def entries(shown: Shown, language: Language) -> list[Entry]:
    """Return the legend's lines for what the map shows, in order."""
    marks, found = shown.marks, list[Entry]()
    counted = "_killed" if shown.size == "killed" else ""
    found += [Entry(f"group:{group}", t(language, f"group.{group}")) for group in marks.groups]
    if marks.doubt.localities:  # short, so that it finds room beside an odd group
        found.append(Entry("locality", t(language, "print.legend_locality")))
    if marks.limits and shown.mode == "density":
        found.append(Entry("density", t(language, f"map.legend_density{counted}")))
    if marks.sizes:
        found.append(Entry("sizes", t(language, f"map.legend_size{counted}")))
    if marks.none:
        found.append(Entry("none", t(language, "map.legend_no_death")))
    if shown.mode == "events" and marks.groups:
        found.append(Entry("", t(language, "map.legend_spread")))
    if marks.roads or marks.doubt.stretches:
        what = "road" if not marks.doubt.stretches else "stretch" if marks.roads else "band"
        found.append(Entry(what, t(language, "map.legend_route")))
    if marks.areas:
        found.append(Entry("area", t(language, "print.legend_area", n=marks.areas)))
    if marks.hatched:
        found.append(Entry("hatched", t(language, "print.legend_hatched", n=marks.hatched)))
    if shown.selected:
        found.append(Entry("selected", t(language, "print.selected", title=shown.selected)))
    if shown.near:
        found.append(Entry("near", shown.near[0].upper() + shown.near[1:]))
    if shown.within:
        found.append(Entry("within", shown.within[0].upper() + shown.within[1:]))
    for there, what, key in (
        (shown.sites[0], "site", "map.legend_site"),
        (shown.sites[1], "no_role", "map.legend_no_role"),
        (shown.roads[0], "track", "print.legend_road"),
        (shown.roads[1], "schematic", "print.legend_schematic"),
        (shown.cercles, "cercles", "print.legend_cercles"),
    ):
        if there:
            found.append(Entry(what, t(language, key)))
    return found


def paired(found: list[Entry], width: Callable[[str], float], half: float) -> list[tuple[Entry, ...]]:
    """Return the lines in rows: two side by side where each fits into half of the room, so that a slide holds more.

    :param width: how wide a text is.
    :param half: room for the text of one of two.
    """
    rows: list[tuple[Entry, ...]] = []
    for entry in found:
        single = entry.what in ("sizes", "density") or width(entry.text) > half
        last = rows[-1] if rows else ()
        if not single and len(last) == 1 and last[0].what not in ("sizes", "density") and width(last[0].text) <= half:
            rows[-1] = (*last, entry)
        else:
            rows.append((entry,))
    return rows


def legend_height(
    shown: Shown, language: Language, room: float, unit: float, map_unit: float, *, pairs: bool = True
) -> float:
    """Return how high a legend would be in millimetres."""
    return -draw_legend(Pen(1, 1), 0, 0, room, shown, language, unit=unit, map_unit=map_unit, pairs=pairs)


def legend_unit(shown: Shown, language: Language, room: float, high: float, unit: float) -> float:
    """Return the largest unit up to ``unit`` at which a legend in pairs fits into a height, three quarters at least."""
    steps = [unit * (1 - 0.025 * n) for n in range(11)]
    return next((u for u in steps if legend_height(shown, language, room, u, unit) <= high), steps[-1])


def draw_legend(
    pen: Pen,
    x: float,
    y: float,
    room: float,
    shown: Shown,
    language: Language,
    *,
    unit: float,
    map_unit: float,
    pairs: bool = False,
) -> float:
    """Draw the legend downwards from ``y`` and return its bottom.

    :param room: its width.
    :param unit: size of its type; ``map_unit`` that of the map's symbols, which it shows as large as they are there.
    :param pairs: whether short lines stand two by two.
    """
    size, key = 11 * unit, 22 * unit
    half = room / 2 if pairs else 0.0
    for row in paired(entries(shown, language), lambda text: fonts.width(text, size), half - key - 8 * unit):
        if row[0].what == "sizes":
            y = _sizes(pen, x, y - 5 * unit, shown.marks, row[0].text, language, unit, room) - 3 * unit
            continue
        if row[0].what == "density":
            y = _density(pen, x, y - 2 * unit, room, shown.marks, row[0].text, language, unit)
            continue
        top = y
        for n, entry in enumerate(row):
            left, lines = x + n * half, fonts.wrap(entry.text, room - key, size)
            _sample(pen, entry.what, left + 8 * unit, top - 8 * unit, unit, map_unit, shown.mode)
            y = min(y, pen.lines(left + key, top, lines, size, COLOURS.text) - (1.5 if pairs else 2.5) * unit)
    return y


def _sample(pen: Pen, what: str, x: float, y: float, unit: float, map_unit: float, mode: Mode) -> None:
    if what.startswith("group:"):
        group: Group = next(g for g in SYMBOLS if g == what.removeprefix("group:"))
        if mode == "places":
            pie(pen, x, y, 4.8 * unit, {group: 1}, unit, hollow=False)
        else:
            symbol(pen, group, x, y, 4.8 * unit, unit)
    elif what in ("locality", "band"):
        precision.sample(pen, what, x, y, unit)
    elif what in ("road", "stretch"):
        if what == "stretch":
            precision.sample(pen, "band", x, y, unit)
        pen.ring(x, y, 4.2 * unit, fill=COLOURS.land, line=COLOURS.text_quiet, width=1.8 * unit)
    elif what == "none":
        none(pen, x, y, COLOURS.text_quiet, unit)
    elif what == "area":
        pen.ring(x, y, 6 * unit, line=COLOURS.text_quiet, width=1.2 * unit, dash=(3 * unit, 3 * unit))
    elif what == "hatched":
        square = np.array([(x - 7 * unit, y - 5 * unit), (x + 7 * unit, y - 5 * unit)])
        square = np.concatenate([square, square[::-1] + (0, 10 * unit)])
        pen.path(hatching([square], 4 * unit), line=COLOURS.text_quiet, width=0.8 * unit, closed=False)
        pen.path([square], line=COLOURS.text_quiet, width=1.1 * unit)
    elif what == "cercles":
        ends = [(x - 8 * unit, y), (x + 8 * unit, y)]
        pen.line(ends, COLOURS.text_quiet, 1.2 * unit, dash=(0.1 * unit, 3.2 * unit))
    elif what == "selected":
        pen.ring(x, y, 5 * unit, line=COLOURS.accent, width=2 * unit)
    elif what == "near":
        pen.line([(x - 4 * unit, y), (x + 4 * unit, y)], COLOURS.accent, 9 * unit, alpha=NEAR)
    elif what == "within":
        pen.box(
            Box(x - 7 * unit, y - 4.5 * unit, 14 * unit, 9 * unit),
            line=COLOURS.accent,
            width=1.2 * unit,
            dash=(4 * unit, 2 * unit),
        )
    elif what in ("site", "no_role"):
        site_symbol(pen, x, y, 3 * map_unit, what == "site", map_unit)
    elif what in ("track", "schematic"):
        dash = (5 * unit, 3 * unit) if what == "schematic" else None
        colour = COLOURS.route if dash else COLOURS.label
        pen.line([(x - 8 * unit, y), (x + 8 * unit, y)], colour, 1.8 * unit, dash=dash, round_ends=not dash)


def _sizes(
    pen: Pen, x: float, y: float, marks: Marks, text: str, language: Language, unit: float, room: float
) -> float:
    """Draw nested circles as large as on the map, each with its number, and what they count."""
    size, largest = 11 * unit, marks.sizes[-1][1]
    middle = x + max(largest, 8 * unit)
    bottom = y - max(2 * largest, (len(marks.sizes) - 0.5) * size)
    levels = [bottom + 2 * radius for _, radius in marks.sizes]
    for i in range(len(levels) - 2, -1, -1):  # numbers of small circles would lie on each other
        levels[i] = min(levels[i], levels[i + 1] - size * 1.02)
    for (n, radius), level in zip(marks.sizes, levels, strict=True):
        pen.ring(middle, bottom + radius, radius, line=COLOURS.text, width=0.9 * unit)
        at = middle + largest + 6 * unit
        pen.line([(middle, bottom + 2 * radius), (at - 2 * unit, level)], COLOURS.text_quiet, 0.5 * unit)
        pen.text(at, level, number(language, n), size, COLOURS.text, middle=True)
    left = middle + largest + 6 * unit + fonts.width(number(language, marks.sizes[-1][0]), size) + 5 * unit
    lines = fonts.wrap(text, x + room - left, size)
    top = bottom + largest + len(lines) * size * 0.64
    end = pen.lines(left, max(top, bottom + len(lines) * size * 1.28), lines, size, COLOURS.text)
    return min(bottom, levels[0] - size * 0.5, end) - 2 * unit


def _density(
    pen: Pen, x: float, y: float, room: float, marks: Marks, text: str, language: Language, unit: float
) -> float:
    """Draw the classes of the hexagons side by side, each with its highest number."""
    size, limits = 11 * unit, tuple(dict.fromkeys(marks.limits))
    cell = min(26 * unit, room / len(limits))
    for n, limit in enumerate(limits):
        colour = DENSITY["light"][marks.limits.index(limit)]
        left = x + n * cell
        pen.path([[(left, y), (left + cell, y), (left + cell, y - 9 * unit), (left, y - 9 * unit)]], fill=colour)
        pen.text(
            left + cell / 2,
            y - 9 * unit - size,
            f"≤ {number(language, limit)}",
            size * 0.85,
            COLOURS.text,
            anchor="center",
        )
    return pen.lines(x, y - 9 * unit - size * 1.4, fonts.wrap(text, room, size), size, COLOURS.text) - 3 * unit
