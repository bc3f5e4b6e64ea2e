"""Measuring and drawing on the map: what is drawn filters, what is measured is true, coordinates are copied."""

from __future__ import annotations

import pytest
from geopy.distance import geodesic
from mgrs import MGRS

from geo.area import read
from geo.words import t

pytestmark = pytest.mark.browser

#: Corners about Mopti, in the middle of the map, clear of legend, tools and notes.
CORNERS = [(16.2, -4.3), (16.6, -1.5), (14.4, -1.0), (13.6, -4.0)]


def tool(it, name: str, lang: str = "en"):
    return it.frame.get_by_role("button", name=t(lang, f"map.tool_{name}"), exact=True)


def draw(it, name: str, corners, *, lang: str = "en") -> None:
    """Take a tool and click its points; the last one twice."""
    it.look_at(16, -3.2, 6.25)
    tool(it, name, lang).click()
    for corner in corners[:-1]:
        it.page.mouse.click(*it.point(*corner), delay=20)
    it.page.mouse.move(*it.point(*corners[-1]), steps=3)
    it.page.mouse.dblclick(*it.point(*corners[-1]))


def drawing(it):
    return it.frame.evaluate("window.atlas.drawing")


def test_a_polygon_drawn_with_the_mouse_filters_map_table_and_link(explore) -> None:
    it = explore()
    before = it.summary()
    draw(it, "polygon", CORNERS)
    it.wait_param_set("within")
    found = it.expect_linked()
    area = read(it.params["within"][0])
    assert len(area.corners) == 4
    for corner, meant in zip(area.corners, CORNERS, strict=True):
        assert corner == pytest.approx(meant, abs=0.03)
    assert 0 < found["events"] < before["events"]
    assert it.atlas("shown") == found["placed"]
    # Neither the corners nor the area were taken for clicks on a region or a symbol.
    assert set(it.params) == {"within", "lang"}
    assert "inside a drawn area of" in it.sentence
    assert drawing(it)["tool"] is None
    # The link draws it again; the button on the map takes it away.
    other = explore(it.query)
    assert other.atlas("shown") == found["placed"]
    other.frame.get_by_role("button", name=t("en", "map.area_remove")).click()
    other.wait_param("within")
    assert other.expect_linked()["events"] == before["events"]
    # And so does the filter panel.
    it.filter("area").get_by_role("button").click()
    it.wait_param("within")
    it.frame.get_by_role("button", name=t("en", "map.area_remove")).wait_for(state="detached")


def test_a_circle_reaches_from_its_middle_to_its_edge(explore) -> None:
    it = explore("lang=fr")
    it.look_at(16, -3.2, 6.25)
    tool(it, "circle", "fr").click()
    it.page.mouse.click(*it.point(14.5, -4.0), delay=20)
    it.page.mouse.move(*it.point(15.0, -3.5), steps=3)
    it.page.mouse.click(*it.point(15.5, -4.0), delay=20)
    it.wait_param_set("within")
    circle = read(it.params["within"][0])
    assert (circle.lat, circle.lon) == pytest.approx((14.5, -4.0), abs=0.03)
    assert circle.km == pytest.approx(geodesic((14.5, -4), (15.5, -4)).km, abs=3)
    it.expect_linked()
    assert f"à moins de {circle.km:.0f}\u00a0km de" in it.sentence


def test_a_line_of_a_hundred_kilometres_is_measured_as_geopy_measures_it(explore) -> None:
    it = explore()
    end = geodesic(kilometers=100).destination((14.5, -4.2), 77)
    draw(it, "distance", [(14.5, -4.2), (end.latitude, end.longitude), (16.27, -0.04)])
    found = drawing(it)
    assert found["done"] and len(found["km"]) == 2
    for (one, other), km in zip(zip(found["points"], found["points"][1:], strict=False), found["km"], strict=True):
        assert km == pytest.approx(geodesic(one, other).km, abs=0.001)
    # A pixel is about two kilometres wide here.
    assert found["km"][0] == pytest.approx(100, abs=4)
    said = it.frame.locator(".atlas-drawing").get_by_text("Total distance:").inner_text()
    assert said == f"Total distance: {sum(found['km']):,.1f}\u00a0km"
    labels = it.frame.locator(".atlas-length").all_inner_texts()
    assert labels == [f"{km:.1f}\u00a0km" for km in found["km"]]
    assert "within" not in it.params
    it.frame.get_by_role("button", name="Remove", exact=True).click()
    assert it.frame.locator(".atlas-length").count() == 0


def test_sides_that_cross_are_refused_in_words_and_escape_leaves(explore) -> None:
    it = explore()
    draw(it, "polygon", [CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]])
    it.frame.get_by_text(t("en", "map.draw_area_crosses")).wait_for()
    it.page.keyboard.press("Escape")
    it.frame.locator(".atlas-drawing").wait_for(state="hidden")
    assert drawing(it)["tool"] is None
    # The map is itself again: a click on bare ground takes the region.
    it.look_at(16, -3.2, 6.25)
    it.click_map(18.6, -4.0)
    it.wait_param_set("region")
    assert "within" not in it.params


