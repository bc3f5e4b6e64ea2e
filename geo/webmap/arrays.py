"""A data set's events as the browser holds them: typed arrays for drawing, and the texts that tips and lists show."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from geo.boundaries import only_cercle
from geo.dataset import Dataset
from geo.model import GROUPS, PRECISIONS
from geo.names import Names
from geo.phrasing import event_date, event_killed
from geo.words import Language

#: First four bytes of the arrays; the script refuses anything else.
MAGIC = b"ATL2"
#: What is known of each place's width, in km; see :func:`places`.
RADII = ("radius_km", "locality_km", "route_km")


def places(events: pd.DataFrame) -> tuple[np.ndarray[Any, Any], pd.DataFrame]:
    """Group events by the point they are drawn at; an area that has a town's coordinates is a place of its own.

    :returns: for each event the index of its place (-1 without one), and the places: ``lat``, ``lon``, ``radius_km``
        (the widest among its events), ``locality_km`` and ``route_km`` (the widest among those known to the locality or
        to a stretch of road, 0 where there are none), ``row`` (its first event).
    """
    placed = events["lat"].notna() & events["lon"].notna()
    keys = pd.DataFrame(
        {
            "lat": events["lat"],
            "lon": events["lon"],
            "area": events["location_precision"] == "area",
            "radius_km": (radius := events["location_radius_km"].fillna(0)),
            "locality_km": radius.where(events["location_precision"] == "locality", 0.0),
            "route_km": radius.where(events["location_precision"] == "route", 0.0),
            "row": np.arange(len(events)),
        }
    )[placed]
    grouped = keys.groupby(["lat", "lon", "area"], sort=False)
    index = np.full(len(events), -1, dtype="<i4")
    index[placed.to_numpy()] = grouped.ngroup().to_numpy()
    widest = {name: (name, "max") for name in RADII}
    return index, grouped.agg(**widest, row=("row", "first")).reset_index()


@lru_cache(maxsize=4)
def encode(dataset: Dataset) -> bytes:
    """Return the arrays of a data set's events; see :func:`encode_events`.

    Of several sets shown together the number of each event's set follows (n × 8 bits).
    """
    found = encode_events(dataset.events)
    if not len(dataset.part_of):
        return found
    return found + dataset.part_of[dataset.events["id"]].to_numpy(dtype="u1").tobytes()


def set_names(names: Names) -> list[str]:
    """Return what the map's legend calls the sets that are shown together; nothing of one alone."""
    return list(names.sets.values()) if len(names.sets) > 1 else []


def encode_events(events: pd.DataFrame) -> bytes:
    """Return the arrays in the form that ``static/event-data.js`` reads.

    Little-endian: the magic, the numbers of events n, of places p and of bytes of the text at the end (unsigned
    32-bit); then latitudes, longitudes (WGS84 degrees) and three radii (km) of the places, :data:`RADII` (p × 32-bit
    float each); place of each event (−1: none), its first and last day (days since 1970-01-01) and best estimate of
    deaths (−1: unknown) (n × 32-bit integer each); its group and location precision as indices into the model's lists
    (n × 8 bits each); last, as JSON in UTF-8, pairs of a place of which no more is known than its cercle, and that
    cercle.

    :param events: rows with the columns of ``Dataset.events``.
    """
    index, where = places(events)
    days = {c: (events[c] - pd.Timestamp(0)).dt.days.to_numpy(dtype="<i4") for c in ("date_start", "date_end")}
    # More than 32 bits hold is a slip of the pen; the map draws it as large as it can, the table says what is written.
    best = events["killed_best"].astype("Float64").fillna(-1).clip(upper=2**31 - 1).to_numpy(dtype="<i4")
    cercles = _cercles(events, index)
    return b"".join(
        [
            MAGIC + struct.pack("<III", len(events), len(where), len(cercles)),
            *(where[c].to_numpy(dtype="<f4").tobytes() for c in ("lat", "lon", *RADII)),
            index.tobytes(),
            days["date_start"].tobytes(),
            days["date_end"].tobytes(),
            best.tobytes(),
            _codes(events["group"], GROUPS).tobytes(),
            _codes(events["location_precision"], PRECISIONS).tobytes(),
            cercles,
        ]
    )


def _cercles(events: pd.DataFrame, index: np.ndarray[Any, Any]) -> bytes:
    """Return the places all of whose events are known to one cercle and no better."""
    if "cercle" not in events:  # a few events of a large set, which come as bare numbers
        return b""
    area = (events["location_precision"] == "area").to_numpy() & (index >= 0)
    known = only_cercle(events[area]).groupby(index[area]).unique()
    pairs = [
        [place, names[0]]
        for place, names in zip(known.index.tolist(), known, strict=True)
        if len(names) == 1 and names[0]
    ]
    return json.dumps(pairs, ensure_ascii=False, separators=(",", ":")).encode() if pairs else b""


def _codes(words: pd.Series, known: Sequence[str]) -> np.ndarray[Any, Any]:
    """Return the place of each word in a list; words are many, the list is short."""
    codes, met = pd.factorize(words)
    return np.array([known.index(word) for word in met], dtype="u1")[codes]


def texts(events: pd.DataFrame, language: Language) -> dict[str, list[str]]:
    """Return what tips and lists show of some events, each list in their order.

    :returns: ``ids``, ``titles``, ``dates``, ``places``, ``killed`` (a phrase, empty when unknown).
    """
    suffix = "_fr" if language == "fr" else ""
    names = events[f"place{suffix}"]
    return {
        "ids": events["id"].tolist(),
        "titles": events[f"title{suffix}"].tolist(),
        "dates": [event_date(event, language, short=True) for event in events.itertuples()],
        "places": names.tolist(),
        "killed": [event_killed(event, language) for event in events.itertuples()],
    }


def mask(flags: np.ndarray[Any, np.dtype[np.bool_]]) -> str:
    """Return one bit an event, least significant first, as base64 text.

    >>> mask(np.array([True, False, False, True]))
    'CQ=='
    """
    return base64.b64encode(np.packbits(flags, bitorder="little").tobytes()).decode("ascii")
