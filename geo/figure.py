"""The print map of a view: the map alone, or a whole sheet with title, figures, legend, months and sources.

Vector throughout: the same drawing becomes PNG, SVG, the first page of a PDF or the picture on a slide.
"""

from __future__ import annotations

from geo.export.order import PAGES, Order
from geo.export.wording import Content, content, languages
from geo.printmap.frame import frame_of
from geo.printmap.furniture import draw_edge, draw_graticule, draw_locator, draw_scale
from geo.printmap.ground import COLOURS, draw_ground, draw_routes, draw_sites
from geo.printmap.labels import write_names
from geo.printmap.legend import Shown
from geo.printmap.marks import draw_events
from geo.printmap.pen import Box, Pen
from geo.printmap.sheet import Sheet
from geo.printmap.strip import draw_strip
from geo.words import Language

#: Millimetres that stand for a pixel of the web map, by page: on paper 11 px are 7½ points, on a slide 12 to be read
#: from three metres.
UNITS: dict[str, float] = {"a4": 0.243, "a4-portrait": 0.243, "16x9": 0.30, "4x3": 0.27}


def draw_map(pen: Pen, box: Box, order: Order, language: Language, unit: float) -> Shown:
    """Draw the map of an order's view into a box and return what it shows, for the legend.

    :param unit: millimetres that stand for a pixel of the web map.
    """
    view, dataset = order.view, order.store.dataset
    frame = frame_of(view, dataset, box, unit)
    pen.within(box)
    draw_ground(pen, frame, view.region)
    draw_graticule(pen, frame)
    roads = draw_routes(pen, frame, dataset)
    sites = draw_sites(pen, frame, dataset)
    marks = draw_events(pen, frame, order.store.events(view), view.mode)
    pen.within(None)
    taken = [draw_scale(pen, frame, language)]
    if inset := draw_locator(pen, frame, marks.obstacles):
        taken.append(inset)
    taken = draw_edge(pen, frame, language, taken)
    pen.within(box)
    write_names(pen, frame, dataset, language, taken, marks.obstacles)
    pen.within(None)
    return Shown(marks, view.mode, sites, roads)


def map_only(order: Order, width: float, height: float, unit: float, language: Language) -> tuple[Pen, Shown]:
    """Return the map alone on a sheet of its own, and what it shows.

    :param width: in millimetres, like ``height``.
    """
    pen = Pen(width, height)
    inset = 0.25  # so that the neat line's outer half is not cut off
    return pen, draw_map(pen, Box(inset, inset, width - 2 * inset, height - 2 * inset), order, language, unit)


def strip_only(order: Order, width: float, height: float, unit: float, language: Language) -> Pen:
    """Return the monthly strip alone on a sheet of its own."""
    pen = Pen(width, height)
    draw_strip(pen, Box(0.3, 0, width - 0.6, height), order.store, order.view, language, unit)
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
    words = content(order)
    others = [content(order, language) for language in languages(order)[1:]]
    width, height = PAGES[order.page]
    pen = Pen(width, height)
    pen.box(Box(0, 0, width, height), fill=COLOURS.page)
    layout = Sheet(pen, order, words, UNITS[order.page], others)
    layout.draw(lambda box, unit: draw_map(pen, box, order, words.language, unit))
    return pen, words
