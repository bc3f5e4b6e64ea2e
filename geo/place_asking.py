"""What the pages of places are asked beside a view: which route, how wide, round which day, how many months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.address import kilometres
from geo.dataset import Dataset
from geo.errors import Problem
from geo.own_parameters import Reader
from geo.route import route
from geo.view import View, first_of

#: The pages' own parameters; the page of sites has no ``route`` and no ``stretch``.
SITE_PARAMETERS: tuple[str, ...] = ("km", "date", "months")
ROUTE_PARAMETERS: tuple[str, ...] = ("route", *SITE_PARAMETERS, "stretch")
#: Distances that a page offers, in km: least, most, and the one it takes unless told.
SITE_KM, ROUTE_KM = (2.0, 100.0, 15.0), (1.0, 50.0, 10.0)
#: Calendar months on each side of a comparison: most, and what is taken unless told.
MOST_MONTHS, MONTHS = 72, 24
#: The route that a page shows unless told.
FIRST_ROUTE = "route-du-poisson"


@dataclass(frozen=True)
class Asked:
    """What a page of places shows.

    :param place: id of the site or route; ``None`` while none is chosen.
    :param km: distance from it.
    :param day: day to compare round, as the address says it; blank for none.
    :param months: calendar months on each side of it.
    :param stretch: id of the stretch of the route that is compared; blank for all of it.
    """

    place: str | None
    km: float
    day: str = ""
    months: int = MONTHS
    stretch: str = ""

    def view(self, view: View) -> View:
        """Return the events round the place: the place takes the part of every filter on where."""
        return view.but(near=self.place, within_km=self.km, within=None, region=(), cercle=())


def site_asked(view: View, own: Mapping[str, Sequence[str]]) -> tuple[Asked, list[Problem]]:
    """Read what the page of sites is asked; a value that can't be used is reported and its default taken.

    >>> asked, problems = site_asked(View(site="gao"), {"km": ["0"], "date": ["2020-03"]})
    >>> asked.km, asked.day, [problem.expected for problem in problems]
    (15.0, '2020-03', ['km_zero'])
    """
    reader = _Reader(own)
    return Asked(view.site, reader.km("km_site", SITE_KM), reader.day(), reader.months()), reader.problems


def route_asked(dataset: Dataset, own: Mapping[str, Sequence[str]]) -> tuple[Asked, list[Problem]]:
    """Read what the page of routes is asked."""
    reader, known = _Reader(own), dataset.routes["id"].tolist()
    first = FIRST_ROUTE if FIRST_ROUTE in known else next(iter(known), None)
    chosen = reader.member("route", known, "route_id") or first
    stretches = [stretch.id for stretch in route(dataset, chosen).stretches] if chosen else []
    stretch = reader.member("stretch", stretches, "stretch_id") or ""
    return Asked(chosen, reader.km("km_route", ROUTE_KM), reader.day(), reader.months(), stretch), reader.problems


class _Reader(Reader):
    def km(self, expected: str, limits: tuple[float, float, float]) -> float:
        least, most, usual = limits

        def convert(text: str) -> float:
            if not least <= (value := kilometres(text)) <= most:
                raise ValueError(text)
            return value

        said = self.own.get("km") or ("",)
        found = self.one("km", convert, "km_zero" if said[0].strip("0.,") == "" else expected)
        return usual if found is None else found

    def day(self) -> str:
        def convert(text: str) -> str:
            if not 2000 <= first_of(text).year <= 2100:
                raise ValueError(text)
            return text

        return self.one("date", convert, "day") or ""

    def months(self) -> int:
        def convert(text: str) -> int:
            if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_MONTHS):
                raise ValueError(text)
            return int(text)

        return self.one("months", convert, "months") or MONTHS
