"""How :class:`geo.columns.Columns` are made: of a data set in memory, or read from a file of events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geo.columns import TOLLS, WORDS, Columns, Numbers
from geo.dataset import Dataset
from geo.model import CATEGORIES, GROUPS

_Met = list[tuple[Any, ...]]
#: Events whose columns are read from the file together.
_BATCH = 1_000_000


def read(path: Path) -> Columns:
    """Read the columns of a file of events, sorted by ``date_start``."""
    parts, combos, spots, parties = _read(path)
    pa.default_memory_pool().release_unused()
    table, group = _words(combos)
    known, number = _spots(spots)
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
        lat, lon = (batch[name].to_numpy(zero_copy_only=False) for name in ("lat", "lon"))
        radius = batch["location_radius_km"].fill_null(0.0).to_numpy(zero_copy_only=False)
        parts["place"].append(_spot(spots, lat, lon, radius, coded["location_precision"]))
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
    radius = events["location_radius_km"].fillna(0)
    spot = _spot(spots, events["lat"], events["lon"], radius, coded["location_precision"])
    known, number = _spots(spots.values)
    table, group = _words(combos.values)
    parties, party = _parties_of(dataset)
    tolls = {name: _small(events[name].astype("Float64").fillna(-1).to_numpy(dtype="int64")) for name in TOLLS}
    place = _small(number[spot] * len(GROUPS) + group[combo])
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


def _words(combos: _Met) -> tuple[pd.DataFrame, Numbers]:
    """Return the combinations of words as a table, each with the group of its category, and the groups' numbers."""
    table = pd.DataFrame(combos, columns=list(WORDS)).fillna("").astype("str")
    table["group"] = table["category"].map(CATEGORIES).astype("str")
    return table, table["group"].map({g: i for i, g in enumerate(GROUPS)}).to_numpy(dtype="int32")


def _spot(spots: _Numbering, lat: Any, lon: Any, radius: Any, precision: tuple[Numbers, Any]) -> Numbers:
    """Return the number of each event's spot; −1: off the map.

    :param precision: codes of the events' precisions, and the words that they stand for.
    """
    codes, words = precision
    area = (codes, np.array([word == "area" for word in words], dtype=object))
    north, east = pd.factorize(lat), pd.factorize(lon)
    found = spots.of([north, east, pd.factorize(radius), area])
    return np.where((north[0] < 0) | (east[0] < 0), -1, found).astype("int32")


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
