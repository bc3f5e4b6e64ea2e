"""A route as a road is read: its waypoints with their chainage, the towns among them, the stretches between towns."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from geo import basemap, measure
from geo.dataset import Dataset
from geo.errors import NotFoundError
from geo.frames import rows
from geo.text import fold, slug
from geo.validation import split
from geo.words import Language, catalogue, t

#: A waypoint and a town that bear one name and lie this near are one place, in km: wider than the gap between two
#: gazetteers' points for a town, narrower than that between two villages of one name.
_SAME_PLACE_KM = 5.0
#: Kinds of site that a road is told by.
_TOWNS = ("regional_capital", "town")
#: Rank of the basemap's towns up to which they are regional capitals and seats of cercles.
_SEATS = 3


@dataclass(frozen=True)
class Waypoint:
    """A named place on a route.

    :param name: as the route has it, in English.
    :param name_fr: the same in French.
    :param lat: latitude, WGS84 degrees.
    :param lon: longitude.
    :param km: chainage, km from the first waypoint.
    :param town: whether the route is told by it: an end, a town, or any place on a schematic route.
    """

    name: str
    name_fr: str
    lat: float
    lon: float
    km: float
    town: bool

    def label(self, language: Language) -> str:
        """Return its name in the reader's language."""
        return self.name_fr if language == "fr" else self.name


@dataclass(frozen=True)
class Stretch:
    """A route between two neighbouring towns on it.

    :param id: name in an address, e.g. ``bankass-koro``.
    """

    id: str
    start: Waypoint
    end: Waypoint

    @property
    def length(self) -> float:
        """Length in km."""
        return self.end.km - self.start.km

    def label(self, language: Language) -> str:
        """Return its name in the reader's language: "Bankass–Koro"."""
        return f"{self.start.label(language)}–{self.end.label(language)}"


@dataclass(frozen=True)
class Route:
    """A route with what is measured along it.

    :param id: of the route.
    :param schematic: towns joined by straight lines: its lengths are straight-line lengths, not those of a road.
    :param waypoints: in order.
    """

    id: str
    schematic: bool
    waypoints: tuple[Waypoint, ...]

    @property
    def length(self) -> float:
        """Length in km."""
        return self.waypoints[-1].km

    @property
    def towns(self) -> tuple[Waypoint, ...]:
        """The waypoints by which the route is told, its ends among them."""
        return tuple(point for point in self.waypoints if point.town)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The route from town to town."""
        return tuple(Stretch(slug(f"{a.name} {b.name}"), a, b) for a, b in pairwise(self.towns))

    def stretch(self, stretch_id: str) -> Stretch | None:
        """Return the stretch of an id, or ``None``."""
        return next((stretch for stretch in self.stretches if stretch.id == stretch_id), None)


@lru_cache(maxsize=64)
def route(dataset: Dataset, route_id: str) -> Route:
    """Return a route of a data set.

    :raises NotFoundError: when no route has the id.

    >>> from geo.dataset import load
    >>> found = route(load(), "route-du-poisson")
    >>> [(town.name, round(town.km)) for town in found.towns][:3]
    [('Sévaré', 0), ('Bandiagara', 59), ('Bankass', 131)]
    """
    about = dataset.routes[dataset.routes["id"] == route_id]
    line = dataset.route_points[dataset.route_points["route_id"] == route_id].sort_values("seq")
    if not len(about) or not len(line):
        raise NotFoundError(route_id)
    schematic = about["precision"].iloc[0] == "schematic"
    stones = measure.chainages(line["lat"], line["lon"])
    last = len(line) - 1
    points = []
    for i, row in enumerate(rows(line)):
        name, french, kind = _place(dataset, row["waypoint"], float(row["lat"]), float(row["lon"]))
        town = schematic or i in (0, last) or kind in _TOWNS
        points.append(Waypoint(name, french, float(row["lat"]), float(row["lon"]), float(stones[i]), town))
    return Route(route_id, schematic, tuple(points))


def _place(dataset: Dataset, name: str, lat: float, lon: float) -> tuple[str, str, str]:
    """Return a waypoint's name in English and in French, and what it is: the kind of the site there, or ``town``."""
    sites = dataset.sites
    near = sites[measure.to_point(sites["lat"], sites["lon"], lat, lon) <= _SAME_PLACE_KM]
    for site in rows(near):
        # Of several sites round one town the one that bears its name is meant.
        if fold(name) in {fold(spelling) for spelling in (site["name"], site["name_fr"], *split(site["alt_names"]))}:
            return name, site["name_fr"], site["kind"]
    for town, french, town_lat, town_lon in _seats():
        if fold(name) == fold(town) and measure.to_point([lat], [lon], town_lat, town_lon)[0] <= _SAME_PLACE_KM:
            return name, french, "town"
    key = f"route.waypoint_{slug(name).replace('-', '_')}"
    return name, t("fr", key) if key in catalogue("fr") else name, ""


@cache
def _seats() -> tuple[tuple[str, str, float, float], ...]:
    """Return the towns of the embedded map from which a region or cercle is run: name, French name, lat, lon."""
    found = json.loads(basemap.layers()["towns"].path.read_text(encoding="utf-8"))["features"]
    return tuple(
        (p["name"], p["name_fr"], f["geometry"]["coordinates"][1], f["geometry"]["coordinates"][0])
        for f in found
        if (p := f["properties"])["rank"] <= _SEATS and not p["foreign"]
    )
