"""The page of comparisons: what it shows, its choices in the address, sentences where there is nothing to compare."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from app_page import chart, charts, plain, words
from app_page import page as open_page
from streamlit.testing.v1 import AppTest

from geo import boundaries
from geo.__main__ import main
from geo.comparing import compare
from geo.comparing_asking import Asked, Part
from geo.dataset import load
from geo.library import LIBRARY
from geo.sample import write as write_sample
from geo.sets import Shelf
from geo.store import Store
from geo.view import View
from geo.words import t

EARLY, LATE = Part(date(2018, 1, 1), date(2019, 12, 31)), Part(date(2021, 1, 1), date(2022, 12, 31))
PERIODS = {"a_from": "2018", "a_to": "2019", "b_from": "2021", "b_to": "2022"}


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(load())


page = partial(open_page, "compare")


def params(at: AppTest) -> dict[str, Any]:
    return {n: v if isinstance(v, str) else v[0] for n, v in at.query_params.items() if n != "lang"}


def states(at: AppTest) -> list[dict[str, Any]]:
    """Return what the two maps are told."""
    found = []
    for element in at.get("component_instance"):
        script = json.loads(element.proto.json_args)["feature_group"]
        found.append(json.loads(re.search(r"atlas\.apply\((\{.*\})\)", script).group(1)))  # type: ignore[union-attr]
    return found


def test_both_maps_get_their_own_window_and_one_scale(store: Store) -> None:
    at = page(**PERIODS, region="Mopti")
    a, b = states(at)
    assert (a["window"], b["window"]) == ([17532, 18261], [18628, 19357])
    assert a["largest"] == b["largest"] > 1
    assert a["pair"]["channel"] == b["pair"]["channel"] and (a["pair"]["side"], b["pair"]["side"]) == ("a", "b")
    assert a["bounds"] == b["bounds"] and a["mask"] == b["mask"]
    assert a["words"]["legend_size"] == b["words"]["legend_size"] == t("en", "compare.legend_size")


def test_regions_are_compared_on_one_frame(store: Store) -> None:
    at = page(a_region="Mopti", b_region="Gao", **{"from": "2018", "to": "2020"})
    a, b = states(at)
    assert (a["regions"], b["regions"]) == (["Mopti"], ["Gao"]) and a["bounds"] == b["bounds"]
    assert t("en", "compare.apart") in words(at) and "diverging" not in " ".join(charts(at).values())
    found = compare(store, *Asked(Part(region=("Mopti",)), Part(region=("Gao",))).views(
        View(start=date(2018, 1, 1), end=date(2020, 12, 31))
    ))  # fmt: skip
    assert f"{found.a.count.events} events in A (Mopti), {found.b.count.events} events in B (Gao)" in words(at)


def test_the_figures_of_the_page_are_the_comparison(store: Store) -> None:
    at = page(**PERIODS)
    found = compare(store, *Asked(EARLY, LATE).views(View()))
    table = chart(at, "compare_regions")
    bodies = re.findall(r"<tbody>(.*?)</tbody>", table)
    assert len(bodies) == len(found.of("region")) + 1
    rows = re.findall(r"<tr.*?</tr>", table)[1:]
    shown = [row for row in found.rows if row.level in ("region", "cercle")] + [found.whole]
    assert len(rows) == len(shown)
    for row, drawn in zip(shown, rows, strict=True):
        cells = [plain(cell).strip() for cell in re.findall(r"<td.*?</td>", drawn)]
        assert cells[:2] == [str(row.a.events), str(row.b.events)]
        assert cells[2] == (f"+{row.difference}" if row.difference > 0 else str(row.difference).replace("-", "−"))
    diverging = plain(chart(at, "compare_diverging"))
    for row in found.of("region"):
        if row.name and row.difference:
            assert f"{abs(row.difference)}" in diverging
    years = chart(at, "compare_years")
    assert years.count("<figure>") == 13 and years.count('href="#mali"') == 13


def test_fewer_is_hatched_and_signed(store: Store) -> None:
    found = compare(store, *Asked(EARLY, LATE).views(View()))
    fewer = [row for row in found.of("region") if row.name and row.difference < 0]
    drawn = chart(page(**PERIODS), "compare_diverging").split("</svg>")[0]
    assert fewer and drawn.count('class="hatch"') == len(fewer)
    assert drawn.count("−") >= len(fewer)


def test_presets_days_and_periods_write_the_address() -> None:
    at = page()
    assert params(at) == {} and "18 August 2018 – 17 August 2020" in words(at)
    at.button_group(key="compare_coup").set_value("2012-03-22").run()
    assert params(at) == {"a_from": "2010-03-22", "a_to": "2012-03-21", "b_from": "2012-03-22", "b_to": "2014-03-21"}
    assert "lie where the data say nothing" in words(at)
    at.text_input(key="compare_typed").set_value("2020-03").run()
    assert params(at) == {"a_from": "2018-03", "a_to": "2020-02", "b_from": "2020-03", "b_to": "2022-02"}
    at.slider(key="compare_months").set_value(12).run()
    assert params(at) == {"a_from": "2019-03", "a_to": "2020-02", "b_from": "2020-03", "b_to": "2021-02"}
    at.selectbox(key="compare_b_period").set_value("2584").run()
    assert params(at) == {"a_from": "2019-03", "a_to": "2020-02", "b_from": "2021-07", "b_to": "2022-06"}
    at.button(key="compare_swap").click().run()
    assert params(at) == {"a_from": "2021-07", "a_to": "2022-06", "b_from": "2019-03", "b_to": "2020-02"}
    assert t("en", "compare.caution_swapped") in words(at)
    at.text_input(key="compare_a_from").set_value("soon").run()
    assert params(at)["a_from"] == "2021-07" and "“soon” is no day" in at.warning[0].value
    at.text_input(key="compare_a_to").set_value("2020").run()
    assert params(at)["a_to"] == "2022-06" and "before its first" in at.warning[0].value


def test_two_regions_are_offered_and_can_be_left_again() -> None:
    at = page()
    at.button_group(key="compare_of").set_value("regions").run()
    assert params(at) == {"a_region": "Mopti", "b_region": "Gao"}  # the two with the most events on the page
    at.selectbox(key="compare_b_region").set_value("Timbuktu").run()
    assert params(at) == {"a_region": "Mopti", "b_region": "Timbuktu"}
    at.button_group(key="compare_of").set_value("periods").run()
    assert params(at) == {}


def test_bad_values_of_the_address_are_told() -> None:
    at = page(a_from="soon", b_region="Mopty", by="town")
    said = " ".join(warning.value for warning in at.warning).replace("\\", "")
    assert "a_from=soon" in said and "b_region=Mopty" in said and "Did you mean Mopti?" in said and "by=town" in said


def test_filters_hold_on_both_sides_and_their_years_give_way() -> None:
    at = page(**PERIODS, category="armed_clash", **{"from": "2015"})
    assert words(at).count("Armed clash") >= 1
    assert t("en", "compare.years_unused") in [caption.value for caption in at.caption]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_empty_comparison_and_a_map_without_limits_are_sentences(lang) -> None:
    at = page(**PERIODS, q="zzzz", lang=lang)
    assert t(lang, "compare.none").replace("\u00a0", " ") in words(at)
    at = page(**PERIODS, by="cercle", lang=lang)
    assert t(lang, "compare.no_limits") in [caption.value for caption in at.caption]


def test_a_selected_event_has_its_card_whichever_side_holds_it() -> None:
    at = page(**PERIODS, event="2019-03-23-ogossagou-attack")
    assert 'data-event="2019-03-23-ogossagou-attack"' in " ".join(found.proto.body for found in at.get("html"))


def test_words_of_an_address_are_text() -> None:
    at = page(q="<img src=x onerror=alert(1)>", a_from="<img src=y>")
    assert "<img" not in " ".join([*charts(at).values(), *(found.proto.body for found in at.get("html"))])


# -- data sets and limits that a user brings ---------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Sets and limits of this test alone."""
    found = Shelf(tmp_path / "sets")
    monkeypatch.setenv("ATLAS_SETS_FOLDER", str(found.folder))
    monkeypatch.setattr(LIBRARY, "shelf", found)
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_large_data_set_is_compared_and_its_maps_agree_on_their_scale(
    shelf: Shelf, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang
) -> None:
    monkeypatch.setattr("geo.library.THRESHOLD", 1_000)
    write_sample(store.dataset, 1_500, tmp_path / "many.parquet")
    assert main(["import", str(tmp_path / "many.parquet"), "--name", "many"], LIBRARY) == 0
    at = page(**PERIODS, data="many", lang=lang)
    a, b = states(at)
    assert LIBRARY.open("many").store.large and a["largest"] is None and b["largest"] is None
    assert "cells" in a["data"] and a["window"] != b["window"]
    found = compare(LIBRARY.open("many").store, *Asked(EARLY, LATE).views(View(data="many")))
    assert t(lang, "view.events", n=found.a.count.events).replace("\u202f", " ") in words(at).replace("\u00a0", " ")
    assert at.button_group(key="compare_coup").options


