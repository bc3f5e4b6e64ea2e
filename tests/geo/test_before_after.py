"""Before and after: a count by hand from the file's rows, exact intervals, windows, cautions."""

from __future__ import annotations

import csv
import math
from datetime import date, timedelta

import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from geo.before_after import Comparison, add_months, compare, longest, rate_ratio, reach_of
from geo.change_text import sentences, table
from geo.dataset import FOLDER
from geo.library import Open
from geo.store import Store
from geo.surroundings import surroundings
from geo.view import View
from geo.words import LANGUAGES

OGOSSAGOU = View(near="ogossagou", within_km=15)


def compared(store: Store, view: View, day: date, months: int, precision: str = "day") -> Comparison:
    return compare(surroundings(store, view), day, months, reach_of(store.extent), precision)


# -- Ogossagou, 15 km, base opened March 2020, 24 months each side ---------------------------------------------------


def by_hand(first: str, last: str) -> tuple[list[str], list[str]]:
    """Ids of the events of the file that certainly, and that maybe, lie within 15 km of Ogossagou."""
    certain, maybe = [], []
    with (FOLDER / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if not row["lat"] or not first <= row["date_start"] <= last:
                continue
            km = geodesic((float(row["lat"]), float(row["lon"])), (13.954, -3.57)).km
            doubt = float(row["location_radius_km"])
            if km + doubt <= 15:
                certain.append(row["id"])
            elif km - doubt <= 15:
                maybe.append(row["id"])
    return certain, maybe


def test_ogossagou_before_and_after_the_base_is_a_count_by_hand(store: Store) -> None:
    found = compared(store, OGOSSAGOU, date(2020, 3, 1), 24, "month")
    for side, first, last in (
        ("before", "2018-03-01", "2020-02-29"),
        ("after", "2020-03-01", "2022-02-28"),
    ):
        certain, maybe = by_hand(first, last)
        rows = found.events[found.events["side"] == side]
        assert rows.loc[rows["certain"], "id"].tolist() == certain
        assert rows.loc[~rows["certain"], "id"].tolist() == maybe
        window = getattr(found, side)
        assert (window.events, window.maybe) == (len(certain), len(maybe))
        assert (window.start.isoformat(), window.end.isoformat()) == (first, last)
    assert (found.before.events, found.after.events) == (3, 4)
    killed = found.before.killed
    assert (killed.low, killed.best, killed.high) == (155, 192, 209)
    assert found.ratio is not None and found.ratio.value == pytest.approx(4 / 3)
    assert found.ratio.may_be_chance


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_both_languages(opened: Open, language) -> None:
    found = compared(opened.store, OGOSSAGOU, date(2020, 3, 1), 24, "month")
    said = sentences(found, OGOSSAGOU.but(lang=language), opened.names[language], "month")
    counts = {"en": "3 events in the 24 months before March 2020, 4 events", "fr": "3 événements dans les 24 mois"}
    assert counts[language] in said[0].replace("\u00a0", " ")
    assert {"en": "1.3", "fr": "1,3"}[language] in said[1]


# -- the interval ---------------------------------------------------------------------------------


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_interval_is_the_exact_one(before: int, after: int) -> None:
    ratio = rate_ratio(before, after)
    if before + after == 0:
        assert ratio is None
        return
    assert ratio is not None
    assert ratio.low <= ratio.value <= ratio.high
    # Clopper and Pearson's interval of the share that falls after, by the quantiles of the beta distribution.
    if after:
        share = beta.ppf(0.025, after, before + 1)
        assert ratio.low == pytest.approx(share / (1 - share), rel=1e-6)
    else:
        assert ratio.low == ratio.value == 0
    if before:
        share = beta.ppf(0.975, after + 1, before)
        assert ratio.high == pytest.approx(share / (1 - share), rel=1e-6)
    else:
        assert math.isinf(ratio.high) and math.isinf(ratio.value)


def test_published_intervals() -> None:
    # By hand from tables of the binomial: 11 of 15 (Clopper and Pearson 44.9 % to 92.2 %).
    ratio = rate_ratio(4, 11)
    assert ratio is not None
    assert ratio.low / (1 + ratio.low) == pytest.approx(0.449, abs=0.001)
    assert ratio.high / (1 + ratio.high) == pytest.approx(0.922, abs=0.001)


@given(st.integers(1, 100), st.integers(1, 100))
def test_turned_round_it_is_the_reciprocal(before: int, after: int) -> None:
    one, other = rate_ratio(before, after), rate_ratio(after, before)
    assert one is not None and other is not None
    assert one.low == pytest.approx(1 / other.high) and one.value == pytest.approx(1 / other.value)


# -- the windows ---------------------------------------------------------------------------------


@given(st.dates(date(2005, 1, 1), date(2030, 1, 1)), st.integers(1, 72))
def test_windows_touch_and_are_equal(day: date, months: int) -> None:
    start, end = add_months(day, -months), add_months(day, months)
    assert start < day < end
    assert abs((day - start).days - (end - day).days) <= 4
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == 2 * months


def test_every_event_round_the_place_is_on_one_side_at_most(store: Store) -> None:
    view = View(near="gao", within_km=50)
    found = compared(store, view, date(2018, 1, 15), 12)
    days = found.events["date_start"].dt.date
    assert ((days < date(2018, 1, 15)) == (found.events["side"] == "before")).all()
    assert found.events["id"].is_unique
    assert found.before.events + found.after.events == int(found.events["certain"].sum())
    assert days.min() >= date(2017, 1, 15) and days.max() < date(2019, 1, 15)


def test_a_window_beyond_the_data_gives_no_ratio_and_says_what_fits(opened: Open) -> None:
    store = opened.store
    found = compared(store, View(near="gao", within_km=50), date(2023, 6, 1), 24)
    assert found.ratio is None and found.after.missing_days > 0 and found.before.missing_days == 0
    assert found.fits == longest(date(2023, 6, 1), reach_of(store.extent)) and 0 < found.fits < 24
    assert "beyond" in [caution.key for caution in found.cautions]
    said = sentences(found, View(near="gao", within_km=50), opened.names["en"], "day")
    assert any("do not reach" in sentence for sentence in said)
    fitting = compared(store, View(near="gao", within_km=50), date(2023, 6, 1), found.fits)
    assert fitting.ratio is not None


def test_a_day_outside_of_the_data_is_said(opened: Open) -> None:
    found = compared(opened.store, OGOSSAGOU, date(2031, 1, 1), 12)
    assert (found.before.events, found.after.events, found.ratio, found.fits) == (0, 0, None, 0)
    assert found.after.missing_days == found.after.days
    assert "No month fits" in " ".join(sentences(found, OGOSSAGOU, opened.names["en"], "day"))


def test_nothing_on_either_side_is_said(opened: Open) -> None:
    found = compared(opened.store, View(near="yarou", within_km=2), date(2016, 1, 1), 6)
    assert found.ratio is None and found.fits is None
    assert "nothing to compare" in " ".join(sentences(found, OGOSSAGOU, opened.names["en"], "day"))


# -- cautions ---------------------------------------------------------------------------------


def keys(found: Comparison) -> list[str]:
    return [caution.key for caution in found.cautions]


def test_cautions_come_from_the_data(store: Store) -> None:
    found = compared(store, OGOSSAGOU, date(2020, 3, 1), 24, "month")
    assert keys(found)[-2:] == ["selection", "cause"]
    assert "pivot_month" in keys(found) and "reporting_ends" not in keys(found) and "beyond" not in keys(found)
    certain = found.events[found.events["certain"]]
    undated = int((certain["date_precision"] != "day").sum())
    assert undated and ("n", undated) in next(c for c in found.cautions if c.key == "undated").values
    assert ("n", 4) in next(c for c in found.cautions if c.key == "maybe").values


@pytest.mark.parametrize(("day", "ends"), [(date(2022, 7, 1), False), (date(2022, 7, 2), True)])
def test_the_end_of_the_missions_reporting_is_said_from_its_day_on(store: Store, day: date, ends: bool) -> None:
    found = compared(store, View(near="gao", within_km=20), day, 12)
    assert found.after.end == date(2023, 6, 30) + timedelta(days=ends)
    assert ("reporting_ends" in keys(found)) is ends


def test_the_time_before_the_mission_is_said(store: Store) -> None:
    assert "reporting_begins" in keys(compared(store, View(near="gao", within_km=20), date(2014, 1, 1), 12))
    assert "reporting_begins" not in keys(compared(store, View(near="gao", within_km=20), date(2014, 7, 1), 12))


# -- the file ---------------------------------------------------------------------------------


def test_the_table_holds_the_figures(store: Store) -> None:
    rows = list(csv.DictReader(table(compared(store, OGOSSAGOU, date(2020, 3, 1), 24)).splitlines()))
    assert [row["window"] for row in rows] == ["before", "after", "ratio"]
    assert (rows[0]["events"], rows[0]["killed_best"], rows[1]["events"]) == ("3", "192", "4")
    assert rows[1]["killed_best"] == ""  # unknown is blank, never 0
    assert float(rows[2]["ratio"]) == pytest.approx(4 / 3, rel=0.001)
    assert float(rows[2]["ratio_low_95"]) < 1 < float(rows[2]["ratio_high_95"])
