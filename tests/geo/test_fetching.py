"""Official downloads, against a local server of the same form: releases, checks, and a sentence for each failure."""

from __future__ import annotations

import io
import json
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_import_ucdp import file as ucdp_file

from geo import boundaries, download, fetching
from geo.__main__ import main
from geo.library import LIBRARY
from geo.serving import routes
from geo.sets import SetError, Shelf
from geo.webmap.folium_map import base_map

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "boundaries" / "cercles_2015.geojson"
Answer = tuple[int, str, bytes]


class Server:
    """A server whose answers a test sets, path by path."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[Any], None]] = {}
        self.asked: list[str] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append(self.path)
                found = server.answers.get(self.path, (404, "text/plain", b"no"))
                if callable(found):
                    return found(self)
                status, kind, body = found
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.http.server_address[1]}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf(tmp_path / "sets")
    monkeypatch.setattr(LIBRARY, "shelf", shelf)
    return shelf


def release(*rows: dict[str, str], name: str = "GEDEvent.csv", content: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(name, ucdp_file(*rows) if content is None else content)
    return out.getvalue()


ROWS = (
    {"id": "1"},
    {"id": "2", "country": "Niger", "country_id": "436"},
    {"id": "3", "date_start": "2018-01-05 00:00:00.000"},
)


def fetch(server: Server, shelf: Shelf, version: str = "", least: int = 3) -> dict[str, Any]:
    return fetching.ucdp(shelf, version, address=server.base + "/ged{version}-csv.zip", least=least)


def test_the_newest_release_that_is_there_is_kept_with_the_rows_of_mali(server: Server, shelf: Shelf) -> None:
    server.answers["/ged251-csv.zip"] = (200, "application/zip", release(*ROWS))
    report = fetch(server, shelf)
    assert server.asked == ["/ged261-csv.zip", "/ged251-csv.zip"]
    assert (report["id"], report["release"], report["kept"], report["rows_of_all_countries"]) == (
        "ucdp-ged-25-1",
        "25.1",
        2,
        3,
    )
    info = shelf.info("ucdp-ged-25-1")
    assert (info.name, info.licence, info.rows) == ("UCDP GED 25.1", "CC BY 4.0", 2)
    assert info.attribution.endswith("25.1")
    assert LIBRARY.open("ucdp-ged-25-1").store.total == 2


def test_a_release_that_is_named_is_the_only_one_asked_for(server: Server, shelf: Shelf) -> None:
    with pytest.raises(SetError) as error:
        fetch(server, shelf, "24.1")
    assert error.value.code == "fetch_absent"
    assert server.asked == ["/ged241-csv.zip"]
    with pytest.raises(SetError, match="no release"):
        fetch(server, shelf, "../x")


def _cut(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/zip")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"PK")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, "text/html", b"<html>sign in"), "fetch_kind"),
        ((200, "application/zip", b"PK\3\4 broken"), "fetch_broken"),
        ((200, "application/zip", release(*ROWS)[:-40]), "fetch_broken"),
        ((200, "application/zip", release(*ROWS, name="readme.txt")), "fetch_zip"),
        ((200, "application/zip", release(content=b"a,b\n1,2\n")), "fetch_columns"),
        ((200, "application/zip", release(ROWS[0])), "fetch_rows"),
        ((200, "application/zip", release(*[ROWS[1] | {"id": str(i)} for i in range(5)])), "fetch_rows"),
        ((500, "text/plain", b""), "fetch_status"),
        ((403, "text/plain", b""), "fetch_token"),
        ((407, "text/plain", b""), "fetch_proxy"),
        (_cut, "fetch_cut"),
    ],
)
def test_anything_else_is_a_sentence_and_keeps_nothing(
    server: Server, shelf: Shelf, answer: Answer | Callable[[Any], None], code: str
) -> None:
    server.answers["/ged251-csv.zip"] = answer
    with pytest.raises(SetError) as error:
        fetch(server, shelf, "25.1")
    assert error.value.code == code
    assert error.value.say("fr") != error.value.say("en")
    assert shelf.all() == []


def test_a_download_larger_than_it_may_be_is_broken_off(server: Server, tmp_path: Path) -> None:
    server.answers["/x"] = (200, "application/zip", b"x" * 1000)
    with pytest.raises(SetError) as error:
        download.download(f"{server.base}/x", tmp_path / "x", most=999)
    assert error.value.code == "fetch_large"


def test_no_network_and_a_wrong_proxy_are_sentences(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SetError) as error:
        download.download(f"http://127.0.0.1:{port}/x", tmp_path / "x", most=9)
    assert error.value.code == "fetch_offline"
    monkeypatch.setenv("HTTP_PROXY", f"http://user:secret@127.0.0.1:{port}")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(SetError) as error:
        download.download("http://atlas.invalid/x", tmp_path / "x", most=9)
    assert error.value.code == "fetch_behind_proxy"
    assert "secret" not in str(error.value)


def squares(n: int, **more: str) -> dict[str, Any]:
    """Return n named squares in Mali, the first two under names that the data know."""
    names = ["Gao", "Tombouctou", *(f"Nowhere {i}" for i in range(n))][:n]

    def square(i: int, name: str) -> dict[str, Any]:
        x, y = -8 + 0.1 * i, 14.0
        ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {"shapeName": name}, "geometry": shape}

    return {"type": "FeatureCollection", "features": [square(i, name) for i, name in enumerate(names)], **more}


def test_limits_come_by_way_of_their_description(
    server: Server, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    about = {
        "simplifiedGeometryGeoJSON": f"{server.base}/shapes",
        "boundarySource": "OCHA, DNCT",
        "boundaryLicense": "CC BY 4.0",
        "boundaryYearRepresented": "2017",
    }
    server.answers["/about"] = (200, "application/json", json.dumps(about).encode())
    server.answers["/shapes"] = (200, "application/octet-stream", json.dumps(squares(50)).encode())
    assert main(["fetch", "boundaries", "--address", f"{server.base}/about"], LIBRARY) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["cercles"], report["named_in_the_data"]) == (50, 2)
    found = boundaries.load(shelf.folder)
    assert found is not None
    assert found.credit == "geoBoundaries, OCHA, DNCT, 2017 (CC BY 4.0)"
    named = found.named(LIBRARY.open().vocabulary.cercles)["features"]
    assert [feature["properties"]["cercle"] for feature in named[:3]] == ["Gao", "Timbuktu", None]
    assert shelf.all() == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html>", "boundaries_json"),
        (b"[]", "boundaries_json"),
        (json.dumps(squares(12)).encode(), "boundaries_count"),
        (json.dumps(squares(50)).replace("14.", "54.").encode(), "boundaries_place"),
        (b'{"features": [null, {}, {"geometry": 1}]}', "boundaries_count"),
    ],
)
def test_limits_of_something_else_are_refused(shelf: Shelf, tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "x.geojson").write_bytes(content)
    with pytest.raises(SetError) as error:
        fetching.limits(shelf.folder, tmp_path / "x.geojson")
    assert error.value.code == code
    assert boundaries.load(shelf.folder) is None


def test_official_limits_as_a_user_brings_them(shelf: Shelf) -> None:
    if not SHARED.is_file():
        pytest.skip("the official limits are not here: they stay with their publisher")
    found = fetching.limits(shelf.folder, SHARED)
    assert len(found.geojson["features"]) == 50
    cercles = LIBRARY.open().vocabulary.cercles
    known = {feature["properties"]["cercle"] for feature in found.named(cercles)["features"]} - {None}
    # Cercles made since 2015 have no limit there.
    assert len(known) >= 20
    assert "OCHA" in found.attribution


def test_limits_are_a_layer_of_the_map_with_their_attribution(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ATLAS_SETS_FOLDER", str(shelf.folder))
    before = base_map().get_root().render()
    assert "cercles.geojson" not in before
    (tmp_path / "x.geojson").write_text(json.dumps(squares(50, source="Their owner")))
    found = fetching.limits(shelf.folder, tmp_path / "x.geojson")
    page = base_map().get_root().render()
    address = f"/atlas/ground/{found.version}/cercles.geojson"
    assert address in page and "Their owner" in page
    client = TestClient(Starlette(routes=routes({})))
    answer = client.get(address)
    assert answer.json()["features"][1]["properties"] == {"name": "Tombouctou", "cercle": "Timbuktu"}
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/atlas/ground/old/cercles.geojson").status_code == 404
