"""The pages of sites and routes: dossiers, strip chart, comparisons, and sentences where there is nothing."""

from __future__ import annotations

import re
from typing import Any

import pytest
from app_page import chart, charts, page, words
from streamlit.testing.v1 import AppTest

from geo.dataset import load
from geo.words import t

NAMED = (
    *("gao", "kidal", "timbuktu", "ogossagou", "goundam", "aguelhok", "menaka", "sevare", "bandiagara", "bankass"),
    *("koro", "douentza", "madougou", "dioungani"),
)


def params(at: AppTest) -> dict[str, Any]:
    return {n: v if isinstance(v, str) else v[0] for n, v in at.query_params.items() if n != "lang"}


# -- sites ---------------------------------------------------------------------------------


@pytest.mark.parametrize("site", NAMED)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_named_sites_have_their_dossier(site: str, lang) -> None:
    data = load()
    row = data.sites[data.sites["id"] == site].iloc[0]
    suffix = "_fr" if lang == "fr" else ""
    at = page("sites", site=site, lang=lang)
    said = words(at)
    assert row[f"name{suffix}"] in said
    assert t(lang, f"site.kind_{row['kind']}") in said
    for heading in ("place.troops", "place.agreed", "place.supported", "change.title"):
        assert t(lang, heading).replace("\u00a0", " ") in said
    assert len(at.get("component_instance")) == 1  # the map
    if site in set(data.site_presence["site_id"]):
        assert t(lang, "place.troops_none") not in said
    else:
        assert t(lang, "place.troops_none").replace("\u00a0", " ") in said


def test_all_other_sites_have_one_too() -> None:
    at = page("sites", site="gao")
    for site in sorted(set(load().sites["id"]) - set(NAMED)):
        at.query_params["site"] = site
        at.run()
        assert not at.exception and not at.warning, site
        assert f'data-site="{site}"' in " ".join(found.proto.body for found in at.get("html"))


def test_a_site_is_chosen_by_a_close_spelling_that_is_marked() -> None:
    at = page("sites")
    at.text_input(key="site_search").set_value("Ogosagou").run()
    (match,) = [button for button in at.button if button.key == "site_match_ogossagou"]
    assert match.label.endswith(t("en", "place.close"))
    match.click().run()
    assert params(at) == {"site": "ogossagou"} and "Fulani and Dogon" in words(at)
    at.text_input(key="site_search").set_value("tombouctou").run()
    (match,) = [button for button in at.button if button.key == "site_match_timbuktu"]
    assert match.label.endswith(t("en", "place.exact"))
    at.text_input(key="site_search").set_value("qqqqqq").run()
    assert any(t("en", "place.search_none") == caption.value for caption in at.caption)


def test_the_distance_is_in_the_address_and_in_the_sentence() -> None:
    at = page("sites", site="gao")
    at.slider(key="place_km").set_value(50).run()
    assert params(at) == {"site": "gao", "km": "50"}
    assert "within 50 km of Gao" in words(at)


def test_a_site_without_events_says_so_and_names_the_nearest() -> None:
    said = words(page("sites", site="siby", category="heritage"))
    assert "No event of this view certainly lies within 15 km of Siby" in said
    assert "The nearest is" in said


def test_a_selected_event_has_its_card_and_the_site_stays() -> None:
    at = page("sites", site="ogossagou", event="2019-03-23-ogossagou-attack")
    html = " ".join(found.proto.body for found in at.get("html"))
    assert 'data-site="ogossagou"' in html and 'data-event="2019-03-23-ogossagou-attack"' in html
    assert 'class="selected" data-event="2019-03-23-ogossagou-attack"' in chart(at, "place_events")


def test_a_radius_of_nothing_and_other_bad_values_are_told() -> None:
    at = page("sites", site="gao", km="0", months="x", date="soon")
    said = " ".join(warning.value for warning in at.warning)
    assert "within 0 km nothing lies for certain" in said.replace("\\", "")
    assert "months=x" in said and "date=soon" in said
    assert "within 15 km of Gao" in words(at)


def test_words_of_an_address_are_text() -> None:
    at = page("sites", site="gao", q="<img src=x onerror=alert(1)>")
    markup = " ".join([*charts(at).values(), *(found.proto.body for found in at.get("html"))])
    assert "<img" not in markup


