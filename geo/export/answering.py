"""The exports over HTTP: ``/api/briefing.*``, made two at a time beside everything else that the server does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from urllib.parse import quote, urlencode

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo import boundaries
from geo.answers import asked, cached
from geo.errors import NotFoundError
from geo.export.asking import PARAMETERS, read_order
from geo.export.formats import DATA, FORMATS, make
from geo.view import View

#: Files made at the same time; who comes while they are at work waits, without holding a thread that a page needs.
AT_ONCE = 2
_LIMITER: RunVar[CapacityLimiter] = RunVar("atlas_exports")


def link_to(base: str, view: View) -> str:
    """Return the address that opens a view on a server.

    :param base: address of the server, without a query.

    >>> link_to("https://atlas.example", View(region=("Gao",)))
    'https://atlas.example/?region=Gao&lang=en'
    """
    return f"{base.rstrip('/')}/?{urlencode({**view.params(), 'lang': [view.lang]}, doseq=True)}"


async def _briefing(request: Request) -> Response:
    limits = boundaries.load()
    answer = cached(_make, mark="-".join([date.today().isoformat(), *([limits.version] if limits else [])]))
    return await to_thread.run_sync(answer, request, limiter=_limiter())


def _make(request: Request) -> Response:
    suffix = request.path_params["suffix"]
    if suffix not in FORMATS:
        raise NotFoundError(request.url.path)
    question = asked(request, *PARAMETERS)
    given = {name: request.query_params.getlist(name) for name in question.extra}
    base = f"{request.url.scheme}://{request.url.netloc}"
    order = read_order(question.opened, question.view, given, link_to(base, question.view))
    name, content = make(order, suffix)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}",
        "X-Data-Version": question.version,
    }
    return Response(content, media_type=FORMATS[suffix].media_type, headers=headers)


def _limiter() -> CapacityLimiter:
    """Return the limit of the running event loop: tests have several, a server has one."""
    try:
        return _LIMITER.get()
    except LookupError:
        _LIMITER.set(limiter := CapacityLimiter(AT_ONCE))
        return limiter


def routes() -> list[Route]:
    """Return the routes below ``/api``: every format as a briefing, those for data that no answer has as events too."""
    others = [suffix for suffix in DATA if suffix in FORMATS and suffix not in ("csv", "geojson")]
    return [
        Route("/briefing.{suffix}", _briefing),
        *(Route(f"/events.{suffix}", _as(suffix)) for suffix in others),
    ]


def _as(suffix: str) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        request.scope["path_params"] = {"suffix": suffix}
        return await _briefing(request)

    return answer
