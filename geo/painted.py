"""The map first: a page that opens waits with the rest of itself until the browser has painted the map.

On two cores the filters alone take a browser a second to build, and all of it on the thread that also draws the map. So
the page sends its map, waits here for the map's word (``POST /atlas/painted/<channel>``), and sends the rest.
"""

from __future__ import annotations

import threading
from types import TracebackType

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from geo.webmap.assets import ROOT

_expected: dict[str, threading.Event] = {}


class Painted:
    """One map's word, from before the map is sent until it has come or is not waited for any more.

    >>> with Painted("atlas-0f3c") as word:
    ...     say("atlas-0f3c")
    ...     word.wait(seconds=3)
    True

    :param channel: of the tab whose map is meant; nobody else knows it.
    """

    def __init__(self, channel: str) -> None:
        self.channel, self._word = channel, threading.Event()

    @property
    def address(self) -> str:
        """Where the map's script says that it is painted."""
        return f"{ROOT}/painted/{self.channel}"

    def __enter__(self) -> Painted:
        _expected[self.channel] = self._word
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if _expected.get(self.channel) is self._word:
            del _expected[self.channel]

    def wait(self, seconds: float) -> bool:
        """Wait for the word, so long at most; say whether it came."""
        return self._word.wait(seconds)


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
