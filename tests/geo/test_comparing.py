"""Two sides compared: counts by hand from the file's rows, sums, signs, exact intervals, cautions, sentences."""

from __future__ import annotations

import csv
import io
import json
import math
from collections import Counter
from datetime import date, timedelta

import pytest
from drawn import likely_views
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta
from starlette.testclient import TestClient

from geo import __main__ as command
from geo.before_after import rate_ratio, reach_of
from geo.comparing import Compared, compare, largest_place, months_of, overlap
from geo.comparing_asking import Asked, Part, compare_asked, coups, day_of, round_day, usual
from geo.comparing_text import caution, sentences, signed, table, values
from geo.comparing_years import by_year
from geo.dataset import FOLDER
from geo.largestore import LargeStore
from geo.library import Open
from geo.sample import write as write_sample
from geo.serving import routes
from geo.store import Store
from geo.summary import Killed
from geo.view import View
from geo.words import LANGUAGES

EARLY = Part(date(2018, 1, 1), date(2019, 12, 31))
LATE = Part(date(2021, 1, 1), date(2022, 12, 31))


def compared(store: Store, asked: Asked, view: View | None = None) -> Compared:
    return compare(store, *asked.views(view or View()))


def said(found: Compared) -> dict[str, dict[str, object]]:
    return {one.key: dict(one.values) for one in found.cautions}


# -- Mopti, 2018-2019 and 2021-2022, counted by hand -----------------------------------------------------------------


def by_hand(first: str, last: str, **wanted: str) -> list[dict[str, str]]:
    """Rows of the file that are under way on any day of a window."""
    with (FOLDER / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["date_start"] <= last
            and (row["date_end"] or row["date_start"]) >= first
            and all(row[name] == value for name, value in wanted.items())
        ]


def deaths(rows: list[dict[str, str]], which: str) -> int | None:
    known = [int(row[f"killed_{which}"]) for row in rows if row[f"killed_{which}"]]
    return sum(known) if known else None


def test_mopti_in_two_periods_is_a_count_by_hand(store: Store) -> None:
    found = compared(store, Asked(EARLY, LATE), View(region=("Mopti",)))
    windows = (("2018-01-01", "2019-12-31"), ("2021-01-01", "2022-12-31"))
    rows = [by_hand(*window, region="Mopti") for window in windows]
    assert [found.a.count.events, found.b.count.events] == [len(part) for part in rows]
    assert found.whole.difference == len(rows[1]) - len(rows[0])
    for count, part in zip((found.a.count, found.b.count), rows, strict=True):
        assert (count.killed.low, count.killed.high) == (deaths(part, "low"), deaths(part, "high"))
        best = deaths(part, "best")
        assert count.killed.best == (best if best is None or best >= (deaths(part, "low") or 0) else None)
    hand = [Counter(row["cercle"] for row in part) for part in rows]
    for row in found.of("cercle", "Mopti"):
        assert (row.a.events, row.b.events) == (hand[0][row.name], hand[1][row.name])
    assert {row.name for row in found.of("cercle", "Mopti")} == {*hand[0], *hand[1]}


def test_the_whole_country_by_region_is_a_count_by_hand(store: Store) -> None:
    found = compared(store, Asked(EARLY, LATE))
    hand = [
        Counter(row["region"] for row in by_hand(*window))
        for window in (("2018-01-01", "2019-12-31"), ("2021-01-01", "2022-12-31"))
    ]
    assert {row.name: (row.a.events, row.b.events) for row in found.of("region")} == {
        name: (hand[0][name], hand[1][name]) for name in {*hand[0], *hand[1]}
    }


