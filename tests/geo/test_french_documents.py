"""A briefing ordered in French is French to the last word: labels, numbers, dates, places, what happened."""

from __future__ import annotations

import calendar
import html
import io
import re
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from pptx import Presentation
from test_pdf import text_of

from geo.export.formats import make
from geo.export.order import Order
from geo.library import Open
from geo.view import View
from geo.words import catalogue

#: Areas of the catalogue whose words may stand in a document.
AREAS = ("print", "figure", "export", "group", "category", "map", "view", "card", "period")
MONTHS = [calendar.month_name[n] for n in range(1, 13)]


def pdf(content: bytes) -> str:
    return text_of(content)


def pptx(content: bytes) -> str:
    said = []
    for slide in Presentation(io.BytesIO(content)).slides:
        said.append(slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else "")
        for shape in slide.shapes:
            said.append(shape._element.xpath(".//p:cNvPr")[0].get("descr") or "")
            if shape.has_text_frame:
                said.append(shape.text_frame.text)
            if shape.has_table:
                said += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                said += [series.name for series in shape.chart.plots[0].series]
    return " ".join(said)


def xlsx(content: bytes) -> str:
    """Return all but the sources, whose titles are in the language of the document, and ids and codes of the data."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    said = [str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    for row in book.worksheets[1].iter_rows(values_only=True):
        said += [str(cell) for cell in row[:-2] if cell and not hasattr(cell, "year")]
    said += [str(row[n]) for row in book.worksheets[3].iter_rows(values_only=True) for n in (0, 3)]
    return " ".join([*book.sheetnames, *said])


def page(content: bytes) -> str:
    """Return what a reader of the HTML sees, the titles of sources apart."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", content.decode(), flags=re.DOTALL)
    text = re.sub(r"<ol><li>.*?</ol>", " ", text, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def svg(content: bytes) -> str:
    return html.unescape(" ".join(re.findall(r"<dc:(?:title|description)>(.*?)</dc:", content.decode(), re.DOTALL)))


READ: dict[str, Callable[[bytes], str]] = {"pdf": pdf, "pptx": pptx, "xlsx": xlsx, "html": page, "svg": svg}


def english(opened: Open, view: View) -> list[str]:
    """Return everything that would be English: words of the catalogue, titles and places of the view's events."""
    found = []
    other = catalogue("fr")
    for key, entry in catalogue("en").items():
        if key.partition(".")[0] in AREAS and entry != other[key]:
            forms = [entry] if isinstance(entry, str) else list(entry.values())
            # Of a sentence with gaps the longest piece between them.
            found += [max(re.split(r"\{\w+\}", form), key=len).strip(" .,:;()·") for form in forms]
    events = opened.store.events(view)
    for name in ("title", "place", "description"):
        differ = events[events[name] != events[f"{name}_fr"]]
        found += [text[:60] for text in differ[name]]
    places = {"Timbuktu", "Route of the fish", "cercle of", "Lake ", "airport"}
    return sorted({text for text in [*found, *places] if len(text) > 9})


@pytest.mark.parametrize("suffix", READ)
def test_nothing_in_a_french_document_is_english(opened: Open, suffix: str) -> None:
    view = View(region=("Timbuktu", "Mopti"), start=date(2017, 1, 1), end=date(2019, 12, 31), lang="fr", mode="events")
    parts = frozenset({"map", "figures", "timeline", "table"})
    order = Order(opened, view, made=date(2024, 2, 3), link="https://x.org/?lang=fr", parts=parts)
    said = " ".join(READ[suffix](make(order, suffix)[1]).split())
    french = opened.store.events(view)["title_fr"].tolist()
    if suffix != "svg":
        assert sum(" ".join(title.split())[:25] in said for title in french) > 0.9 * len(french)
    wrong = [text for text in english(opened, view) if " ".join(text.split()) in said]
    # A French sentence may quote an English name, and a few places are spelt alike within other words.
    french_text = " ".join(opened.store.events(view)[["title_fr", "description_fr", "place_fr"]].to_numpy().ravel())
    assert [text for text in wrong if text not in french_text] == []
    assert not re.search(rf"\b\d{{1,2}} ({'|'.join(MONTHS)})\b|\b({'|'.join(MONTHS)}) \d{{4}}\b", said)
    assert "3 février 2024" in said
    assert not re.search(r"\b\d,\d{3}\b", said)


def test_numbers_and_dates_of_the_whole_are_set_as_french_sets_them(opened: Open) -> None:
    order = Order(opened, View(lang="fr"), made=date(2024, 2, 3), rows=3)
    for suffix in ("pdf", "pptx", "html", "xlsx", "svg"):
        said = READ[suffix](make(order, suffix)[1])
        killed = opened.store.summary(View()).killed
        assert killed.low and killed.low > 1000
        low = f"{killed.low // 1000}[\u202f\u00a0 ]{killed.low % 1000:03}"
        assert re.search(low, said), suffix
        assert f"{killed.low:,}" not in said
