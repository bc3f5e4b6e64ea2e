"""The map first: a page that opens waits with the rest of itself until the browser has painted the map.

On two cores the filters alone take a browser a second to build, and all of it on the thread that also draws the map. So
the page sends its map, waits here for the map's word (``POST /atlas/painted/<channel>``), and sends the rest.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.webmap.assets import ROOT

_expected: dict[str, threading.Event] = {}


def address(channel: str) -> str:
    """Return where the map of a tab says that it is painted."""
    return f"{ROOT}/painted/{channel}"


@contextmanager
def painting(channel: str) -> Iterator[threading.Event]:
    """Give what a map's word sets, from before the map is sent until it is not waited for any more.

    >>> with painting("atlas-0f3c") as word:
    ...     say("atlas-0f3c")
    ...     word.wait(3)
    True

    :param channel: of the tab whose map is meant; nobody else knows it.
    """
    word = _expected[channel] = threading.Event()
    try:
        yield word
    finally:
        _expected.pop(channel, None)


def say(channel: str) -> None:
    """Say that a tab's map is painted; nothing where nobody waits for it."""
    if word := _expected.get(channel):
        word.set()


def route() -> Route:
    """Return the route below ``/atlas`` on which a map speaks."""

    async def answer(request: Request) -> Response:
        say(request.path_params["channel"])
        return Response(status_code=204)

    return Route("/painted/{channel}", answer, methods=["POST"])