def test_an_area_is_drawn_from_the_keyboard(explore) -> None:
    it = explore()
    it.look_at(15.5, -3.2, 6.25)
    tool(it, "polygon").focus()
    it.page.keyboard.press("Enter")
    it.frame.get_by_text(t("en", "map.draw_keys")).wait_for()
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight"):
        it.page.keyboard.press(" ")
        before = it.frame.evaluate("async () => (await window.atlasMap).map.getCenter()")
        it.page.keyboard.press(key)
        it.wait_map(
            "async ({ lat, lng }) => { const c = (await window.atlasMap).map.getCenter();"
            " return Math.hypot(c.lat - lat, c.lng - lng) > 0.3; }",
            before,
        )
        it.still()
    it.page.keyboard.press("Enter")
    it.wait_param_set("within")
    assert len(read(it.params["within"][0]).corners) == 3
    it.expect_linked()


def test_coordinates_are_copied_in_three_forms(explore) -> None:
    it = explore()
    it.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    it.look_at(16, -3.2, 6.25)
    it.page.mouse.click(*it.point(14.35, -3.61), button="right")
    box = it.frame.locator(".atlas-point-box")
    box.wait_for()
    forms = box.locator("code").all_inner_texts()
    lat, lon = map(float, forms[0].split(", "))
    assert (lat, lon) == pytest.approx((14.35, -3.61), abs=0.03)
    assert forms[1].startswith("14°2") and forms[1].endswith("″ W")
    assert forms[2].replace(" ", "") == MGRS().toMGRS(lat, lon)
    buttons = box.get_by_role("button", name="Copy")
    for i, form in enumerate(forms):
        buttons.nth(i).click()
        box.get_by_text(f"Copied: {form}").wait_for()
        assert it.page.evaluate("navigator.clipboard.readText()") == form
    it.page.keyboard.press("Escape")
    box.wait_for(state="detached")
    # From the keyboard, of the map's middle; and from there a filter round the point.
    middle = it.frame.evaluate("async () => (await window.atlasMap).map.getCenter()")
    it.frame.locator(".leaflet-container").focus()
    it.page.keyboard.press("c")
    box.get_by_role("button", name=t("en", "map.near_here")).click()
    it.wait_param_set("within")
    circle = read(it.params["within"][0])
    assert circle.km == 25
    assert (circle.lat, circle.lon) == pytest.approx((middle["lat"], middle["lng"]), abs=0.02)
    it.expect_linked()


def test_fingers_draw_and_find_coordinates_too(explore) -> None:
    it = explore(width=390, height=844, has_touch=True, is_mobile=True)
    it.look_at(15.5, -3.2, 5.25)
    it.part("event_map").scroll_into_view_if_needed()
    tool(it, "polygon").tap()
    it.wait_map("window.atlas.drawing.tool === 'polygon'")
    for number, corner in enumerate(CORNERS, 1):
        it.page.touchscreen.tap(*it.point(*corner))
        it.wait_map("number => window.atlas.drawing.points.length === number", number)
    it.frame.get_by_role("button", name="Done", exact=True).tap()
    it.wait_param_set("within")
    assert len(read(it.params["within"][0]).corners) == 4
    it.settle()
    tool(it, "point").tap()
    it.page.touchscreen.tap(*it.point(15.2, -2.5))
    it.frame.locator(".atlas-point-box code").nth(2).wait_for()


def test_a_locality_is_a_disc_and_a_road_a_stretch_where_they_are_wider_than_the_symbol(explore) -> None:
    it = explore("mode=events")
    drawn = "async () => ({ ...(await window.atlasMap).events.precisely.drawn })"
    it.look_at(17, -4, 5)
    far = it.frame.evaluate(drawn)
    it.look_at(14.6, -3.8, 9)
    near = it.frame.evaluate(drawn)
    assert near["localities"] > far["localities"]
    assert near["routes"] > 0
    legend = it.frame.locator(".atlas-legend")
    for word in ("legend_locality", "legend_stretch"):
        legend.get_by_text(t("en", f"map.{word}")).wait_for()
    # The stretch lies along the road of the data, thirty kilometres on either side of the event's point.
    line = it.frame.evaluate(
        "async () => (await window.atlasMap).events.precisely.stretch(14.4571, -3.8509, 30)",
    )
    ends = [(lat, lon) for lon, lat in (line[0], line[-1])]
    assert 25 < geodesic((14.4571, -3.8509), ends[0]).km <= 30.5
    assert geodesic((14.4571, -3.8509), ends[1]).km <= 30.5
    # Only what is exactly placed: no disc and no stretch is left.
    it.filter("exact").locator("label").click()
    it.wait_param("precision", "exact")
    it.expect_linked()
    assert it.frame.evaluate(drawn) == {"localities": 0, "routes": 0, "cercles": 0, "areas": 0}
