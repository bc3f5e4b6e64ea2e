"""A static page of folium's with TimestampedGeoJson: the events of one year at a time, without count or table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from folium.plugins import TimestampedGeoJson

from benchmarks.libraries import local
from benchmarks.peers.common import geojson, new_map


def write(file: Path, page: Path, libraries: str) -> None:
    """Write the page.

    :param file: events as Parquet.
    :param page: the HTML file to write.
    :param libraries: address of the server that has the browser libraries.
    """
    frame = pd.read_parquet(file, columns=["date_start", "title", "lat", "lon"]).dropna(subset=["lat"])
    years = pd.to_datetime(frame["date_start"]).dt.year.astype(str)
    # A year's events bear its first day, so that a step of a year shows exactly them.
    frame = frame.assign(time=years + "-01-01T00:00:00Z", icon="circle")
    drawn = new_map()
    layer = TimestampedGeoJson(
        geojson(frame, "time", "icon"), period="P1Y", duration="P1D", auto_play=False, add_last_point=False
    )
    layer.add_to(drawn)
    for part in (drawn, layer):
        for name in ("default_js", "default_css"):
            setattr(part, name, [(key, local(address, libraries)) for key, address in getattr(part, name)])
    page.write_text(drawn.get_root().render(), encoding="utf-8")
