"""Two views side by side: events, deaths and rates of each, by category, region and cercle, and what differs.

An event counts on a side when the side's view holds it, so that every figure is that of the view's summary. One that
lasts from one period into the other therefore counts on both sides; how many do is told (``shared``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, cast

import pandas as pd
from ibis import _

from geo.before_after import (
    REPORTING_BEGINS,
    REPORTING_ENDS,
    Caution,
    Ratio,
    add_months,
    rate_ratio,
    reach_of,
)
from geo.model import CATEGORIES, REGIONS
from geo.store import Store
from geo.summary import Killed, killed_from
from geo.text import fold
from geo.view import Size, View

Level = Literal["all", "category", "region", "cercle"]
#: Mean length of a month in days, for windows that are no whole months.
_MONTH = 365.25 / 12
#: Fewer rows than this are read one by one; of more, some stand out by chance alone.
_MANY_ROWS = 10
_SUMS = ("events", "low", "best", "high", "unknown", "unknown_violent", "imprecise", "undated")


@dataclass(frozen=True)
class Count:
    """Events and deaths of one side, or of a part of it."""

    events: int
    killed: Killed


@dataclass(frozen=True)
class Side:
    """One of the two sides.

    :param view: the events that it holds.
    :param start: first day; where the view leaves it open, that of the data.
    :param end: last day, inclusive, likewise.
    :param months: its length: calendar months where it is whole ones, else days in months of 30.44 days.
    :param missing_days: days on which the data say nothing, because they begin later or end earlier.
    :param count: its events and deaths.
    :param maybe: events that may lie within the view's distance but not certainly; not counted.
    """

    view: View
    start: date
    end: date
    months: float
    missing_days: int
    count: Count
    maybe: int


@dataclass(frozen=True)
class Row:
    """A category, region or cercle on both sides.

    :param level: what the row is about; ``all`` for everything.
    :param name: its name; blank for events without one.
    :param of: the region of a cercle.
    :param a: on the first side.
    :param b: on the second.
    :param a_rate: events a month on the first side.
    :param b_rate: on the second.
    :param ratio: rate of the second to that of the first; ``None`` when neither has an event, or it would mislead.
    """

    level: Level
    name: str
    of: str
    a: Count
    b: Count
    a_rate: float
    b_rate: float
    ratio: Ratio | None

    @property
    def difference(self) -> int:
        """Events of the second side less those of the first."""
        return self.b.events - self.a.events

    @property
    def rate_difference(self) -> float:
        """The same in events a month."""
        return self.b_rate - self.a_rate


@dataclass(frozen=True)
class Compared:
    """Two sides and what differs.

    :param a: the first side.
    :param b: the second.
    :param reach: first and last day that the data speak of.
    :param rows: everything, then categories, then each region with its cercles after it, in the model's order.
    :param shared: events that both sides hold.
    :param equal: whether both are equally long; if not, only rates can be compared.
    :param apart: whether the sides are of different regions, so that no region can be on both.
    :param cautions: what to know before the figures are used, most particular first.
    """

    a: Side
    b: Side
    reach: tuple[date, date]
    rows: tuple[Row, ...]
    shared: int
    equal: bool
    apart: bool
    cautions: tuple[Caution, ...]

    @property
    def whole(self) -> Row:
        """The row of everything."""
        return self.rows[0]

    def of(self, level: Level, region: str | None = None) -> list[Row]:
        """Return the rows of a level; of the cercles, with ``region``, those of one region."""
        return [row for row in self.rows if row.level == level and region in (None, row.of)]

    @property
    def covered(self) -> bool:
        """Whether the data reach over both sides."""
        return not (self.a.missing_days or self.b.missing_days)


def compare(store: Store, a: View, b: View) -> Compared:
    """Compare two views of one data set.

    >>> from geo.dataset import load
    >>> years = [View(start=date(year, 1, 1), end=date(year + 1, 12, 31), region=("Mopti",)) for year in (2018, 2021)]
    >>> found = compare(Store(load()), *years)
    >>> found.whole.a.events - found.whole.b.events == -found.whole.difference, found.equal
    (True, True)
    """
    return _compare(store, a.filters(), b.filters())


@lru_cache(maxsize=64)
def _compare(store: Store, a: View, b: View) -> Compared:
    reach = reach_of(store.extent)
    counts = [_counts(store, view) for view in (a, b)]
    one, two = (_side(store, view, reach, count) for view, count in zip((a, b), counts, strict=True))
    both = _shared(store, a, b)
    apart = bool(a.region and b.region) and not set(a.region) & set(b.region)
    found = Compared(
        a=one,
        b=two,
        reach=reach,
        rows=(),
        shared=int(both["events"]),
        equal=one.months == two.months,
        apart=apart,
        cautions=(),
    )
    found = replace(found, rows=tuple(_rows(found, *counts)))
    total = {name: int(counts[0][name].sum() + counts[1][name].sum() - both[name]) for name in _SUMS[-2:] + _SUMS[:1]}
    return replace(found, cautions=tuple(_cautions(found, total, store.summary(a).twice + store.summary(b).twice)))


def months_of(start: date, end: date) -> float:
    """Return the length of a window: whole calendar months where it is that, else its days in months of 30.44 days.

    >>> months_of(date(2018, 1, 1), date(2019, 12, 31)), round(months_of(date(2020, 1, 1), date(2020, 1, 10)), 2)
    (24.0, 0.33)
    """
    days = (end - start).days + 1
    whole = round(days / _MONTH)
    if whole and end.year < date.max.year and add_months(start, whole) == end + timedelta(days=1):
        return float(whole)
    return days / _MONTH


def overlap(found: Compared) -> int:
    """Return how many days the two windows have in common."""
    return max((min(found.a.end, found.b.end) - max(found.a.start, found.b.start)).days + 1, 0)


def largest_place(store: Store, *views: View) -> int:
    """Return the most events at one point in any of some views: what one scale for several maps is made from.

    Where a view's symbols count the killed, it is the most people killed. An area that has a town's coordinates is a
    place of its own, as on the map.
    """
    return max(_largest(store, view.filters(), view.size) for view in views)


# -- inside -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _largest(store: Store, view: View, size: Size) -> int:
    weight = _.killed_best.sum() if size == "killed" else _.count()
    places = store.placed(view).group_by("lat", "lon", area=_.location_precision == "area").agg(n=weight)
    found = store.ask(places.agg(n=_.n.max()))["n"].iloc[0]
    return 1 if pd.isna(found) else max(int(found), 1)


def _measures() -> dict[str, object]:
    return {
        "events": _.count(),
        "low": _.killed_low.sum(),
        "best": _.killed_best.sum(),
        "high": _.killed_high.sum(),
        "unknown": _.killed_best.isnull().sum().fill_null(0),
        "unknown_violent": (_.killed_best.isnull() & (_.group == "violence")).sum().fill_null(0),
        "imprecise": _.location_precision.isin(("route", "area")).sum().fill_null(0),
        "undated": (_.date_precision != "day").sum().fill_null(0),
    }


def _counts(store: Store, view: View) -> pd.DataFrame:
    """Count a view's events by category, region and cercle at once: a few hundred rows, however many events."""
    table = store.table(view).group_by("category", "region", "cercle").agg(**_measures())
    return store.ask(table.order_by("category", "region", "cercle"))


