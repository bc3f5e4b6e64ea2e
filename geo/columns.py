"""The columns of a large data set that questions are about, held as small numbers: ten million events in some 250 MB.

Asking DuckDB for ten million events' places takes seconds, because its table of groups outgrows the processor's cache.
Here words are numbers that index a few hundred combinations of them, so that a filter is one look-up an event and a
count is one pass of ``bincount``. What is not here (texts, ids) stays in the Parquet file and is the engine's to find.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from geo.model import GROUPS, PRECISIONS
from geo.view import View

Numbers = np.ndarray[Any, Any]
#: Events looked at together: their columns fit the processor's cache.
CHUNK = 1 << 18
#: Columns of a combination, in its order.
WORDS = ("region", "cercle", "category", "location_precision", "verification")
TOLLS = ("killed_best", "killed_low", "killed_high", "killed_peacekeepers")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Tally:
    """What one pass over the events of a view counts.

    :param combos: events of each combination of words.
    :param unknown: those of them without a best estimate of deaths.
    :param spots: events of each spot and group; the last spot is "off the map".
    :param months: events of each month, from ``Columns.months[0]`` on.
    :param sums: toll → sum of what is known of it, ``None`` when nothing is.
    """

    combos: Numbers
    unknown: Numbers
    spots: Numbers
    months: Numbers
    sums: dict[str, int | None]


@dataclass(frozen=True, eq=False)
class Columns:
    """Events in the order of their file, by first day.

    :param start: first days (since 1970-01-01), ascending; ``end`` last days.
    :param combo: index into ``combos`` of each event's words.
    :param place: spot × number of groups + group; the last spot is "off the map".
    :param party: index into ``parties`` of each event's text of actors.
    :param tolls: each of :data:`TOLLS`; −1 where it is unknown.
    :param combos: :data:`WORDS` and ``group`` of each combination.
    :param spots: ``lat``, ``lon``, ``radius`` (km), ``area``, ``point`` (the same for spots of the same coordinates).
    :param parties: names of actors of each text.
    """

    start: Numbers
    end: Numbers
    combo: Numbers
    place: Numbers
    party: Numbers
    tolls: dict[str, Numbers]
    combos: pd.DataFrame
    spots: pd.DataFrame
    parties: list[tuple[str, ...]]
    months: Numbers = field(init=False)

    def __post_init__(self) -> None:
        first, last = (self.start[0], self.start[-1]) if len(self.start) else (0, 0)
        begins = np.arange(
            np.datetime64(int(first), "D").astype("datetime64[M]"),
            np.datetime64(int(last), "D").astype("datetime64[M]") + 1,
        )
        object.__setattr__(self, "months", begins)

    def __len__(self) -> int:
        return len(self.start)

    # -- which events ---------------------------------------------------------------------------------------------

    def parts(
        self,
        view: View,
        *,
        spots: Numbers | None = None,
        rows: Numbers | None = None,
        words: bool = True,
        actors: bool = True,
    ) -> Iterator[tuple[slice, Numbers | None]]:
        """Return the events of a view as stretches of the file and what of each is meant; ``None``: all of it.

        :param spots: whether each spot (the last: off the map) is near enough, where the view asks for that.
        :param rows: whether each event has the words (or bears on the claim) that the view asks for.
        :param words: whether the filters on :data:`WORDS` hold; ``actors``: that on actors.
        """
        combos = self._combos(view) if words else None
        parties = self._parties(view) if actors else None
        near = None if spots is None else np.repeat(spots, len(GROUPS))
        for part in self._window(view):
            wanted: Numbers | None = None
            if view.start and self.start[part.start] < _day(view.start):
                wanted = _both(wanted, self.end[part] >= _day(view.start))
            if combos is not None:
                wanted = _both(wanted, combos[self.combo[part]])
            if parties is not None:
                wanted = _both(wanted, parties[self.party[part]])
            if near is not None:
                wanted = _both(wanted, near[self.place[part]])
            best = self.tolls["killed_best"]
            if view.killed_min is not None:
                wanted = _both(wanted, best[part] >= view.killed_min)
            if view.killed_max is not None:
                wanted = _both(wanted, (best[part] >= 0) & (best[part] <= view.killed_max))
            if rows is not None:
                wanted = _both(wanted, rows[part])
            if wanted is None or wanted.any():
                yield part, None if wanted is not None and wanted.all() else wanted

    def _window(self, view: View) -> Iterator[slice]:
        until = len(self)
        if view.end:
            until = int(np.searchsorted(self.start, _day(view.end), side="right"))
        for at in range(0, until, CHUNK):
            part = slice(at, min(at + CHUNK, until))
            # Of a stretch that lies before the window only what lasts into it can be meant.
            if view.start and self.start[part.stop - 1] < _day(view.start) and self._latest(at) < _day(view.start):
                continue
            yield part

    def _latest(self, at: int) -> int:
        return int(self.end[at : at + CHUNK].max())

    def _combos(self, view: View) -> Numbers | None:
        """Return for each combination whether the view's filters on words keep it; ``None``: they keep all."""
        found = keep(self.combos, view)
        return None if found.all() else found

    def _parties(self, view: View) -> Numbers | None:
        if not view.actor:
            return None
        wanted = set(view.actor)
        return np.array([not wanted.isdisjoint(names) for names in self.parties], dtype=bool)

    # -- counts ---------------------------------------------------------------------------------------------------

    def tally(self, parts: Iterator[tuple[slice, Numbers | None]]) -> Tally:
        """Count the events of :meth:`parts`."""
        combos = np.zeros(len(self.combos), dtype=np.int64)
        unknown = np.zeros(len(self.combos), dtype=np.int64)
        spots = np.zeros((len(self.spots) + 1) * len(GROUPS), dtype=np.int64)
        months = np.zeros(len(self.months), dtype=np.int64)
        sums, known = dict.fromkeys(TOLLS, 0), dict.fromkeys(TOLLS, 0)
        edges = self.months.astype("datetime64[D]").astype(np.int64)
        for part, wanted in parts:

            def of(column: Numbers, part: slice = part, wanted: Numbers | None = wanted) -> Numbers:
                return column[part] if wanted is None else column[part][wanted]

            combo, start = of(self.combo), of(self.start)
            combos += np.bincount(combo, minlength=len(combos))
            spots += np.bincount(of(self.place), minlength=len(spots))
            months += np.diff(np.searchsorted(start, edges), append=len(start))
            for name in TOLLS:
                toll = of(self.tolls[name])
                missing = toll < 0
                n = int(np.count_nonzero(missing))
                sums[name] += int(toll.sum(dtype=np.int64)) + n
                known[name] += len(toll) - n
                if name == "killed_best" and n:
                    unknown += np.bincount(combo[missing], minlength=len(combos))
        totals = {name: sums[name] if known[name] else None for name in TOLLS}
        return Tally(combos, unknown, spots.reshape(-1, len(GROUPS)), months, totals)

    def count(self, which: str, parts: Iterator[tuple[slice, Numbers | None]]) -> Numbers:
        """Count the events of :meth:`parts` by one column: ``combo`` or ``party``."""
        column: Numbers = getattr(self, which)
        found = np.zeros(len(self.combos if which == "combo" else self.parties), dtype=np.int64)
        for part, wanted in parts:
            found += np.bincount(column[part] if wanted is None else column[part][wanted], minlength=len(found))
        return found

    def killed(self, parts: Iterator[tuple[slice, Numbers | None]]) -> Numbers:
        """Return the best estimates of deaths of each spot and group."""
        found = np.zeros((len(self.spots) + 1) * len(GROUPS))
        for part, wanted in parts:
            place, toll = self.place[part], self.tolls["killed_best"][part]
            deadly = toll > 0 if wanted is None else wanted & (toll > 0)
            found += np.bincount(place[deadly], weights=toll[deadly], minlength=len(found))
        return found.reshape(-1, len(GROUPS)).astype(np.int64)

    def histogram(self, parts: Iterator[tuple[slice, Numbers | None]], unit: str) -> pd.DataFrame:
        """Return ``start``, ``group``, ``n`` and ``killed`` of each bin (a unit of NumPy's days) and group."""
        found: dict[tuple[int, int], list[int]] = {}
        groups = len(GROUPS)
        for part, wanted in parts:
            rows = slice(None) if wanted is None else wanted
            # A Monday: weeks begin as DuckDB's do. The first day of 1970 was a Thursday.
            days = self.start[part][rows].astype(np.int64)
            bins = _bins(days, unit)
            first = int(bins[0])
            key = (bins - first) * groups + self.place[part][rows] % groups
            n = np.bincount(key)
            toll = self.tolls["killed_best"][part][rows]
            killed = np.bincount(key, weights=np.maximum(toll, 0), minlength=len(n))
            for at in np.flatnonzero(n):
                one = found.setdefault((first + int(at) // groups, int(at) % groups), [0, 0])
                one[0] += int(n[at])
                one[1] += int(killed[at])
        keys = sorted(found)
        return pd.DataFrame(
            {
                "start": [_begin(number, unit) for number, _ in keys],
                "group": [GROUPS[group] for _, group in keys],
                "n": [found[key][0] for key in keys],
                "killed": [found[key][1] for key in keys],
            }
        ).astype({"start": "datetime64[us]", "group": "str" if keys else "object", "n": "int64", "killed": "float64"})

    def rows(self, parts: Iterator[tuple[slice, Numbers | None]], skip: int, most: int | None) -> Numbers:
        """Return row numbers of :meth:`parts`, ``most`` of them after ``skip``."""
        found: list[Numbers] = []
        for part, wanted in parts:
            n = part.stop - part.start if wanted is None else int(np.count_nonzero(wanted))
            if skip >= n:
                skip -= n
                continue
            here = np.arange(part.start, part.stop) if wanted is None else part.start + np.flatnonzero(wanted)
            here = here[skip:] if most is None else here[skip : skip + most]
            skip = 0
            found.append(here)
            if most is not None and (most := most - len(here)) <= 0:
                break
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def points(self, rows: Numbers) -> pd.DataFrame:
        """Return the columns of some events that the map draws; see :func:`geo.webmap.arrays.encode_events`."""
        spot = self.place[rows] // len(GROUPS)
        where = self.spots.reindex(spot)
        best = self.tolls["killed_best"][rows].astype("float64")
        combos = self.combos.iloc[self.combo[rows]]
        return pd.DataFrame(
            {
                "lat": where["lat"].to_numpy(),
                "lon": where["lon"].to_numpy(),
                "location_radius_km": where["radius"].to_numpy(),
                "location_precision": combos["location_precision"].to_numpy(),
                "group": combos["group"].to_numpy(),
                "date_start": pd.to_datetime(self.start[rows], unit="D"),
                "date_end": pd.to_datetime(self.end[rows], unit="D"),
                "killed_best": pd.array(np.where(best < 0, np.nan, best), dtype="Float64"),
            }
        )


def keep(combos: pd.DataFrame, view: View, without: str | None = None) -> Numbers:
    """Return for each combination of words whether the view's filters on words keep it.

    :param without: a filter to leave out.
    """
    found = np.ones(len(combos), dtype=bool)
    for name in ("region", "cercle", "category"):
        if name != without and (wanted := getattr(view, name)):
            found &= combos[name].isin(wanted).to_numpy()
    if view.precision and without != "precision":
        found &= combos["location_precision"].isin(PRECISIONS[: PRECISIONS.index(view.precision) + 1]).to_numpy()
    if view.verified and without != "verified":
        found &= (combos["verification"] == "verified").to_numpy()
    return found


def _both(one: Numbers | None, other: Numbers) -> Numbers:
    return other if one is None else one & other


def _day(day: date) -> int:
    return (day - _EPOCH).days


def _bins(days: Numbers, unit: str) -> Numbers:
    if unit == "day":
        return days
    if unit == "week":  # 1970-01-01 was a Thursday; weeks begin on Mondays
        return (days + 3) // 7
    months: Numbers = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // {"month": 1, "quarter": 3, "year": 12}[unit]


def _begin(number: int, unit: str) -> Any:
    if unit in ("day", "week"):
        return np.datetime64(number if unit == "day" else number * 7 - 3, "D").astype("datetime64[us]")
    return np.datetime64(number * {"month": 1, "quarter": 3, "year": 12}[unit], "M").astype("datetime64[us]")
