"""The briefing as slides that stay editable: title, map, months, events and sources as text, shapes and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from geo.export.deck import GROUND, SHAPES, Deck, Paragraph, Run, colour, emu
from geo.export.order import PAGES, Order
from geo.export.wording import Content, Row, Source, content, languages, numbers, qr
from geo.figure import map_only
from geo.model import GROUPS
from geo.printmap import fonts
from geo.printmap.legend import Entry, Shown, entries, paired
from geo.printmap.pen import Box, Pen
from geo.printmap.sheet import beside
from geo.printmap.strip import months
from geo.style import DENSITY, SYMBOLS
from geo.words import number

#: Millimetres that stand for a pixel of the web map: names of 11 px are 12 points high on the slide.
_UNIT = 0.385
_MARGIN = 12.0
#: Dots per inch of the map's picture: 2,000 pixels across a wide screen.
_RESOLUTION = 190
_QUIET = GROUND.text_quiet
#: Points of the smallest type that says what is on a map: what can be read from three metres.
_TYPE = 12.0
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def build(order: Order) -> bytes:
    """Return the briefing as PPTX; the same order makes the same bytes.

    :param order: with ``second`` the map comes in both languages and the events stand side by side in both.
    """
    said = [content(order, language) for language in languages(order)]
    width, height = PAGES[order.page]
    deck = Deck(width, height, said[0].language)
    _title(deck, said)
    for words in said:
        deck.language = words.language
        if {"map", "figures"} & order.parts:
            _map(deck, order, words)
        if "timeline" in order.parts:
            _months(deck, order, words)
    deck.language = said[0].language
    if "table" in order.parts:
        _events(deck, said)
    if "sources" in order.parts:
        _sources(deck, said[0])
    for slide, words in ((deck.file.slides[0], said[0]),):
        slide.notes_slide.notes_text_frame.text = _spoken(words)
    return deck.save(order.made, said[0].about, said[0].t("print.credit"))


def _spoken(words: Content) -> str:
    """Return the speaker's notes: sentence, figures, note and link."""
    figures = [f"{f.value} {f.label}" + (f" · {f.note}" if f.note else "") for f in words.figures]
    return "\n".join(part for part in (words.sentence, *figures, words.help, words.note, words.link) if part)


def _title(deck: Deck, said: Sequence[Content]) -> None:
    first, wide = said[0], deck.width - 2 * _MARGIN
    top = deck.height * 0.24
    deck.add(0, first.title, Box(_MARGIN, top, wide, deck.height * 0.26), (44, 38, 32, 28, 24), 4)
    deck.shape(MSO_SHAPE.RECTANGLE, Box(0, 0, deck.width, 4), fill=GROUND.accent)
    subtitle = deck.slide.placeholders[1]
    below: list[Paragraph] = []
    for words in said:
        if words.sentence != first.title:
            below.append([Run(words.sentence, 20)])
    below += [[Run(line, 18, _QUIET)] for line in (first.note.split("\n") if first.note else [])[:4]]
    at = Box(_MARGIN, top + deck.height * 0.29, wide, deck.height * 0.3)
    deck._fill(subtitle, at, below or [[Run(first.t("print.credit"), 20)]], space=6)
    lines: list[Paragraph] = [[Run(f"{first.t('print.credit')} · {first.made}", 12, _QUIET)]]
    lines += [[Run(words.not_un, 12, _QUIET)] for words in said]
    high = 7.0 * len(lines)
    code = 92.0 if first.link else 0.0
    deck.text(Box(_MARGIN, deck.height - _MARGIN - high, wide - code, high), lines, space=2)
    if first.link:
        _link(deck, first, Box(_MARGIN + wide - 84, deck.height - _MARGIN - 26, 84, 26))


def _frame(deck: Deck, words: Content, title: str) -> Box:
    """Add a slide with title, notes and number; return the room that is left."""
    wide = deck.width - 2 * _MARGIN
    deck.add(5, title, Box(_MARGIN, 8, wide, 18), (28, 24, 20, 16, 14), 2)
    size = 9.0
    notes = f"{words.boundary} {words.not_un} {words.ground}. {words.made}."
    more = [Run(f" {words.t('print.scan')}", size, link=words.link)] if words.link else []
    lines = len(fonts.wrap(notes + "".join(run.text for run in more), wide - 14, size * fonts.POINT))
    high = lines * size * fonts.POINT * 1.22 + 1
    top = deck.height - 6 - high
    deck.rule(_MARGIN, top - 2, deck.width - _MARGIN, top - 2, GROUND.line, 0.75)
    deck.text(Box(_MARGIN, top, wide - 14, high), [[Run(notes, size, _QUIET), *more]])
    here = str(len(deck.file.slides))
    deck.text(Box(deck.width - _MARGIN - 12, top, 12, 5), [[Run(here, size, _QUIET)]], align="right")
    return Box(_MARGIN, 29, wide, top - 4 - 29)