def test_the_place_is_no_filter_and_taking_filters_off_keeps_it() -> None:
    at = page("sites", site="gao", region="Mopti", category="heritage")
    assert "within 15 km of Gao" in words(at) and "Mopti" not in words(at).split("within")[0]
    labels = [found.label for found in at.multiselect]
    assert t("en", "filter.region") not in labels and t("en", "filter.actor") in labels
    next(button for button in at.button if button.key == "filter_reset").click().run()
    assert params(at) == {"site": "gao"}


# -- routes ---------------------------------------------------------------------------------


def test_the_strip_chart_has_a_symbol_for_each_event_and_its_towns() -> None:
    at = page("routes")
    markup = chart(at, "route_strip")
    said = words(at)
    summary = re.search(r"(\d+) of 429 events · within 10 km of the Route du Poisson · (\d+) more may", said)
    assert summary
    certain, maybe = int(summary[1]), int(summary[2])
    spots = re.findall(r'<g class="spot".*?</g>', markup)
    assert len(spots) == certain + maybe
    assert sum("mark hollow" in spot for spot in spots) == maybe
    for town in ("Sévaré", "Bandiagara", "Bankass", "Koro", "Burkina Faso border"):
        assert town in markup
    assert "post of the Mission" in markup


def test_a_schematic_route_says_that_its_length_is_no_roads() -> None:
    said = words(page("routes", route="gao-menaka"))
    assert "Straight-line length" in said and "The line is schematic" in said
    assert "Length, through named villages: 212 km" in words(page("routes"))


@pytest.mark.parametrize("route", load().routes["id"])
def test_every_route_has_its_page(route: str) -> None:
    at = page("routes", route=route, lang="fr", km="30", date="2020-08-18")
    assert not at.warning and chart(at, "route_strip")


def test_a_long_list_of_events_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.route_panel._MOST", 20)
    at = page("routes")
    assert len(re.findall(r'<g class="spot"', chart(at, "route_strip"))) == 20
    assert re.search(r"Of \d+ events the 20 deadliest are drawn", words(at))


def test_a_window_of_years_narrows_the_strip() -> None:
    at = page("routes", **{"from": "2019", "to": "2020"})
    years = set(re.findall(r">(20\d\d)</text>", chart(at, "route_strip")))
    assert years == {"2019", "2020"}


# -- before and after ---------------------------------------------------------------------------------


def test_the_comparison_of_the_issue() -> None:
    at = page("sites", site="ogossagou", date="2020-03")
    said = words(at)
    assert "Within 15 km of Ogossagou: 3 events in the 24 months before March 2020, 4 events" in said
    assert "exact 95 % interval 0.23 to 9.1" in said
    assert at.selectbox(key="change_offered").value == "2020-03"
    downloads = [button.proto.label for button in at.get("download_button")]
    assert t("en", "change.table_csv") in downloads and t("en", "place.csv") in downloads


def test_it_is_said_in_french() -> None:
    said = words(page("sites", site="ogossagou", date="2020-03", lang="fr"))
    assert "3 événements dans les 24 mois qui précèdent mars 2020, 4 événements" in said


def test_a_day_is_offered_or_typed_and_stands_in_the_address() -> None:
    at = page("sites", site="ogossagou")
    assert t("en", "change.hint") in words(at)
    at.selectbox(key="change_offered").set_value("2023-08-03").run()
    assert params(at) == {"site": "ogossagou", "date": "2023-08-03"}
    at.text_input(key="change_typed").set_value("2019-06-15").run()
    assert params(at)["date"] == "2019-06-15"
    at.slider(key="change_months").set_value(12).run()
    assert params(at)["months"] == "12" and "12 months before 15 June 2019" in words(at)


def test_a_stretch_of_the_road_is_compared_alone() -> None:
    at = page("routes", date="2020-03", stretch="bankass-koro")
    said = words(at)
    assert "Bankass–Koro: " in said and "24 months before March 2020" in said
    at.selectbox(key="route_chosen").set_value("rn16-sevare-gao").run()
    assert "stretch" not in params(at) and not at.warning


def test_a_window_beyond_the_data_is_a_sentence() -> None:
    said = words(page("sites", site="gao", date="2023-12-01"))
    assert "The data do not reach over both windows, so no ratio is given." in said
    assert "Mission’s own reporting ends in 2023" in said
