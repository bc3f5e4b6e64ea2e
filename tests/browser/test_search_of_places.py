"""The place search in a browser: the map goes there once, and nothing leaves the house unless it is switched on."""

from __future__ import annotations

import re

import pytest
from explore_page import Explore

from geo.words import t

pytestmark = pytest.mark.browser


def search(it, typed: str, lang: str = "en") -> None:
    """Open the search and send a text."""
    it.part("place_search").get_by_role("button").first.click()
    field = it.page.get_by_label(t(lang, "search.field"))
    field.fill(typed)
    field.press("Enter")


def test_the_map_goes_to_the_place_that_was_chosen(explore, no_outside_requests) -> None:
    it = explore("region=Mopti")
    outside = no_outside_requests(it.page, it.address)
    search(it, "tombouctou")
    it.page.get_by_role("button", name=re.compile(r"^.*Timbuktu \(Tombouctou\) · site$")).click()
    it.wait_map(
        "async () => { const { map } = await window.atlasMap;"
        " return map.getBounds().contains([16.77, -3.01]) && map.getZoom() > 8; }"
    )
    it.frame.locator(".atlas-found", has_text="Timbuktu").wait_for()
    assert it.params["region"] == ["Mopti"]
    # A window of another size, or a sentence above the map that needs a line more, does not send it back to the region.
    it.resize(1200, 820)
    assert it.in_view(16.77, -3.01) and not it.in_view(14, -3)
    # Moved away by hand, it stays there whatever else changes.
    it.look_at(14, -3, 9)
    it.filter("verified").locator("label").click()
    it.wait_param("verified", "1")
    it.expect_linked()
    assert it.in_view(14, -3) and not it.in_view(16.77, -3.01)
    assert outside == []


def test_a_close_spelling_filters_round_its_place_from_another_page(page, serve) -> None:
    it = Explore(page(), serve("app.py"))
    it.page.goto(f"{it.address}/data?lang=fr")
    it.part("place_search").wait_for()
    it.settle()
    search(it, "Ogosagou", "fr")
    it.part("place_result_0").get_by_role("button", name="Ogossagou · site · graphie proche").wait_for()
    it.part("place_near_0").get_by_role("button").click()
    it.wait_param("near", "ogossagou")
    it.wait_param("within_km", "25")
    it.wait(
        "said => document.querySelector('.st-key-view_sentence p')?.textContent.includes(said)",
        "à moins de 25\u00a0km d’Ogossagou",
    )
    it.part("event_map").locator("iframe").wait_for()
    assert it.params["near"] == ["ogossagou"] and it.params["lang"] == ["fr"]
