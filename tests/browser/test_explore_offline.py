"""Explore with the network cut: the whole map stands, nothing is asked of another host, every answer is guarded."""

from __future__ import annotations

import pytest
from explore_page import Explore, rgb

from geo import ahead
from geo.dataset import load
from geo.style import GROUNDS, SYMBOLS

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="playwright is not installed")

LIGHT = GROUNDS["light"]
GAO = 16.2717, -0.0447
POLICY = "content-security-policy"
#: Where a map says that it is painted.
WORD = "**/atlas/painted/*"


def near(colour: str, other: str, by: int = 8) -> bool:
    """Say whether two colours are the same but for blending with what lies under them."""
    return all(abs(int(a) - int(b)) <= by for a, b in zip(colour.split(","), other.split(","), strict=True))


@pytest.fixture
def offline(page, serve, no_outside_requests):
    """The page with every other host cut off, and the list of what it asked of them."""
    it = Explore(page(), serve("app.py"))
    outside = no_outside_requests(it.page, it.address)
    it.open()
    yield it, outside
    assert it.errors == []


def test_without_a_network_the_whole_map_stands(offline):
    it, outside = offline
    placed = it.summary("")["placed"]
    assert placed == 384
    it.wait_atlas("shown", placed)
    assert it.atlas("total") == 429
    land, water = it.colours("atlas-land"), it.colours("atlas-water")
    assert land[rgb(LIGHT.land)] > 20_000, "Mali"
    assert land[rgb(LIGHT.neighbour)] > 50_000, "its neighbours"
    assert water[rgb(LIGHT.water)] > 500, "rivers and lakes"
    assert sum(it.colours("atlas-lines").values()) > 500, "borders"
    assert it.colours("atlas-sites")[rgb(LIGHT.site)] > 50, "sites"
    assert it.colours("atlas-labels")[rgb(LIGHT.label)] > 200, "names"
    # The sea round the embedded layers is the frame's own ground.
    ground = it.frame.evaluate("getComputedStyle(document.querySelector('#map_div')).backgroundColor")
    assert ground.removeprefix("rgb(").removesuffix(")").replace(" ", "") == rgb(LIGHT.water)
    events = it.colours("atlas-events")
    for symbol in SYMBOLS.values():
        drawn = sum(n for colour, n in events.items() if near(colour, rgb(symbol.light), 30))
        assert drawn > 20, f"{symbol.shape}s"
    assert outside == []


def test_the_rest_of_the_page_waits_for_the_map(explore, serve):
    held = []
    it = explore(
        address=serve("tests/browser/harness/large_app.py"),
        ready=False,
        before=lambda page: page.route(WORD, lambda route: held.append(route)),
    )
    it.find_map()
    it.wait_map("window.atlas?.ready")
    it.wait_atlas("shown", 384)
    assert it.sentence == it.summary("")["sentence"]
    assert it.filter("reset").count() == 1
    for piece in (it.filter("years"), it.page.locator(".table"), it.page.locator(".brush"), it.part("export_menu")):
        assert piece.count() == 0
    for _ in range(100):
        if not held:
            it.page.wait_for_timeout(100)
    held[0].continue_()
    it.there()
    it.expect_linked()


def test_a_map_that_never_says_a_word_does_not_keep_the_page(explore):
    explore(before=lambda page: page.route(WORD, lambda route: route.abort())).expect_linked()


def test_every_piece_of_the_map_reaches_its_edges(offline):
    it, _ = offline
    frame, canvases = it.frame.evaluate(
        """() => [[innerWidth, innerHeight], [...document.querySelectorAll("canvas")].map(canvas => {
          const { left, top, right, bottom } = canvas.getBoundingClientRect();
          return [canvas.parentElement.className, left, top, right, bottom];
        })]"""
    )
    assert frame[0] > 600 and frame[1] > 500
    assert len(canvases) >= 7
    for name, left, top, right, bottom in canvases:
        assert left <= 0 and top <= 0 and right >= frame[0] - 1 and bottom >= frame[1] - 1, name


