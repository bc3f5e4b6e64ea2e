"""Routes as roads: towns, stretches and their lengths, names in both languages."""

from __future__ import annotations

import pytest

from geo.dataset import Dataset
from geo.errors import NotFoundError
from geo.route import route


def test_the_route_du_poisson_is_told_by_its_towns(curated: Dataset) -> None:
    way = route(curated, "route-du-poisson")
    assert [town.name for town in way.towns] == ["Sévaré", "Bandiagara", "Bankass", "Koro", "Burkina Faso border"]
    assert [stretch.id for stretch in way.stretches] == [
        "sevare-bandiagara",
        "bandiagara-bankass",
        "bankass-koro",
        "koro-burkina-faso-border",
    ]
    assert not way.schematic


def test_its_stretches_have_the_published_lengths(curated: Dataset) -> None:
    way = route(curated, "route-du-poisson")
    first, *others = way.stretches
    assert first.length == pytest.approx(63, rel=0.08)
    assert sum(stretch.length for stretch in others) == pytest.approx(159, rel=0.08)
    assert sum(stretch.length for stretch in way.stretches) == pytest.approx(way.length)


def test_every_route_has_towns_in_order_and_stretches_of_their_own(curated: Dataset) -> None:
    for name in curated.routes["id"]:
        way = route(curated, name)
        stones = [point.km for point in way.waypoints]
        assert stones == sorted(stones) and stones[0] == 0
        assert way.towns[0] is way.waypoints[0] and way.towns[-1] is way.waypoints[-1]
        assert len({stretch.id for stretch in way.stretches}) == len(way.towns) - 1
        if way.schematic:
            assert way.towns == way.waypoints


def test_the_towns_of_the_long_roads(curated: Dataset) -> None:
    rn6, rn16 = route(curated, "rn6-bamako-sevare"), route(curated, "rn16-sevare-gao")
    assert {"Ségou", "San"} <= {town.name for town in rn6.towns}
    assert {"Douentza", "Hombori", "Gossi"} <= {town.name for town in rn16.towns}
    assert "Kassela" not in {town.name for town in rn6.towns}


def test_names_are_the_readers(curated: Dataset) -> None:
    ends = [route(curated, name).waypoints[-1] for name in ("douentza-timbuktu", "route-du-poisson")]
    assert [end.label("fr") for end in ends] == ["Tombouctou", "Frontière burkinabè"]
    assert [end.label("en") for end in ends] == ["Timbuktu", "Burkina Faso border"]


def test_an_id_that_no_route_has_is_refused(curated: Dataset) -> None:
    with pytest.raises(NotFoundError):
        route(curated, "gao")
