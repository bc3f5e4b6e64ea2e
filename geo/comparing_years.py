"""A view year by year: events, deaths and where, small enough to be drawn as one map a year.

An event belongs to the year of its first day, as on the timeline, so that the years add up to the view.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ibis import _

from geo.comparing import Count
from geo.frames import rows
from geo.store import Store
from geo.summary import killed_from
from geo.view import View

#: Side of the squares in which points are drawn as one, in degrees: about a pixel of a small map; wider for a data set
#: that has events everywhere.
_SQUARE, _WIDE_SQUARE = 0.2, 0.75
#: More years than this are no small multiples any more; the last ones are shown.
MOST_YEARS = 26


@dataclass(frozen=True)
class Spot:
    """Events of a year at one point.

    :param lat: WGS84 degrees, the mean of the events that are drawn as one.
    :param lon: likewise.
    :param events: their number.
    :param radius_km: of the area that they are known to; 0 for a point.
    """

    lat: float
    lon: float
    events: int
    radius_km: float


@dataclass(frozen=True)
class Year:
    """One year.

    :param year: the year.
    :param count: events and deaths, those without a place included.
    :param spots: where they were, the most events first.
    """

    year: int
    count: Count
    spots: tuple[Spot, ...]


def by_year(store: Store, view: View, first: int, last: int) -> list[Year]:
    """Return the years from one to another, those without events included.

    >>> from geo.dataset import load
    >>> found = by_year(Store(load()), View(region=("Kidal",)), 2012, 2024)
    >>> len(found), sum(year.count.events for year in found)
    (13, 84)
    """
    counted = _by_year(store, view.filters())
    nothing = Count(0, killed_from(dict.fromkeys(("low", "best", "high"), None) | {"unknown": 0, "unknown_violent": 0}))
    years = range(max(first, last - MOST_YEARS + 1), last + 1)
    return [counted.get(year, Year(year, nothing, ())) for year in years]


@lru_cache(maxsize=32)
def _by_year(store: Store, view: View) -> dict[int, Year]:
    sums = (
        store.table(view)
        .group_by(year=_.date_start.year())
        .agg(
            events=_.count(),
            low=_.killed_low.sum(),
            best=_.killed_best.sum(),
            high=_.killed_high.sum(),
            unknown=_.killed_best.isnull().sum(),
            unknown_violent=(_.killed_best.isnull() & (_.group == "violence")).sum(),
        )
    )
    side = _WIDE_SQUARE if store.large else _SQUARE
    placed = store.placed(view).mutate(
        year=_.date_start.year(),
        area=_.location_precision == "area",
        column=(_.lon / side).round(),
        line=(_.lat / side).round(),
    )
    squares = placed.group_by("year", "area", "column", "line").agg(
        lat=_.lat.mean(), lon=_.lon.mean(), events=_.count(), km=_.location_radius_km.max()
    )
    spots: dict[int, list[Spot]] = {}
    for row in rows(store.ask(squares.order_by(_.events.desc(), "line", "column", "area"))):
        km = float(row["km"]) if row["area"] and row["km"] == row["km"] else 0.0
        spots.setdefault(int(row["year"]), []).append(Spot(row["lat"], row["lon"], int(row["events"]), km))
    return {
        int(row["year"]): Year(
            int(row["year"]), Count(int(row["events"]), killed_from(row)), tuple(spots.get(int(row["year"]), ()))
        )
        for row in rows(store.ask(sums))
    }
