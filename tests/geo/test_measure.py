"""Distances against geopy and against a route walked in steps of 50 m."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic
from pyproj import Geod

from geo.dataset import Dataset
from geo.measure import along, certainly_within, chainages, densify, length, maybe_within, to_line, to_point

EARTH = Geod(ellps="WGS84")
#: Rough extent of Mali: west, south, east, north.
WEST, SOUTH, EAST, NORTH = -12.3, 10.1, 4.3, 25.0


@pytest.fixture(scope="module")
def points() -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(2013)
    return chance.uniform(SOUTH, NORTH, 1000), chance.uniform(WEST, EAST, 1000)


@pytest.fixture(scope="module")
def poisson(curated: Dataset) -> tuple[np.ndarray, np.ndarray]:
    line = curated.route_points[curated.route_points["route_id"] == "route-du-poisson"].sort_values("seq")
    return line["lat"].to_numpy(), line["lon"].to_numpy()


def walked(lats: np.ndarray, lons: np.ndarray, step_m: float = 50) -> np.ndarray:
    """Longitude and latitude of points at most so many metres apart along a line."""
    steps = []
    for i in range(len(lats) - 1):
        steps.append((lons[i], lats[i]))
        metres = EARTH.inv(lons[i], lats[i], lons[i + 1], lats[i + 1])[2]
        steps += EARTH.npts(lons[i], lats[i], lons[i + 1], lats[i + 1], int(metres // step_m))
    return np.array([*steps, (lons[-1], lats[-1])])


def test_a_distance_to_a_site_is_geopys_to_a_metre(points: tuple[np.ndarray, np.ndarray]) -> None:
    lats, lons = points
    km = to_point(lats, lons, 16.2717, -0.0447)
    for i in range(len(lats)):
        assert km[i] == pytest.approx(geodesic((lats[i], lons[i]), (16.2717, -0.0447)).km, abs=0.001)


def test_a_known_distance() -> None:
    # Bamako – Timbuktu, about 700 km as the crow flies.
    assert to_point([12.6392], [-8.0029], 16.7666, -3.0026)[0] == pytest.approx(
        geodesic((12.6392, -8.0029), (16.7666, -3.0026)).km, abs=0.001
    )
    assert to_point([16.7666], [-3.0026], 16.7666, -3.0026).tolist() == [0.0]


def test_a_distance_to_the_route_is_the_nearest_of_its_steps(
    points: tuple[np.ndarray, np.ndarray], poisson: tuple[np.ndarray, np.ndarray]
) -> None:
    lats, lons = (part[:150] for part in points)
    chance = np.random.default_rng(7)
    beside = chance.integers(0, len(poisson[0]), 150)  # where it matters most: within a few kilometres of the road
    lats = np.concatenate([lats, poisson[0][beside] + chance.normal(0, 0.05, 150)])
    lons = np.concatenate([lons, poisson[1][beside] + chance.normal(0, 0.05, 150)])
    km, path = to_line(lats, lons, *poisson), walked(*poisson)
    for i in range(len(lats)):
        n = len(path)
        nearest = EARTH.inv(np.full(n, lons[i]), np.full(n, lats[i]), path[:, 0], path[:, 1])[2].min() / 1000
        # The true nearest point lies up to 25 m from a step, and is never farther than the nearest step.
        beyond = np.hypot(nearest, 0.025) - nearest
        assert nearest - beyond - 0.002 <= km[i] <= nearest + 0.002


def test_the_route_itself_is_no_distance_away(poisson: tuple[np.ndarray, np.ndarray]) -> None:
    path = walked(*poisson, step_m=500)
    assert to_line(path[:, 1], path[:, 0], *poisson).max() < 0.005
    assert to_line(*poisson, *poisson).max() < 1e-6


def test_a_long_straight_stretch_is_the_geodesic() -> None:
    # 800 km between two waypoints: on a flat map the middle lies kilometres off.
    lats, lons = [14.0, 20.0], [-11.0, -6.5]
    lon, lat = EARTH.npts(lons[0], lats[0], lons[1], lats[1], 1)[0]
    assert to_line([lat], [lon], lats, lons)[0] < 0.005


def test_the_direction_of_a_route_does_not_matter(
    points: tuple[np.ndarray, np.ndarray], poisson: tuple[np.ndarray, np.ndarray]
) -> None:
    there = to_line(*points, *poisson)
    back = to_line(*points, poisson[0][::-1], poisson[1][::-1])
    np.testing.assert_allclose(there, back, atol=0.001)


def test_a_point_without_a_place_has_no_distance(poisson: tuple[np.ndarray, np.ndarray]) -> None:
    lats, lons = [14.5, np.nan, 14.5, np.nan], [-4.0, -4.0, np.nan, np.nan]
    for km in (to_point(lats, lons, 14.5, -4.0), to_line(lats, lons, *poisson)):
        assert np.isnan(km).tolist() == [False, True, True, True]
    assert np.isnan(to_line([np.nan], [np.nan], *poisson)).all()
    assert np.isnan(to_point([np.nan], [np.nan], 14.0, -4.0)).all()


def test_no_points_have_no_distances(poisson: tuple[np.ndarray, np.ndarray]) -> None:
    assert to_point([], [], 14.0, -4.0).shape == to_line([], [], *poisson).shape == (0,)


def test_a_line_of_one_point_or_of_one_point_twice_is_that_point(points: tuple[np.ndarray, np.ndarray]) -> None:
    expected = to_point(*points, 14.5, -4.2)
    np.testing.assert_allclose(to_line(*points, [14.5], [-4.2]), expected, atol=1e-9)
    np.testing.assert_allclose(to_line(*points, [14.5, 14.5], [-4.2, -4.2]), expected, atol=1e-9)


def test_points_added_to_a_line_stay_close_and_keep_its_ends(poisson: tuple[np.ndarray, np.ndarray]) -> None:
    lats, lons = densify(*poisson)
    assert EARTH.inv(lons[:-1], lats[:-1], lons[1:], lats[1:])[2].max() <= 5000.001
    assert set(zip(*poisson, strict=True)) <= set(zip(lats, lons, strict=True))


def test_a_hundred_thousand_points_get_their_distances(poisson: tuple[np.ndarray, np.ndarray]) -> None:
    chance = np.random.default_rng(2023)
    lats, lons = chance.uniform(SOUTH, NORTH, 100_000), chance.uniform(WEST, EAST, 100_000)
    km = to_line(lats, lons, *poisson)
    assert km.shape == (100_000,)
    assert np.isfinite(km).all()
    some = [0, 4095, 4096, 50_000, 99_999]  # the points are measured in parts: none may slip at their seams
    np.testing.assert_allclose(km[some], to_line(lats[some], lons[some], *poisson), atol=1e-9)


# -- along a route ----------------------------------------------------------------------------------------------------


def test_the_lengths_of_the_route_du_poisson_are_the_published_road_distances(curated: Dataset) -> None:
    line = curated.route_points[curated.route_points["route_id"] == "route-du-poisson"].sort_values("seq")
    stones = dict(zip(line["waypoint"], chainages(line["lat"], line["lon"]), strict=True))
    assert stones["Sévaré"] == 0
    assert stones["Bandiagara"] == pytest.approx(63, rel=0.08)
    assert stones["Burkina Faso border"] - stones["Bandiagara"] == pytest.approx(159, rel=0.08)
    # Bandiagara–Ouo–Bankass–Koro is 159 km less the way from Koro to the border; Ouo–Bankass–Koro alone is 91 km.
    assert stones["Koro"] - stones["Ouo Sarré"] == pytest.approx(91, rel=0.08)
    assert length(line["lat"], line["lon"]) == stones["Burkina Faso border"]


def test_lengths_are_geopys_to_a_metre_a_stretch(curated: Dataset) -> None:
    for _, line in curated.route_points.sort_values("seq").groupby("route_id"):
        at = line[["lat", "lon"]].to_numpy()
        by_geopy = [geodesic(at[i], at[i + 1]).km for i in range(len(at) - 1)]
        np.testing.assert_allclose(np.diff(chainages(at[:, 0], at[:, 1])), by_geopy, atol=0.001)


def test_a_thousand_points_find_the_same_place_on_the_road_as_geopy(
    points: tuple[np.ndarray, np.ndarray], poisson: tuple[np.ndarray, np.ndarray]
) -> None:
    km, chainage = along(*points, *poisson)
    stones = chainages(*poisson)
    for i in range(1000):
        piece = min(int(np.searchsorted(stones, chainage[i], side="right")) - 1, len(stones) - 2)
        start, end = ((poisson[0][n], poisson[1][n]) for n in (piece, piece + 1))
        azimuth = EARTH.inv(start[1], start[0], end[1], end[0])[0]
        lon, lat, _ = EARTH.fwd(start[1], start[0], azimuth, (chainage[i] - stones[piece]) * 1000)
        assert km[i] == pytest.approx(geodesic((points[0][i], points[1][i]), (lat, lon)).km, abs=0.001)


def test_a_point_on_the_road_has_its_own_chainage(poisson: tuple[np.ndarray, np.ndarray]) -> None:
    stones = chainages(*poisson)
    np.testing.assert_allclose(along(*poisson, *poisson)[1], stones, atol=1e-6)
    lats, lons = densify(*poisson)
    np.testing.assert_allclose(along(lats, lons, *poisson)[1], chainages(lats, lons), atol=0.001)


def test_the_way_back_counts_from_the_other_end(
    points: tuple[np.ndarray, np.ndarray], poisson: tuple[np.ndarray, np.ndarray]
) -> None:
    there, back = along(*points, *poisson)[1], along(*points, poisson[0][::-1], poisson[1][::-1])[1]
    total = length(*poisson)
    assert (there >= 0).all() and (there <= total + 1e-6).all()
    # A point that is equally near to two places may take the other one on the way back: rare, and none of these.
    np.testing.assert_allclose(there + back, total, atol=0.001)


def test_without_a_place_there_is_no_chainage(poisson: tuple[np.ndarray, np.ndarray]) -> None:
    km, chainage = along([np.nan, 14.5], [-4.0, -4.0], *poisson)
    assert np.isnan(km).tolist() == np.isnan(chainage).tolist() == [True, False]
    km, chainage = along([np.nan, 14.5], [-4.0, -4.0], [14.5], [-4.0])
    assert chainage[1] == km[1] == 0 and np.isnan(chainage[0])


def test_what_lies_within_is_certain_possible_or_neither() -> None:
    km, radius = [0.0, 8.0, 9.0, 11.0, 60.0, 60.0, np.nan], [0.5, 2.0, 2.0, 2.0, 50.0, 49.0, np.nan]
    assert certainly_within(km, radius, 10).tolist() == [True, True, False, False, False, False, False]
    assert maybe_within(km, radius, 10).tolist() == [False, False, True, True, True, False, False]
    assert not certainly_within([0.0], [0.5], 0).any() and maybe_within([0.0], [0.5], 0).all()
