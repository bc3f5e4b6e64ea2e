"""The engine's answers against a recount of the files, and against each other."""

from __future__ import annotations

import re
import threading
import time
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from drawn import curated, likely_views
from geopy.distance import geodesic
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from matplotlib.path import Path
from pyproj import Geod

from geo.area import Area, Circle, Polygon
from geo.dataset import FOLDER, Dataset
from geo.errors import NotFoundError
from geo.model import CATEGORIES, GROUPS, PRECISIONS
from geo.questions import BINS, ORDERS
from geo.store import Store
from geo.summary import summarise
from geo.view import View

AGUELHOK = "2012-01-24-aguelhok-killings"
OGOSSAGOU = "2019-03-23-ogossagou-attack"

# -- the recount: plain pandas over the files, written apart from the engine --------------------------------------


@cache
def files() -> dict[str, pd.DataFrame]:
    names = ("events", "actors", "sites", "route_points", "claim_events")
    tables = {n: pd.read_csv(FOLDER / f"{n}.csv", dtype=str, keep_default_na=False) for n in names}
    events = tables["events"]
    for column in ("lat", "lon", "location_radius_km", "killed_best", "killed_low", "killed_high"):
        events[column] = pd.to_numeric(events[column])
    events["killed_peacekeepers"] = pd.to_numeric(events["killed_peacekeepers"])
    events["date_end"] = events["date_end"].where(events["date_end"] != "", events["date_start"])
    canonical = tables["actors"].set_index("name")["actor"]
    # A semicolon within brackets belongs to the name: "MINUSMA (Togo; Denmark)".
    named = [re.split(r"; (?![^(]*\))", cell) for cell in events["actors"]]
    events["who"] = [{canonical[name] for name in names} for names in named]
    texts = ["title", "title_fr", "description", "description_fr", "place", "place_fr"]
    events["text"] = events[texts].agg(" ".join, axis=1).map(plain)
    return tables


def plain(text: str) -> str:
    for typed, meant in (("’", "'"), ("‘", "'"), ("ʼ", "'"), ("œ", "oe"), ("Œ", "OE"), ("–", "-"), ("‑", "-")):
        text = text.replace(typed, meant)
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in letters if unicodedata.category(c) != "Mn").lower().split())


def _on_the_globe(lons: np.ndarray, lats: np.ndarray) -> np.ndarray:
    lam, phi = np.radians(lons), np.radians(lats)
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