def _map(deck: Deck, order: Order, words: Content) -> None:
    room = _frame(deck, words, words.title)
    y = room.y
    if words.sentence != words.title:
        sentence = fonts.wrap(words.sentence, room.width, 16 * fonts.POINT)
        high = len(sentence[:2]) * 16 * fonts.POINT * 1.25
        deck.text(Box(room.x, y - 3, room.width, high), [[Run(words.sentence, 16, _QUIET)]])
        y += high
    column = beside(room.width, _UNIT, slide=True)
    high = room.y + room.height - y
    right = room.x + room.width - column
    shown = None
    if "map" in order.parts:
        wide = room.width - column - 6
        pen, shown = map_only(order, wide, high, _UNIT, words.language)
        picture = pen.png(_RESOLUTION, {})
        deck.picture(picture, Box(room.x, y, wide, high), words.t("print.map_alt", sentence=words.sentence))
    if "figures" in order.parts:
        y = _figures(deck, words, right, y, column)
    if shown:
        _legend(deck, shown, words, right, y, column, room.y + room.height)
    deck.notes(_spoken(words))


def _figures(deck: Deck, words: Content, x: float, y: float, wide: float) -> float:
    """Put the key figures two by two and return where they end."""
    for pair, share in ((words.figures[:2], 0.3), (words.figures[2:], 0.5)):
        places = list(zip(pair, (x, x + wide * share), (wide * share - 3, wide * (1 - share) - 3), strict=True))
        size, ends = 28.0, []
        while any(fonts.width(f.value, size * fonts.POINT * 1.04, 700) > room for f, _, room in places):
            size -= 0.5
        for figure, left, room in places:
            said = figure.label + (f" · {figure.note}" if figure.note else "")
            lines = len(fonts.wrap(said, room, _TYPE * fonts.POINT * 1.06))
            high = size * fonts.POINT * 1.2 + lines * _TYPE * fonts.POINT * 1.22
            value: Paragraph = [Run(figure.value, size, bold=True)]
            deck.text(Box(left, y, room, high), [value, [Run(said, _TYPE, _QUIET)]])
            ends.append(y + high)
        y = max(ends) + 1.2
    return y + 1


def _legend(deck: Deck, shown: Shown, words: Content, x: float, y: float, wide: float, floor: float) -> None:
    """Draw the legend as shapes and text, short lines two by two; smaller only where the slide is too low for it."""
    found = entries(shown, words.language)
    circles = 2 * shown.marks.sizes[-1][1] if shown.marks.sizes else 0.0
    size = next((s for s in (14, 13.5, 13, 12.5) if _legend_height(found, circles, s, wide) <= floor - y), _TYPE)
    while size > 9 and _legend_height(found, circles, size, wide) > floor - y:
        size -= 0.5
    deck.rule(x, y, x + wide, y, GROUND.line, 0.75)
    y += 2.5
    step = size * fonts.POINT * 1.22
    for row in _legend_rows(found, size, wide):
        if row[0].what == "sizes":
            y = _sizes(deck, shown, words, row[0].text, x, y, wide, size)
            continue
        if row[0].what == "density":
            y = _classes(deck, shown, words, x, y, wide, size)
        lines = 1
        for n, entry in enumerate(row):
            left = x + n * wide / 2
            at, room = (
                (left, wide) if entry.what == "density" else (left + 9, wide - 9 if len(row) == 1 else wide / 2 - 9)
            )
            lines = max(lines, len(fonts.wrap(entry.text, room, size * fonts.POINT * 1.06)))
            _sample(deck, entry.what, left + 3.5, y + step / 2, shown)
            deck.text(Box(at, y, room, lines * step), [[Run(entry.text, size)]])
        y += lines * step + 0.6


def _legend_rows(found: list[Entry], size: float, wide: float) -> list[tuple[Entry, ...]]:
    return paired(found, lambda text: fonts.width(text, size * fonts.POINT * 1.06), wide / 2 - 12)


