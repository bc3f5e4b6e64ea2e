"""The Explore script without a browser: what widgets show, what they change, what the page says."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from geo.dataset import load
from geo.model import CATEGORIES
from geo.store import Store
from geo.view import View
from geo.words import t

ROUTER = Path(__file__).parents[2] / "ui" / "router.py"
#: A first run imports the engine.
SECONDS = 60


@pytest.fixture(scope="module")
def store() -> Store:
    return Store(load())


def explore(**params: str | list[str]) -> AppTest:
    """Run the script with an address and return what it drew."""
    at = AppTest.from_file(str(ROUTER), default_timeout=SECONDS)
    for name, value in params.items():
        at.query_params[name.removesuffix("_")] = value
    at.run()
    assert not at.exception
    return at


def run(changed: Any) -> AppTest:
    """Run the script again after a widget changed."""
    at = changed.run()
    assert not at.exception
    return at


def params(at: AppTest) -> dict[str, list[str]]:
    """Return the address as the script left it, without the language."""
    said = {name: [v] if isinstance(v, str) else list(v) for name, v in at.query_params.items()}
    return {name: values for name, values in said.items() if name != "lang"}


def pages(at: AppTest) -> str:
    """Return all HTML of the page."""
    return "\n".join(element.proto.body for element in at.get("html"))


def widget(at: AppTest, field: str):
    return next(
        found
        for kind in ("slider", "selectbox", "multiselect", "pills", "number_input", "toggle", "text_input")
        for found in at.get(kind)
        if found.key == f"filter_{field}"
    )


def test_without_an_address_everything_is_shown():
    at = explore()
    assert t("en", "view.all", n=429) in pages(at)
    assert tuple(widget(at, "years").value) == (2012, 2024)
    assert widget(at, "period").value is None
    for field in ("region", "cercle", "actor", "category"):
        assert list(widget(at, field).value) == []
    assert widget(at, "verified").value is False
    assert widget(at, "q").value == ""
    assert at.button(key="filter_reset").disabled
    assert at.button(key="filter_reset").label == t("en", "filter.reset")
    assert not at.warning


ADDRESS = {
    "from_": "2018",
    "to": "2019-06-15",
    "region": ["Mopti", "Gao"],
    "cercle": "Bankass",
    "category": ["attack_on_civilians", "armed_clash"],
    "killed_min": "3",
    "killed_max": "200",
    "precision": "route",
    "verified": "1",
    "near": "route-du-poisson",
    "within_km": "75",
    "q": "Ogossagou",
}


def test_widgets_show_what_the_address_says():
    at = explore(**ADDRESS)
    assert tuple(widget(at, "years").value) == (2018, 2019)
    assert set(widget(at, "region").value) == {"Mopti", "Gao"}
    assert widget(at, "cercle").value == ["Bankass"]
    assert set(widget(at, "category").value) == {"attack_on_civilians", "armed_clash"}
    assert (widget(at, "killed_min").value, widget(at, "killed_max").value) == (3, 200)
    assert widget(at, "precision").value == "route"
    assert widget(at, "verified").value is True
    assert (widget(at, "near").value, widget(at, "within").value) == ("route-du-poisson", 75)
    assert widget(at, "q").value == "Ogossagou"
    assert not at.button(key="filter_reset").disabled


def test_the_switch_for_exact_places_says_how_many_events_it_hides(store: Store):
    at = explore(region="Mopti")
    whole, exact = (store.summary(View(region=("Mopti",), precision=p)).events for p in (None, "exact"))
    assert widget(at, "exact").label.endswith(f" · hides {whole - exact} events")
    assert widget(at, "exact").value is False
    run(widget(at, "exact").set_value(True))
    assert params(at) == {"region": ["Mopti"], "precision": ["exact"]}
    assert t("en", "view.some", n=exact, total=429) in pages(at)
    # It goes on saying what it hides, and gives it back.
    assert widget(at, "exact").label.endswith(f" · hides {whole - exact} events")
    run(widget(at, "exact").set_value(False))
    assert params(at) == {"region": ["Mopti"]}


def test_a_drawn_area_is_named_and_can_be_left():
    at = explore(within="circle:14.35,-3.61,60", lang="fr")
    button = at.button(key="filter_area")
    assert button.label == "À moins de 60\u00a0km de 14,35°\u00a0N 3,61°\u00a0O"
    run(button.click())
    assert params(at) == {}
    at = explore(within="14,-4;14,-3;13,-4;13,-3")
    assert not [button for button in at.button if button.key == "filter_area"]
    assert "the sides of the area cross" in at.warning[0].value


def test_reset_takes_every_filter_off_and_keeps_the_language():
    at = explore(**ADDRESS, lang="fr", mode="events")
    run(at.button(key="filter_reset").click())
    assert params(at) == {"mode": ["events"]}
    assert t("fr", "view.all", n=429) in pages(at)
    assert at.button(key="filter_reset").disabled


@pytest.mark.parametrize(
    ("field", "value", "said", "nothing"),
    [
        ("region", ["Kidal"], {"region": ["Kidal"]}, []),
        ("cercle", ["Koro", "Bankass"], {"cercle": ["Bankass", "Koro"]}, []),
        ("category", ["heritage"], {"category": ["heritage"]}, []),
        ("killed_min", 10, {"killed_min": ["10"]}, None),
        ("killed_max", 10, {"killed_max": ["10"]}, None),
        ("precision", "exact", {"precision": ["exact"]}, None),
        ("exact", True, {"precision": ["exact"]}, False),
        ("verified", True, {"verified": ["1"]}, False),
        ("near", "gao", {"near": ["gao"], "within_km": ["10"]}, None),
        ("q", "  Tessalit   camp ", {"q": ["Tessalit camp"]}, ""),
        ("years", (2015, 2016), {"from": ["2015"], "to": ["2016"]}, (2012, 2024)),
        ("period", "before", {"to": ["2013-04-24"]}, None),
    ],
)
def test_each_filter_changes_the_view_and_takes_it_back(store, field, value, said, nothing):
    at = explore()
    run(widget(at, field).set_value(value))
    found = {name: sorted(values) for name, values in params(at).items()}
    assert found == {name: sorted(values) for name, values in said.items()}
    assert f"of {store.total} event" in pages(at)
    # AppTest sends no blank number and no blank choice; a browser test clears those.
    run(widget(at, field).set_value(nothing) if nothing is not None else at.button(key="filter_reset").click())
    assert params(at) == {}
    assert t("en", "view.all", n=429) in pages(at)


def test_an_actor_and_its_count(store):
    at = explore()
    actors = widget(at, "actor")
    first = actors.options[0]
    name, count = first.rsplit(" · ", 1)
    assert int(count) == store.summary(View(actor=(name,))).events
    counts = [int(option.rsplit(" · ", 1)[1]) for option in actors.options]
    assert counts == sorted(counts, reverse=True) and min(counts) > 0


def test_the_distance_needs_a_place():
    at = explore()
    assert widget(at, "within").disabled
    run(widget(at, "near").set_value("route-du-poisson"))
    assert not widget(at, "within").disabled
    run(widget(at, "within").set_value(2.5))
    assert params(at) == {"near": ["route-du-poisson"], "within_km": ["2.5"]}


def test_every_preset_sets_its_period_and_shows_its_name():
    at = explore()
    presets = widget(at, "period")
    assert len(presets.options) > 8
    labels = list(presets.options)
    assert labels[0] == t("en", "period.before") and labels[-1] == t("en", "period.after")
    assert t("en", "period.withdrawal") in labels
    run(widget(at, "period").set_value("2423"))
    assert params(at) == {"from": ["2018-07"], "to": ["2019-06-28"]} or params(at)["from"] == ["2018-07"]
    assert widget(at, "period").value == "2423"
    # The slider shows the years that the period touches, and moving it leaves the preset.
    assert tuple(widget(at, "years").value) == (2018, 2019)
    run(widget(at, "years").set_value((2018, 2020)))
    assert params(at) == {"from": ["2018"], "to": ["2020"]}
    assert widget(at, "period").value is None


def test_counts_are_those_that_a_choice_would_show(store):
    at = explore(region="Mopti")
    facets = store.facets(View(region=("Mopti",)))["category"]
    labels = [str(label) for label in widget(at, "category").options]
    assert [int(label.rsplit(" · ", 1)[1]) for label in labels] == [facets.get(c, 0) for c in CATEGORIES]
    for option in widget(at, "region").options:
        name, count = option.rsplit(" · ", 1)
        # Within one filter the choices add up, so its own choice does not narrow the counts beside it.
        assert int(count) == store.summary(View(region=(name,))).events
    verified = store.summary(View(region=("Mopti",), verified=True)).events
    assert widget(at, "verified").label.endswith(f"· {verified}")
    for option in widget(at, "cercle").options:
        name, count = option.rsplit(" · ", 1)
        assert int(count) == store.summary(View(region=("Mopti",), cercle=(name,))).events


def test_a_choice_that_would_show_nothing_stands_last_but_not_when_it_is_chosen():
    at = explore(region="Kayes", q="Ogossagou")
    options = widget(at, "region").options
    assert options[0].startswith(("Kayes", "Mopti"))
    empty = [option.endswith("· 0") and not option.startswith("Kayes") for option in options]
    assert empty == sorted(empty)


def test_problems_are_said_and_go_with_the_next_change():
    at = explore(region="Atlantis", from_="abc")
    said = "\n".join(warning.value for warning in at.warning).replace("\\", "")
    assert "region=Atlantis" in said and "from=abc" in said
    assert t("en", "view.all", n=429) in pages(at)
    run(widget(at, "verified").set_value(True))
    assert not at.warning
    assert params(at) == {"verified": ["1"]}


@pytest.mark.parametrize("value", ["<b>x</b>", "**x**", "[x](javascript:alert(1))", ":red[x]", "$x$", "`x`", "a\nb"])
def test_a_bad_value_is_escaped_where_markdown_would_read_it(value):
    at = explore(region=value)
    (warning,) = at.warning
    for mark in "*`[<$":
        for i, character in enumerate(warning.value):
            if character == mark:
                assert warning.value[i - 1] == "\\", warning.value


def test_the_language_switch_changes_words_and_keeps_the_view():
    at = explore(region="Timbuktu", event="2012-04-01-timbuktu-falls")
    switch = next(found for found in at.get("button_group") if found.key == "language")
    run(switch.set_value("fr"))
    assert at.query_params["lang"] in ("fr", ["fr"])
    assert params(at) == {"region": ["Timbuktu"], "event": ["2012-04-01-timbuktu-falls"]}
    assert "Tombouctou" in pages(at)
    assert at.button(key="filter_reset").label == t("fr", "filter.reset")
    assert any(option.startswith("Tombouctou") for option in widget(at, "region").options)


def test_the_link_opens_the_view_as_it_is():
    at = explore(**ADDRESS)
    links = [parse_qs(urlsplit(code.value).query) for code in at.code]
    wanted = {name.removesuffix("_"): [v] if isinstance(v, str) else v for name, v in ADDRESS.items()}
    wanted["lang"] = ["en"]
    (link,) = [found for found in links if found]
    assert {name: sorted(values) for name, values in link.items()} == {n: sorted(v) for n, v in wanted.items()}


def test_a_selection_that_leaves_the_view_is_given_up():
    at = explore(event="2012-04-01-timbuktu-falls")
    assert 'data-event="2012-04-01-timbuktu-falls"' in pages(at)
    run(widget(at, "region").set_value(["Kidal"]))
    assert params(at) == {"region": ["Kidal"]}
    assert "data-event" not in pages(at)
