"""The columns of a large data set that questions are about, held as small numbers: ten million events in some 250 MB.

Asking DuckDB for ten million events' places takes seconds, because its table of groups outgrows the processor's cache.
Here words are numbers that index a few hundred combinations of them, so that a filter is one look-up an event and a
count is one pass of ``bincount``. What is not here (texts, ids) stays in the Parquet file and is the engine's to find.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.dataset import Dataset
from geo.model import CATEGORIES, GROUPS, PRECISIONS
from geo.view import View

Numbers = np.ndarray[Any, Any]
_Met = list[tuple[Any, ...]]
#: Events looked at together: their columns fit the processor's cache.
CHUNK = 1 << 18
#: Columns of a combination, in its order.
WORDS = ("region", "cercle", "category", "location_precision", "verification")
#: Events whose columns are read from the file together.
_BATCH = 1_000_000
TOLLS = ("killed_best", "killed_low", "killed_high", "killed_peacekeepers")
_EPOCH = date(1970, 1, 1)
_VIOLENCE = GROUPS.index("violence")


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


# -- from the file --------------------------------------------------------------------------------------------------


def read(path: Path) -> Columns:
    """Read the columns of a file of events, sorted by ``date_start``."""
    parts, combos, spots, parties = _read(path)
    pa.default_memory_pool().release_unused()
    table = pd.DataFrame(combos, columns=list(WORDS)).fillna("").astype("str")
    table["group"] = table["category"].map(CATEGORIES).astype("str")
    known, number = _spots(spots)
    group = table["group"].map({g: i for i, g in enumerate(GROUPS)}).to_numpy(dtype="int32")
    for at, (spot, combo) in enumerate(zip(parts["place"], parts["combo"], strict=True)):
        parts["place"][at] = number[spot] * len(GROUPS) + group[combo]  # −1 is the last: off the map

    def joined(name: str) -> Numbers:
        found = parts.pop(name)  # one after the other, so that no two columns lie twice in memory
        return np.concatenate(found) if found else np.zeros(0, dtype="int32")

    return Columns(
        start=joined("start"),
        end=joined("end"),
        combo=joined("combo"),
        place=joined("place"),
        party=joined("party"),
        tolls={name: joined(name) for name in TOLLS},
        combos=table,
        spots=known,
        parties=[tuple(dict.fromkeys((text or "").split("; "))) for (text,) in parties],
    )


def _read(path: Path) -> tuple[dict[str, list[Numbers]], _Met, _Met, _Met]:
    """Return the columns of a file in parts, and what the numbers of combinations, spots and parties stand for."""
    names = ["date_start", "date_end", "lat", "lon", "location_radius_km", "actors", *WORDS, *TOLLS]
    file = pq.ParquetFile(path, read_dictionary=[*WORDS, "actors"])
    parts: dict[str, list[Numbers]] = {name: [] for name in ("start", "end", "combo", "place", "party", *TOLLS)}
    combos, spots, parties = _Numbering(), _Numbering(), _Numbering()
    for batch in _batches(file, names):
        start = _days(batch["date_start"])
        parts["start"].append(start)
        parts["end"].append(np.maximum(_days(batch["date_end"], start), start))
        coded = {name: _coded(batch[name]) for name in (*WORDS, "actors")}
        parts["combo"].append(_small(combos.of([coded[name] for name in WORDS])))
        parts["party"].append(_small(parties.of([coded["actors"]])))
        area = coded["location_precision"]
        where = [pd.factorize(batch[n].to_numpy(zero_copy_only=False)) for n in ("lat", "lon")]
        radius = batch["location_radius_km"].fill_null(0.0).to_numpy(zero_copy_only=False)
        is_area = (area[0], np.array([word == "area" for word in area[1]], dtype=object))
        spot = spots.of([*where, pd.factorize(radius), is_area])
        off = (where[0][0] < 0) | (where[1][0] < 0)
        parts["place"].append(np.where(off, -1, spot).astype("int32"))
        for name in TOLLS:
            parts[name].append(_small(batch[name].fill_null(-1).to_numpy(zero_copy_only=False)))
    return parts, combos.values, spots.values, parties.values


def _batches(file: pq.ParquetFile, names: list[str]) -> Iterator[dict[str, Any]]:
    """Return the columns of a file some row groups at a time: what is met in each is numbered once."""
    groups: list[int] = []
    rows = 0
    for group in range(file.num_row_groups):
        groups.append(group)
        rows += file.metadata.row_group(group).num_rows
        if rows >= _BATCH or group == file.num_row_groups - 1:
            table = file.read_row_groups(groups, columns=names).unify_dictionaries().combine_chunks()
            if rows:
                yield {name: table[name].chunk(0) for name in names}
            groups, rows = [], 0


def of(dataset: Dataset) -> Columns:
    """Return the columns of a data set's events."""
    events = dataset.events
    start = ((events["date_start"] - pd.Timestamp(0)).dt.days).to_numpy(dtype="int32")
    end = ((events["date_end"].fillna(events["date_start"]) - pd.Timestamp(0)).dt.days).to_numpy(dtype="int32")
    combos, spots = _Numbering(), _Numbering()
    coded = {name: pd.factorize(events[name]) for name in WORDS}
    combo = combos.of([coded[name] for name in WORDS])
    codes, precisions = coded["location_precision"]
    area = (codes, np.array([word == "area" for word in precisions], dtype=object))
    where = [pd.factorize(events[name]) for name in ("lat", "lon")]
    spot = spots.of([*where, pd.factorize(events["location_radius_km"].fillna(0)), area])
    off = (where[0][0] < 0) | (where[1][0] < 0)
    known, number = _spots(spots.values)
    table = pd.DataFrame(combos.values, columns=list(WORDS)).fillna("").astype("str")
    table["group"] = table["category"].map(CATEGORIES).astype("str")
    # By category, as events that come from a file have their group.
    group = table["group"].map({g: i for i, g in enumerate(GROUPS)}).to_numpy(dtype="int32")
    parties, party = _parties_of(dataset)
    tolls = {name: _small(events[name].astype("Float64").fillna(-1).to_numpy(dtype="int64")) for name in TOLLS}
    place = _small(number[np.where(off, -1, spot)] * len(GROUPS) + group[combo])
    return Columns(start, end, _small(combo), place, party, tolls, table, known, parties)