def _legend_height(found: list[Entry], circles: float, size: float, wide: float) -> float:
    step, high = size * fonts.POINT * 1.22, 2.5
    for row in _legend_rows(found, size, wide):
        if row[0].what == "sizes":
            high += max(circles, 3 * step) + 2.3
        else:
            high += len(fonts.wrap(row[0].text, wide - 9, size * fonts.POINT * 1.06)) * step + 0.6
            high += 4 + step if row[0].what == "density" else 0
    return high


def _classes(deck: Deck, shown: Shown, words: Content, x: float, y: float, wide: float, size: float) -> float:
    """Draw the classes of the hexagons side by side, each with its highest number; return where they end."""
    limits = tuple(dict.fromkeys(shown.marks.limits))
    cell, step = min(wide / len(limits), 24.0), size * fonts.POINT * 1.22
    for n, limit in enumerate(limits):
        box = Box(x + n * cell, y, cell, 4)
        deck.shape(MSO_SHAPE.RECTANGLE, box, fill=DENSITY["light"][shown.marks.limits.index(limit)])
        said = f"≤ {number(words.language, limit)}"
        deck.text(Box(box.x, y + 4, cell, step), [[Run(said, size * 0.85)]], align="center")
    return y + 4 + step


def _sizes(deck: Deck, shown: Shown, words: Content, text: str, x: float, y: float, wide: float, size: float) -> float:
    """Draw nested circles as large as on the map, with their numbers."""
    largest, step = shown.marks.sizes[-1][1], size * fonts.POINT * 1.22
    y += 1.5  # clear of the line above
    bottom = y + max(2 * largest, 3 * step)
    levels = [bottom - 2 * radius for _, radius in shown.marks.sizes]
    levels[-1] = min(levels[-1], bottom - (len(levels) - 0.6) * step)
    for i in range(len(levels) - 2, -1, -1):
        levels[i] = max(levels[i], levels[i + 1] + step)
    right = x + 2 * largest + 3
    for (n, radius), level in zip(reversed(shown.marks.sizes), reversed(levels), strict=True):
        circle = Box(x + largest - radius, bottom - 2 * radius, 2 * radius, 2 * radius)
        deck.shape(MSO_SHAPE.OVAL, circle, line=GROUND.text, width=0.75)
        deck.rule(x + largest, bottom - 2 * radius, right, level + step * 0.1, _QUIET, 0.5)
        deck.text(Box(right + 1, level - step * 0.4, 14, step), [[Run(number(words.language, n), size)]])
    deck.text(Box(right + 14, y, wide - (right - x) - 14, bottom - y), [[Run(text, size)]], middle=True)
    return bottom + 0.8


def _sample(deck: Deck, what: str, x: float, y: float, shown: Shown) -> None:
    def round_(r: float, **how: Any) -> None:
        deck.shape(MSO_SHAPE.OVAL, Box(x - r, y - r, 2 * r, 2 * r), **how)

    if what.startswith("group:"):
        symbol = SYMBOLS[next(g for g in GROUPS if g == what.removeprefix("group:"))]
        kind, r = (MSO_SHAPE.OVAL if shown.mode == "places" else SHAPES[symbol.shape]), 1.9
        deck.shape(kind, Box(x - r, y - r, 2 * r, 2 * r), fill=symbol.light)
    elif what == "locality":
        round_(2.2, fill=GROUND.line, line=_QUIET, width=1)
    elif what in ("road", "stretch", "band"):
        if what != "road":
            deck.shape(MSO_SHAPE.ROUNDED_RECTANGLE, Box(x - 3, y - 1, 6, 2), fill=GROUND.line)
        if what != "band":
            round_(1.6, fill=GROUND.land, line=_QUIET, width=1.75)
    elif what == "none":
        round_(1.1, line=_QUIET, width=1.25)
    elif what == "area":
        round_(2.2, line=_QUIET, width=1, dashed=True)
    elif what == "hatched":
        pattern = deck.shape(MSO_SHAPE.RECTANGLE, Box(x - 3, y - 2, 6, 4), fill=GROUND.page, line=_QUIET, width=1)
        pattern.fill.patterned()
        pattern.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        pattern.fill.fore_color.rgb = colour(_QUIET)
        pattern.fill.back_color.rgb = colour(GROUND.page)
    elif what == "cercles":
        deck.rule(x - 3, y, x + 3, y, _QUIET, 1, dashed=True)
    elif what == "selected":
        round_(1.9, line=GROUND.accent, width=2)
    elif what == "near":
        deck.shape(MSO_SHAPE.ROUNDED_RECTANGLE, Box(x - 3, y - 1.5, 6, 3), fill=GROUND.line)
    elif what == "site":
        round_(1.1, fill=GROUND.site)
    elif what == "no_role":
        round_(1.1, fill=GROUND.page, line=GROUND.town, width=1)
    elif what in ("track", "schematic"):
        road = GROUND.route if what == "schematic" else GROUND.label
        deck.rule(x - 3, y, x + 3, y, road, 1.75, dashed=what == "schematic")


