"""A data set whose terms forbid to pass rows on: figures and maps may leave, rows may not, and why is said."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from made_sets import event, frame
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import library
from geo.__main__ import main
from geo.export.formats import FORMATS, ROWS, make
from geo.export.order import Order
from geo.export.wording import content
from geo.library import LIBRARY
from geo.serving import routes
from geo.sets import SetInfo, Shelf
from geo.terms import TermsError
from geo.view import View

CLOSED = SetInfo("closed", "Closed set", attribution="Its owner", licence="Owner’s terms", redistribution=False)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf(tmp_path)
    monkeypatch.setattr(LIBRARY, "shelf", shelf)
    shelf.keep(CLOSED, frame(event("secret-row"), event("b")))
    return shelf


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes({})))


@pytest.mark.parametrize("data", ["closed", "curated%2Bclosed"])
@pytest.mark.parametrize(
    "address", ["events.json", "events.csv", "events.geojson", "events/secret-row.json", "briefing.html", "events.xlsx"]
)
def test_rows_are_refused_with_the_reason(shelf: Shelf, client: TestClient, address: str, data: str) -> None:
    answer = client.get(f"/api/{address}?data={data}&lang=fr")
    assert answer.status_code == 403
    body = answer.json()
    assert (body["parameter"], body["value"]) == ("data", "closed")
    assert "Closed set" in body["error"] and "Owner’s terms" in body["error"] and "peuvent pas" in body["error"]
    assert body["expected"]
    assert "etag" not in answer.headers


def test_figures_are_given(shelf: Shelf, client: TestClient) -> None:
    assert client.get("/api/summary.json?data=closed").json()["killed"]["best"] == 6


@pytest.mark.parametrize("suffix", sorted(ROWS))
def test_no_format_with_rows_is_made(shelf: Shelf, suffix: str) -> None:
    with pytest.raises(TermsError):
        make(Order(LIBRARY.open("closed"), View(data="closed")), suffix)


def test_the_bundle_holds_the_documents_and_says_why_no_rows(shelf: Shelf) -> None:
    order = Order(LIBRARY.open("closed"), View(data="closed"), made=date(2026, 1, 1), parts=frozenset({"figures"}))
    name, bundle = make(order, "zip")
    with zipfile.ZipFile(io.BytesIO(bundle)) as files:
        suffixes = {file.rpartition(".")[2] for file in files.namelist()}
        assert suffixes & set(FORMATS) == set(FORMATS) - set(ROWS) - {"zip"}
        readme = files.read("README.txt").decode("utf-8-sig")
        assert "may not be passed on (Owner’s terms)" in readme
        assert "Data: Its owner (Owner’s terms)." in readme
        assert not any(b"secret-row" in files.read(file) for file in files.namelist())
    assert "closed-set" in name


def test_attribution_goes_into_documents(shelf: Shelf) -> None:
    assert content(Order(LIBRARY.open("closed"), View(data="closed"))).ground.startswith("Its owner (Owner’s terms); ")


def test_the_command_line_refuses_rows(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("csv", "xlsx"):
        assert main(["events", "--data", "closed", "--format", form], LIBRARY) == 1
        captured = capsys.readouterr()
        assert captured.out == "" and "may not be passed on" in captured.err
    assert main(["summary", "--data", "closed"], LIBRARY) == 0


def test_a_large_set_tells_actors_and_sources_of_its_rows(
    shelf: Shelf, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.keep(SetInfo("open", "Open set"), frame(event("one"), event("two")))
    small = client.get("/api/events/one.json?data=open").json()
    shelf.keep(SetInfo("open", "Open set", licence="CC0"), frame(event("one"), event("two")))
    monkeypatch.setattr(library, "THRESHOLD", 1)
    large = client.get("/api/events/one.json?data=open").json()
    assert large["actors"] == small["actors"] == ["Malian armed forces", "Invented group"]
    assert [s["title"] for s in large["sources"]] == [s["title"] for s in small["sources"]] == ["Open set"]
