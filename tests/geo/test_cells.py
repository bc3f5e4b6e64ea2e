"""Cells of a map: every placed event of the frame is counted once, in the hexagon that the browser would draw it in."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from drawn import likely_views
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import sample, serving
from geo.cells import CELL, Frame, count, rows_within
from geo.dataset import load
from geo.largestore import LargeStore
from geo.model import GROUPS
from geo.store import Store
from geo.view import View

MALI = Frame(-12.3, 10.1, 4.3, 25.0, 5.5)


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(load())


@pytest.fixture(scope="module")
def client():
    with TestClient(Starlette(routes=serving.routes({}))) as found:
        yield found


def hexagon(lat: float, lon: float, zoom: float) -> tuple[int, int]:
    """Return the cell of a point as ``static/density.js`` finds it."""
    world = 256 * 2**zoom
    x = (lon + 180) / 360 * world
    y = (0.5 - math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)) / (2 * math.pi)) * world
    row = round(y / (CELL * 0.866))
    return round(x / CELL - (row % 2) / 2), row


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(view=likely_views(), west=st.floats(-12, 0), south=st.floats(11, 17), zoom=st.floats(4, 12))
def test_the_cells_hold_each_placed_event_of_the_frame_once(store: Store, view: View, west, south, zoom) -> None:
    frame = Frame(west, south, west + 4, south + 5, zoom)
    found = count(store, view, frame)
    events = store.events(view).dropna(subset=["lat", "lon"])
    inside = events[events["lat"].between(frame.south, frame.north) & events["lon"].between(frame.west, frame.east)]
    assert found["events"] == len(inside) == sum(sum(cell[2:]) for cell in found["cells"])
    by_group = {group: sum(cell[2 + i] for cell in found["cells"]) for i, group in enumerate(GROUPS)}
    assert {g: n for g, n in by_group.items() if n} == Counter(inside["group"])
    assert sorted(rows_within(store, view, frame, 10_000)) == sorted(inside.index)


def test_with_the_killed_each_cell_tells_them_too(store: Store) -> None:
    found = count(store, View(size="killed"), MALI)
    groups = len(GROUPS)
    assert [cell[: 2 + groups] for cell in found["cells"]] == count(store, View(), MALI)["cells"]
    events = store.dataset.events.dropna(subset=["lat", "lon"])
    told = [sum(cell[2 + groups + i] for cell in found["cells"]) for i in range(groups)]
    best = events.groupby("group")["killed_best"].sum()
    assert told == [int(best.get(group, 0)) for group in GROUPS] and sum(told) > 1000
    assert all(len(cell) == 2 + 2 * groups for cell in found["cells"])


def test_a_cell_is_the_hexagon_that_the_browser_draws_and_its_point_lies_in_it(store: Store) -> None:
    found = count(store, View(), MALI)
    events = store.dataset.events.dropna(subset=["lat", "lon"])
    expected = Counter(hexagon(lat, lon, MALI.zoom) for lat, lon in zip(events["lat"], events["lon"], strict=True))
    assert sorted(sum(cell[2:]) for cell in found["cells"]) == sorted(expected.values())
    told = {hexagon(cell[0], cell[1], MALI.zoom): sum(cell[2:]) for cell in found["cells"]}
    # A cell's own point may round to its neighbour only where it stands on their common edge.
    assert sum(told.get(cell) == n for cell, n in expected.items()) >= len(expected) - 2


def test_poles_and_date_line_are_counted_at_the_edge_of_the_world(tmp_path) -> None:
    events = load().events.head(4).copy()
    events["lat"], events["lon"] = [90.0, -90.0, 0.0, 0.0], [0.0, 0.0, 180.0, -180.0]
    store = Store(replace(load(), events=events))
    found = count(store, View(), Frame(-180, -90, 180, 90, 2))
    assert found["events"] == 4
    assert all(np.isfinite(cell[:2]).all() for cell in found["cells"])


def test_both_engines_count_the_same_cells(tmp_path) -> None:
    sample.write(load(), 3000, tmp_path / "s.parquet")
    large = LargeStore(replace(load(), events=load().events.iloc[:0]), tmp_path / "s.parquet")
    rows = large.rows(range(large.total))
    small = Store(replace(load(), events=rows.reset_index(drop=True)))
    view = View(region=("Mopti", "Gao"), killed_min=1)
    assert count(large, view, MALI)["cells"] == count(small, view, MALI)["cells"]


def test_the_answer_goes_with_the_screen_and_not_with_the_data(tmp_path) -> None:
    sizes = []
    for events in (2_000, 40_000):
        sample.write(load(), events, tmp_path / "s.parquet")
        large = LargeStore(replace(load(), events=load().events.iloc[:0]), tmp_path / "s.parquet")
        sizes.append(len(count(large, View(), MALI)["cells"]))
    assert sizes[1] < 1.7 * sizes[0] < 3_000


def test_the_address_of_the_cells(client: TestClient) -> None:
    asked = client.get("/api/cells.json?region=Mopti&from=2018&bounds=-12.3,10.1,4.3,25&zoom=5.5")
    known = client.get("/api/summary.json?region=Mopti&from=2018").json()
    assert asked.status_code == 200 and asked.json()["events"] == known["placed"]
    assert asked.headers["etag"] and asked.json()["data_version"] == known["data_version"]


@pytest.mark.parametrize("bad", ["", "bounds=1,2,3&zoom=5", "bounds=5,2,3,4&zoom=5", "bounds=1,2,3,4", "zoom=5"])
@pytest.mark.parametrize("more", ["", "&bounds=1,2,3,nan", "&zoom=99"])
def test_what_is_no_part_of_the_world_is_refused_in_words(client: TestClient, bad: str, more: str) -> None:
    answer = client.get(f"/api/cells.json?{bad}{more if bad and 'bounds' not in bad else ''}")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "bounds" and "west,south,east,north" in answer.json()["error"]


def test_texts_of_chosen_rows(client: TestClient, store: Store) -> None:
    answer = client.get(f"/atlas/{store.version}/texts.fr.json?rows=5,2")
    assert answer.json()["ids"] == store.dataset.events["id"].iloc[[5, 2]].tolist()
    for bad in ("", "x", "-1", "999999", ",".join(["1"] * 501)):
        refused = client.get(f"/atlas/{store.version}/texts.en.json", params={"rows": bad})
        assert refused.status_code == 400 and refused.json()["parameter"] == "rows"


def test_points_carry_their_row_numbers(client: TestClient, store: Store) -> None:
    answer = client.get(f"/atlas/{store.version}/points.bin?region=Kidal&bounds=-12.3,10.1,4.9,25&zoom=9").content
    n = int(np.frombuffer(answer, "<i4", 1)[0])
    rows = np.frombuffer(answer, "<i4", n, 4)
    assert rows.tolist() == [int(r) for r in store.events(View(region=("Kidal",))).dropna(subset=["lat"]).index]
    assert answer[4 * (n + 1) :][:4] == b"ATL2"
