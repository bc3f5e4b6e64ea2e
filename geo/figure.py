"""The print map of a view: the map alone, or a whole sheet with title, figures, legend, months and sources.

Vector throughout: the same drawing becomes PNG, SVG, the first page of a PDF or the picture on a slide.
"""

from __future__ import annotations

from dataclasses import replace

from geo.export.bounds import rows
from geo.export.order import PAGES, Order
from geo.export.wording import Content, content, languages
from geo.printmap.cercles import draw_hatched, draw_limits, shapes, somewhere_in, write_numbers
from geo.printmap.fonts import width
from geo.printmap.frame import Frame, frame_of
from geo.printmap.furniture import draw_edge, draw_graticule, draw_locator, draw_scale
from geo.printmap.ground import COLOURS, draw_area, draw_ground, draw_nearness, draw_routes, draw_sites, routes_of
from geo.printmap.labels import write_names
from geo.printmap.legend import Shown
from geo.printmap.marks import Marks, draw_counts, draw_events
from geo.printmap.pen import Box, Pen
from geo.printmap.sheet import Sheet
from geo.printmap.strip import draw_strip
from geo.sentence import area_text, filters
from geo.view import View
from geo.words import Language, t

#: Millimetres that stand for a pixel of the web map, by page: on paper 11 px are 7½ points, on a slide 12, to be read
#: from three metres.
UNITS: dict[str, float] = {"a4": 0.243, "a4-portrait": 0.243, "16x9": 0.385, "4x3": 0.385}
#: Up to so many events on the map each has its symbol; more are counted in hexagons, as on the web map of a large set.
DRAWN = 5_000


def draw_map(pen: Pen, box: Box, order: Order, language: Language, unit: float) -> Shown:
    """Draw the map of an order's view into a box and return what it shows, for the legend.

    :param unit: millimetres that stand for a pixel of the web map.
    """
    view, dataset = order.view, order.store.dataset
    frame = frame_of(view, dataset, box, unit)
    pen.within(box)
    draw_ground(pen, frame, view.region)
    cercles = shapes(order.opened.vocabulary.cercles)
    limits = draw_limits(pen, frame, cercles, view.cercle)
    draw_graticule(pen, frame)
    draw_nearness(pen, frame, dataset, view)
    draw_area(pen, frame, view)
    roads = draw_routes(pen, frame, dataset)
    sites = draw_sites(pen, frame, dataset)
    summary, mode = order.summary, view.mode
    if summary.placed > DRAWN:  # symbols would cover each other and the country
        marks, mode = draw_counts(pen, frame, order.store, view), "density"
    else:
        events = order.store.events(view)
        inside = somewhere_in(events, cercles)
        hatched = draw_hatched(pen, frame, events[inside], cercles)
        lines = [line for _, _, line in routes_of(dataset)]
        marks = draw_events(pen, frame, events[~inside], mode, view.size, lines).beside(hatched)
        write_numbers(pen, hatched)
    selected = _mark_selected(pen, frame, order, language, marks)
    pen.within(None)
    taken = [draw_scale(pen, frame, language)]
    if inset := draw_locator(pen, frame, marks.obstacles):
        taken.append(inset)
    taken = draw_edge(pen, frame, language, taken)
    pen.within(box)
    write_names(pen, frame, dataset, language, taken, marks.obstacles)
    pen.within(None)
    if not summary.events:
        _say_empty(pen, box, language, unit)
    within = area_text(view.within, language) if view.within else ""
    return Shown(
        marks,
        mode,
        sites,
        roads,
        near=_nearness(order, language),
        within=within,
        selected=selected,
        cercles=limits,
        size=view.size,
    )


def _mark_selected(pen: Pen, frame: Frame, order: Order, language: Language, marks: Marks) -> str:
    """Draw a ring round the selected event's place and return the event's title; empty where it is not on the map."""
    if order.view.event is None or not order.store.holds(order.view, order.view.event):
        return ""
    event = order.store.event(order.view.event)
    lon, lat = float(event["lon"]), float(event["lat"])
    if not frame.holds(lon, lat):  # also when there is no place: NaN is nowhere
        return ""
    (x, y), unit = frame.xy(lon, lat), frame.unit
    here = [r for cx, cy, r in marks.obstacles if abs(cx - x) < unit and abs(cy - y) < unit]
    radius = max(here, default=4 * unit) + 3 * unit
    for colour, width_ in ((COLOURS.halo, 5.0), (COLOURS.accent, 2.2)):
        pen.ring(x, y, radius, line=colour, width=width_ * unit)
    return str(event["title_fr" if language == "fr" else "title"])


def _nearness(order: Order, language: Language) -> str:
    """Return what the shaded zone stands for; empty without one."""
    view = order.view
    if view.near is None or view.within_km is None:
        return ""
    return filters(View(near=view.near, within_km=view.within_km, lang=language), order.opened.names[language])[0]


def _say_empty(pen: Pen, box: Box, language: Language, unit: float) -> None:
    text, size = t(language, "print.empty"), 14 * unit
    wide, x, y = width(text, size, 600) + 24 * unit, box.x + box.width / 2, box.y + box.height / 2
    plate = Box(x - wide / 2, y - 14 * unit, wide, 28 * unit)
    pen.box(plate, fill=COLOURS.page, line=COLOURS.label, width=0.8 * unit)
    pen.text(x, y, text, size, COLOURS.text, weight=600, anchor="center", middle=True)


def map_only(order: Order, wide: float, high: float, unit: float, language: Language) -> tuple[Pen, Shown]:
    """Return the map alone on a sheet of its own, and what it shows.

    :param wide: its width in millimetres; likewise ``high``.
    """
    pen = Pen(wide, high)
    inset = 0.25  # so that the neat line's outer half is not cut off
    return pen, draw_map(pen, Box(inset, inset, wide - 2 * inset, high - 2 * inset), order, language, unit)


def strip_only(order: Order, wide: float, high: float, unit: float, language: Language) -> Pen:
    """Return the monthly strip alone on a sheet of its own."""
    pen = Pen(wide, high)
    draw_strip(pen, Box(0.3, 0, wide - 0.6, high), order.store, order.view, language, unit)
    return pen


def sheet(order: Order) -> tuple[Pen, Content]:
    """Return the whole sheet of an order on its page, and the words on it.

    A picture speaks the view's language; where both are ordered, the other's title and sentence stand under its own.

    >>> from datetime import date
    >>> from geo.library import LIBRARY
    >>> from geo.view import View
    >>> pen, _ = sheet(Order(LIBRARY.open(), View(region=("Gao",)), made=date(2026, 1, 1)))
    >>> pen.width, pen.height
    (297.0, 210.0)
    """
    # A picture has no table that could be cut: its sources are those of the view.
    order = replace(order, rows=rows(replace(order, rows=None)))
    words = content(order)
    others = [content(order, language) for language in languages(order)[1:]]
    pen = Pen(*PAGES[order.page])
    pen.box(Box(0, 0, pen.width, pen.height), fill=COLOURS.page)
    layout = Sheet(pen, order, words, UNITS[order.page], others)
    layout.draw(lambda box, unit: draw_map(pen, box, order, words.language, unit))
    return pen, words
