"""Several data sets at once: their events in one table, and which of them may be the same event.

Two events of different sets may be one when they are of the same kind (group), at most a day apart, and at points at
most 10 km apart, or 25 km where both name the same place: gazetteers differ (Ogossagou's two points lie 17.7 km apart).
An event known to an area only has no point that could be compared. That is a sign, not a proof: both stay in the table,
the reader sees the pair, and one switch (``once=1``) shows the later set's event no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
import pandas as pd

from geo import measure
from geo.dataset import Dataset
from geo.model import GROUPS
from geo.text import fold

#: Days and kilometres that two reports of one event may lie apart.
DAYS, KM, SAME_NAME_KM = 1, 10.0, 25.0
#: A degree of latitude is nowhere shorter, in km: nearer points only are measured.
_KM_PER_DEGREE = 110.5
#: Mali lies south of 25.1° north, where a degree of longitude is 100.6 km.
_KM_PER_DEGREE_EAST = 100.0
#: More bins than there are from pole to pole or round the Earth.
_WIDE = 10_000


def together(datasets: Sequence[Dataset]) -> Dataset:
    """Return several data sets as one; sites, routes and names are those of the first.

    An id that an earlier set has already is preceded by the id of its own set.

    :param datasets: at least one, each of one part; the earlier one's event is the one shown of a pair.

    >>> from geo.dataset import load
    >>> len(together([load()]).pairs)
    0
    """
    first, *others = datasets
    taken = set(first.events["id"])
    parts = [first]
    for dataset in others:
        parts.append(fresh := _renamed(dataset, taken))
        taken |= set(fresh.events["id"])
    events = pd.concat([d.events.assign(part=i) for i, d in enumerate(parts)], ignore_index=True)
    events = events.sort_values(["date_start", "id"], kind="stable").reset_index(drop=True)
    part_of = pd.Series(events.pop("part").to_numpy(dtype="int64"), index=events["id"])

    def stacked(name: str) -> pd.DataFrame:
        tables: list[pd.DataFrame] = [getattr(d, name) for d in parts]
        return pd.concat(tables, ignore_index=True)

    return replace(
        first,
        id="+".join(d.id for d in parts),
        version=sha256("+".join(d.version for d in parts).encode()).hexdigest()[:12],
        events=events,
        event_sources=stacked("event_sources"),
        event_actors=stacked("event_actors"),
        sources=stacked("sources").drop_duplicates("id", ignore_index=True),
        admin_names=stacked("admin_names").drop_duplicates(["level", "name"], ignore_index=True),
        parts=tuple(part for d in parts for part in d.parts),
        part_of=part_of,
        pairs=pairs(events, part_of),
    )


@dataclass(frozen=True)
class Twin:
    """The event of another data set that may be the same.

    :param id: its id.
    :param part: name of its data set; blank for the Atlas's own.
    :param days: between the first days of the two.
    :param km: between their points.
    :param later: whether it is the one that ``once`` leaves out.
    """

    id: str
    part: str
    days: int
    km: float
    later: bool


def twin(dataset: Dataset, event_id: str) -> Twin | None:
    """Return the event that may be the same as one, or ``None``."""
    table = dataset.pairs
    for own, other in (("first", "again"), ("again", "first")):
        found = table[table[own] == event_id]
        if len(found):
            row = found.iloc[0]
            part = dataset.parts[int(dataset.part_of[row[other]])]
            return Twin(str(row[other]), part.name, int(row["days"]), float(row["km"]), other == "again")
    return None


def pairs(events: pd.DataFrame, part_of: pd.Series) -> pd.DataFrame:
    """Return which events of different parts may be one; each event stands in one pair at most, the closest first.

    :param events: the columns of ``Dataset.events``.
    :param part_of: number of the part of each.
    :returns: ``first`` and ``again`` (ids; ``again`` is of the later part), ``days`` between their first days, ``km``.
    """
    near = _candidates(events, part_of)
    toll = events["killed_best"].astype("Float64").fillna(-1).to_numpy(dtype=float)
    near["gap"] = np.abs(toll[near["a"]] - toll[near["b"]])
    # Hundreds of metres are noise of geocoding: among events of one town the toll tells more.
    near["step"] = near["km"].round()
    near = near.sort_values(["days", "step", "gap", "km", "a", "b"], kind="stable")
    used: set[int] = set()
    found = []
    for a, b, days, km in near[["a", "b", "days", "km"]].itertuples(index=False):
        if a not in used and b not in used:
            used |= {a, b}
            found.append((a, b, int(days), float(km)))
    ids = events["id"].to_numpy()
    rows = [(ids[a], ids[b], days, km) for a, b, days, km in sorted(found)]
    return pd.DataFrame(rows, columns=["first", "again", "days", "km"])


def _candidates(events: pd.DataFrame, part_of: pd.Series) -> pd.DataFrame:
    """Return all pairs near enough, by position: ``a`` of the earlier part, ``b`` of the later, ``days``, ``km``."""
    placed = events["lat"].notna() & ~events["location_precision"].isin(["area", "off_map"])
    here = np.flatnonzero(placed & (events["date_precision"] == "day"))
    rows = events.iloc[here]
    # Bins as wide as the distance: what is near lies in the same bin or the next. One number names day, kind and bin.
    y = np.floor(rows["lat"] * _KM_PER_DEGREE / SAME_NAME_KM).to_numpy(dtype="int64")
    x = np.floor(rows["lon"] * _KM_PER_DEGREE_EAST / SAME_NAME_KM).to_numpy(dtype="int64")
    day = (rows["date_start"] - pd.Timestamp(0)).dt.days.to_numpy(dtype="int64")
    group = rows["group"].map(GROUPS.index).to_numpy(dtype="int64")
    key = ((day * len(GROUPS) + group) * _WIDE + y) * _WIDE + x
    table = pd.DataFrame({"row": here, "key": key, "part": part_of.to_numpy()[here]})
    steps = [
        (days, (days * len(GROUPS) * _WIDE + dy) * _WIDE + dx)
        for days in range(-DAYS, DAYS + 1)
        for dy in (-1, 0, 1)
        for dx in (-1, 0, 1)
    ]
    found = [pd.DataFrame({"a": [], "b": [], "days": []}, dtype="int64")]
    for number in range(1, int(table["part"].max()) + 1 if len(table) else 0):
        later, earlier = table[table["part"] == number], table[table["part"] < number]
        for days, step in steps:
            # The earlier sets, mostly the small ones, are moved.
            moved = pd.DataFrame({"a": earlier["row"], "key": earlier["key"] + step})
            joined = moved.merge(later[["row", "key"]].rename(columns={"row": "b"}), on="key")
            found.append(joined[["a", "b"]].assign(days=abs(days)))
    pairs = pd.concat(found, ignore_index=True)
    lats, lons = events["lat"].to_numpy(), events["lon"].to_numpy()
    pairs["km"] = measure.to_each(lats[pairs["a"]], lons[pairs["a"]], lats[pairs["b"]], lons[pairs["b"]])
    places = events["place"].map(fold).to_numpy(dtype=object)
    same = (places[pairs["a"]] == places[pairs["b"]]) & (places[pairs["a"]] != "")
    return pairs[pairs["km"] <= np.where(same, SAME_NAME_KM, KM)].reset_index(drop=True)


def _renamed(dataset: Dataset, taken: set[str]) -> Dataset:
    """Return a data set in which no event has an id that is taken."""
    ids = dataset.events["id"]
    if not ids.isin(list(taken)).any():
        return dataset
    new = {old: f"{dataset.id}-{old}" for old in ids if old in taken}

    def mended(frame: pd.DataFrame, column: str) -> pd.DataFrame:
        return frame.assign(**{column: frame[column].replace(new)})

    return replace(
        dataset,
        events=mended(dataset.events, "id"),
        event_sources=mended(dataset.event_sources, "event_id"),
        event_actors=mended(dataset.event_actors, "event_id"),
    )
