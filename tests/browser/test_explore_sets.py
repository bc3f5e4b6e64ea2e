"""What is drawn is what the engine counts: for any view, for hostile events, for sets too large for the browser."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "geo"))
from drawn import likely_views
from hypothesis import HealthCheck, Phase, given, settings
from made_sets import event, frame

from geo import sample
from geo.counting import CountingStore
from geo.dataset import load
from geo.sets import SetInfo, Shelf
from geo.view import View
from geo.webmap import arrays
from geo.webmap.assets import MAP_FOLDER
from geo.words import t
from ui.map_panel import _days

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="playwright is not installed")

LARGE_APP = "tests/browser/harness/large_app.py"
#: The curated events, as the layer reads them, and how it counts views: each with its mask and window.
COUNT = """
async ([source, data, views, groups]) => {
  const { Shown, decode } = await import(`data:text/javascript;base64,${source}`);
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const shown = new Shown(decode(bytes.buffer), groups);
  const sum = (counts) => counts.reduce((a, b) => a + b, 0);
  shown.setSize("killed");
  return views.map(([mask, window]) => {
    shown.setMask(mask);
    shown.setWindow(window);
    return [shown.count, sum(shown.perPlace), sum(shown.perGroup), sum(shown.killed.perPlace)];
  });
}
"""


def drawn_views(number: int) -> list[View]:
    """Return so many drawn views, the same at each run."""
    found: list[View] = []
    quiet = list(HealthCheck)

    @settings(max_examples=number, derandomize=True, database=None, deadline=None, suppress_health_check=quiet)
    @given(view=likely_views())
    def collect(view: View) -> None:
        found.append(view)

    collect()
    return found[:number]


def test_the_layer_counts_what_the_engine_counts_for_200_views(page):
    store = CountingStore(load())
    views = drawn_views(200)
    assert len(views) == 200 and len({store.summary(view).events for view in views}) > 40
    asked = []
    for view in views:
        flags = store.flags(view.but(start=None, end=None))
        window = [_days(view.start), _days(view.end)] if view.start or view.end else None
        asked.append([None if flags.all() else arrays.mask(flags), window])
    source, data = (MAP_FOLDER / "event-data.js").read_bytes(), arrays.encode(store.dataset)
    opened = page()
    opened.goto("about:blank")
    encoded = [base64.b64encode(part).decode() for part in (source, data)]
    found = opened.evaluate(COUNT, [*encoded, asked, 5])
    for view, (count, places, groups, killed) in zip(views, found, strict=True):
        summary, events = store.summary(view), store.events(view)
        assert count == places == groups == summary.placed, view
        assert killed == int(events.loc[events["lat"].notna(), "killed_best"].sum()), view


def test_the_page_draws_what_the_engine_counts_for_drawn_views(explore):
    it = explore()

    @settings(
        max_examples=12,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(view=likely_views())
    def check(view: View) -> None:
        # The rest of the page comes after the map, and is not what this is about.
        it.open(view.but(lang="en").query(), ready=False)
        it.find_map()
        it.wait_map("window.atlas?.ready")
        found = it.summary()
        it.wait_atlas("shown", found["placed"])
        assert it.figures()[0] == f"{found['events']:,}"

    check()


# -- hostile events -------------------------------------------------------------------------------------------------

#: Where thousands lie on one point, and where each of the other events that can be seen lies.
HEAP, ZERO, HUGE, LONG = (16.27, -0.04), (14.5, -4.2), (20.2, 1.0), (18.5, -8.0)
HOSTILE = [
    event("north-pole", "2013-01-02", lat=90.0, lon=0.0),
    event("south-pole", "2013-01-03", lat=-90.0, lon=12.0),
    event("date-line", "2014-01-02", lat=0.0, lon=180.0),
    event("other-side", "2014-01-03", lat=0.0, lon=-180.0),
    event("zero", "2015-01-02", lat=ZERO[0], lon=ZERO[1], killed_best=0, killed_low=0, killed_high=0),
    event("huge", "2015-01-03", lat=HUGE[0], lon=HUGE[1], killed_best=9_000_000_000, killed_high=9_000_000_000),
    event("unknown", "2015-01-04", lat=ZERO[0], lon=ZERO[1], killed_best=None, killed_low=None, killed_high=None),
    event("long", "1995-01-01", date_end="2031-12-31", lat=LONG[0], lon=LONG[1]),
    event("nowhere", "2016-01-01", lat=None, lon=None, region="", cercle="", location_precision="off_map"),
    *(event(f"heap-{n:05d}", f"20{13 + n % 11}-06-0{1 + n % 9}", lat=HEAP[0], lon=HEAP[1]) for n in range(4000)),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("sets"))
    shelf.keep(SetInfo("hostile", "Hostile events"), frame(*HOSTILE))
    return shelf


@pytest.fixture
def hostile(shelf: Shelf, explore, serve):
    def open_hostile(query: str = ""):
        address = serve("app.py", ATLAS_SETS_FOLDER=str(shelf.folder))
        return explore(f"data=hostile{query}", address=address)

    return open_hostile


def test_events_at_the_edges_of_the_world_are_counted_and_the_others_drawn(hostile):
    it = hostile()
    assert it.expect_linked()["placed"] == it.atlas("shown") == len(HOSTILE) - 1
    for found in it.colours_at("atlas-events", [HEAP, ZERO, HUGE, LONG]):
        assert found, "no symbol"
    it.page.mouse.move(*it.point(*HEAP))
    it.frame.get_by_text("4,000 events").first.wait_for()
    it.frame.get_by_role("radio", name="Events").click()
    it.wait_param("mode", "events")
    it.redrawn()
    assert it.atlas("shown") == len(HOSTILE) - 1
    assert all(it.colours_at("atlas-events", [HEAP, ZERO, HUGE, LONG]))
    # An event of years is there in each of them; a window beyond the others holds it alone.
    it = hostile("&from=2028&to=2029")
    assert it.expect_linked()["placed"] == it.atlas("shown") == 1
    assert all(it.colours_at("atlas-events", [LONG])) and not any(it.colours_at("atlas-events", [HUGE]))


def test_symbols_count_the_killed_and_a_place_without_a_known_death_is_a_ring(hostile):
    it = hostile("&mode=places")
    it.frame.get_by_role("button", name="people killed").click()
    it.wait_param("size", "killed")
    it.redrawn()
    sizes = it.frame.evaluate(
        """async (places) => {
          const { events } = await window.atlasMap;
          const { placeLat, placeLon } = events.data;
          return places.map(([lat, lon]) => {
            const near = (one, other) => Math.abs(one - other) < 1e-4;
            const at = placeLat.findIndex((known, i) => near(known, lat) && near(placeLon[i], lon));
            return [events.placeRadius(at), events.shown.weights[at]];
          });
        }""",
        [list(HEAP), list(ZERO), list(HUGE)],
    )
    (heap, killed), (ring, none), (largest, most) = sizes
    assert (killed, none, most) == (12_000, 0, 2**31 - 1)
    assert largest == pytest.approx(26) and 2 < heap < largest and ring == 3.5
    for text in ("killed at a place, best estimates", "No death known"):
        it.frame.get_by_text(text).wait_for()
    it.page.mouse.move(*it.point(*ZERO))
    it.frame.get_by_text("0 killed, best estimates").wait_for()
    it.frame.get_by_text("1 violent event of unknown toll").wait_for()
    # The number of events drawn is what it was.
    assert it.atlas("shown") == len(HOSTILE) - 1


def test_a_set_that_is_deleted_stays_on_the_page_that_shows_it(shelf: Shelf, explore, serve):
    shelf.keep(SetInfo("brief", "Brief <b>set</b>"), frame(*HOSTILE[4:40]))
    address = serve("app.py", ATLAS_SETS_FOLDER=str(shelf.folder))
    it = explore("data=brief", address=address)
    wanted = it.summary("data=brief&from=2015")
    before = it.atlas("shown")
    shelf.delete("brief")
    assert it.atlas("shown") == before
    it.handle("First day").focus()
    for _ in range(20):
        it.page.keyboard.press("PageUp")
    it.wait_param("from", "2015")
    it.page.get_by_text(t("en", "sets.gone", name="Brief <b>set</b>")).wait_for()
    it.wait_atlas("shown", wanted["placed"])
    assert it.figures()[0] == str(wanted["events"])
    it.part("event_table").get_by_text(f"{wanted['events']} events").first.wait_for()
    it.page.reload()
    it.part("problems").get_by_text("brief").first.wait_for()
    it.wait("text => document.querySelector('.st-key-view_sentence p')?.textContent.includes(text)", "429")
    it.errors.clear()  # the reload cut answers off


# -- large sets -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("large")
    sample.write(load(), 60_000, folder / "sample.parquet")
    Shelf(folder / "sets").keep(SetInfo("many", "Many"), folder / "sample.parquet")
    return folder / "sets"


def in_frame(it) -> dict:
    """Return what the API counts in the part of the world that the map asks about."""
    frame = it.frame.evaluate("async () => (await window.atlasMap).cells.frame()")
    answer = it.page.request.get(f"{it.address}/api/cells.json?{it.query}&{frame.partition('&from')[0]}")
    assert answer.status == 200, answer.text()
    return answer.json()


def test_a_set_too_large_for_the_browser_is_drawn_in_cells_that_add_up(explore, serve, many: Path):
    it = explore("data=many&from=2015", address=serve(LARGE_APP, ATLAS_SETS_FOLDER=str(many)))
    found, counted = it.summary(), in_frame(it)
    assert 5_000 < found["placed"] * 0.95 < counted["events"] <= found["placed"]
    it.wait_atlas("shown", counted["events"])
    drawn = it.frame.evaluate("async () => [...(await window.atlasMap).events.shown.perPlace]")
    assert sum(drawn) == counted["events"] and len(drawn) == len(counted["cells"]) < 3_000
    assert it.figures()[0] == f"{found['events']:,}"
    # The brush is released: cells, figures and table follow.
    it.handle("First day").focus()
    it.page.keyboard.press("PageUp")
    it.wait_param("from", "2016")
    it.settle()
    fewer = it.summary()
    it.wait("n => document.querySelector('.atlas-figures dd').textContent === n", f"{fewer['events']:,}")
    it.wait_atlas("shown", in_frame(it)["events"])
    # Where few are left, they are drawn one by one and can be asked for.
    it.look_at(18.44, 1.41, 12)
    near = in_frame(it)
    assert 0 < near["events"] <= 5_000
    it.wait_atlas("shown", near["events"])
    assert not it.frame.evaluate("async () => Boolean((await window.atlasMap).events.shown.cells)")


# -- others ---------------------------------------------------------------------------------------------------------


def test_two_users_do_not_move_each_other(explore):
    one, two = explore(), explore("region=Gao")
    before = two.atlas("shown"), two.handle("Time window").get_attribute("aria-valuetext"), two.page.url
    one.handle("First day").focus()
    one.page.keyboard.press("PageUp")
    one.wait_param("from", "2013")
    one.expect_linked()
    two.redrawn()
    assert (two.atlas("shown"), two.handle("Time window").get_attribute("aria-valuetext"), two.page.url) == before
    assert two.expect_linked()["region"].keys() == {"Gao"}
