"""Every page shows a data set whose events stay in the engine, or says in a sentence what it can't do with it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_place_pages import charts

from geo import sample
from geo.dataset import load
from geo.library import LIBRARY
from geo.sets import SetInfo, Shelf
from geo.words import t

PAGES = Path(__file__).parents[2] / "pages"
EVENTS = 1_500


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("large")
    sample.write(load(), EVENTS, folder / "sample.parquet")
    shelf = Shelf(folder / "sets")
    shelf.keep(SetInfo("large", "A large set", attribution="Nobody at all"), folder / "sample.parquet")
    return shelf


@pytest.fixture
def shelf(made: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    monkeypatch.setattr(LIBRARY, "shelf", made)
    monkeypatch.setattr("geo.library.THRESHOLD", EVENTS - 1)
    assert LIBRARY.open("large").store.large
    return made


def words(at: AppTest) -> str:
    markup = [found.proto.body for found in at.get("html")] + list(charts(at).values())
    said = [element.value for kind in (at.caption, at.error, at.warning) for element in kind]
    return unescape(re.sub(r"<[^>]*>", " ", " ".join([*markup, *said]))).replace("\u00a0", " ")


def page(name: str, **asked: str) -> AppTest:
    at = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=90)
    for parameter, value in ({"lang": "en", "data": "large"} | asked).items():
        at.query_params[parameter] = value
    at.run()
    assert not at.exception, at.exception
    return at


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.py")))
def test_every_page_shows_a_large_set(shelf: Shelf, name: str) -> None:
    at = page(name)
    assert not at.error
    assert words(at).strip()


def test_a_site_has_its_charts_and_its_events_with_titles(shelf: Shelf) -> None:
    at = page("sites", site="gao", date="2018", months="24")
    view = LIBRARY.open("large").store
    assert t("en", "place.years") in words(at)
    from geo.view import View

    first = view.events(View(near="gao", within_km=15.0, data="large"), limit=1)["title"].iloc[0]
    assert first in words(at)
    assert t("en", "change.cautions") in words(at)
    assert "A large set" in words(at)


def test_a_route_has_its_strip_and_a_stretch_is_compared(shelf: Shelf) -> None:
    at = page("routes", km="20", date="2018-06", stretch="bankass-koro")
    assert len(re.findall(r'data-event="', " ".join(charts(at).values()))) > 5
    assert t("en", "change.cautions") in words(at)


def test_too_many_events_are_a_sentence_and_the_page_goes_on(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geo.largestore.MOST_NEAR", 2)
    for name, asked in (("sites", {"site": "gao"}), ("routes", {})):
        at = page(name, date="2018-06", km="40", **asked)
        assert "can’t be drawn and listed one by one" in words(at)
        assert t("en", "change.title") in words(at)


def test_one_of_its_events_has_its_card(shelf: Shelf) -> None:
    event = LIBRARY.open("large").store.rows([7])["id"].iloc[0]
    at = page("explore", event=event)
    assert "A large set" in words(at)
