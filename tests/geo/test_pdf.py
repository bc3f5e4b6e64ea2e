"""The briefing as PDF: what stands in it can be found, followed and read aloud, and is the same each time."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from datetime import date

import pytest
from PIL import Image

from geo.export import pdf
from geo.export.order import PAGES, Order
from geo.library import Open
from geo.view import View
from geo.words import LANGUAGES, number, t

DAY = date(2026, 11, 25)
LINK = "https://atlas.example.org/?region=Mopti&from=2018&to=2020"
MOPTI = View(region=("Mopti",), start=date(2018, 1, 1), end=date(2020, 12, 31))


def order(opened: Open, view: View = MOPTI, **how: object) -> Order:
    return Order(opened, view, **({"made": DAY, "link": LINK} | how))  # type: ignore[arg-type]


def text_of(content: bytes, *options: str) -> str:
    """Return a PDF's text, lines joined by single spaces."""
    if not shutil.which("pdftotext"):
        if os.environ.get("CI"):
            pytest.fail("pdftotext is not installed; .ci/run installs poppler-utils")
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    run = subprocess.run(["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(run.stdout.decode().replace("\u200b", "").split())


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_title_sentence_note_figures_and_link_are_text(opened, page, lang):
    ordered = order(opened, MOPTI.but(lang=lang), page=page, title="Réunion du 3 mai", note="Première ligne.", rows=10)
    said = text_of(pdf.build(ordered))
    killed = opened.store.summary(MOPTI).killed
    toll = "–".join(number(lang, n) for n in (killed.low, killed.best, killed.high))
    for text in ("Réunion du 3 mai", ordered.sentence, "Première ligne.", toll, t(lang, "map.boundary_note")):
        assert plain(text) in said
    assert re.sub(r"\s", "", LINK) in re.sub(r"\s", "", said)


def test_every_event_is_listed_once_with_its_sources(opened):
    said = text_of(pdf.build(order(opened)))
    for title in opened.store.events(MOPTI)["title"]:
        assert plain(title)[:28] in said
    assert t("en", "card.sources", n=94) in said


def test_both_languages_stand_side_by_side(opened):
    made = pdf.build(order(opened, MOPTI.but(lang="fr"), second="en", rows=5))
    said = text_of(made)
    first = opened.store.events(MOPTI).iloc[0]
    assert plain(first["title"])[:20] in said and plain(first["title_fr"])[:20] in said
    assert t("fr", "map.boundary_note") in said and t("en", "print.legend") not in said.split("Page 1 sur")[0]


def test_a_french_document_is_french(opened):
    said = text_of(
        pdf.build(order(opened, MOPTI.but(lang="fr"), rows=20, parts=frozenset({"map", "figures", "table"})))
    )
    for english in ("events", "killed", "Armed clash", "Page 1 of", "area only", "March 20", "Timbuktu"):
        assert english not in said


def test_rows_left_out_are_counted(opened):
    said = text_of(pdf.build(order(opened, rows=3)))
    assert t("en", "print.more_events", n=55) in said


def test_the_document_is_tagged_and_says_its_language_title_and_day(opened):
    made = pdf.build(order(opened, MOPTI.but(lang="fr"), title="Titre", rows=2))
    assert b"/MarkInfo" in made and b"/StructTreeRoot" in made and b"/Outlines" in made
    assert re.search(rb"/Lang\s*\(fr", made)
    assert b"D:20261125" in made
    assert b"pdfuaid:part" in made  # the typesetter checked it against PDF/UA-1


def test_the_same_order_makes_the_same_bytes(opened):
    made = pdf.build(order(opened, rows=8))
    # The typesetter keeps what it laid out; what it made in between leaves no trace.
    pdf.build(order(opened, MOPTI, rows=3, note="Another"))
    assert pdf.build(order(opened, rows=8)) == made
    assert pdf.build(order(opened, rows=8)) != pdf.build(order(opened, rows=8, made=date(2026, 11, 26)))


@pytest.mark.parametrize("view", [View(q="zzzz"), View(q="Ogossagou", killed_min=100), View(lang="fr")])
def test_a_view_of_any_size_is_a_document(opened, view):
    made = pdf.build(order(opened, view))
    assert made.startswith(b"%PDF-") and made.rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize(
    "text",
    ["x" * 200, "السلام في مالي", "🕊️ 🇲🇱", "=cmd|'/c calc'!A1", "#set page(width: 1pt) $x$ *b* @a <c>", "\\u{0}\\"],
)
def test_what_a_person_writes_is_set_as_it_is(opened, text):
    ordered = order(opened, View(q="zzzz"), title=text, note=text, parts=frozenset({"figures"}))
    assert len(pdf.pages(ordered, 20)) == 1
    assert pdf.build(ordered).startswith(b"%PDF-")
    if text.isascii():
        assert re.sub(r"\s", "", text) in re.sub(r"\s", "", text_of(pdf.build(ordered)))


@pytest.mark.parametrize("page", PAGES)
def test_the_overview_is_one_page_and_the_preview_has_its_shape(opened, page):
    note = "\n".join(["Une remarque assez longue pour remplir plus d’une ligne de la page. " * 9] * 2)
    ordered = order(opened, View(), page=page, note=note, parts=frozenset({"map", "figures", "timeline"}))
    (only,) = pdf.pages(ordered, 30)
    width, height = Image.open(io.BytesIO(only)).size
    assert width / height == pytest.approx(PAGES[page][0] / PAGES[page][1], rel=0.02)


@pytest.mark.parametrize("parts", [("map",), ("table",), ("sources",), ("figures", "timeline"), ()])
def test_parts_can_be_left_out(opened, parts):
    said = text_of(pdf.build(order(opened, parts=frozenset(parts), rows=3)))
    assert ("Legend" in said) == ("map" in parts)
    assert ("3 sources" in said or "sources" in said.lower()) or "sources" not in parts
    assert (t("en", "print.column_event") in said) == ("table" in parts)


def test_only_addresses_of_the_web_become_links():
    assert pdf._address("javascript:alert(1)") == "" and pdf._address("https://un.org").startswith("https")
