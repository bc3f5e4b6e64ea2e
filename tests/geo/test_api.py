"""The HTTP twins through a client: what INTERFACE promises, what bad requests and broken data get, the headers."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import pytest
from drawn import likely_views
from hypothesis import given, settings
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import basemap, serving
from geo.answers import SecurityHeaders, content_policy
from geo.basemap.online import online
from geo.dataset import FOLDER, load
from geo.library import LIBRARY
from geo.model import CATEGORIES, REGIONS
from geo.view import PARAMETERS, View
from geo.webmap import assets

OGOSSAGOU = "2019-03-23-ogossagou-attack"
ENDPOINTS = [
    "/api/events.json",
    "/api/events.geojson",
    "/api/events.csv",
    f"/api/events/{OGOSSAGOU}.json",
    "/api/summary.json",
    "/api/sites.geojson",
    "/api/routes.geojson",
]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(SecurityHeaders(Starlette(routes=serving.routes({})))) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the data, which the server reads instead of its own."""
    copy = Path(shutil.copytree(FOLDER, tmp_path / "data"))
    monkeypatch.setattr(LIBRARY, "folder", copy)
    monkeypatch.setattr(LIBRARY, "_open", {})
    yield copy


def change(folder: Path, event_id: str, **cells: str) -> None:
    """Write cells of an event of the copy."""
    path = folder / "events.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["id"] == event_id:
            row |= cells
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


# -- what the interface promises ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ENDPOINTS)
def test_every_address_answers_with_the_data_version(address: str, client: TestClient) -> None:
    answer = client.get(address)
    version = load().version
    assert answer.status_code == 200
    assert answer.headers["etag"].strip('"W/').startswith(version)
    if "csv" in address:
        assert answer.headers["x-data-version"] == version
        assert version in answer.headers["content-disposition"]
    else:
        assert answer.json()["data_version"] == version


def test_health_says_that_all_is_well(client: TestClient) -> None:
    assert client.get("/api/health").json() == {"status": "ok", "data_version": load().version, "events": 429}


def test_events_come_with_fields_and_sources(client: TestClient) -> None:
    found = client.get("/api/events.json", params={"q": "Ogossagou", "lang": "fr"}).json()
    assert found["total"] == len(found["events"]) > 0
    assert "Ogossagou" in found["sentence"]
    event = next(event for event in found["events"] if event["id"] == OGOSSAGOU)
    assert (event["date_start"], event["region"], event["group"]) == ("2019-03-23", "Mopti", "violence")
    assert event["killed_low"] <= event["killed_best"] <= event["killed_high"]
    assert event["title"] != event["title_fr"]
    assert event["actors"]
    assert event["sources"]


def test_unknown_numbers_are_null_never_zero(client: TestClient) -> None:
    events = {event["id"]: event for event in client.get("/api/events.json").json()["events"]}
    aguelhok = events["2012-01-24-aguelhok-killings"]
    assert (aguelhok["killed_low"], aguelhok["killed_best"], aguelhok["killed_high"]) == (70, None, 153)
    assert sum(event["killed_best"] is None for event in events.values()) == 283
    assert sum(event["lat"] is None for event in events.values()) == 45


def test_every_event_has_an_answer_of_its_own_with_its_sources_in_full(client: TestClient) -> None:
    for event in client.get("/api/events.json", params={"limit": 15, "offset": 100}).json()["events"]:
        alone = client.get(f"/api/events/{event['id']}.json").json()
        assert [source["id"] for source in alone["sources"]] == event["sources"]
        assert all(source["url"].startswith("http") and source["title"] for source in alone["sources"])
        assert {name: alone[name] for name in event if name != "sources"} == {
            name: value for name, value in event.items() if name != "sources"
        }