def _link(deck: Deck, words: Content, box: Box) -> None:
    """Put the view's address as a link with its QR code."""
    code = qr(words.link)
    side = box.height
    pen = Pen(side, side)
    module = side / (len(code) + 2)
    for r, row in enumerate(code):
        line = [(module * (c + 1), side - module * (r + 2)) for c, dark in enumerate(row) if dark]
        over = module * 0.02
        pen.path([_square(px, py, module, over) for px, py in line], fill=GROUND.text)
    deck.picture(pen.png(300, {}), Box(box.x - module, box.y, side, side), words.t("print.qr_alt"))
    room = box.width - side - 2
    short = fonts.shorten(words.link.split("://")[-1], room * 1.8, 10 * fonts.POINT)
    deck.text(
        Box(box.x + side + 2, box.y, room, side),
        [[Run(words.t("print.scan"), 12, bold=True)], [Run(short, 10, link=words.link)]],
        middle=True,
    )


def _square(x: float, y: float, side: float, over: float) -> list[tuple[float, float]]:
    low, high = -over, side + over
    return [(x + low, y + low), (x + high, y + low), (x + high, y + high), (x + low, y + high)]


def _months(deck: Deck, order: Order, words: Content) -> None:
    """Put the months of the view as a chart whose numbers can be edited."""
    found = {m: groups for m, groups in months(order.store, order.view, windowed=True).items() if any(groups.values())}
    if not found:
        return
    room = _frame(deck, words, words.t("print.by_month"))
    deck.text(Box(room.x, room.y - 6, room.width, 8), [[Run(words.sentence, 16, _QUIET)]])
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    every = _every_month(min(found), max(found))
    data.categories = [date(year, month, 1) for year, month in every]
    used = [group for group in GROUPS if any(groups.get(group) for groups in found.values())]
    for group in used:
        data.add_series(words.t(f"group.{group}"), [found.get(m, {}).get(group, 0) for m in every])
    box = (emu(room.x), emu(room.y + 4), emu(room.width), emu(room.height - 4))
    frame = deck.slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *box, data)
    deck.describe(frame, f"{words.t('print.chart_alt')}. {words.sentence}")
    chart = frame.chart
    chart.font.size, chart.font.color.rgb = Pt(14), colour(GROUND.text)
    chart.has_title, chart.has_legend = False, True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 25, 100
    for series, group in zip(plot.series, used, strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = colour(SYMBOLS[group].light)
        series.invert_if_negative = False
    chart.value_axis.major_gridlines.format.line.color.rgb = colour(GROUND.line)
    chart.value_axis.format.line.fill.background()
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "0", False
    most = max(sum(groups.values()) for groups in found.values())
    chart.value_axis.major_unit = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000, 10_000) if most / s <= 6)
    _years(chart.category_axis, len(every))


def _years(axis: Any, months_: int) -> None:
    """Label the axis by year, or by month where it is short."""
    long = months_ > 18
    axis.tick_labels.number_format = "yyyy" if long else "mm/yyyy"
    axis.tick_labels.number_format_is_linked = False
    for name, value in (
        ("baseTimeUnit", "months"),
        ("majorUnit", "1"),
        ("majorTimeUnit", "years" if long else "months"),
    ):
        for old in axis._element.findall(f"{{{_CHART}}}{name}"):
            axis._element.remove(old)
        axis._element.append(parse_xml(f'<c:{name} xmlns:c="{_CHART}" val="{value}"/>'))


