"""Data of one's own in a real browser: dropped in, used, seen by nobody else; limits of cercles that are clicked."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "geo"))
from made_sets import event, frame  # noqa: E402
from test_cercle_limits import OWNER, SOMEWHERE, squares  # noqa: E402
from test_import_ucdp import file as ucdp_file  # noqa: E402

from geo import fetching  # noqa: E402
from geo.sets import SetInfo, Shelf  # noqa: E402
from geo.words import t  # noqa: E402

SECRET = "Nobody else’s table"
ROWS = ucdp_file({"id": "1"}, {"id": "2", "latitude": "99"}, {"id": "3", "date_start": "2018-01-05 00:00:00.000"})
#: In the middle of invented limits, with no event near: those of a cercle with events, and of one without any.
TAKEN, EMPTY = (18.0, -4.5), (19.5, -5.5)
#: The attack of Ogossagou once more, as another source tells it: a possible duplicate.
AGAIN = event("again", "2019-03-24", category="attack_on_civilians", lat=13.954, lon=-3.57, killed_best=160)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sets that whoever runs the server kept: limits, and a set with an event that the Atlas has too."""
    folder = tmp_path_factory.mktemp("sets")
    limits = squares()
    for number, (lat, lon) in ((0, TAKEN), (2, EMPTY)):
        west, south, east, north = lon - 0.25, lat - 0.25, lon + 0.25, lat + 0.25
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        limits["features"][number]["geometry"]["coordinates"] = [ring]
    (folder / "own.geojson").write_text(json.dumps(limits))
    shelf = Shelf(folder / "kept")
    fetching.limits(shelf.folder, folder / "own.geojson")
    shelf.keep(SetInfo("other", "Another source", attribution="Its maker"), frame(AGAIN, event("alone")))
    shelf.keep(SetInfo("vague", "Known to a cercle"), frame(event("somewhere", **SOMEWHERE)))
    return shelf.folder


@pytest.fixture
def address(serve: Any, folder: Path) -> str:
    return str(serve("app.py", ATLAS_SETS_FOLDER=str(folder)))


def data_page(page: Any, address: str, query: str = "lang=en") -> Any:
    """Open the page of data and wait until its run is over."""
    opened = page()
    opened.set_default_timeout(60_000)
    opened.goto(f"{address}/data?{query}")
    opened.locator(".st-key-data_sets").wait_for()
    settle(opened)
    return opened


def settle(page: Any) -> None:
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'", polling=100
    )


def test_a_file_is_dropped_in_and_no_other_reader_sees_it(page: Any, address: str) -> None:
    mine = data_page(page, address)
    chosen = {"name": f"{SECRET}.csv", "mimeType": "text/csv", "buffer": ROWS}
    mine.locator(".st-key-upload input[type=file]").set_input_files([chosen])
    report = mine.locator(".st-key-upload_report")
    report.locator("dt").first.wait_for()
    assert report.locator("dd").all_inner_texts() == ["3", "3", "0", "1", "3"]
    assert "99" in report.locator(".atlas-findings tr", has_text=t("en", "import.did_repaired")).first.inner_text()
    with mine.expect_download() as download:
        report.get_by_role("button", name=t("en", "sets.report_csv")).click()
    assert "99" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "data=" not in mine.url
    mine.locator(".st-key-upload_use button").click()
    mine.wait_for_function("location.search.includes('data=own-')", polling=100)
    secret = parse_qs(urlsplit(mine.url).query)["data"][0]
    mine.locator(".st-key-data_sets").get_by_text(SECRET).wait_for()
    # Another reader, at the same time and later.
    other = data_page(page, address)
    other.locator(".st-key-data_sets").get_by_text("Another source").wait_for()
    assert SECRET not in other.locator("body").inner_text() and secret not in other.content()
    other.goto(f"{address}/?lang=en")
    other.locator(".st-key-filter_data").wait_for()
    settle(other)
    assert SECRET not in other.locator("body").inner_text() and secret not in other.content()


def test_a_click_takes_a_cercle_and_another_leaves_it(explore: Any, address: str) -> None:
    it = explore("lang=en", address=address)
    it.look_at(*EMPTY, 7)
    it.click_map(*EMPTY)
    # No event is there: that is said, and nothing is filtered to.
    it.page.get_by_text(t("en", "map.cercle_none", name="Kadiolo")).wait_for()
    assert "cercle" not in it.params
    it.look_at(*TAKEN, 7)
    it.click_map(*TAKEN)
    it.wait_param("cercle", "Koro")
    found = it.expect_linked()
    assert 0 < found["events"] < found["total"] and "Koro" in it.sentence
    it.look_at(*TAKEN, 7)
    it.click_map(*TAKEN)
    it.wait_param("cercle")
    assert OWNER in it.frame.locator("body").text_content()


def test_an_event_of_two_sets_is_counted_with_a_word_and_shown_once(explore: Any, address: str) -> None:
    it = explore("lang=en&data=curated&data=other&event=again", address=address)
    said = it.summary()
    assert t("en", "view.twice", n=1) in it.sentence
    it.part("event_card").get_by_text(t("en", "sets.maybe_same_title")).wait_for()
    it.filter("once").locator("label").first.click()
    it.wait_param("once", "1")
    once = it.expect_linked()
    assert once["events"] == said["events"] - 1 and t("en", "view.once") in it.sentence


def test_a_cercle_that_is_all_that_is_known_is_hatched(explore: Any, address: str) -> None:
    it = explore("data=vague", address=address)
    it.look_at(*TAKEN, 8)
    drawn = it.frame.evaluate("async () => ({ ...(await window.atlasMap).events.precisely.drawn })")
    assert (drawn["cercles"], drawn["areas"]) == (1, 0)
    it.frame.locator(".atlas-legend").get_by_text(t("en", "map.legend_hatched")).wait_for()
    # Lines and gaps within the limits, nothing beyond them.
    lat, lon = TAKEN
    assert 0.05 < orange(it, (lat + 0.2, lon - 0.2), (lat - 0.2, lon + 0.2)) < 0.6
    assert orange(it, (lat + 0.2, lon + 0.3), (lat - 0.2, lon + 0.5)) == 0


def orange(it: Any, corner: tuple[float, float], other: tuple[float, float]) -> float:
    """Return which part of the map between two corners is painted in the colour of violence, however thinly."""
    (x0, y0), (x1, y1) = it.point(*corner), it.point(*other)
    taken = it.page.screenshot(clip={"x": x0, "y": y0, "width": x1 - x0, "height": y1 - y0})
    r, _, b = np.asarray(Image.open(io.BytesIO(taken)).convert("RGB")).astype(int).transpose(2, 0, 1)
    return float((r - b > 25).mean())
