"""The briefing page: what is chosen stands in the address, and what is shown and downloaded is the document itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo.export.asking import MAX_ROWS
from geo.words import t

PAGE = Path(__file__).parents[2] / "pages" / "briefing.py"


def page(**asked: Any) -> AppTest:
    at = AppTest.from_file(str(PAGE), default_timeout=90)
    for name, value in ({"lang": "en", "region": "Kidal", "rows": "10"} | asked).items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    return " ".join(found.proto.body for found in at.get("html"))


def picture(at: AppTest) -> str:
    (found,) = at.get("image")
    return str(found.proto.imgs[0].url)


def button(at: AppTest, key: str) -> Any:
    return next(found for found in at.button if found.key == key)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_opens_with_a_preview_and_one_download(lang):
    at = page(lang=lang)
    assert len(at.get("image")) == 1
    assert len(at.get("download_button")) == 1
    pages = int(words(at).split(t(lang, "print.page_of", page=1, pages="#").replace("#", ""))[1].split("<")[0])
    assert pages >= 3


def test_the_address_fills_every_choice():
    at = page(format="pptx", page="4x3", title="Réunion", note="Une remarque", parts=["map", "table"], both="1")
    shown = at.session_state
    assert (shown["briefing_format"], shown["briefing_page"]) == ("pptx", "4x3")
    assert (at.text_input(key="briefing_title").value, at.text_area(key="briefing_note").value) == (
        "Réunion",
        "Une remarque",
    )
    assert (shown["briefing_parts"], shown["briefing_rows"], shown["briefing_both"]) == (["map", "table"], "10", True)
    assert any("MLI_kidal_4x3_" in caption.value for caption in at.caption)


def test_what_is_written_goes_into_the_address():
    at = page()
    at.text_input(key="briefing_title").set_value("Kidal, spring").run()
    said = {name: at.query_params[name] for name in ("title", "region")}
    assert {name: [value] if isinstance(value, str) else value for name, value in said.items()} == {
        "title": ["Kidal, spring"],
        "region": ["Kidal"],
    }
    at.text_input(key="briefing_title").set_value("").run()
    assert "title" not in at.query_params


def test_the_title_is_offered_from_the_sentence():
    at = page()
    assert at.text_input(key="briefing_title").proto.placeholder.startswith("84 of 429 events · Kidal")


def test_the_reader_turns_the_pages():
    at = page()
    first = picture(at)
    button(at, "briefing_next").click().run()
    assert picture(at) != first
    assert "Page 2 of" in words(at)
    button(at, "briefing_previous").click().run()
    assert picture(at) == first


def test_a_value_that_cannot_be_used_is_said_and_nothing_else_is_lost():
    at = page(page="a9", title="Kept")
    assert any("a9" in warning.value for warning in at.warning)
    assert at.text_input(key="briefing_title").value == "Kept" and len(at.get("image")) == 1


@pytest.mark.parametrize("asked", [{"q": "zzzz"}, {"format": "png"}, {"rows": str(MAX_ROWS), "q": "Ogossagou"}])
def test_any_view_and_format_has_a_preview(asked):
    assert len(page(**asked).get("image")) == 1
