"""Who is measured: the Atlas, moved by its brush and by its slider of years, and the peers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.server import APP

PEERS = Path(__file__).parent / "peers"
BRUSH, SLIDER = "Atlas, brush", "Atlas, slider"


@dataclass(frozen=True)
class Contender:
    """One way of building the page.

    :param name: in tables and the chart.
    :param key: for the command line; those of the Atlas share its server and its page.
    :param script: for ``streamlit run``; ``None``: a static page.
    :param reader: of :data:`benchmarks.reading.READERS`.
    :param step: moves the page by a year, up or down.
    """

    name: str
    key: str
    script: Path | None
    reader: str
    step: Callable[[Any, bool], None]


def _brush(page: Any, up: bool) -> None:
    page.locator(".st-key-timeline_brush [role=slider]").first.press("PageUp" if up else "PageDown")


def _slider(key: str) -> Callable[[Any, bool], None]:
    def move(page: Any, up: bool) -> None:
        page.locator(f".st-key-{key} input[type=range]").first.press("ArrowRight" if up else "ArrowLeft")

    return move


def _next(page: Any, up: bool) -> None:
    page.evaluate(f"document.querySelector('.timecontrol-{'forward' if up else 'backward'}').click()")


def _peer(name: str, key: str, reader: str) -> Contender:
    return Contender(name, key, PEERS / f"{key}.py", reader, _slider("years"))


ATLAS = (
    Contender(BRUSH, "atlas", APP, "atlas", _brush),
    Contender(SLIDER, "atlas", APP, "atlas", _slider("filter_years")),
)
ALL_PEERS = (
    _peer("folium rebuilt, CircleMarkers", "circle_markers", "circles"),
    _peer("feature_group_to_add", "feature_group", "circles"),
    _peer("one GeoJson layer", "geojson_layer", "circles"),
    _peer("FastMarkerCluster", "marker_cluster", "clusters"),
    _peer("st.pydeck_chart", "pydeck_chart", "deck"),
    Contender("TimestampedGeoJson, static", "timeline", None, "timeline", _next),
)
