"""What the page's own components fetch: rows of the table, bars of the timeline, the map's arrays and texts.

These addresses are the components' own and may change; scripts use the API. Each names the data's version, so that
browsers keep what they have: moving the timeline's window asks the server for nothing that was fetched before.
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import numpy as np
import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.answers import asked, cached, count, frame_of, json_answer, one_of
from geo.cells import count as count_cells
from geo.cells import rows_within
from geo.errors import NotFoundError, Problem, ViewError
from geo.figures import key_figures
from geo.model import GROUPS
from geo.names import Names
from geo.phrasing import event_date, toll_range
from geo.questions import BINS, ORDERS, Bin
from geo.sentence import sentence
from geo.store import Store
from geo.view import CURATED, View
from geo.webmap import arrays
from geo.webmap.assets import ROOT
from geo.words import LANGUAGES, Language, number, t

#: Rows in one answer to the table, and rows whose texts one answer to the map holds.
PAGE = 500
#: Up to so many events the map fetches all texts at once; writing 300,000 dates for it would take a minute.
TEXTS = 5_000
#: Single events that the map of a large data set shows where its cells hold no more.
POINTS = 5_000


def rows_url(view: View, version: str) -> str:
    """Return the address of a view's table rows without its window, which the table adds as ``from`` and ``to``."""
    params = view.but(event=None, site=None, mode="places", size="events", start=None, end=None)
    return f"{ROOT}/{version}/rows.json?{params.query()}"


def histogram_url(view: View, version: str) -> str:
    """Return the address of the timeline's bars: the view without its window."""
    return f"{ROOT}/{version}/histogram.json?{view.filters().but(start=None, end=None).query()}"


def told_url(view: View, version: str) -> str:
    """Return the address of a view's sentence and figures without its window, which the brush adds."""
    return f"{ROOT}/{version}/told.json?{view.filters().but(lang=view.lang, start=None, end=None).query()}"


def arrays_url(version: str, data: str = CURATED) -> str:
    """Return the address of the map's arrays.

    :param data: id of the data set.
    """
    return f"{ROOT}/{version}/events.bin{_query(data)}"


def texts_url(store: Store, language: Language, data: str = CURATED) -> str:
    """Return the address of the map's texts; of a large data set for the rows put in place of ``{rows}``."""
    address = f"{ROOT}/{store.version}/texts.{language}.json{_query(data)}"
    return address if store.total <= TEXTS else f"{address}{'&' if '?' in address else '?'}rows={{rows}}"


def cells_url(view: View, version: str) -> str:
    """Return the address of a large data set's cells: the view without its window."""
    return f"{ROOT}/{version}/cells.json?{view.filters().but(start=None, end=None).query()}"


def points_url(view: View, version: str) -> str:
    """Return the address of the single events of a part of a large data set's map."""
    return f"{ROOT}/{version}/points.bin?{view.filters().but(start=None, end=None).query()}"


def _query(data: str) -> str:
    query = View(data=data).query()
    return f"?{query}" if query else ""


def row(event: Any, names: Names) -> dict[str, Any]:
    """Return an event as the table shows it, every text in the reader's form."""
    lang, fr = names.language, names.language == "fr"
    best = "" if pd.isna(event.killed_best) else number(lang, int(event.killed_best))
    span = toll_range(event.killed_low, event.killed_best, event.killed_high, lang)
    return {
        "id": event.id,
        "date": event_date(event, lang, short=True),
        "sort_date": event.date_start.date().isoformat(),
        "sort_end": event.date_end.date().isoformat(),
        "place": event.place_fr if fr else event.place,
        "region": names.region(event.region) if event.region else "",
        "title": event.title_fr if fr else event.title,
        "group": event.group,
        "category": event.category,
        "category_label": names.category(event.category),
        "killed": best,
        "killed_range": span if span != best else "",
        "placed": not pd.isna(event.lat),
        "precision": event.location_precision,
        "partial": event.verification == "partial",
    }


def _rows(request: Request) -> Response:
    question = asked(request, "order", "direction", "limit", "offset", "find")
    extra, view, store = question.extra, question.view, question.opened.store
    order = one_of(extra, "order", ORDERS)
    descending = one_of(extra, "direction", ("asc", "desc")) == "desc"
    offset, limit = count(extra, "offset", 0, 10**9), count(extra, "limit", 100, PAGE)
    numbers = store.page(view, order=order, descending=descending, limit=limit, offset=offset)
    names, summary = question.opened.names[view.lang], store.summary(view)
    shown = zip(numbers.tolist(), store.rows(numbers).itertuples(), strict=True)
    answer: dict[str, Any] = {
        **counted(summary.events, summary.placed, view.lang),
        "data_version": question.version,
        "rows": [row(event, names) | {"row": number} for number, event in shown],
    }
    if "find" in extra:
        answer["index"] = store.rank(view, extra["find"], order=order, descending=descending)
    return json_answer(answer)


