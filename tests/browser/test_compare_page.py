"""Compare in a real browser: two maps that move together on one scale, their counts, French, phone, dark."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import expect  # noqa: E402

from geo.words import catalogue  # noqa: E402

PERIODS = "a_from=2018&a_to=2019&b_from=2021&b_to=2022"
SUMMARIES = {"a": "from=2018&to=2019", "b": "from=2021&to=2022"}


class Compare:
    """The page with its two maps."""

    def __init__(self, page, base: str) -> None:
        self.page, self.base = page, base
        self.frames: dict = {}

    def open(self, query: str) -> Compare:
        self.page.goto(f"{self.base}/compare?{query}")
        for side in "ab":
            frame = self.page.locator(f".st-key-compare_map_{side} iframe")
            frame.wait_for(state="attached", timeout=60_000)
            self.frames[side] = frame.element_handle().content_frame()
            self.wait(side, "window.atlas?.ready")
        return self

    def wait(self, side: str, script: str, given=None) -> None:
        self.frames[side].wait_for_function(script, arg=given, polling=100, timeout=60_000)

    def where(self, side: str) -> list[float]:
        """Return latitude, longitude and zoom of a map."""
        return self.frames[side].evaluate(
            """async () => {
              const { map } = await window.atlasMap;
              const { lat, lng } = map.getCenter();
              return [lat, lng, map.getZoom()];
            }"""
        )

    def together(self) -> None:
        """Wait until the two maps show the same."""
        for _ in range(100):
            a, b = self.where("a"), self.where("b")
            if all(abs(one - other) < 1e-6 for one, other in zip(a, b, strict=True)):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"A shows {a}, B shows {b}")

    def drag(self, side: str, x: int, y: int) -> None:
        """Drag a map, as a hand does."""
        frame = self.page.locator(f".st-key-compare_map_{side} iframe")
        frame.scroll_into_view_if_needed()
        box = frame.bounding_box()
        at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.mouse.move(*at)
        self.page.mouse.down()
        self.page.mouse.move(at[0] + x / 2, at[1] + y / 2, steps=4)
        self.page.mouse.move(at[0] + x, at[1] + y, steps=4)
        self.page.mouse.up()

    def scale(self, side: str) -> list[float]:
        """Return the number that the largest symbol stands for, and the radii of 1 and 9 events."""
        return self.frames[side].evaluate(
            """async () => {
              const { events } = await window.atlasMap;
              return [events.shown.largest, events.radius(1), events.radius(9)];
            }"""
        )


@pytest.fixture
def comparing(page, serve, no_outside_requests):
    """A function that opens the page with every other host cut off."""
    opened = []

    def open_compare(query: str, **options) -> Compare:
        it, base = page(**options), serve("app.py")
        it.set_default_timeout(30_000)
        outside, errors = no_outside_requests(it, base), []
        it.on("pageerror", lambda error: errors.append(str(error)))
        opened.append((outside, errors))
        return Compare(it, base).open(query)

    yield open_compare
    for outside, errors in opened:
        assert (outside, errors) == ([], [])


def test_the_maps_move_together_whichever_is_moved(comparing) -> None:
    it = comparing(f"{PERIODS}&lang=en")
    it.together()
    for leader, other, x in (("a", "b", 60), ("b", "a", -90)):
        before = it.where(other)
        it.drag(leader, x, 20)
        it.together()
        assert abs(it.where(other)[1] - before[1]) > 0.2
    # The wheel over B zooms A as well; and nothing goes on moving once the hand has let go.
    zoom = it.where("a")[2]
    it.page.mouse.wheel(0, -400)
    it.wait("a", "async zoom => (await window.atlasMap).map.getZoom() > zoom", zoom)
    it.together()
    it.page.wait_for_timeout(600)
    still = it.where("a")
    it.page.wait_for_timeout(400)
    assert it.where("a") == still
    it.together()


def test_the_counts_of_both_maps_and_of_the_page_are_the_summaries(comparing) -> None:
    it = comparing(f"{PERIODS}&region=Mopti&category=armed_clash&category=attack_on_civilians&lang=en")
    events = []
    for side, window in SUMMARIES.items():
        query = f"{window}&region=Mopti&category=armed_clash&category=attack_on_civilians"
        found = it.page.request.get(f"{it.base}/api/summary.json?{query}").json()
        events.append(found["events"])
        it.wait(side, "n => window.atlas.shown === n", found["placed"])
    figures = it.page.locator(".st-key-compare_sides dd:not(.small)")
    expect(figures).to_have_text([str(n) for n in events])
    assert it.scale("a") == it.scale("b")
    # Where symbols count the killed, too.
    it.page.goto(f"{it.page.url}&size=killed")
    it.open(it.page.url.partition("?")[2])
    assert it.scale("a") == it.scale("b") and it.scale("a")[0] > 12
    # One hand, then the other: a symbol is as large on B as on A.
    it.page.locator(".st-key-compare_swap button").click()
    it.page.wait_for_url("**a_from=2021*")
    expect(figures).to_have_text([str(n) for n in reversed(events)])


def test_french_is_wholly_french(comparing) -> None:
    it = comparing(f"{PERIODS}&lang=fr")
    expect(it.page.locator(".st-key-compare_years figure").first).to_be_visible()
    main = it.page.locator("[data-testid=stMain], .stMain").first.inner_text()
    shown = main + " ".join(it.page.locator(f".st-key-compare_{part}").inner_text() for part in ("regions", "years"))
    for key, text in catalogue("en").items():
        if key.startswith(("compare.", "change.", "map.", "figure.", "page.")) and isinstance(text, str):
            for part in re.split(r"\{\w+\}", text):
                assert len(part) < 12 or part in catalogue("fr")[key] or part not in shown, key
    assert not re.search(r"\b(the|and|events|killed|fewer|region by)\b", shown)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_one_map_stands_below_the_other_and_nothing_is_cut_off(comparing, theme: str) -> None:
    it = comparing(f"{PERIODS}&lang=en", width=390, height=844, theme=theme, has_touch=True)
    a, b = (it.page.locator(f".st-key-compare_map_{side} iframe").bounding_box() for side in "ab")
    assert b["y"] >= a["y"] + a["height"] and a["x"] == b["x"] and a["x"] + a["width"] <= 390
    assert it.page.evaluate("document.documentElement.scrollWidth") <= 390
    it.together()


def test_a_region_opens_its_cercles_by_keyboard(comparing) -> None:
    it = comparing(f"{PERIODS}&lang=en")
    table = it.page.locator(".st-key-compare_regions")
    row = table.locator("tr.cercle", has_text="Douentza")
    expect(row).to_be_hidden()
    box = table.get_by_role("checkbox", name="Mopti")
    box.focus()
    it.page.keyboard.press("Space")
    expect(row).to_be_visible()


def test_the_table_is_downloaded_from_the_page_and_from_the_export_menu(comparing) -> None:
    it = comparing(f"{PERIODS}&lang=en")
    with it.page.expect_download() as caught:
        it.page.locator(".st-key-compare_csv button").click()
    content = caught.value.path().read_text(encoding="utf-8-sig")
    assert content.startswith("level,name,region,a_from") and "2018-01-01" in content
    it.page.locator(".st-key-export_menu button").first.click()
    link = it.page.locator(".atlas-exports a[href*='/api/compare.csv']")
    answer = it.page.request.get(it.base + link.get_attribute("href"))
    assert answer.status == 200 and answer.text().lstrip("\ufeff").replace("\r\n", "\n") == content.replace(
        "\r\n", "\n"
    )
