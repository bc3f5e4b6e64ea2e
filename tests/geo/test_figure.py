"""The print map: it is true to scale, says what the view says, and bears whatever a reader writes on it."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from geo import figure, measure
from geo.export import png, svg
from geo.export.order import PAGES, Order
from geo.export.wording import content, numbers, qr
from geo.figure import UNITS, draw_map, map_only, sheet
from geo.library import Open
from geo.measure import to_line, to_point
from geo.model import REGIONS
from geo.printmap import fonts, labels
from geo.printmap.frame import country_bounds, frame_of
from geo.printmap.furniture import scale_km
from geo.printmap.ground import clipped, routes_of
from geo.printmap.legend import entries
from geo.printmap.pen import Box, Pen
from geo.printmap.precision import Doubt, stretches
from geo.view import View
from geo.words import LANGUAGES, number, t

DAY = date(2026, 11, 25)
POISSON = View(near="route-du-poisson", within_km=10)
VIEWS = [View(region=("Mopti",), start=date(2018, 1, 1), end=date(2020, 12, 31)), POISSON, View(q="zzzz")]


def order(opened: Open, view: View = View(), **how: object) -> Order:  # noqa: B008
    return Order(opened, view, made=DAY, resolution=40, **how)  # type: ignore[arg-type]


def picture(ordered: Order) -> Image.Image:
    found = Image.open(io.BytesIO(png.build(ordered)))
    found.load()
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_picture_has_the_size_of_its_page(opened, page):
    found = picture(order(opened, page=page))
    assert found.size == tuple(int(mm / 25.4 * 40) for mm in PAGES[page])


@pytest.mark.parametrize("view", VIEWS)
def test_the_scale_bar_is_true_at_the_middle_of_the_map(opened, view):
    frame = frame_of(view, opened.store.dataset, Box(10, 10, 200, 140), 0.25)
    km = scale_km(frame)
    degrees = km * frame.mm_per_km() / frame.across  # that the bar spans along the parallel
    truly = measure.to_point([frame.middle], [0.0], frame.middle, degrees)[0]
    assert truly == pytest.approx(km, rel=0.01)
    assert 15 < km * frame.mm_per_km() < 60


@pytest.mark.parametrize("region", REGIONS)
def test_the_map_shows_all_of_what_the_view_is_about(opened, region):
    view, dataset = View(region=(region,)), opened.store.dataset
    frame = frame_of(view, dataset, Box(0, 0, 200, 140), 0.25)
    found = opened.store.events(view).dropna(subset=["lat"])
    found = found[found["location_precision"] != "area"]
    assert all(frame.holds(lon, lat) for lon, lat in zip(found["lon"], found["lat"], strict=True))
    assert (frame.east - frame.west) < 25


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_names_on_the_map_lie_clear_of_each_other(opened, monkeypatch, view, lang):
    made: list[labels.Names] = []
    monkeypatch.setattr(labels, "Names", lambda *given: made.append(names := KIND(*given)) or names)  # noqa: F821
    map_only(order(opened, view.but(lang=lang)), 210, 140, 0.243, lang)
    boxes = np.array(made[0].drawn)
    assert len(boxes) > 10
    x0, y0, x1, y1 = (boxes[:, None, i] for i in range(4))
    over = (x0 < boxes[None, :, 2]) & (x1 > boxes[None, :, 0]) & (y0 < boxes[None, :, 3]) & (y1 > boxes[None, :, 1])
    assert over.sum() == len(boxes)  # each only with itself


KIND = labels.Names


def test_the_legend_explains_what_is_shown_and_nothing_else(opened):
    everything = map_only(order(opened), 210, 140, 0.243, "en")[1]
    assert {"group:violence", "sizes", "area", "stretch", "site", "schematic"} <= {
        e.what for e in entries(everything, "en")
    }
    peace = map_only(order(opened, View(category=("local_agreement",), precision="locality")), 210, 140, 0.243, "en")[1]
    shown = [entry.what for entry in entries(peace, "en")]
    assert [what for what in shown if what.startswith("group:")] == ["group:peace"]
    assert not {"area", "road", "stretch", "band"} & set(shown)


def test_events_known_to_an_area_only_are_never_points(opened):
    only = opened.store.dataset.events.query("location_precision == 'area'")
    shown = map_only(order(opened), 210, 140, 0.243, "en")[1]
    assert shown.marks.areas == len(only)


@pytest.mark.parametrize("mode", ["places", "events"])
def test_a_locality_is_a_disc_and_a_road_a_stretch_where_they_are_wider_than_the_symbol(opened, mode):
    def drawn(**view):
        shown = map_only(order(opened, View(mode=mode, **view)), 210, 140, 0.243, "en")[1]
        return shown.marks.doubt, {entry.what for entry in entries(shown, "en")} & {"locality", "road", "stretch"}

    assert drawn(near="sevare", within_km=40) == (Doubt(True, True), {"locality", "stretch"})
    assert drawn(near="sevare", within_km=40, precision="exact") == (Doubt(), set())
    assert drawn(near="sevare", within_km=40, precision="locality")[1] == {"locality"}


def test_a_stretch_follows_the_nearest_road_and_ends_with_it(opened):
    by_name = {name: line for name, _, line in routes_of(opened.store.dataset)}
    roads, fish = list(by_name.values()), by_name["route-du-poisson"]
    at = (14.4571, -3.8509)
    lons, lats = stretches([at[0]], [at[1]], [30], roads)[0].T
    assert to_line(lats, lons, fish[:, 1], fish[:, 0]).max() < 0.05
    assert 25 < to_point(lats[-1:], lons[-1:], *at)[0] <= 30.5
    # It doesn't run on beyond the ends of the road.
    assert np.allclose(stretches([at[0]], [at[1]], [500], roads)[0], fish)
    assert stretches([21.0], [-1.0], [30], roads) == [None]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_file_says_what_the_summary_says(opened, view, lang):
    view = view.but(lang=lang)
    ordered, summary = order(opened, view, link="https://example.org/?lang=fr"), opened.store.summary(view)
    said = picture(ordered).text  # type: ignore[attr-defined]
    drawn = svg.build(ordered).decode()
    for text in (ordered.sentence, number(lang, summary.events), t(lang, "map.boundary_note"), ordered.link):
        assert text in said["Description"]
    assert content(ordered).title in said["Title"]
    assert re.search("<dc:description>[^<]*" + re.escape(t(lang, "map.boundary_note")), drawn)


def test_the_same_order_makes_the_same_bytes_also_from_several_threads(opened):
    ordered = order(opened, POISSON)
    first = (png.build(ordered), svg.build(ordered))
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda _: (png.build(ordered), svg.build(ordered)), range(3)))
    assert all(made == first for made in again)


def test_another_view_makes_another_picture(opened):
    assert png.build(order(opened)) != png.build(order(opened, View(region=("Gao",))))


@pytest.mark.parametrize(
    "title",
    [
        "",
        "x" * 200,
        "w" * 39 + " " + "m" * 160,
        "السلام في مالي",
        "🕊️ 🇲🇱 peace",
        "=cmd|'/c calc'!A1",
        "$\\frac{1}{$",
        "<b>&",
    ],
)
def test_any_title_and_note_make_a_sheet_within_its_page(opened, title):
    pen, words = sheet(order(opened, POISSON, title=title, note=f"{title}\n{title}"))
    pen.png(30, words.about)
    renderer = pen.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    for text in pen.texts:
        box = text.get_window_extent(renderer).transformed(pen.millimetres.inverted())
        assert box.x0 >= -0.5 and box.x1 <= pen.width + 0.5 and box.y0 >= -0.5 and box.y1 <= pen.height + 0.5, text


@pytest.mark.parametrize("page", ["a4-portrait", "16x9"])
@pytest.mark.parametrize("parts", [("map",), ("figures", "sources"), ("timeline",), ()])
def test_parts_can_be_left_out(opened, page, parts):
    whole, some = (png.build(order(opened, page=page, parts=frozenset(p))) for p in (order(opened).parts, parts))
    assert whole != some


def test_a_picture_names_the_sources_of_the_whole_view_whatever_the_rows(opened):
    assert len(sheet(order(opened, POISSON, rows=1))[1].sources) == len(sheet(order(opened, POISSON))[1].sources) > 10


def test_a_view_without_events_says_so(opened):
    pen, _ = sheet(order(opened, View(q="zzzz", lang="fr")))
    assert t("fr", "print.empty") in [text.get_text() for text in pen.texts]


def test_the_zone_that_counts_as_near_is_drawn_and_explained(opened):
    for near, named in (("route-du-poisson", "Within 10 km of the Route du Poisson"), ("gao", "Within 10 km of Gao")):
        shown = map_only(order(opened, View(near=near, within_km=10)), 210, 140, 0.243, "en")[1]
        assert named in [entry.text for entry in entries(shown, "en")]


def test_the_selected_event_is_ringed_and_named(opened):
    event = opened.store.events(View(q="Ogossagou", precision="locality")).iloc[0]
    view = View(event=event["id"])
    shown = map_only(order(opened, view), 210, 140, 0.243, "en")[1]
    assert [e.text for e in entries(shown, "en") if e.what == "selected"] == [f"Selected: {event['title']}"]
    away = map_only(order(opened, view.but(region=("Gao",))), 210, 140, 0.243, "en")[1]
    assert "selected" not in [e.what for e in entries(away, "en")]


def test_a_picture_in_french_has_no_english_words(opened):
    pen, _ = sheet(order(opened, View(region=("Timbuktu",), lang="fr", mode="events"), link="https://example.org"))
    french = " ".join(text.get_text() for text in pen.texts)
    for english in ("Timbuktu", "Legend", "events", "killed", "Site of", "Events by month", "made on"):
        assert english not in french.partition("sources")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("view", [View(), *VIEWS, View(mode="density"), View(region=("Gao",), mode="events")])
def test_no_words_round_the_map_lie_on_each_other_or_run_out_of_the_sheet(opened, monkeypatch, view, page, lang):
    drawn: list[Box] = []
    monkeypatch.setattr(figure, "draw_map", lambda pen, box, *more: drawn.append(box) or draw_map(pen, box, *more))
    pen, _ = sheet(order(opened, view.but(lang=lang), page=page, title="Une réunion", note="Une remarque.", link=LONG))
    pen.png(60, {})
    renderer = pen.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    turn = pen.millimetres.inverted()
    (inner,) = drawn
    boxes = {text: text.get_window_extent(renderer).transformed(turn) for text in pen.texts}
    boxes = {text: b for text, b in boxes.items() if not (inner.x < b.x0 < inner.right and inner.y < b.y0 < inner.top)}
    for one, a in boxes.items():
        assert a.x0 > 0 and a.x1 < pen.width and a.y0 > 0 and a.y1 < pen.height, one
        for two, b in boxes.items():
            wide = min(a.x1, b.x1) - max(a.x0, b.x0)
            # Boxes are as high as the type's ascenders and descenders: lines may share a tenth of them.
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert one is two or wide <= 0.1 or high <= 0.3 * min(a.height, b.height), (one, two)


LONG = "https://atlas.example.org/?region=Mopti&region=Gao&from=2018-06&to=2020-06&category=attack_on_mission&lang=fr"


@pytest.mark.parametrize("page", ["16x9", "4x3"])
@pytest.mark.parametrize(
    "view", [View(), View(lang="fr"), POISSON.but(lang="fr"), View(mode="density"), View(mode="events")]
)
def test_a_slide_can_be_read_from_three_metres(opened, page, view):
    """Its legend is at least 12 points high, figures and their labels too, title and sentence 14."""
    ordered = order(opened, view, page=page, title="Une réunion", link=LONG)
    pen, words = sheet(ordered)
    size = {text.get_text(): text.get_fontsize() for text in pen.texts}
    shown = map_only(ordered, 200, 120, UNITS[page], view.lang)[1]
    said = [line for e in entries(shown, view.lang) for line in size if line and line in e.text and len(line) > 8]
    assert len(said) >= 4 and min(size[line] for line in said) >= 11.99
    assert min(size[f.value] for f in words.figures) >= 20
    assert size["Une réunion"] >= 20
    assert min(size[line] for line in size if line in words.sentence and len(line) > 12) >= 14


@pytest.mark.parametrize("unit", UNITS.values())
def test_the_smallest_type_can_be_read(unit):
    assert 8.5 * unit / fonts.POINT > 5.5  # points


@given(st.text(max_size=60), st.floats(8, 80), st.floats(2, 8))
@settings(max_examples=60, deadline=None)
def test_lines_never_run_out_of_their_room(text, room, size):
    lines = fonts.wrap(text, room, size, most=3)
    assert len(lines) <= 3
    assert all(fonts.width(line, size) <= room + 1e-6 or len(line) <= 2 for line in lines)


@given(st.lists(st.tuples(st.floats(-50, 150), st.floats(-50, 150)), min_size=3, max_size=12))
@settings(max_examples=60, deadline=None)
def test_cutting_a_polygon_leaves_nothing_outside(ring):
    cut = clipped(np.array(ring), Box(0, 0, 100, 100), margin=2)
    assert not len(cut) or (cut.min() >= -2 - 1e-6 and cut.max() <= 102 + 1e-6)


def test_cutting_leaves_what_lies_inside_as_it_is():
    ring = np.array([(1.0, 1.0), (9.0, 1.0), (5.0, 8.0)])
    assert clipped(ring, Box(0, 0, 10, 10)) is ring


def test_sources_are_numbered_in_the_order_of_their_use(opened):
    words = content(order(opened, View(region=("Kidal",)), rows=5))
    used = [n for row in words.rows for n in row.sources]
    assert sorted(set(used)) == [source.number for source in words.sources] == list(range(1, len(words.sources) + 1))
    assert words.left_out == opened.store.summary(View(region=("Kidal",))).events - 5
    assert numbers((4, 1, 2, 3)) == "1–4"


def test_a_code_of_a_link_is_square():
    code = qr("https://example.org/?region=Gao")
    assert len(code) == len(code[0]) and code[0][:7] == (True,) * 7


def test_the_country_fits_its_frame(opened):
    west, south, east, north = country_bounds()
    frame = frame_of(View(), opened.store.dataset, Box(0, 0, 190, 100), 0.25)
    assert frame.holds(west, south) and frame.holds(east, north)


def test_text_that_steers_is_drawn_as_text():
    pen = Pen(50, 20)
    pen.text(2, 5, "a\u202eb\n$x$", 4, "#000000")
    assert pen.texts[0].get_text() == "a b $x$"
    assert replace(Box(0, 0, 1, 2), x=1).right == 2
