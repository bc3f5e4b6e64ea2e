"""The events round a site or along a route, each with its distance and whether it certainly lies within."""

from __future__ import annotations

import csv
import io
from functools import lru_cache

import numpy as np
import pandas as pd

from geo import measure, records
from geo.errors import NotFoundError
from geo.largestore import TEXTS, LargeStore
from geo.store import Store
from geo.view import View

#: Columns that :func:`surroundings` adds to those of the events.
ADDED: tuple[str, ...] = ("km", "chainage_km", "certain")


def surroundings(store: Store, view: View) -> pd.DataFrame:
    """Return the events of a view that lie, or may lie, within its distance of its place, by date.

    Those that certainly do are the events of the view, as map, table and sentence show them.

    :param view: with ``near`` and ``within_km``; its other filters hold as everywhere.
    :returns: the columns of ``Dataset.events``, of a large data set without texts (:func:`told` adds them); ``km`` from
        the place; ``chainage_km`` of the nearest point of a route, NaN round a site; ``certain``, false where the event
        only may lie within. The index is the row number.
    :raises NotFoundError: when no site or route has the id.
    :raises TooManyError: when a large data set has more there than can be looked at one by one.
    """
    if view.near is None or view.within_km is None:
        raise NotFoundError("near")
    return _surroundings(store, view.filters())


@lru_cache(maxsize=32)  # a page asks several times for the same; the frame is shared and must not be changed
def _surroundings(store: Store, view: View) -> pd.DataFrame:
    place, within = str(view.near), float(view.within_km or 0)
    if isinstance(store, LargeStore):
        events = store.near(view)
        km, chainage = _measure_spots(store, place, events)
    else:
        events = store.dataset.events[store.flags(view.but(near=None))]
        km, chainage = _measure(store, place, events)
    certain = measure.certainly_within(km, events["location_radius_km"], within)
    maybe = measure.maybe_within(km, events["location_radius_km"], within)
    found = events.assign(km=km, chainage_km=chainage, certain=certain)
    return found[certain | maybe]


def nearest(store: Store, view: View) -> pd.Series | None:
    """Return the event of a view, its distance left aside, that lies nearest to its place; ``None`` when none has one.

    An event that is known to an area only is nowhere near anything, so it is none.
    """
    if view.near is None:
        return None
    if isinstance(store, LargeStore):
        row = store.nearest(view)
        events = store.rows([] if row is None else [row])
    else:
        events = store.dataset.events[store.flags(view.but(near=None))]
    events = events[events["lat"].notna() & (events["location_precision"] != "area")]
    if not len(events):
        return None
    km = _measure(store, view.near, events)[0]
    return events.assign(km=km).iloc[int(np.argmin(km))]


def told(store: Store, found: pd.DataFrame, most: int | None = None) -> pd.DataFrame:
    """Return events with their texts, which those of a large data set do not bring.

    :param found: of :func:`surroundings`.
    :param most: the first so many; all by default. The others stay, without texts.
    """
    if not store.large or not len(found):
        return found
    texts = store.rows(found.index[:most].to_numpy())[list(TEXTS)]
    return found.assign(**{name: texts[name].reindex(found.index, fill_value="") for name in TEXTS})


def csv_text(store: Store, found: pd.DataFrame) -> str:
    """Return events with their distances as CSV: the columns of every export, then those of :data:`ADDED`.

    ``certain`` is 1 or 0; cells that a spreadsheet would run are made text.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    found = told(store, found)
    made = list(csv.reader(io.StringIO(records.csv_text(records.event_records(store.dataset, found)))))
    writer.writerow([*made[0], *ADDED])
    for row, (km, chainage, certain) in zip(made[1:], found[list(ADDED)].itertuples(index=False), strict=True):
        along = "" if np.isnan(chainage) else f"{chainage:.1f}"
        writer.writerow([*row, f"{km:.1f}", along, int(certain)])
    return out.getvalue()


def _measure_spots(store: Store, place: str, events: pd.DataFrame) -> tuple[measure.Floats, measure.Floats]:
    """Measure each point once: among many events most share one."""
    spots = events[["lat", "lon"]].drop_duplicates()
    km, chainage = _measure(store, place, spots)
    all_of_them = events[["lat", "lon"]].merge(spots.assign(km=km, chainage=chainage), on=["lat", "lon"], how="left")
    return all_of_them["km"].to_numpy(), all_of_them["chainage"].to_numpy()


def _measure(store: Store, place: str, events: pd.DataFrame) -> tuple[measure.Floats, measure.Floats]:
    sites, points = store.dataset.sites, store.dataset.route_points
    site = sites[sites["id"] == place]
    if len(site):
        km = measure.to_point(events["lat"], events["lon"], *site[["lat", "lon"]].to_numpy(dtype=float)[0])
        return km, np.full(len(events), np.nan)
    line = points[points["route_id"] == place].sort_values("seq")
    if not len(line):
        raise NotFoundError(place)
    return measure.along(events["lat"], events["lon"], line["lat"], line["lon"])
