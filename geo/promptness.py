"""Answers that leave at once: without it every small one waits 40 ms for the browser's word about the one before.

Streamlit opens the listening socket itself and hands it to uvicorn. Such a socket does not name its protocol, so that
asyncio leaves Nagle's algorithm on for its connections, and on Linux each answer and each message of the WebSocket that
is written in two parts waits for a delayed acknowledgement (uvicorn's issue 3149). Connections inherit the option from
the listening socket, so it is set there, before the first of them.
"""

from __future__ import annotations

import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def prompt(app: Any) -> AsyncIterator[None]:
    """Run as the lifespan of an ASGI app: have this process's listening sockets send at once.

    :param app: unused; whoever calls a lifespan gives it.
    """
    for one in gc.get_objects():  # no one hands the socket out, but it is open by now
        if isinstance(one, socket.socket) and _listens(one):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    yield


def _listens(one: socket.socket) -> bool:
    if one.fileno() < 0 or one.family not in (socket.AF_INET, socket.AF_INET6) or one.type != socket.SOCK_STREAM:
        return False
    try:
        return bool(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:  # not every system can say so; an option set for nothing does no harm
        return True
