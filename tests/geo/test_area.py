"""Areas that readers draw: their addresses, their size, what lies inside, and what is refused."""

from __future__ import annotations

import re
import threading

import numpy as np
import pytest
from drawn import areas, circles, polygons
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import area, store
from geo.area import AreaError, Circle, Polygon, read
from geo.dataset import load
from geo.figure import map_only
from geo.store import Store
from geo.view import View
from geo.webmap.state import bounds, drawn_area

#: About Mopti and Bandiagara.
POLYGON = Polygon(((14.8, -4.6), (14.9, -3.2), (13.8, -3.0), (13.9, -4.4)))


@settings(max_examples=200)
@given(drawn=areas())
def test_any_area_comes_back_from_its_address(drawn: area.Area) -> None:
    text = drawn.text()
    assert read(text) == drawn
    assert read(text).text() == text
    assert re.fullmatch(r"(circle:)?-?[\d.]+(,-?[\d.]+)+(;-?[\d.]+,-?[\d.]+)*", text)
    assert not re.search(r"\.\d{4}|-0[,;]", text)


@settings(max_examples=60)
@given(drawn=polygons(), part=st.floats(0.02, 0.98), other=st.floats(0.02, 0.98))
def test_a_point_between_two_points_of_a_side_and_far_away_are_told_apart(
    drawn: Polygon, part: float, other: float
) -> None:
    west, south, east, north = drawn.bounds
    lats, lons = (
        np.array([south + part * (north - south), north + 1]),
        np.array([west + other * (east - west), west - 1]),
    )
    found = drawn.beyond(lats, lons)
    assert found[1] > 0
    ring = np.array(drawn.ring)
    nearest = min(geodesic((lats[0], lons[0]), corner).km for corner in ring)
    # The outline runs through these points, at most 25 km from one to the next.
    assert abs(found[0]) <= nearest + 0.001
    assert abs(found[0]) >= max(0, nearest - 12.6)
    assert np.isnan(drawn.beyond([np.nan], [np.nan])).all()


@settings(max_examples=60)
@given(drawn=circles(), bearing=st.floats(0, 360))
def test_a_circle_reaches_as_far_as_it_says(drawn: Circle, bearing: float) -> None:
    for share in (0.98, 1.02):
        there = geodesic(kilometers=drawn.km * share).destination((drawn.lat, drawn.lon), bearing)
        found = drawn.beyond([there.latitude], [there.longitude])[0]
        assert found == pytest.approx(drawn.km * (share - 1), abs=0.002)


def test_a_square_degree_has_its_published_size() -> None:
    # 12,308.78 km² at the equator between 0° and 1° (WGS84).
    assert Polygon(((0, 0), (1, 0), (1, 1), (0, 1))).km2 == pytest.approx(12308.78, rel=1e-4)
    assert Circle(14, -3, 25).km2 == pytest.approx(1963.5, rel=1e-3)


def test_the_way_round_and_a_repeated_first_corner_make_no_difference() -> None:
    closed = Polygon((*POLYGON.corners, POLYGON.corners[0]))
    assert closed == POLYGON
    turned = Polygon(POLYGON.corners[::-1])
    assert turned.km2 == pytest.approx(POLYGON.km2)
    lats, lons = np.meshgrid(np.linspace(13, 16, 40), np.linspace(-6, -2, 40))
    assert (turned.beyond(lats.ravel(), lons.ravel()) <= 0).sum() == (
        POLYGON.beyond(lats.ravel(), lons.ravel()) <= 0
    ).sum()


@pytest.mark.parametrize(
    "corners, expected",
    [
        (((14, -4), (14, -3), (13, -4), (13, -3)), "area_crosses"),
        # Both halves of this hourglass are as large: their areas cancel out.
        (((0, 0), (1, 1), (1, 0), (0, 1)), "area_crosses"),
        # A corner on a side that is not its own.
        (((14, -4), (14, -3), (13, -3), (14, -3.5), (13, -4)), "area_crosses"),
        (((14, -4), (14, -3)), "area_corners"),
        ((), "area_corners"),
        (((14, -4), (14, -3), (14, -2)), "area_corners"),
        (((90, 0), (80, 0), (80, 1)), "area_latitude"),
        (((float("nan"), 0), (80, 0), (80, 1)), "area_latitude"),
        (((85, -180), (85, 180), (-85, 180), (-85, -180)), "area_huge"),
    ],
)
def test_what_is_no_area_is_refused(corners: tuple[area.Corner, ...], expected: str) -> None:
    with pytest.raises(AreaError) as refused:
        Polygon(corners)
    assert refused.value.expected == expected


def test_what_only_may_lie_inside_is_counted_apart(store: Store) -> None:
    whole = store.summary(View(within=POLYGON))
    events = store.dataset.events
    inside = POLYGON.beyond(events["lat"], events["lon"])
    radius = events["location_radius_km"].fillna(0)
    assert whole.events == (inside + radius <= 0).sum() > 0
    assert whole.maybe == ((inside + radius > 0) & (inside - radius <= 0)).sum() > 0


def test_only_the_last_areas_are_kept_and_each_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_AREAS", 3)
    engine = Store(load())
    views = [View(within=Circle(16.27, -0.04, km)) for km in range(5, 100, 5)]
    first = [engine.summary(view).events for view in views]
    threads = [threading.Thread(target=engine.summary, args=(view.but(verified=True),)) for view in views[:3]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fresh = Store(load())
    for i in (0, 7, 18):
        assert fresh.summary(views[i]).events == first[i] == len(engine.flags(views[i]).nonzero()[0])
        # A question that was not yet asked of an area whose table is gone.
        assert engine.facets(views[i]) == fresh.facets(views[i])
    assert first[0] < first[18]
    kept = engine._connection.execute("select count(*) from duckdb_tables() where table_name like 'area %'").fetchone()
    assert kept == (3,)


def test_the_map_shows_the_area_and_its_outline(opened, store: Store) -> None:
    view = View(within=POLYGON)
    assert bounds(view, store.dataset) == [-4.6, 13.8, -3.0, 14.9]
    shown = drawn_area(view)
    assert shown is not None
    assert shown["text"] == POLYGON.text()
    assert shown["ring"][0] == shown["ring"][-1] == [14.8, -4.6]
    assert drawn_area(View()) is None


def test_the_print_map_draws_the_area_and_explains_it(opened) -> None:
    from test_figure import order

    shown = map_only(order(opened, View(within=POLYGON)), 210, 140, 0.243, "en")[1]
    assert shown.within.startswith("inside a drawn area of ")
    assert map_only(order(opened, View()), 210, 140, 0.243, "en")[1].within == ""
