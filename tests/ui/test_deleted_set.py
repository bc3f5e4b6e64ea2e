"""A data set that is deleted while a page shows it: the page says so and keeps what it shows; a new one can't."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).parents[1] / "geo"))
from made_sets import event, frame

from geo import library, sample
from geo.dataset import load
from geo.feeds import cells_url, rows_url, told_url
from geo.library import LIBRARY
from geo.serving import routes
from geo.sets import SetInfo, Shelf
from geo.view import View
from geo.words import t

EXPLORE = Path(__file__).parents[2] / "pages" / "explore.py"
MINE = frame(*(event(f"u{n}", f"201{n}-03-24") for n in range(4, 9)))


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf(tmp_path / "sets")
    monkeypatch.setattr(LIBRARY, "shelf", shelf)
    return shelf


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes({})))


def explore(**asked: str) -> AppTest:
    at = AppTest.from_file(str(EXPLORE), default_timeout=90)
    for key, value in ({"lang": "en"} | asked).items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def sentence(at: AppTest) -> str:
    return next(found.proto.body for found in at.get("html") if "atlas-sentence" in found.proto.body)


def warnings(at: AppTest) -> list[str]:
    return [found.value.replace("\\", "") for found in at.warning]


def test_the_page_keeps_what_it_shows_and_a_new_one_says_that_the_set_is_gone(shelf: Shelf, client: TestClient) -> None:
    shelf.keep(SetInfo("mine", "Mine"), MINE)
    at = explore(data="mine")
    before, version = sentence(at), LIBRARY.open("mine").store.version
    assert "5 events" in before and warnings(at) == []
    shelf.delete("mine")
    at.run()
    assert not at.exception
    assert sentence(at) == before
    assert warnings(at) == [t("en", "sets.gone", name="Mine")]

    # Filters go on working, on the page and in what its map and table fetch.
    at.multiselect(key="filter_region").set_value(["Kidal"]).run()
    assert not at.exception and "0 of 5 events" in sentence(at)
    view = View(data="mine", region=("Gao",))
    assert client.get(rows_url(view, version)).json()["total"] == 5
    assert "5 events" in client.get(told_url(view, version)).json()["sentence"]
    assert client.get("/api/summary.json?data=mine").status_code == 400

    again = explore(data="mine")
    assert any("mine" in said for said in warnings(again)) and t("en", "sets.gone", name="Mine") not in warnings(again)
    assert "429" in sentence(again)
    # Once no page shows it, it is nowhere.
    del at
    gc.collect()


def test_a_set_whose_events_stay_in_their_file_is_kept_too(
    shelf: Shelf, client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "THRESHOLD", 100)
    sample.write(load(), 300, tmp_path / "s.parquet")
    shelf.keep(SetInfo("large", "Large"), tmp_path / "s.parquet")
    at = explore(data="large")
    store = LIBRARY.open("large").store
    assert store.large
    before = sentence(at)
    shelf.delete("large")
    at.run()
    assert sentence(at) == before and warnings(at) == [t("en", "sets.gone", name="Large")]
    view = View(data="large")
    assert len(client.get(rows_url(view, store.version)).json()["rows"]) == 100
    cells = client.get(f"{cells_url(view, store.version)}&bounds=-12,10,4,25&zoom=5.5").json()
    assert cells["events"] > 200
