"""Sites and Routes in a real browser: charts in both themes, chosen by hand and by key, nothing asked of elsewhere."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="playwright is not installed")
from playwright.sync_api import expect  # noqa: E402

SPOT = ".strip [data-event]"


@pytest.fixture
def routes(page, serve, no_outside_requests):
    """A function that opens a page of places with every other host cut off."""
    opened = []

    def open_routes(address: str, **options):
        it, base = page(**options), serve("app.py")
        outside, errors = no_outside_requests(it, base), []
        it.on("pageerror", lambda error: errors.append(str(error)))
        it.goto(f"{base}{address}")
        opened.append((outside, errors))
        return it

    yield open_routes
    for outside, errors in opened:
        assert (outside, errors) == ([], [])


def test_a_symbol_on_the_strip_opens_its_card_and_stands_in_the_address(routes):
    it = routes("/routes?lang=en")
    spot = it.locator(SPOT).nth(4)
    event = spot.get_attribute("data-event")
    spot.dispatch_event("click")
    expect(it.locator(f'article[data-event="{event}"]')).to_be_visible()
    it.wait_for_url(f"**event={event}*")
    expect(it.locator(f'.list tr.selected[data-event="{event}"]')).to_be_visible()
    expect(it.locator(f'.strip [data-event="{event}"] .ring')).to_have_count(1)


def test_the_strip_is_walked_with_arrows_and_chosen_with_enter(routes):
    it = routes("/routes?lang=en")
    spots = it.locator(SPOT)
    expect(it.locator(f"{SPOT}[tabindex='0']")).to_have_count(1)
    spots.first.focus()
    it.keyboard.press("ArrowRight")
    it.keyboard.press("ArrowRight")
    it.keyboard.press("ArrowLeft")
    event = spots.nth(1).get_attribute("data-event")
    assert it.evaluate("() => { let a = document.activeElement; while (a.shadowRoot) a = a.shadowRoot.activeElement;"
                       " return a.dataset.event; }") == event  # fmt: skip
    it.keyboard.press("Enter")
    expect(it.locator(f'article[data-event="{event}"]')).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chart_wears_the_theme_and_fits_a_phone(routes, theme: str):
    it = routes("/routes?lang=fr", width=390, height=844, theme=theme)
    strip = it.locator(".strip")
    expect(strip).to_be_visible()
    colour = it.locator(".strip .mark.violence").first.evaluate("mark => getComputedStyle(mark).fill")
    assert colour == {"light": "rgb(213, 94, 0)", "dark": "rgb(240, 116, 58)"}[theme]
    box = strip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    names = it.locator(".strip .place").evaluate_all("all => all.map(one => one.getBoundingClientRect().left)")
    assert len(names) == 5 and min(names) >= 0


def test_a_row_of_a_dossier_opens_its_card_and_the_site_stays(routes):
    it = routes("/sites?site=ogossagou&lang=en")
    it.locator('.st-key-place_events tr[data-event="2019-03-23-ogossagou-attack"]').click()
    expect(it.locator('article[data-event="2019-03-23-ogossagou-attack"]')).to_be_visible()
    expect(it.locator('article[data-site="ogossagou"]')).to_be_visible()
    it.wait_for_url("**site=ogossagou*")