def _shared(store: Store, a: View, b: View) -> pd.Series:
    """Return the figures of the events that two views have in common."""
    return store.ask(store.table(a, b).agg(**_measures())).iloc[0]


def _side(store: Store, view: View, reach: tuple[date, date], counts: pd.DataFrame) -> Side:
    start = view.start or min(reach[0], view.end or reach[0])
    end = view.end or max(reach[1], start)
    covered = max((min(end, reach[1]) - max(start, reach[0])).days + 1, 0)
    return Side(
        view=view,
        start=start,
        end=end,
        months=months_of(start, end),
        missing_days=(end - start).days + 1 - covered,
        count=_count(counts),
        maybe=store.summary(view).maybe,
    )


def _count(counts: pd.DataFrame) -> Count:
    sums = counts[list(_SUMS[:6])].sum(min_count=1)  # NaN where nothing is known
    return Count(0 if pd.isna(sums["events"]) else int(sums["events"]), killed_from(sums))


def _rows(found: Compared, a: pd.DataFrame, b: pd.DataFrame) -> Iterator[Row]:
    def row(level: Level, name: str, of: str, one: pd.DataFrame, two: pd.DataFrame) -> Row:
        first, second = _count(one), _count(two)
        rated = found.covered and not (found.apart and level in ("region", "cercle"))
        return Row(
            level=level,
            name=name,
            of=of,
            a=first,
            b=second,
            a_rate=first.events / found.a.months,
            b_rate=second.events / found.b.months,
            ratio=rate_ratio(first.events, second.events, found.b.months / found.a.months) if rated else None,
        )

    yield row("all", "", "", a, b)
    for category in _known(a, b, "category", tuple(CATEGORIES)):
        yield row("category", category, "", a[a["category"] == category], b[b["category"] == category])
    for region in _known(a, b, "region", REGIONS):
        one, two = a[a["region"] == region], b[b["region"] == region]
        yield row("region", region, "", one, two)
        cercles = _known(one, two, "cercle", ())
        # Bamako has none, and what is not known of all of them says nothing more than the region.
        for cercle in cercles if cercles != [""] else ():
            yield row("cercle", cercle, region, one[one["cercle"] == cercle], two[two["cercle"] == cercle])


def _known(a: pd.DataFrame, b: pd.DataFrame, column: str, order: tuple[str, ...]) -> list[str]:
    """Return the values of both sides: in the model's order, then others by name, then none at all."""
    values = cast("set[str]", {*a[column], *b[column]})
    place = {name: i for i, name in enumerate(order)}
    return sorted(values, key=lambda name: (not name, place.get(name, len(place)), fold(name)))


def _cautions(found: Compared, total: dict[str, int], twice: int) -> Iterator[Caution]:
    a, b = found.a, found.b
    of = ("total", total["events"])
    if a.missing_days + b.missing_days:
        first, last = (("first", found.reach[0]), ("last", found.reach[1]))
        yield Caution("beyond", (("n", a.missing_days + b.missing_days), first, last))
    if a.view == b.view:
        yield Caution("same")
    elif not found.apart and (days := overlap(found)):
        yield Caution("overlap", (("n", days),))
    elif not found.apart and b.end < a.start:
        yield Caution("swapped")
    if found.shared and a.view != b.view:
        yield Caution("shared", (("n", found.shared),))
    if not found.equal:
        yield Caution("unequal")
    if undated := total["undated"]:
        yield Caution("undated", (("n", undated), of))
    if imprecise := total["imprecise"]:
        yield Caution("imprecise", (("n", imprecise), of))
    if maybe := a.maybe + b.maybe:
        yield Caution("maybe", (("n", maybe),))
    if twice:
        yield Caution("twice", (("n", twice),))
    if max(a.end, b.end) > REPORTING_ENDS:
        yield Caution("reporting_ends")
    if min(a.start, b.start) < REPORTING_BEGINS:
        yield Caution("reporting_begins")
    if sum(row.ratio is not None for row in found.rows) > _MANY_ROWS:
        yield Caution("rows")
    if found.apart:
        yield Caution("regions")
    yield Caution("selection")
    yield Caution("cause")
