"""Phrases about one event or site, and the periods of the Mission, in both languages."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pandas as pd
import pytest

from geo.dataset import Dataset
from geo.periods import LAST_DAY, moments, periods
from geo.phrasing import event_date, event_killed, presence, toll_range
from geo.records import role_label
from geo.words import LANGUAGES, t

THIN = "\u202f"


def event(**fields: object) -> pd.Series:
    given = {"date_start": "2019-03-23", "date_end": None, "date_precision": "day"} | fields
    given["date_end"] = given["date_end"] or given["date_start"]
    for name in ("date_start", "date_end"):
        given[name] = pd.Timestamp(str(given[name]))
    tolls = {f"killed_{which}": given.get(f"killed_{which}", pd.NA) for which in ("low", "best", "high")}
    return pd.Series(given | tolls)


@pytest.mark.parametrize(
    "fields, english, french",
    [
        ({}, "23 March 2019", "23 mars 2019"),
        ({"date_start": "2012-01-24", "date_end": "2012-01-25"}, "24–25 January 2012", "24–25 janvier 2012"),
        (
            {"date_start": "2012-12-30", "date_end": "2013-01-02"},
            "30 December 2012 – 2 January 2013",
            "30 décembre 2012 – 2 janvier 2013",
        ),
        ({"date_start": "2018-08-01", "date_precision": "month"}, "August 2018", "août 2018"),
        ({"date_start": "2018-01-01", "date_precision": "year"}, "2018", "2018"),
        (
            {"date_start": "2018-06-01", "date_end": "2018-08-01", "date_precision": "month"},
            "June – August 2018",
            "juin – août 2018",
        ),
    ],
)
def test_a_date_is_told_no_more_precisely_than_it_is_known(
    fields: dict[str, object], english: str, french: str
) -> None:
    assert (event_date(event(**fields), "en"), event_date(event(**fields), "fr")) == (english, french)


def test_no_event_shows_a_day_that_is_not_known(curated: Dataset) -> None:
    for row in curated.events.itertuples():
        for language in LANGUAGES:
            shown = event_date(row, language)
            assert str(row.date_start.year) in shown
            if row.date_precision == "year":
                assert shown.replace("–", "").isdigit()
            elif row.date_precision == "month":
                assert not shown[0].isdigit()


def test_a_short_date_fits_a_table_column(curated: Dataset) -> None:
    for language in LANGUAGES:
        assert max(len(event_date(row, language, short=True)) for row in curated.events.itertuples()) <= 29
    assert event_date(event(), "en", short=True) == "23 Mar 2019"
    assert event_date(event(date_start="2019-07-14"), "fr", short=True) == "14 juil. 2019"


@pytest.mark.parametrize(
    "tolls, shown, french",
    [
        ((803, 901, 1204), "803–901–1,204", f"803–901–1{THIN}204"),
        ((5, 5, 5), "5", "5"),
        ((70, None, 153), "70–153", "70–153"),
        ((70, pd.NA, 70), "70", "70"),
        ((4, 4, 9), "4–4–9", "4–4–9"),
        ((None, 7, None), "7", "7"),
        ((0, 0, 0), "0", "0"),
        ((None, None, None), "", ""),
        ((float("nan"), pd.NA, None), "", ""),
    ],
)
def test_a_toll_is_low_best_high(tolls: tuple[object, ...], shown: str, french: str) -> None:
    assert (toll_range(*tolls, "en"), toll_range(*tolls, "fr")) == (shown, french)


@pytest.mark.parametrize(
    "tolls, english, french",
    [
        ((5, 5, 5), "5 killed", "5 tués"),
        ((1, 1, 1), "1 killed", "1 tué"),
        ((0, 0, 1), "0–0–1 killed", "0–0–1 tué"),
        ((70, None, 153), "70–153 killed", "70–153 tués"),
        ((0, 0, 0), "none killed", "aucun tué"),
        ((1200, 1200, 1200), "1,200 killed", f"1{THIN}200 tués"),
        ((None, None, None), "", ""),
    ],
)
def test_a_toll_in_words(tolls: tuple[object, ...], english: str, french: str) -> None:
    fields = dict(zip(("killed_low", "killed_best", "killed_high"), tolls, strict=True))
    given = event(**{name: pd.NA if value is None else value for name, value in fields.items()})
    assert (event_killed(given, "en"), event_killed(given, "fr")) == (english, french)


@pytest.mark.parametrize(
    "start, end, english, french",
    [
        ("", "", "", ""),
        ("2014", "2023-10-23", "2014 – 23 October 2023", "2014 – 23 octobre 2023"),
        ("2016", "2016", "2016", "2016"),
        ("2019", "", "since 2019", "depuis 2019"),
        ("2020-02", "", "since February 2020", "depuis février 2020"),
        ("2020-02-14", "", "since 14 February 2020", "depuis le 14 février 2020"),
        ("", "2019", "until 2019", "jusqu’à 2019"),
        ("", "2019-10-05", "until 5 October 2019", "jusqu’au 5 octobre 2019"),
        ("2014/2015", "2018/2019-06", "2014 – June 2019", "2014 – juin 2019"),
    ],
)
def test_the_presence_of_the_mission_at_a_site(start: str, end: str, english: str, french: str) -> None:
    assert (presence(start, end, "en"), presence(start, end, "fr")) == (english, french)


def test_every_role_of_a_site_has_a_name(opened, curated: Dataset) -> None:
    roles = {role for cell in curated.sites["role"] for role in cell.split("; ") if role}
    for role in roles:
        english, french = (role_label(role, opened.names[language]) for language in LANGUAGES)
        assert english
        assert french
        assert "_" not in english + french


# -- periods ----------------------------------------------------------------------------------------------------------


def test_every_day_belongs_to_one_period(curated: Dataset) -> None:
    found = periods(curated)
    day = date(2012, 1, 1)
    while day <= date(2024, 12, 31):
        of = [p.id for p in found if (p.start is None or p.start <= day) and (p.end is None or day <= p.end)]
        assert len(of) == 1, (day, of)
        day += timedelta(days=1)


def test_the_periods_are_those_of_the_mandates(curated: Dataset) -> None:
    found = {period.id: (period.start, period.end) for period in periods(curated)}
    assert list(found) == [
        *("before", "2100", "2164", "2227", "2295", "2364", "2423", "2480", "2531", "2584", "2640"),
        *("withdrawal", "after"),
    ]
    assert found["before"] == (None, date(2013, 4, 24))
    assert found["2100"] == (date(2013, 4, 25), date(2014, 6, 30))
    assert found["2640"] == (date(2022, 7, 1), date(2023, 6, 30))
    assert found["withdrawal"] == (date(2023, 7, 1), date(2023, 12, 31))
    assert found["after"] == (LAST_DAY + timedelta(days=1), None)


def test_every_period_has_a_name(curated: Dataset) -> None:
    labels = {language: [period.label(language) for period in periods(curated)] for language in LANGUAGES}
    assert labels["en"][:2] == ["Before the Mission", "Resolution 2100"]
    assert labels["fr"][0] == "Avant la Mission"
    assert all(len(set(named)) == len(named) for named in labels.values())


def test_the_marks_of_the_timeline(curated: Dataset) -> None:
    for language in LANGUAGES:
        found = moments(curated, language)
        assert [moment.day for moment in found] == sorted(moment.day for moment in found)
        kinds = [moment.kind for moment in found]
        assert (kinds.count("mission"), kinds.count("coup"), kinds.count("mandate")) == (1, 3, 14)
        mission = next(moment for moment in found if moment.kind == "mission")
        assert (mission.day, mission.end) == (date(2013, 7, 1), date(2023, 12, 31))
        assert all(moment.label.strip() for moment in found)
    closed = {m.label: m.day for m in moments(curated, "en") if m.kind == "base_closed"}
    kidal, ber = (t("en", "period.closed", place=place) for place in ("Kidal", "Ber"))
    assert (closed[kidal], closed[ber]) == (date(2023, 10, 31), date(2023, 8, 13))
    assert t("fr", "period.closed", place="Tombouctou") in {m.label for m in moments(curated, "fr")}


def test_a_base_known_only_to_a_year_is_no_mark(curated: Dataset) -> None:
    days_known = sum(len(end) == 10 for end in curated.sites["mission_to"])
    assert sum(m.kind == "base_closed" for m in moments(curated, "en")) == days_known


def test_data_without_mandates_or_with_spans_of_dates_are_no_trouble(curated: Dataset) -> None:
    none = dataclasses.replace(curated, mandates=curated.mandates.iloc[:0], events=curated.events.iloc[:0])
    assert periods(none) == []
    assert {moment.kind for moment in moments(none, "fr")} == {"base_closed", "base_opened"}
    sites = curated.sites.copy()
    sites.loc[sites["id"] == "ber", ["mission_from", "mission_to"]] = ["2014-05/2015", "2023-08-01/2023-08-13"]
    opened = {m.label: m.day for m in moments(dataclasses.replace(curated, sites=sites), "en")}
    assert opened[t("en", "period.opened", place="Ber")] == date(2014, 5, 1)
