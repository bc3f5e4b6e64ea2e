"""What the card says of events that are doubtful, undated, uncounted or off the map."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.dataset import load
from geo.model import DEADLY
from geo.words import number, t

ROUTER = Path(__file__).parents[2] / "ui" / "router.py"


def card(lang: str = "en", **selected: str) -> str:
    """Return the text of the card of an event or a site."""
    at = AppTest.from_file(str(ROUTER), default_timeout=60)
    for name, value in (selected | {"lang": lang}).items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    (html,) = [found.proto.body for found in at.get("html") if "<article" in found.proto.body]
    return unescape(re.sub(r"<[^>]*>", " ", html))


def html(**selected: str) -> str:
    at = AppTest.from_file(str(ROUTER), default_timeout=60)
    for name, value in selected.items():
        at.query_params[name] = value
    at.run()
    (found,) = [found.proto.body for found in at.get("html") if "<article" in found.proto.body]
    return found


def first(where: Any) -> Any:
    events = load().events
    return events[where(events)].iloc[0]


def test_a_toll_known_only_as_a_range_is_shown_without_a_best_estimate():
    event = first(lambda e: e["killed_best"].isna() & e["killed_low"].notna())
    said = card(event=event["id"])
    assert f"{event['killed_low']}–{event['killed_high']}" in said
    assert "best estimate" not in said


def test_a_toll_with_a_best_estimate_is_shown_as_three_figures():
    event = first(lambda e: (e["killed_low"] < e["killed_best"]) & (e["killed_best"] < e["killed_high"]))
    said = card(event=event["id"])
    figures = "–".join(number("en", int(event[f"killed_{which}"])) for which in ("low", "best", "high"))
    assert figures in said


def test_a_violent_event_of_unknown_toll_says_so_and_a_meeting_says_nothing():
    blank = lambda e: e["killed_best"].isna() & e["killed_low"].isna()  # noqa: E731
    attack = first(lambda e: blank(e) & e["category"].isin(DEADLY))
    assert t("en", "card.killed_unknown") in card(event=attack["id"])
    meeting = first(lambda e: blank(e) & (e["category"] == "peace_process"))
    assert t("en", "card.killed") not in card(event=meeting["id"])


@pytest.mark.parametrize(("precision", "shown"), [("month", "%B %Y"), ("year", "%Y")])
def test_a_date_is_no_more_precise_than_it_is_known(precision, shown):
    event = first(lambda e: (e["date_precision"] == precision) & (e["date_start"] == e["date_end"]))
    said = card(event=event["id"])
    assert event["date_start"].strftime(shown) in said
    assert event["date_start"].strftime("%-d %B %Y") not in said
    assert t("en", f"card.day_{precision}") in said


def test_an_event_off_the_map_says_so():
    event = first(lambda e: e["location_precision"] == "off_map")
    assert t("en", "card.precision_off_map") in card(event=event["id"])
    assert t("fr", "card.precision_off_map") in card("fr", event=event["id"])


def test_an_area_says_how_wide_the_doubt_is():
    event = first(lambda e: e["location_precision"] == "area")
    said = card(event=event["id"])
    assert t("en", "card.precision_area") in said
    assert t("en", "card.within", km=number("en", int(event["location_radius_km"]))) in said


def test_a_partly_verified_event_says_so():
    event = first(lambda e: e["verification"] == "partial")
    assert t("en", "card.partial") in card(event=event["id"])


def test_every_source_is_a_link_that_opens_beside_the_atlas():
    dataset = load()
    event = dataset.events.iloc[0]
    ids = dataset.event_sources[dataset.event_sources["event_id"] == event["id"]].sort_values("seq")["source_id"]
    urls = dataset.sources.set_index("id").loc[ids, "url"].tolist()
    links = re.findall(r'<a href="([^"]*)" target="_blank" rel="noopener noreferrer">', html(event=event["id"]))
    assert [unescape(link) for link in links] == urls


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_site_has_a_card(lang):
    sites = load().sites
    suffix = "_fr" if lang == "fr" else ""
    for site in sites.groupby("kind").first().reset_index().to_dict("records"):
        said = card(lang, site=site["id"])
        assert site[f"name{suffix}"] in said and site[f"summary{suffix}"] in said


def test_the_card_of_the_last_event_knows_that_it_is_the_last():
    events = load().events
    at = AppTest.from_file(str(ROUTER), default_timeout=60)
    at.query_params["event"] = events.iloc[-1]["id"]
    at.run()
    assert at.button(key="card_next").disabled
    at.button(key="card_previous").click().run()
    assert at.query_params["event"] in (events.iloc[-2]["id"], [events.iloc[-2]["id"]])
    at.button(key="card_close").click().run()
    assert "event" not in at.query_params
