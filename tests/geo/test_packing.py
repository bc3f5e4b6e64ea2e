"""Scripts and styles are compressed once; everything else is passed on as it was asked for."""

from __future__ import annotations

import gzip
import zlib

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from geo import packing
from geo.packing import LEAST, Packed

FOREVER = {"Cache-Control": "public, immutable, max-age=31536000"}
SCRIPT = "// a script of many words\n" * 400


class Counting:
    """A page of which every file counts how often it was asked for, and how."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def answer(self, request: Request) -> Response:
        name = request.path_params["name"]
        self.asked.append(name)
        kept = {} if name.startswith("changing") else FOREVER
        if name.startswith("missing"):
            return Response(SCRIPT, 404, headers=FOREVER)
        if request.headers.get("if-none-match"):
            return Response(status_code=304)
        if name.startswith("encoded"):
            return Response(gzip.compress(SCRIPT.encode()), headers=FOREVER | {"Content-Encoding": "gzip"})
        content = "x" * (LEAST - 1) if name.startswith("short") else SCRIPT
        return Response(content, media_type="text/javascript", headers=kept | {"Vary": "Cookie"})


@pytest.fixture
def page() -> Counting:
    return Counting()


@pytest.fixture
def client(page: Counting) -> TestClient:
    return TestClient(Packed(Starlette(routes=[Route("/static/{name}", page.answer)])))


def test_a_script_is_compressed_once_and_reads_the_same(client: TestClient, page: Counting) -> None:
    for _ in range(3):
        answer = client.get("/static/main.js?any=1")
        assert answer.text == SCRIPT
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
        assert answer.headers["content-type"].startswith("text/javascript")
        assert answer.headers["vary"] == "Cookie, accept-encoding"
        assert "immutable" in answer.headers["cache-control"]
    assert page.asked == ["main.js"]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("main.js", {"Accept-Encoding": "identity"}),
        ("main.js", {"Range": "bytes=0-9"}),
        ("main.js", {"If-None-Match": '"1"'}),
        ("font.woff2", {}),
        ("changing.js", {}),
        ("missing.js", {}),
    ],
)
def test_what_is_asked_for_otherwise_or_may_change_is_passed_on(
    client: TestClient, page: Counting, name: str, sent: dict[str, str]
) -> None:
    plain = TestClient(client.app.app).get(f"/static/{name}", headers=sent)
    for _ in range(2):
        answer = client.get(f"/static/{name}", headers=sent)
        assert (answer.status_code, answer.content) == (plain.status_code, plain.content)
        assert dict(answer.headers) == dict(plain.headers)
    assert page.asked == [name] * 3


def test_only_a_get_is_answered_from_what_is_kept(client: TestClient, page: Counting) -> None:
    client.get("/static/main.js")
    assert client.post("/static/main.js").status_code == 405
    assert client.head("/static/main.js").content == b""
    assert page.asked == ["main.js", "main.js"]


def test_what_is_kept_is_bounded(client: TestClient, page: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST", 2)
    for name in ("one.js", "two.js", "three.js") * 2:
        assert client.get(f"/static/{name}").text == SCRIPT
    assert page.asked == ["one.js", "two.js", "three.js", "three.js"]


@pytest.mark.parametrize("name", ["encoded.js", "short.css"])
def test_what_is_compressed_already_or_short_is_kept_as_it_is(client: TestClient, page: Counting, name: str) -> None:
    plain = TestClient(client.app.app).get(f"/static/{name}")
    for _ in range(2):
        answer = client.get(f"/static/{name}")
        assert answer.content == plain.content and dict(answer.headers) == dict(plain.headers)
    assert page.asked == [name] * 2


def test_a_server_that_sends_files_by_their_path_is_asked_for_their_content(tmp_path) -> None:
    (tmp_path / "large.js").write_text(SCRIPT)

    async def by_path(scope, receive, send) -> None:
        await Packed(lasting)({**scope, "extensions": {"http.response.pathsend": {}}}, receive, send)

    async def lasting(scope, receive, send) -> None:
        async def mark(message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"cache-control", b"immutable")]
            await send(message)

        await Starlette(routes=[Mount("/", StaticFiles(directory=tmp_path))])(scope, receive, mark)

    answer = TestClient(by_path).get("/large.js")
    assert answer.text == SCRIPT and answer.headers["content-encoding"] == "gzip"


def test_a_kept_answer_is_gzip_as_others_read_it(client: TestClient) -> None:
    with client.stream("GET", "/static/main.js") as answer:
        raw = b"".join(answer.iter_raw())
    assert zlib.decompress(raw, wbits=31).decode() == SCRIPT
