"""The page of data: a file is reported on before it is used, and what a session brings only that session sees."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from app_page import page
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).parents[1] / "geo"))
from made_sets import event, frame
from test_import_ucdp import file as ucdp_file

from geo.export.formats import make
from geo.export.order import Order
from geo.library import LIBRARY
from geo.sets import SetInfo, Shelf
from geo.terms import TermsError
from geo.view import View
from geo.words import t
from ui.upload import ALLOW_VARIABLE

CONTENT = ucdp_file({"id": "1"}, {"id": "2", "latitude": "99"}, {"id": "3", "date_start": "2018-01-05 00:00:00.000"})


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf(tmp_path / "sets")
    monkeypatch.setattr(LIBRARY, "shelf", shelf)
    monkeypatch.delenv(ALLOW_VARIABLE, raising=False)
    return shelf


def words(at: AppTest) -> str:
    return " ".join(found.proto.body for found in at.get("html"))


def said(at: AppTest, name: str) -> list[str]:
    """Return a parameter of the address; one that stands once comes as text."""
    found = at.query_params.get(name) or []
    return [found] if isinstance(found, str) else list(found)


def uploaded(at: AppTest, content: bytes = CONTENT, name: str = "ged <b>.csv") -> AppTest:
    at.file_uploader[0].upload(name, content, "text/csv").run()
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    next(button for button in at.button if button.key == key).click().run()
    assert not at.exception
    return at


def test_a_file_is_reported_on_before_it_is_used(shelf: Shelf) -> None:
    at = uploaded(page("data"))
    assert "<dd>3</dd><dt>rows read</dt>" in words(at)
    assert said(at, "data") == []
    # What was changed stands before what was only said of the file; all of it is text.
    done = re.findall(r'class="did (\w+)"', words(at))
    assert done == sorted(done, key=["refused", "repaired", "left_out", "kept"].index) and "repaired" in done
    assert shelf.all() == []


def test_a_session_uses_its_file_and_another_does_not_see_it(shelf: Shelf) -> None:
    at = press(uploaded(page("data")), "upload_use")
    (data,) = said(at, "data")
    assert data.startswith("own-")
    assert "ged &lt;b&gt;" in words(at) and "<b>.csv" not in words(at)
    assert t("en", "sets.own") in words(at)
    other = page("data")
    assert "ged &lt;" not in words(other) and data not in words(other)
    linked = page("explore", data=data)
    assert "ged &lt;b&gt;" in words(linked)


def test_only_whoever_runs_the_server_lets_sets_be_kept(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    at = uploaded(page("data"))
    assert "upload_keep" not in [button.key for button in at.button]
    monkeypatch.setenv(ALLOW_VARIABLE, "1")
    at = press(uploaded(page("data"), name="kept.csv"), "upload_keep")
    assert [info.id for info in shelf.all()] == ["kept"]
    assert said(at, "data") == ["kept"]
    press(at, "delete_kept")
    assert shelf.all() == []
    assert said(at, "data") == []


def test_what_can_not_be_read_is_a_sentence(shelf: Shelf) -> None:
    at = uploaded(page("data", lang="fr"), b"\0\1\2\3" * 100, "x.bin")
    assert len(at.error) == 1 and "rows read" not in words(at) and "atlas-findings" not in words(at)


def test_sets_are_chosen_in_the_panel_and_pairs_shown_once(shelf: Shelf) -> None:
    same = event("u1", "2019-03-24", category="attack_on_civilians", lat=13.954, lon=-3.57)
    shelf.keep(SetInfo("mine", "Mine"), frame(same, event("u2", "2015-01-01")))
    at = page("explore", event="2019-03-23-ogossagou-attack")
    choice = next(widget for widget in at.multiselect if widget.key == "filter_data")
    choice.set_value(["curated", "mine"]).run()
    assert said(at, "data") == ["curated", "mine"]
    assert t("en", "view.twice", n=1) in words(at)
    at = page("explore", data="curated+mine", event="u1")
    assert t("en", "sets.maybe_same_title") in words(at)
    at = press(at, "card_other")
    assert said(at, "event") == ["2019-03-23-ogossagou-attack"]
    switch = next(widget for widget in at.toggle if widget.key == "filter_once")
    switch.set_value(True).run()
    assert said(at, "once") == ["1"]
    assert t("en", "view.once") in words(at)


def test_years_of_a_set_beyond_those_of_the_atlas_can_be_seen_and_left_out(shelf: Shelf) -> None:
    shelf.keep(SetInfo("long", "Long"), frame(event("u1", "1994-06-01"), event("u2", "2015-01-01")))
    at = page("explore", data="long")
    years = next(widget for widget in at.slider if widget.key == "filter_years")
    assert (years.min, years.max, tuple(years.value)) == (1994, 2024, (1994, 2024))
    assert "All 2 events" in words(at)
    years.set_value((2012, 2024)).run()
    assert said(at, "from") == ["2012"] and said(at, "to") == []
    assert "1 of 2 events" in words(at)


def test_a_deleted_set_in_a_link_is_named_and_the_rest_shown(shelf: Shelf) -> None:
    at: Any = page("explore", data="gone", region="Gao")
    assert "data=gone" in at.warning[0].value.replace("\\", "")
    assert said(at, "region") == ["Gao"]


def test_the_columns_of_a_table_are_corrected_on_the_page(shelf: Shelf) -> None:
    at = uploaded(page("data"), b"when,where,perished\n2019-03-23,Gao,3\n2019-03-24,Kidal,4\n", "mine.csv")
    assert any("what kind of events" in error.value for error in at.error)
    boxes = {box.label: box for box in at.selectbox}
    assert boxes[t("en", "import.field_date")].value == "when"
    boxes[t("en", "import.field_category")].select("=armed_clash").run()
    assert not at.exception and not at.error
    assert "<dd>2</dd><dt>events</dt>" in words(at)


def test_whoever_brings_a_table_says_whose_it_is_and_it_stands_on_every_page(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ALLOW_VARIABLE, "1")
    at = uploaded(
        page("data"), b"date,place,type,killed\n2019-03-23,Gao,combat,3\n2019-03-24,Kidal,combat,4\n", "mine.csv"
    )
    fields = {field.label: field for field in at.text_input}
    fields[t("en", "sets.field_attribution")].input("Our <i>NGO</i>, 2026")
    fields[t("en", "sets.field_source")].input("https://example.org/table")
    fields[t("en", "sets.field_licence")].input("CC BY-NC")
    at.run()
    assert any("Our <i>NGO</i>, 2026 · https://example.org/table · CC BY-NC" in said.value for said in at.caption)
    switch = next(one for one in at.toggle if one.label == t("en", "sets.field_redistribution"))
    switch.set_value(False).run()
    (keep,) = [button for button in at.button if button.key == "upload_keep"]
    assert keep.disabled
    at = press(at, "upload_use")
    (data,) = said(at, "data")
    assert "Our &lt;i&gt;NGO&lt;/i&gt;, 2026" in words(at)
    info = LIBRARY.info(data)
    assert (info.attribution, info.source, info.licence) == (
        "Our <i>NGO</i>, 2026",
        "https://example.org/table",
        "CC BY-NC",
    )
    assert not info.redistribution
    opened = LIBRARY.open(data)
    source = opened.store.dataset.sources.iloc[0]
    assert (source["publisher"], source["url"]) == ("Our <i>NGO</i>, 2026", "https://example.org/table")
    with pytest.raises(TermsError):
        make(Order(opened, View(data=data)), "csv")


def test_a_known_publisher_is_not_asked_for_and_terms_stay(shelf: Shelf) -> None:
    at = uploaded(page("data"))
    assert t("en", "sets.field_attribution") not in [field.label for field in at.text_input]
    assert any("Uppsala University · CC BY 4.0" in said.value for said in at.caption)


def test_the_limits_stand_on_the_page_before_a_file_is_chosen(shelf: Shelf) -> None:
    at = page("data")
    assert "200 MB" in at.file_uploader[0].label
    (told,) = [said.value for said in at.caption if "3,000,000 cells" in said.value]
    assert "2,000,000 rows" in told and "1,000 columns" in told and "400 MB unpacked" in told


def test_deleting_asks_first_and_says_what_happens(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ALLOW_VARIABLE, "1")
    shelf.keep(SetInfo("mine", "Mine"), frame(event("u1")))
    at = page("data", data="mine")
    assert any(t("en", "sets.delete_ask", name="Mine") in said.value for said in at.caption)
    assert [info.id for info in shelf.all()] == ["mine"]
    other = page("explore", data="mine", region="Gao")
    press(at, "delete_mine")
    assert shelf.all() == [] and said(at, "data") == []
    other.run()
    assert not other.exception


def test_a_known_format_has_no_columns_to_choose(shelf: Shelf) -> None:
    at = uploaded(page("data"))
    assert not any((box.key or "").startswith("column_") for box in at.selectbox)


def test_a_comparison_says_that_it_may_count_an_event_twice(shelf: Shelf) -> None:
    same = event("u1", "2019-03-24", category="attack_on_civilians", lat=13.954, lon=-3.57, location_radius_km=1.0)
    shelf.keep(SetInfo("mine", "Mine"), frame(same, event("u2", "2015-01-01")))
    asked = {"site": "ogossagou", "data": "curated+mine", "date": "2019-03", "months": "12"}
    assert t("en", "change.caution_twice", n=1) in words(page("sites", **asked))
    assert t("en", "change.caution_twice", n=1) not in words(page("sites", **asked, once="1"))
