"""What a map shows of some places and events: the frame round them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from geo.claims import Claim
from geo.dataset import Dataset

#: Least width and height of a frame, in degrees: a town with the country round it.
_LEAST = 1.2
#: Margin on each side, as a part of the frame.
_MARGIN = 0.08


def frame(dataset: Dataset, sites: Iterable[str], events: Iterable[str]) -> list[float] | None:
    """Return west, south, east and north of some places and events, with a margin; ``None`` where none has a place.

    :param sites: ids of sites.
    :param events: ids of events; those known to an area only leave it to the others, for they are nowhere exactly.

    >>> from geo.dataset import load
    >>> frame(load(), ["gao"], [])
    [-0.6, 15.7, 0.6, 16.9]
    """
    places = dataset.sites[dataset.sites["id"].isin(list(sites))]
    happened = dataset.events[dataset.events["id"].isin(list(events)) & dataset.events["lat"].notna()]
    sure = happened[happened["location_precision"] != "area"]
    points = pd.concat([places[["lat", "lon"]], (sure if len(sure) or len(places) else happened)[["lat", "lon"]]])
    if not len(points):
        return None
    low, high = points.min(), points.max()
    width, height = (max(float(high[c] - low[c]) * (1 + 2 * _MARGIN), _LEAST) for c in ("lon", "lat"))
    middle = {c: float(low[c] + high[c]) / 2 for c in ("lon", "lat")}
    edges = (
        middle["lon"] - width / 2,
        middle["lat"] - height / 2,
        middle["lon"] + width / 2,
        middle["lat"] + height / 2,
    )
    return [round(edge, 1) for edge in edges]


def frame_of(dataset: Dataset, claim: Claim) -> list[float] | None:
    """Return the frame round a claim's places and events."""
    return frame(dataset, claim.sites, [event for ids in claim.events.values() for event in ids])
