"""Possible duplicates across data sets: found where they are, not where they are not, each event in one pair."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_sets import event, frame

from geo import measure
from geo.together import DAYS, KM, pairs


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
