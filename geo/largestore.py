"""The engine over events that stay in their Parquet file: ten million of them answer like four hundred.

Nothing but the file's footer is read at opening. The first question reads the columns that filters and figures are
about into :class:`geo.columns.Columns`, a few bytes an event; texts stay in the file, where the engine finds the rows
that a page shows, within :data:`MEMORY`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from ibis import _

from geo import columns_made
from geo.area import Area
from geo.columns import Columns, Numbers
from geo.counting import CountingStore
from geo.dataset import EVENT_COLUMNS, Dataset
from geo.errors import NotFoundError, TooManyError
from geo.model import CATEGORIES
from geo.view import View

#: Above so many events a data set stays in the engine. Up to here the browser holds all of them: measured with
#: ``python -m benchmarks``, it redraws 300,000 while the brush is dragged.
THRESHOLD = 400_000
#: What the engine may use besides the process itself, as DuckDB writes it.
MEMORY = "700MB"
#: Most events round a place that are looked at one by one: their charts take about a second and 100 MB.
MOST_NEAR = 200_000
#: Rows that are asked for by their numbers in one question.
_AT_ONCE = 5_000
#: Columns of text: long, and needed only of the few events that a list shows.
TEXTS = ("title", "title_fr", "description", "description_fr", "place", "place_fr", "cercle", "actors")
_NUMBERS = ("killed_best", "killed_low", "killed_high", "killed_peacekeepers", "injured")


class LargeStore(CountingStore):
    """The events of one Parquet file.

    :param dataset: names, sites, routes and sources that go with the events; its own ``events`` are not looked at.
    :param path: file with the columns of ``Dataset.events``, sorted by ``date_start``; a row's number is its place in
        the file.
    """

    large = True

    def __init__(self, dataset: Dataset, path: Path) -> None:
        self._path = path
        # Held open, so that the events are there as long as the store is, even when the set is deleted meanwhile.
        self._file = path.open("rb")
        held = Path(f"/proc/self/fd/{self._file.fileno()}")
        self._source = held if held.exists() else path
        self._footer = pq.read_metadata(self._source)
        super().__init__(dataset)
        self._filled = self._fill()  # a view of the file, which costs nothing

    def _fill(self) -> Any:
        self._connection.execute(f"set memory_limit = '{MEMORY}'")
        rank = " ".join(f"when '{name}' then {i}" for i, name in enumerate(CATEGORIES))
        file = str(self._source).replace("'", "''")
        # A file may bring the text to search in, folded; otherwise the engine folds it at each question.
        texts = "title, title_fr, description, description_fr, place, place_fr"
        folded = f"strip_accents(lower(concat_ws(' ', {texts})))"
        search = "search" if "search" in self._footer.schema.names else folded
        columns = ", ".join(f'"{name}"' for name in EVENT_COLUMNS if name not in ("date_start", "date_end"))
        # Days and text in the forms that the questions expect; a column that no question names is never read.
        self._connection.execute(f"""
            create view events as select {columns},
              file_row_number as "row",
              date_start::date as date_start, coalesce(date_end, date_start)::date as date_end,
              string_split(actors, '; ') as actor_names,
              case category {rank} end as category_order,
              strip_accents(lower(place)) as place_order_en, strip_accents(lower(place_fr)) as place_order_fr,
              {search} as search
            from read_parquet('{file}', file_row_number = true)
        """)
        return self._engine.table("events")

    @property
    def total(self) -> int:
        """Number of events in the file, whatever the view."""
        return int(self._footer.num_rows)

    def _columns(self) -> Columns:
        return columns_made.read(self._source)

    # -- rows -----------------------------------------------------------------------------------------------------

    def has(self, event_id: str) -> bool:
        """Say whether the file has an event of this id."""
        return self._row(event_id) is not None

    def row(self, event_id: str) -> int:
        """Return an event's place in the file."""
        found = self._row(event_id)
        if found is None:
            raise NotFoundError(event_id)
        return found

    def _row(self, event_id: str) -> int | None:
        def ask() -> int | None:
            found = self._frame(self._events.filter(_.id == event_id).select("row").limit(1))
            return int(found["row"].iloc[0]) if len(found) else None

        return self._kept(("row", event_id), ask)

    def holds(self, view: View, event_id: str) -> bool:
        """Say whether an event is in a view."""
        row = self._row(event_id)
        return row is not None and self._holds(view, row)

    def _holds(self, view: View, row: int) -> bool:
        for part, wanted in self._parts(view.filters()):
            if part.start <= row < part.stop:
                return wanted is None or bool(wanted[row - part.start])
        return False

    def rows(self, numbers: Sequence[int] | np.ndarray[Any, Any]) -> pd.DataFrame:
        """Return rows of the file by their numbers, in the order asked, with the columns of ``Dataset.events``."""
        wanted = [int(number) for number in numbers]
        # In order, each question reads one stretch of the file; in one question, thousands would be slow to write down.
        sought = sorted(wanted) or [-1]
        parts = (sought[start : start + _AT_ONCE] for start in range(0, len(sought), _AT_ONCE))
        asked = (self._events.filter(_.row.isin(part)).select("row", *EVENT_COLUMNS) for part in parts)
        found = pd.concat([self._frame(table) for table in asked])
        return _typed(found.set_index("row").reindex(wanted))

    def near(self, view: View) -> pd.DataFrame:
        """Return the events that lie or may lie near a view's place, in the order of the file.

        :returns: the columns of ``Dataset.events``, those of text blank (:meth:`rows` has them); by row number.
        :raises TooManyError: when there are more than :data:`MOST_NEAR`.
        """
        whole = self.summary(view)
        if (n := whole.events + (whole.maybe or 0)) > MOST_NEAR:
            raise TooManyError(n, MOST_NEAR)
        spots = self._distances(str(view.near))
        close = spots.filter(spots.maybe_km <= view.within_km)
        columns = [name for name in EVENT_COLUMNS if name not in TEXTS]
        rows = self._table(view.but(near=None)).filter(_.row.isin(close.row)).order_by("row")
        found = self._frame(rows.select("row", *columns)).set_index("row")
        return _typed(found.assign(**dict.fromkeys(TEXTS, "")))[list(EVENT_COLUMNS)]

    def nearest(self, view: View) -> int | None:
        """Return the row of the event of a view, its distance left aside, that lies nearest to its place."""
        spots = self._distances(str(view.near))
        rows = self._table(view.but(near=None)).filter(_.location_precision != "area").select("row")
        close = spots.filter(spots.surely_km.notnull()).inner_join(rows, "row")
        # Both distances are off by the radius, one way and the other; the smaller one stops at 0.
        km = close.surely_km - close.radius
        found = self._frame(close.select("row", km=km).order_by(["km", "row"]).limit(1))
        return int(found["row"].iloc[0]) if len(found) else None

    def page(
        self, view: View, *, order: str = "date", descending: bool = False, limit: int | None = None, offset: int = 0
    ) -> np.ndarray[Any, Any]:
        """Return the row numbers of a stretch of a view's events in an order."""

        def ask() -> np.ndarray[Any, Any]:
            if order == "place":
                return self._by_place(view, descending, limit, offset)
            if order != "date":
                return self._ranked(view, order, descending)[offset:][:limit]
            skip, most = offset, limit
            if descending:
                # The file is in order of time: its rows read forwards from the other end, then turned round.
                left = max(self.summary(view).events - offset, 0)
                skip = max(left - (self.total if limit is None else limit), 0)
                most = left - skip
            found = self.columns.rows(self._parts(view.filters()), skip, most)
            return found[::-1] if descending else found

        return self._kept(("page", view.filters(), view.lang, order, descending, limit, offset), ask)

    def _by_place(self, view: View, descending: bool, limit: int | None, offset: int) -> Numbers:
        # Names are in the file only; the engine orders the rows that the view holds.
        rows = self.columns.rows(self._parts(view.filters()), 0, None)
        turn = "desc" if descending else "asc"
        name = f"place_order_{view.lang}"
        with self._cursor() as cursor:
            cursor.register("wanted", pd.DataFrame({"row": rows}))
            found = cursor.execute(
                f'select "row" from events join wanted using ("row") '
                f"order by {name} = '', {name} {turn}, date_start, \"row\" limit {limit or self.total} offset {offset}"
            ).df()
        return found["row"].to_numpy()

    def rank(self, view: View, event_id: str, *, order: str = "date", descending: bool = False) -> int | None:
        """Return the place of an event in an order of a view, from 0; ``None`` when the view lacks it.

        In any order but that of time it is not looked for, and ``None``: that would sort every event.
        """
        row = self._row(event_id)
        if row is None or order != "date" or not self._holds(view, row):
            return None
        before = 0
        for part, wanted in self._parts(view.filters()):
            if part.start > row:
                break
            until = min(part.stop, row) - part.start
            before += until if wanted is None else int(np.count_nonzero(wanted[:until]))
        return self.summary(view).events - 1 - before if descending else before

    def _distances(self, place: str) -> Any:
        with self._lock:
            if place not in self._near:
                # Many events share a point: each point is measured once.
                with self._cursor() as cursor:
                    spots = cursor.execute(
                        "select distinct lat, lon, coalesce(location_radius_km, 0) as radius from events"
                    ).df()
                km = self._measure(place, spots["lat"], spots["lon"])
                radius = spots["radius"].to_numpy()
                table = {name: pa.array(spots[name], from_pandas=True) for name in ("lat", "lon", "radius")}
                table["surely_km"] = pa.array(km + radius, from_pandas=True)
                table["maybe_km"] = pa.array(np.maximum(km - radius, 0), from_pandas=True)
                self._add(f"spots {place}", pa.table(table))
                self._connection.execute(
                    f'create view "near {place}" as select e."row", s.radius, s.surely_km, s.maybe_km from events e '
                    f'join "spots {place}" s on e.lat = s.lat and e.lon = s.lon '
                    "and coalesce(e.location_radius_km, 0) = s.radius"
                )
                self._near[place] = self._engine.table(f"near {place}")
            return self._near[place]

    def _add_area(self, name: str, area: Area) -> None:
        # Many events share a point: each point that can be meant is measured once.
        with self._cursor() as cursor:
            spots = cursor.execute(
                "select distinct lat, lon, coalesce(location_radius_km, 0) as radius from events "
                f"where lat is not null and lon is not null and {_box(area)}"
            ).df()
        beyond, radius = area.beyond(spots["lat"], spots["lon"]), spots["radius"].to_numpy()
        possible = beyond - radius <= 0
        table = {column: pa.array(spots[column][possible]) for column in ("lat", "lon", "radius")}
        self._add(f"spots of {name}", pa.table({**table, "certain": (beyond + radius <= 0)[possible]}))
        self._connection.execute(
            f'create view "{name}" as select e."row", s.certain from events e '
            f'join "spots of {name}" s on e.lat = s.lat and e.lon = s.lon '
            "and coalesce(e.location_radius_km, 0) = s.radius"
        )

    def _drop_area(self, name: str) -> None:
        self._connection.execute(f'drop view "{name}"; drop table "spots of {name}"')


def _box(area: Area) -> str:
    """Return a condition that leaves out points too far from an area for any doubt about them to reach it."""
    west, south, east, north = area.bounds
    if max(abs(south), abs(north)) > 70 or east - west > 180:
        return "true"
    # Wider than need be: a degree of latitude has 110.6 km or more, one of longitude at 80° still 19.
    up, across = "coalesce(location_radius_km, 0) / 110", "coalesce(location_radius_km, 0) / 19"
    return (
        f"lat between {south} - 0.01 - {up} and {north} + 0.01 + {up} "
        f"and lon between {west} - 0.01 - {across} and {east} + 0.01 + {across}"
    )


def _typed(found: pd.DataFrame) -> pd.DataFrame:
    days = {name: pd.to_datetime(found[name]) for name in ("date_start", "date_end")}
    return found.assign(**days, **{name: found[name].astype("Int64") for name in _NUMBERS})
