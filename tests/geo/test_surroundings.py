"""Events round a place: what is certain is the view itself, and what may be is told apart."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from geo.dossier import sources_of, troops
from geo.errors import NotFoundError
from geo.pivots import pivots, sites_round
from geo.place_asking import Asked, route_asked, site_asked
from geo.route import route
from geo.store import Store
from geo.summary import killed_of
from geo.surroundings import csv_text, nearest, surroundings
from geo.tallies import by_category, by_distance, by_stretch, by_year
from geo.view import View

PLACES = ["ogossagou", "gao", "kidal", "route-du-poisson", "gao-menaka", "yarou"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("km", [2, 15, 80])
def test_what_certainly_lies_within_is_the_view(store: Store, place: str, km: float) -> None:
    view = View(near=place, within_km=km)
    found = surroundings(store, view)
    assert found.loc[found["certain"], "id"].tolist() == store.events(view)["id"].tolist()
    assert int((~found["certain"]).sum()) == store.summary(view).maybe
    assert found["date_start"].is_monotonic_increasing


def test_the_other_filters_hold(store: Store) -> None:
    view = View(near="gao", within_km=30, category=("attack_on_mission",), verified=True)
    found = surroundings(store, view)
    assert set(found["category"]) == {"attack_on_mission"} and set(found["verification"]) == {"verified"}


@pytest.mark.parametrize("place", PLACES)
def test_deaths_are_those_of_the_summary(store: Store, place: str) -> None:
    view = View(near=place, within_km=20)
    found = surroundings(store, view)
    assert killed_of(found[found["certain"]]) == store.summary(view).killed


def test_round_a_site_there_is_no_chainage_and_along_a_route_there_is(store: Store) -> None:
    assert surroundings(store, View(near="gao", within_km=20))["chainage_km"].isna().all()
    along = surroundings(store, View(near="route-du-poisson", within_km=10))
    length = route(store.dataset, "route-du-poisson").length
    assert along["chainage_km"].between(0, length).all()
    there = along[along["id"].str.contains("songobia")]["chainage_km"]
    assert np.allclose(there, 87.7, atol=6)


def test_no_place_is_no_surroundings(store: Store) -> None:
    for view in (View(), View(near="nowhere")):
        with pytest.raises(NotFoundError):
            surroundings(store, view)


def test_the_nearest_event_is_told_where_none_is_within(store: Store) -> None:
    view = View(near="siby", within_km=2, category=("heritage",))
    event = nearest(store, view)
    assert event is not None and event["category"] == "heritage" and event["km"] > 100
    assert nearest(store, view.but(q="zzzz")) is None


def test_the_file_has_every_event_with_its_distance(store: Store) -> None:
    found = surroundings(store, View(near="route-du-poisson", within_km=10))
    rows = list(csv.DictReader(csv_text(store, found).splitlines()))
    assert [row["id"] for row in rows] == found["id"].tolist()
    assert [float(row["km"]) for row in rows] == pytest.approx(found["km"].tolist(), abs=0.06)
    assert [row["certain"] == "1" for row in rows] == found["certain"].tolist()
    assert all(row["sources"] and row["chainage_km"] for row in rows)
    empty = csv_text(store, found.iloc[:0])
    assert len(empty.splitlines()) == 1 and empty.strip().endswith("km,chainage_km,certain")


# -- counts ---------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["route-du-poisson", "rn6-bamako-sevare", "kidal-menaka"])
def test_every_count_adds_up_to_the_events(store: Store, place: str) -> None:
    found = surroundings(store, View(near=place, within_km=25))
    certain, maybe = int(found["certain"].sum()), int((~found["certain"]).sum())
    stretches = [bar for _, bar in by_stretch(found, route(store.dataset, place))]
    for bars in (by_year(found, 2012, 2024), stretches):
        assert (sum(bar.certain for bar in bars), sum(bar.maybe for bar in bars)) == (certain, maybe)
    counted = by_category(found)
    assert (sum(n for _, n, _ in counted), sum(n for _, _, n in counted)) == (certain, maybe)
    # Beyond the corridor there is no bar, so only events that may lie within can be left out.
    distances = by_distance(found, 25)
    assert sum(bar.certain for bar in distances) == certain
    assert distances[0].start == 0 and distances[-1].end == 25


def test_a_town_belongs_to_the_stretch_that_begins_there(store: Store) -> None:
    way = route(store.dataset, "route-du-poisson")
    found = surroundings(store, View(near="route-du-poisson", within_km=10))
    place = {event: stone for event, stone in zip(found["id"], found["chainage_km"], strict=True)}
    for stretch, bar in by_stretch(found, way):
        last = stretch is way.stretches[-1] or stretch.end.km == way.length
        inside = [e for e, km in place.items() if stretch.start.km <= km and (km < stretch.end.km or last)]
        assert bar.certain + bar.maybe == len(inside)


# -- what is known besides events ---------------------------------------------------------------------------------


def test_troops_are_the_estimates_of_the_file_with_countries_in_the_readers_language(store: Store) -> None:
    file = store.dataset.site_presence
    for site in set(file["site_id"]):
        rows = file[file["site_id"] == site].sort_values("year")
        assert [(one.year, one.estimate) for one in troops(store.dataset, site, "en")] == [
            (int(year), int(n)) for year, n in zip(rows["year"], rows["troops_estimate"], strict=True)
        ]
    assert troops(store.dataset, "aguelhok", "fr")[0].contributors == (("Tchad", 150), ("Bangladesh", 35))
    unknown = [
        one for site in set(file["site_id"]) for year in troops(store.dataset, site, "fr") for one in year.contributors
    ]
    assert ("Égypte", None) in unknown
    assert troops(store.dataset, "ogossagou", "en") == []


def test_sources_of_events_are_named_once_the_most_used_first(store: Store) -> None:
    found = surroundings(store, View(near="gao", within_km=20))
    ids = sources_of(store.dataset, found)
    stated = store.dataset.event_sources[store.dataset.event_sources["event_id"].isin(found["id"])]["source_id"]
    assert len(ids) == len(set(ids)) and set(ids) == set(stated)
    assert stated.tolist().count(ids[0]) == stated.value_counts().max()


def test_days_to_compare_are_offered_from_the_data(store: Store) -> None:
    near = surroundings(store, View(near="ogossagou", within_km=15))
    offered = pivots(store.dataset, near, sites_round(store.dataset, "ogossagou", 15), "en")
    kinds = {(pivot.kind, pivot.text) for pivot in offered}
    assert {("base_opened", "2020-03"), ("base_closed", "2023-08-03"), ("coup", "2020-08-18")} <= kinds
    assert ("agreement", "2021-10-08") in kinds
    assert [pivot.text for pivot in offered] == sorted(pivot.text for pivot in offered)
    assert next(pivot for pivot in offered if pivot.text == "2020-03").precision == "month"
    # A project opens nothing.
    assert "base_opened" not in {p.kind for p in pivots(store.dataset, near.iloc[:0], ["takalot"], "en")}


def test_sites_round_a_place_begin_with_itself(store: Store) -> None:
    assert sites_round(store.dataset, "gao", 10)[0] == "gao" and "camp-castor" in sites_round(store.dataset, "gao", 10)
    assert {"bandiagara", "bankass", "koro", "songho"} <= set(sites_round(store.dataset, "route-du-poisson", 10))


# -- what the pages are asked ---------------------------------------------------------------------------------


def test_an_address_is_read(store: Store) -> None:
    asked, problems = route_asked(
        store.dataset,
        {
            "route": ["rn16-sevare-gao"],
            "km": ["7,5"],
            "date": ["2020-08-18"],
            "months": ["36"],
            "stretch": ["gossi-gao"],
        },
    )
    assert (asked, problems) == (Asked("rn16-sevare-gao", 7.5, "2020-08-18", 36, "gossi-gao"), [])
    assert route_asked(store.dataset, {})[0] == Asked("route-du-poisson", 10.0)
    assert site_asked(View(), {})[0] == Asked(None, 15.0)


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"km": ["0"]}, "km_zero"),
        ({"km": ["0,0"]}, "km_zero"),
        ({"km": ["0.5"]}, "km_route"),
        ({"km": ["51"]}, "km_route"),
        ({"km": ["far"]}, "km_route"),
        ({"km": ["nan"]}, "km_route"),
        ({"date": ["soon"]}, "day"),
        ({"date": ["2020-13"]}, "day"),
        ({"date": ["1066"]}, "day"),
        ({"months": ["0"]}, "months"),
        ({"months": ["73"]}, "months"),
        ({"months": ["1e1"]}, "months"),
        ({"route": ["gao"]}, "route_id"),
        ({"stretch": ["gao-kidal"]}, "stretch_id"),
        ({"km": ["5", "6"]}, "once"),
    ],
)
def test_a_value_that_cannot_be_used_is_reported_and_the_rest_holds(store: Store, own, expected: str) -> None:
    asked, problems = route_asked(store.dataset, own)
    assert [problem.expected for problem in problems] == [expected]
    assert asked.place == "route-du-poisson" and asked.months == 24 and asked.km in (10, 5)


def test_the_place_takes_the_part_of_the_filters_on_where() -> None:
    view = Asked("gao", 20).view(View(region=("Mopti",), cercle=("Koro",), near="kidal", within_km=5, verified=True))
    assert view == View(near="gao", within_km=20, verified=True)
