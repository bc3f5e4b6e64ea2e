"""The map's files are named to the browser as soon as it asks for Explore: it fetches them while it waits for the rest.

Otherwise it would hear of them one after the other, each in the one before: the page's scripts, the session, the map's
frame, Leaflet, our modules, what they import, the basemap. On a link of 300 ms that is four seconds.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from geo.webmap import assets
from geo.webmap.folium_map import grounds

#: Names of the reader's own machine: nothing is far there, and what is fetched early takes turns with what is needed.
_HERE = ("localhost", "127.0.0.1", "::1")


class Ahead:
    """ASGI middleware that adds a ``Link`` header to the page of the map, unless it is read where it is served."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; name the files in the answer to it if it is for Explore."""
        if scope["type"] != "http" or scope["path"] not in ("", "/") or _here(scope):
            return await self.app(scope, receive, send)

        async def send_with_files(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                message = {**message, "headers": list(message.get("headers", []))}
                MutableHeaders(scope=message)["link"] = _link()
            await send(message)

        await self.app(scope, receive, send_with_files)


def files() -> list[str]:
    """Return the addresses of what every map fetches, in the order in which it does.

    >>> [name.rpartition("/")[2] for name in files() if "leaflet/" in name]
    ['leaflet.js', 'leaflet.css']
    """
    modules = sorted(path.name for path in assets.MAP_FOLDER.glob("*.js"))
    return [
        *(assets.leaflet(name) for name in ("leaflet.js", "leaflet.css")),
        *(assets.map_file(name) for name in ("map.css", *modules)),
        *grounds().values(),
    ]


@cache
def _link() -> str:
    return ", ".join(f"<{name}>; rel=prefetch" for name in files())


def _here(scope: Scope) -> bool:
    host = Headers(scope=scope).get("host", "")
    return urlsplit(f"//{host}").hostname in _HERE