def test_an_event_that_lasts_from_one_period_into_the_other_counts_in_both_and_is_told(store: Store) -> None:
    events = store.dataset.events
    row = events[events["date_end"] > events["date_start"]].iloc[0]
    day = row["date_end"].date()
    asked = Asked(Part(day - timedelta(days=400), day - timedelta(days=1)), Part(day, day + timedelta(days=400)))
    found = compared(store, asked)
    crossing = [
        event
        for event, first, last in zip(events["id"], events["date_start"], events["date_end"], strict=True)
        if first.date() < day <= last.date()
    ]
    assert row["id"] in crossing and found.shared == len(crossing)
    assert said(found)["shared"] == {"n": len(crossing)}
    both = store.summary(View(start=asked.a.start, end=asked.b.end)).events
    assert found.a.count.events + found.b.count.events == both + len(crossing)


# -- what holds of any two views ---------------------------------------------------------------------------------------


@settings(max_examples=30)
@given(likely_views(), likely_views())
def test_the_sums_are_those_of_the_summaries_and_swapping_turns_the_signs(store: Store, a: View, b: View) -> None:
    found, turned = compare(store, a, b), compare(store, b, a)
    for side, view in ((found.a, a), (found.b, b)):
        summary = store.summary(view)
        assert (side.count.events, side.count.killed, side.maybe) == (summary.events, summary.killed, summary.maybe)
    for level, names in (("region", "by_region"), ("category", "by_category")):
        rows = found.of(level)
        for which, view in (("a", a), ("b", b)):
            counts = {row.name: getattr(row, which).events for row in rows if getattr(row, which).events}
            assert counts == getattr(store.summary(view), names)
        assert sum(row.difference for row in rows) == found.whole.difference
    for region in found.of("region"):
        if cercles := found.of("cercle", region.name):
            assert sum(row.difference for row in cercles) == region.difference
    assert found.shared == turned.shared <= min(found.a.count.events, found.b.count.events)
    assert [row.difference for row in turned.rows] == [-row.difference for row in found.rows]
    for one, other in zip(found.rows, turned.rows, strict=True):
        if one.ratio and other.ratio:
            assert one.ratio.low * other.ratio.high == pytest.approx(1) or one.ratio.low == 0
            assert one.ratio.may_be_chance == other.ratio.may_be_chance


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.01, 100))
def test_the_interval_is_the_exact_one_for_windows_of_any_length(before: int, after: int, longer: float) -> None:
    found = rate_ratio(before, after, longer)
    if not before + after:
        assert found is None
        return
    assert found is not None
    low = beta.ppf(0.025, after, before + 1) if after else 0.0
    high = beta.ppf(0.975, after + 1, before) if before else 1.0
    assert found.low == pytest.approx(low / (1 - low) / longer)
    assert found.high == pytest.approx(high / (1 - high) / longer if high < 1 else math.inf)
    assert found.low <= found.value <= found.high


def test_unequal_periods_are_compared_by_their_rates(store: Store) -> None:
    year, half = Part(date(2019, 1, 1), date(2019, 12, 31)), Part(date(2020, 1, 1), date(2020, 6, 30))
    found = compared(store, Asked(year, half))
    assert (found.a.months, found.b.months, found.equal) == (12, 6, False)
    assert found.whole.a_rate == found.a.count.events / 12 and found.whole.b_rate == found.b.count.events / 6
    assert found.whole.ratio is not None
    assert found.whole.ratio.value == pytest.approx(found.whole.b_rate / found.whole.a_rate)
    assert "unequal" in said(found)
    # Two years are two years, whether or not one of them has a 29 February.
    assert compared(store, Asked(EARLY, Part(date(2020, 1, 1), date(2021, 12, 31)))).equal


@given(st.dates(date(1990, 1, 1), date(2050, 1, 1)), st.integers(1, 100))
def test_windows_round_a_day_are_equally_long_and_found_again(day: date, months: int) -> None:
    a, b = round_day(day, months)
    assert a.end and b.start and a.end + timedelta(days=1) == b.start == day
    found = day_of(Asked(a, b))
    assert found is None if months > 72 else found in {(day, months), None}
    if day.day <= 28 and months <= 72:
        assert found == (day, months)
        assert months_of(a.start or day, a.end) == months_of(b.start, b.end or day) == months


