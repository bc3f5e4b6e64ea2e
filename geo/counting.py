"""An engine that counts in :class:`geo.columns.Columns`: what a page asks at each step of a hand takes milliseconds.

Asking Ibis and DuckDB costs some 50 ms a question whatever the number of events, most of it for making the SQL; a page
asks a dozen at each step. :class:`geo.store.Store` is the reference: tests hold the answers of both against each other.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from ibis import _

from geo import columns, columns_made
from geo.area import Area
from geo.claims import events_of
from geo.columns import Columns, Numbers, Tally
from geo.dataset import Dataset
from geo.model import CATEGORIES
from geo.questions import Bin
from geo.store import Spots, Store
from geo.summary import Summary, summarise
from geo.text import words_of
from geo.view import View


class CountingStore(Store):
    """The events of one data set, with their columns as numbers."""

    def __init__(self, dataset: Dataset) -> None:
        self._reading = threading.Lock()
        self._read: Columns | None = None
        super().__init__(dataset)

    @property
    def columns(self) -> Columns:
        """The numbers that filters and figures are about; made at the first use, once for all threads."""
        with self._reading:
            if self._read is None:
                self._read = self._columns()
            return self._read

    def _columns(self) -> Columns:
        return columns_made.of(self.dataset)

    @cached_property
    def extent(self) -> tuple[date, date]:
        """First and last day on which any event was under way."""
        held = self.columns
        first, last = np.datetime64(int(held.start[0]), "D"), np.datetime64(int(held.end.max()), "D")
        return first.astype(date), last.astype(date)

    def ranking(self, view: View, *, order: str = "date", descending: bool = False) -> Numbers:
        """Return the row numbers of a view's events in an order; see :meth:`geo.store.Store.ranking`."""
        if order == "place":  # names are not among the columns
            return super().ranking(view, order=order, descending=descending)
        view = view.filters()
        return self._kept(
            ("ranking", view, order, descending), lambda: self._ranked(view, order, descending), long=True
        )

    # -- figures --------------------------------------------------------------------------------------------------

    def summary(self, view: View) -> Summary:
        """Return the view's figures; see :class:`geo.summary.Summary`."""
        view = view.filters()

        def ask() -> Summary:
            held, found = self.columns, self._tally(view)
            on_map = found.spots[:-1].sum(axis=1)
            violent = (held.combos["group"] == "violence").to_numpy()
            sums = {name.removeprefix("killed_"): value for name, value in found.sums.items()}
            totals = {
                "events": int(found.combos.sum()),
                "placed": int(on_map.sum()),
                "places": len(np.unique(held.spots["point"].to_numpy()[on_map > 0])),
                "unknown": int(found.unknown.sum()),
                "unknown_violent": int(found.unknown[violent].sum()),
                "killed_peacekeepers": sums.pop("peacekeepers"),
                **sums,
            }
            months = zip(held.months.astype(str).tolist(), found.months.tolist(), strict=True)
            counts = {
                "month": {month: n for month, n in months if n},
                "region": self._by("region", found.combos),
                "category": self._by("category", found.combos),
            }
            return summarise(
                pd.Series(totals, dtype="object"), counts, self.total, self._maybe(view), self._twice(view)
            )

        return self._kept(("summary", view), ask)

    def facets(self, view: View) -> dict[str, dict[str, int]]:
        """Return how many events each choice of each filter would show, the other filters being as they are."""
        view = view.filters()

        def ask() -> dict[str, dict[str, int]]:
            held, bare = self.columns, view.but(region=(), cercle=(), category=(), precision=None, verified=False)
            whole = self._tally(view).combos if view == bare else held.count("combo", self._parts(bare))
            found = {}
            for name, column in {"precision": "location_precision", "verified": "verification"}.items() | {
                (name, name) for name in ("region", "cercle", "category")
            }:
                found[name] = self._by(column, np.where(columns.keep(held.combos, view, without=name), whole, 0))
            actors: Counter[str] = Counter()
            for names, n in zip(held.parties, held.count("party", self._parts(view, actors=False)), strict=True):
                actors.update(dict.fromkeys(names, int(n)))
            found["actor"] = {name: n for name, n in sorted(actors.items()) if n}
            return {name: counts for name, counts in found.items() if counts}

        return self._kept(("facets", view), ask)

    def histogram(self, view: View, unit: Bin = "month") -> pd.DataFrame:
        """Return counts and best estimates of deaths by bin and group; see :meth:`geo.store.Store.histogram`."""
        view = view.filters()
        return self._kept(("histogram", view, unit), lambda: self.columns.histogram(self._parts(view), unit))

    def spots(self, view: View, *, killed: bool = False) -> Spots:
        """Return the view's events by point and group; see :meth:`geo.store.Store.spots`."""
        view = view.filters()
        held, counts = self.columns, self._tally(view).spots[:-1]
        tolls = None
        if killed:
            tolls = self._kept(("killed", view), lambda: held.killed(self._parts(view)), long=True)[:-1]
        there = counts.any(axis=1)
        lat, lon = (held.spots[name].to_numpy()[there] for name in ("lat", "lon"))
        return Spots(lat, lon, counts[there], None if tolls is None else tolls[there])

    def within(self, view: View, west: float, south: float, east: float, north: float, most: int) -> Numbers:
        """Return the row numbers of the view's events between meridians and parallels, ``most`` of them."""
        lat, lon = (self.columns.spots[name].to_numpy() for name in ("lat", "lon"))
        inside = np.append((lat >= south) & (lat <= north) & (lon >= west) & (lon <= east), False)
        return self.columns.rows(self._parts(view.filters(), inside), 0, most)

    def points(self, numbers: Numbers) -> pd.DataFrame:
        """Return the columns that the map draws of some rows."""
        return self.columns.points(np.asarray(numbers, dtype=int))

    def flags(self, view: View) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return for each event of the file, in its order, whether the view holds it."""
        flags = np.zeros(self.total, dtype=bool)
        for part, wanted in self._parts(view.filters()):
            flags[part] = True if wanted is None else wanted
        return flags

    def _by(self, column: str, counts: Numbers) -> dict[str, int]:
        """Add up counts of combinations by one of their words; words without events are left out."""
        sums = pd.Series(counts).groupby(self.columns.combos[column].to_numpy()).sum()
        return {str(word): int(n) for word, n in sums.sort_index().items() if n}

    def _tally(self, view: View) -> Tally:
        return self._kept(("tally", view), lambda: self.columns.tally(self._parts(view)), long=True)

    def _parts(
        self, view: View, also: Numbers | None = None, *, actors: bool = True
    ) -> Iterator[tuple[slice, Numbers | None]]:
        """Return the events of a view; see :meth:`geo.columns.Columns.parts`.

        :param also: whether each spot is wanted, besides what the view says.
        """
        where = self._reached(view)
        if also is not None:
            where = also if where is None else where & also
        return self.columns.parts(view, spots=where, rows=self._worded(view), actors=actors)

    def _worded(self, view: View) -> Numbers | None:
        """Return whether each event passes the filters that columns know nothing of; the engine looks that up."""
        words = words_of(view.q)
        if not (words or view.claim or view.once):
            return None

        def ask() -> Numbers:
            wanted = [_.search.contains(word) for word in words]
            if view.claim:
                wanted.append(_.id.isin([*events_of(self.dataset, view.claim), ""]))
            if view.once:
                wanted.append(~_.again)
            found = np.zeros(self.total, dtype=bool)
            found[self._frame(self._events.filter(wanted).select("row"))["row"].to_numpy()] = True
            return np.packbits(found)

        bits = self._kept(("worded", words, view.claim, view.once), ask, long=True)
        return np.unpackbits(bits, count=self.total).view(bool)

    def _reached(self, view: View, *, possible: bool = False) -> Numbers | None:
        """Return whether each spot certainly lies where the view says, or only possibly; the last lies nowhere.

        :returns: ``None`` when the view says nothing of where.
        """
        found: Numbers | None = None
        if view.near:
            surely, maybe = self._kilometres(view.near)
            found = (maybe if possible else surely) <= (view.within_km or 0)
        if view.within:
            inside = self._lies_in(view.within)[possible]
            found = inside if found is None else found & inside
        return found

    def _lies_in(self, area: Area) -> tuple[Numbers, Numbers]:
        """Return whether each spot certainly lies in an area, and whether it may."""

        def ask() -> tuple[Numbers, Numbers]:
            spots = self.columns.spots
            beyond = np.asarray(area.beyond(spots["lat"], spots["lon"]), dtype=float)
            radius = spots["radius"].to_numpy()
            return np.append(beyond + radius <= 0, False), np.append(beyond - radius <= 0, False)

        return self._kept(("lies in", area), ask, long=True)

    def _kilometres(self, place: str) -> tuple[Numbers, Numbers]:
        """Return how far each spot surely, and how near it maybe, lies to a site or route."""

        def ask() -> tuple[Numbers, Numbers]:
            spots = self.columns.spots
            km = np.asarray(self._measure(place, spots["lat"], spots["lon"]), dtype=float)
            return self._doubtful(km)

        return self._kept(("kilometres", place), ask)

    def _doubtful(self, km: Numbers) -> tuple[Numbers, Numbers]:
        radius = self.columns.spots["radius"].to_numpy()
        return np.append(km + radius, np.inf), np.append(np.maximum(km - radius, 0), np.inf)

    def _maybe(self, view: View) -> int:
        where = self._reached(view, possible=True)
        if where is None:
            return 0
        parts = self.columns.parts(view, spots=where, rows=self._worded(view))
        return int(self.columns.count("combo", parts).sum()) - int(self._tally(view).combos.sum())

    def _ranked(self, view: View, order: str, descending: bool) -> Numbers:
        """Return all rows of a view by time, category or toll; of one and the same, in order of time."""
        held = self.columns
        rows = held.rows(self._parts(view.filters()), 0, None)
        if order == "date":
            keys = -held.start[rows] if descending else held.start[rows]
        elif order == "category":
            ranks = held.combos["category"].map({name: i for i, name in enumerate(CATEGORIES)}).to_numpy(dtype="int16")
            keys = ranks[held.combo[rows]]
            keys = -keys if descending else keys
        else:
            toll = held.tolls["killed_best"][rows]
            # Unknown tolls come last either way.
            most = np.iinfo(toll.dtype).max
            keys = np.where(toll < 0, most, -toll if descending else toll)
        return rows[np.argsort(keys, kind="stable")]
