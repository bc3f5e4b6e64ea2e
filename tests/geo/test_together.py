"""Possible duplicates across data sets: found where they are, not where they are not, each event in one pair."""

from __future__ import annotations

import io
import json
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sets import event, frame

from geo import measure
from geo.export.content import about
from geo.export.formats import make
from geo.export.order import Order
from geo.export.wording import content
from geo.library import LIBRARY
from geo.sets import SetInfo, Shelf
from geo.together import DAYS, KM, pairs
from geo.view import View
from geo.words import t


def found(first: dict, again: dict) -> list[tuple[str, str]]:  # type: ignore[type-arg]
    table = pairs(frame(first, again), pd.Series([0, 1]))
    return list(zip(table["first"], table["again"], strict=True))


@pytest.mark.parametrize(
    ("changed", "is_one"),
    [
        ({}, True),
        ({"date_start": "2019-03-24"}, True),
        ({"date_start": "2019-03-25", "date_end": "2019-03-25"}, False),
        ({"lat": 16.35}, True),  # 9 km
        ({"lat": 16.37, "place": "Elsewhere"}, False),  # 11 km
        ({"lat": 16.43}, True),  # 18 km, but both name Gao
        ({"lat": 16.53}, False),  # 29 km
        ({"category": "attack_on_civilians"}, True),
        ({"category": "heritage"}, False),
        ({"location_precision": "area"}, False),
        ({"date_precision": "month"}, False),
        ({"lat": None, "lon": None, "location_precision": "off_map"}, False),
    ],
)
def test_the_rule(changed: dict, is_one: bool) -> None:  # type: ignore[type-arg]
    day = changed.get("date_start", "2019-03-23")
    again = event("b", day, **{k: v for k, v in changed.items() if k != "date_start"})
    assert found(event("a"), again) == ([("a", "b")] if is_one else [])


def test_each_event_stands_in_one_pair_the_closest_first() -> None:
    table = pairs(
        frame(
            event("a", killed_best=10), event("b", killed_best=3), event("c", "2019-03-24"), event("d", killed_best=9)
        ),
        pd.Series([0, 1, 1, 1]),
    )
    assert table[["first", "again"]].to_numpy().tolist() == [["a", "d"]]


def test_events_of_one_set_are_no_pair() -> None:
    assert not len(pairs(frame(event("a"), event("b")), pd.Series([1, 1])))


spots = st.lists(
    st.tuples(st.integers(0, 4), st.floats(10, 25), st.floats(-12, 4.5), st.integers(0, 2)), min_size=2, max_size=12
)


@given(spots, st.floats(-0.12, 0.12), st.floats(-0.12, 0.12))
@settings(max_examples=40, deadline=None)
def test_no_pair_is_missed_at_the_edge_of_a_bin(
    made: list[tuple[int, float, float, int]], dy: float, dx: float
) -> None:
    rows = [(day, lat, lon, part) for day, lat, lon, part in made]
    rows += [(day, lat + dy, lon + dx, 1 - min(part, 1)) for day, lat, lon, part in made]
    table = frame(
        *(
            event(f"e{i}", f"2019-03-{day + 1:02d}", lat=lat, lon=lon, place=f"p{i}")
            for i, (day, lat, lon, _) in enumerate(rows)
        )
    )
    parts = pd.Series([part for *_, part in rows])
    linked = pairs(table, parts)
    used = {*linked["first"], *linked["again"]}
    assert len(used) == 2 * len(linked)
    for i, one in table.iterrows():
        for j, other in table.iterrows():
            if parts[i] >= parts[j] or abs((one["date_start"] - other["date_start"]).days) > DAYS:
                continue
            km = measure.to_each([one["lat"]], [one["lon"]], [other["lat"]], [other["lon"]])[0]
            assert km > KM or {one["id"], other["id"]} & used, "two events that may be one stand in no pair"
    assert np.all(linked["km"] <= KM)


def test_files_of_several_sets_say_whose_an_event_is_and_which_may_be_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf(tmp_path)
    monkeypatch.setattr(LIBRARY, "shelf", shelf)
    same = event("u1", "2019-03-24", category="attack_on_civilians", lat=13.954, lon=-3.57)
    shelf.keep(SetInfo("mine", "Mine"), frame(same, event("u2", "2015-01-01")))
    order = Order(LIBRARY.open("curated+mine"), View(data="curated+mine"))
    table = pd.read_csv(io.BytesIO(make(order, "csv")[1]), dtype="str", keep_default_na=False).set_index("id")
    assert table.loc["u1", ["data_set", "maybe_same_as"]].tolist() == ["mine", "2019-03-23-ogossagou-attack"]
    assert table.loc["2019-03-23-ogossagou-attack", ["data_set", "maybe_same_as"]].tolist() == ["curated", "u1"]
    assert table.loc["u2", "maybe_same_as"] == "" and (table["maybe_same_as"] != "").sum() == 2
    book = pd.read_excel(io.BytesIO(make(order, "xlsx")[1]), sheet_name=1).set_index("Id")
    assert book.loc["u1", "Perhaps the same as"] == "2019-03-23-ogossagou-attack"
    assert book.loc["u1", "Data set"] == "mine"
    found = {f["id"]: f["properties"] for f in json.loads(make(order, "geojson")[1])["features"]}
    assert found["u1"]["maybe_same_as"] == "2019-03-23-ogossagou-attack"
    (tmp_path / "view.gpkg").write_bytes(make(order, "gpkg")[1])
    with sqlite3.connect(tmp_path / "view.gpkg") as layers:
        told = layers.execute("select data_set, maybe_same_as from events where id = 'u1'").fetchone()
    assert told == ("mine", "2019-03-23-ogossagou-attack")
    for suffix in ("csv", "geojson"):  # of one set alone there is nothing to tell apart
        assert b"maybe_same_as" not in make(Order(LIBRARY.open("mine"), View(data="mine")), suffix)[1]


def test_every_document_says_that_events_may_be_counted_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path)
    monkeypatch.setattr(LIBRARY, "shelf", shelf)
    same = event("u1", "2019-03-24", category="attack_on_civilians", lat=13.954, lon=-3.57)
    shelf.keep(SetInfo("mine", "Mine"), frame(same))
    opened = LIBRARY.open("curated+mine")
    for once, said in ((False, t("en", "view.twice", n=1)), (True, t("en", "view.once"))):
        order = Order(opened, View(data="curated+mine", once=once))
        assert said in order.sentence and said in content(order).sentence
        assert said in dict(about(order))[t("en", "export.view")]
        assert opened.store.summary(order.view).events == 430 - once
        assert (opened.store.summary(order.view).twice, len(opened.store.events(order.view))) == (1 - once, 430 - once)
