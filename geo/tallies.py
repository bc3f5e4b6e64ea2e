"""Counts of events for the charts of places: by year, category, stretch of road, distance, and step of a window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from geo.before_after import Comparison, add_months
from geo.model import CATEGORIES, GROUPS
from geo.route import Route, Stretch

#: Bins of a histogram of distances: enough to see a slope, few enough for their labels.
_BINS = 10


@dataclass(frozen=True)
class Bar:
    """One bar of a chart.

    :param start: where it begins on the axis: a year, a distance in km, or a day's ordinal.
    :param end: where it ends.
    :param groups: certain events by group, in the order of the model.
    :param maybe: events that only may belong there.
    """

    start: float
    end: float
    groups: tuple[int, ...]
    maybe: int = 0

    @property
    def certain(self) -> int:
        """Number of events that certainly belong there."""
        return sum(self.groups)


def by_year(events: pd.DataFrame, first: int, last: int) -> list[Bar]:
    """Count events by the year of their first day, the years without any included."""
    years = events["date_start"].dt.year
    return [_bar(events[years == year], year, year + 1) for year in range(first, last + 1)]


def by_category(events: pd.DataFrame) -> list[tuple[str, int, int]]:
    """Return category, certain events, events that only may belong there; in the order of the model, none empty."""
    found = []
    for category in CATEGORIES:
        of_it = events[events["category"] == category]
        if len(of_it):
            certain = int(of_it["certain"].sum())
            found.append((category, certain, len(of_it) - certain))
    return found


def by_stretch(events: pd.DataFrame, route: Route) -> list[tuple[Stretch, Bar]]:
    """Count events by the stretch of a route that their nearest point lies on; a town belongs to the stretch after it.

    The last stretch holds its end.
    """
    inner = [stretch.start.km for stretch in route.stretches[1:]]
    place = np.searchsorted(np.array(inner), events["chainage_km"].to_numpy(), side="right")
    return [(s, _bar(events[place == i], s.start.km, s.end.km)) for i, s in enumerate(route.stretches)]


def by_distance(events: pd.DataFrame, within_km: float) -> list[Bar]:
    """Count events by the distance of their points, in ten steps; those farther out that only may lie within are none.

    An event on a limit belongs to the step below it, so that none is lost at the end.
    """
    edges = np.linspace(0, within_km, _BINS + 1)
    inside = events[events["km"] <= within_km]
    place = np.clip(np.searchsorted(edges, inside["km"].to_numpy(), side="left") - 1, 0, _BINS - 1)
    return [_bar(inside[place == i], float(edges[i]), float(edges[i + 1])) for i in range(_BINS)]


def by_step(comparison: Comparison) -> list[Bar]:
    """Count the events of a comparison by month, quarter, half year or year, counted off from its day both ways."""
    months = next((m for m in (1, 3, 6) if comparison.months % m == 0 and comparison.months / m <= 12), 12)
    if comparison.months % months:
        months = 1
    steps = comparison.months // months
    edges = [add_months(comparison.pivot, months * i) for i in range(-steps, steps + 1)]
    days = comparison.events["date_start"].dt.date
    return [
        _bar(comparison.events[(days >= a) & (days < b)], a.toordinal(), b.toordinal())
        for a, b in zip(edges[:-1], edges[1:], strict=True)
    ]


def step_days(bar: Bar) -> tuple[date, date]:
    """Return the first and last day of a bar of :func:`by_step`."""
    return date.fromordinal(int(bar.start)), date.fromordinal(int(bar.end)) - timedelta(days=1)


def _bar(events: pd.DataFrame, start: float, end: float) -> Bar:
    certain = events[events["certain"]]
    counts = certain["group"].value_counts()
    return Bar(start, end, tuple(int(counts.get(group, 0)) for group in GROUPS), len(events) - len(certain))
