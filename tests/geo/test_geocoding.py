"""Place search behind geopy's interface: the gazetteer, and Nominatim through an adapter that asks nobody."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderTimedOut, GeocoderUnavailable
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geo.dataset import Dataset
from geo.geocoding import COUNTRIES, USER_AGENT, Gazetteer, Online, OnlineSearchError
from geo.names import Names
from geo.words import LANGUAGES, catalogue

#: As Nominatim answers; the figures are those of the curated data's town.
ANSWER = [
    {
        "lat": "13.954",
        "lon": "-3.57",
        "display_name": "Ogossagou, Bankass, Mopti, Mali",
        "boundingbox": ["13.94", "13.97", "-3.59", "-3.55"],
    }
]


class Adapter(BaseSyncAdapter):
    """Answers what a test says, and remembers what it was asked and when."""

    asked: list[tuple[str, dict[str, str], float]]
    answer: Any

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        self.asked.append((url, headers, time.monotonic()))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        return json.dumps(self.get_json(url, timeout=timeout, headers=headers))


def answering(answer: Any, pause: float = 0.0) -> tuple[Online, list[tuple[str, dict[str, str], float]]]:
    asked: list[tuple[str, dict[str, str], float]] = []
    made = type("Made", (Adapter,), {"asked": asked, "answer": answer})
    return Online(lambda **how: made(**how), pause), asked


def test_the_gazetteer_is_a_geocoder_of_geopys(curated: Dataset) -> None:
    gazetteer = Gazetteer(curated)
    assert isinstance(gazetteer, Geocoder)
    found = gazetteer.geocode("Tombouctou")
    assert isinstance(found, Location)
    assert (found.address, found.raw["kind"], found.raw["id"], found.raw["exact"]) == (
        "Timbuktu",
        "site",
        "timbuktu",
        True,
    )
    assert (found.latitude, found.longitude) == pytest.approx((16.77, -3.01), abs=0.05)
    assert gazetteer.geocode("xyzzy") is gazetteer.geocode("") is None
    close = gazetteer.geocode("Ogosagou", exactly_one=False)
    assert [(one.raw["id"], one.raw["exact"]) for one in close] == [("ogossagou", False)]


@pytest.mark.parametrize(
    ("typed", "kind", "name", "nom"),
    [
        ("segou", "town", "Ségou", "Ségou"),
        ("ouahigouya", "town", "Ouahigouya", "Ouahigouya"),
        ("niafunke", "cercle", "Niafunké", "Niafunké"),
        ("taoudenit", "region", "Taoudénit", "Taoudénit"),
        ("tombouctou", "region", "Timbuktu", "Tombouctou"),
        ("route du poisson", "route", "Route du Poisson", "Route du Poisson"),
        ("aéroport de gao", "site", "Gao airport", "Aéroport de Gao-Korogoussou"),
    ],
)
def test_every_kind_of_place_is_found_in_both_languages(
    curated: Dataset, typed: str, kind: str, name: str, nom: str
) -> None:
    for language, meant in zip(LANGUAGES, (name, nom), strict=True):
        found = Gazetteer(curated, Names.of(curated, language)).geocode(typed, exactly_one=False)
        there = next(one for one in found if one.raw["kind"] == kind)
        assert (there.address, there.raw["exact"]) == (meant, True)
        west, south, east, north = there.raw["bounds"]
        assert west <= there.longitude <= east and south <= there.latitude <= north
        assert west < east and south < north


def test_every_site_route_and_region_has_a_place(curated: Dataset) -> None:
    gazetteer = Gazetteer(curated)
    for name in [*curated.sites["name"], *curated.routes["name"], *curated.admin_names["name"]]:
        assert gazetteer.geocode(name) is not None, name


def test_the_online_search_keeps_nominatims_policy() -> None:
    online, asked = answering(ANSWER)
    found = online.geocode("Ogossagou", "fr")
    assert [(one.address, one.raw["kind"]) for one in found] == [("Ogossagou, Bankass, Mopti, Mali", "online")]
    west, south, east, north = found[0].raw["bounds"]
    assert west < -3.57 < east and south < 13.954 < north
    url, headers, _ = asked[0]
    said = parse_qs(urlsplit(url).query)
    assert headers["User-Agent"] == USER_AGENT
    assert urlsplit(url).hostname == "nominatim.openstreetmap.org"
    assert set(said["countrycodes"][0].split(",")) == set(COUNTRIES)
    assert (said["q"], said["accept-language"]) == (["Ogossagou"], ["fr"])
    # The same text is never sent twice, however it is typed.
    assert online.geocode("  OGOSSAGOU ", "fr") == found
    assert len(asked) == 1


def test_all_readers_together_ask_no_faster_than_the_pause() -> None:
    online, asked = answering(ANSWER, pause=0.15)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(online.geocode, ["a1", "b2", "c3", "d4"]))
    times = sorted(at for *_, at in asked)
    assert len(times) == 4
    assert min(later - earlier for earlier, later in zip(times, times[1:], strict=False)) >= 0.14


@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (GeocoderTimedOut("slow"), "timeout"),
        (GeocoderUnavailable("no network"), "offline"),
        (AdapterHTTPError("busy", status_code=429, headers={}, text=""), "refused"),
        (AdapterHTTPError("blocked", status_code=403, headers={}, text=""), "refused"),
        (AdapterHTTPError("broken", status_code=500, headers={}, text=""), "odd"),
        (GeocoderParseError("<html>Sign in</html>"), "odd"),
        ({"please": "sign in"}, "odd"),
        (["nothing"], "odd"),
    ],
)
def test_no_answer_is_a_sentence(failure: Any, why: str) -> None:
    online, asked = answering(failure)
    for n in (1, 2):
        with pytest.raises(OnlineSearchError) as told:
            online.geocode("Gao")
        assert told.value.why == why
        # A failure is not kept: the next question asks again.
        assert len(asked) == n
    for language in LANGUAGES:
        assert f"search.{why}" in catalogue(language)


def test_nothing_found_is_kept_too() -> None:
    online, asked = answering([])
    assert online.geocode("xyzzy") == online.geocode("xyzzy") == []
    assert len(asked) == 1