# -- sentences where a comparison is none ------------------------------------------------------------------------------


def test_what_makes_a_comparison_doubtful_is_said(store: Store) -> None:
    swapped = said(compared(store, Asked(LATE, EARLY)))
    assert "swapped" in swapped and "overlap" not in swapped
    third = Part(date(2019, 7, 1), date(2020, 6, 30))
    found = compared(store, Asked(EARLY, third))
    assert said(found)["overlap"] == {"n": overlap(found)} == {"n": 184}
    assert said(compared(store, Asked(EARLY, EARLY))).keys() >= {"same"}
    late = said(compared(store, Asked(Part(date(2022, 1, 1), date(2022, 12, 31)), Part(date(2023, 1, 1), None))))
    assert "reporting_ends" in late
    assert "reporting_begins" in said(compared(store, Asked(Part(None, date(2013, 4, 24)), EARLY)))
    regional = compared(store, Asked(Part(region=("Mopti",)), Part(region=("Gao",))))
    assert regional.apart and "regions" in said(regional) and "overlap" not in said(regional)
    assert {row.ratio for row in regional.of("region")} == {None} and regional.whole.ratio is not None


def test_a_side_beyond_the_data_gets_no_ratio(store: Store) -> None:
    found = compared(store, Asked(EARLY, Part(date(2030, 1, 1), date(2031, 12, 31))))
    assert found.whole.ratio is None and found.b.missing_days == 730
    first, last = reach_of(store.extent)
    assert said(found)["beyond"] == {"n": 730, "first": first, "last": last}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("asked", "view", "key"),
    [
        (Asked(EARLY, LATE), View(), "compare.ratio"),
        (Asked(EARLY, Part(date(2019, 1, 1), date(2019, 6, 30))), View(), "compare.rates"),
        (Asked(EARLY, Part(date(2030, 1, 1), None)), View(), "compare.withheld"),
        (Asked(EARLY, LATE), View(q="zzzz"), "compare.none"),
        (Asked(EARLY, EARLY), View(), "compare.as_many"),
        (Asked(Part(region=("Taoudénit",)), Part(region=("Mopti",))), View(), "compare.ratio"),
        (Asked(EARLY, LATE), View(category=("partner_forces",), region=("Gao",)), "compare.ratio_from_none"),
    ],
)
def test_every_case_has_its_sentence(opened: Open, lang, asked: Asked, view: View, key: str) -> None:
    from geo.words import catalogue

    view, names = view.but(lang=lang), opened.names[lang]
    found = compare(opened.store, *asked.views(view))
    lines = sentences(found, asked, view, names)
    entry = catalogue(lang)[key]
    start = (entry if isinstance(entry, str) else entry["other"]).split("{")[0]
    assert any(line.startswith(start) for line in lines), lines
    everything = " ".join([*lines, *(caution(one, lang) for one in found.cautions)])
    assert "{" not in everything and everything.strip()


def test_the_sentence_names_what_each_side_has_of_its_own(opened: Open) -> None:
    view = View(category=("armed_clash",), start=date(2015, 1, 1))
    asked = Asked(EARLY, LATE)
    line = sentences(compared(opened.store, asked, view), asked, view, opened.names["en"])[0]
    assert line.startswith("Armed clash: ") and "in A (2018–2019)" in line and "in B (2021–2022)" in line
    asked = Asked(Part(region=("Timbuktu",)), Part(region=("Gao",)))
    line = sentences(compared(opened.store, asked, view), asked, view, opened.names["fr"])[0]
    assert "en A (Tombouctou)" in line and "en B (Gao)" in line and "2015" in line


def test_signs_are_written_in_both_languages() -> None:
    assert [signed(value, "en") for value in (3, -3, 0, 0.5, -1.25)] == ["+3", "−3", "0", "+0.5", "−1.2"]
    assert signed(-0.5, "fr") == "−0,5"


# -- what is asked -----------------------------------------------------------------------------------------------------


