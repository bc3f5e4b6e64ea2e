"""Coordinates as people write them: they mean the same point, and the API gives them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mgrs import MGRS
from pyproj import Geod
from starlette.testclient import TestClient
from test_api import client

from geo.coordinates import degrees, point, written
from geo.words import LANGUAGES, Language

__all__ = ["client"]
EARTH = Geod(ellps="WGS84")


def from_dms(text: str) -> tuple[float, float]:
    parts = re.findall(r"(\d+)°(\d\d)′(\d\d[.,]\d)″ ([NSEWO])", text)
    assert len(parts) == 2, text
    values = [int(d) + int(m) / 60 + float(s.replace(",", ".")) / 3600 for d, m, s, _ in parts]
    assert all(int(m) < 60 and float(s.replace(",", ".")) < 60 for _, m, s, _ in parts)
    lat, lon = (-v if side in "SWO" else v for v, (*_, side) in zip(values, parts, strict=True))
    return lat, lon


@given(lat=st.floats(-79, 83), lon=st.floats(-180, 180), language=st.sampled_from(LANGUAGES))
def test_each_form_means_the_same_point(lat: float, lon: float, language: Language) -> None:
    forms = written(lat, lon, language)
    decimal = point(forms.decimal)
    grid = MGRS().toLatLon(forms.mgrs.replace(" ", ""))
    for found, metres in ((decimal, 1.0), (from_dms(forms.dms), 2.5), (grid, 1.6)):
        assert EARTH.inv(lon, lat, found[1], found[0])[2] <= metres
    assert "-0.00000" not in forms.decimal


@pytest.mark.parametrize(
    "lat, lon, grid",
    # Gao airport, Kidal and Bamako: zones 30 and 31 meet at the meridian of Greenwich.
    [(16.2484, -0.0055, "30Q"), (18.4411, 1.4078, "31Q"), (12.6392, -8.0029, "29P")],
)
def test_the_grid_zone_of_known_places(lat: float, lon: float, grid: str) -> None:
    assert written(lat, lon).mgrs.startswith(f"{grid} ")
    assert re.fullmatch(r"\d{1,2}[A-Z] [A-Z]{2} \d{5} \d{5}", written(lat, lon).mgrs)


def test_seconds_never_reach_sixty() -> None:
    assert written(14.9999999, -3.9999999).dms == "15°00′00.0″ N 4°00′00.0″ W"
    assert written(-0.000001, 0.0).dms == "0°00′00.0″ N 0°00′00.0″ E"
    assert written(14.5, -4.25, "fr").dms == "14°30′00,0″ N 4°15′00,0″ O"


def test_a_point_in_a_sentence() -> None:
    assert degrees(-1.5, 2, "en") == "1.5°\u00a0S 2°\u00a0E"
    assert degrees(14.123, -3.61, "fr") == "14,123°\u00a0N 3,61°\u00a0O"


def test_the_api_gives_all_forms(client: TestClient) -> None:
    told = client.get("/api/coordinates.json?at=14.35,-3.61&lang=fr").json()
    assert told == {
        "lat": 14.35,
        "lon": -3.61,
        "decimal": "14.35000, -3.61000",
        "dms": "14°21′00,0″ N 3°36′36,0″ O",
        "mgrs": "30P VA 34225 86521",
    }
    assert client.get("/api/coordinates.json?at=89,0").json()["mgrs"] == ""


@pytest.mark.parametrize("at", ["", "14", "14,3,2", "91,0", "0,181", "nan,0", "a,b", "١,٢", "1_0,2"])
def test_what_is_no_point_is_refused_in_words(at: str, client: TestClient) -> None:
    answer = client.get("/api/coordinates.json", params={"at": at})
    assert answer.status_code == 400
    assert "at=14.35,-3.61" in answer.json()["error"]
