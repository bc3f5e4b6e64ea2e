"""The engine over a Parquet file answers as the engine in memory does, for any view; and the sample for measuring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from drawn import areas
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import sample
from geo.__main__ import main
from geo.dataset import EVENT_COLUMNS, Dataset, load
from geo.errors import NotFoundError, TooManyError
from geo.largestore import LargeStore
from geo.model import CATEGORIES, PRECISIONS, REGIONS
from geo.questions import ORDERS
from geo.store import Store
from geo.surroundings import csv_text, nearest, surroundings, told
from geo.view import View

EVENTS = 1500


def in_memory(path: Path) -> Dataset:
    """Return the data set of a sample's file, all in memory."""
    frame = pq.read_table(path).to_pandas()
    events = frame[list(EVENT_COLUMNS)].copy()
    for name in ("date_start", "date_end"):
        events[name] = pd.to_datetime(events[name])
    for name in ("killed_best", "killed_low", "killed_high", "killed_peacekeepers", "injured"):
        events[name] = events[name].astype("Int64")
    named = [
        (e, i, n)
        for e, cell in zip(events["id"], events["actors"], strict=True)
        for i, n in enumerate(cell.split("; "))
    ]
    actors = pd.DataFrame(named, columns=["event_id", "seq", "name"]).assign(actor=lambda frame: frame["name"])
    return replace(load(), id="sample", version="sample", events=events, event_actors=actors)


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "it's a sample.parquet"
    sample.write(load(), EVENTS, out)
    return out


@pytest.fixture(scope="module")
def small(path: Path) -> Store:
    return Store(in_memory(path))


@pytest.fixture(scope="module")
def large(path: Path) -> LargeStore:
    return LargeStore(replace(load(), id="sample", version="sample", events=load().events.iloc[:0]), path)


def some(values, most: int = 2):
    return st.lists(st.sampled_from(sorted(values)), max_size=most, unique=True).map(tuple)


