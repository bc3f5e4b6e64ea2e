"""The place search in the head of the pages: what it finds, what a choice does, and that nothing is asked unbidden."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from geopy.location import Location
from streamlit.testing.v1 import AppTest

from geo import geocoding
from geo.geocoding import OnlineSearchError
from geo.words import t

ROUTER = Path(__file__).parents[2] / "ui" / "router.py"


class Nominatim:
    """In the place of the online search."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer: Any = [
            Location(
                "Youwarou, Mopti, Mali", (15.37, -4.26), {"kind": "online", "exact": True, "bounds": (-5, 15, -4, 16)}
            )
        ]

    def geocode(self, text: str, language: str) -> list[Location]:
        self.asked.append(text)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture(autouse=True)
def nominatim(monkeypatch: pytest.MonkeyPatch) -> Nominatim:
    made = Nominatim()
    monkeypatch.setattr(geocoding, "online", lambda: made)
    return made


def search(typed: str, **params: str) -> AppTest:
    """Open Explore and type into the search."""
    at = AppTest.from_file(str(ROUTER), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    at.text_input(key="place_query").set_value(typed).run()
    assert not at.exception
    return at


def told(at: AppTest) -> dict[str, list[str]]:
    """Return what the address says."""
    said = {name: at.query_params[name] for name in at.query_params}
    return {name: [value] if isinstance(value, str) else value for name, value in said.items()}


def found(at: AppTest) -> list[str]:
    return [button.label for button in at.button if (button.key or "").startswith("place_show_")]


def test_a_name_in_the_other_language_is_exact_and_a_misspelt_one_close(nominatim: Nominatim) -> None:
    at = search("Tombouctou")
    assert found(at)[0] == "Timbuktu (Tombouctou) · site"
    assert at.button(key="place_show_0").icon == ":material/check:"
    at = search("Ogosagou", lang="fr")
    assert found(at) == ["Ogossagou · site · graphie proche"]
    assert at.button(key="place_show_0").icon == ":material/spellcheck:"
    assert nominatim.asked == []


def test_showing_a_place_moves_the_map_and_changes_no_filter() -> None:
    at = search("Tombouctou", region="Mopti")
    at.button(key="place_show_0").click().run()
    assert not at.exception
    look = at.session_state["atlas_look"]
    assert look["name"] == "Timbuktu"
    west, south, east, north = look["bounds"]
    assert west < -3.01 < east and south < 16.77 < north
    assert told(at)["region"] == ["Mopti"] and not {"near", "within"} & told(at).keys()


@pytest.mark.parametrize(
    ("typed", "kind", "params"),
    [
        ("Ogossagou", "site", {"near": ["ogossagou"], "within_km": ["25"]}),
        ("Route du Poisson", "route", {"near": ["route-du-poisson"], "within_km": ["25"]}),
        ("Ouahigouya", "town", {"within": ["circle:13.577,-2.418,25"]}),
        ("taoudenit", "region", {"region": ["Taoudénit"]}),
    ],
)
def test_the_filter_offered_is_that_of_the_place(typed: str, kind: str, params: dict[str, list[str]]) -> None:
    at = search(typed, region="Kayes", killed_min="5")
    i = next(i for i, label in enumerate(found(at)) if label.endswith(f" · {kind}"))
    at.button(key=f"place_near_{i}").click().run()
    assert not at.exception
    assert told(at) == {**params, "killed_min": ["5"], "lang": ["en"]}


def test_the_online_search_is_asked_only_when_it_is_switched_on(nominatim: Nominatim) -> None:
    at = search("Youwaru")
    assert not at.toggle(key="place_online").value
    assert nominatim.asked == []
    at.toggle(key="place_online").set_value(True).run()
    assert nominatim.asked == ["Youwaru"]
    assert found(at)[-1] == "Youwarou, Mopti, Mali · online"
    assert geocoding.ATTRIBUTION in [caption.value for caption in at.caption]
    at.button(key=f"place_near_{len(found(at)) - 1}").click().run()
    assert told(at)["within"] == ["circle:15.37,-4.26,25"]


@pytest.mark.parametrize("why", ["timeout", "refused", "offline", "odd"])
def test_an_online_search_without_an_answer_is_a_sentence(nominatim: Nominatim, why: str) -> None:
    nominatim.answer = OnlineSearchError(why)
    at = search("Gao")
    at.toggle(key="place_online").set_value(True).run()
    assert not at.exception
    assert any(caption.value.endswith(t("en", f"search.{why}")) for caption in at.caption)
    # What the Atlas knows itself is there all the same.
    assert found(at)[0] == "Gao · site"


def test_text_is_never_markup() -> None:
    at = search("[x](javascript:alert(1)) <img>")
    said = [caption.value for caption in at.caption]
    assert any("\\[x\\]\\(javascript\\:alert\\(1\\)\\)" in caption and "\\<img\\>" in caption for caption in said)
