"""The briefing as slides: native, editable, and to be opened by other software than the one that wrote it."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation

from geo.export import pptx
from geo.export.order import PAGES, Order
from geo.library import Open
from geo.view import View
from geo.words import LANGUAGES, number, t

DAY = date(2026, 11, 25)
LINK = "https://atlas.example.org/?region=Mopti"
MOPTI = View(region=("Mopti",), start=date(2018, 1, 1), end=date(2020, 12, 31))


def order(opened: Open, view: View = MOPTI, **how: object) -> Order:
    return Order(opened, view, **({"made": DAY, "link": LINK, "page": "16x9"} | how))  # type: ignore[arg-type]


def deck(ordered: Order) -> Any:
    return Presentation(BytesIO(pptx.build(ordered)))


def text_of(slide: Any) -> str:
    found = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def whole(file: Any) -> str:
    return "\n".join(text_of(slide) for slide in file.slides)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_title_sentence_note_figures_and_link_are_native_text(opened, page, lang):
    ordered = order(opened, MOPTI.but(lang=lang), page=page, title="Réunion", note="Une remarque.", rows=4)
    file, killed = deck(ordered), opened.store.summary(MOPTI).killed
    assert (file.slide_width, file.slide_height) == tuple(round(mm * 36_000) for mm in PAGES[page])
    toll = "–".join(number(lang, n) for n in (killed.low, killed.best, killed.high))
    for text in (
        "Réunion",
        ordered.sentence,
        "Une remarque.",
        toll,
        t(lang, "map.boundary_note"),
        t(lang, "map.not_un"),
    ):
        assert text in whole(file)
    assert file.slides[0].shapes.title.text == "Réunion"
    assert ordered.sentence in file.slides[1].notes_slide.notes_text_frame.text
    assert LINK in file.slides[1].notes_slide.notes_text_frame.text


def test_nothing_stands_outside_its_slide(opened):
    for page in PAGES:
        file = deck(order(opened, View(), page=page, rows=30, title="x" * 200))
        for slide in file.slides:
            for shape in slide.shapes:
                assert shape.left >= 0 and shape.top >= 0, (page, shape.name)
                assert shape.left + shape.width <= file.slide_width + 36_000, (page, shape.name)
                assert shape.top + shape.height <= file.slide_height + 36_000, (page, shape.name)


def test_events_stand_in_real_tables_once_each(opened):
    file = deck(order(opened))
    tables = [shape.table for slide in file.slides for shape in slide.shapes if shape.has_table]
    rows = [row.cells[1].text for table in tables for row in list(table.rows)[1:]]
    titles = opened.store.events(MOPTI)["title"].tolist()
    assert len(rows) == len(titles) == 58
    assert all(title in row for title, row in zip(titles, rows, strict=True))
    assert len(tables) > 3


def test_every_source_is_a_link_that_leads_to_its_document(opened):
    file = deck(order(opened, rows=6))
    links = [
        run.hyperlink.address
        for slide in file.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    events, used = opened.store.events(MOPTI, limit=6)["id"], opened.store.dataset.event_sources
    named = used[used["event_id"].isin(events)]["source_id"]
    sources = opened.store.dataset.sources
    wanted = set(sources[sources["id"].isin(named)]["url"]) - {""}
    assert wanted <= set(links)
    assert all(link.startswith(("http://", "https://")) for link in links)


def test_the_chart_of_months_holds_the_numbers(opened):
    file = deck(order(opened))
    (chart,) = [shape.chart for slide in file.slides for shape in slide.shapes if shape.has_chart]
    assert sum(sum(series.values) for series in chart.plots[0].series) == opened.store.summary(MOPTI).events


def test_pictures_are_described(opened):
    ordered = order(opened)
    described = [
        shape._element.xpath(".//p:cNvPr")[0].get("descr")
        for slide in deck(ordered).slides
        for shape in slide.shapes
        if shape.shape_type == 13
    ]
    assert t("en", "print.map_alt", sentence=ordered.sentence) in described and all(described)


def test_both_languages_stand_side_by_side(opened):
    file = deck(order(opened, MOPTI.but(lang="fr"), second="en", rows=5))
    first = opened.store.events(MOPTI).iloc[0]
    (table, *_) = [shape.table for slide in file.slides for shape in slide.shapes if shape.has_table]
    cells = [cell.text for cell in table.rows[1].cells]
    assert first["title_fr"] in cells[1] and first["title"] in cells[2]
    assert t("fr", "figure.places", n=31) in text_of(file.slides[1]) and "places" in text_of(file.slides[3])


def test_a_french_deck_is_french(opened):
    ordered = order(opened, MOPTI.but(lang="fr"), rows=20, parts=frozenset({"map", "figures", "timeline", "table"}))
    said = whole(deck(ordered))
    for english in ("events", "killed", "Armed clash", "area only", "Timbuktu", "Legend"):
        assert english not in said


def test_the_same_order_makes_the_same_bytes(opened):
    assert pptx.build(order(opened, rows=5)) == pptx.build(order(opened, rows=5))


@pytest.mark.parametrize(
    "text", ["x" * 200, "السلام", "🕊️ 🇲🇱", "=cmd|'/c calc'!A1", "<a:t>&amp;", "a\x01b\u202e", "_x0041_"]
)
def test_what_a_person_writes_is_kept_as_text(opened, text):
    file = deck(order(opened, View(q="zzzz"), title=text, note=text, parts=frozenset({"figures"})))
    shown = file.slides[0].shapes.title.text
    assert shown and (
        len(text) > 30 or not text.isprintable() or shown.replace("\ufe0f", "") == text.replace("\ufe0f", "")
    )


@pytest.mark.parametrize("view", [View(q="zzzz"), View(), View(q="Ogossagou", killed_min=100)])
def test_a_view_of_any_size_is_a_deck(opened, view):
    assert len(deck(order(opened, view)).slides) >= 2


def test_rows_are_dealt_evenly():
    dealt = pptx._dealt([5.0] * 21, 50)
    assert [len(page) for page in dealt] in ([7, 7, 7], [8, 8, 5], [8, 7, 6])
    assert pptx._dealt([80.0, 80.0], 50) == [[0], [1]]


@pytest.mark.parametrize("page", ["16x9", "4x3"])
@pytest.mark.parametrize("view", [View(), View(lang="fr"), MOPTI.but(mode="events"), View(mode="density", lang="fr")])
def test_what_a_slide_says_can_be_read_from_three_metres(opened, page, view):
    """Twelve points for legend, figures and tables; only notes and sources, which a reader takes along, are smaller."""
    for slide in list(
        deck(order(opened, view, page=page, rows=12, parts=frozenset({"map", "figures", "table"}))).slides
    )[1:]:
        low = slide.part.package.presentation_part.presentation.slide_height * 0.88
        frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame and shape.top < low]
        frames += [c.text_frame for s in slide.shapes if s.has_table for row in s.table.rows for c in row.cells]
        sizes = {run.text: run.font.size.pt for f in frames for p in f.paragraphs for run in p.runs if run.text.strip()}
        small = {text: size for text, size in sizes.items() if size < 12 and not text.startswith("≤")}
        assert sizes and not small
