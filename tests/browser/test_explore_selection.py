"""One event, selected in the table, on the map, by keys or by a link: marked everywhere, by its id."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from explore_page import Explore

from geo.dataset import load
from geo.webmap.arrays import places
from geo.words import t

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

#: Decided in New York.
UNPLACED = "2012-12-20-resolution-2085"


@cache
def event(event_id: str) -> Any:
    events = load().events
    return events[events["id"] == event_id].iloc[0]


@cache
def one_in_gao() -> Any:
    """An event in Gao that is only partly verified."""
    events = load().events
    return events[(events["place"] == "Gao") & (events["verification"] == "partial")].iloc[0]


def lonely() -> Any:
    """An event that is the only one at its place, with no other place within about 25 km."""
    events = load().events
    index, where = places(events)
    for place in range(len(where)):
        lat, lon = where.loc[place, ["lat", "lon"]]
        apart = (where["lat"] - lat).abs().add((where["lon"] - lon).abs()) > 0.25
        rows = events[index == place]
        if apart.sum() == len(where) - 1 and len(rows) == 1 and rows.iloc[0]["location_precision"] == "locality":
            return rows.iloc[0]
    raise AssertionError("no event is alone")


def expect_selected(it: Explore, chosen: Any, lang: str = "en") -> None:
    """Address, map, card and table speak of the same event."""
    it.wait_param("event", chosen["id"])
    it.wait_atlas("selected", chosen["id"])
    title = chosen["title_fr" if lang == "fr" else "title"]
    expect(it.card).to_have_attribute("data-event", chosen["id"])
    expect(it.card.locator("h2")).to_have_text(title)
    expect(it.selected_row).to_have_count(1)
    expect(it.selected_row).to_be_in_viewport()
    expect(it.selected_row.locator(".title")).to_have_text(title)


def expect_nothing_selected(it: Explore) -> None:
    it.wait_param("event")
    it.wait_atlas("selected", None)
    expect(it.card).to_have_count(0)
    expect(it.selected_row).to_have_count(0)


def test_a_row_marks_its_event_on_the_map_and_opens_the_card(explore):
    it = explore()
    before = it.colours("atlas-events")
    expect(it.part("event_card")).to_contain_text(t("en", "card.nothing"))
    first = load().events.iloc[0]
    it.row(first["title"]).click()
    expect_selected(it, first)
    it.redrawn()
    assert it.colours("atlas-events") != before, "the symbol is marked"
    card = it.card.inner_text()
    for text in (first["title"], first["description"], "17 January 2012", "Ménaka", "Armed clash", "the named place"):
        assert text in card
    dataset = load()
    wanted = dataset.event_sources[dataset.event_sources["event_id"] == first["id"]].merge(
        dataset.sources, left_on="source_id", right_on="id"
    )
    links = it.card.locator(".atlas-sources a")
    assert links.all_inner_texts() == wanted["title"].tolist()
    for link, url in zip(links.all(), wanted["url"], strict=True):
        assert link.get_attribute("href") == url and url.startswith("http")
        assert link.get_attribute("target") == "_blank" and "noopener" in link.get_attribute("rel")
    # The same row again takes the selection back.
    it.row(first["title"]).click()
    expect_nothing_selected(it)
    it.page.mouse.move(700, 8)  # a row under the pointer is marked too
    it.redrawn()
    assert it.colours("atlas-events") == before


def test_an_event_out_of_view_is_panned_to_and_one_in_view_leaves_the_map_alone(explore):
    it = explore()
    bamako = 12.64, -8.0
    it.look_at(*bamako, 9)
    first = load().events.iloc[0]
    assert not it.in_view(first["lat"], first["lon"])
    it.row(first["title"]).click()
    expect_selected(it, first)
    it.wait_map("async at => (await window.atlasMap).map.getBounds().contains(at)", [first["lat"], first["lon"]])
    assert not it.in_view(*bamako)
    it.look_at(17, -1, 6)
    centre = "async () => { const { map } = await window.atlasMap; return [map.getCenter(), map.getZoom()]; }"
    before = it.frame.evaluate(centre)
    third = load().events.iloc[3]
    it.row(third["title"]).click()
    expect_selected(it, third)
    it.settle()
    assert it.frame.evaluate(centre) == before


def test_a_click_on_a_place_with_one_event_selects_it(explore):
    it, alone = explore(), lonely()
    it.look_at(alone["lat"], alone["lon"], 9)
    it.page.mouse.move(*it.point(alone["lat"], alone["lon"]))
    expect(it.frame.locator(".atlas-tip")).to_contain_text(alone["title"])
    it.click_map(alone["lat"], alone["lon"])
    expect_selected(it, alone)


def test_a_click_on_a_place_with_several_events_lists_them_and_a_choice_selects(explore):
    it = explore("from=2012&to=2013")
    here = one_in_gao()
    it.look_at(here["lat"], here["lon"], 9)
    it.page.mouse.move(*it.point(here["lat"], here["lon"]))
    expect(it.frame.locator(".atlas-tip")).to_contain_text("Gao")
    it.click_map(here["lat"], here["lon"])
    listed = it.frame.locator(".atlas-list")
    expect(listed).to_be_visible()
    events = load().events
    there = events[(events["lat"] == here["lat"]) & (events["lon"] == here["lon"]) & (events["date_start"] < "2014")]
    expect(listed.locator("li")).to_have_count(len(there))
    assert listed.locator(".atlas-list-title").all_inner_texts() == there["title"].tolist()
    assert it.params.get("event") is None
    listed.get_by_role("button", name=here["title"]).click()
    expect_selected(it, here)
    expect(listed.locator("[aria-current=true] .atlas-list-title")).to_have_text(here["title"])
    # The list stays true to the filters.
    it.filter("verified").locator("label").click()
    expect(listed.locator("li")).to_have_count(int((there["verification"] == "verified").sum()))
    expect_nothing_selected(it)
    listed.get_by_role("button", name="Close").click()
    expect(listed).to_be_hidden()


def test_in_events_mode_a_click_selects_the_event_itself(explore):
    alone = lonely()
    it = explore("mode=events")
    it.look_at(alone["lat"], alone["lon"], 10)
    it.click_map(alone["lat"], alone["lon"])
    expect_selected(it, alone)
    assert it.params["mode"] == ["events"]


def test_the_selection_stays_while_its_event_does_and_clears_when_it_leaves(explore):
    here = one_in_gao()
    it = explore(f"event={here['id']}")
    expect_selected(it, here)
    it.choose("region", "Gao")
    it.wait_param("region", "Gao")
    it.expect_linked()
    expect_selected(it, here)
    it.frame.get_by_role("radio", name="Events").click()
    it.wait_param("mode", "events")
    expect_selected(it, here)
    it.filter("verified").locator("label").click()
    it.wait_param("verified", "1")
    expect_nothing_selected(it)
    assert it.expect_linked()["region"].keys() == {"Gao"}


def test_the_next_and_previous_buttons_go_through_the_view_in_order_of_time(explore):
    events = load().events
    kidal = events[events["region"] == "Kidal"]
    it = explore(f"region=Kidal&event={kidal.iloc[0]['id']}")
    expect_selected(it, kidal.iloc[0])
    expect(it.part("event_card")).to_contain_text(f"1 of {len(kidal)}")
    before, after = (it.part(f"card_{name}").get_by_role("button") for name in ("previous", "next"))
    expect(before).to_be_disabled()
    after.click()
    expect_selected(it, kidal.iloc[1])
    after.click()
    expect_selected(it, kidal.iloc[2])
    expect(it.part("event_card")).to_contain_text(f"3 of {len(kidal)}")
    before.click()
    expect_selected(it, kidal.iloc[1])
    it.part("card_close").get_by_role("button").click()
    expect_nothing_selected(it)
    assert it.params["region"] == ["Kidal"]


def test_the_keys_n_and_p_step_through_the_map(explore):
    events = load().events
    placed = events[(events["region"] == "Kidal") & events["lat"].notna()]
    it = explore("region=Kidal")
    it.frame.locator("#map_div").focus()
    for key, row in [("n", 0), ("n", 1), ("n", 2), ("p", 1)]:
        it.page.keyboard.press(key)
        expect_selected(it, placed.iloc[row])
        expect(it.frame.locator("#map_div")).to_be_focused()


def test_an_event_without_a_place_is_chosen_in_the_table_and_marks_nothing(explore):
    it, chosen = explore(), event(UNPLACED)
    before = it.colours("atlas-events")
    frame = it.frame.evaluate("async () => String((await window.atlasMap).map.getBounds().toBBoxString())")
    expect(it.row(chosen["title"])).to_contain_text("not on the map")
    it.row(chosen["title"]).click()
    expect_selected(it, chosen)
    expect(it.card).to_contain_text(t("en", "card.precision_off_map"))
    it.settle()
    it.redrawn()
    assert it.colours("atlas-events") == before, "nothing is marked"
    assert it.frame.evaluate("async () => String((await window.atlasMap).map.getBounds().toBBoxString())") == frame


def test_a_site_opens_by_its_name_and_offers_its_events(explore):
    site = load().sites.set_index("id").loc["tessalit"]
    it = explore()
    it.look_at(site["lat"], site["lon"], 10)
    # Off the events' symbol, on the name beside it.
    it.frame.get_by_role("button", name="Layers").click()
    it.frame.get_by_role("checkbox", name="Events").uncheck()
    it.frame.get_by_role("button", name="Layers").click()
    it.redrawn()
    it.click_map(site["lat"], site["lon"])
    it.wait_param("site", "tessalit")
    expect(it.card).to_have_attribute("data-site", "tessalit")
    expect(it.card.locator("h2")).to_have_text("Tessalit")
    expect(it.card.locator(".atlas-sources a").first).to_have_attribute("target", "_blank")
    it.part("card_near").get_by_role("button").click()
    it.wait_param("near", "tessalit")
    it.wait_param("within_km", "10")
    it.frame.get_by_role("button", name="Layers").click()
    it.frame.get_by_role("checkbox", name="Events").check()
    it.expect_linked()
    expect(it.card).to_have_attribute("data-site", "tessalit")
    expect(it.part("card_near").get_by_role("button")).to_be_disabled()


def test_a_new_order_of_the_table_keeps_the_selection(explore):
    here = one_in_gao()
    it = explore(f"region=Gao&event={here['id']}")
    expect_selected(it, here)
    it.page.locator(".table [data-order=date]").click()
    expect(it.page.locator("#row-0 .date")).to_contain_text(re.compile("202[34]"))
    it.wait_param("event", here["id"])
    expect(it.card).to_have_attribute("data-event", here["id"])
    it.wait_atlas("selected", here["id"])
