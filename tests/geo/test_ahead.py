"""The page of the map names the map's files to a browser that is elsewhere, and each of them is there."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from geo import serving
from geo.ahead import Ahead, files


@pytest.fixture(scope="module")
def client() -> TestClient:
    def page(request: Request) -> Response:
        return PlainTextResponse("a page", 500 if "broken" in request.query_params else 200)

    return TestClient(Ahead(Starlette(routes=[*serving.routes({}), Route("/{path:path}", page)])))


def link(client: TestClient, path: str, host: str) -> str | None:
    return client.get(path, headers={"Host": host}).headers.get("link")


@pytest.mark.parametrize("host", ["atlas.example", "atlas.example:8501", "10.0.0.7:8501", "localhost.example"])
def test_explore_names_the_maps_files_to_whoever_is_elsewhere(client: TestClient, host: str) -> None:
    said = link(client, "/?region=Gao", host)
    assert said is not None
    named = re.findall(r"<([^>]+)>; rel=prefetch", said)
    assert named == files() and len(set(named)) == len(named) > 20


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501"])
def test_on_the_readers_own_machine_nothing_is_fetched_ahead(client: TestClient, host: str) -> None:
    assert link(client, "/", host) is None


@pytest.mark.parametrize("path", ["/data", "/api/health", "/?broken=1"])
def test_no_other_answer_names_them(client: TestClient, path: str) -> None:
    assert link(client, path, "atlas.example") is None


def test_each_file_is_there_and_its_copy_keeps(client: TestClient) -> None:
    for name in files():
        answer = client.get(name)
        assert answer.status_code == 200, name
        assert "immutable" in answer.headers["cache-control"], name
