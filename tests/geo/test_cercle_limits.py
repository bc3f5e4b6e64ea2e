"""The cercles' limits that a user brings: drawn, hatched and credited in every picture, document and file."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sets import event, frame
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from geo import boundaries, fetching
from geo.__main__ import main
from geo.export.formats import DATA, FORMATS, make
from geo.export.order import Order
from geo.export.wording import content
from geo.figure import map_only
from geo.library import LIBRARY, Open
from geo.printmap.cercles import hatching
from geo.printmap.legend import entries
from geo.serving import routes
from geo.sets import SetInfo, Shelf
from geo.view import View
from geo.words import LANGUAGES, t

OWNER = "Their true owner, 2026"
#: A cercle that is known by its French name, one that is not in the curated data, and one by its own.
NAMES = ("Koro", "Tombouctou", "Kadiolo")
#: Events that a source puts somewhere in a cercle; in one of two only the rest is known better.
SOMEWHERE: dict[str, Any] = {
    "place": "Koro cercle",
    "place_fr": "cercle de Koro",
    "cercle": "Koro",
    "region": "Mopti",
    "lat": 14.0,
    "lon": -3.0,
    "location_precision": "area",
    "location_radius_km": 60.0,
}


def squares() -> dict[str, Any]:
    """Return made-up limits: fifty squares of half a degree, of which the first lies round Koro."""

    def square(number: int, name: str) -> dict[str, Any]:
        west, south = -3.25 + 0.5 * (number % 10), 13.75 + 0.5 * (number // 10)
        ring = [[west, south], [west + 0.5, south], [west + 0.5, south + 0.5], [west, south + 0.5], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}

    names = [*NAMES, *(f"Cercle {n}" for n in range(50 - len(NAMES)))]
    features = [square(number, name) for number, name in enumerate(names)]
    return {"type": "FeatureCollection", "source": OWNER, "features": features}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps(squares()))
    return path


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf(tmp_path / "sets")
    monkeypatch.setattr(LIBRARY, "shelf", shelf)
    monkeypatch.setenv("ATLAS_SETS_FOLDER", str(shelf.folder))
    made = [event("a", **SOMEWHERE), event("b", **SOMEWHERE), event("c")]
    near_koro = event("d", **SOMEWHERE | {"place": "Koro cercle (Dangatène)"})
    shelf.keep(SetInfo("mine", "Mine", attribution="Whoever made the set"), frame(*made, near_koro))
    return shelf


def order(opened: Open, **view: Any) -> Order:
    return Order(opened, View(data=opened.store.dataset.id, **view), made=date(2026, 11, 25), resolution=50)


def red(picture: Image.Image) -> int:
    """Count the pixels in the colour of violence, however thin the line."""
    r, g, b = (channel.astype(int) for channel in np.asarray(picture.convert("RGB")).transpose(2, 0, 1))
    return int(((r - b > 40) & (r - g > 20)).sum())


def test_only_events_of_whose_place_no_more_is_known_are_in_the_cercle(shelf: Shelf) -> None:
    events = LIBRARY.open("mine").store.dataset.events
    found = dict(zip(events["id"], boundaries.only_cercle(events), strict=True))
    assert found == {"a": "Koro", "b": "Koro", "c": "", "d": ""}


def test_the_map_hatches_their_cercle_and_says_how_many_they_are(shelf: Shelf, file: Path) -> None:
    ordered = order(LIBRARY.open("mine"))
    before, shown_before = map_only(ordered, 120, 100, 0.25, "en")
    assert (shown_before.marks.hatched, shown_before.marks.areas, shown_before.cercles) == (0, 3, False)
    fetching.limits(shelf.folder, file)
    after, shown = map_only(ordered, 120, 100, 0.25, "en")
    assert (shown.marks.hatched, shown.marks.areas, shown.cercles) == (2, 1, True)
    said = {entry.what: entry.text for entry in entries(shown, "en")}
    assert said["hatched"] == t("en", "print.legend_hatched", n=2)
    assert said["cercles"] == t("en", "print.legend_cercles")
    # The square's limit and its lines are there.
    pictures = [Image.open(io.BytesIO(pen.png(150, {}))) for pen in (before, after)]
    assert pictures[0].size == pictures[1].size
    assert np.abs(np.asarray(pictures[0]).astype(int) - np.asarray(pictures[1]).astype(int)).max() > 60
    assert red(pictures[1]) > 0


def test_the_cercles_of_the_view_stand_out(shelf: Shelf, file: Path) -> None:
    fetching.limits(shelf.folder, file)
    opened = LIBRARY.open()
    drawn = [map_only(order(opened, region=("Mopti",), cercle=cercle), 90, 80, 0.25, "en")[0].png(90, {})
             for cercle in ((), ("Koro",))]  # fmt: skip
    plain, chosen = (np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int) for content in drawn)
    assert (np.abs(plain - chosen).sum(axis=2) > 60).sum() > 100


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", sorted(set(FORMATS) - {"csv", "pdf", "png", "svg", "pptx"}))
def test_their_owner_is_named_in_every_file(shelf: Shelf, file: Path, suffix: str, language: Any) -> None:
    fetching.limits(shelf.folder, file)
    made = make(order(LIBRARY.open("mine"), lang=language), suffix)[1]
    if suffix in ("xlsx", "zip"):
        with zipfile.ZipFile(io.BytesIO(made)) as bundle:
            made = b"".join(bundle.read(name) for name in bundle.namelist() if not name.endswith((".png", ".pdf")))
    assert OWNER.encode() in made


@pytest.mark.parametrize("suffix", sorted(set(FORMATS) - set(DATA)))
def test_documents_are_made_with_them(shelf: Shelf, file: Path, suffix: str) -> None:
    fetching.limits(shelf.folder, file)
    ordered = order(LIBRARY.open("mine"))
    assert OWNER in content(ordered).ground and "Whoever made the set" in content(ordered).ground
    assert len(make(ordered, suffix)[1]) > 10_000


def test_the_interactive_file_brings_the_limits_along(shelf: Shelf, file: Path) -> None:
    fetching.limits(shelf.folder, file)
    page = make(order(LIBRARY.open("mine"), cercle=("Koro",)), "html")[1].decode()
    inside = page.split('id="atlas-data">')[1].split("</script>")[0]
    data = json.loads(inside)
    assert data["map"]["ground"]["cercles"] in data["files"]
    named = {f["properties"]["cercle"] for f in data["files"][data["map"]["ground"]["cercles"]]["features"]}
    assert {"Koro", "Timbuktu"} <= named
    assert data["state"]["cercles"] == ["Koro"]


def test_a_file_made_before_they_came_is_not_given_again(shelf: Shelf, file: Path) -> None:
    client = TestClient(Starlette(routes=routes({})))
    first = client.get("/api/briefing.geojson?data=mine")
    again = client.get("/api/briefing.geojson?data=mine", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and OWNER not in first.text
    fetching.limits(shelf.folder, file)
    fresh = client.get("/api/briefing.geojson?data=mine", headers={"If-None-Match": first.headers["etag"]})
    assert fresh.status_code == 200 and OWNER in fresh.text


def test_whoever_brings_them_says_whose_they_are(shelf: Shelf, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["fetch", "boundaries", "--file", str(file), "--attribution", "OCHA and DNCT Mali", "--licence", "CC BY"]
    assert main(command, LIBRARY) == 0
    assert json.loads(capsys.readouterr().out)["attribution"] == "OCHA and DNCT Mali"
    assert boundaries.ground_credit().endswith("; OCHA and DNCT Mali (CC BY)")


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=3, max_size=9),
    st.floats(0.5, 10),
)
def test_hatching_lies_within_what_it_fills(corners: list[tuple[float, float]], step: float) -> None:
    """A ring of any form: the middle of each piece is inside by the rule of crossings."""
    ring = np.array(corners)
    for piece in hatching([ring], step):
        (x0, y0), (x1, y1) = piece
        if np.hypot(x1 - x0, y1 - y0) < 1e-6:
            continue
        x, y = piece.mean(axis=0)
        start, end = ring, np.roll(ring, -1, axis=0)
        across = (start[:, 1] <= y) != (end[:, 1] <= y)
        a, b = start[across], end[across]
        crossings = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
        near_edge = np.abs(crossings - x).min(initial=np.inf) < 1e-6
        assert near_edge or (crossings > x).sum() % 2 == 1
