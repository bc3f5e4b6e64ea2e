"""The folium map that the page mounts once, and the small feature group that carries what changes.

The base map is built afresh and identical at each run, so that streamlit-folium keeps its frame, zoom and position; it
holds no data, only addresses on our own server. All that a view changes (which events, which window, the selection, the
words) travels in :func:`state_group`.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from geo import basemap, boundaries, style
from geo.basemap.online import online
from geo.model import GROUPS
from geo.webmap import assets

#: West, south, east, north of what a reader sees first: Mali with a margin, in WGS84 degrees.
HOME = (-12.3, 10.1, 4.3, 25.0)
#: The frame beyond which the embedded layers end and the map can't be moved.
FRAME = (-36.0, -6.0, 28.0, 40.5)
#: Layers that the web map does not need: the regions of before 2016 are within those that can be clicked.
UNUSED = ("regions",)


class _Start(MacroElement):  # type: ignore[misc]
    """Starts the Atlas's scripts on the map; what comes later waits for the promise."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        window.atlas = {ready: false, total: 0, shown: 0, frames: 0, window: [null, null], selected: null};
        window.atlasMap = import({{ this.module|tojson }})
            .then(module => module.start({{ this._parent.get_name() }}, {{ this.config|tojson }}));
        {% endmacro %}
        """
    )

    def __init__(self, module: str, config: dict[str, Any]) -> None:
        super().__init__()
        self._name = "AtlasStart"
        self.module, self.config = module, config


class _State(folium.FeatureGroup):  # type: ignore[misc]
    """An empty feature group whose script hands the state to the Atlas's layers."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.featureGroup();
        window.atlasMap.then(atlas => atlas.apply({{ this.state|tojson }}));
        {% endmacro %}
        """
    )

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__(name="atlas", control=False)
        self.state = state


def base_map(prefix: str = "") -> folium.Map:
    """Return the map without any event in it; every call gives the same.

    :param prefix: path under which the Atlas is served, e.g. ``/atlas-mali``; empty at the root.
    """
    made = folium.Map(
        location=[(HOME[1] + HOME[3]) / 2, (HOME[0] + HOME[2]) / 2],
        zoom_start=5,
        tiles=None,
        zoom_control=True,
        zoom_snap=0.25,
        zoom_delta=0.5,
        wheel_px_per_zoom_level=120,
        max_zoom=14,
        max_bounds_viscosity=1.0,
        world_copy_jump=False,
        attribution_control=False,
    )
    # Leaflet alone, from our own server: folium's defaults are asked for at other hosts, and one that does not answer
    # leaves the map blank.
    made.default_js = [("leaflet", prefix + assets.leaflet("leaflet.js"))]
    made.default_css = [
        ("leaflet", prefix + assets.leaflet("leaflet.css")),
        ("atlas", prefix + assets.map_file("map.css")),
    ]
    made.add_child(_Start(prefix + assets.map_file("main.js"), _config(prefix)))
    return made


def state_group(state: dict[str, Any]) -> folium.FeatureGroup:
    """Return the feature group that carries a state; see ``main.js`` for its fields."""
    return _State(state)


@cache
def _online() -> list[dict[str, Any]]:
    # Looking a provider up searches a table of hundreds, at each run of a page.
    return [asdict(choice) for choice in online()]


def grounds() -> dict[str, str]:
    """Return the layers of the embedded basemap that the map draws, and their addresses.

    >>> grounds()["rivers"].endswith("/rivers.geojson")
    True
    """
    return {name: assets.ground(name) for name in basemap.layers() if name not in UNUSED}


def _config(prefix: str) -> dict[str, Any]:
    found = {name: prefix + address for name, address in grounds().items()}
    if limits := boundaries.load():
        found["cercles"] = f"{prefix}{assets.ROOT}/ground/{limits.version}/cercles.geojson"
    return {
        "style": style.table(),
        "groups": list(GROUPS),
        "ground": found | {"routes": f"{prefix}/api/routes.geojson"},
        "online": _online(),
        "attribution": boundaries.ground_credit(" · "),
        "coordinates": f"{prefix}/api/coordinates.json",
        "home": HOME,
        "frame": FRAME,
    }
