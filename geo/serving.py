"""Everything that our server offers besides the pages: the API, the components' feeds, the static files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from geo import api, basemap, boundaries, feeds, painted
from geo.answers import json_answer, not_found
from geo.library import LIBRARY
from geo.webmap import assets

_FOREVER = "public, max-age=31536000, immutable"


class _Files(StaticFiles):
    """Static files under an address that names their content: a copy never grows old."""

    def file_response(self, *args, **kwargs) -> Response:  # type: ignore[no-untyped-def]
        """Return the file's answer with a word to caches."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = _FOREVER
        return response


def routes(components: Mapping[str, Path]) -> list[BaseRoute]:
    """Return the mounts for the ASGI app.

    :param components: address → folder of the page components' scripts and styles; the address names their content.
    """
    files = [Mount(path, _Files(directory=folder)) for path, folder in (assets.folders() | dict(components)).items()]
    # At level 9, the middleware's own, the arrays of 300,000 events take 15 times as long and are a twelfth smaller.
    zipped = [Middleware(GZipMiddleware, minimum_size=700, compresslevel=5)]
    inner = [
        *(Mount(m.path.removeprefix(assets.ROOT), m.app) for m in files),
        _ground(),
        painted.route(),
        *feeds.routes(),
    ]
    return [
        Mount("/api", Starlette(routes=api.routes(), middleware=zipped)),
        Mount(assets.ROOT, Starlette(routes=inner, middleware=zipped)),
    ]


def _cercles(request: Request) -> Response:
    """Answer the cercles' limits that the user brought, with our names where we have them."""
    found = boundaries.load(LIBRARY.shelf.folder)
    if found is None or request.path_params["version"] != found.version:
        return not_found(request.url.path, "en")
    named = found.named(LIBRARY.open().vocabulary.cercles)
    answer = json_answer(named, media_type="application/geo+json")
    answer.headers["Cache-Control"] = _FOREVER
    return answer


def _ground() -> Route:
    def layer(request: Request) -> Response:
        name = request.path_params["name"]
        if name == "cercles":
            return _cercles(request)
        found = basemap.layers().get(name)
        if found is None or not found.path.is_file():
            return not_found(request.url.path, "en")
        return Response(found.path.read_bytes(), media_type="application/geo+json", headers={"Cache-Control": _FOREVER})

    return Route("/ground/{version}/{name}.geojson", layer)
