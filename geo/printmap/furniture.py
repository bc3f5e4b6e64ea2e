"""What stands on the edge of a print map: graticule, scale bar, north arrow, and where in Mali it lies."""

from __future__ import annotations

import numpy as np

from geo.printmap.fonts import width
from geo.printmap.frame import Frame, country_bounds
from geo.printmap.ground import COLOURS, features
from geo.printmap.pen import Box, Pen
from geo.words import Language, number, t

#: Left, bottom, right and top in millimetres.
Rect = tuple[float, float, float, float]
_DEGREES = (0.1, 0.2, 0.25, 0.5, 1, 2, 5)
_KILOMETRES = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500)


def graticule_step(frame: Frame) -> float:
    """Return the distance between two lines of the grid in degrees: about four to seven of them."""
    extent = max((frame.north - frame.south), (frame.east - frame.west) * 0.75)
    return next((step for step in _DEGREES if extent / step <= 6.5), _DEGREES[-1])


def draw_graticule(pen: Pen, frame: Frame) -> None:
    """Draw parallels and meridians as fine lines."""
    step, box = graticule_step(frame), frame.box
    for lat in _multiples(frame.south, frame.north, step):
        y = float(frame.xy(0, lat)[1])
        pen.line([(box.x, y), (box.right, y)], COLOURS.region, 0.35 * frame.unit, alpha=0.5)
    for lon in _multiples(frame.west, frame.east, step):
        x = float(frame.xy(lon, 0)[0])
        pen.line([(x, box.y), (x, box.top)], COLOURS.region, 0.35 * frame.unit, alpha=0.5)


def draw_edge(pen: Pen, frame: Frame, language: Language, taken: list[Rect]) -> list[Rect]:
    """Draw the map's neat line with the degrees written inside it, clear of what is ``taken``.

    :returns: the rectangles that are taken now.
    """
    taken, unit = list(taken), frame.unit

    def write(text: str, x: float, y: float) -> None:
        rect = (x, y - unit, x + width(text, size), y + size)
        if not any(rect[0] < t[2] and rect[2] > t[0] and rect[1] < t[3] and rect[3] > t[1] for t in taken):
            pen.text(x, y, text, size, COLOURS.label_quiet, halo=COLOURS.halo)
            taken.append(rect)

    step, box, size = graticule_step(frame), frame.box, 8.5 * frame.unit
    clear = 26 * frame.unit
    for lat in _multiples(frame.south, frame.north, step):
        y = float(frame.xy(0, lat)[1])
        if box.y + clear < y < box.top - clear:
            text = _degrees(language, lat, "north" if lat >= 0 else "south")
            write(text, box.x + 2.5 * unit, y + 1.5 * unit)
    for lon in _multiples(frame.west, frame.east, step):
        x = float(frame.xy(lon, 0)[0])
        if box.x + clear < x < box.right - clear:
            text = _degrees(language, lon, "west" if lon < 0 else "east") if lon else "0°"
            write(text, x + 2 * unit, box.top - 2.5 * unit - size * 0.72)
    pen.box(box, line=COLOURS.label, width=0.9 * unit)
    return taken


def scale_km(frame: Frame) -> float:
    """Return the length of the scale bar in kilometres: a round number, about a fifth of the map."""
    room = min(0.22 * frame.box.width, 150 * frame.unit)
    return max((km for km in _KILOMETRES if km * frame.mm_per_km() <= room), default=_KILOMETRES[0])


