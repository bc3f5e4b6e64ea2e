"""The briefing as PDF: the map and the figures on the first page, then the events and the sources.

Typst sets the pages from ``briefing.typ``; whatever a person wrote goes there as data and never as markup.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, overload

import typst

from geo.export.order import PAGES, Order
from geo.export.wording import Content, content, languages, qr
from geo.figure import UNITS, map_only, strip_only
from geo.printmap import fonts
from geo.printmap.legend import Shown, draw_legend, entries, legend_unit
from geo.printmap.pen import Pen
from geo.printmap.sheet import beside
from geo.style import GROUNDS, SYMBOLS

_TEMPLATE = Path(__file__).parent / "briefing.typ"
_GROUND = GROUNDS["light"]
#: Least height of the map in millimetres, however long the note is.
_LEAST = 40.0
#: Typst's compiler is kept between documents with its fonts; one document at a time goes through it.
_LOCK = threading.Lock()


def build(order: Order) -> bytes:
    """Return the briefing as a tagged PDF (PDF/UA-1); the same order makes the same bytes.

    :param order: ``parts`` may leave out map, figures, timeline, table and sources; ``second`` adds the first page in
        the other language and sets the events in both.
    """
    return _compiled(order, "pdf")


def pages(order: Order, resolution: float) -> list[bytes]:
    """Return the same pages as PNG pictures, for a preview of exactly what the PDF holds."""
    return _compiled(order, "png", resolution)


@overload
def _compiled(order: Order, kind: Literal["pdf"]) -> bytes: ...
@overload
def _compiled(order: Order, kind: Literal["png"], resolution: float) -> list[bytes]: ...
def _compiled(order: Order, kind: Literal["pdf", "png"], resolution: float = 96) -> bytes | list[bytes]:
    # A file and not an input: the typesetter keeps what it laid out, but with other inputs it forgets all of it.
    read = {"main.typ": _TEMPLATE.read_bytes(), "data.json": json.dumps(_data(order), ensure_ascii=False).encode()}
    day = datetime(order.made.year, order.made.month, order.made.day, tzinfo=UTC)
    with _LOCK:
        made: Any = typst.compile(
            read,
            font_paths=_fonts(),
            format=kind,
            ppi=resolution,
            timestamp=day,
            # The typesetter refuses what a screen reader could not read: a picture without words, a heading too deep.
            pdf_standards="ua-1" if kind == "pdf" else None,
        )
    return ([made] if isinstance(made, bytes) else list(made)) if kind == "png" else bytes(made)


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in fonts.FOLDERS])


def _data(order: Order) -> dict[str, Any]:
    """Return everything that the template sets, as plain values."""
    width, height = PAGES[order.page]
    unit = UNITS[order.page]
    said = [content(order, language) for language in languages(order)]
    first = said[0]
    code = qr(order.link) if order.link else ()
    return {
        "width": width,
        "height": height,
        "unit": unit,
        "upright": height > width,
        "slide": _slide(order),
        "margins": [margin / unit for margin in _margins(order)],
        "column": _column(order) / unit,
        "beside": _room(order)[1] + (92 * unit if "timeline" in order.parts else 0),
        "parts": sorted(order.parts),
        "made": [order.made.year, order.made.month, order.made.day],
        "keywords": ["MINUSMA", "Mali", order.store.version],
        "link": order.link,
        "qr": _qr(code),
        "qr-side": max(50 if _slide(order) else 62, len(code) * 0.4 / unit),
        "colours": {"text": _GROUND.text, "quiet": _GROUND.text_quiet, "line": _GROUND.line, "link": _GROUND.link},
        "symbols": {group: _symbol(group) for group in SYMBOLS},
        "texts": [_texts(order, words, len(said)) for words in said],
        "rows": [
            {
                "group": row.group,
                "category": row.category,
                "killed": row.killed,
                "span": row.span,
                "partial": row.partial,
                "sources": list(row.sources),
                "texts": [
                    {"when": r.when, "title": r.title, "where": r.where, "category": r.category}
                    for r in (words.rows[n] for words in said)
                ],
            }
            for n, row in enumerate(first.rows)
        ]
        if "table" in order.parts
        else [],
        "sources": [
            {"number": s.number, "title": s.title, "about": s.about, "url": _address(s.url)} for s in first.sources
        ],
        "source-columns": 1 if width < height else 2 if width < 1200 * unit else 3,
    }


def _texts(order: Order, words: Content, languages_: int) -> dict[str, Any]:
    """Return the words and pictures of the first page in one language."""
    drawn, shown = _map(order, words)
    lang, total = words.language, len(words.rows) + words.left_out
    legend = _legend(order, shown, words) if shown else ""
    key = [words.t("print.killed_key"), *([words.t("print.partial_key")] if any(r.partial for r in words.rows) else [])]
    if _slide(order):
        key.append(words.help)  # a slide has no room for it beside the figures
    return {
        "lang": lang,
        "title": words.title,
        "sentence": words.sentence,
        "note": words.note.split("\n") if words.note else [],
        "credit": words.t("print.credit"),
        "description": words.about["Description"],
        "figures": [
            {"value": f.value, "label": f.label + (f" · {f.note}" if f.note else ""), "size": size}
            for f, size in zip(words.figures, _sizes(order, words), strict=True)
        ],
        "help": words.help,
        "notes": f"{words.boundary} {words.not_un} {words.ground}. {words.made}.",
        "page-of": words.t("print.page_of", page="{page}", pages="{pages}"),
        "map": drawn,
        "map-alt": words.t("print.map_alt", sentence=words.sentence),
        "strip": _strip(order, words),
        "strip-alt": words.t("print.chart_alt"),
        "legend": legend,
        "legend-title": words.t("print.legend"),
        "legend-alt": "; ".join(entry.text for entry in entries(shown, lang)) if shown else "",
        "qr-alt": words.t("print.qr_alt"),
        "scan": words.t("print.scan"),
        "events": words.t("view.events", n=total),
        "sources": words.t("card.sources", n=len(words.sources)),
        "table-key": " ".join(key),
        "columns": [words.t(f"print.column_{c}") for c in ("date", "event", "category", "killed", "sources")],
        "left-out": words.t("print.more_events", n=words.left_out) if words.left_out else "",
    }


def _slide(order: Order) -> bool:
    return not order.page.startswith("a4")


def _margins(order: Order) -> tuple[float, float, float]:
    """Return the margins in millimetres: on either side, above and below. The foot of a slide holds the code."""
    unit = UNITS[order.page]
    side, above, below = (26, 22, 74) if _slide(order) else (38, 34, 62)
    return side * unit, above * unit, below * unit


def _column(order: Order) -> float:
    """Return the width of the column beside the map in millimetres."""
    return beside(PAGES[order.page][0] - 2 * _margins(order)[0], UNITS[order.page], _slide(order))


def _room(order: Order) -> tuple[float, float]:
    """Return width and height in millimetres that the first page has for the map."""
    unit, (side, above, below) = UNITS[order.page], _margins(order)
    width, height = PAGES[order.page][0] - 2 * side, PAGES[order.page][1] - above - below
    upright, left = height > width, width - _column(order) - 16 * unit
    wide = left if _slide(order) else width - 200 * unit
    high = 0.0
    for words in (content(order, language) for language in languages(order)):
        # The head of the longer language decides, so that both maps have one size.
        lines = len(fonts.wrap(words.title, wide, 22.6 * unit, 700))
        head = lines * 22 * 1.32 * unit + 13 * unit
        if words.sentence != words.title:
            head += len(fonts.wrap(words.sentence, wide, 14.4 * unit, 600)) * 14 * 1.36 * unit + 5 * unit
        for line in words.note.split("\n") if words.note else []:
            head += len(fonts.wrap(line, wide, 12.4 * unit)) * 12 * 1.4 * unit + 4 * unit
        high = max(high, head)
    strip = 96 * unit if "timeline" in order.parts else 0.0
    if upright:
        figures = 70 * unit if "figures" in order.parts else 0.0
        return width, max(_LEAST, height - high - strip - figures - 248 * unit)
    return left, max(_LEAST, height - high - strip)


def _map(order: Order, words: Content) -> tuple[str, Shown | None]:
    if "map" not in order.parts:
        return "", None
    pen, shown = map_only(order, *_room(order), UNITS[order.page], words.language)
    return pen.svg({}).decode(), shown


def _strip(order: Order, words: Content) -> str:
    if "timeline" not in order.parts:
        return ""
    unit = UNITS[order.page]
    return strip_only(order, _room(order)[0], 88 * unit, unit, words.language).svg({}).decode()


def _legend(order: Order, shown: Shown, words: Content) -> str:
    map_unit, room, slide = UNITS[order.page], _column(order), _slide(order)
    unit = map_unit
    if slide:
        _, above, below = _margins(order)
        high = PAGES[order.page][1] - above - below - 16 * unit - _figures_height(order, words)
        unit = legend_unit(shown, words.language, room, high, unit)
    how: Any = {"unit": unit, "map_unit": map_unit, "pairs": slide}
    trial = Pen(room, 400)
    high = 400 - draw_legend(trial, 0, 400, room, shown, words.language, **how)
    pen = Pen(room, high + unit)
    draw_legend(pen, 0, high + unit, room, shown, words.language, **how)
    return pen.svg({}).decode()


def _sizes(order: Order, words: Content) -> list[float]:
    """Return the size in units of each key figure: one that is too long for its place is set smaller, never broken."""
    unit, (side, _, _) = UNITS[order.page], _margins(order)
    room = _column(order)
    shares: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    if _slide(order):
        shares = (0.3, 0.7, 0.5, 0.5)
    elif PAGES[order.page][1] > PAGES[order.page][0]:
        room, shares = PAGES[order.page][0] - 2 * side, (0.15, 0.40, 0.25, 0.20)
    rooms = [room * share - 10 * unit for share in shares]
    return [
        min(24.0, 24 * wide / max(fonts.width(f.value, 24 * unit, 600), 1e-6))
        for f, wide in zip(words.figures, rooms, strict=True)
    ]


def _figures_height(order: Order, words: Content) -> float:
    """Return how high the figures of a slide are, two by two, in millimetres."""
    if "figures" not in order.parts:
        return 0.0
    unit, room = UNITS[order.page], _column(order)
    high = 0.0
    for pair, shares in ((words.figures[:2], (0.3, 0.7)), (words.figures[2:], (0.5, 0.5))):
        said = [f.label + (f" · {f.note}" if f.note else "") for f in pair]
        wrapped = [
            fonts.wrap(one, room * share - 10 * unit, 11 * unit) for one, share in zip(said, shares, strict=True)
        ]
        high += (34 + 14.5 * max(len(lines) for lines in wrapped)) * unit
    return high


@cache
def _symbol(group: Any) -> str:
    from geo.printmap.marks import symbol

    pen = Pen(4, 4)
    symbol(pen, group, 2, 2, 1.35, 0.2)
    return pen.svg({}).decode()


def _qr(code: tuple[tuple[bool, ...], ...]) -> str:
    """Return a code as SVG, a path of unit squares."""
    side = len(code)
    squares = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(code) for x, dark in enumerate(row) if dark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path d="{squares}" fill="{_GROUND.text}"/></svg>'
    )


def _address(url: str) -> str:
    """Return an address that may become a link: only of the web, whatever a file says."""
    return url if url.startswith(("https://", "http://")) else ""
