"""Presentation mode: a slide that fills the window, its type large, nothing on it for hands; Escape returns."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

#: Lowest height of a letter's line in thousandths of the slide's height: 12 points on a slide of 190 mm are 22.
_LEAST = 14


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
def test_the_slide_fills_the_window_with_large_type(explore, width, height):
    it = explore("region=Mopti&lang=fr&present=1", width=width, height=height, ready=False)
    page = it.page
    it.part("presenting").wait_for(timeout=60_000)
    it.frame = it.part("event_map").locator("iframe").element_handle(timeout=60_000).content_frame()
    it.wait_map("window.atlas?.ready && document.documentElement.classList.contains('atlas-presented')", timeout=60_000)
    page.locator(".brush text.year").first.wait_for(state="attached")
    it.settle()
    edges = page.evaluate(
        """() => ['view_sentence', 'event_map', 'timeline_brush', 'presenting'].map(key => {
          const box = document.querySelector(`.st-key-${key}`).getBoundingClientRect();
          return [box.top, box.bottom];
        })"""
    )
    for (_, above), (below, _) in zip(edges, edges[1:], strict=False):
        assert above <= below + 1  # nothing lies on anything
    assert height - 60 < edges[-1][1] <= height  # no blank band, and nothing below the fold
    sizes = page.evaluate(
        """() => {
          const size = (found) => parseFloat(getComputedStyle(found).fontSize);
          const roots = [document, ...[...document.querySelectorAll('*')].map(e => e.shadowRoot).filter(Boolean)];
          const all = (query) => roots.flatMap(root => [...root.querySelectorAll(query)]);
          return {
            sentence: size(document.querySelector('.atlas-sentence')),
            years: Math.min(...all('.brush text.year').map(size)),
            dates: Math.min(...all('.brush .dates').map(size)),
            sources: size(document.querySelector('.atlas-presented')),
          };
        }"""
    )
    unit = min(height, width * 9 / 16) / 1000
    assert sizes["sentence"] >= 25 * unit and min(sizes.values()) >= _LEAST * unit, sizes
    legend = it.frame.evaluate(
        """() => parseFloat(getComputedStyle(document.querySelector('.atlas-legend')).fontSize)
        * parent.document.querySelector('.st-key-event_map iframe').currentCSSZoom"""
    )
    assert legend >= _LEAST * unit
    # What only a hand needs is gone, on the page and on the map.
    for key in ("filter_panel", "export_menu", "head_pages", "event_table"):
        assert it.part(key).is_hidden()
    assert it.frame.locator(".leaflet-control-zoom").is_hidden() and it.frame.locator(".atlas-modes").is_hidden()
    assert it.frame.locator(".atlas-legend").is_visible()


def test_a_key_enters_and_escape_returns(explore):
    it = explore("lang=en")
    it.page.locator("body").press("Shift+P")
    it.wait_param("present", "1")
    it.part("presenting").wait_for()
    assert it.frame.evaluate("!!window.atlas.ready")  # the map was not mounted anew
    it.page.locator("body").press("Escape")
    it.wait_param("present")
    it.part("presenting").wait_for(state="detached")
    assert it.part("event_table").is_visible() and it.frame.locator(".leaflet-control-zoom").is_visible()
