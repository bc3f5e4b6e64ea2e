"""The questions that a store asks of the events that a view holds, each about tables that these events stand in for.

A table here has the columns that :mod:`geo.store` fills; answers are Ibis tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import ibis
from ibis import _

from geo.words import Language

Bin = Literal["day", "week", "month", "quarter", "year"]
BINS: tuple[Bin, ...] = ("day", "week", "month", "quarter", "year")
#: Orders in which events can be asked for; each ends with date and id, so that pages never overlap.
ORDERS: tuple[str, ...] = ("date", "place", "category", "killed")
#: Filters whose choices are counted, and the columns that hold the choices; actors are counted besides.
FACETS = {
    "region": "region",
    "cercle": "cercle",
    "category": "category",
    "precision": "location_precision",
    "verified": "verification",
    "actor": "actor_names",
}


def numbers(rows: Any) -> Any:
    """Ask for the events' row numbers."""
    return rows.select("row")


def totals(rows: Any) -> Any:
    """Ask for a view's figures in one row; sums leave out what is unknown."""
    return rows.agg(
        events=_.count(),
        placed=_.lat.count(),
        places=ibis.struct({"lat": rows.lat, "lon": rows.lon}).nunique(where=rows.lat.notnull()),
        low=_.killed_low.sum(),
        best=_.killed_best.sum(),
        high=_.killed_high.sum(),
        unknown=_.killed_best.isnull().sum(),
        unknown_violent=(_.killed_best.isnull() & (_.group == "violence")).sum(),
        killed_peacekeepers=_.killed_peacekeepers.sum(),
    )


def dimensions(rows: Any) -> Any:
    """Ask how many events a month, a region and a category have: ``facet``, ``value``, ``n``."""
    values = {"month": rows.date_start.strftime("%Y-%m"), "region": rows.region, "category": rows.category}
    return _counted(rows.select(facet=ibis.literal(name), value=value) for name, value in values.items())


def facets(*tables: Any) -> Any:
    """Ask how many events each choice of each filter has: ``facet``, ``value``, ``n``.

    :param tables: the events for each of :data:`FACETS`, in their order.
    """
    values = (
        (name, rows, rows[column].unnest() if name == "actor" else rows[column])
        for (name, column), rows in zip(FACETS.items(), tables, strict=True)
    )
    return _counted(rows.select(facet=ibis.literal(name), value=value) for name, rows, value in values)


def histogram(rows: Any, unit: Bin) -> Any:
    """Ask for counts and best estimates of deaths by bin and group: ``start``, ``group``, ``n``, ``killed``."""
    letter = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}[unit]
    binned = rows.mutate(start=_.date_start.truncate(letter))
    return binned.group_by("start", "group").agg(n=_.count(), killed=_.killed_best.sum().fill_null(0))


def ordered(rows: Any, language: Language, order: str, descending: bool) -> Any:
    """Put events into one of :data:`ORDERS`; what is unknown or blank comes last either way."""
    turn = ibis.desc if descending else ibis.asc
    name = f"place_order_{language}"
    first = {
        "date": [],
        "place": [_[name] == "", turn(name)],
        "category": [turn("category_order")],
        "killed": [_.killed_best.isnull(), turn("killed_best")],
    }[order]
    days = ibis.desc("date_start") if order == "date" and descending else ibis.asc("date_start")
    return rows.order_by([*first, days, ibis.asc("row")])


def _counted(tables: Iterable[Any]) -> Any:
    return ibis.union(*tables).group_by("facet", "value").agg(n=_.count()).order_by("facet", "value")
