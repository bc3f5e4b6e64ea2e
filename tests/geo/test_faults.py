"""What a briefing is asked to bear: nothing, one event, all, long titles, other scripts, formulas, no such page."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation

from geo.__main__ import main
from geo.errors import ViewError
from geo.export import bounds
from geo.export.formats import DATA, FORMATS, make
from geo.export.order import Order
from geo.library import Open
from geo.printmap import fonts
from geo.view import View

ARABIC, EMOJI, FORMULA = "السلام في مالي", "Peace 🕊️ 🤝 in Mali 🇲🇱", "=cmd|'/C calc'!A0"
CASES = {
    "no event, 200 letters": (View(q="zzzz"), "Lagebericht " + "W" * 188),
    "no event, French, 200 letters in words": (View(q="zzzz", lang="fr"), "réunion " * 25),
    "one event, right to left": (View(q="Ogossagou", killed_min=100), ARABIC),
    "one event, pictograms": (View(q="Ogossagou", killed_min=100, lang="fr"), EMOJI),
    "some events, a formula": (View(region=("Bamako",)), FORMULA),
}


def png(content: bytes) -> int:
    picture: Any = Image.open(io.BytesIO(content))
    picture.load()
    return int(re.match(r"[\d,\u202f]*\d", picture.text["Description"].split("\n")[1])[0])  # type: ignore[index]


def svg(content: bytes) -> int:
    ElementTree.fromstring(content)
    found = re.search(r"<dc:description>[^\n]*\n(\d+)", content.decode())
    assert found
    return int(found[1])


def pdf(content: bytes) -> int:
    assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    return -1


def pptx(content: bytes) -> int:
    tables = [s.table for slide in Presentation(io.BytesIO(content)).slides for s in slide.shapes if s.has_table]
    return sum(len(table.rows) - 1 for table in tables)


def html(content: bytes) -> int:
    return content.decode().count("<li data-row=")


def bundle(content: bytes) -> int:
    found = zipfile.ZipFile(io.BytesIO(content))
    assert found.testzip() is None
    return int(json.loads(found.read("view.json"))["summary"]["events"])


def kml(content: bytes) -> int:
    space = "{http://www.opengis.net/kml/2.2}"
    marks = ElementTree.fromstring(content).iter(f"{space}Placemark")
    return sum(not mark.get("id", "").startswith(("site-", "route-")) for mark in marks)


def gpkg(content: bytes) -> int:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    return int(connection.execute("select count(*) from events").fetchone()[0])


READ: dict[str, Callable[[bytes], int]] = {
    "png": png,
    "svg": svg,
    "pdf": pdf,
    "pptx": pptx,
    "html": html,
    "zip": bundle,
    "kml": kml,
    "gpkg": gpkg,
    "xlsx": lambda content: openpyxl.load_workbook(io.BytesIO(content)).worksheets[1].max_row - 1,
    "csv": lambda content: len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) - 1,
    "geojson": lambda content: len(json.loads(content)["features"]),
}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("case", CASES)
def test_every_format_bears_it_and_holds_the_events_of_the_view(opened: Open, suffix: str, case: str) -> None:
    view, title = CASES[case]
    order = Order(
        opened, view, title=title, note=title, made=date(2026, 1, 1), resolution=60, link="https://x.org/?a=b"
    )
    count = READ[suffix](make(order, suffix)[1])
    assert count == (-1 if suffix == "pdf" else opened.store.summary(view).events)


@pytest.mark.parametrize("suffix", ["pdf", "pptx", "xlsx", "html", "csv", "geojson", "kml", "gpkg", "svg"])
def test_all_events_are_in_a_file_of_the_whole(opened: Open, suffix: str) -> None:
    count = READ[suffix](make(Order(opened, View(lang="fr"), made=date(2026, 1, 1)), suffix)[1])
    assert count in (-1, opened.store.total)


@pytest.mark.parametrize("text", [ARABIC, EMOJI.replace("\ufe0f", ""), "∆ → ≤ № Ω Жизнь"])
def test_nothing_is_drawn_as_an_empty_box(text: str) -> None:
    assert fonts.drawable(text) == text


def test_a_page_sets_other_scripts_in_faces_that_have_them(opened: Open) -> None:
    if not shutil.which("pdffonts"):
        if os.environ.get("CI"):
            pytest.fail("pdffonts is not installed; .ci/run installs poppler-utils")
        pytest.skip("pdffonts is not installed (Debian: poppler-utils)")
    order = Order(opened, View(q="zzzz"), title=f"{ARABIC} {EMOJI}", parts=frozenset({"figures"}))
    run = subprocess.run(["pdffonts", "-"], input=make(order, "pdf")[1], capture_output=True, check=True)
    told = run.stdout.decode()
    assert "NotoEmoji" in told and "DejaVuSans" in told and "SourceSans" in told


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """Bounds that the curated data break, so that no test needs a million events."""
    monkeypatch.setattr(bounds, "MOST", dict.fromkeys(bounds.MOST, 40))
    monkeypatch.setattr(bounds, "ROWS", 30)
    return 40


@pytest.mark.parametrize("suffix", bounds.MOST)
def test_more_events_than_a_file_holds_are_refused_in_a_sentence(opened: Open, few: int, suffix: str) -> None:
    with pytest.raises(ViewError) as refusal:
        make(Order(opened, View()), suffix)
    (problem,) = refusal.value.problems
    assert (problem.parameter, problem.value, problem.choices) == ("format", suffix, ("429", "40"))
    assert make(Order(opened, View(region=("Sikasso",))), suffix)[1]


def test_a_document_lists_what_it_holds_and_counts_the_rest(opened: Open, few: int) -> None:
    order = Order(opened, View(), made=date(2026, 1, 1), resolution=60)
    assert READ["pptx"](make(order, "pptx")[1]) == 30
    assert READ["png"](make(order, "png")[1]) == opened.store.total
    content = make(order, "zip")[1]
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if name.endswith(tuple(bounds.MOST)) and not name.endswith("csl.json")]
    told = zipfile.ZipFile(io.BytesIO(content)).read("README.txt").decode("utf-8-sig")
    assert "the view has 429 events, and a file of this form holds at most 40" in told


def test_the_command_line_refuses_likewise_and_leaves_nothing(few: int, tmp_path: Any, capsys: Any) -> None:
    assert main(["briefing", "--format", "csv", "--out", str(tmp_path / "all.csv")]) == 2
    assert "429 events" in capsys.readouterr().err and not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_unknown_page_is_a_sentence_for_every_format(suffix: str, tmp_path: Any, capsys: Any) -> None:
    assert main(["briefing", "--format", suffix, "--page", "a9", "--out", str(tmp_path / "x")]) == 2
    assert capsys.readouterr().err.startswith("“page=a9”") and not list(tmp_path.iterdir())


def test_data_formats_are_the_bounded_ones() -> None:
    assert set(bounds.MOST) == {*DATA, "html"}
