"""What the page of comparisons is asked beside a view: two periods, two regions, or both; and what it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from geo import address
from geo.address import Vocabulary
from geo.before_after import add_months, longest, reach_of
from geo.errors import Problem
from geo.library import LIBRARY
from geo.own_parameters import Reader
from geo.periods import moments
from geo.place_asking import MONTHS, MOST_MONTHS
from geo.store import Store
from geo.view import View

By = Literal["region", "cercle"]
#: The page's own parameters.
COMPARE_PARAMETERS: tuple[str, ...] = ("a_from", "a_to", "a_region", "b_from", "b_to", "b_region", "by")
#: What the map of differences is drawn by.
BY: tuple[By, ...] = ("region", "cercle")


@dataclass(frozen=True)
class Part:
    """What is asked of one side; what is left out is as in the view.

    :param start: first day, ``None`` when open.
    :param end: last day, inclusive, ``None`` when open.
    :param region: its regions; none for those of the view.
    """

    start: date | None = None
    end: date | None = None
    region: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it has a window of its own, which then takes the part of the view's."""
        return self.start is not None or self.end is not None

    def view(self, view: View) -> View:
        """Return the side: the view with the part's own window and regions in the place of its."""
        if self.dated:
            view = view.but(start=self.start, end=self.end)
        return view.but(region=self.region) if self.region else view

    def params(self, side: str) -> dict[str, list[str]]:
        """Return its address parameters.

        >>> Part(date(2018, 1, 1), date(2019, 12, 31)).params("a")
        {'a_from': ['2018'], 'a_to': ['2019'], 'a_region': []}
        """
        said = View(start=self.start, end=self.end, region=self.region).params()
        return {f"{side}_{name}": said.get(name, []) for name in ("from", "to", "region")}


@dataclass(frozen=True)
class Asked:
    """What the page shows.

    :param a: the first side.
    :param b: the second.
    :param by: what the map of differences is drawn by.
    """

    a: Part
    b: Part
    by: By = "region"

    @property
    def regional(self) -> bool:
        """Whether regions are compared."""
        return bool(self.a.region or self.b.region)

    def views(self, view: View) -> tuple[View, View]:
        """Return both sides of a view."""
        return self.a.view(view), self.b.view(view)

    def common(self, view: View) -> View:
        """Return the view without what the sides replace in it: what both of them have in common."""
        if self.a.dated or self.b.dated:
            view = view.but(start=None, end=None)
        return view.but(region=()) if self.regional else view

    def swapped(self) -> Asked:
        """Return the same with its sides exchanged."""
        return Asked(self.b, self.a, self.by)

    def params(self) -> dict[str, list[str]]:
        """Return the address parameters, those that say nothing included, so that they are taken out."""
        return {**self.a.params("a"), **self.b.params("b"), "by": [] if self.by == BY[0] else [self.by]}


def compare_asked(
    store: Store, vocabulary: Vocabulary, own: Mapping[str, Sequence[str]]
) -> tuple[Asked, list[Problem]]:
    """Read what the page is asked; a value that can't be used is reported and left out.

    Where nothing is said of either side, it is :func:`usual`.
    """
    problems: list[Problem] = []
    parts = []
    for side in ("a", "b"):
        said = {name: own.get(f"{side}_{name}", ()) for name in ("from", "to", "region")}
        found, unread = address.read({name: values for name, values in said.items() if values}, vocabulary)
        parts.append(Part(found.start, found.end, found.region))
        problems += [Problem(f"{side}_{p.parameter}", p.value, p.expected, p.choices) for p in unread]
    reader = Reader(own)
    by: By = "cercle" if reader.member("by", BY, "choice") == "cercle" else "region"
    a, b = parts if any(part != Part() for part in parts) else usual(store)
    return Asked(a, b, by), [*problems, *reader.problems]


def coups() -> list[date]:
    """Return the days of the coups among the Atlas's own events, whichever data set is compared."""
    return [moment.day for moment in moments(LIBRARY.open().store.dataset, "en") if moment.kind == "coup"]


def usual(store: Store) -> tuple[Part, Part]:
    """Return what is compared unless told: 24 months on each side of the first coup round which the data have them.

    Without one it is the two halves of the data's months.
    """
    reach = reach_of(store.extent)
    for day in coups():
        if longest(day, reach) >= MONTHS:
            return round_day(day, MONTHS)
    months = (reach[1].year - reach[0].year) * 12 + reach[1].month - reach[0].month + 1
    half = max(months // 2, 1)
    return round_day(add_months(reach[0], half), half)


def round_day(day: date, months: int) -> tuple[Part, Part]:
    """Return equal windows of calendar months before a day and from it on.

    >>> [part.params("a")["a_to"][0] for part in round_day(date(2020, 3, 1), 24)]
    ['2020-02', '2022-02']
    """
    before, after = add_months(day, -months), add_months(day, months)
    return Part(before, day - timedelta(days=1)), Part(day, after - timedelta(days=1))


def day_of(asked: Asked) -> tuple[date, int] | None:
    """Return the day and the months of each side when the sides are equal windows round a day; else ``None``.

    >>> day_of(Asked(*round_day(date(2020, 8, 18), 12)))
    (datetime.date(2020, 8, 18), 12)
    """
    if not (asked.a.start and asked.a.end and asked.b.start and asked.b.end) or asked.regional:
        return None
    day, last = asked.b.start, asked.b.end + timedelta(days=1)
    months = (last.year - day.year) * 12 + last.month - day.month
    if 1 <= months <= MOST_MONTHS and round_day(day, months) == (asked.a, asked.b):
        return day, months
    return None