def test_cercles_are_on_the_map_once_their_limits_are_there(shelf: Shelf, tmp_path: Path) -> None:
    names = ["Bankass", "Koro", "Douentza", *(f"Nowhere {i}" for i in range(47))]

    def square(i: int, name: str) -> dict[str, Any]:
        x, y = -10 + i % 10, 12 + i // 10
        ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        return {"type": "Feature", "properties": {"shapeName": name}, "geometry": shape}

    content = {"type": "FeatureCollection", "features": [square(i, name) for i, name in enumerate(names)]}
    boundaries.keep(shelf.folder, boundaries.Boundaries(content, "Their owner"))
    at = page(**PERIODS, by="cercle")
    assert t("en", "compare.no_limits") not in [caption.value for caption in at.caption]
    drawn = chart(at, "compare_diverging").split("</svg>")[0]
    assert len(re.findall(r'class="area ', drawn)) == 50
    assert t("en", "compare.diverging_cercle") in words(at) and "Their owner" in words(at)
    found = compare(LIBRARY.open().store, *Asked(EARLY, LATE).views(View()))
    shown = [row for row in found.of("cercle") if row.name in names]
    assert len(shown) == 3 and len(re.findall(r'class="area d', drawn)) == 3
    rest = sum(row.a.events + row.b.events for row in found.of("region")) - sum(
        row.a.events + row.b.events for row in shown
    )
    assert t("en", "compare.elsewhere_cercle", n=rest) in words(at)
