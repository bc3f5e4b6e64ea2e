"""Explore on every screen: one view without scrolling, nothing on top of anything else, both themes, fingers."""

from __future__ import annotations

from itertools import combinations

import pytest
from explore_page import rgb

from geo.style import GROUNDS, SYMBOLS

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect

EVENT = "2019-03-23-ogossagou-attack"
PIECES = ("head", "view_sentence", "view_figures", "event_map", "timeline_brush", "event_panel")
CONTROLS = (
    ".leaflet-control-zoom",
    ".atlas-legend",
    ".atlas-top",
    ".leaflet-control-scale",
    ".atlas-coordinates",
    ".atlas-notes",
)
#: Where the map's controls stand in its frame, those that are shown, and how large the frame is.
INSIDE = """controls => {
  const found = {};
  for (const control of controls) {
    const { x, y, width, height } = document.querySelector(control).getBoundingClientRect();
    if (width && height) found[control] = { x, y, width, height };
  }
  return [found, [innerWidth, innerHeight]];
}"""
#: Where names are written on the map.
NAMES = """async () => {
  const { labels } = await window.atlasMap;
  const names = labels.drawn.slice(labels.taken.length);
  return names.map(({ box: [x, y, right, bottom] }) => ({ x, y, width: right - x, height: bottom - y }));
}"""
#: How far the page could be scrolled, in pixels: down and to the right, over all that scrolls with the page.
SCROLL = """() => {
  const nodes = [document.documentElement, document.querySelector("[data-testid=stMain]")];
  return [
    Math.max(...nodes.map(node => node.scrollHeight - node.clientHeight)),
    Math.max(...nodes.map(node => node.scrollWidth - node.clientWidth)),
  ];
}"""


def boxes(it) -> dict[str, dict[str, float]]:
    """Return where the pieces stand, all measured at one moment: the page may be scrolling."""
    return it.page.evaluate(
        """keys => Object.fromEntries(keys.map(key => {
          const { x, y, width, height } = document.querySelector(`.st-key-${key}`).getBoundingClientRect();
          return [key, { x, y, width, height }];
        }))""",
        list(PIECES),
    )


def apart(one: dict[str, float], other: dict[str, float]) -> bool:
    """Say whether two boxes do not overlap by more than a pixel."""
    return (
        one["x"] + one["width"] <= other["x"] + 1
        or other["x"] + other["width"] <= one["x"] + 1
        or one["y"] + one["height"] <= other["y"] + 1
        or other["y"] + other["height"] <= one["y"] + 1
    )


def expect_tidy(it, width: int) -> None:
    """Nothing of ours overlaps, in the page and in the map, and nothing sticks out to the side."""
    found = boxes(it)
    for one, other in combinations(PIECES, 2):
        assert apart(found[one], found[other]), (one, other, found[one], found[other])
    for key, box in found.items():
        assert box["width"] > 50 and box["height"] > 10, key
        assert box["x"] >= 0 and box["x"] + box["width"] <= width + 0.5, key
    inside, (wide, high) = it.frame.evaluate(INSIDE, list(CONTROLS))
    assert {".leaflet-control-zoom", ".atlas-legend", ".atlas-top", ".atlas-notes"} <= inside.keys()
    for one, other in combinations(inside, 2):
        assert apart(inside[one], inside[other]), (one, other, inside)
    for control, box in inside.items():
        assert box["x"] >= 0 and box["x"] + box["width"] <= wide + 0.5, control
        assert box["y"] >= 0 and box["y"] + box["height"] <= high + 0.5, control
    names = it.frame.evaluate(NAMES)
    assert len(names) > 5
    for name in names:
        assert all(apart(name, box) for box in inside.values()), (name, inside)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_at_1440_by_900_everything_is_on_one_screen(explore, lang):
    it = explore(f"lang={lang}")
    assert it.page.evaluate(SCROLL) == [0, 0]
    expect_tidy(it, 1440)
    brush = boxes(it)["timeline_brush"]
    assert brush["y"] + brush["height"] <= 900
    it.page.locator(".table .row:not(.waiting)").nth(4).click()
    it.card.wait_for()
    it.settle()
    assert it.page.evaluate(SCROLL) == [0, 0]
    expect_tidy(it, 1440)
    # A long card scrolls in itself and never under another piece.
    card, table = it.part("event_card").bounding_box(), it.part("event_table").bounding_box()
    assert apart(card, table)
    assert card["y"] + card["height"] <= boxes(it)["timeline_brush"]["y"] + 1


@pytest.mark.parametrize(("width", "height", "lang"), [(1920, 1080, "en"), (1024, 768, "fr"), (768, 1024, "en")])
def test_other_screens_have_no_overlap_and_nothing_to_the_side(explore, width, height, lang):
    it = explore(f"lang={lang}&event={EVENT}", width=width, height=height)
    assert it.page.evaluate(SCROLL)[1] == 0
    expect_tidy(it, width)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_on_a_phone_sentence_map_brush_and_cards_follow_each_other(explore, lang):
    it = explore(f"lang={lang}", width=390, height=844, has_touch=True, is_mobile=True)
    assert it.page.evaluate(SCROLL)[1] == 0
    expect_tidy(it, 390)
    found = boxes(it)
    order = [found[key]["y"] for key in ("view_sentence", "event_map", "timeline_brush", "event_panel")]
    assert order == sorted(order)
    frame = it.part("event_map").locator("iframe").bounding_box()
    assert 0.55 * 844 <= frame["height"] <= 0.65 * 844
    expect(it.filter("region").get_by_role("combobox")).not_to_be_in_viewport()
    it.page.locator(".table .row:not(.waiting)").nth(2).tap()
    it.card.wait_for()
    it.settle()
    assert it.page.evaluate(SCROLL)[1] == 0
    expect_tidy(it, 390)


