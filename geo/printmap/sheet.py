"""The sheet round a print map: what stands where on each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geo.export.order import Order
from geo.export.wording import Content, Source, qr
from geo.figures import KeyFigure
from geo.printmap import fonts
from geo.printmap.ground import COLOURS
from geo.printmap.legend import Shown, draw_legend, legend_height, legend_unit
from geo.printmap.pen import Box, Pen
from geo.printmap.strip import draw_strip

DrawMap = Callable[[Box, float], Shown]


class Sheet:
    """Lays a sheet out: head, map and strip, and a column (on an upright page a row) with figures, legend, sources.

    :param unit: millimetres in a pixel of the web map; every distance is a multiple.
    :param others: the words of further languages, named in the head.
    """

    def __init__(self, pen: Pen, order: Order, words: Content, unit: float, others: Sequence[Content] = ()) -> None:
        self.pen, self.order, self.words, self.unit, self.others = pen, order, words, unit, others
        self.parts = order.parts
        self.upright, self.slide = pen.height > pen.width, not order.page.startswith("a4")
        margin = (26 if self.slide else 38) * unit
        self.page = Box(margin, margin * 0.72, pen.width - 2 * margin, pen.height - margin * 1.6)

    def draw(self, draw_map: DrawMap) -> None:
        """Draw everything."""
        u, gap = self.unit, 16 * self.unit
        side = {"figures", "map", "sources"} & self.parts
        column = beside(self.page.width, u, self.slide) if side and not self.upright else 0.0
        # The column of a slide, which is low, begins beside the title.
        top = self._head(self.page.width - column - gap if self.slide and column else self.page.width)
        floor = self._foot() + 8 * u
        strip = 92 * u if "timeline" in self.parts else 0.0
        if self.upright:
            if "figures" in self.parts:
                top = self._figures_row(self.page.x, top, self.page.width) - 8 * u
            below = 274 * u if side else 0.0
            low = floor + below + strip
            shown = self._map(Box(self.page.x, low + 8 * u, self.page.width, top - low - 8 * u), draw_map)
            self._strip(Box(self.page.x, floor + below, self.page.width, strip - 6 * u))
            half = (self.page.width - gap) / 2
            bottom = floor + 4 * u
            if shown:
                self._legend(self.page.x, floor + below - 8 * u, half * 0.8, bottom, shown)
            self._sources(self.page.x + half * 0.8 + gap, floor + below - 8 * u, half * 1.2, bottom)
            return
        left = Box(self.page.x, floor, self.page.width - (column + gap if side else 0), top - floor)
        shown = self._map(Box(left.x, left.y + strip, left.width, left.height - strip), draw_map)
        self._strip(Box(left.x, left.y, left.width, strip - 8 * u))
        x, y = left.right + gap, self.page.top if self.slide else top
        if "figures" in self.parts:
            y = self._figures(x, y, column) - 6 * u
        if shown:
            y = self._legend(x, y, column, floor, shown) - 6 * u
        self._sources(x, y, column, floor)

    def _map(self, box: Box, draw_map: DrawMap) -> Shown | None:
        if "map" not in self.parts:
            return None
        return draw_map(box, self.unit)

    def _head(self, room: float) -> float:
        """Draw titles, sentence and note; return where the rest may begin."""
        u, words, y, first = self.unit, self.words, self.page.top, room
        if not self.slide:
            credit = words.t("print.credit")
            first = room - fonts.width(credit, 11 * u, 600) - 20 * u
            self.pen.text(self.page.right, y - 14 * u, credit, 11 * u, COLOURS.text_quiet, weight=600, anchor="right")
        size, lines = fonts.fit(words.title, first, (25 * u, 21 * u, 18 * u), 2)
        y = self.pen.lines(self.page.x, y, lines, size, COLOURS.text, weight=700, leading=1.16)
        for said in [words, *self.others]:
            text = said.sentence if said.sentence != words.title else ""
            if text:
                lines = fonts.wrap(text, room, 14 * u, 600, 2)
                y = self.pen.lines(self.page.x, y - 2 * u, lines, 14 * u, COLOURS.text, weight=600)
        for paragraph in words.note.split("\n")[:2]:
            lines = fonts.wrap(paragraph, room, 12 * u, most=2)
            y = self.pen.lines(self.page.x, y - 2 * u, lines, 12 * u, COLOURS.text_quiet)
        return y - 9 * u

    def _foot(self) -> float:
        """Draw the notes that every map carries, on a slide beside what leads to the view, and return their top."""
        u, words, size = self.unit, self.words, (8 if self.slide else 9.5) * self.unit
        text = " ".join((words.boundary, words.not_un, f"{words.ground}. {words.made}."))
        column = beside(self.page.width, u, True) if self.slide else -16 * u
        lines = fonts.wrap(text, self.page.width - column - 16 * u, size)
        top = self.page.y + len(lines) * size * 1.28
        if self.slide:
            high = 54 * u if words.link else 22 * u
            top = max(top, self.page.y + high)
            credit, x = words.t("print.credit"), self.page.right - column
            self._link(x, column, top - 50 * u, top)
            if not words.link:
                self.pen.text(x, top - 14 * u, credit, 11 * u, COLOURS.text_quiet, weight=600)
        self.pen.lines(self.page.x, top, lines, size, COLOURS.text_quiet)
        self.pen.line([(self.page.x, top + 3 * u), (self.page.right, top + 3 * u)], COLOURS.line, 0.8 * u)
        return top + 3 * u

    def _figures(self, x: float, y: float, room: float) -> float:
        """Draw the key figures one under the other; on a slide, which is low, two by two."""
        figures, gap = self.words.figures, 10 * self.unit
        if not self.slide:
            for figure in figures:
                y = self._figure(figure, x, y, room) - 4 * self.unit
            return y
        for pair, share in ((figures[:2], 0.3), (figures[2:], 0.5)):
            left = room * share
            y = min(
                self._figure(pair[0], x, y, left - gap),
                self._figure(pair[1], x + left, y, room - left),
            )
            y -= 3 * self.unit
        return y

    def _figure(self, figure: KeyFigure, x: float, y: float, room: float) -> float:
        u = self.unit
        size = 24 * u
        while fonts.width(figure.value, size, 600) > room:
            size *= 0.94
        y = self.pen.lines(x, y, [figure.value], size, COLOURS.text, weight=600, leading=1.08)
        said = figure.label + (f" · {figure.note}" if figure.note else "")
        return self.pen.lines(x, y, fonts.wrap(said, room, 11 * u), 11 * u, COLOURS.text_quiet)

    def _figures_row(self, x: float, y: float, room: float) -> float:
        """Draw the key figures side by side."""
        bottom, shares = y, (0.15, 0.40, 0.25, 0.20)
        for figure, share in zip(self.words.figures, shares, strict=True):
            bottom = min(bottom, self._figure(figure, x, y, room * share - 10 * self.unit))
            x += room * share
        return bottom

    def _legend(self, x: float, y: float, room: float, floor: float, shown: Shown) -> float:
        """Draw the legend, in pairs and smaller where it would not fit; on a slide always so, without its heading."""
        u, lang = self.unit, self.words.language
        if self.slide:
            self.pen.line([(x, y), (x + room, y)], COLOURS.line, 0.8 * u)
            y -= 3 * u
        else:
            y = self._heading(x, y, room, self.words.t("print.legend"))
        unit, pairs = u, self.slide or legend_height(shown, lang, room, u, u, pairs=False) > y - floor
        if pairs:
            unit = legend_unit(shown, lang, room, y - floor, u)
        return draw_legend(self.pen, x, y, room, shown, lang, unit=unit, map_unit=u, pairs=pairs)

    def _heading(self, x: float, y: float, room: float, text: str) -> float:
        u = self.unit
        self.pen.line([(x, y), (x + room, y)], COLOURS.line, 0.8 * u)
        return self.pen.lines(x, y - 3 * u, [text], 11 * u, COLOURS.text, weight=600) - 2 * u

    def _strip(self, box: Box) -> None:
        if "timeline" in self.parts:
            draw_strip(self.pen, box, self.order.store, self.order.view, self.words.language, self.unit)

    def _sources(self, x: float, y: float, room: float, floor: float) -> None:
        """Draw the link with its QR code at the bottom, and above it as many sources as fit."""
        u = self.unit
        if not self.slide:
            floor = self._link(x, room, floor, y)
        if "sources" not in self.parts or not self.words.sources or y - floor < 24 * u:
            return
        total = self.words.source_count
        if y - floor < 84 * u:  # the heading, two sources and how many more
            elsewhere = self.words.t("print.sources_elsewhere", n=total)
            self._heading(x, y, room, elsewhere)
            return
        y = self._heading(x, y, room, self.words.t("card.sources", n=total))
        size, shown = 9 * u, 0
        for source in self.words.sources:
            lines = fonts.wrap(_reference(source), room, size, most=2)
            rest = (total - shown > 1) * size * 1.28
            if y - len(lines) * size * 1.28 < floor + rest:
                break
            y = self.pen.lines(x, y, lines, size, COLOURS.text) - 1 * u
            shown += 1
        if total > shown:
            more = self.words.t("print.more_sources", n=total - shown)
            self.pen.lines(x, y, [more], size, COLOURS.text_quiet, italic=True)

    def _link(self, x: float, room: float, floor: float, y: float) -> float:
        """Draw the view's address, as text and as a code, and return its top."""
        link, u = self.words.link, self.unit
        if not link:
            return floor
        code = qr(link)
        # Modules of less than 0.38 mm are hard to read from paper; on a slide 50 units are 19 mm.
        side = max((50 if self.slide else 62) * u, len(code) * 0.38)
        if side > min(room * 0.5, 110 * u) or y - floor < side:
            side = 0.0
        for row, line in enumerate(code if side else ()):
            module = side / len(code)
            bars = [
                _square(x + n * module, floor + side - (row + 1) * module, module) for n, on in enumerate(line) if on
            ]
            self.pen.path(bars, fill=COLOURS.text)
        size, left = 8.5 * u, x + (side + 8 * u if side else 0)
        heads = [self.words.t("print.scan")]
        if self.slide:
            heads = [self.words.t("print.credit"), *heads]
        most = max(2, int((side or 40 * u) / size / 1.28) - 1 - len(heads))
        lines = fonts.wrap(link, x + room - left, size, most=most)
        high = side or (len(lines) + 1) * size * 1.4
        top = self.pen.lines(left, floor + high, heads, 10 * u, COLOURS.text, weight=600)
        self.pen.lines(left, top, lines, size, COLOURS.link)
        return floor + high + 8 * u


def beside(wide: float, unit: float, slide: bool) -> float:
    """Return the width of the column beside a map, in millimetres.

    On a slide it is wide: Mali leaves room at the sides of its map, and what is read from three metres is large.

    :param wide: what map and column have together, in millimetres.
    """
    return max(250 * unit, 0.34 * wide) if slide else max(210 * unit, 0.215 * wide)


def _reference(source: Source) -> str:
    return f"{source.number}. {source.title}. {source.about}"


def _square(x: float, y: float, side: float) -> list[tuple[float, float]]:
    over = side * 0.02  # so that no hairline of white shows between two modules
    return [
        (x - over, y - over),
        (x + side + over, y - over),
        (x + side + over, y + side + over),
        (x - over, y + side + over),
    ]