def _every_month(first: tuple[int, int], last: tuple[int, int]) -> list[tuple[int, int]]:
    start, end = first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1
    return [(n // 12, n % 12 + 1) for n in range(start, end + 1)]


def _events(deck: Deck, said: Sequence[Content]) -> None:
    """Put the events as tables, as many rows a slide as fit."""
    first = said[0]
    if not first.rows:
        return
    wide = deck.width - 2 * _MARGIN
    side = (36.0, 30.0, 26.0)
    middle = (wide - sum(side)) / len(said)
    widths = [side[0], *([middle] * len(said)), side[1], side[2]]
    inner = middle - 3.6 - 5
    tall = [max(_row_height(words.rows[n], inner) for words in said) for n in range(len(first.rows))]
    pages = _dealt(tall, deck.height - 29 - 29)
    total = len(first.rows) + first.left_out
    head = [first.t("print.column_date"), *(w.t("print.column_event") for w in said)]
    head += [first.t("print.column_killed"), first.t("print.column_sources")]
    for page in pages:
        shown = {"first": page[0] + 1, "last": page[-1] + 1, "total": total}
        room = _frame(deck, first, first.t("print.slide_events" if len(page) > 1 else "print.slide_event", **shown))
        cells: list[Any] = [[[[Run(text, _TYPE, _QUIET, bold=True)]] for text in head]]
        cells += [_cells(said, n) for n in page]
        deck.table(Box(room.x, room.y - 2, wide, 0), widths, [7.0, *(tall[n] for n in page)], cells, {len(said) + 1})


def _dealt(heights: Sequence[float], room: float) -> list[list[int]]:
    """Deal rows of so many millimetres to as few pages as hold them, each about as full as the others.

    >>> _dealt([10.0] * 7, 60)
    [[0, 1, 2, 3], [4, 5, 6]]
    """

    def deal(limit: float) -> list[list[int]]:
        pages, used = [list[int]()], 0.0
        for n, high in enumerate(heights):
            if pages[-1] and used + high > limit:
                pages.append([])
                used = 0.0
            pages[-1].append(n)
            used += high
        return pages

    least = deal(room)
    even = deal(min(room, sum(heights) / len(least) + max(heights, default=0.0)))
    return even if len(even) == len(least) else least


def _row_height(row: Row, room: float) -> float:
    # The measure is Source Sans, the slide's own face is narrower; where another stands in, a row may grow a little.
    title = len(fonts.wrap(row.title + (" *" if row.partial else ""), room, 14 * fonts.POINT * 1.06, 600))
    where = len(fonts.wrap(row.where, room, _TYPE * fonts.POINT * 1.06))
    return (title * 14 + where * _TYPE) * fonts.POINT * 1.22 + 2.2


def _cells(said: Sequence[Content], n: int) -> list[Any]:
    row = said[0].rows[n]
    symbol = SYMBOLS[row.group]
    events = []
    for words in said:
        mine = words.rows[n]
        mark = Run(f"{symbol.glyph} ", _TYPE, symbol.light)
        title = Run(mine.title + (" *" if mine.partial else ""), 14, bold=True)
        events.append([[mark, title], [Run(mine.where, _TYPE, _QUIET)]])
    span = [[Run(row.span, _TYPE, _QUIET)]] if row.span else []
    killed: list[Paragraph] = [[Run(row.killed, 14, bold=True)], *span]
    return [[[Run(row.when, _TYPE)]], *events, killed, [[Run(numbers(row.sources), _TYPE, _QUIET)]]]


def _sources(deck: Deck, words: Content) -> None:
    """Put the numbered sources with working links, in two columns on a wide slide."""
    columns = 2 if deck.width > deck.height else 1
    wide = (deck.width - 2 * _MARGIN - (columns - 1) * 8) / columns
    rest = list(words.sources)
    total = len(rest)
    while rest:
        first = rest[0].number
        parts = [list(_column(rest, wide, deck.height - 29 - 33)) for _ in range(columns)]
        last = next(part for part in reversed(parts) if part)[-1].number
        room = _frame(deck, words, words.t("print.slide_sources", first=first, last=last, total=total))
        for n, part in enumerate(part for part in parts if part):
            paragraphs = [_reference(source) for source in part]
            deck.text(Box(room.x + n * (wide + 8), room.y - 2, wide, room.height), paragraphs, space=4)


def _column(rest: list[Source], wide: float, high: float) -> Iterator[Source]:
    """Take the sources that fit into a column; at least one, or it would never end."""
    used = 0.0
    while rest:
        source = rest[0]
        lines = len(fonts.wrap(f"{source.number}. {source.title}", wide, 12 * fonts.POINT * 1.08)) * 12
        lines += len(fonts.wrap(source.about, wide, 10 * fonts.POINT * 1.08)) * 10
        needed = lines * fonts.POINT * 1.22 + 4 * fonts.POINT
        if used and used + needed > high:
            return
        used += needed
        yield rest.pop(0)


def _reference(source: Source) -> Paragraph:
    # The link begins its line: some software sets a link as one piece and would leave the number alone above it.
    safe = source.url if source.url.startswith(("https://", "http://")) else ""
    title = Run(f"{source.number}. {source.title}", 12, link=safe)
    return [title, Run("\n"), Run(source.about, 10, _QUIET)] if source.about else [title]
