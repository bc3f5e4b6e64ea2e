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
from geo.printmap.legend import Shown, draw_legend, entries
from geo.printmap.pen import Pen
from geo.style import GROUNDS, SYMBOLS

_TEMPLATE = Path(__file__).parent / "briefing.typ"
_GROUND = GROUNDS["light"]
#: Width of the column beside the map, in units.
_COLUMN = 210
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
    inputs = {"data": json.dumps(_data(order), ensure_ascii=False)}
    day = datetime(order.made.year, order.made.month, order.made.day, tzinfo=UTC)
    with _LOCK:
        made: Any = typst.compile(
            _TEMPLATE.read_bytes(),
            font_paths=_fonts(),
            format=kind,
            ppi=resolution,
            sys_inputs=inputs,
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
        "slide": not order.page.startswith("a4"),
        "column": max(_COLUMN, 0.215 * (width / unit - 76)),
        "beside": _room(order)[1] + (92 * unit if "timeline" in order.parts else 0),
        "parts": sorted(order.parts),
        "made": [order.made.year, order.made.month, order.made.day],
        "keywords": ["MINUSMA", "Mali", order.store.version],
        "link": order.link,
        "qr": _qr(code),
        "qr-side": max(62, len(code) * 0.4 / unit),
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
    return {
        "lang": lang,
        "title": words.title,
        "sentence": words.sentence,
        "note": words.note.split("\n") if words.note else [],
        "credit": words.t("print.credit"),
        "description": words.about["Description"],
        "figures": [{"value": f.value, "label": f.label + (f" · {f.note}" if f.note else "")} for f in words.figures],
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


def _room(order: Order) -> tuple[float, float]:
    """Return width and height in millimetres that the first page has for the map."""
    unit = UNITS[order.page]
    width, height = PAGES[order.page][0] - 76 * unit, PAGES[order.page][1] - 96 * unit
    words = content(order)
    said = content(order, languages(order)[-1])
    high = 0.0
    for one in (words, said):  # the head of the longer language decides, so that both maps have one size
        lines = len(fonts.wrap(one.title, width - 200 * unit, 22.6 * unit, 700))
        head = lines * 22 * 1.32 * unit + 8 * unit
        if one.sentence != one.title:
            head += len(fonts.wrap(one.sentence, width - 200 * unit, 14.4 * unit, 600)) * 14 * 1.36 * unit + 5 * unit
        for line in one.note.split("\n") if one.note else []:
            head += len(fonts.wrap(line, width - 200 * unit, 12.4 * unit)) * 12 * 1.4 * unit + 4 * unit
        high = max(high, head)
    strip = 96 * unit if "timeline" in order.parts else 0.0
    if height + 96 * unit > width + 76 * unit:
        figures = 70 * unit if "figures" in order.parts else 0.0
        return width, max(_LEAST, height - high - strip - figures - 248 * unit)
    column = max(_COLUMN, 0.215 * (PAGES[order.page][0] / unit - 76)) * unit
    return width - column - 16 * unit, max(_LEAST, height - high - strip)


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
    unit = UNITS[order.page]
    room = max(_COLUMN, 0.215 * (PAGES[order.page][0] / unit - 76)) * unit
    how: Any = {"unit": unit, "map_unit": unit}
    trial = Pen(room, 400)
    high = 400 - draw_legend(trial, 0, 400, room, shown, words.language, **how)
    pen = Pen(room, high + unit)
    draw_legend(pen, 0, high + unit, room, shown, words.language, **how)
    return pen.svg({}).decode()


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
