"""Events as plain values, and as the browser holds them: nothing is lost on the way."""

from __future__ import annotations

import base64
import csv
import dataclasses
import io
import json
import struct

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as numpy_arrays

from geo.dataset import Dataset
from geo.model import GROUPS, PRECISIONS
from geo.records import csv_text, event_records, geojson, harmless
from geo.webmap import arrays
from geo.words import LANGUAGES


@pytest.fixture(scope="module")
def record(curated: Dataset) -> dict[str, object]:
    return event_records(curated, curated.events.iloc[:1])[0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "=", "- item"])
def test_a_text_that_a_spreadsheet_would_run_is_quoted(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Gao", "a=b", "'=1", "", " ", 0, -4.09, -1, 12, True, "–5", "l’armée"])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert harmless(value) == value


def test_unknown_is_a_blank_cell() -> None:
    assert harmless(None) == ""


@settings(deadline=None, max_examples=100)
@given(text=st.text(max_size=30))
@example(text='="x",\r\n;')
def test_no_cell_of_any_text_begins_a_formula(text: str, record: dict[str, object]) -> None:
    poisoned = record | {"title": text, "actors": [text, "MNLA"]}
    header, row = list(csv.reader(io.StringIO(csv_text([poisoned]), newline="")))
    cells = dict(zip(header, row, strict=True))
    for name in ("title", "actors"):
        assert not cells[name].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert text in cells[name]


def test_records_hold_plain_values_only(curated: Dataset) -> None:
    records = event_records(curated, curated.events)
    assert len(records) == len(curated.events)
    assert {type(value) for record in records for value in record.values()} <= {str, int, float, type(None), list}
    assert {len(record) for record in records} == {len(records[0])}
    assert all(record["sources"] and record["actors"] for record in records)
    assert not any(value != value for record in records for value in record.values())


def test_no_events_make_an_empty_collection(curated: Dataset) -> None:
    assert event_records(curated, curated.events.iloc[:0]) == []
    assert geojson([], "v") == {"type": "FeatureCollection", "data_version": "v", "features": []}


# -- the map's arrays -----------------------------------------------------------------------------------------------


def decoded(content: bytes) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the arrays as the script does, by the layout that ``encode`` documents."""
    magic, n, p, known = struct.unpack_from("<4sIII", content)
    assert magic == b"ATL2"
    at = 16

    def take(kind: str, count: int) -> np.ndarray:
        nonlocal at
        part = np.frombuffer(content, kind, count, at)
        at += part.nbytes
        return part

    places = pd.DataFrame({name: take("<f4", p) for name in ("lat", "lon", *arrays.RADII)})
    events = pd.DataFrame({name: take("<i4", n) for name in ("place", "first", "last", "best")})
    for name in ("group", "precision"):
        events[name] = take("u1", n)
    places["cercle"] = pd.Series(dict(json.loads(bytes(take("u1", known)) or b"[]")), dtype=str).reindex(places.index)
    assert at == len(content)
    return events, places


def test_the_browser_reads_the_numbers_that_were_sent(curated: Dataset) -> None:
    found, places = decoded(arrays.encode(curated))
    events = curated.events
    assert len(found) == len(events)
    day = pd.Timestamp("1970-01-01")
    assert (day + pd.to_timedelta(found["first"], unit="D")).tolist() == events["date_start"].tolist()
    assert (day + pd.to_timedelta(found["last"], unit="D")).tolist() == events["date_end"].tolist()
    assert found["best"].tolist() == [-1 if pd.isna(best) else best for best in events["killed_best"]]
    assert [GROUPS[code] for code in found["group"]] == events["group"].tolist()
    assert [PRECISIONS[code] for code in found["precision"]] == events["location_precision"].tolist()
    assert (found["place"] == -1).tolist() == events["lat"].isna().tolist()
    placed = found["place"] >= 0
    where = places.iloc[found.loc[placed, "place"]]
    # 32-bit degrees: within a metre.
    np.testing.assert_allclose(where["lat"], events.loc[placed, "lat"], atol=1e-5)
    np.testing.assert_allclose(where["lon"], events.loc[placed, "lon"], atol=1e-5)
    assert (where["radius_km"].to_numpy() >= events.loc[placed, "location_radius_km"].to_numpy() - 1e-4).all()
    assert set(found.loc[placed, "place"]) == set(range(len(places)))
    for precision in ("locality", "route"):
        here = events[events["location_precision"] == precision]
        widest = here.groupby(found.loc[here.index, "place"])["location_radius_km"].max()
        drawn = places[f"{precision}_km"]
        np.testing.assert_allclose(drawn[widest.index], widest)
        assert (drawn.drop(widest.index) == 0).all()


def test_a_place_that_is_but_a_cercle_is_named(curated: Dataset) -> None:
    found, places = decoded(arrays.encode(curated))
    events = curated.events.assign(number=found["place"].to_numpy())
    named = places["cercle"].dropna()
    assert "Niono" in set(named)
    for place, cercle in named.items():
        here = events[events["number"] == place]
        assert set(here["location_precision"]) == {"area"}
        assert set(here["place"]) == {f"{cercle} cercle"}
    # Whatever else lies at the middle of an area is known better, or to a wider one.
    others = events[~events["number"].isin(named.index) & (events["place"] == events["cercle"] + " cercle")]
    assert all((events["number"] == number).sum() > 1 for number in others["number"])


def test_arrays_can_be_read_in_place(curated: Dataset) -> None:
    # Typed arrays of a browser need offsets that are multiples of four; the bytes come last.
    n, p = struct.unpack_from("<II", arrays.encode(curated), 4)
    (known,) = struct.unpack_from("<I", arrays.encode(curated), 12)
    assert len(arrays.encode(curated)) == 16 + 20 * p + 16 * n + 2 * n + known


def test_an_area_is_a_place_apart_from_the_town_at_its_middle(curated: Dataset) -> None:
    events = curated.events
    index, places = arrays.places(events)
    area = (events["location_precision"] == "area").to_numpy()
    assert not set(index[area]) & set(index[~area & (index >= 0)])
    first = events.iloc[places["row"]]
    assert first["lat"].tolist() == places["lat"].tolist()
    assert (index[places["row"]] == np.arange(len(places))).all()
    for place, radius in enumerate(places["radius_km"]):
        assert events.loc[index == place, "location_radius_km"].max() == radius


def test_no_events_are_sixteen_bytes(curated: Dataset) -> None:
    found, places = decoded(arrays.encode(dataclasses.replace(curated, events=curated.events.iloc[:0])))
    assert (len(found), len(places)) == (0, 0)


def test_texts_stand_in_the_order_of_the_arrays(curated: Dataset) -> None:
    events = curated.events
    for language, suffix in zip(LANGUAGES, ("", "_fr"), strict=True):
        texts = arrays.texts(events, language)
        assert texts["ids"] == events["id"].tolist()
        assert texts["titles"] == events[f"title{suffix}"].tolist()
        assert {len(texts[name]) for name in ("ids", "titles", "dates", "places", "killed")} == {len(events)}
        aguelhok = texts["ids"].index("2012-01-24-aguelhok-killings")
        assert texts["killed"][aguelhok] == {"en": "70–153 killed", "fr": "70–153 tués"}[language]


@settings(deadline=None, max_examples=200)
@given(flags=numpy_arrays(bool, st.integers(0, 1000)))
@example(flags=np.zeros(0, bool))
@example(flags=np.ones(429, bool))
def test_a_mask_comes_back_bit_by_bit(flags: np.ndarray) -> None:
    packed = base64.b64decode(arrays.mask(flags), validate=True)
    assert len(packed) == (len(flags) + 7) // 8
    # As the script reads it: bit i of the mask is bit i % 8 of byte i // 8.
    assert [bool(packed[i >> 3] >> (i & 7) & 1) for i in range(len(flags))] == flags.tolist()
    assert sum(byte.bit_count() for byte in packed) == flags.sum()