def test_unless_told_it_is_two_years_round_the_first_coup_that_the_data_reach_round(opened: Open) -> None:
    asked, problems = compare_asked(opened.store, opened.vocabulary, {})
    assert problems == [] and asked == Asked(*usual(opened.store))
    assert day_of(asked) == (date(2020, 8, 18), 24)
    assert coups() == [date(2012, 3, 22), date(2020, 8, 18), date(2021, 5, 24)]


def test_bad_values_are_named_and_the_rest_holds(opened: Open) -> None:
    own = {"a_from": ["soon"], "a_to": ["2019"], "b_region": ["Mopty", "tombouctou"], "by": ["town"]}
    asked, problems = compare_asked(opened.store, opened.vocabulary, own)
    assert asked == Asked(Part(None, date(2019, 12, 31)), Part(region=("Timbuktu",)))
    assert [(p.parameter, p.value) for p in problems] == [("a_from", "soon"), ("b_region", "Mopty"), ("by", "town")]
    _, problems = compare_asked(opened.store, opened.vocabulary, {"a_from": ["2020"], "a_to": ["2019"]})
    assert [(p.parameter, p.expected, p.choices) for p in problems] == [("a_to", "order", ("2020",))]


@given(
    st.tuples(*[st.none() | st.dates(date(2010, 1, 1), date(2025, 1, 1))] * 2),
    st.lists(st.sampled_from(["Mopti", "Gao", "Kidal"]), unique=True),
)
def test_what_is_written_is_read_again(opened: Open, days, regions) -> None:
    start, end = sorted(days) if None not in days else days
    order = [region for region in ("Mopti", "Gao", "Kidal") if region in regions]
    asked = Asked(Part(start, end, tuple(order)), LATE, "cercle")
    found, problems = compare_asked(opened.store, opened.vocabulary, asked.params())
    assert (found, problems) == (asked, [])
    assert asked.swapped().swapped() == asked


# -- years, scale, files -----------------------------------------------------------------------------------------------


@settings(max_examples=15)
@given(likely_views())
def test_the_years_add_up_to_the_view(store: Store, view: View) -> None:
    found, summary = by_year(store, view, 2012, 2024), store.summary(view)
    assert {str(year.year): year.count.events for year in found if year.count.events} == summary.by_year
    assert sum(spot.events for year in found for spot in year.spots) == summary.placed


def test_an_area_is_never_drawn_as_a_point(store: Store) -> None:
    events = store.dataset.events
    areas = events[(events["location_precision"] == "area") & events["lat"].notna()]
    vague = [spot for year in by_year(store, View(), 2012, 2024) for spot in year.spots if spot.radius_km]
    assert sum(spot.events for spot in vague) == len(areas) > 0


def test_one_scale_is_made_from_the_largest_place_of_both(store: Store) -> None:
    a, b = View(start=date(2018, 1, 1), end=date(2019, 12, 31)), View(start=date(2021, 1, 1), end=date(2022, 12, 31))
    hand = []
    for view in (a, b):
        events = store.events(view)
        events = events[events["lat"].notna()]
        areas = events["location_precision"] == "area"
        hand.append(int(events.groupby(["lat", "lon", areas]).size().max()))
    assert largest_place(store, a, b) == max(hand)
    assert largest_place(store, View(q="zzzz"), View(q="zzzz")) == 1
    killed = []
    for view in (a, b):
        events = store.events(view)
        events = events[events["lat"].notna()]
        areas = events["location_precision"] == "area"
        killed.append(int(events.groupby(["lat", "lon", areas])["killed_best"].sum().max()))
    assert largest_place(store, a.but(size="killed"), b.but(size="killed")) == max(killed) > max(hand)


