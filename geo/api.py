"""The HTTP twins of the pages: the same views as JSON, GeoJSON and CSV. INTERFACE: README, "For scripts"."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo import cells, comparing_answer, records
from geo.answers import Asked, asked, cached, count, frame_of, json_answer, language_of, not_found, refusal
from geo.coordinates import point, written
from geo.errors import DataError, Problem
from geo.export import answering
from geo.library import LIBRARY
from geo.sentence import sentence, view_slug
from geo.terms import allow_rows

#: Most events that one answer holds; more come with ``offset``.
MOST = 5_000


def summary(question: Asked) -> dict[str, Any]:
    """Return a view's figures, its sentence and the data's version: the content of ``/api/summary.json``."""
    found = question.opened.store.summary(question.view)
    words = sentence(question.view, found, question.opened.names[question.view.lang])
    return {**found.as_dict(), "killed": asdict(found.killed), "sentence": words, "data_version": question.version}


def _events(request: Request) -> tuple[Asked, pd.DataFrame]:
    question = asked(request, "limit", "offset")
    limit = count(question.extra, "limit", MOST, MOST)
    offset = count(question.extra, "offset", 0, 10**9)
    allow_rows(question.opened.store.dataset)
    return question, question.opened.store.events(question.view, limit=limit, offset=offset)


def _event_list(request: Request) -> Response:
    question, events = _events(request)
    store = question.opened.store
    return json_answer(
        {
            "data_version": question.version,
            "sentence": summary(question)["sentence"],
            "total": store.summary(question.view).events,
            "events": records.event_records(store.dataset, events),
        }
    )


def _event_geojson(request: Request) -> Response:
    question, events = _events(request)
    found = records.geojson(records.event_records(question.opened.store.dataset, events), question.version)
    return json_answer(found, media_type="application/geo+json")


def _event_csv(request: Request) -> Response:
    question, events = _events(request)
    store, view = question.opened.store, question.view
    text = records.csv_text(records.event_records(store.dataset, events))
    name = f"MLI_{view_slug(view, question.opened.names['en'])}_{question.version}.csv"
    # The byte order mark tells spreadsheets that the accents are UTF-8.
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Data-Version": question.version}
    return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=headers)


def _event(request: Request) -> Response:
    store = asked(request).opened.store
    event_id = request.path_params["event_id"]
    store.row(event_id)
    allow_rows(store.dataset)
    return json_answer(
        {"data_version": store.version, **records.event_in_full(store.dataset, store.rows([store.row(event_id)]))}
    )


def _summary(request: Request) -> Response:
    return json_answer(summary(asked(request)))


def _compare(request: Request) -> Response:
    question = asked(request, *comparing_answer.PARAMETERS)
    own = {name: request.query_params.getlist(name) for name in question.extra}
    form = request.path_params["form"]
    if form not in comparing_answer.FORMS:
        return _nothing(request)
    text = comparing_answer.answer(question.opened, question.view, own, form)
    if form == "json":
        return Response(text, media_type="application/json")
    headers = {"Content-Disposition": f'attachment; filename="MLI_comparison_{question.version}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _cells(request: Request) -> Response:
    question = asked(request, "bounds", "zoom")
    return json_answer(cells.count(question.opened.store, question.view, frame_of(question)))


def _sites(request: Request) -> Response:
    question = asked(request)
    found = records.site_features(question.opened.store.dataset, question.opened.names[question.view.lang])
    return json_answer(found, media_type="application/geo+json")


def _routes(request: Request) -> Response:
    question = asked(request)
    found = records.route_features(question.opened.store.dataset, question.opened.names[question.view.lang])
    return json_answer(found, media_type="application/geo+json")


def _coordinates(request: Request) -> Response:
    """Answer ``at=lat,lon`` as people write coordinates; see :func:`geo.coordinates.written`."""
    language, said = language_of(request), request.query_params.get("at", "")
    try:
        lat, lon = point(said)
    except ValueError:
        return refusal(Problem("at", said, "point"), language)
    answer = json_answer({"lat": lat, "lon": lon, **asdict(written(lat, lon, language))})
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


def _health(request: Request) -> Response:
    try:
        store = LIBRARY.open().store
    except DataError as error:
        return json_answer({"status": "data_error", "error": str(error)}, 503)
    return json_answer({"status": "ok", "data_version": store.version, "events": store.total})


def _nothing(request: Request) -> Response:
    return not_found(request.url.path, language_of(request))


def routes() -> list[Route]:
    """Return the routes below ``/api``."""
    return [
        Route("/events.json", cached(_event_list)),
        Route("/events.geojson", cached(_event_geojson)),
        Route("/events.csv", cached(_event_csv)),
        Route("/events/{event_id}.json", cached(_event)),
        Route("/summary.json", cached(_summary)),
        Route("/compare.{form}", cached(_compare)),
        Route("/cells.json", cached(_cells)),
        Route("/sites.geojson", cached(_sites)),
        Route("/routes.geojson", cached(_routes)),
        Route("/coordinates.json", _coordinates),
        Route("/health", _health),
        *answering.routes(),
        Route("/{rest:path}", _nothing),
    ]
