"""A server answers once the first page is as quick as all others, and starts whatever its data are."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor

import app
from geo import readiness
from geo.library import Library
from geo.readiness import prepare, ready


def test_the_app_starts_so() -> None:
    assert app.app._user_lifespan is ready


def test_data_and_answers_are_there_when_the_server_answers(monkeypatch) -> None:
    library = Library()
    monkeypatch.setattr(readiness, "LIBRARY", library)

    async def start() -> tuple[list[str], int]:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            async with ready(None):
                return list(library._open), listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    with ThreadPoolExecutor(1) as own:  # tests in a browser leave a loop running in this thread
        opened, at_once = own.submit(asyncio.run, start()).result()
    assert opened == ["curated"] and at_once


def test_broken_data_do_not_keep_the_server_from_starting(tmp_path, monkeypatch) -> None:
    (tmp_path / "events.csv").write_text("id\n1\n", encoding="utf-8")
    library = Library(folder=tmp_path)
    monkeypatch.setattr(readiness, "LIBRARY", library)
    prepare()
    assert not library._open
