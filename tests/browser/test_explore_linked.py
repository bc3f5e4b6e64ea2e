"""One view, shown five times: sentence, figures, map, table and the API agree after every way of changing it."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from explore_page import Explore

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="playwright is not installed")


def expect_narrowed(it: Explore, name: str, *values: str) -> dict:
    """The address says the new filter, fewer events are left, and everything agrees on them."""
    it.wait_param(name, *values)
    found = it.expect_linked()
    assert 0 < found["events"] < found["total"]
    return found


def test_everything_agrees_on_the_whole(explore):
    found = explore().expect_linked()
    assert (found["events"], found["placed"]) == (429, 384)


def test_many_questions_at_once_are_all_answered(serve):
    """A page asks for rows, bars and its own figures at the same time, and so do its neighbours."""
    questions = [
        f"/{what}?near={near}&within_km={km}"
        for near in ("route-du-poisson", "gao", "kidal", "sevare", "bamako", "tessalit")
        for km in (5, 10, 25)
        for what in ("api/summary.json", "api/events.json", "atlas/x/histogram.json", "atlas/x/rows.json")
    ]
    address = serve("app.py")

    def ask(question: str) -> int:
        try:
            with urllib.request.urlopen(address + question, timeout=60) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    with ThreadPoolExecutor(16) as hands:
        statuses = dict(zip(questions, hands.map(ask, questions), strict=True))
    assert {question: status for question, status in statuses.items() if status != 200} == {}


def test_the_year_slider_by_keyboard(explore):
    it = explore()
    first, last = it.years()
    first.focus()
    for _ in range(6):
        it.page.keyboard.press("ArrowRight")
    expect_narrowed(it, "from", "2018")
    last.focus()
    for _ in range(4):
        it.page.keyboard.press("ArrowLeft")
    expect_narrowed(it, "to", "2020")
    assert it.handle("Time window").get_attribute("aria-valuetext") == "1 January 2018 – 31 December 2020"
    assert it.params["from"] == ["2018"]


def test_a_period_of_the_presets(explore):
    it = explore()
    it.choose("period", "Before the Mission")
    expect_narrowed(it, "to", "2013-04-24")
    assert it.handle("Last day").get_attribute("aria-valuetext") == "24 April 2013"
    it.choose("period", "Resolution 2423")
    found = expect_narrowed(it, "from", "2018-07")
    assert set(found["year"]) == {"2018", "2019"}


@pytest.mark.parametrize(
    ("field", "option", "values"),
    [
        ("region", "Mopti", ("Mopti",)),
        ("cercle", "Bankass", ("Bankass",)),
        ("actor", "MINUSMA (Chad)", ("MINUSMA (Chad)",)),
        ("precision", "Known site only", ("exact",)),
        ("near", "Route du Poisson", ("route-du-poisson",)),
    ],
)
def test_a_choice_of_the_panel(explore, field, option, values):
    it = explore()
    it.choose(field, option)
    found = expect_narrowed(it, field, *values)
    if field == "region":
        assert found["region"].keys() == {"Mopti"}
        it.page.keyboard.press("Escape")
        it.choose("region", "Gao")
        assert expect_narrowed(it, "region", "Mopti", "Gao")["events"] > found["events"]


def test_pills_switch_bounds_and_words(explore):
    it = explore()
    it.filter("category").get_by_role("button", name=re.compile("Attack on the Mission")).click()
    attacks = expect_narrowed(it, "category", "attack_on_mission")["events"]
    it.filter("killed_min").get_by_role("spinbutton").fill("2")
    it.page.keyboard.press("Enter")
    deadly = expect_narrowed(it, "killed_min", "2")["events"]
    assert deadly < attacks
    it.filter("verified").locator("label").click()
    assert expect_narrowed(it, "verified", "1")["events"] <= deadly
    it.filter("q").get_by_role("textbox").fill("Aguelhok")
    it.page.keyboard.press("Enter")
    expect_narrowed(it, "q", "Aguelhok")
    it.part("filter_reset").get_by_role("button").click()
    it.wait_param("q")
    assert it.expect_linked()["events"] == 429
    assert set(it.params) == {"lang"}
    assert it.filter("q").get_by_role("textbox").input_value() == ""
    assert it.filter("killed_min").get_by_role("spinbutton").input_value() == ""


def test_what_was_chosen_can_be_taken_back_one_by_one(explore):
    it = explore("killed_min=3&precision=exact&near=gao&to=2020&q=Gao")
    it.filter("q").get_by_role("textbox").fill("")
    it.page.keyboard.press("Enter")
    it.wait_param("q")
    it.filter("killed_min").get_by_role("spinbutton").fill("")
    it.page.keyboard.press("Enter")
    it.wait_param("killed_min")
    for field in ("near", "precision"):
        it.filter(field).get_by_role("button", name="Clear").click()
        it.wait_param(field)
    it.choose("period", "After the Mission")
    it.wait_param("from", "2024")
    it.filter("period").get_by_role("button", name="Clear").click()
    it.wait_param("from")
    assert it.expect_linked()["events"] == 429


def test_a_filter_that_leaves_nothing(explore):
    it = explore("region=Kayes&q=Ogossagou")
    found = it.expect_linked()
    assert (found["events"], it.atlas("shown")) == (0, 0)
    it.part("event_table").get_by_text("No event matches these filters.").first.wait_for()
    it.filter("q").get_by_role("textbox").fill("")
    it.page.keyboard.press("Enter")
    it.wait_param("q")
    it.expect_linked()


def test_a_click_on_a_region_filters_to_it_and_another_takes_it_back(explore):
    it = explore()
    nowhere = 18.0, -4.5  # in the region of Timbuktu, with no event near
    it.click_map(*nowhere)
    found = expect_narrowed(it, "region", "Timbuktu")
    assert found["region"].keys() == {"Timbuktu"}
    assert it.filter("region").get_by_text("Timbuktu").count() > 0
    it.click_map(*nowhere)
    it.wait_param("region")
    assert it.expect_linked()["events"] == 429


def test_a_click_on_a_control_of_the_map_is_no_click_on_the_region_under_it(explore):
    it = explore("region=Timbuktu")
    legend = it.frame.locator(".atlas-legend-title")
    shown = legend.get_attribute("aria-expanded")
    legend.click()
    it.wait_map("shown => document.querySelector('.atlas-legend-title').ariaExpanded !== shown", shown)
    for name, mode in (("Events", "events"), ("Density", "density")):
        it.frame.get_by_role("radio", name=name).click()
        it.wait_param("mode", mode)
    it.frame.get_by_role("button", name="Layers").click()
    it.frame.get_by_role("checkbox", name="Regions").uncheck()
    it.frame.get_by_role("button", name="Zoom in").click()
    it.settle()
    assert it.params["region"] == ["Timbuktu"]
    it.expect_linked()


def test_the_frame_of_the_map_outlives_every_change(explore):
    """A map that is mounted anew flickers and forgets where the reader had moved it."""
    it = explore("region=Atlantis")  # with a warning above, which the first change takes away
    it.frame.evaluate("window.known = true")
    it.choose("region", "Gao")
    it.wait_param("region", "Gao")
    it.expect_linked()
    it.page.locator(".table .row:not(.waiting)").nth(1).click()
    it.card.wait_for()
    it.part("card_close").get_by_role("button").click()
    it.wait_param("event")
    it.part("head").get_by_role("radio", name="FR").click()
    it.wait_param("lang", "fr")
    it.expect_linked()
    assert not it.frame.is_detached()
    assert it.frame.evaluate("window.known") is True


def test_the_brush_by_keyboard(explore):
    it = explore()
    it.handle("First day").focus()
    it.page.keyboard.press("PageUp")
    it.page.keyboard.press("PageUp")
    found = expect_narrowed(it, "from", "2014")
    assert min(found["year"]) >= "2013"
    it.handle("Last day").focus()
    it.page.keyboard.press("PageDown")
    expect_narrowed(it, "to", "2023")
    first, last = it.years()
    assert (first.get_attribute("aria-valuenow") or first.input_value()) == "2014"
    assert (last.get_attribute("aria-valuenow") or last.input_value()) == "2023"


def test_while_the_brush_is_dragged_the_map_follows_and_on_release_the_address_changes_once(explore):
    it = explore()
    it.page.evaluate(
        """() => {
          window.addresses = [];
          for (const name of ["pushState", "replaceState"]) {
            const usual = history[name].bind(history);
            history[name] = (...given) => { usual(...given); window.addresses.push(location.search); };
          }
        }"""
    )
    address, sentence, frames = it.page.url, it.sentence, it.atlas("frames")
    wanted = {day: it.summary(f"from={day}")["placed"] for day in (date(2016, 1, 1), date(2019, 1, 1))}
    it.page.mouse.move(it.brush_x(date(2012, 1, 1)), it.brush_y)
    it.page.mouse.down()
    for day, placed in wanted.items():
        it.page.mouse.move(it.brush_x(day) + 1, it.brush_y, steps=8)
        it.wait_atlas("shown", placed)
        assert it.atlas("window")[0] == (day - date(1970, 1, 1)).days
    assert it.atlas("frames") > frames + 4
    assert (it.page.url, it.sentence) == (address, sentence)
    assert it.page.evaluate("window.addresses") == []
    it.page.mouse.up()
    expect_narrowed(it, "from", "2019")
    assert len(set(it.page.evaluate("window.addresses"))) == 1
    assert it.atlas("shown") == wanted[date(2019, 1, 1)]


def test_the_brush_keeps_the_other_filters_and_the_panel_keeps_the_window(explore):
    it = explore("region=Mopti&verified=1&mode=events")
    it.page.mouse.move(it.brush_x(date(2012, 1, 1)), it.brush_y)
    it.page.mouse.down()
    it.page.mouse.move(it.brush_x(date(2017, 1, 1)) + 1, it.brush_y, steps=5)
    it.page.mouse.up()
    expect_narrowed(it, "from", "2017")
    assert it.params["region"] == ["Mopti"] and it.params["verified"] == ["1"] and it.params["mode"] == ["events"]
    it.filter("category").get_by_role("button", name=re.compile("Attack on civilians")).click()
    expect_narrowed(it, "category", "attack_on_civilians")
    assert it.params["from"] == ["2017"]


def test_back_and_forward_go_through_the_views(explore):
    it = explore()
    it.choose("region", "Kidal")
    expect_narrowed(it, "region", "Kidal")
    it.filter("verified").locator("label").click()
    expect_narrowed(it, "verified", "1")
    it.page.go_back()
    it.wait_param("verified")
    assert it.expect_linked()["region"].keys() == {"Kidal"}
    assert it.params["region"] == ["Kidal"]


def test_two_tabs_of_one_browser_do_not_move_each_other(explore, page, serve):
    one = explore()
    two = Explore(one.page.context.new_page(), one.address).open("region=Gao")
    before = two.atlas("shown"), two.handle("Time window").get_attribute("aria-valuetext"), two.page.url
    one.page.bring_to_front()
    one.page.mouse.move(one.brush_x(date(2012, 1, 1)), one.brush_y)
    one.page.mouse.down()
    one.page.mouse.move(one.brush_x(date(2019, 1, 1)) + 1, one.brush_y, steps=8)
    one.wait_atlas("shown", one.summary("from=2019-01-01")["placed"])
    one.page.mouse.up()
    one.wait_param("from", "2019")
    one.expect_linked()
    one.page.locator(".table .row:not(.waiting)").nth(2).click()
    one.card.wait_for()
    two.page.bring_to_front()
    two.redrawn()
    assert (two.atlas("shown"), two.handle("Time window").get_attribute("aria-valuetext"), two.page.url) == before
    assert two.atlas("selected") is None and two.card.count() == 0
    assert two.selected_row.count() == 0
    assert two.expect_linked()["region"].keys() == {"Gao"}
    assert two.errors == []


def test_the_page_runs_when_the_rows_of_a_released_window_are_there_or_fail_to_come(explore):
    it = explore()
    before: list[str] = []

    def late(route) -> None:
        it.page.wait_for_timeout(450)
        before.append(it.query)
        route.continue_()

    it.page.route("**/rows.json?*from=2016*", late)
    it.handle("First day").focus()
    for _ in range(4):
        it.page.keyboard.down("PageUp")
    it.page.keyboard.up("PageUp")
    expect_narrowed(it, "from", "2016")
    assert before and "from=" not in before[0]
    # The table waits for rows that do not come; the rest of the page does not.
    it.page.route("**/rows.json?*from=2017*", lambda route: None)
    it.page.keyboard.press("PageUp")
    it.wait_param("from", "2017")
    it.wait_atlas("shown", it.summary()["placed"])


def test_what_the_slider_of_years_chooses_is_shown_at_once_and_never_taken_back_on_the_way(explore):
    it = explore()
    it.frame.evaluate(
        """() => {
          window.seen = [];
          const look = () => {
            if (window.seen.at(-1) !== window.atlas.shown) window.seen.push(window.atlas.shown);
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    wanted = {year: it.summary(f"from={year}")["placed"] for year in range(2012, 2019)}
    first, _ = it.years()
    first.focus()
    for year in range(2013, 2019):
        it.page.keyboard.press("ArrowRight")
        it.wait_atlas("shown", wanted[year])
    found = expect_narrowed(it, "from", "2018")
    assert found["placed"] == wanted[2018]
    # Runs of the page for the years on the way end meanwhile; none of them brings its window back.
    assert it.frame.evaluate("window.seen") == list(wanted.values())
    assert it.handle("Time window").get_attribute("aria-valuetext") == "1 January 2018 – 31 December 2024"


def test_a_hand_on_the_slider_of_years_moves_the_map_with_it(explore):
    it = explore("from=2012-07")
    placed = it.atlas("shown")
    first, _ = it.years()
    rail = first.bounding_box()
    middle = rail["x"] + 2, rail["y"] + rail["height"] / 2
    it.page.mouse.move(*middle)
    it.page.mouse.down()
    it.page.mouse.move(rail["x"] + rail["width"] * 0.6, middle[1], steps=6)
    it.wait_map("shown => window.atlas.shown < shown", placed)
    assert it.params["from"] == ["2012-07"]
    # There and back again is no choice.
    it.page.mouse.move(*middle, steps=6)
    it.page.mouse.up()
    it.wait_atlas("shown", placed)
    assert it.handle("First day").get_attribute("aria-valuetext") == "1 July 2012"
    it.page.mouse.down()
    it.page.mouse.move(rail["x"] + rail["width"] * 0.6, middle[1], steps=6)
    it.page.mouse.up()
    it.wait_map("shown => window.atlas.shown < shown", placed)
    it.wait("new URL(location.href).searchParams.get('from') !== '2012-07'")
    found = it.expect_linked()
    assert it.atlas("shown") == found["placed"] < placed


def test_what_the_page_does_not_bring_is_taken_back(explore):
    it = explore("from=2014")
    placed = it.atlas("shown")
    window = {"type": "window", "from": 17000, "to": 19000, "live": False, "asked": [17000, 19000], "foreseen": True}
    it.page.evaluate(
        """message => {
          new BroadcastChannel(message.channel).postMessage(message);
        }""",
        window | {"channel": it.frame.evaluate("async () => (await window.atlasMap).coordinator.channel.name")},
    )
    it.wait_map("shown => window.atlas.shown < shown", placed)
    it.wait_atlas("shown", placed)
    it.expect_linked()
