"""Online basemaps that a reader may pick instead of the embedded one; nothing is fetched unless one is picked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import xyzservices.providers
from xyzservices import TileProvider

#: Providers offered, by their name in xyzservices, in the order of the menu: streets, a quiet ground, satellite images.
OFFERED: tuple[str, ...] = ("OpenStreetMap.Mapnik", "CartoDB.Positron", "Esri.WorldGrayCanvas", "Esri.WorldImagery")


@dataclass(frozen=True)
class Online:
    """An online basemap.

    :param id: its name in xyzservices, e.g. ``OpenStreetMap.Mapnik``.
    :param url: Leaflet's template of a tile's address; ``{z}``, ``{x}``, ``{y}`` and perhaps ``{s}`` and ``{r}`` are
        left for Leaflet to fill in.
    :param subdomains: letters that may stand for ``{s}``; empty if the address has none.
    :param attribution: what the map must show, as plain text.
    :param max_zoom: deepest zoom at which the provider has tiles.
    :param origin: where the tiles come from, as the Content-Security-Policy's ``img-src`` names it.
    """

    id: str
    url: str
    subdomains: str
    attribution: str
    max_zoom: int
    origin: str


def online(keys: Mapping[str, str] | None = None) -> tuple[Online, ...]:
    """Return the online basemaps that can be used, in the order of the menu.

    A provider that wants a key (CARTO does, as of xyzservices 2026.9) is left out until its key is given.

    :param keys: id of a provider → the reader's own key.

    >>> online()[0].origin
    'https://tile.openstreetmap.org'
    """
    known = keys or {}
    found = []
    for name in OFFERED:
        provider = xyzservices.providers.query_name(name)
        if not provider.requires_token() or known.get(name):
            found.append(_online(name, provider, known.get(name, "")))
    return tuple(found)


def _online(name: str, provider: TileProvider, key: str) -> Online:
    url = str(provider["url"]).replace("{variant}", str(provider.get("variant", "")))
    url = url.replace("{ext}", str(provider.get("ext", "png"))).replace("{apikey}", key)
    host = urlsplit(url.replace("{s}", "*"))
    return Online(
        id=name,
        url=url,
        subdomains=str(provider.get("subdomains", "abc")) if "{s}" in url else "",
        attribution=str(provider["attribution"]).replace("(C)", "©").replace(" -- ", " — "),
        max_zoom=int(provider.get("max_zoom", 18)),
        origin=f"{host.scheme}://{host.netloc}",
    )
