"""The timeline brush in a real Chromium: what a hand, a key and a screen reader find there."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from ui import timeline_brush
from ui.timeline_brush import Window

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

APP = "tests/browser/harness/timeline_app.py"
FIRST, END = date(2012, 1, 1), date(2024, 2, 1)
#: The brush's gutters beside the bars, in pixels.
LEFT, RIGHT = 34, 14
LISTEN = """() => {
  window.heard = [];
  window.ear = new BroadcastChannel("harness");
  window.ear.onmessage = ({ data }) => window.heard.push(data);
}"""


class Brush:
    """The brush on a page: positions in days, and what it has said."""

    def __init__(self, page, address: str, query: str = "") -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(f"{address}/{query}")
        self.node = page.locator(".brush")
        self.plot = self.node.locator(".plot")
        expect(self.node.locator("text.year").first).to_be_visible(timeout=30_000)
        expect(self.node.locator(".numbers span").first).to_be_attached()
        page.evaluate(LISTEN)

    def x(self, day: date) -> float:
        box = self.plot.bounding_box()
        return box["x"] + LEFT + (day - FIRST) / (END - FIRST) * (box["width"] - LEFT - RIGHT)

    @property
    def y(self) -> float:
        box = self.plot.bounding_box()
        return box["y"] + box["height"] * 0.8

    def press(self, day: date) -> None:
        self.page.mouse.move(self.x(day), self.y)
        self.page.mouse.down()

    def pull(self, day: date) -> None:
        self.page.mouse.move(self.x(day), self.y, steps=12)

    def drag(self, start: date, end: date) -> None:
        self.press(start)
        self.pull(end)
        self.page.mouse.up()

    def slider(self, name: str):
        return self.node.get_by_role("slider", name=name)

    def expect_dates(self, text: str) -> None:
        expect(self.node.locator(".dates")).to_have_text(text)

    def expect_python(self, changes: int, start: str | None, end: str | None) -> None:
        """Python has heard of so many windows, the last of them this one, and no more come after it."""
        window = re.escape(str((start, end)))
        said = self.page.get_by_text(re.compile(rf"^changes={changes} .*window={window}$"))
        expect(said).to_be_visible(timeout=10_000)
        self.page.wait_for_timeout(400)
        expect(said).to_be_visible()

    def heard(self) -> list[dict]:
        return self.page.evaluate("window.heard")

    def click(self, name: str) -> None:
        """Press a Streamlit button without moving the mouse, which may be holding something."""
        self.page.get_by_role("button", name=name).evaluate("button => button.click()")


@pytest.fixture
def address(serve) -> str:
    return serve(APP)


@pytest.fixture
def brush(page, address):
    it = Brush(page(width=1230), address)
    yield it
    assert it.errors == []


def days(day: str) -> int:
    return (date.fromisoformat(day) - date(1970, 1, 1)).days


def test_dragging_a_handle_tells_the_map_live_and_python_once(brush):
    brush.press(FIRST)
    brush.pull(date(2018, 1, 3))
    brush.expect_dates("1 January 2018 – 31 January 2024")
    live = brush.heard()
    assert live and all(message["live"] for message in live)
    assert {message["type"] for message in live} == {"window"}
    starts = [message["from"] for message in live]
    assert starts == sorted(set(starts)), "each message is news, and the handle only moved to the right"
    assert live[-1] == {"type": "window", "from": days("2018-01-01"), "to": days("2024-01-31"), "live": True}
    expect(brush.page.get_by_text("changes=0 ")).to_be_visible()
    brush.page.mouse.up()
    brush.expect_python(1, "2018-01-01", "2024-01-31")
    last = brush.heard()[len(live) :]
    said = {"live": False, "seq": 1, "asked": [days("2018-01-01"), None]}
    assert last == [{"type": "window", "from": days("2018-01-01"), "to": days("2024-01-31")} | said]


def test_a_handle_snaps_to_bins_and_with_alt_to_days(brush):
    brush.drag(FIRST, date(2018, 1, 20))
    brush.expect_dates("1 February 2018 – 31 January 2024")
    brush.press(date(2018, 2, 1))
    brush.page.keyboard.down("Alt")
    brush.pull(date(2018, 3, 20))
    brush.page.mouse.up()
    brush.page.keyboard.up("Alt")
    # One pixel is four days.
    dates = brush.node.locator(".dates").inner_text()
    assert re.match(r"(1[7-9]|2[0-3]) March 2018 – 31 January 2024", dates), dates


def test_a_drag_on_the_bars_draws_a_new_window(brush):
    brush.drag(date(2015, 2, 10), date(2016, 11, 20))
    brush.expect_dates("1 February 2015 – 30 November 2016")
    brush.expect_python(1, "2015-02-01", "2016-11-30")
    # Outside the window too, and backwards.
    brush.drag(date(2020, 6, 20), date(2019, 3, 10))
    brush.expect_python(2, "2019-03-01", "2020-06-30")


def test_the_window_itself_can_be_moved(brush):
    brush.drag(date(2015, 1, 10), date(2015, 12, 20))
    brush.drag(date(2015, 7, 1), date(2018, 7, 1))
    brush.expect_python(2, "2018-01-01", "2018-12-31")


def test_a_double_click_on_a_year_takes_it_and_the_cross_takes_it_back(brush):
    brush.node.locator("text.year[data-year='2019']").dblclick()
    brush.expect_dates("1 January – 31 December 2019")
    brush.expect_python(1, "2019-01-01", "2019-12-31")
    brush.node.get_by_role("button", name="Show the whole period").click()
    brush.expect_python(2, None, None)
    brush.expect_dates("1 January 2012 – 31 January 2024")


def test_escape_undoes_a_drag(brush):
    brush.press(FIRST)
    brush.pull(date(2018, 1, 3))
    brush.expect_dates("1 January 2018 – 31 January 2024")
    brush.page.keyboard.press("Escape")
    brush.page.mouse.up()
    brush.expect_dates("1 January 2012 – 31 January 2024")
    assert brush.heard()[-1]["live"] is False and brush.heard()[-1]["from"] == days("2012-01-01")
    expect(brush.page.get_by_text("changes=0 ")).to_be_visible()


def test_the_handles_are_sliders(brush):
    first, last, window = brush.slider("First day"), brush.slider("Last day"), brush.slider("Time window")
    expect(first).to_have_attribute("aria-valuetext", "1 January 2012")
    expect(first).to_have_attribute("aria-valuemin", str(days("2012-01-01")))
    expect(first).to_have_attribute("aria-valuenow", str(days("2012-01-01")))
    expect(last).to_have_attribute("aria-valuemax", str(days("2024-01-31")))
    expect(window).to_have_attribute("aria-valuetext", "1 January 2012 – 31 January 2024")
    for handle in (first, last):
        box = handle.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24
    expect(brush.node.locator("canvas")).to_have_attribute(
        "aria-label", "Timeline: Events by month, 1 January 2012 – 31 January 2024"
    )


def test_keys_move_the_handles_by_bin_year_and_day(brush):
    press = brush.page.keyboard.press
    brush.slider("First day").focus()
    for key, shown in [
        ("ArrowRight", "1 February 2012"),
        ("Shift+ArrowRight", "1 February 2013"),
        ("PageUp", "1 February 2014"),
        ("ArrowLeft", "1 January 2014"),
        ("Alt+ArrowRight", "2 January 2014"),
        ("ArrowRight", "1 February 2014"),
        ("End", "1 January 2024"),
        ("Home", "1 January 2012"),
        ("PageUp", "1 January 2013"),
    ]:
        press(key)
        expect(brush.slider("First day")).to_have_attribute("aria-valuetext", shown)
    brush.page.keyboard.press("Tab")
    expect(brush.slider("Time window")).to_be_focused()
    brush.page.keyboard.press("Tab")
    expect(brush.slider("Last day")).to_be_focused()
    press("PageDown")
    expect(brush.slider("Last day")).to_have_attribute("aria-valuetext", "31 January 2023")
    brush.slider("Time window").focus()
    press("ArrowLeft")
    expect(brush.slider("Time window")).to_have_attribute("aria-valuetext", "1 December 2012 – 31 December 2022")


def test_a_held_key_is_one_change(brush):
    brush.slider("First day").focus()
    for _ in range(6):
        brush.page.keyboard.down("ArrowRight")
    brush.page.keyboard.up("ArrowRight")
    brush.expect_python(1, "2012-07-01", "2024-01-31")
    assert [message["live"] for message in brush.heard()][-1] is False


def test_a_rerun_during_a_drag_does_not_disturb_it(brush):
    canvas = brush.node.locator("canvas").element_handle()
    brush.press(FIRST)
    brush.pull(date(2016, 1, 3))
    brush.click("Rerun")
    expect(brush.page.get_by_text("runs=2 ")).to_be_visible()
    brush.expect_dates("1 January 2016 – 31 January 2024")
    brush.pull(date(2017, 1, 3))
    # Even a window that the server asks for waits: the hand is stronger.
    brush.click("Push")
    expect(brush.page.get_by_text("runs=3 ")).to_be_visible()
    brush.expect_dates("1 January 2017 – 31 January 2024")
    brush.pull(date(2018, 1, 3))
    brush.page.mouse.up()
    brush.expect_python(1, "2018-01-01", "2024-01-31")
    brush.expect_dates("1 January 2018 – 31 January 2024")
    assert canvas.evaluate("node => node.isConnected"), "the brush was not rebuilt"


def test_a_window_from_the_server_is_followed(brush):
    brush.click("Push")
    brush.expect_dates("1 January – 31 December 2015")
    expect(brush.page.get_by_text("changes=0 ")).to_be_visible()


def test_play_glides_and_pause_says_exactly_where(brush):
    brush.drag(date(2015, 1, 10), date(2015, 12, 20))
    brush.expect_python(1, "2015-01-01", "2015-12-31")
    brush.page.evaluate("window.heard.length = 0")
    brush.node.get_by_role("combobox", name="Speed").select_option("4")
    brush.node.get_by_role("button", name="Play").click()
    brush.page.wait_for_timeout(1500)
    brush.node.get_by_role("button", name="Pause").click()
    expect(brush.node.get_by_role("button", name="Play")).to_be_visible()
    brush.page.wait_for_timeout(600)
    heard = brush.heard()
    live, last = heard[:-1], heard[-1]
    assert len(live) > 20, "it glides instead of jumping"
    assert all(message["live"] for message in live) and last["live"] is False
    assert live[-1]["from"] > days("2015-06-01")
    start, end = (date(1970, 1, 1) + timedelta(last[name]) for name in ("from", "to"))
    assert start.day == 1 and (end + timedelta(1)).day == 1
    assert (end + timedelta(1)) == start.replace(year=start.year + 1), "still a year long"
    said = brush.page.get_by_text(re.compile(r"^changes=\d+ "))
    expect(said).to_contain_text(f"window=('{start}', '{end}')")
    # One by hand, one on pause, and at most one per half second in between.
    assert 3 <= int(re.match(r"changes=(\d+)", said.inner_text())[1]) <= 5


@pytest.mark.parametrize(
    ("mode", "start", "end"),
    [
        ("moving", "2015-02-01", "2016-01-31"),
        ("cumulative", "2012-01-01", "2016-01-31"),
        ("growing", "2015-01-01", "2016-01-31"),
    ],
)
def test_a_step_moves_what_the_mode_says(brush, mode, start, end):
    brush.drag(date(2015, 1, 10), date(2015, 12, 20))
    brush.node.get_by_role("combobox", name="Way of playing").select_option(mode)
    brush.node.get_by_role("button", name="One step forward").click()
    brush.expect_python(2, start, end)


def test_space_plays_and_a_drag_takes_over(brush):
    brush.drag(date(2015, 1, 10), date(2015, 12, 20))
    expect(brush.slider("Time window")).to_be_focused()
    brush.page.keyboard.press(" ")
    expect(brush.node.get_by_role("button", name="Pause")).to_be_visible()
    brush.drag(date(2020, 6, 10), date(2021, 3, 20))
    expect(brush.node.get_by_role("button", name="Play")).to_be_visible()
    brush.expect_dates("1 June 2020 – 31 March 2021")
    expect(brush.page.get_by_text("window=('2020-06-01', '2021-03-31')")).to_be_visible()


def test_reduced_motion_steps_once_a_second(page, address):
    brush = Brush(page(width=1230, reduced_motion="reduce"), address)
    brush.drag(date(2015, 1, 10), date(2015, 12, 20))
    brush.page.evaluate("window.heard.length = 0")
    brush.node.get_by_role("combobox", name="Speed").select_option("4")
    brush.node.get_by_role("button", name="Play").click()
    brush.page.wait_for_timeout(2500)
    starts = [message["from"] for message in brush.heard()]
    assert starts == [days("2015-02-01"), days("2015-03-01")]


def test_zoom_shows_a_part_and_the_wheel_leaves_the_page_alone(brush):
    brush.node.get_by_role("button", name="Zoom in").click()
    expect(brush.node.locator(".caption")).to_contain_text("Showing 2015–2021")
    expect(brush.node.locator(".strip .thumb")).to_be_visible()
    brush.node.get_by_role("button", name="Show the whole axis").click()
    expect(brush.node.locator(".caption")).to_have_text("Whole period")
    brush.page.mouse.move(brush.x(date(2018, 1, 1)), brush.y)
    brush.page.keyboard.down("Control")
    brush.page.mouse.wheel(0, -200)
    brush.page.keyboard.up("Control")
    expect(brush.node.locator(".caption")).to_contain_text("Showing")
    brush.page.mouse.wheel(0, 120)
    brush.page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 50")


def test_bins_and_measure(brush):
    with brush.page.expect_request(re.compile(r"/atlas/histogram\.json\?bin=year")):
        brush.node.get_by_role("radio", name="Year").check()
    brush.node.get_by_role("radio", name="Killed").check()
    expect(brush.node.locator(".caption")).to_contain_text("38 events of unknown toll not counted")
    brush.drag(date(2015, 3, 1), date(2016, 5, 1))
    brush.expect_dates("1 January 2015 – 31 December 2016")
    brush.page.mouse.move(brush.x(date(2018, 6, 1)), brush.y)
    expect(brush.node.locator(".tip")).to_contain_text(re.compile(r"^2018 · \d+ killedViolence\d+Best estimates$"))


def test_the_histogram_is_asked_for_again_only_when_the_filters_change(page, address):
    fresh = page(width=1230)
    asked: list[str] = []
    fresh.on("request", lambda request: asked.append(request.url) if "histogram.json" in request.url else None)
    brush = Brush(fresh, address)
    brush.drag(date(2015, 1, 10), date(2015, 12, 20))
    brush.expect_python(1, "2015-01-01", "2015-12-31")
    assert len(asked) == 1
    brush.click("Filter")
    brush.page.wait_for_timeout(800)
    assert [url.rpartition("/")[2] for url in asked[1:]] == ["histogram.json?region=Mopti&bin=month"]


def test_without_bars_it_says_so_and_still_works(page, address):
    fresh = page(width=1230)
    fresh.goto(f"{address}/?region=broken")
    expect(fresh.get_by_text("The bars could not be loaded. The time window still works.")).to_be_visible(
        timeout=30_000
    )
    fresh.get_by_role("slider", name="First day").focus()
    fresh.keyboard.press("PageUp")
    expect(fresh.get_by_text("window=('2013-01-01', '2024-01-31')")).to_be_visible()


def test_marks_have_names_and_crowded_ones_a_number(brush):
    coup = brush.node.get_by_role("button", name="Military coup, 22 March 2012")
    coup.focus()
    brush.page.keyboard.press("ArrowRight")
    brush.page.keyboard.press("Home")
    expect(coup).to_be_focused()
    expect(brush.node.get_by_role("tooltip")).to_contain_text(re.compile("^Military coup22 March 2012$"))
    closures = brush.node.get_by_role("button", name="13 bases closed, 3 August – 31 December 2023")
    expect(closures).to_have_text("13")
    brush.page.keyboard.press("End")
    expect(closures).to_be_focused()
    tip = brush.node.get_by_role("tooltip")
    expect(tip).to_contain_text("Ogossagou closed")
    expect(tip.locator("b")).to_have_count(13)
    # The Mission is a line along all of them.
    brush.page.mouse.move(brush.x(date(2016, 1, 1)), brush.plot.bounding_box()["y"] - 6)
    expect(tip).to_have_text("MINUSMA1 July 2013 – 31 December 2023")


def test_a_selected_event_is_marked(brush):
    line = brush.node.locator(".selection")
    expect(line).to_be_visible()
    assert abs(line.bounding_box()["x"] - brush.x(date(2019, 3, 23))) < 2
    brush.page.evaluate("day => window.ear.postMessage({ type: 'select', day })", days("2021-06-01"))
    brush.page.wait_for_timeout(200)
    assert abs(line.bounding_box()["x"] - brush.x(date(2021, 6, 1))) < 2
    brush.page.evaluate("window.ear.postMessage({ type: 'select', day: null })")
    expect(line).to_be_hidden()


def test_a_finger_scrolls_the_page_up_and_down_and_moves_the_window_sideways(page, address):
    brush = Brush(page(width=390, height=700, has_touch=True, is_mobile=True), address)
    expect(brush.node.locator(".stage")).to_have_css("touch-action", "pan-y")
    for handle in ("First day", "Last day"):
        assert brush.slider(handle).bounding_box()["width"] >= 44
    assert brush.node.evaluate("node => node.scrollWidth <= node.clientWidth")
    cdp = brush.page.context.new_cdp_session(brush.page)
    x, y = brush.x(date(2016, 1, 1)), brush.y

    def swipe(dx: float, dy: float) -> None:
        def touch(kind: str, *points: dict[str, float]) -> None:
            cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})
            brush.page.wait_for_timeout(16)

        touch("touchStart", {"x": x, "y": y})
        for step in range(1, 16):
            touch("touchMove", {"x": x + dx * step / 15, "y": y + dy * step / 15})
        touch("touchEnd")

    swipe(0, -150)
    brush.page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 80")
    brush.expect_dates("1 January 2012 – 31 January 2024")
    expect(brush.page.get_by_text("changes=0 ")).to_be_visible()
    brush.page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop = 0")
    swipe(80, 0)
    expect(brush.page.get_by_text(re.compile("^changes=1 .*window=..20"))).to_be_visible()


def test_on_a_phone_the_choices_are_in_a_menu(page, address):
    brush = Brush(page(width=390, height=700, has_touch=True, is_mobile=True), address)
    expect(brush.node.get_by_role("radio", name="Killed")).to_be_hidden()
    brush.node.get_by_role("button", name="More choices").tap()
    brush.node.get_by_role("radio", name="Killed").check()
    expect(brush.node.locator(".caption")).to_contain_text("unknown toll")
    menu = brush.node.locator(".menu").bounding_box()
    assert menu["x"] >= 0 and menu["x"] + menu["width"] <= 390


@pytest.mark.parametrize("width", [358, 700, 900, 1230])
def test_nothing_overlaps_at_any_width(page, address, width):
    brush = Brush(page(width=width), address, "?lang=fr")
    parts = brush.node.locator(".controls > *:visible")
    boxes = sorted((box["y"], box["x"], box["width"]) for part in parts.all() if (box := part.bounding_box()))
    for (y, x, wide), (next_y, next_x, _) in zip(boxes, boxes[1:], strict=False):
        assert abs(y - next_y) > 20 or x + wide <= next_x + 0.5
    edge = brush.node.bounding_box()
    assert all(x + wide <= edge["x"] + edge["width"] + 0.5 for _, x, wide in boxes)


def test_french(page, address):
    brush = Brush(page(width=1230, locale="fr-FR"), address, "?lang=fr")
    brush.expect_dates("1er janvier 2012 – 31 janvier 2024")
    brush.node.locator("text.year[data-year='2019']").dblclick()
    brush.expect_dates("1er janvier – 31 décembre 2019")
    expect(brush.slider("Premier jour")).to_have_attribute("aria-valuetext", "1er janvier 2019")
    expect(brush.node.get_by_role("button", name="Lecture")).to_be_visible()
    expect(brush.node.get_by_role("combobox", name="Vitesse")).to_contain_text("0,5×")
    expect(brush.node.locator(".segments")).to_have_text(
        ["ÉvénementsTués", "SemaineMoisTrimestreAnnée"], use_inner_text=False
    )
    names = brush.node.evaluate(
        "node => [...node.querySelectorAll('[aria-label]')].map(one => one.getAttribute('aria-label')).join('|')"
    )
    assert not re.search(r"\b(the|day|window|play|zoom (in|out)|base (opened|closed)|bars)\b", names, re.IGNORECASE), (
        names
    )


def test_the_dark_theme_has_its_own_colours(page, address):
    grounds = {}
    for theme in ("light", "dark"):
        brush = Brush(page(width=1230, theme=theme), address)
        expect(brush.node).to_have_attribute("data-theme", theme)
        grounds[theme] = brush.node.evaluate(
            """node => {
              const canvas = node.querySelector("canvas");
              const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
              const seen = {};
              for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) {
                const colour = [data[i], data[i + 1], data[i + 2]].join();
                seen[colour] = (seen[colour] ?? 0) + 1;
              }
              return seen;
            }"""
        )
    assert grounds["light"]["213,94,0"] > 2000, "vermilion bars"
    assert grounds["dark"]["240,116,58"] > 2000, "a lighter vermilion"


def test_it_follows_a_change_of_theme(brush):
    expect(brush.node).to_have_attribute("data-theme", "light")
    brush.page.emulate_media(color_scheme="dark")
    expect(brush.node).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_rerun_costs_little(page, address, language):
    fresh = page(width=1230)
    frames: list[bytes] = []
    fresh.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(bytes(frame))))
    Brush(fresh, address, f"?lang={language}")
    sizes = [frame.rfind(b"}") - frame.find(b'{"assets"') for frame in frames if b'{"assets"' in frame]
    assert sizes and max(sizes) < 4096


@pytest.mark.parametrize(
    ("value", "window"),
    [
        ({"from": "2018-01-01", "to": "2020-06-30", "seq": 3}, Window(date(2018, 1, 1), date(2020, 6, 30), 3)),
        ({"from": None, "to": None, "seq": 1}, Window(None, None, 1)),
        ({"from": "2020-01-02", "to": "2020-01-01", "seq": 1}, None),
        ({"from": "2020-02-30", "to": "2020-03-01", "seq": 1}, None),
        ({"from": "20200101", "to": "2020-03-01", "seq": 1}, None),
        ({"from": 1, "to": "2020-03-01", "seq": 1}, None),
        ({"from": None, "to": None, "seq": "1"}, None),
        ("2020", None),
        (None, None),
    ],
)
def test_what_a_browser_sends_is_checked(monkeypatch, value, window):
    monkeypatch.setattr(timeline_brush.st, "session_state", {"brush": {"window": value}})
    assert timeline_brush.chosen("brush") == window


def test_it_asks_no_other_host(page, address, no_outside_requests):
    fresh = page(width=1230)
    outside = no_outside_requests(fresh, address)
    Brush(fresh, address)
    assert outside == []
