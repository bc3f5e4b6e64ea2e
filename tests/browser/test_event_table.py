"""The event table in a real Chromium: rows on demand, selection by id, keys, channel, cards, words."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import expect  # noqa: E402

pytestmark = pytest.mark.browser

APP = "tests/browser/harness/table_app.py"
NASTY = "<img src=x onerror=window.hacked=1>"
SELECTED = ".row[aria-selected=true]"


@pytest.fixture
def table(page, serve):
    """A function that opens the harness and waits for the first rows; everything the table holds is in ``.table``."""

    def open_table(query: str = "", *, rows: bool = True, prepare=None, **options):
        opened = page(**{"width": 900, "height": 700} | options)
        opened.add_init_script(
            "window.heard = []; new BroadcastChannel('harness').onmessage = ({ data }) => window.heard.push(data);"
        )
        if prepare:
            prepare(opened)
        opened.goto(f"{serve(APP)}/?{query}")
        if rows:
            expect(opened.locator(".row:not(.waiting)").first).to_be_visible(timeout=20_000)
        return opened

    return open_table


def said(page) -> dict[str, str]:
    """Return what Python says below the table."""
    text = page.get_by_text(re.compile(r"^runs=")).inner_text()
    return dict(part.split("=", 1) for part in text.split())


def expect_said(page, name: str, value: str) -> None:
    expect(page.get_by_text(re.compile(rf"(^|\s){name}={value}(\s|$)"))).to_be_visible()


def row_at(page, index: int):
    return page.locator(f"#row-{index}")


def scroll_to(page, pixels: int) -> None:
    page.locator(".list").evaluate("(node, top) => { node.scrollTop = top }", pixels)


def post(page, message: dict) -> None:
    page.evaluate("(message) => new BroadcastChannel('harness').postMessage(message)", message)


def test_of_5000_rows_only_those_in_view_are_drawn_and_fetched(table):
    asked = []
    page = table(prepare=lambda page: page.on("request", lambda request: asked.append(request.url)))
    assert page.locator(".row").count() < 30
    scroll_to(page, 44 * 2500)
    expect(row_at(page, 2500).locator(".title")).to_have_text(
        "Water projects and medicines for Kidal on a visit by El-Ghassim Wane"
    )
    assert page.locator(".row").count() < 40
    offsets = {match[1] for url in asked if (match := re.search(r"rows\.json.*offset=(\d+)", url))}
    assert offsets == {"0", "2400", "2500"}
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", "5001")
    expect(row_at(page, 2500)).to_have_attribute("aria-rowindex", "2502")


def test_header_line_counts_what_is_not_on_the_map(table):
    page = table()
    expect(page.locator(".summary")).to_have_text("5,000 events · 714 without a place on the map")
    expect(page.locator(".table [role=status]")).to_have_text("5,000 events, 714 without a place on the map")
    page.get_by_role("button", name="Kidal").click()
    expect(page.locator(".summary")).to_have_text("2,857 events")


def test_row_shows_toll_range_doubt_and_missing_place(table):
    page = table()
    toll, unknown, unplaced, partial = (row_at(page, n) for n in (0, 1, 2, 5))
    expect(toll.locator(".best")).to_have_text("160")
    expect(toll.locator(".range")).to_have_text("134–160–174")
    expect(toll.locator(".killed")).to_have_attribute("aria-label", "160 killed, range 134–160–174")
    expect(toll.locator(".category")).to_have_attribute("title", "Attack on civilians")
    assert unknown.locator(".killed").inner_text() == ""
    expect(unplaced.get_by_text("not on the map")).to_be_visible()
    expect(toll.get_by_text("not on the map")).to_be_hidden()
    expect(partial.locator(".partial")).to_have_attribute("title", re.compile("^Partly verified"))
    expect(partial.locator(".best")).to_have_text("")
    expect(partial.locator(".range")).to_have_text("70–153")


def test_click_selects_by_id_and_a_second_click_clears(table):
    page = table()
    row_at(page, 3).click()
    expect(row_at(page, 3)).to_have_attribute("aria-selected", "true")
    expect_said(page, "selected", "event-3")
    assert said(page)["returned"] == "event-3"
    # 15342 is 3 January 2012, for the timeline.
    assert {"type": "select", "id": "event-3", "row": None, "day": 15342} in page.evaluate("window.heard")
    row_at(page, 3).click()
    expect_said(page, "selected", "None")
    expect(page.locator(SELECTED)).to_have_count(0)
    assert page.evaluate("window.heard.filter((m) => m.type === 'select')")[-1]["id"] is None
    assert said(page)["heard"] == "2"


def test_selection_stays_with_the_event_when_order_or_filter_change(table):
    page = table()
    row_at(page, 3).click()
    expect_said(page, "selected", "event-3")
    page.get_by_role("button", name="Kidal").click()
    # Of the seven samples four are in the region of Kidal: the second, fourth, fifth and sixth.
    expect(page.locator(".summary")).to_have_text("2,857 events")
    expect(page.locator(SELECTED)).to_have_id("row-1")
    expect(page.locator(f"{SELECTED} .title")).to_have_text("Egyptian peacekeeper killed by a mine near Tessalit")
    page.locator("[data-order=date]").click()
    expect(row_at(page, 0).locator(".date")).to_contain_text("2024")
    expect(page.locator(SELECTED)).to_have_count(0)
    page.get_by_role("grid").focus()
    page.keyboard.press("End")
    expect(page.locator(SELECTED)).to_have_id("row-2855")
    assert said(page)["selected"] == "event-3"


def test_filter_keeps_a_selected_row_where_it_was_seen(table):
    page = table("event=event-3210")
    expect(page.locator(SELECTED)).to_be_in_viewport()
    before = page.locator(SELECTED).bounding_box()["y"]
    page.get_by_role("button", name="Kidal").click()
    expect(page.locator(".summary")).to_have_text("2,857 events")
    assert abs(page.locator(SELECTED).bounding_box()["y"] - before) < 2


def test_selection_from_the_server_is_scrolled_into_view_without_taking_the_focus(table):
    page = table()
    page.get_by_role("button", name="Push").click()
    expect(page.locator(SELECTED)).to_have_id("row-3210")
    expect(page.locator(SELECTED)).to_be_in_viewport()
    assert page.evaluate("document.activeElement.innerText") == "Push"


def test_link_opens_at_its_event(table):
    page = table("event=event-3210")
    expect(page.locator(SELECTED)).to_have_id("row-3210")
    expect(page.locator(SELECTED)).to_be_in_viewport()


def test_event_that_the_server_does_not_know_hides_no_rows(table):
    page = table("event=unheard-of")
    expect(row_at(page, 0).locator(".title")).to_have_text("Massacre at Ogossagou")
    expect(page.locator(SELECTED)).to_have_count(0)


def test_rerun_leaves_scroll_focus_and_rows_alone(table):
    page = table()
    scroll_to(page, 44 * 1000 + 7)
    expect(row_at(page, 1002).locator(".title")).not_to_be_empty()
    row_at(page, 1002).click()
    expect_said(page, "selected", "event-1002")
    page.evaluate("(node) => { node.known = true }", row_at(page, 1002).element_handle())
    runs = int(said(page)["runs"])
    page.get_by_role("button", name="Rerun").click()
    expect_said(page, "runs", str(runs + 1))
    assert page.locator(".list").evaluate("(node) => node.scrollTop") == 44 * 1000 + 7
    assert row_at(page, 1002).evaluate("(node) => node.known")


def test_keys_move_and_choose(table):
    page = table()
    grid = page.get_by_role("grid")
    grid.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(grid).to_have_attribute("aria-activedescendant", re.compile(r"row-[12]$"))
    page.keyboard.press("Home")
    expect(grid).to_have_attribute("aria-activedescendant", "row-0")
    page.keyboard.press("PageDown")
    active = int(grid.get_attribute("aria-activedescendant").removeprefix("row-"))
    assert 6 <= active <= 10
    page.keyboard.press("ArrowUp")
    expect(grid).to_have_attribute("aria-activedescendant", f"row-{active - 1}")
    page.keyboard.press("End")
    expect(row_at(page, 4999)).to_be_in_viewport()
    expect(row_at(page, 4999).locator(".title")).not_to_be_empty()
    page.keyboard.press("Enter")
    expect_said(page, "selected", "event-4999")
    page.keyboard.press("Home")
    expect(row_at(page, 0).locator(".title")).not_to_be_empty()
    page.keyboard.press("Space")
    expect_said(page, "selected", "event-0")
    ring = row_at(page, 0).evaluate("(node) => getComputedStyle(node).boxShadow")
    assert "inset" in ring and "2px" in ring


def test_headers_order_the_rows_and_say_so(table):
    page = table()
    killed = page.get_by_role("columnheader", name="Killed")
    expect(page.get_by_role("columnheader", name="Date")).to_have_attribute("aria-sort", "ascending")
    killed.get_by_role("button").click()
    expect(killed).to_have_attribute("aria-sort", "descending")
    expect(row_at(page, 0).locator(".best")).to_have_text("5,158")
    killed.get_by_role("button").click()
    expect(killed).to_have_attribute("aria-sort", "ascending")
    expect(row_at(page, 0).locator(".best")).to_have_text("")
    page.get_by_role("columnheader", name="Event, place").get_by_role("button").click()
    expect(row_at(page, 0).locator(".place")).to_have_text("Aguelhok · Kidal")
    page.get_by_role("columnheader", name="Category").get_by_role("button").click()
    expect(row_at(page, 0).locator(".category")).to_have_attribute("title", "Attack on civilians")


def test_map_selects_and_hover_tells_the_map(table):
    page = table()
    post(page, {"type": "select", "id": "event-4000"})
    expect(page.locator(SELECTED)).to_have_id("row-4000")
    expect(page.locator(SELECTED)).to_be_in_viewport()
    assert said(page)["heard"] == "0"
    row_at(page, 4001).hover()
    page.wait_for_function("window.heard.some((m) => m.type === 'hover' && m.id === 'event-4001')")
    page.mouse.move(880, 690)
    page.wait_for_function("window.heard.at(-1).type === 'hover' && window.heard.at(-1).id === null")


def test_rows_outside_of_the_live_window_grow_quiet(table):
    page = table()
    # 15340 is 1 January 2012, the day of the first two rows; days as the brush sends them.
    post(page, {"type": "window", "from": 15341, "to": 15343, "live": True})
    expect(row_at(page, 0)).to_have_class(re.compile("outside"))
    expect(row_at(page, 2)).not_to_have_class(re.compile("outside"))
    expect(row_at(page, 8)).to_have_class(re.compile("outside"))
    page.get_by_role("button", name="Kidal").click()
    expect(page.locator(".summary")).to_have_text("2,857 events")
    expect(page.locator(".outside")).to_have_count(0)


def test_markup_in_any_text_stays_text(table):
    page = table("nasty=1&event=event-2")
    for name in ("date", "title", "place", "best", "range"):
        expect(row_at(page, 0).locator(f".{name}").first).to_contain_text(NASTY)
    expect(row_at(page, 0).locator(".category")).to_have_attribute("title", NASTY)
    page.get_by_role("button", name="Push").click()
    expect(page.locator(SELECTED)).to_have_id("row-3210")
    assert page.locator(".table img").count() == 0
    assert page.evaluate("window.hacked") is None


def test_on_a_phone_rows_are_cards_that_scroll_with_the_page(table):
    page = table(width=390, height=844, has_touch=True)
    expect(page.locator(".row")).to_have_count(30)
    card = row_at(page, 1)
    title = card.locator(".title")
    assert title.bounding_box()["height"] > 30, "a long title takes two lines"
    expect(card.locator(".when")).to_have_text("1 Jan 2012")
    expect(row_at(page, 0).locator(".unit")).to_be_visible()
    assert {row_at(page, n).bounding_box()["height"] for n in range(8)} == {84}
    assert page.locator(".list").evaluate("(node) => getComputedStyle(node).overflowY") == "visible"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Show 30 more").click()
    expect(page.locator(".row:not(.waiting)")).to_have_count(60)
    row_at(page, 40).tap()
    expect_said(page, "selected", "event-40")


def test_lost_rows_are_said_and_can_be_asked_for_again(table):
    page = table()
    page.get_by_role("button", name="Broken").click()
    expect(page.get_by_text("The events could not be loaded.").first).to_be_visible()
    expect(page.locator(".row").first).to_be_hidden()
    page.get_by_role("button", name="All").click()
    expect(row_at(page, 0).locator(".title")).to_have_text("Massacre at Ogossagou")
    expect(page.locator(".notice")).to_be_hidden()

    page.route("**/rows.json*", lambda route: route.abort())
    scroll_to(page, 44 * 3000)
    expect(page.locator(".notice").get_by_text("Some events could not be loaded.")).to_be_visible()
    page.unroute("**/rows.json*")
    page.get_by_role("button", name="Try again").click()
    expect(row_at(page, 3001).locator(".title")).not_to_be_empty()
    expect(page.locator(".notice")).to_be_hidden()


def test_retry_after_a_first_failure(table):
    def cut(page):
        page.route("**/rows.json*", lambda route: route.abort())

    page = table(rows=False, prepare=cut)
    expect(page.locator(".notice").get_by_text("The events could not be loaded.")).to_be_visible(timeout=20_000)
    page.unroute("**/rows.json*")
    page.get_by_role("button", name="Try again").click()
    expect(row_at(page, 0).locator(".title")).to_have_text("Massacre at Ogossagou")


def test_no_event_is_a_sentence(table):
    page = table("region=none", rows=False)
    expect(page.locator(".notice").get_by_text("No event matches these filters.")).to_be_visible(timeout=20_000)
    expect(page.locator(".summary")).to_have_text("0 events")


def test_old_rows_stay_dimmed_until_the_new_ones_are_there(table):
    page = table()
    held = []
    page.route("**/rows.json*", lambda route: held.append(route))
    page.get_by_role("button", name="Kidal").click()
    expect(page.locator(".table")).to_have_class(re.compile("stale"))
    expect(page.get_by_role("grid")).to_have_attribute("aria-busy", "true")
    expect(row_at(page, 0).locator(".title")).to_have_text("Massacre at Ogossagou")
    page.wait_for_timeout(50)
    held[-1].continue_()
    expect(row_at(page, 0).locator(".title")).to_have_text(re.compile("^Water projects"))
    expect(page.locator(".table")).not_to_have_class(re.compile("stale"))


def test_french(table):
    page = table("lang=fr", locale="fr-FR")
    expect(page.locator(".summary")).to_have_text("5\u202f000 événements · 714 sans lieu sur la carte")
    for name in ("Date", "Catégorie", "Fait, lieu", "Tués"):
        expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    expect(row_at(page, 0).locator(".killed")).to_have_attribute("aria-label", "160 tués, fourchette 134–160–174")
    expect(row_at(page, 2).get_by_text("hors carte")).to_be_visible()
    expect(row_at(page, 3).locator(".category")).to_have_attribute("title", "Attaque contre la Mission")


def test_height_is_that_of_the_container_or_of_the_style_sheet(table):
    assert table().locator(".table").bounding_box()["height"] == 480
    page = table("height=560")
    assert page.locator(".table").bounding_box()["height"] == 560
    page.add_style_tag(content=".st-key-event_table { --atlas-table-height: 300px }")
    page.wait_for_function(
        "document.querySelector('.st-key-event_table [data-testid=stBidiComponentIsolated]').shadowRoot"
        ".querySelector('.table').offsetHeight === 300"
    )


def test_theme_follows_live(table):
    page = table()
    mark = row_at(page, 0).locator(".symbol")
    light = mark.evaluate("(node) => getComputedStyle(node).fill")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".table")).to_have_attribute("data-theme", "dark")
    assert mark.evaluate("(node) => getComputedStyle(node).fill") != light


def test_no_request_leaves_the_host_and_what_streamlit_carries_is_small(table, serve, no_outside_requests):
    frames, outside = [], []

    def watch(page):
        outside.append(no_outside_requests(page, serve(APP)))
        page.on("websocket", lambda socket: socket.on("framereceived", lambda data: frames.append(len(data))))

    page = table(prepare=watch)
    frames.clear()
    row_at(page, 3).click()
    expect_said(page, "selected", "event-3")
    assert outside[0] == []
    assert sum(frames) < 20_000


def test_the_last_of_many_orders_wins(table):
    page = table()
    for _ in range(3):
        page.locator("[data-order=killed]").click(no_wait_after=True)
        page.locator("[data-order=date]").click(no_wait_after=True)
    scroll_to(page, 44 * 2000)
    page.locator("[data-order=killed]").click()
    expect(row_at(page, 0).locator(".best")).to_have_text("5,158")
    expect(page.locator(".table")).not_to_have_class(re.compile("stale"))