def test_the_route_du_poisson_is_drawn_along_its_waypoints(offline):
    it, _ = offline
    points = load().route_points
    line = points[points["route_id"] == "route-du-poisson"][["lat", "lon"]].to_numpy().tolist()
    middle = line[len(line) // 2]
    it.look_at(*middle, 8)
    drawn = [place for place in line if it.in_view(*place)]
    assert len(drawn) > len(line) / 2
    for place, colours in zip(drawn, it.colours_at("atlas-routes", drawn), strict=True):
        assert any(near(colour, rgb(LIGHT.label), 40) for colour in colours), place


def test_zooming_panning_tips_menus_and_modes_ask_no_other_host(offline):
    it, outside = offline
    it.look_at(*GAO, 9)
    it.page.mouse.move(*it.point(*GAO))
    it.frame.locator(".atlas-tip", has_text="Gao").wait_for()
    it.frame.get_by_role("button", name="Layers").click()
    it.frame.get_by_label("Routes").uncheck()
    it.redrawn()
    assert it.colours("atlas-routes") == {}
    it.frame.get_by_role("radio", name="Events").click()
    it.wait_param("mode", "events")
    it.frame.get_by_role("radio", name="Density").click()
    it.wait_param("mode", "density")
    it.expect_linked()
    for name in ("Link", "Export"):
        it.page.get_by_role("button", name=name).click()
        it.page.get_by_test_id("stPopoverBody").wait_for()
        it.page.keyboard.press("Escape")
    assert outside == []


def test_an_online_background_that_does_not_answer_leaves_the_embedded_one(page, serve, no_outside_requests):
    it = Explore(page(), serve("app.py"))
    outside = no_outside_requests(it.page, it.address)
    it.open()
    assert outside == []
    it.frame.get_by_role("button", name="Layers").click()
    it.frame.get_by_label("OpenStreetMap").check()
    it.frame.get_by_text("The chosen background does not answer").wait_for()
    assert outside and all("openstreetmap.org" in url for url in outside)
    assert it.colours("atlas-land")[rgb(LIGHT.land)] > 20_000
    assert it.atlas("shown") == 384
    it.frame.get_by_label("Embedded map").check()
    it.frame.get_by_text("The chosen background does not answer").wait_for(state="detached")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?region=Gao",
        "/api/health",
        "/api/summary.json",
        "/api/events.geojson?region=Gao",
        "/api/summary.json?region=Atlantis",
        "/api/nothing",
        "/api/routes.geojson",
        "/_stcore/health",
        "/favicon.png",
    ],
)
def test_every_answer_carries_the_security_headers(serve, path):
    import urllib.error
    import urllib.request

    try:
        answer = urllib.request.urlopen(serve("app.py") + path, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    expect_guarded(answer.headers)


def expect_guarded(headers) -> None:
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    policy = dict(part.strip().split(" ", 1) for part in headers[POLICY].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] in ("'self'", "'none'")
    assert policy["object-src"] == "'none'"
    for kind in ("script-src", "style-src", "connect-src", "frame-src", "font-src"):
        allowed = policy[kind].split()
        assert not any("//" in origin or origin in ("*", "https:", "http:") for origin in allowed), (kind, allowed)


def test_all_that_a_page_fetches_is_of_its_own_origin_guarded_and_there(page, serve):
    it = Explore(page(), serve("app.py"))
    answers = []
    it.page.on("response", lambda response: answers.append((response.url, response.status, response.headers)))
    it.open("region=Gao")
    assert len(answers) > 20
    for url, status, headers in answers:
        if url.startswith(("data:", "blob:")):
            continue
        assert url.startswith(it.address + "/"), url
        assert status < 400, (url, status)
        if status != 304:
            expect_guarded(headers)
    # What the browser is told to fetch ahead of the map is what the map fetches, all of it and nothing else.
    fetched = {url.removeprefix(it.address) for url, _, _ in answers}
    assert set(ahead.files()) == {
        url for url in fetched if url.startswith(("/atlas/map/", "/atlas/leaflet/", "/atlas/ground/"))
    }
    # A first visit on a bad link: what can be compressed is, Streamlit's own scripts, the largest, included.
    large = [
        (url, h) for url, _, h in answers if url.endswith((".js", ".css")) and int(h.get("content-length", 0)) > 10_000
    ]
    assert any("/static/js/" in url for url, _ in large)
    assert [url for url, headers in large if headers.get("content-encoding") != "gzip"] == []
    kinds = " ".join(url for url, _, _ in answers)
    for piece in (
        "/api/sites.geojson",
        "/api/routes.geojson",
        "leaflet.js",
        "events.bin",
        "rows.json",
        "histogram.json",
    ):
        assert piece in kinds
    assert it.errors == []
