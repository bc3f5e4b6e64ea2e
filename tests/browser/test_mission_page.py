"""The Mission in a real browser: the story by keyboard on one map, claims by keyboard, nothing asked of elsewhere."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import expect  # noqa: E402


@pytest.fixture
def mission(page, serve, no_outside_requests):
    """A function that opens the page of the Mission with every other host cut off."""
    opened = []

    def open_mission(query: str, **options):
        it, base = page(**options), serve("app.py")
        outside, errors = no_outside_requests(it, base), []
        it.on("pageerror", lambda error: errors.append(str(error)))
        it.goto(f"{base}/mission?{query}")
        opened.append((outside, errors))
        return it

    yield open_mission
    for outside, errors in opened:
        assert (outside, errors) == ([], [])


def step(it, number: int):
    return it.locator(f'article[data-step="{number}"]')


def test_the_story_goes_on_and_back_by_arrow_keys_on_one_map(mission):
    it = mission("story=ten-years&lang=en")
    expect(step(it, 1)).to_be_visible()
    frame = it.frame_locator(".st-key-story_map iframe")
    expect(frame.locator(".leaflet-container")).to_be_visible()
    frame.locator("body").evaluate("() => { window.stayed = true; }")
    it.keyboard.press("ArrowRight")
    expect(step(it, 2)).to_be_visible()
    it.wait_for_url("**step=2*")
    it.keyboard.press("ArrowRight")
    expect(step(it, 3)).to_be_visible()
    it.keyboard.press("ArrowLeft")
    expect(step(it, 2)).to_be_visible()
    it.wait_for_url("**step=2*")
    # The map was never mounted anew: it glides from step to step.
    assert frame.locator("body").evaluate("() => window.stayed") is True


def test_the_story_is_walked_with_the_buttons_by_keyboard_alone(mission):
    it = mission("story=ten-years&step=10&lang=fr")
    expect(step(it, 10)).to_be_visible()
    it.locator(".st-key-story_on button").focus()
    it.keyboard.press("Enter")
    expect(step(it, 11)).to_be_visible()
    expect(it.locator(".st-key-story_on button")).to_be_disabled()
    it.locator(".st-key-story_back button").focus()
    it.keyboard.press("Space")
    expect(step(it, 10)).to_be_visible()


def test_a_link_restores_its_step_with_landmarks_and_headings(mission):
    it = mission("story=ten-years&step=6&lang=en")
    expect(step(it, 6)).to_be_visible()
    expect(it.get_by_role("heading", level=1)).to_be_visible()
    expect(it.get_by_role("heading", level=2, name="From the rebellion of 2012 to the last base")).to_be_visible()
    expect(it.get_by_role("heading", level=3, name="2020: a base at Ogossagou")).to_be_visible()
    assert step(it, 6).get_attribute("aria-live") == "polite"
    link = it.get_by_role("link", name="Explore freely from here")
    link.focus()
    it.keyboard.press("Enter")
    it.wait_for_url("**near=ogossagou*")
    expect(it.locator(".st-key-view_sentence")).to_contain_text("Ogossagou")


def test_a_claim_is_chosen_from_the_list_by_keyboard(mission):
    it = mission("verdict=qualified&lang=en")
    first = it.locator(".st-key-claim_list a.claim").first
    first.focus()
    it.keyboard.press("ArrowDown")
    second = it.locator(".st-key-claim_list a.claim").nth(1).get_attribute("data-choice")
    it.keyboard.press("Enter")
    expect(it.locator(f'article[data-claim="{second}"]')).to_be_visible()
    it.wait_for_url(f"**claim={second}*")


@pytest.mark.parametrize("part", ["claims", "story", "figures", "innovations", "agreements"])
def test_every_part_fits_a_phone(mission, part: str):
    it = mission(f"part={part}&lang=fr", width=390, height=844)
    expect(it.locator("h2").first).to_be_visible()
    assert it.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
