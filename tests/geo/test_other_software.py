"""Slides and workbooks in the software of those who get them: LibreOffice opens both, and their pages say the words."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from geo.export.formats import make
from geo.export.order import Order
from geo.export.xlsx import COLUMNS
from geo.library import Open
from geo.view import View
from geo.words import LANGUAGES, Language, number, t

MOPTI = View(region=("Mopti",), start=date(2018, 1, 1), end=date(2020, 12, 31))


def pages(content: bytes, suffix: str, folder: Path) -> list[str]:
    """Return the text of each page that LibreOffice makes of a file.

    Each run has a profile of its own: two at a time would wait for, or spoil, one another's.
    """
    if not (shutil.which("libreoffice") and shutil.which("pdftotext")):
        if os.environ.get("CI"):
            pytest.fail("LibreOffice or pdftotext is not installed; .ci/run installs both")
        pytest.skip("LibreOffice or pdftotext is not installed")
    (folder / f"made.{suffix}").write_bytes(content)
    command = ["libreoffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, f"made.{suffix}"], cwd=folder, check=True, capture_output=True, timeout=180)
    run = subprocess.run(["pdftotext", "-layout", folder / "made.pdf", "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in run.stdout.decode().split("\f")[:-1]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_slides_are_pages_that_carry_the_words(opened: Open, tmp_path: Path, lang: Language) -> None:
    order = Order(opened, MOPTI.but(lang=lang), title="Réunion 7", page="16x9", rows=8, made=date(2026, 11, 25))
    content = make(order, "pptx")[1]
    found = pages(content, "pptx", tmp_path)
    assert len(found) == len(Presentation(io.BytesIO(content)).slides)
    killed = opened.store.summary(MOPTI).killed
    toll = "–".join(number(lang, n) for n in (killed.low, killed.best, killed.high))
    assert "Réunion 7" in found[0]
    assert toll in found[1] and " ".join(order.sentence.split()) in found[1]
    assert t(lang, "print.by_month") in found[2]
    assert t(lang, "print.column_killed") in found[3] and t(lang, "group.violence") in found[1]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_is_pages_with_title_events_sources_and_codebook(
    opened: Open, tmp_path: Path, lang: Language
) -> None:
    view = View(region=("Kidal",), start=date(2019, 1, 1), lang=lang)
    order = Order(opened, view, title="Réunion 7", made=date(2026, 11, 25))
    content = make(order, "xlsx")[1]
    found = pages(content, "xlsx", tmp_path)
    assert "Réunion 7" in found[0] and " ".join(order.sentence.split()) in found[0]
    whole = " ".join(found)
    events = opened.store.events(view)
    for title in events["title_fr" if lang == "fr" else "title"]:
        assert title.split()[0] in whole
    (book,) = [page for page in found if t(lang, "export.codebook_meaning") in page][:1]
    assert t(lang, "export.codebook_name") in book and "date_precision" in book
    told = " ".join(page for page in found if t(lang, "export.codebook_meaning") in page)
    assert all(name in told for name in COLUMNS)
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[1].max_row == len(events) + 1