def test_geojson_has_points_for_placed_events_and_none_for_the_others(client: TestClient) -> None:
    answer = client.get("/api/events.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json()["features"]
    assert len(features) == 429
    for feature in features:
        assert feature["type"] == "Feature"
        assert feature["id"] == feature["properties"]["id"]
        if feature["properties"]["location_precision"] == "off_map":
            assert feature["geometry"] is None
        elif feature["properties"]["location_precision"] == "area":
            assert feature["geometry"]["type"] == "Polygon"
        else:
            lon, lat = feature["geometry"]["coordinates"]
            assert -12.8 < lon < 4.9 < 9 < lat < 25.6
    assert sum(feature["geometry"] is None for feature in features) == 45


def test_csv_opens_in_a_spreadsheet(client: TestClient) -> None:
    answer = client.get("/api/events.csv", params={"region": "Mopti", "from": "2018"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert re.fullmatch(
        r'attachment; filename="MLI_mopti-from-2018_[0-9a-f]{12}\.csv"', answer.headers["content-disposition"]
    )
    table = pd.read_csv(io.BytesIO(answer.content), encoding="utf-8-sig")
    listed = client.get("/api/events.json", params={"region": "Mopti", "from": "2018"}).json()["events"]
    assert table["id"].tolist() == [event["id"] for event in listed]
    assert table["title_fr"].tolist() == [event["title_fr"] for event in listed]
    assert table["lat"].fillna(-1).tolist() == [event["lat"] if event["lat"] is not None else -1 for event in listed]
    assert table["killed_best"].isna().tolist() == [event["killed_best"] is None for event in listed]
    assert table["sources"].tolist() == ["; ".join(event["sources"]) for event in listed]


def test_csv_without_events_is_a_header(client: TestClient) -> None:
    table = pd.read_csv(io.BytesIO(client.get("/api/events.csv", params={"q": "no such word"}).content))
    assert len(table) == 0
    assert {"id", "actors", "sources"} <= set(table.columns)


def test_sites_and_routes_speak_the_readers_language(client: TestClient) -> None:
    for language, name, road in [("en", "Timbuktu", "Route du Poisson"), ("fr", "Tombouctou", "Route du Poisson")]:
        sites = client.get("/api/sites.geojson", params={"lang": language}).json()["features"]
        routes = client.get("/api/routes.geojson", params={"lang": language}).json()["features"]
        assert (len(sites), len(routes)) == (83, 13)
        assert {site["id"]: site for site in sites}["timbuktu"]["properties"]["name"] == name
        poisson = {route["id"]: route for route in routes}["route-du-poisson"]
        assert poisson["properties"]["name"] == road
        assert poisson["geometry"]["type"] == "LineString"
        assert len(poisson["geometry"]["coordinates"]) == len(poisson["properties"]["waypoints"])
        assert all(site["geometry"]["type"] == "Point" and site["properties"]["kind_label"] for site in sites)


@settings(deadline=None, max_examples=30)
@given(view=likely_views())
def test_the_summary_equals_the_list_of_events(view: View, client: TestClient) -> None:
    summary = client.get(f"/api/summary.json?{view.query()}").json()
    events = client.get(f"/api/events.json?{view.query()}").json()
    listed = events["events"]
    assert summary["events"] == events["total"] == len(listed)
    assert summary["sentence"] == events["sentence"]
    assert summary["total"] == 429
    assert summary["placed"] == sum(event["lat"] is not None for event in listed)
    assert summary["places"] == len({(e["lat"], e["lon"]) for e in listed if e["lat"] is not None})
    assert summary["killed"]["unknown"] == sum(event["killed_best"] is None for event in listed)
    for which in ("low", "high"):
        known = [event[f"killed_{which}"] for event in listed if event[f"killed_{which}"] is not None]
        assert summary["killed"][which] == (sum(known) if known else None)
    peacekeepers = [e["killed_peacekeepers"] for e in listed if e["killed_peacekeepers"] is not None]
    assert summary["killed_peacekeepers"] == (sum(peacekeepers) if peacekeepers else None)
    for name, value in [("year", lambda e: e["date_start"][:4]), ("month", lambda e: e["date_start"][:7])]:
        assert sum(summary[name].values()) == len(listed)
        assert summary[name].keys() == {value(event) for event in listed}
    assert set(summary["region"]) <= {*REGIONS, ""}
    assert set(summary["category"]) <= set(CATEGORIES)


def test_limit_and_offset_page_through_the_events(client: TestClient) -> None:
    whole = [event["id"] for event in client.get("/api/events.json").json()["events"]]
    pages = [client.get("/api/events.json", params={"limit": 100, "offset": at}).json() for at in range(0, 600, 100)]
    assert [event["id"] for page in pages for event in page["events"]] == whole
    assert {page["total"] for page in pages} == {429}
    assert [len(page["events"]) for page in pages] == [100, 100, 100, 100, 29, 0]
    assert client.get("/api/events.json?limit=0").json()["events"] == []
    assert len(client.get("/api/events.geojson?limit=3&offset=1").json()["features"]) == 3


def test_a_link_of_a_page_is_a_request_to_its_twin(client: TestClient) -> None:
    view = View(
        region=("Mopti",),
        near="route-du-poisson",
        within_km=10,
        event=OGOSSAGOU,
        site="gao",
        mode="density",
        size="killed",
        lang="fr",
        verified=True,
    )
    for address in ENDPOINTS:
        assert client.get(f"{address}?{view.query()}").status_code == 200


# -- what bad requests get ------------------------------------------------------------------------------------------

BAD = [
    ("once", "yes"),
    ("region", "Atlantis"),
    ("cercle", "Atlantis"),
    ("category", "x"),
    ("actor", "Nobody at all"),
    ("from", "abc"),
    ("to", "2019-02-30"),
    ("killed_min", "-1"),
    ("killed_max", "many"),
    ("precision", "best"),
    ("verified", "yes"),
    ("near", "atlantis"),
    ("within_km", "5"),
    ("within", "14,-3;15,-4"),
    ("q", "x" * 201),
    ("claim", "c999"),
    ("event", "2019-never"),
    ("site", "atlantis"),
    ("mode", "heat"),
    ("size", "dead"),
    ("lang", "de"),
    ("data", "ucdp"),
    ("rgeion", "Gao"),
]


@pytest.mark.parametrize("parameter, value", BAD)
def test_a_bad_request_is_refused_in_words(parameter: str, value: str, client: TestClient) -> None:
    for address in ENDPOINTS:
        answer = client.get(address, params={parameter: value})
        assert answer.status_code == 400, address
        told = answer.json()
        assert list(told) == ["error", "parameter", "value", "expected"]
        assert told["parameter"] == parameter
        assert told["value"] == (parameter if parameter not in PARAMETERS else value)
        assert told["expected"] in told["error"]
        assert parameter in told["error"]


def test_every_parameter_of_the_interface_is_among_the_refused_ones() -> None:
    assert {name for name, _ in BAD} >= set(PARAMETERS)


def test_a_refusal_speaks_the_language_asked_for(client: TestClient) -> None:
    told = client.get("/api/summary.json?region=Atlantis&lang=fr").json()
    assert told["error"].startswith("«\u00a0region=Atlantis\u00a0»\u00a0: ce nom ne figure pas")


@pytest.mark.parametrize(
    "name, value",
    [("limit", "5001"), ("limit", "-1"), ("limit", "x"), ("limit", ""), ("offset", "1e3"), ("offset", "9" * 500)],
)
def test_a_page_that_can_not_be_is_refused(name: str, value: str, client: TestClient) -> None:
    answer = client.get("/api/events.json", params={name: value})
    assert (answer.status_code, answer.json()["parameter"], answer.json()["value"]) == (400, name, value)


def test_paging_is_no_parameter_of_a_summary(client: TestClient) -> None:
    assert client.get("/api/summary.json?limit=5").status_code == 400


@pytest.mark.parametrize("path", ["/api/events/2019-never.json", "/api/nothing", "/api/events.xml", "/api/events/"])
def test_what_is_not_there_is_said_in_words(path: str, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"].startswith("There is nothing at ")
    assert client.get(path, params={"lang": "fr"}).json()["error"].startswith("Il n’y a rien à ")


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "q=';drop table events;--", "region=%F0%9F%A6%84", "q=%25_"])
def test_odd_characters_are_only_characters(query: str, client: TestClient) -> None:
    assert client.get(f"/api/summary.json?{query}").status_code in (200, 400)
    assert client.get("/api/health").json()["events"] == 429


# -- caches and the wire --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ENDPOINTS)
def test_an_unchanged_answer_is_not_sent_again(address: str, client: TestClient) -> None:
    first = client.get(address)
    for tag in (first.headers["etag"], f"W/{first.headers['etag'].removeprefix('W/')}"):
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert "no-cache" in first.headers["cache-control"]


def test_changed_data_make_a_new_answer(client: TestClient, folder: Path) -> None:
    first = client.get("/api/summary.json").headers["etag"]
    change(folder, OGOSSAGOU, title="Another title")
    LIBRARY._open.clear()
    second = client.get("/api/summary.json", headers={"If-None-Match": first})
    assert second.status_code == 200
    assert second.headers["etag"] != first
    assert client.get(f"/api/events/{OGOSSAGOU}.json").json()["title"] == "Another title"


def test_answers_are_compressed(client: TestClient) -> None:
    for address in ("/api/events.json", "/api/events.csv", "/api/sites.geojson"):
        answer = client.get(address)
        assert answer.headers["content-encoding"] == "gzip"
        assert "accept-encoding" in answer.headers["vary"].lower()
        assert int(answer.headers["content-length"]) < len(answer.content) / 2
    plain = client.get("/api/events.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == client.get("/api/events.json").json()


# -- headers --------------------------------------------------------------------------------------------------------


def everything_served() -> list[tuple[str, int]]:
    version = load().version
    return [
        *((address, 200) for address in ENDPOINTS),
        ("/api/health", 200),
        ("/api/summary.json?region=Atlantis", 400),
        ("/api/nothing", 404),
        ("/nothing", 404),
        ("/atlas/nothing", 404),
        (assets.map_file("main.js"), 200),
        (assets.map_file("nothing.js"), 404),
        (assets.map_file("../arrays.py"), 404),
        (assets.leaflet("leaflet.js"), 200),
        (assets.leaflet("leaflet.css"), 200),
        *((assets.ground(layer), 200) for layer in basemap.layers()),
        ("/atlas/ground/0/nothing.geojson", 404),
        (f"/atlas/{version}/events.bin", 200),
        (f"/atlas/{version}/texts.fr.json", 200),
        (f"/atlas/{version}/texts.de.json", 404),
        (f"/atlas/{version}/rows.json?order=worst", 400),
    ]


@pytest.mark.parametrize("address, status", everything_served())
def test_every_answer_carries_the_security_headers(address: str, status: int, client: TestClient) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["content-security-policy"] == content_policy()
    assert len(answer.headers.get_list("content-security-policy")) == 1


def test_also_a_refused_method_and_an_unchanged_answer_carry_them(client: TestClient) -> None:
    tag = client.get("/api/summary.json").headers["etag"]
    for answer in (client.post("/api/summary.json"), client.get("/api/summary.json", headers={"If-None-Match": tag})):
        assert answer.status_code in (304, 405)
        assert answer.headers["content-security-policy"] == content_policy()


def test_no_other_origin_may_give_scripts() -> None:
    policy = {name: values for name, *values in (part.split() for part in content_policy().split("; "))}
    assert "*" not in content_policy()
    for directive, values in policy.items():
        if directive != "img-src":
            assert not [value for value in values if "." in value or "//" in value or value in ("https:", "http:")]
    assert "script-src" in policy
    assert policy["object-src"] == ["'none'"]
    tiles = {choice.origin for choice in online()}
    assert tiles == {value for value in policy["img-src"] if "//" in value}


def test_a_header_that_the_page_sets_itself_is_not_sent_twice() -> None:
    async def page(scope: object, receive: object, send: object) -> None:
        headers = [(b"X-Frame-Options", b"DENY"), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok"})

    answer = TestClient(SecurityHeaders(page)).get("/")
    assert answer.headers.get_list("x-frame-options") == ["SAMEORIGIN"]
    assert answer.headers["content-type"] == "text/plain"


def test_what_is_served_under_the_name_of_its_content_may_be_kept_for_good(client: TestClient) -> None:
    version = load().version
    for address in (assets.map_file("main.js"), assets.leaflet("leaflet.js"), assets.ground("water")):
        assert "immutable" in client.get(address).headers["cache-control"]
    assert "immutable" in client.get(f"/atlas/{version}/events.bin").headers["cache-control"]
    assert "immutable" not in client.get("/atlas/000000000000/events.bin").headers["cache-control"]


# -- data that are hostile or broken --------------------------------------------------------------------------------


def test_cells_that_a_spreadsheet_would_run_become_text(client: TestClient, folder: Path) -> None:
    poison = {
        "title": '=HYPERLINK("http://evil.example","click")',
        "title_fr": "+33 1 23 45",
        "description": "@SUM(A1:A9)",
        "description_fr": "-2+3+cmd|' /C calc'!A0",
        "place": "<img src=x onerror=alert(1)>",
    }
    change(folder, OGOSSAGOU, **poison)
    table = pd.read_csv(io.BytesIO(client.get("/api/events.csv").content), encoding="utf-8-sig").set_index("id")
    row = table.loc[OGOSSAGOU]
    for column in ("title", "title_fr", "description", "description_fr"):
        assert row[column] == f"'{poison[column]}"
    assert row["place"] == poison["place"]
    text = client.get("/api/events.csv").content.decode("utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert not [c for c in cells if c.startswith(("=", "+", "@", "\t", "\r")) or re.match(r"-[^0-9]", c)]
    # West of Greenwich is a number, not a formula.
    assert row["lon"] < 0
    # JSON is data and stays as it is.
    assert client.get(f"/api/events/{OGOSSAGOU}.json").json()["title"] == poison["title"]


@pytest.mark.parametrize("address", [*ENDPOINTS, "/api/health", "/atlas/0/rows.json", "/atlas/0/events.bin"])
def test_broken_data_are_told_in_a_sentence(address: str, client: TestClient, folder: Path) -> None:
    change(folder, OGOSSAGOU, region="Atlantis")
    answer = client.get(address)
    assert answer.status_code == 503
    assert re.search(
        r"events\.csv, row \d+, column region: read 'Atlantis', expected one of: Kayes, Koulikoro",
        answer.json()["error"],
    )
    assert "Traceback" not in answer.text
    assert "etag" not in answer.headers
    assert answer.headers["content-security-policy"] == content_policy()


def test_mended_data_need_no_restart(client: TestClient, folder: Path) -> None:
    change(folder, OGOSSAGOU, region="Atlantis")
    assert client.get("/api/health").json()["status"] == "data_error"
    change(folder, OGOSSAGOU, region="Mopti")
    assert client.get("/api/health").json()["status"] == "ok"
    assert client.get("/api/summary.json").status_code == 200


def test_broken_data_are_told_in_french_too(client: TestClient, folder: Path) -> None:
    change(folder, OGOSSAGOU, region="Atlantis")
    told = client.get("/api/summary.json?lang=fr").json()["error"]
    assert "colonne region\u00a0: lu «\u00a0Atlantis\u00a0»" in told


def test_files_of_the_map_are_served_while_data_are_broken(client: TestClient, folder: Path) -> None:
    change(folder, OGOSSAGOU, region="Atlantis")
    assert client.get(assets.map_file("main.js")).status_code == 200
    assert client.get(assets.ground("country")).status_code == 200


# -- what the page's components fetch -------------------------------------------------------------------------------


def feed(client: TestClient, what: str, **params: object) -> dict[str, object]:
    answer = client.get(f"/atlas/{load().version}/{what}.json?{urlencode(params, doseq=True)}")
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text)


def test_rows_of_the_table_are_the_events_of_the_view(client: TestClient) -> None:
    view = {"region": ["Mopti", "Gao"], "from": "2018"}
    rows = feed(client, "rows", **view, limit=500)
    assert rows["total"] == len(rows["rows"]) == client.get("/api/summary.json", params=view).json()["events"]
    pages = [feed(client, "rows", **view, limit=30, offset=at)["rows"] for at in range(0, rows["total"], 30)]
    assert [row["id"] for page in pages for row in page] == [row["id"] for row in rows["rows"]]


def test_a_row_shows_a_range_only_where_there_is_one_and_blank_where_nothing_is_known(client: TestClient) -> None:
    rows = {row["id"]: row for row in feed(client, "rows", limit=500)["rows"]}
    aguelhok = rows["2012-01-24-aguelhok-killings"]
    assert (aguelhok["killed"], aguelhok["killed_range"]) == ("", "70–153")
    assert aguelhok["date"] == "24–25 Jan 2012"
    assert sum(row["killed"] == "" for row in rows.values()) == 283
    assert all(row["killed_range"] != row["killed"] or row["killed"] == "" for row in rows.values())
    assert sum(not row["placed"] for row in rows.values()) == 45
    french = {row["id"]: row for row in feed(client, "rows", limit=500, lang="fr")["rows"]}
    assert french["2012-01-24-aguelhok-killings"]["date"] == "24–25 janv. 2012"
    assert all(french[event]["title"] for event in rows)


def test_an_event_is_found_in_any_order_of_the_table(client: TestClient) -> None:
    for order in ("date", "place", "category", "killed"):
        for direction in ("asc", "desc"):
            asked = {"order": order, "direction": direction, "find": OGOSSAGOU}
            index = feed(client, "rows", **asked, limit=1)["index"]
            assert feed(client, "rows", **asked, limit=1, offset=index)["rows"][0]["id"] == OGOSSAGOU
    assert feed(client, "rows", region="Kidal", find=OGOSSAGOU)["index"] is None
    assert feed(client, "rows", find="2019-never")["index"] is None


@pytest.mark.parametrize("unit", ["day", "week", "month", "quarter", "year"])
def test_bars_add_up_and_leave_no_gap(unit: str, client: TestClient) -> None:
    bars = feed(client, "histogram", bin=unit)
    starts, ends = pd.to_datetime(bars["starts"]), pd.to_datetime(bars["ends"])
    assert (starts[1:] == ends[:-1] + pd.Timedelta(days=1)).all()
    assert starts[0] <= pd.Timestamp("2012-01-01")
    assert ends[-1] >= pd.Timestamp("2024-01-31")
    assert sum(map(sum, bars["groups"].values())) == 429
    assert sum(map(sum, bars["killed"].values())) == load().events["killed_best"].sum()
    assert bars["unknown_tolls"] == client.get("/api/summary.json").json()["killed"]["unknown_violent"]


@pytest.mark.parametrize("query", ["order=worst", "direction=up", "limit=501", "offset=-1", "region=Atlantis"])
def test_a_component_that_asks_wrongly_is_told(query: str, client: TestClient) -> None:
    answer = client.get(f"/atlas/{load().version}/rows.json?{query}")
    assert (answer.status_code, answer.json()["parameter"]) == (400, query.split("=")[0])