def test_the_table_is_the_comparison(store: Store) -> None:
    found = compared(store, Asked(LATE, EARLY))
    rows = list(csv.DictReader(io.StringIO(table(found))))
    assert len(rows) == len(found.rows) and rows[0]["level"] == "all"
    for row, line in zip(found.rows, rows, strict=True):
        assert (line["level"], line["name"], line["region"]) == (row.level, row.name, row.of)
        assert (int(line["a_events"]), int(line["b_events"])) == (row.a.events, row.b.events)
        assert int(line["difference"]) == row.difference
        assert line["a_killed_best"] == ("" if row.a.killed.best is None else str(row.a.killed.best))
    assert (rows[0]["a_from"], rows[0]["b_to"]) == ("2021-01-01", "2019-12-31")


# -- over HTTP and on the command line ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client() -> TestClient:
    from starlette.applications import Starlette

    return TestClient(Starlette(routes=routes({})))


ASKED = {"a_from": "2018", "a_to": "2019", "b_from": "2021", "b_to": "2022", "region": "Mopti"}


def test_the_api_gives_the_comparison(client: TestClient, opened: Open) -> None:
    found = client.get("/api/compare.json", params=ASKED | {"lang": "fr"}).json()
    asked, view = Asked(EARLY, LATE), View(region=("Mopti",), lang="fr")
    expected = values(compare(opened.store, *asked.views(view)), asked, view, opened.names["fr"])
    assert found == json.loads(json.dumps(expected | {"data_version": opened.store.version}))
    for side in ("a", "b"):
        summary = client.get(f"/api/summary.json?{found[side]['query']}").json()
        assert (summary["events"], summary["killed"]) == (found[side]["events"], found[side]["killed"])
    answer = client.get("/api/compare.csv", params=ASKED)
    assert answer.headers["content-type"].startswith("text/csv") and answer.text.startswith("\ufefflevel,name")


def test_the_api_refuses_what_it_can_not_use(client: TestClient) -> None:
    answer = client.get("/api/compare.json", params=ASKED | {"b_to": "never"})
    assert answer.status_code == 400 and answer.json()["parameter"] == "b_to"
    assert client.get("/api/compare.json", params={"a_form": "2018"}).status_code == 400
    assert client.get("/api/compare.xml").status_code == 404


def test_the_command_line_prints_what_the_api_answers(client: TestClient, capsys) -> None:
    given = ["compare", "--a-from", "2018", "--a-to", "2019", "--b-from", "2021", "--b-to", "2022"]
    assert command.main([*given, "--region", "Mopti"]) == 0
    assert json.loads(capsys.readouterr().out) == client.get("/api/compare.json", params=ASKED).json()
    assert command.main([*given, "--b-region", "Nowhere"]) == 2
    assert "b_region" in capsys.readouterr().err


# -- large data sets ---------------------------------------------------------------------------------------------------


def test_events_that_stay_in_the_engine_are_compared_alike(store: Store, tmp_path) -> None:
    path = tmp_path / "events.parquet"
    write_sample(store.dataset, 3_000, path)
    large = LargeStore(store.dataset, path)
    found = compared(large, Asked(EARLY, LATE), View(category=("armed_clash",)))
    for side in (found.a, found.b):
        assert side.count.events == large.summary(side.view).events > 0
        assert side.count.killed == large.summary(side.view).killed
    assert largest_place(large, found.a.view, found.b.view) >= 1
    assert day_of(Asked(*usual(large))) == (date(2020, 8, 18), 24)
    near = compared(large, Asked(EARLY, LATE), View(near="gao", within_km=50))
    assert [near.a.count.events, near.b.count.events] == [large.summary(side.view).events for side in (near.a, near.b)]
    assert near.a.count.events > 0
    years = by_year(large, View(), 2012, 2024)
    assert sum(year.count.events for year in years) == large.summary(View()).events
    assert max(len(year.spots) for year in years) < 500


def test_killed_of_nothing_is_unknown_and_never_zero(store: Store) -> None:
    found = compared(store, Asked(EARLY, LATE), View(q="zzzz"))
    assert found.whole.a.killed == Killed(None, None, None, 0, 0)
    assert [row.level for row in found.rows] == ["all"]
