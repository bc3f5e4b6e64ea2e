"""The engine that counts in columns says what the engine in SQL says, for any view; whatever the events are."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from drawn import likely_views
from hypothesis import HealthCheck, given, settings
from made_sets import event, frame
from numpy.testing import assert_array_equal

from geo.counting import CountingStore
from geo.dataset import Dataset, load
from geo.imported import as_dataset
from geo.questions import BINS, ORDERS
from geo.sets import SetInfo
from geo.store import Store
from geo.view import View


def imported(*events: dict) -> Dataset:
    return as_dataset(SetInfo("mine", "Mine", version="1"), frame(*events), None, load())


@pytest.fixture(scope="module")
def engines() -> tuple[Store, CountingStore]:
    return Store(load()), CountingStore(load())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(view=likely_views())
def test_both_engines_say_the_same_of_any_view(engines: tuple[Store, CountingStore], view: View) -> None:
    one, other = engines
    assert other.summary(view) == one.summary(view)
    assert other.facets(view) == one.facets(view)
    assert_array_equal(other.flags(view), one.flags(view))
    for order in ORDERS:
        for descending in (False, True):
            how = {"order": order, "descending": descending}
            assert other.ranking(view, **how).tolist() == one.ranking(view, **how).tolist()


@pytest.mark.parametrize("unit", BINS)
def test_both_engines_draw_the_same_bars(engines: tuple[Store, CountingStore], unit) -> None:
    keys = ["start", "group"]
    for view in (View(), View(region=("Gao", "Mopti"), killed_min=1), View(q="nothing at all is called so")):
        one, other = (e.histogram(view, unit).sort_values(keys, ignore_index=True) for e in engines)
        assert one.astype({"start": "datetime64[s]"}).equals(other.astype({"start": "datetime64[s]"}))


def test_tolls_that_are_zero_unknown_or_huge_and_events_of_years_at_the_edge_of_the_world() -> None:
    data = imported(
        event("a", "1990-01-01", date_end="2030-12-31", killed_best=0, killed_low=0, killed_high=0),
        event("b", "2013-05-01", killed_best=None, killed_low=None, killed_high=None),
        event("c", "2013-05-02", killed_best=3_000_000_000, killed_low=3_000_000_000, killed_high=3_000_000_000),
        event("d", "2013-05-02", lat=90.0, lon=180.0),
        event("e", "2013-05-03", lat=-90.0, lon=-180.0, location_precision="area", location_radius_km=400.0),
        event("f", "2024-01-01", lat=None, lon=None, region="", cercle="", location_precision="off_map"),
    )
    one, other = Store(data), CountingStore(data)
    for view in (View(), View(killed_min=1), View(killed_max=0), View(near="gao", within_km=300)):
        assert other.summary(view) == one.summary(view)
        assert other.facets(view) == one.facets(view)
    assert other.extent == one.extent
    assert other.summary(View()).killed.best == 3_000_000_009
    spots = other.spots(View(), killed=True)
    assert (
        spots.events.sum() == 5 and spots.killed is not None and spots.killed.sum() == 3_000_000_006
    )  # one is off the map


def test_an_empty_set_and_a_window_without_events() -> None:
    data = imported(event("a", "2013-05-01"))
    store = CountingStore(data)
    for view in (View(start=date(2014, 1, 1)), View(end=date(2012, 1, 1)), View(region=("Kayes",))):
        assert store.summary(view).events == 0 and not store.flags(view).any()
        assert np.array_equal(store.ranking(view), [])
        assert store.summary(view) == Store(data).summary(view)
