"""Several data sets: opened by their ids, alone and together, through library, API, feeds and command line."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_sets import event, frame
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_import_ucdp import file as ucdp_file

from geo import library as module
from geo.__main__ import main
from geo.address import read
from geo.errors import NotFoundError
from geo.feeds import arrays_url, texts_url
from geo.library import LIBRARY
from geo.periods import moments
from geo.serving import routes
from geo.sets import SetInfo, Shelf
from geo.shelves import PRIVATE
from geo.view import View
from geo.webmap import arrays
from geo.webmap.arrays import MAGIC

#: The same day and town as a curated event, one beside it in time, one elsewhere; an id that the Atlas has itself.
MINE = frame(
    event("u1", "2019-03-24", category="attack_on_civilians", lat=13.954, lon=-3.57, killed_best=160),
    event("u2", "2019-05-01", lat=20.0, lon=0.5, region="Kidal", cercle="Kidal"),
    event("2019-03-23-ogossagou-attack", "2016-01-01", lat=None, lon=None, region="", location_precision="off_map"),
)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path / "sets")
    monkeypatch.setattr(LIBRARY, "shelf", shelf)
    shelf.keep(SetInfo("mine", "Mine & more", attribution="Nobody", licence="CC0"), MINE)
    yield shelf


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=routes({})))


@pytest.mark.parametrize("data", ["mine", "mine+curated"])
def test_the_timeline_is_marked_as_over_our_own_events(shelf: Shelf, data: str) -> None:
    marks = moments(LIBRARY.open(data).store.dataset, "en")
    assert marks == moments(LIBRARY.open().store.dataset, "en")
    assert [mark.kind for mark in marks].count("coup") == 3


def test_a_set_has_its_own_events_and_our_places(shelf: Shelf) -> None:
    opened, curated = LIBRARY.open("mine"), LIBRARY.open()
    assert opened.store.total == 3
    assert opened.store.version != curated.store.version
    assert opened.vocabulary.sites == curated.vocabulary.sites
    assert opened.store.summary(View(data="mine", near="ogossagou", within_km=50)).events == 1
    assert opened.names["fr"].actor("Malian armed forces") != "Malian armed forces"
    assert opened.names["fr"].actor("Invented group") == "Invented group"
    assert not len(opened.store.dataset.claims)
    sources = opened.store.dataset.event_sources["source_id"].unique().tolist()
    assert sources == ["set-mine"]


def test_a_set_that_was_replaced_or_deleted_is_followed(shelf: Shelf) -> None:
    first = LIBRARY.open("mine")
    assert LIBRARY.open("mine") is first
    shelf.keep(SetInfo("mine", "Mine"), MINE.iloc[:1])
    assert LIBRARY.open("mine").store.total == 1
    shelf.delete("mine")
    with pytest.raises(NotFoundError):
        LIBRARY.open("mine")


def test_two_sets_are_one_table_in_which_pairs_are_known(shelf: Shelf) -> None:
    both = LIBRARY.open("curated+mine")
    curated = LIBRARY.open().store
    assert both.store.total == curated.total + 3
    assert both.store.has("mine-2019-03-23-ogossagou-attack")
    dataset = both.store.dataset
    assert dataset.pairs[["first", "again", "days"]].to_numpy().tolist() == [["2019-03-23-ogossagou-attack", "u1", 1]]
    view = View(data="curated+mine")
    twice = both.store.summary(view)
    once = both.store.summary(view.but(once=True))
    assert (twice.events, twice.twice) == (curated.total + 3, 1)
    assert (once.events, once.twice) == (curated.total + 2, 0)
    assert (twice.killed.best or 0) - (once.killed.best or 0) == 160
    assert both.store.summary(view.but(region=("Kidal",))).twice == 0


def test_the_map_is_told_which_set_each_event_is_of(shelf: Shelf) -> None:
    both, alone = LIBRARY.open("curated+mine"), LIBRARY.open()
    total = both.store.total
    parts = arrays.encode(both.store.dataset)[-total:]
    assert (parts.count(0), parts.count(1)) == (total - 3, 3)
    assert parts[both.store.row("u1")] == 1
    assert len(arrays.encode(alone.store.dataset)) == len(arrays.encode_events(alone.store.dataset.events))
    assert arrays.set_names(both.names["en"]) == ["the Atlas", "Mine & more"]
    assert arrays.set_names(alone.names["en"]) == []


def test_the_order_says_which_of_a_pair_is_shown(shelf: Shelf) -> None:
    pairs = LIBRARY.open("mine+curated").store.dataset.pairs
    assert pairs["first"].tolist() == ["u1"]
    assert pairs["again"].tolist() == ["curated-2019-03-23-ogossagou-attack"]


@pytest.mark.parametrize("said", [["curated", "mine"], ["curated+mine"], ["curated mine"], ["curated", "mine", "mine"]])
def test_several_sets_survive_the_address(shelf: Shelf, said: list[str]) -> None:
    opened, vocabulary = LIBRARY.asked(said)
    view, problems = read({"data": said, "once": ["1"]}, vocabulary)
    assert (view.data, view.once, problems) == ("curated+mine", True, [])
    assert view.params() == {"data": ["curated", "mine"], "once": ["1"]}
    assert read(view.params(), vocabulary)[0] == view
    assert opened.store.dataset.id == "curated+mine"


def test_an_unknown_set_is_named_and_the_rest_holds(shelf: Shelf) -> None:
    opened, vocabulary = LIBRARY.asked(["mine", "yours"])
    view, problems = read({"data": ["mine", "yours"], "region": ["Kidal"]}, vocabulary)
    assert (view.data, view.region) == ("mine", ("Kidal",))
    assert [(p.parameter, p.value, p.choices) for p in problems] == [("data", "yours", ("curated", "mine"))]
    assert opened.store.total == 3


def test_a_large_set_is_shown_alone_from_its_file(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    small = LIBRARY.open("mine").store.summary(View(data="mine"))
    monkeypatch.setattr(module, "THRESHOLD", 2)
    shelf.keep(SetInfo("mine", "Large"), MINE)
    opened, vocabulary = LIBRARY.asked(["mine", "curated"])
    assert opened.store.large
    view, problems = read({"data": ["mine", "curated"], "event": ["u1"]}, vocabulary)
    assert (view.data, view.event) == ("mine", "u1")
    assert [p.expected for p in problems] == ["alone"]
    assert opened.store.summary(View(data="mine")) == small
    with pytest.raises(NotFoundError):
        LIBRARY.open("curated+mine")


def test_a_session_s_set_is_opened_by_its_id_and_never_listed(shelf: Shelf) -> None:
    own = PRIVATE.keep(SetInfo("x", "My secret"), MINE)
    opened, vocabulary = LIBRARY.asked([own.id])
    assert opened.store.total == 3
    assert own.id in vocabulary.datasets
    _, others = LIBRARY.asked(["own-guess"])
    assert own.id not in others.datasets and own.id not in LIBRARY.kept_ids()


def test_api_and_feeds_answer_from_the_set_that_is_asked_for(shelf: Shelf, client: TestClient) -> None:
    summary = client.get("/api/summary.json?data=mine")
    assert summary.json()["events"] == 3
    assert "Mine & more" in summary.json()["sentence"]
    curated = client.get("/api/summary.json")
    assert curated.json()["events"] == LIBRARY.open().store.total
    assert summary.headers["etag"] != curated.headers["etag"]
    assert client.get("/api/events/u1.json?data=mine").json()["sources"][0]["title"] == "Mine & more"
    assert client.get("/api/events/u1.json").status_code == 404
    assert client.get("/api/summary.json?data=nothing").status_code == 400
    both = client.get("/api/summary.json?data=curated%2Bmine&once=1").json()
    assert both["events"] == curated.json()["events"] + 2
    version = summary.json()["data_version"]
    arrays = client.get(arrays_url(version, "mine"))
    assert arrays.content[:4] == MAGIC and arrays.content[4] == 3
    assert "immutable" in arrays.headers["cache-control"]
    assert client.get(texts_url(LIBRARY.open("mine").store, "fr", "mine")).json()["titles"][1] == "Événement inventé u1"
    rows = client.get(f"/atlas/{version}/rows.json?data=mine").json()
    assert (rows["total"], rows["data_version"]) == (3, version)
    old = client.get("/api/summary.json?data=mine", headers={"if-none-match": curated.headers["etag"]})
    assert old.status_code == 200


def test_exports_are_made_of_the_set(shelf: Shelf, client: TestClient) -> None:
    answer = client.get("/api/briefing.csv?data=mine")
    assert answer.status_code == 200
    assert answer.text.count("Invented event") == 3
    assert "mine-more" in answer.headers["content-disposition"]


def test_the_command_line_keeps_a_file_and_answers_from_it(
    shelf: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "events.parquet"
    shutil.copy(shelf.events("mine"), file)
    assert main(["import", str(file), "--name", "From file", "--attribution", "Somebody"], LIBRARY) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["id"], report["read"], report["kept"]) == ("from-file", 3, 3)
    assert main(["summary", "--data", "from-file", "--region", "Kidal"], LIBRARY) == 0
    assert json.loads(capsys.readouterr().out)["events"] == 1
    assert main(["sets"], LIBRARY) == 0
    assert [info["id"] for info in json.loads(capsys.readouterr().out)] == ["from-file", "mine"]
    assert main(["sets", "--delete", "from-file"], LIBRARY) == 0
    capsys.readouterr()
    assert main(["summary", "--data", "from-file"], LIBRARY) == 2
    assert "from-file" in capsys.readouterr().err
    assert main(["import", str(tmp_path / "none.csv")], LIBRARY) == 2
    assert "none.csv" in capsys.readouterr().err


def test_an_imported_file_is_kept_with_its_terms_and_report(
    shelf: Shelf, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "download.csv"
    file.write_bytes(ucdp_file({"id": "1"}, {"id": "2", "latitude": "99"}))
    assert main(["import", str(file), "--name", "GED"], LIBRARY) == 0
    report = json.loads(capsys.readouterr().out)
    info = shelf.info("ged")
    assert (info.kind, info.licence, info.rows) == ("ucdp", "CC BY 4.0", report["events"])
    assert info.report["read"] == report["read"]
    assert "UCDP" in info.attribution
    assert LIBRARY.open("ged").store.dataset.event_sources["source_id"].unique().tolist() == ["ucdp"]


def test_a_set_without_actors_regions_or_tolls_answers(shelf: Shelf) -> None:
    bare = {"actors": "", "region": "", "cercle": "", "killed_best": None, "killed_low": None, "killed_high": None}
    shelf.keep(SetInfo("bare", "Bare"), frame(event("one", **bare, lat=None, lon=None, location_precision="off_map")))
    store = LIBRARY.open("bare").store
    view = View(data="bare")
    assert store.facets(view)["category"] == {"armed_clash": 1}
    assert (store.summary(view).events, store.summary(view).killed.best, store.summary(view).placed) == (1, None, 0)
    both = LIBRARY.open("curated+bare").store
    assert both.facets(View(data="curated+bare"))["category"]["armed_clash"] > 1