@cache
def distances(place: str) -> pd.Series:
    """Kilometres of every event to a site (geopy) or to the nearest of points 50 m apart on a route."""
    events, sites, points = (files()[name] for name in ("events", "sites", "route_points"))
    site = sites[sites["id"] == place]
    if len(site):
        there = tuple(site[["lat", "lon"]].astype(float).to_numpy()[0])
        return events.apply(lambda e: np.nan if np.isnan(e.lat) else geodesic((e.lat, e.lon), there).km, axis=1)
    line = points[points["route_id"] == place].assign(seq=lambda p: p["seq"].astype(int)).sort_values("seq")
    way, earth = line[["lon", "lat"]].astype(float).to_numpy(), Geod(ellps="WGS84")
    samples = [way[:1]]
    for (x1, y1), (x2, y2) in zip(way[:-1], way[1:], strict=True):
        pieces = max(int(earth.inv(x1, y1, x2, y2)[2] // 50), 1)
        samples += [np.array(earth.npts(x1, y1, x2, y2, pieces)), [[x2, y2]]]
    path = np.vstack(samples)
    nearest = np.argmax(_on_the_globe(events["lon"], events["lat"]) @ _on_the_globe(path[:, 0], path[:, 1]).T, axis=1)
    metres = earth.inv(events["lon"].fillna(0), events["lat"].fillna(0), path[nearest, 0], path[nearest, 1])[2]
    return pd.Series(metres / 1000, events.index).where(events["lat"].notna())


@cache
def beyond(area: Area) -> pd.Series:
    """Kilometres of every event beyond an area, negative inside: geopy, and matplotlib on the web map's plane."""
    events = files()["events"]
    if isinstance(area, Circle):
        there = (area.lat, area.lon)
        return events.apply(
            lambda e: np.nan if np.isnan(e.lat) else geodesic((e.lat, e.lon), there).km - area.km, axis=1
        )

    def plane(lats, lons):
        return np.column_stack([np.radians(lons), np.arctanh(np.sin(np.radians(lats)))])

    corners = plane(*np.array(area.corners).T)
    pieces, parts = [], np.linspace(0, 1, 8_001)[:-1, None]
    for one, other in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        pieces.append(one + parts * (other - one))
    outline = np.vstack(pieces)
    lats, lons = np.degrees(np.arcsin(np.tanh(outline[:, 1]))), np.degrees(outline[:, 0])
    globe = _on_the_globe(lons, lats)
    nearest = [int(np.argmax(globe @ point)) for point in _on_the_globe(events["lon"], events["lat"])]
    earth = Geod(ellps="WGS84")
    metres = earth.inv(events["lon"].fillna(0), events["lat"].fillna(0), lons[nearest], lats[nearest])[2]
    inside = Path(corners).contains_points(plane(events["lat"], events["lon"]))
    return pd.Series(np.where(inside, -1, 1) * metres / 1000, events.index).where(events["lat"].notna())


def kept(view: View, *, near: bool = True) -> pd.Series:
    """Say for each event of the file whether a view holds it."""
    events = files()["events"]
    holds = pd.Series(True, events.index)
    if view.start:
        holds &= events["date_end"] >= view.start.isoformat()
    if view.end:
        holds &= events["date_start"] <= view.end.isoformat()
    for name in ("region", "cercle", "category"):
        if chosen := getattr(view, name):
            holds &= events[name].isin(chosen)
    if view.actor:
        holds &= events["who"].map(lambda who: any(actor in who for actor in view.actor))
    if view.killed_min is not None:
        holds &= (events["killed_best"] >= view.killed_min).fillna(False)
    if view.killed_max is not None:
        holds &= (events["killed_best"] <= view.killed_max).fillna(False)
    if view.precision:
        order = ["exact", "locality", "route", "area", "off_map"]
        holds &= events["location_precision"].map(order.index) <= order.index(view.precision)
    if view.verified:
        holds &= events["verification"] == "verified"
    if view.near and near:
        holds &= (distances(view.near) + events["location_radius_km"]) <= view.within_km
    if view.within and near:
        holds &= beyond(view.within) + events["location_radius_km"] <= 0
    if view.claim:
        links = files()["claim_events"]
        holds &= events["id"].isin(links["event_id"][links["claim_id"] == view.claim])
    for word in plain(view.q).split():
        holds &= events["text"].map(lambda text, word=word: word in text)
    return holds


def may_lie_within(view: View) -> int:
    events, may = files()["events"], pd.Series(True, files()["events"].index)
    if view.near:
        may &= (distances(view.near) - events["location_radius_km"]).clip(lower=0) <= view.within_km
    if view.within:
        may &= beyond(view.within) - events["location_radius_km"] <= 0
    return int((kept(view, near=False) & may & ~kept(view)).sum())


def on_a_knife_edge(view: View) -> bool:
    """Say whether an event lies so near to the limit of the distance that 50 m between samples decide."""
    radius, edges = files()["events"]["location_radius_km"], [1.0]
    for km in [distances(view.near) - view.within_km] if view.near else []:
        edges.append(pd.concat([km + radius, km - radius]).abs().min())
    for km in [beyond(view.within)] if view.within else []:
        # Points without a radius lie inside or outside, however near the side is, but for rounding.
        edges.append(pd.concat([km + radius, km - radius]).abs().min())
    return bool(min(edges) < 0.05)


def total(column: pd.Series) -> int | None:
    return int(column.sum()) if column.notna().any() else None


#: Views that the recount must see whatever Hypothesis draws: each filter, and the cases that are easily got wrong.
SURE = [
    View(),
    View(start=date(2012, 1, 25), end=date(2012, 1, 25)),
    View(end=date(2011, 12, 31)),
    View(start=date.min, end=date.max),
    View(killed_min=0),
    View(killed_max=0),
    View(killed_min=5, killed_max=40),
    *(View(precision=precision) for precision in PRECISIONS),
    View(verified=True),
    View(near="ogossagou", within_km=25),
    View(near="route-du-poisson", within_km=10),
    View(near="gao", within_km=0),
    View(near="route-du-poisson", within_km=10, category=("attack_on_civilians",), start=date(2018, 1, 1)),
    View(within=Circle(14.35, -3.61, 60)),
    View(within=Polygon(((16.5, -5), (15.5, 1), (14, 0), (13.5, -4), (14.9, -2.5)))),
    View(within=Polygon(((16.5, -5), (15.5, 1), (14, 0), (13.5, -4))), near="route-du-poisson", within_km=61),
    View(within=Polygon(((30, -20), (30, 15), (0, 15), (0, -20))), precision="exact"),
    View(q="TOMBOUCTOU mausolees"),
    View(q="l'armee"),
    View(q="100% _ \\ ' \" ; --"),
    View(q="\x00"),
    View(actor=("CMA", "Platform")),
    View(region=("Gao", "Kidal"), cercle=("Ansongo",), category=("attack_on_mission", "armed_clash")),
    View(killed_min=999_999_999),
]


def recounted(view: View, store: Store) -> None:
    events = files()["events"]
    holds = kept(view)
    found, rows = store.summary(view), events[holds]
    assert set(store.events(view)["id"]) == set(rows["id"])
    assert (found.events, found.total) == (len(rows), len(events))
    assert found.placed == rows["lat"].notna().sum()
    assert found.places == len(rows.dropna(subset=["lat"])[["lat", "lon"]].drop_duplicates())
    assert found.maybe == may_lie_within(view)
    low, best, high = (total(rows[f"killed_{which}"]) for which in ("low", "best", "high"))
    assert (found.killed.low, found.killed.high) == (low, high)
    assert found.killed.best == (None if best is not None and best < low else best)
    assert found.killed.unknown == rows["killed_best"].isna().sum()
    violent = rows["category"].isin(["attack_on_mission", "attack_on_civilians", "armed_clash"])
    assert found.killed.unknown_violent == rows.loc[violent, "killed_best"].isna().sum()
    assert found.killed_peacekeepers == total(rows["killed_peacekeepers"])
    assert found.by_year == dict(Counter(rows["date_start"].str[:4]))
    assert found.by_month == dict(Counter(rows["date_start"].str[:7]))
    assert found.by_region == dict(Counter(rows["region"]))
    assert found.by_category == dict(Counter(rows["category"]))


@pytest.mark.parametrize("view", SURE, ids=[view.query() or "everything" for view in SURE])
def test_the_engine_counts_as_a_recount_of_the_files(view: View, store: Store) -> None:
    assert not on_a_knife_edge(view)
    recounted(view, store)


@settings(deadline=None, max_examples=60)
@given(view=likely_views())
def test_the_engine_counts_any_view_as_a_recount_of_the_files(view: View, store: Store) -> None:
    assume(not on_a_knife_edge(view))
    recounted(view, store)


# -- what each filter means -----------------------------------------------------------------------------------------


def ids(store: Store, view: View) -> set[str]:
    return set(store.events(view)["id"])


@pytest.mark.parametrize(
    "day, there",
    [
        (date(2012, 1, 23), False),
        (date(2012, 1, 24), True),
        (date(2012, 1, 25), True),
        (date(2012, 1, 26), False),
    ],
)
def test_an_event_of_several_days_is_there_on_each_of_them(day: date, there: bool, store: Store) -> None:
    assert (AGUELHOK in ids(store, View(start=day, end=day))) == there


def test_unknown_tolls_stay_unless_a_bound_is_set(store: Store) -> None:
    everything, bounded = store.events(View()), store.events(View(killed_min=0))
    assert everything["killed_best"].isna().sum() == 283
    assert len(bounded) == len(everything) - 283
    assert len(store.events(View(killed_max=999_999_999))) == len(bounded)
    assert AGUELHOK not in ids(store, View(killed_min=0))


def test_each_precision_keeps_the_better_ones_too(store: Store) -> None:
    for i, precision in enumerate(PRECISIONS):
        assert set(store.events(View(precision=precision))["location_precision"]) == set(PRECISIONS[: i + 1])


def test_only_verified_ones(store: Store) -> None:
    assert set(store.events(View(verified=True))["verification"]) == {"verified"}
    assert store.summary(View(verified=True)).events == 429 - 41


@pytest.mark.parametrize(
    "q", ["Ogossagou", "ogossagou", "OGOSSAGOU massacre peul", "tombouctou", "Ménaka", "menaka", "l’Énigme", "Œuvre"]
)
def test_words_are_found_in_either_language_without_accents(q: str, store: Store) -> None:
    found = store.events(View(q=q))
    needles = plain(q).split()
    texts = files()["events"].set_index("id")["text"]
    assert all(all(needle in texts[event] for needle in needles) for event in found["id"])
    assert len(found) == sum(all(needle in text for needle in needles) for text in texts)


def test_words_written_with_and_without_accents_find_the_same(store: Store) -> None:
    for one, other in [("menaka", "Ménaka"), ("SEVARE", "Sévaré"), ("l'armée", "L’ARMEE"), ("tué", "tue")]:
        assert ids(store, View(q=one)) == ids(store, View(q=other)) != set()


def test_near_counts_what_certainly_lies_within_and_the_rest_apart(store: Store, curated: Dataset) -> None:
    view = View(near="ogossagou", within_km=10)
    assert OGOSSAGOU in ids(store, view)
    # Wider radius than the distance: it may lie within, but not certainly.
    radius = curated.events.set_index("id")["location_radius_km"]
    assert (radius[list(ids(store, view))] <= 10).all()
    narrow, wide = store.summary(view), store.summary(view.but(within_km=200))
    assert narrow.maybe > 0
    assert wide.events > narrow.events
    assert store.summary(view.but(near=None)).maybe == 0


def test_an_event_off_the_map_is_near_nothing(store: Store) -> None:
    everywhere = store.events(View(near="gao", within_km=20_038))
    assert len(everywhere) == 429 - 45
    assert everywhere["lat"].notna().all()
    assert store.summary(View(near="gao", within_km=20_038)).maybe == 0


def test_nothing_is_near_a_place_that_does_not_exist(store: Store) -> None:
    with pytest.raises(NotFoundError):
        store.summary(View(near="atlantis", within_km=5))
    with pytest.raises(LookupError):
        store.event("2019-never")


def test_any_of_several_actors_or_regions_counts(store: Store) -> None:
    one, other = ids(store, View(actor=("CMA",))), ids(store, View(actor=("Platform",)))
    assert one & other
    assert ids(store, View(actor=("CMA", "Platform"))) == one | other
    assert ids(store, View(region=("Gao", "Kidal"))) == ids(store, View(region=("Gao",))) | ids(
        store, View(region=("Kidal",))
    )


# -- deaths ---------------------------------------------------------------------------------------------------------


def test_a_toll_that_is_only_a_range_stays_one(store: Store) -> None:
    killed = store.summary(View(q="Aguelhok garrison", end=date(2012, 1, 31))).killed
    assert (killed.low, killed.best, killed.high) == (70, None, 153)
    assert (killed.unknown, killed.unknown_violent) == (1, 1)


def test_best_is_withheld_where_it_would_lie_below_low() -> None:
    totals = {"events": 2, "placed": 2, "places": 1, "unknown": 1, "unknown_violent": 1, "killed_peacekeepers": pd.NA}
    below = summarise(pd.Series(totals | {"low": 75, "best": 5, "high": 158}), {}, 9)
    assert (below.killed.low, below.killed.best, below.killed.high) == (75, None, 158)
    within = summarise(pd.Series(totals | {"low": 75, "best": 80, "high": 158}), {}, 9)
    assert (within.killed.best, within.killed_peacekeepers) == (80, None)


def test_where_no_toll_is_known_none_is_told(store: Store) -> None:
    killed = store.summary(View(category=("mandate",))).killed
    assert (killed.low, killed.best, killed.high) == (None, None, None)
    assert killed.unknown == store.summary(View(category=("mandate",))).events
    assert killed.unknown_violent == 0
    nothing = store.summary(View(q="no such words anywhere"))
    assert (nothing.events, nothing.killed.best, nothing.killed.unknown, nothing.by_year) == (0, None, 0, {})


def test_low_best_and_high_are_in_order(store: Store) -> None:
    for region in store.facets(View())["region"]:
        killed = store.summary(View(region=(region,))).killed
        if killed.best is not None:
            assert killed.low <= killed.best <= killed.high


# -- the answers agree with each other ------------------------------------------------------------------------------


@settings(deadline=None, max_examples=15)
@given(view=likely_views(), order=st.sampled_from(ORDERS), descending=st.booleans())
@example(view=View(), order="killed", descending=True)
@example(view=View(lang="fr"), order="place", descending=True)
def test_all_answers_speak_of_the_same_events(view: View, order: str, descending: bool, store: Store) -> None:
    summary, flags = store.summary(view), store.flags(view)
    ranking = store.ranking(view, order=order, descending=descending)
    events = store.events(view, order=order, descending=descending)
    assert flags.dtype == bool
    assert len(flags) == store.total
    assert sorted(ranking) == np.flatnonzero(flags).tolist()
    assert events.index.tolist() == ranking.tolist()
    assert len(events) == summary.events
    for unit in BINS:
        bars = store.histogram(view, unit)
        assert bars["n"].sum() == summary.events
        assert bars["killed"].sum() == events["killed_best"].sum()
        assert set(bars["group"]) <= set(GROUPS)
        assert not bars.duplicated(["start", "group"]).any()
    for counts in (summary.by_year, summary.by_month, summary.by_region, summary.by_category):
        assert sum(counts.values()) == summary.events
    assert all(store.holds(view, event) for event in events["id"][:5])
    outside = np.flatnonzero(~flags)[:5]
    assert not any(store.holds(view, event) for event in store.dataset.events["id"].iloc[outside])


@settings(deadline=None, max_examples=8)
@given(view=likely_views(), data=st.data())
@example(view=View(), data=None)
def test_a_count_beside_a_choice_is_what_the_choice_shows(view: View, data: st.DataObject | None, store: Store) -> None:
    facets = store.facets(view)
    for name in ("region", "cercle", "category", "actor"):
        choices = sorted(facets.get(name, {}).keys() - {""})
        if data is not None and choices:
            choices = data.draw(st.lists(st.sampled_from(choices), max_size=3, unique=True))
        for choice in choices if data is not None else choices[::25]:
            assert facets[name][choice] == store.summary(view.but(**{name: (choice,)})).events, (name, choice)
    worse = 0
    for precision in PRECISIONS:
        worse += facets.get("precision", {}).get(precision, 0)
        assert worse == store.summary(view.but(precision=precision)).events
    assert facets.get("verified", {}).get("verified", 0) == store.summary(view.but(verified=True)).events


def test_a_choice_that_is_not_offered_shows_nothing(store: Store) -> None:
    view = View(region=("Kayes",))
    facets = store.facets(view)
    assert store.summary(view).events == 0
    assert "Gao" in facets["region"]
    assert facets.get("category", {}) == {}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("descending", [False, True])
def test_pages_are_stable_and_never_overlap(order: str, descending: bool, store: Store) -> None:
    view = View(end=date(2020, 12, 31))
    whole = store.events(view, order=order, descending=descending)["id"].tolist()
    pages = [
        event
        for offset in range(0, len(whole) + 50, 50)
        for event in store.events(view, order=order, descending=descending, limit=50, offset=offset)["id"]
    ]
    assert pages == whole
    assert Store(store.dataset).events(view, order=order, descending=descending)["id"].tolist() == whole


@pytest.mark.parametrize("descending", [False, True])
def test_unknown_tolls_come_last_either_way(descending: bool, store: Store) -> None:
    best = store.events(View(), order="killed", descending=descending)["killed_best"]
    known = best.dropna().tolist()
    assert best.isna().tolist() == [False] * len(known) + [True] * 283
    assert known == sorted(known, reverse=descending)


def test_events_are_ordered_by_date_place_and_category(store: Store) -> None:
    by_date = store.events(View())
    assert by_date["date_start"].is_monotonic_increasing
    newest = store.events(View(), descending=True)
    assert newest["date_start"].is_monotonic_decreasing
    # Events of one day keep their order in both directions, so that a reader finds them again.
    assert newest[newest["date_start"] == "2019-06-28"]["id"].tolist() == (
        by_date[by_date["date_start"] == "2019-06-28"]["id"].tolist()
    )
    for language, column in (("en", "place"), ("fr", "place_fr")):
        places = store.events(View(lang=language), order="place")[column].map(plain).tolist()
        assert places == sorted(places)
        down = store.events(View(lang=language), order="place", descending=True)[column].map(plain).tolist()
        assert down == sorted(places, reverse=True)
    order = [list(CATEGORIES).index(c) for c in store.events(View(), order="category")["category"]]
    assert order == sorted(order)


def test_bars_begin_where_their_unit_does(store: Store) -> None:
    for unit, begins in {
        "day": lambda day: True,
        "week": lambda day: day.weekday() == 0,
        "month": lambda day: day.day == 1,
        "quarter": lambda day: (day.day, day.month % 3) == (1, 1),
        "year": lambda day: (day.day, day.month) == (1, 1),
    }.items():
        bars = store.histogram(View(), unit)
        assert all(begins(pd.Timestamp(start)) for start in bars["start"]), unit
    months = store.histogram(View(), "month").groupby("start")["n"].sum()
    assert {start.strftime("%Y-%m"): int(n) for start, n in months.items()} == store.summary(View()).by_month


def test_language_and_selection_change_no_count(store: Store) -> None:
    view = View(region=("Gao",))
    dressed = view.but(lang="fr", mode="density", event=OGOSSAGOU, site="gao")
    assert store.summary(dressed) == store.summary(view)
    assert (store.flags(dressed) == store.flags(view)).all()


def test_an_answer_that_is_kept_can_not_be_spoiled(store: Store) -> None:
    view = View(region=("Gao",))
    with pytest.raises(ValueError, match="read-only"):
        store.flags(view)[0] = True
    taken = store.events(view)
    taken.loc[:, "title"] = "changed"
    assert "changed" not in set(store.events(view)["title"])
    assert "changed" not in set(store.dataset.events["title"])


# -- threads --------------------------------------------------------------------------------------------------------


def everything_asked(store: Store, view: View) -> tuple[object, ...]:
    return (
        store.summary(view),
        store.flags(view).tolist(),
        store.ranking(view, order="killed", descending=True).tolist(),
        store.facets(view),
        sorted(store.histogram(view).itertuples(index=False, name=None)),
    )


def test_eight_threads_get_what_one_gets(store: Store) -> None:
    places = ["gao", "kidal", "route-du-poisson", "timbuktu", "ogossagou", "menaka", "rn6-bamako-sevare", "sevare"]
    views = [View(near=place, within_km=15) for place in places]
    views += [View(start=date(year, 1, 1), end=date(year, 12, 31)) for year in range(2012, 2020)]
    alone = [everything_asked(store, view) for view in views]
    for _ in range(2):
        fresh, gate = Store(curated()), threading.Barrier(8)

        def ask(turn: int, fresh: Store = fresh, gate: threading.Barrier = gate) -> list[tuple[object, ...]]:
            gate.wait()
            return [everything_asked(fresh, views[(turn + i) % len(views)]) for i in range(0, len(views), 8)]

        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(ask, range(8)))
        for turn, answers in enumerate(together):
            assert answers == [alone[(turn + i) % len(views)] for i in range(0, len(views), 8)]


@pytest.mark.parametrize("fails", [False, True])
def test_what_several_threads_want_at_once_is_asked_once(fails: bool) -> None:
    fresh, asked, begun, go = Store(curated()), [], threading.Event(), threading.Event()

    def ask() -> int:
        asked.append(1)
        begun.set()
        go.wait(30)
        if fails:
            raise ValueError("the engine fell over")
        return 7

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(fresh._kept, "x", ask)
        assert begun.wait(30)
        later = [pool.submit(fresh._kept, "x", ask) for _ in range(3)]
        time.sleep(0.2)
        assert not any(one.done() for one in later)
        go.set()
        errors = [one.exception(timeout=30) for one in (first, *later)]
    assert len(asked) == 1
    assert [str(error) for error in errors] == (["the engine fell over"] if fails else ["None"]) * 4
    # An answer is kept, an error is not.
    assert fresh._kept("x", lambda: 8) == (8 if fails else 7)


def test_text_that_names_a_table_of_the_engine_is_only_text(store: Store) -> None:
    for q in ('"rows of totals, 0"', '"rows of facets, 3"', '"rows of numbers, 0" \\1 (select 1)'):
        view = View(q=q)
        assert (store.summary(view).events, store.flags(view).any()) == (0, False)
        assert store.facets(view).get("region", {}) == {}
