"""Every document says the figures that `/api/summary.json` says, whatever the view."""

from __future__ import annotations

import html
import io
import random
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from PIL import Image
from pptx import Presentation
from test_pdf import text_of

from geo.answers import Asked
from geo.api import summary
from geo.export import zip as bundle
from geo.export.formats import FORMATS, make
from geo.export.order import Order
from geo.library import Open
from geo.model import CATEGORIES, PRECISIONS, REGIONS
from geo.view import View
from geo.words import number


def views(opened: Open, n: int) -> list[View]:
    """Return so many different views, the same in each run."""
    chance = random.Random(20130701)
    sites = opened.store.dataset.sites["id"].tolist()
    found = []
    for _ in range(n):
        year = chance.randint(2012, 2023)
        near = chance.choice([None, None, *sites])
        found.append(
            View(
                start=chance.choice([None, date(year, chance.randint(1, 12), 1)]),
                end=chance.choice([None, date(chance.randint(year, 2024), 12, 31)]),
                region=tuple(chance.sample(REGIONS, chance.choice([0, 0, 1, 2]))),
                category=tuple(chance.sample(list(CATEGORIES), chance.choice([0, 0, 1, 4]))),
                precision=chance.choice([None, None, *PRECISIONS]),
                verified=chance.random() < 0.2,
                near=near,
                within_km=float(chance.choice([5, 25, 120])) if near else None,
                q=chance.choice(["", "", "", "attack", "zzzz"]),
                lang=chance.choice(["en", "fr"]),
            )
        )
    return found


def told(found: dict[str, Any], lang: Any) -> list[str]:
    """Return the figures as a document writes them."""
    killed = [found["killed"][which] for which in ("low", "best", "high")]
    known = [n for n in killed if n is not None]
    toll = (
        []
        if not known
        else [number(lang, known[0])]
        if len(set(known)) == 1
        else ["–".join(number(lang, n) for n in known)]
    )
    return [found["sentence"], number(lang, found["events"]), number(lang, found["places"]), *toll]


def words_of(suffix: str, content: bytes) -> str:
    if suffix == "png":
        picture: Any = Image.open(io.BytesIO(content))
        return str(picture.text["Description"])
    if suffix == "svg":
        return content.decode().partition("<dc:description>")[2].partition("</dc:description>")[0]
    if suffix == "pptx":
        slides = Presentation(io.BytesIO(content)).slides
        return "\n".join(s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame)
    if suffix == "html":
        return html.unescape(re.sub(r"<[^>]+>", " ", content.decode().partition('<section id="map">')[0]))
    if suffix == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
        return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    return text_of(content)


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "pptx", "html", "xlsx"])
def test_the_figures_of_fifty_views_equal_the_summary(opened, suffix):
    for view in views(opened, 50):
        order = Order(opened, view, made=date(2026, 1, 1), parts=frozenset({"figures"}), resolution=20)
        found = summary(Asked(opened, view, {}))
        said = " ".join(words_of(suffix, FORMATS[suffix].build(order)).replace("&amp;", "&").split())
        for figure in told(found, view.lang):
            assert " ".join(figure.split()) in said, (view, figure)


def test_the_bundle_says_the_figures_of_fifty_views_too(opened):
    for view in views(opened, 50):
        order, found = Order(opened, view, made=date(2026, 1, 1)), summary(Asked(opened, view, {}))
        told_view = bundle.view(order)
        said = told_view["summary"]
        assert (said["events"], said["killed"]) == (found["events"], found["killed"])
        assert told_view["sentence"] == found["sentence"]
        readme = " ".join(bundle._readme(order, []).split())
        for figure in told(found, view.lang):
            assert " ".join(figure.split()) in readme, (view, figure)


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_was_pasted_into_a_search_stops_no_document(suffix: str, opened: Open) -> None:
    """A byte order mark comes along with text from a file; PDF/UA and XML allow neither it nor what is no character."""
    view = View(q="\ufeffattack\ufffe\uffff\u202e")
    name, made = make(Order(opened, view, made=date(2026, 11, 25), rows=3), suffix)
    assert name.endswith(suffix) and len(made) > 200