def counted(events: int, placed: int, language: Language) -> dict[str, Any]:
    """Return what the table's head says: ``total``, and in words ``summary`` and ``unplaced`` (empty where none is)."""
    unplaced = events - placed
    return {
        "total": events,
        "summary": t(language, "table.events", n=events),
        "unplaced": t(language, "table.unplaced", n=unplaced) if unplaced else "",
    }


def _told(request: Request) -> Response:
    question = asked(request)
    view, summary = question.view, question.opened.store.summary(question.view)
    answer = {
        "sentence": sentence(view, summary, question.opened.names[view.lang]),
        "figures": [[figure.value, figure.label, figure.note] for figure in key_figures(summary, view.lang)],
        "data_version": question.version,
    }
    return json_answer(answer)


def _histogram(request: Request) -> Response:
    question = asked(request, "bin")
    unit = cast(Bin, one_of(question.extra, "bin", ("month", *(b for b in BINS if b != "month"))))
    return json_answer(histogram(question.opened.store, question.view, unit))


def histogram(store: Store, view: View, unit: Bin) -> dict[str, Any]:
    """Return the timeline's bars: every bin of the data's years, also the empty ones.

    :returns: ``bin``; ``starts`` and ``ends`` (ISO days); ``groups`` and ``killed``, group → a number a bin;
        ``unknown_tolls``; ``data_version``.
    """
    found = store.histogram(view, unit)
    first, last = extent(store)
    alias = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[unit]
    bins = pd.period_range(first, last, freq=alias)
    starts = bins.start_time.normalize()
    place = {start: i for i, start in enumerate(starts)}

    def series(column: str) -> dict[str, list[int]]:
        values: dict[str, list[int]] = {group: [0] * len(bins) for group in GROUPS}
        for start, group, value in found[["start", "group", column]].itertuples(index=False):
            values[group][place[pd.Timestamp(start)]] = int(value)
        return values

    return {
        "bin": unit,
        "starts": [start.date().isoformat() for start in starts],
        "ends": [end.date().isoformat() for end in bins.end_time],
        "groups": series("n"),
        "killed": series("killed"),
        "unknown_tolls": store.summary(view).killed.unknown_violent,
        "data_version": store.version,
    }


def extent(store: Store) -> tuple[date, date]:
    """Return the first and last day of the years that the events span: the ends of the timeline."""
    first, last = store.extent
    return date(first.year, 1, 1), date(last.year, 12, 31)


def _arrays(request: Request) -> Response:
    store = asked(request).opened.store
    if store.large:
        raise NotFoundError(request.url.path)
    return Response(arrays.encode(store.dataset), media_type="application/octet-stream")


def _cells(request: Request) -> Response:
    """Answer what ``/api/cells.json`` does, for a page that is open."""
    question = asked(request, "bounds", "zoom")
    return json_answer(count_cells(question.opened.store, question.view, frame_of(question)))


def _points(request: Request) -> Response:
    """Answer the arrays of the single events in a frame, and before them their row numbers (n, then n × 32 bits)."""
    question = asked(request, "bounds", "zoom")
    store = question.opened.store
    numbers = rows_within(store, question.view, frame_of(question), POINTS)
    head = np.array([len(numbers), *numbers], dtype="<i4").tobytes()
    return Response(
        head + arrays.encode_events(store.points(np.asarray(numbers))), media_type="application/octet-stream"
    )


def _texts(request: Request) -> Response:
    language = request.path_params["language"]
    if language not in LANGUAGES:
        raise NotFoundError(request.url.path)
    question = asked(request, "rows")
    store, asked_for = question.opened.store, question.extra.get("rows")
    if asked_for is None and store.total > TEXTS:
        raise ViewError([Problem("rows", "", "rows_some")])
    if asked_for is None:
        return json_answer(arrays.texts(store.dataset.events, language))
    parts = asked_for.split(",")
    good = len(parts) <= PAGE and all(p.isascii() and p.isdigit() and len(p) < 10 for p in parts)
    if not (good and all(int(p) < store.total for p in parts)):
        raise ViewError([Problem("rows", asked_for, "rows_some")])
    return json_answer(arrays.texts(store.rows([int(p) for p in parts]), language))


def routes() -> list[Route]:
    """Return the routes below ``/atlas``; ``version`` is there for browsers' copies only."""
    return [
        Route("/{version}/rows.json", cached(_rows, forever=True)),
        Route("/{version}/told.json", cached(_told, forever=True)),
        Route("/{version}/histogram.json", cached(_histogram, forever=True)),
        Route("/{version}/events.bin", cached(_arrays, forever=True)),
        Route("/{version}/cells.json", cached(_cells, forever=True)),
        Route("/{version}/points.bin", cached(_points, forever=True)),
        Route("/{version}/texts.{language}.json", cached(_texts, forever=True)),
    ]
