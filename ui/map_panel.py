"""The map: folium's base map, mounted once, and the state that a view gives it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st
from streamlit_folium import st_folium

from geo import area, boundaries, feeds
from geo.errors import Problem
from geo.terms import credits
from geo.text import fold
from geo.view import MODES, SIZES
from geo.webmap import arrays
from geo.webmap.folium_map import base_map, state_group
from geo.webmap.state import bounds, drawn_area, words
from ui.markup import plain
from ui.place_search import look
from ui.session import Atlas, change, channel, current, report

_KEY = "atlas_map"
_EPOCH = date(1970, 1, 1)


def map_panel(atlas: Atlas, *, key: str = "event_map", height: int = 480, keep_site: bool = False, **more: Any) -> None:
    """Draw the map; what the reader does on it changes the view.

    :param key: of the container; a page with two maps gives each its own.
    :param height: in pixels; the style sheet may stretch it.
    :param keep_site: whether the selected site stays when an event is chosen, as on its own page.
    :param more: fields of the state to add or replace; see :func:`state`.
    """
    widget = _KEY if key == "event_map" else f"{_KEY}_{key}"
    # Only where the view's events are what the page is about can an area be drawn to filter them by.
    more = {"tools": "all" if key == "event_map" else "measure", **more}
    with st.container(key=key):
        st_folium(
            base_map(),
            key=widget,
            feature_group_to_add=state_group(state(atlas) | more),
            returned_objects=[],
            use_container_width=True,
            height=height,
            on_change=lambda: _answer(atlas, widget, keep_site),
        )


def state(atlas: Atlas) -> dict[str, Any]:
    """Return what the map's script needs to show a view; a few kilobytes, whatever the number of events."""
    view, store = atlas.view, atlas.store
    return {
        "data": {
            **_events(atlas),
            "texts": feeds.texts_url(store, view.lang, view.data),
            "sites": f"/api/sites.geojson?lang={view.lang}",
        },
        "mask": None if store.large else _mask(atlas),
        "window": [_days(view.start), _days(view.end)] if view.start or view.end else None,
        "selected": _selected(atlas),
        "site": view.site,
        "site_at": _point(atlas, view.site),
        "regions": list(view.region),
        "cercles": list(view.cercle),
        "sets": arrays.set_names(atlas.names),
        "bounds": bounds(view, store.dataset),
        "near": {"id": view.near, "km": view.within_km} if view.near else None,
        "within": drawn_area(view),
        "look": look(),
        "version": store.version,
        "total": store.total,
        "mode": view.mode,
        "size": view.size,
        "lang": view.lang,
        "words": words(view.lang),
        "sentence": atlas.sentence,
        "credits": credits(store.dataset),
        "channel": channel(),
    }


def _events(atlas: Atlas) -> dict[str, str]:
    """Return where the browser gets the events: all at once, or of a large data set what it shows."""
    view, store = atlas.view, atlas.store
    if store.large:
        return {"cells": feeds.cells_url(view, store.version), "points": feeds.points_url(view, store.version)}
    return {"arrays": feeds.arrays_url(store.version, view.data)}


def _mask(atlas: Atlas) -> str | None:
    # The window travels apart from the other filters, so that the brush can move it without the server.
    flags = atlas.store.flags(atlas.view.but(start=None, end=None))
    return None if flags.all() else arrays.mask(flags)


def _selected(atlas: Atlas) -> dict[str, Any] | None:
    """Return the selected event's id, row number, and where it is, if anywhere."""
    if not (chosen := atlas.view.event):
        return None
    event = atlas.store.event(chosen)
    at = None if pd.isna(event["lat"]) else [float(event["lat"]), float(event["lon"])]
    return {"id": chosen, "row": atlas.store.row(chosen), "at": at}


def _point(atlas: Atlas, site: str | None) -> list[float] | None:
    """Return a site's latitude and longitude."""
    sites = atlas.store.dataset.sites
    found = sites[sites["id"] == site][["lat", "lon"]].to_numpy(dtype=float)
    return [float(value) for value in found[0]] if len(found) else None


def _days(value: date | None) -> int | None:
    return None if value is None else (value - _EPOCH).days


def _limits_of(cercle: str) -> str:
    """Return a cercle's name where its limits are kept, although no event is in it; else blank."""
    limits = boundaries.load()
    names = {feature["properties"]["name"] for feature in limits.geojson["features"]} if limits else set()
    return cercle if cercle in names else ""


def _answer(atlas: Atlas, widget: str, keep_site: bool) -> None:
    """Take what the reader did on the map: a symbol, a site, a region, a mode, a size. Anything else is ignored."""
    said = st.session_state.get(widget) or {}
    view = current()
    if isinstance(row := said.get("row"), int) and 0 <= row < atlas.store.total:
        # Rows are counted in the order of one version of the data.
        if said.get("version") == atlas.store.version:
            site = view.site if keep_site else None
            change(event=str(atlas.store.rows([row])["id"].iloc[0]), site=site)
    elif said.get("site") in atlas.opened.vocabulary.sites:
        change(site=said["site"], event=None)
    elif (region := said.get("region")) in atlas.opened.vocabulary.regions.values():
        change(region=() if view.region == (region,) else (region,))
    elif isinstance(cercle := said.get("cercle"), str) and (key := fold(cercle)) in atlas.opened.vocabulary.cercles:
        name = atlas.opened.vocabulary.cercles[key]
        change(cercle=() if view.cercle == (name,) else (name,))
    elif isinstance(cercle, str) and (name := _limits_of(cercle)):
        st.toast(plain(atlas.t("map.cercle_none", name=name)), icon=":material/info:")
    elif isinstance(drawn := said.get("within"), str):
        _draw(drawn)
    elif said.get("mode") in MODES:
        change(mode=said["mode"])
    elif said.get("size") in SIZES:
        change(size=said["size"])


def _draw(text: str) -> None:
    """Filter to an area that was drawn; an empty text takes it away."""
    try:
        change(within=area.read(text) if text else None)
    except area.AreaError as error:
        report(Problem("within", text, error.expected))
