"""The view: which events are looked at, how, and in which language. One value, shared by every page and export.

A view has three faces: address parameters (here), a clause for the engine (:mod:`geo.clause`) and a sentence
(:mod:`geo.sentence`). Reading an address needs to know which names exist: :mod:`geo.address`.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Literal, Self
from urllib.parse import urlencode

from geo.area import Area
from geo.words import Language

Mode = Literal["places", "events", "density"]
MODES: tuple[Mode, ...] = ("places", "events", "density")
Size = Literal["events", "killed"]
SIZES: tuple[Size, ...] = ("events", "killed")
#: Distance that ``near`` means when the address gives none, in km.
DEFAULT_WITHIN_KM = 10.0
CURATED = "curated"


@dataclass(frozen=True)
class View:
    """Filters, window, selection, drawing mode and language.

    :param start: first day of the window, inclusive; ``None`` leaves it open. Parameter ``from``.
    :param end: last day of the window, inclusive. Parameter ``to``.
    :param region: names of regions; an event in any of them is kept. Empty keeps all, as in every filter.
    :param cercle: names of cercles.
    :param category: event categories of :data:`geo.model.CATEGORIES`.
    :param actor: canonical names of actors.
    :param killed_min: lower bound on the best estimate of deaths; leaves out events of unknown toll.
    :param killed_max: upper bound, likewise.
    :param precision: the worst location precision to keep, of :data:`geo.model.PRECISIONS`.
    :param verified: only events whose date, place and figures were read in a source.
    :param near: id of a site or a route.
    :param within_km: distance from it in km; an event counts when it certainly lies within.
    :param within: an area drawn on the map; an event counts when it certainly lies inside.
    :param q: words that must all stand in title, description or place, in either language.
    :param claim: id of a claim; the events that bear on it are kept, whatever their relation to it.
    :param event: id of the selected event.
    :param site: id of the selected site.
    :param mode: how the map draws events.
    :param size: what the symbols of places and the colours of density count: events, or people killed (best estimates).
    :param lang: language of words, dates and numbers.
    :param data: id of the data set; several shown at once are joined by ``+``. An address repeats the parameter.
    :param once: of two events of different data sets that may be one, only the earlier set's; see :mod:`geo.together`.

    >>> View(start=date(2018, 1, 1), end=date(2020, 6, 30), region=("Mopti",)).query()
    'from=2018&to=2020-06&region=Mopti'
    """

    start: date | None = None
    end: date | None = None
    region: tuple[str, ...] = ()
    cercle: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    killed_min: int | None = None
    killed_max: int | None = None
    precision: str | None = None
    verified: bool = False
    near: str | None = None
    within_km: float | None = None
    within: Area | None = None
    q: str = ""
    claim: str | None = None
    event: str | None = None
    site: str | None = None
    mode: Mode = "places"
    size: Size = "events"
    lang: Language = "en"
    data: str = CURATED
    once: bool = False

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"a view's first day {self.start} must not be after its last day {self.end}")
        if self.near is not None and self.within_km is None:
            object.__setattr__(self, "within_km", DEFAULT_WITHIN_KM)
        if self.near is None:
            object.__setattr__(self, "within_km", None)
        if "+" not in self.data:
            object.__setattr__(self, "once", False)

    def but(self, **changes: Any) -> Self:
        """Return the same view with some fields changed."""
        return replace(self, **changes)

    def params(self) -> dict[str, list[str]]:
        """Return the address parameters, in a fixed order, without those that have their default.

        >>> View(region=("Gao", "Kidal"), near="gao", within_km=2.5).params()
        {'region': ['Gao', 'Kidal'], 'near': ['gao'], 'within_km': ['2.5']}
        """
        pairs: dict[str, list[str]] = {
            "from": [_first_day(self.start)] if self.start else [],
            "to": [_last_day(self.end)] if self.end else [],
            "region": list(self.region),
            "cercle": list(self.cercle),
            "category": list(self.category),
            "actor": list(self.actor),
            "killed_min": [] if self.killed_min is None else [str(self.killed_min)],
            "killed_max": [] if self.killed_max is None else [str(self.killed_max)],
            "precision": [self.precision] if self.precision else [],
            "verified": ["1"] if self.verified else [],
            "near": [self.near] if self.near else [],
            "within_km": [] if self.within_km is None else [f"{self.within_km:g}"],
            "within": [self.within.text()] if self.within else [],
            "q": [self.q] if self.q else [],
            "claim": [self.claim] if self.claim else [],
            "event": [self.event] if self.event else [],
            "site": [self.site] if self.site else [],
            "mode": [] if self.mode == "places" else [self.mode],
            "size": [] if self.size == "events" else [self.size],
            "lang": [] if self.lang == "en" else [self.lang],
            "data": [] if self.data == CURATED else self.data.split("+"),
            "once": ["1"] if self.once else [],
        }
        return {name: values for name, values in pairs.items() if values}

    def query(self) -> str:
        """Return the parameters as the query of an address, without the question mark."""
        return urlencode(self.params(), doseq=True)

    def filters(self) -> Self:
        """Return the view reduced to what decides which events are in it: no selection, mode or language.

        Two views with equal filters have equal events, so answers can be kept under this key.
        """
        return self.but(event=None, site=None, mode="places", size="events", lang="en")

    def is_everything(self) -> bool:
        """Say whether no filter is set."""
        return self.filters() == View(data=self.data)

    def everything(self) -> Self:
        """Return the view with all filters taken off; language, mode and data set stay."""
        return type(self)(mode=self.mode, size=self.size, lang=self.lang, data=self.data)


#: Every parameter of INTERFACE's table, in the order in which addresses are written.
PARAMETERS: tuple[str, ...] = tuple({"start": "from", "end": "to"}.get(f.name, f.name) for f in fields(View))


def first_of(text: str) -> date:
    """Return the first day that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` means.

    :raises ValueError: for any other text.

    >>> first_of("2018-06")
    datetime.date(2018, 6, 1)
    """
    return _span_of(text)[0]


def last_of(text: str) -> date:
    """Return the last day that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` means.

    >>> last_of("2020-02")
    datetime.date(2020, 2, 29)
    """
    return _span_of(text)[1]


def _span_of(text: str) -> tuple[date, date]:
    parts = text.split("-")
    if not (1 <= len(parts) <= 3 and [len(p) for p in parts] == [4, 2, 2][: len(parts)]):
        raise ValueError(text)
    if not all(p.isascii() and p.isdigit() for p in parts):
        raise ValueError(text)
    year, *rest = map(int, parts)
    if len(parts) == 1:
        return date(year, 1, 1), date(year, 12, 31)
    if len(parts) == 2:
        return date(year, rest[0], 1), date(year, rest[0], calendar.monthrange(year, rest[0])[1])
    return (day := date(year, *rest)), day


def _first_day(value: date) -> str:
    if value.day != 1:
        return value.isoformat()
    return value.isoformat()[: 4 if value.month == 1 else 7]


def _last_day(value: date) -> str:
    if value == date.max or (value + timedelta(days=1)).day != 1:
        return value.isoformat()
    return value.isoformat()[: 4 if value.month == 12 else 7]