def draw_scale(pen: Pen, frame: Frame, language: Language) -> Rect:
    """Draw scale bar and north arrow in the lower right corner and return the rectangle they take.

    The bar is true at the map's middle latitude, along the parallel as along the meridian.
    """
    unit, km = frame.unit, scale_km(frame)
    long, high = km * frame.mm_per_km(), 3.4 * unit
    x, y = frame.box.right - 30 * unit - long, frame.box.y + 12 * unit
    ends = [(0.0, "0"), (0.5, number(language, km / 2 if km % 2 else int(km) // 2, digits=1))]
    back = Box(x - 10 * unit, frame.box.y + 5 * unit, long + 36 * unit, 28 * unit)
    pen.box(back, fill=COLOURS.halo, alpha=0.82)
    for half, fill in ((0, COLOURS.label), (1, COLOURS.page)):
        pen.box(Box(x + half * long / 2, y, long / 2, high), fill=fill, line=COLOURS.label, width=0.6 * unit)
    for share, text in ends:
        pen.text(x + share * long, y + high + 3 * unit, text, 9 * unit, COLOURS.label, anchor="center")
    whole = number(language, km)
    start = x + long - width(whole, 9 * unit) / 2  # so that the number stands over the bar's end, and "km" beside it
    pen.text(start, y + high + 3 * unit, f"{whole}\u00a0km", 9 * unit, COLOURS.label)
    nx, ny = frame.box.right - 15 * unit, back.top + 7 * unit
    pen.path([[(nx, ny + 20 * unit), (nx - 5 * unit, ny), (nx, ny + 4.5 * unit)]], fill=COLOURS.label)
    pen.path(
        [[(nx, ny + 20 * unit), (nx + 5 * unit, ny), (nx, ny + 4.5 * unit)]],
        fill=COLOURS.page,
        line=COLOURS.label,
        width=0.6 * unit,
    )
    north = t(language, "print.north")
    pen.text(nx, ny + 23 * unit, north, 10 * unit, COLOURS.label, weight=600, anchor="center", halo=COLOURS.halo)
    return (back.x, frame.box.y, frame.box.right, ny + 34 * unit)


def draw_locator(pen: Pen, frame: Frame, circles: tuple[tuple[float, float, float], ...]) -> Rect | None:
    """Draw Mali with the map's extent in the emptiest corner left free; nothing where the map shows all of it."""
    west, south, east, north = country_bounds()
    if frame.west <= west + 0.5 and frame.east >= east - 0.5 and frame.south <= south + 0.5:
        return None
    unit = frame.unit
    side = 84 * unit
    narrow = float(np.cos(np.radians((south + north) / 2)))
    scale = (side - 8 * unit) / max((east - west) * narrow, north - south)
    corners = [
        (frame.box.x, frame.box.top - side),
        (frame.box.right - side, frame.box.top - side),
        (frame.box.x, frame.box.y),
    ]

    def events_under(corner: tuple[float, float]) -> float:
        x, y = corner
        return sum(r for cx, cy, r in circles if x - r < cx < x + side + r and y - r < cy < y + side + r)

    x, y = min(corners, key=events_under)
    inset = Box(x, y, side, side)
    pen.within(None)
    pen.box(inset, fill=COLOURS.page, line=COLOURS.label, width=0.7 * unit)
    left = x + (side - (east - west) * narrow * scale) / 2
    low = y + (side - (north - south) * scale) / 2

    def at(lon: float, lat: float) -> tuple[float, float]:
        return left + (lon - west) * narrow * scale, low + (lat - south) * scale

    for feature in features("country"):
        ring = [at(*point) for point in feature["geometry"]["coordinates"][0]]
        pen.path([ring], fill=COLOURS.neighbour, line=COLOURS.border, width=0.6 * unit)
    limits = [[at(*p) for p in f["geometry"]["coordinates"]] for f in features("limits")]
    pen.path(limits, line=COLOURS.region, width=0.5 * unit, closed=False)
    (x0, y0), (x1, y1) = at(frame.west, frame.south), at(frame.east, frame.north)
    x0, y0, x1, y1 = max(x0, x), max(y0, y), min(x1, inset.right), min(y1, inset.top)
    shown = Box(x0, y0, x1 - x0, y1 - y0)
    if shown.width < 6 * unit and shown.height < 6 * unit:  # too small to be seen as a rectangle
        pen.ring((x0 + x1) / 2, (y0 + y1) / 2, 5 * unit, line=COLOURS.label, width=1.4 * unit)
    pen.box(shown, line=COLOURS.label, width=1.2 * unit)
    return (inset.x, inset.y, inset.right, inset.top)


def _multiples(low: float, high: float, step: float) -> list[float]:
    return [round(n * step, 6) for n in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1)]


def _degrees(language: Language, value: float, side: str) -> str:
    value = abs(value)
    shown = number(language, int(value) if value == int(value) else value, digits=2)
    return f"{shown}°{t(language, f'print.{side}_letter')}"
