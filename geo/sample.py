"""Large made-up data sets for measurements: places, clustering and seasons taken from a real one, every event invented.

``python -m geo make-sample --events 300000 --out sample.parquet``. Titles say that the events are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.dataset import EVENT_COLUMNS, Dataset
from geo.model import CATEGORIES
from geo.text import fold
from geo.words import t

#: Rows made and written at a time, so that memory does not go with the size of the file.
CHUNK = 500_000
#: Spread of the invented localities round the real ones, in degrees (about 30 km), and of the tolls.
_SPREAD, _DEADLY = 0.27, 1.4
_SEED = 20130701
Floats = np.ndarray[Any, np.dtype[np.float64]]


def write(dataset: Dataset, events: int, out: Path, progress: Callable[[float], None] | None = None) -> None:
    """Write a Parquet file of invented events with the columns of ``Dataset.events``, sorted by time.

    The same number of events gives the same file. Months are as busy, places as uneven and categories as frequent as in
    ``dataset``; localities grow with the square root of the number of events, as they do in georeferenced data.

    :param dataset: where the pattern comes from.
    :param events: how many, at least 1.
    :param out: the file to write; an unfinished one does not stay.
    :param progress: called with the share written, 0 to 1.
    """
    chance = np.random.default_rng(_SEED)
    days = _days(dataset, events, chance)
    places = _places(dataset, events, chance)
    half = out.with_name(f".{out.name}.half")
    try:
        with pq.ParquetWriter(half, _schema(), compression="zstd") as writer:
            for start in range(0, events, CHUNK):
                part = days[start : start + CHUNK]
                frame = _events(dataset, start, part, places, chance)
                writer.write_table(pa.Table.from_pandas(frame, schema=_schema(), preserve_index=False))
                if progress:
                    progress((start + len(part)) / events)
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)


def _schema() -> pa.Schema:
    kinds: dict[str, pa.DataType] = {
        "date_start": pa.date32(),
        "date_end": pa.date32(),
        "lat": pa.float64(),
        "lon": pa.float64(),
        "location_radius_km": pa.float64(),
        **{f"killed_{name}": pa.int64() for name in ("best", "low", "high", "peacekeepers")},
        "injured": pa.int64(),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in (*EVENT_COLUMNS, "search")])


def _days(dataset: Dataset, events: int, chance: np.random.Generator) -> np.ndarray[Any, Any]:
    """Return first days in order of time: months as busy as the data set's, any day of a month as likely."""
    months = dataset.events["date_start"].to_numpy().astype("datetime64[M]")
    names, counts = np.unique(months, return_counts=True)
    drawn = chance.choice(names, events, p=counts / counts.sum())
    last = ((drawn + 1).astype("datetime64[D]") - drawn.astype("datetime64[D]")).astype(int)
    days: np.ndarray[Any, Any] = drawn.astype("datetime64[D]") + chance.integers(0, last)
    days.sort()
    return days


def _places(dataset: Dataset, events: int, chance: np.random.Generator) -> pd.DataFrame:
    """Return localities: ``lat``, ``lon``, ``region``, ``cercle``, ``place``, ``place_fr``, ``weight``."""
    real = dataset.events[dataset.events["location_precision"].isin(["exact", "locality"])]
    number = max(8, min(60_000, int(12 * events**0.5)))
    chosen = real.iloc[chance.integers(0, len(real), number)]
    # The farther from a known place, the fewer: most lie close to it.
    reach = chance.exponential(_SPREAD, number)
    angle = chance.uniform(0, 2 * np.pi, number)
    order = chance.permutation(number) + 1
    return pd.DataFrame(
        {
            "lat": (chosen["lat"].to_numpy() + reach * np.sin(angle)).round(4),
            "lon": (chosen["lon"].to_numpy() + reach * np.cos(angle)).round(4),
            "region": chosen["region"].to_numpy(),
            "cercle": chosen["cercle"].to_numpy(),
            "place": [f"{name} {i}" for i, name in enumerate(chosen["place"], start=1)],
            "place_fr": [f"{name} {i}" for i, name in enumerate(chosen["place_fr"], start=1)],
            # Zipf's law: few places have many events, many have one.
            "weight": 1 / order**0.9,
        }
    )


def _events(
    dataset: Dataset, first: int, days: np.ndarray[Any, Any], places: pd.DataFrame, chance: np.random.Generator
) -> pd.DataFrame:
    n = len(days)
    real = dataset.events.iloc[chance.integers(0, len(dataset.events), n)]
    at = places.iloc[chance.choice(len(places), n, p=places["weight"] / places["weight"].sum())]
    category = real["category"].to_numpy()
    deadly = real["group"].to_numpy() == "violence"
    best = np.where(deadly, np.floor(chance.lognormal(0.3, _DEADLY, n)), np.nan)
    lasts = np.where(chance.random(n) < 0.05, chance.integers(1, 20, n), 0)
    words = [fold(f"{one} {other}") for one, other in zip(places["place"], places["place_fr"], strict=True)]
    titles = {lang: {c: t(lang, f"category.{c}") for c in CATEGORIES} for lang in ("en", "fr")}  # type: ignore[arg-type]
    said = {lang: t(lang, "command.sample_description") for lang in ("en", "fr")}  # type: ignore[arg-type]
    placed = chance.random(n) < 0.93
    frame = pd.DataFrame(
        {
            "id": [f"sample-{i:08d}" for i in range(first + 1, first + n + 1)],
            "date_start": days,
            "date_end": days + lasts.astype("timedelta64[D]"),
            "date_precision": "day",
            "category": category,
            "group": real["group"].to_numpy(),
            "title": [titles["en"][c] for c in category],
            "title_fr": [titles["fr"][c] for c in category],
            "description": said["en"],
            "description_fr": said["fr"],
            **{name: at[name].to_numpy() for name in ("place", "place_fr", "cercle", "region", "lat", "lon")},
            "location_precision": chance.choice(["exact", "locality", "route"], n, p=[0.3, 0.6, 0.1]),
            "location_radius_km": 2.0,
            "killed_best": best,
            "killed_low": np.floor(best * 0.8),
            "killed_high": np.ceil(best * 1.3),
            "killed_peacekeepers": np.where(category == "attack_on_mission", np.minimum(best, 3), np.nan),
            "injured": np.nan,
            "verification": "partial",
            "actors": real["actors"].to_numpy(),
        }
    )
    for name in ("killed_best", "killed_low", "killed_high", "killed_peacekeepers", "injured"):
        frame[name] = frame[name].astype("Int64")
    away = ["lat", "lon", "location_radius_km"]
    frame.loc[~placed, away] = np.nan
    frame.loc[~placed, ["region", "cercle"]] = ""
    frame.loc[~placed, "location_precision"] = "off_map"
    # What a filter by words looks in, folded once: folding ten million texts at each question takes a minute.
    kinds = {c: fold(f"{titles['en'][c]} {titles['fr'][c]} {said['en']} {said['fr']}") for c in CATEGORIES}
    where = at.index.to_numpy()
    frame["search"] = [f"{kinds[c]} {words[w]}" for c, w in zip(category, where, strict=True)]
    return frame[[*EVENT_COLUMNS, "search"]]