def _parties_of(dataset: Dataset) -> tuple[list[tuple[str, ...]], Numbers]:
    """Return the different lists of actors, and for each event the number of its own."""
    table = dataset.event_actors
    rows = pd.Index(dataset.events["id"]).get_indexer(pd.Index(table["event_id"]))
    codes, names = pd.factorize(table["actor"])
    order = np.argsort(rows, kind="stable")
    order = order[rows[order] >= 0]
    rows, codes = rows[order], codes[order]
    begins = np.flatnonzero(np.diff(rows, prepend=-1))
    party = np.zeros(len(dataset.events), dtype="int32")
    if not len(begins):
        return [()], party
    until = np.append(begins[1:], len(rows))
    # Of lists of one length the different ones are found together.
    found: dict[tuple[int, ...], int] = {(): 0}
    for n in np.unique(until - begins):
        mine = begins[until - begins == n]
        lists, which = np.unique(codes[mine[:, None] + np.arange(n)], axis=0, return_inverse=True)
        numbers = [found.setdefault(tuple(one), len(found)) for one in lists.tolist()]
        party[rows[mine]] = np.array(numbers, dtype="int32")[which.ravel()]
    return [tuple(str(names[code]) for code in dict.fromkeys(one)) for one in found], _small(party)


class _Numbering:
    """Numbers combinations of values in the order in which they are first met."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], int] = {}

    @property
    def values(self) -> list[tuple[Any, ...]]:
        return list(self._known)

    def of(self, coded: list[tuple[Numbers, Any]]) -> Numbers:
        """Return the numbers of a batch, whose columns are codes and the values that these stand for."""
        key = np.zeros(len(coded[0][0]), dtype=np.int64)
        for codes, values in coded:
            key = key * (len(values) + 1) + (codes + 1)
        local, packed = pd.factorize(key)
        met = []
        for _, values in reversed(coded):
            packed, code = np.divmod(packed, len(values) + 1)
            met.append(np.array([*values, None], dtype=object)[code - 1].tolist())
        known = self._known
        numbers = [known.setdefault(one, len(known)) for one in zip(*reversed(met), strict=True)]
        return np.array(numbers, dtype="int32")[local]


def _spots(values: list[tuple[Any, ...]]) -> tuple[pd.DataFrame, Numbers]:
    """Return the spots on the map, and for each number of a spot (and one more: none) its place among them."""
    there = [i for i, (lat, lon, _, _) in enumerate(values) if lat is not None and lon is not None]
    table = pd.DataFrame([values[i] for i in there], columns=["lat", "lon", "radius", "area"])
    table = table.astype({"lat": "float64", "lon": "float64", "radius": "float64", "area": "bool"})
    table["point"] = table.groupby(["lat", "lon"], sort=False).ngroup()
    number = np.full(len(values) + 1, len(there), dtype="int32")
    number[there] = np.arange(len(there))
    return table, number


def _coded(column: pa.DictionaryArray) -> tuple[Numbers, list[Any]]:
    codes = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return codes.astype(np.int64), column.dictionary.to_pylist()


def _days(column: pa.Array, instead: Numbers | None = None) -> Numbers:
    days = pc.cast(pc.cast(column, pa.date32(), safe=False), pa.int32())
    if instead is not None and days.null_count:
        days = pc.coalesce(days, pa.array(instead))
    found: Numbers = days.to_numpy(zero_copy_only=False).astype("int32")
    return found


def _small(values: Numbers) -> Numbers:
    """Return whole numbers in the narrowest type that holds them."""
    if not len(values):
        return values.astype("int16")
    low, high = int(values.min()), int(values.max())
    kind = next(k for k in ("int16", "int32", "int64") if np.iinfo(k).min <= low and high <= np.iinfo(k).max)
    return values.astype(kind)


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
