"""The view as one HTML file in a browser without a network, opened from a folder as a reader would."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.export.formats import make
from geo.export.order import Order
from geo.library import LIBRARY
from geo.view import View

pytestmark = pytest.mark.browser


def atlas(page: Any, expression: str) -> Any:
    return page.evaluate(f"window.atlas?.{expression}")


def until(page: Any, condition: str) -> None:
    """Wait until an expression is true; by asking from outside, since the file's policy forbids evaluation inside."""
    for _ in range(200):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{condition}: {page.evaluate('JSON.stringify(window.atlas)')}")


@pytest.fixture
def opened(page: Any, tmp_path: Path) -> Any:
    """The file of a view, opened with the network cut; it must ask for nothing and complain of nothing."""
    order = Order(LIBRARY.open(), View(region=("Gao", "Kidal"), lang="fr"), made=date(2024, 2, 1))
    name, content = make(order, "html")
    path = tmp_path / name
    path.write_bytes(content)
    shown = page(offline=True)
    asked: list[str] = []
    shown.on("request", lambda r: asked.append(r.url) if not r.url.startswith(("data:", path.as_uri())) else None)
    shown.on("console", lambda m: asked.append(m.text) if m.type in ("error", "warning") else None)
    shown.on("pageerror", lambda error: asked.append(str(error)))
    shown.goto(path.as_uri())
    until(shown, "!!window.atlas?.ready && window.atlas.frames > 0")
    yield shown, order
    assert asked == []


def test_the_map_is_drawn_and_the_timeline_moves_it_without_a_network(opened: Any) -> None:
    page, order = opened
    summary = order.summary
    assert atlas(page, "shown") == summary.placed
    coloured = page.evaluate(
        """() => { const c = [...document.querySelectorAll('#map_div canvas.leaflet-zoom-animated')].map(c =>
        c.getContext('2d').getImageData(0, 0, c.width, c.height).data);
        return Math.max(...c.map(d => d.filter((v, i) => i % 4 === 3 && v > 200).length)); }"""
    )
    assert coloured > 2_000
    assert page.locator("#atlas-list > li:visible").count() == summary.events
    handle = page.locator(".brush").get_by_role("slider").last
    handle.focus()
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    last = date(2022, 12, 31)
    # The list follows the key, the map is drawn a frame later: what is asked for is the second key's window.
    until(page, f"window.atlas.window?.[1] === {(last - date(1970, 1, 1)).days}")
    within = order.store.summary(View(region=order.view.region, end=last))
    assert atlas(page, "shown") == within.placed < summary.placed
    assert page.locator("#atlas-list > li:visible").count() == within.events
    assert page.locator("#atlas-shown").inner_text().startswith(str(within.events))


def test_an_event_of_the_list_is_shown_on_the_map_with_its_sources(opened: Any) -> None:
    page, order = opened
    item = page.locator("#atlas-list > li").nth(3)
    item.locator("summary").click()
    until(page, "!!window.atlas.selected")
    assert atlas(page, "selected") == order.store.events(order.view)["id"].iloc[3] == item.get_attribute("data-id")
    assert item.get_by_role("link").first.get_attribute("href").startswith("http")
