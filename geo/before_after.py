"""Before and after a day: equal windows on both sides, counts, deaths, rates, their ratio with an exact interval.

An event counts on the side of its first day, so that none counts twice. The interval is the exact conditional one for
the ratio of two Poisson rates (Clopper and Pearson's for the share of the events that fall after, Przyborowski and
Wilenski 1940): right for small counts, and wide where little is known.
"""

from __future__ import annotations

import calendar
import math
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geo.summary import Killed, killed_of

#: Last day of the mandate under which the Mission reported on the whole country: resolution 2690 (2023) ended it.
REPORTING_ENDS = date(2023, 6, 30)
#: First day of the Mission's own reporting: the transfer of authority.
REPORTING_BEGINS = date(2013, 7, 1)
#: Precisions at which an event's point stands for a wider place.
_IMPRECISE = ("route", "area")


@dataclass(frozen=True)
class Side:
    """One of the two windows.

    :param start: first day.
    :param end: last day, inclusive.
    :param events: number of events that certainly lie within.
    :param maybe: number that only may.
    :param killed: deaths in the events that certainly lie within.
    :param missing_days: days of the window on which the data say nothing, because they begin later or end earlier.
    """

    start: date
    end: date
    events: int
    maybe: int
    killed: Killed
    missing_days: int

    @property
    def days(self) -> int:
        """Length in days."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Ratio:
    """How many times as frequent events were after as before.

    :param value: infinite when there was none before.
    :param low: lower end of the 95 % interval.
    :param high: upper end; infinite when there was none before.
    """

    value: float
    low: float
    high: float

    @property
    def may_be_chance(self) -> bool:
        """Whether the interval holds 1, so that both rates may be the same."""
        return self.low <= 1 <= self.high


@dataclass(frozen=True)
class Caution:
    """Something to know before the figures are used.

    :param key: of the sentence in the words, ``change.caution_<key>``.
    :param values: numbers and days in it.
    """

    key: str
    values: tuple[tuple[str, int | date], ...] = ()


@dataclass(frozen=True, eq=False)
class Comparison:
    """What happened before and after a day.

    :param pivot: the first day of the window after.
    :param months: length of each window in calendar months.
    :param before: the window before.
    :param after: the window after.
    :param ratio: ``None`` when there is no event in either window, or the data do not reach over both.
    :param fits: the longest windows in months that the data reach over, where they do not over these; else ``None``.
    :param cautions: what to know before the figures are used, most particular first.
    :param events: the rows of both windows, also those that only may lie within, with a column ``side``.
    """

    pivot: date
    months: int
    before: Side
    after: Side
    ratio: Ratio | None
    fits: int | None
    cautions: tuple[Caution, ...]
    events: pd.DataFrame


def compare(
    events: pd.DataFrame,
    pivot: date,
    months: int,
    reach: tuple[date, date],
    pivot_precision: str = "day",
    pairs: pd.DataFrame | None = None,
) -> Comparison:
    """Compare the months before a day with as many from it on.

    :param events: of :func:`geo.surroundings.surroundings`, not limited in time.
    :param pivot: the day; events on it count as after.
    :param months: calendar months on each side.
    :param reach: first and last day that the data speak of.
    :param pivot_precision: ``day``, ``month`` or ``year``: how well the day is known.
    :param pairs: events of two data sets that may be one, as ``Dataset.pairs``.
    """
    start, end = add_months(pivot, -months), add_months(pivot, months)
    days = events["date_start"].dt.date
    sides = pd.Series("", index=events.index).mask((days >= start) & (days < pivot), "before")
    sides = sides.mask((days >= pivot) & (days < end), "after")
    found = events.assign(side=sides)[sides != ""]
    before = _side(found[found["side"] == "before"], start, pivot - timedelta(days=1), reach)
    after = _side(found[found["side"] == "after"], pivot, end - timedelta(days=1), reach)
    covered = not (before.missing_days or after.missing_days)
    return Comparison(
        pivot=pivot,
        months=months,
        before=before,
        after=after,
        ratio=rate_ratio(before.events, after.events) if covered else None,
        fits=None if covered else longest(pivot, reach),
        cautions=_cautions(found, before, after, pivot_precision, pairs),
        events=found,
    )


def rate_ratio(before: int, after: int, longer: float = 1.0) -> Ratio | None:
    """Return the ratio of two rates with its exact 95 % interval.

    :param before: events before.
    :param after: events after.
    :param longer: how many times as long the window after is as the one before.

    >>> found = rate_ratio(10, 20)
    >>> found.value, round(found.low, 2), round(found.high, 2)
    (2.0, 0.89, 4.78)
    >>> rate_ratio(10, 20, longer=2).value
    1.0
    """
    if not before + after:
        return None
    from scipy.special import betaincinv  # loaded only where something is compared

    # Clopper and Pearson's limits of the share of the events that fall after, as quantiles of the beta distribution.
    low = float(betaincinv(after, before + 1, 0.025)) if after else 0.0
    high = float(betaincinv(after + 1, before, 0.975)) if before else 1.0
    odds = (after / before if before else math.inf, _odds(low), _odds(high))
    return Ratio(*(value / longer for value in odds))


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later or earlier; of a shorter month, its last day.

    >>> add_months(date(2020, 3, 31), -1), add_months(date(2020, 3, 1), 24)
    (datetime.date(2020, 2, 29), datetime.date(2022, 3, 1))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def longest(pivot: date, reach: tuple[date, date]) -> int:
    """Return for how many months the data reach over both windows round a day; 0 when it lies outside of them."""
    months = 0
    while add_months(pivot, -months - 1) >= reach[0] and add_months(pivot, months + 1) <= reach[1] + timedelta(days=1):
        months += 1
    return months


def reach_of(extent: tuple[date, date]) -> tuple[date, date]:
    """Return the first and last day that a data set speaks of: whole months from its first event to its last.

    :param extent: first and last day on which any event was under way, as ``Store.extent``.

    >>> reach_of((date(2012, 1, 17), date(2024, 2, 3)))
    (datetime.date(2012, 1, 1), datetime.date(2024, 2, 29))
    """
    first, last = extent
    return first.replace(day=1), add_months(last.replace(day=1), 1) - timedelta(days=1)


def _side(found: pd.DataFrame, start: date, end: date, reach: tuple[date, date]) -> Side:
    certain = found[found["certain"]]
    covered = (min(end, reach[1]) - max(start, reach[0])).days + 1
    missing = (end - start).days + 1 - max(covered, 0)
    return Side(start, end, len(certain), len(found) - len(certain), killed_of(certain), missing)


def _cautions(
    found: pd.DataFrame, before: Side, after: Side, precision: str, pairs: pd.DataFrame | None
) -> tuple[Caution, ...]:
    certain = found[found["certain"]]
    total, maybe = len(certain), len(found) - len(certain)
    said = []
    if before.missing_days or after.missing_days:
        said.append(Caution("beyond"))
    if precision != "day":
        said.append(Caution(f"pivot_{precision}"))
    if pairs is not None and (twice := int((pairs[["first", "again"]].isin(certain["id"].tolist())).all(axis=1).sum())):
        said.append(Caution("twice", (("n", twice),)))
    if undated := int((certain["date_precision"] != "day").sum()):
        said.append(Caution("undated", (("n", undated), ("total", total))))
    if imprecise := int(certain["location_precision"].isin(_IMPRECISE).sum()):
        said.append(Caution("imprecise", (("n", imprecise), ("total", total))))
    if maybe:
        said.append(Caution("maybe", (("n", maybe),)))
    if after.end > REPORTING_ENDS:
        said.append(Caution("reporting_ends"))
    if before.start < REPORTING_BEGINS:
        said.append(Caution("reporting_begins"))
    return (*said, Caution("selection"), Caution("cause"))


def _odds(share: float) -> float:
    return math.inf if share >= 1 else share / (1 - share)