VIEWS = st.builds(
    View,
    start=st.none() | st.dates(date(2012, 1, 1), date(2017, 12, 31)),
    end=st.none() | st.dates(date(2018, 1, 1), date(2024, 12, 31)),
    region=some(REGIONS),
    category=some(CATEGORIES, 4),
    actor=some(["JNIM", "MINUSMA", "CMA"]),
    killed_min=st.none() | st.integers(0, 5),
    precision=st.none() | st.sampled_from(PRECISIONS),
    near=st.none() | st.sampled_from(["gao", "kidal", "route-du-poisson"]),
    within_km=st.sampled_from([5.0, 40.0, 300.0]),
    within=st.none() | areas(),
    q=st.sampled_from(["", "gao", "Attaque", "clash 1"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(view=VIEWS)
def test_both_engines_say_the_same_of_any_view(small: Store, large: LargeStore, view: View) -> None:
    said, told = small.summary(view), large.summary(view)
    assert told == said
    assert large.facets(view) == small.facets(view)
    keys = ["start", "group"]
    one, other = (store.histogram(view, "quarter").sort_values(keys, ignore_index=True) for store in (small, large))
    assert one.astype({"start": "datetime64[s]"}).equals(other.astype({"start": "datetime64[s]"}))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(view=VIEWS, order=st.sampled_from(ORDERS), descending=st.booleans(), offset=st.integers(0, 400))
def test_both_engines_turn_the_same_pages(
    small: Store, large: LargeStore, view: View, order: str, descending: bool, offset: int
) -> None:
    pages = [
        store.events(view, order=order, descending=descending, limit=40, offset=offset)["id"].tolist()
        for store in (small, large)
    ]
    if order == "date" and descending:
        # Of one day, the engine in memory lists the events in the order of the file; read backwards they are turned.
        assert len(pages[0]) == len(pages[1])
        one, other = (store.events(view, descending=True)["date_start"].dt.date.tolist() for store in (small, large))
        assert one == other
    else:
        assert pages[1] == pages[0]
    for event in pages[1][:2]:
        assert large.holds(view, event)
        if order == "date":
            page = large.page(view, descending=descending)
            assert large.rank(view, event, descending=descending) == page.tolist().index(large.row(event))


def test_a_row_is_found_by_its_id_and_has_the_columns_of_the_data_set(small: Store, large: LargeStore) -> None:
    event = small.dataset.events["id"].iloc[700]
    assert (large.row(event), large.has(event), large.has("nobody")) == (700, True, False)
    found, known = large.event(event), small.event(event)
    assert [str(value) for value in found] == [str(value) for value in known]
    with pytest.raises(NotFoundError):
        large.row("nobody")
    assert large.extent == small.extent
    assert large.total == EVENTS
    assert not large.holds(View(region=("Kayes",)), event) or known["region"] == "Kayes"


def test_a_file_without_folded_text_is_searched_all_the_same(path: Path, tmp_path: Path, small: Store) -> None:
    bare = tmp_path / "bare.parquet"
    pq.write_table(pq.read_table(path, columns=list(EVENT_COLUMNS)), bare)
    view = View(q="evenement invente gao")
    found = LargeStore(small.dataset, bare).summary(view).events
    assert found == small.summary(view).events > 0


def test_the_sample_has_the_pattern_of_the_curated_data(path: Path, small: Store) -> None:
    real, made = load().events, small.dataset.events
    assert made["date_start"].is_monotonic_increasing and made["id"].is_unique
    assert (made["date_end"] >= made["date_start"]).all()
    share = [frame["category"].value_counts(normalize=True) for frame in (real, made)]
    assert (share[0] - share[1]).abs().max() < 0.05
    years = [frame["date_start"].dt.year.value_counts(normalize=True) for frame in (real, made)]
    assert (years[0] - years[1]).abs().max() < 0.05
    per_place = made.groupby(["lat", "lon"]).size()
    assert per_place.max() > 10 * per_place.median()  # a few places have many events
    known = made.dropna(subset=["killed_best"])
    assert (known["killed_low"] <= known["killed_best"]).all() and (known["killed_best"] <= known["killed_high"]).all()
    assert made["description"].str.contains("never happened").all()
    assert made.loc[made["location_precision"] == "off_map", ["lat", "lon"]].isna().all(axis=None)


def test_the_command_writes_the_same_file_twice_and_nothing_half(tmp_path: Path, capsys) -> None:
    for name in ("a.parquet", "b.parquet"):
        assert main(["make-sample", "--events", "50", "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.parquet", "b.parquet"]
    assert "100%" in capsys.readouterr().err
    assert main(["make-sample", "--events", "5", "--out", str(tmp_path / "no" / "c.parquet")]) == 2
    assert "c.parquet" in capsys.readouterr().err
    for wrong in ("0", "-3", "many"):
        with pytest.raises(SystemExit) as stopped:
            main(["make-sample", "--events", wrong, "--out", str(tmp_path / "d.parquet")])
        assert stopped.value.code == 2


def test_many_rows_are_written_in_chunks(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(sample, "CHUNK", 30)
    shares: list[float] = []
    sample.write(load(), 100, tmp_path / "s.parquet", shares.append)
    assert shares == pytest.approx([0.3, 0.6, 0.9, 1.0])
    days = pq.read_table(tmp_path / "s.parquet", columns=["date_start"])["date_start"].to_numpy()
    assert len(days) == 100 and (np.diff(days).astype(int) >= 0).all()


def same_row(a: object, b: object) -> bool:
    return a is b is None or (a is not None and b is not None and a["id"] == b["id"])  # type: ignore[index]


@given(view=VIEWS, place=st.sampled_from(["gao", "kidal", "route-du-poisson"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_lies_round_a_place_is_the_same(small: Store, large: LargeStore, view: View, place: str) -> None:
    view = view.but(near=place)
    expected, found = surroundings(small, view), told(large, surroundings(large, view))
    columns = [*EVENT_COLUMNS, "certain"]
    pd.testing.assert_frame_equal(
        found[columns].astype("object"), expected[columns].astype("object"), check_names=False, check_dtype=False
    )
    np.testing.assert_allclose(found["km"], expected["km"])
    np.testing.assert_allclose(found["chainage_km"], expected["chainage_km"])
    assert same_row(nearest(small, view), nearest(large, view))


def test_too_many_events_round_a_place_are_counted_and_not_fetched(
    large: LargeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = View(near="gao", within_km=31.0)
    summary = large.summary(view)
    monkeypatch.setattr("geo.largestore.MOST_NEAR", 3)
    with pytest.raises(TooManyError) as error:
        surroundings(large, view)
    assert (error.value.events, error.value.most) == (summary.events + summary.maybe, 3)


def test_texts_come_with_the_first_rows_only_and_files_have_all(large: LargeStore) -> None:
    found = surroundings(large, View(near="gao", within_km=30.0))
    assert len(found) > 5 and set(found["title"]) == {""}
    some_of_them = told(large, found, 3)
    assert all(some_of_them["title"].head(3)) and set(some_of_them["title"].iloc[3:]) == {""}
    lines = csv_text(large, found).splitlines()
    assert len(lines) == len(found) + 1
    assert large.rows([int(found.index[-1])])["title"].iloc[0] in lines[-1]
