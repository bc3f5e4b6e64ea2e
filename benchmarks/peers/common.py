"""What the peers have in common: the events, the slider of years, the count and the table."""

from __future__ import annotations

import os
from typing import Any

import folium
import pandas as pd
import streamlit as st
from folium.plugins import FastMarkerCluster

from benchmarks.libraries import local

_COLUMNS = ["id", "date_start", "date_end", "title", "place", "region", "killed_best", "lat", "lon"]


@st.cache_resource
def events() -> pd.DataFrame:
    """Return the events with the years in which they begin and end; read once."""
    frame = pd.read_parquet(os.environ["BENCH_FILE"], columns=_COLUMNS)
    start, end = pd.to_datetime(frame["date_start"]).dt.year, pd.to_datetime(frame["date_end"]).dt.year
    return frame.assign(first_year=start, last_year=end)


@st.cache_resource
def _libraries() -> None:
    for kind in (folium.Map, FastMarkerCluster):
        for name in ("default_js", "default_css"):
            server = os.environ["BENCH_LIBRARIES"]
            setattr(kind, name, [(key, local(address, server)) for key, address in getattr(kind, name)])


def chosen() -> pd.DataFrame:
    """Draw the page but for its map; return the events of the years chosen that have a place."""
    _libraries()
    st.set_page_config(layout="wide")
    frame = events()
    years = int(frame["first_year"].min()), int(frame["first_year"].max())
    start = int(st.query_params.get("from", years[0]))
    with st.container(key="years"):
        first, last = st.slider("Years", *years, (start, years[1]))
    shown = frame[(frame["last_year"] >= first) & (frame["first_year"] <= last)]
    with st.container(key="count"):
        st.markdown(f"{len(shown):,} events")
    with st.container(key="table"):
        st.dataframe(shown[_COLUMNS[:-2]], height=240)
    return shown[shown["lat"].notna()]


def new_map() -> folium.Map:
    """Return an empty map of Mali; on a canvas, which is the faster of Leaflet's two ways."""
    return folium.Map((17.0, -3.0), zoom_start=5, tiles=None, prefer_canvas=True, maxZoom=18)


def circles(frame: pd.DataFrame, group: Any) -> None:
    """Add a circle an event."""
    for lat, lon, title in frame[["lat", "lon", "title"]].itertuples(index=False):
        folium.CircleMarker((lat, lon), radius=4, weight=1, tooltip=title).add_to(group)


def geojson(frame: pd.DataFrame, *more: str) -> dict[str, Any]:
    """Return the events as GeoJSON points with their titles and further columns."""
    names = ["title", *more]
    rows = zip(frame["lat"], frame["lon"], *(frame[name] for name in names), strict=True)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
                "properties": dict(zip(names, properties, strict=True)),
            }
            for lat, lon, *properties in rows
        ],
    }
