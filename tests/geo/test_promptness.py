"""Answers leave at once: connections of the listening socket that Streamlit opens don't wait for acknowledgements."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from streamlit.web.server.starlette.starlette_server import _bind_socket

from geo.promptness import prompt


def accepted(listening: socket.socket) -> bool:
    """Say whether a connection that is accepted sends at once."""
    listening.setblocking(True)
    with socket.create_connection(listening.getsockname()), listening.accept()[0] as connection:
        return bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def finished(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a thread of its own: tests in a browser leave a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def test_connections_of_the_pages_server_send_at_once() -> None:
    async def run() -> bool:
        async with prompt(None):
            return accepted(listening)

    with _bind_socket("127.0.0.1", 0, 8) as listening:
        assert not accepted(listening), "Streamlit's own socket does so by now: the module has had its day"
        assert finished(run())


def test_sockets_that_do_not_listen_are_left_alone() -> None:
    async def run() -> None:
        async with prompt(None):
            pass

    closed = socket.socket()
    closed.close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams, socket.socket() as idle:
        finished(run())
        assert datagrams.type == socket.SOCK_DGRAM
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