def test_on_a_phone_one_finger_scrolls_the_page_over_the_map(explore):
    it = explore(width=390, height=844, has_touch=True, is_mobile=True)
    centre = "async () => { const { lat, lng } = (await window.atlasMap).map.getCenter(); return [lat, lng]; }"
    before = it.frame.evaluate(centre)
    box = it.part("event_map").locator("iframe").bounding_box()
    hand = it.page.context.new_cdp_session(it.page)
    x, y = box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.75

    def touch(kind: str, *points: tuple[float, float]) -> None:
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})
        it.page.wait_for_timeout(16)

    touch("touchStart", (x, y))
    for step in range(1, 16):
        touch("touchMove", (x, y - 20 * step))
    touch("touchEnd")
    it.wait("document.querySelector('[data-testid=stMain]').scrollTop > 80")
    after = it.frame.evaluate(centre)
    assert after == pytest.approx(before, abs=0.01), "the map itself stayed"


def test_on_a_phone_a_tap_selects_and_two_fingers_zoom(explore):
    it = explore("region=Kidal", width=390, height=844, has_touch=True, is_mobile=True)
    zoom = "async () => (await window.atlasMap).map.getZoom()"
    before = it.frame.evaluate(zoom)
    x, y = it.point(18.4434, 1.4092)
    hand = it.page.context.new_cdp_session(it.page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
        it.page.wait_for_timeout(16)

    touch("touchStart", (x - 20, y), (x + 20, y))
    for step in range(1, 12):
        touch("touchMove", (x - 20 - 6 * step, y), (x + 20 + 6 * step, y))
    touch("touchEnd")
    it.wait_map(f"before => ({zoom})().then(now => now > before + 0.4)", before)
    it.look_at(18.4434, 1.4092, 8)
    it.page.wait_for_timeout(400)  # a touch this soon after another is a double tap to Chromium, and no click
    it.page.touchscreen.tap(*it.point(18.4434, 1.4092))
    listed = it.frame.locator(".atlas-list")
    expect(listed).to_be_visible()
    listed.locator("li button").first.tap()
    it.wait_param_set("event")
    it.card.wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_page_and_map_wear_the_readers_theme(explore, theme):
    it = explore(f"event={EVENT}", theme=theme)
    ground = GROUNDS[theme]
    land = it.colours("atlas-land")
    assert land[rgb(ground.land)] > 20_000
    assert it.colours("atlas-water")[rgb(ground.water)] > 500
    page = it.page.locator("[data-testid=stApp]").evaluate("node => getComputedStyle(node).backgroundColor")
    assert page == f"rgb({rgb(ground.page).replace(',', ', ')})"
    text = it.part("view_sentence").locator("p").evaluate("node => getComputedStyle(node).color")
    assert text == f"rgb({rgb(ground.text).replace(',', ', ')})"
    symbol = it.card.locator(".atlas-kind .atlas-symbol")
    colour = symbol.evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == f"rgb({rgb(getattr(SYMBOLS['violence'], theme)).replace(',', ', ')})"
    legend = it.frame.locator(".atlas-legend").evaluate("node => getComputedStyle(node).backgroundColor")
    assert legend == page
    expect(it.page.locator(".brush")).to_have_attribute("data-theme", theme)


def test_page_and_map_follow_a_change_of_theme(explore):
    it = explore()
    it.page.emulate_media(color_scheme="dark")
    dark = GROUNDS["dark"]
    expect(it.page.locator("[data-testid=stApp]")).to_have_css(
        "background-color", f"rgb({rgb(dark.page).replace(',', ', ')})"
    )
    it.wait_map("document.documentElement.dataset.theme === 'dark'")
    expect(it.page.locator(".brush")).to_have_attribute("data-theme", "dark")
    expect(it.part("view_figures").locator("dt").first).to_have_css(
        "color", f"rgb({rgb(dark.text_quiet).replace(',', ', ')})"
    )
    it.redrawn()
    assert it.colours("atlas-land")[rgb(dark.land)] > 20_000


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_no_label_of_a_control_is_cut_off(explore, width, height):
    it = explore("lang=fr", width=width, height=height)
    cut = """root => {
      const found = [];
      for (const node of root.querySelectorAll("button, label, legend, .atlas-legend-row, .atlas-sentence, dd, dt"))
        if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflow !== "visible")
          found.push(node.textContent.trim());
      return found;
    }"""
    assert it.frame.locator("body").evaluate(cut) == []
    for key in ("head", "view_sentence", "view_figures"):
        assert it.part(key).evaluate(cut) == []
