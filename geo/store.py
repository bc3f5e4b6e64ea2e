"""The engine: answers a view from an embedded DuckDB through Ibis, as pandas frames and plain values."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import duckdb
import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
from ibis import _

from geo import measure, questions
from geo.area import Area
from geo.claims import events_of
from geo.clause import conditions, together
from geo.dataset import Dataset
from geo.errors import NotFoundError
from geo.kept import Kept
from geo.model import CATEGORIES, GROUPS
from geo.questions import FACETS, Bin
from geo.summary import Summary, summarise
from geo.text import fold
from geo.view import View

#: Answers that are kept, and how many of those that have a value for each event or place.
_KEPT, _LONG = 512, 24
#: Drawn areas whose events the engine keeps at hand; each costs a few bytes an event.
_AREAS = 24


@dataclass(frozen=True)
class Spots:
    """A view's events by point and group: for counts of parts of a map.

    :param lat: WGS84 degrees of each point; likewise ``lon``.
    :param events: how many of each group (columns, in the order of the model).
    :param killed: best estimates of deaths likewise, where they were asked for.
    """

    lat: np.ndarray[Any, Any]
    lon: np.ndarray[Any, Any]
    events: np.ndarray[Any, Any]
    killed: np.ndarray[Any, Any] | None = None


class Store:
    """The events of one data set in the engine.

    Safe to use from several threads; answers are kept until a few hundred others have been asked for.

    :param dataset: the validated data set.

    >>> from geo.dataset import load
    >>> store = Store(load())
    >>> store.summary(View(region=("Kidal",))).events
    84
    """

    #: Whether the events stay in the engine: the browser then gets counts of the map it shows, and not every event.
    large = False

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.version = dataset.version
        self._kept = Kept(_KEPT, _LONG)
        # For the engine's first connection, which refuses two threads at a time.
        self._lock = threading.Lock()
        self._connection = duckdb.connect()
        self._engine = ibis.duckdb.from_connection(self._connection)
        # A connection that is in use refuses whatever else is asked of it, a cursor even; so the cursors of questions
        # come from one that does nothing else, one at a time.
        self._cursors, self._handing_out = self._connection.cursor(), threading.Lock()
        self._near: dict[str, Any] = {}
        self._questions: dict[str, str] = {}
        self._filled: Any = None
        self._areas: OrderedDict[Area, str] = OrderedDict()
        self._areas_measured = 0
        self._rows: dict[str, int] = dict(zip(dataset.events["id"].tolist(), range(len(dataset.events)), strict=True))

    @property
    def _events(self) -> Any:
        """The engine's table of the events, filled by the first question that needs it."""
        with self._lock:
            if self._filled is None:
                self._filled = self._fill()
            return self._filled

    def _fill(self) -> Any:
        """Bring the events into the engine and return their table."""
        self._add("events", _events_table(self.dataset))
        return self._engine.table("events")

    @property
    def total(self) -> int:
        """Number of events in the data set, whatever the view."""
        return len(self._rows)

    @cached_property
    def extent(self) -> tuple[date, date]:
        """First and last day on which any event was under way."""
        found = self._frame(self._events.agg(first=_.date_start.min(), last=_.date_end.max())).iloc[0]
        first, last = pd.Timestamp(found["first"]), pd.Timestamp(found["last"])
        return first.date(), last.date()

    def has(self, event_id: str) -> bool:
        """Say whether the data set has an event of this id."""
        return event_id in self._rows

    def event(self, event_id: str) -> pd.Series:
        """Return one event's row of the data set.

        :raises NotFoundError: when no event has the id.
        """
        return self.rows([self.row(event_id)]).iloc[0]

    def rows(self, numbers: Sequence[int] | np.ndarray[Any, Any]) -> pd.DataFrame:
        """Return rows of the data set by their numbers, in the order asked, with the columns of ``Dataset.events``."""
        return self.dataset.events.iloc[np.asarray(numbers, dtype=int)]

    def row(self, event_id: str) -> int:
        """Return an event's place in the data set's order, as masks and the map's arrays count it."""
        try:
            return self._rows[event_id]
        except KeyError:
            raise NotFoundError(event_id) from None

    def holds(self, view: View, event_id: str) -> bool:
        """Say whether an event is in a view."""
        return event_id in self._rows and bool(self.flags(view)[self._rows[event_id]])

    def summary(self, view: View) -> Summary:
        """Return the view's figures; see :class:`geo.summary.Summary`."""
        view = view.filters()

        def ask() -> Summary:
            shown = self._filtered(view)
            totals = self._told("totals", questions.totals, shown)
            counts = self._told("dimensions", questions.dimensions, shown)
            return summarise(totals.iloc[0], _by_facet(counts), self.total, self._maybe(view), self._twice(view))

        return self._kept(("summary", view), ask)

    def flags(self, view: View) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return for each event of the data set, in its order, whether the view holds it."""
        view = view.filters()

        def ask() -> np.ndarray[Any, np.dtype[np.bool_]]:
            flags = np.zeros(self.total, dtype=bool)
            flags[self._told("numbers", questions.numbers, self._filtered(view))["row"].to_numpy()] = True
            flags.setflags(write=False)
            return flags

        return self._kept(("flags", view), ask)

    def events(
        self, view: View, *, order: str = "date", descending: bool = False, limit: int | None = None, offset: int = 0
    ) -> pd.DataFrame:
        """Return the rows of the data set that a view holds, with their columns of ``Dataset.events``.

        :param order: one of :data:`ORDERS`; unknown tolls come last either way.
        :param limit: at most so many rows, after ``offset`` of them.
        """
        return self.rows(self.page(view, order=order, descending=descending, limit=limit, offset=offset))

    def page(
        self, view: View, *, order: str = "date", descending: bool = False, limit: int | None = None, offset: int = 0
    ) -> np.ndarray[Any, Any]:
        """Return the row numbers of a stretch of a view's events in an order; see :meth:`events`."""
        ranked = self.ranking(view, order=order, descending=descending)
        return ranked[offset : None if limit is None else offset + limit]

    def rank(self, view: View, event_id: str, *, order: str = "date", descending: bool = False) -> int | None:
        """Return the place of an event in an order of a view, from 0; ``None`` when the view lacks it."""
        if not self.has(event_id):
            return None
        found = np.flatnonzero(self.ranking(view, order=order, descending=descending) == self.row(event_id))
        return int(found[0]) if len(found) else None

    def ranking(self, view: View, *, order: str = "date", descending: bool = False) -> np.ndarray[Any, Any]:
        """Return the row numbers of a view's events in an order.

        Places are ordered as the view's language spells them.
        """
        keyed = view.filters().but(lang=view.lang)

        def ask() -> np.ndarray[Any, Any]:
            def question(rows: Any) -> Any:
                return questions.numbers(questions.ordered(rows, view.lang, order, descending))

            found = self._told(f"ranking {order} {descending} {view.lang}", question, self._filtered(view))
            return found["row"].to_numpy()

        return self._kept(("ranking", keyed, order, descending), ask)

    def facets(self, view: View) -> dict[str, dict[str, int]]:
        """Return how many events each choice of each filter would show, the other filters being as they are.

        :returns: ``region``, ``cercle``, ``category``, ``precision``, ``verified``, ``actor`` → value → count.
        """
        view = view.filters()

        def ask() -> dict[str, dict[str, int]]:
            others = [self._filtered(view, without=name) for name in FACETS]
            return _by_facet(self._told("facets", questions.facets, *others))

        return self._kept(("facets", view), ask)

    def histogram(self, view: View, unit: Bin = "month") -> pd.DataFrame:
        """Return counts and best estimates of deaths by bin and group; events count in the bin of their first day.

        :returns: ``start`` (first day of the bin), ``group``, ``n``, ``killed``; bins without events are absent.
        """
        view = view.filters()

        def ask() -> pd.DataFrame:
            return self._told(f"histogram {unit}", lambda rows: questions.histogram(rows, unit), self._filtered(view))

        return self._kept(("histogram", view, unit), ask)

    def table(self, *views: View) -> Any:
        """Return the events that each of some views holds as an Ibis table: for questions of other modules."""
        return self._where([wanted for view in views for wanted in together(self._conditions(view.filters()))])

    def placed(self, view: View) -> Any:
        """Return the events of a view that are on the map, as an Ibis table."""
        return self.table(view).filter(_.lat.notnull(), _.lon.notnull())

    def ask(self, table: Any) -> pd.DataFrame:
        """Return the rows of an Ibis table made from :meth:`table` or :meth:`placed`."""
        return self._frame(table)

    def spots(self, view: View, *, killed: bool = False) -> Spots:
        """Return the view's events that are on the map by point and group; with ``killed``, their deaths too."""
        view = view.filters()

        def ask() -> Spots:
            rows = self._table(view).filter(_.lat.notnull(), _.lon.notnull())
            table = rows.group_by("lat", "lon").agg(
                **{f"n{i}": (_.group == group).sum() for i, group in enumerate(GROUPS)},
                **{f"k{i}": _.killed_best.sum(where=_.group == group).fill_null(0) for i, group in enumerate(GROUPS)},
            )
            found = self._frame(table.order_by("lat", "lon"))
            counts = {kind: found[[f"{kind}{i}" for i in range(len(GROUPS))]].to_numpy(dtype="int64") for kind in "nk"}
            return Spots(found["lat"].to_numpy(), found["lon"].to_numpy(), counts["n"], counts["k"])

        return self._kept(("spots", view), ask)

    def within(
        self, view: View, west: float, south: float, east: float, north: float, most: int
    ) -> np.ndarray[Any, Any]:
        """Return the row numbers of the view's events between meridians and parallels, ``most`` of them."""
        inside = (_.lat >= south, _.lat <= north, _.lon >= west, _.lon <= east)
        rows = self._table(view.filters()).filter(*inside)
        return self._frame(rows.select("row").order_by("row").limit(most))["row"].to_numpy()

    def points(self, numbers: np.ndarray[Any, Any]) -> pd.DataFrame:
        """Return the columns that the map draws of some rows."""
        return self.rows(numbers)

    # -- inside ---------------------------------------------------------------------------------------------------

    def _frame(self, table: Any) -> pd.DataFrame:
        with self._cursor() as cursor:
            return cursor.execute(ibis.to_sql(table, dialect="duckdb")).df()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor of one's own: with it threads ask at the same time on one database."""
        with self._handing_out:
            return self._cursors.cursor()

    def _told(self, name: str, question: Callable[..., Any], *rows: str) -> pd.DataFrame:
        """Ask a question of rows of the engine, and have it written down for the next time.

        To write a question in the engine's language takes longer than the answer to it, and is the same for every view:
        so it is written once, about tables that the rows then stand in for.

        :param name: of the question.
        :param question: tables of events → an Ibis table.
        :param rows: for each table the statement that selects it; see :meth:`_filtered`.
        """
        names = [f"rows of {name}, {n}" for n in range(len(rows))]
        if name not in self._questions:
            schema = self._events.schema()
            self._questions[name] = ibis.to_sql(
                question(*(ibis.table(schema, name=n) for n in names)), dialect="duckdb"
            )
        # In one pass: what a reader wrote into a filter is never taken for the name of a table.
        selected = {f'"{standing_in}"': f"({statement})" for standing_in, statement in zip(names, rows, strict=True)}
        pattern = "|".join(map(re.escape, selected))
        statement = re.sub(pattern, lambda found: selected[found[0]], self._questions[name])
        with self._cursor() as cursor:
            return cursor.execute(statement).df()

    def _filtered(self, view: View, without: str | None = None) -> str:
        """Return the statement that selects the events of a view, one of its filters left out if named."""
        view = view.filters()

        def ask() -> str:
            parts = self._conditions(view)
            if without is not None and without not in parts:
                return self._filtered(view)
            return str(ibis.to_sql(self._where(together(parts, without=without)), dialect="duckdb"))

        # A statement names the table of its area, which another may have made room for.
        area = self._inside(view.within) if view.within else None
        return self._kept(("statement", view, without, area), ask)

    def _add(self, name: str, table: pa.Table) -> None:
        # Ibis 12's create_table writes a statement that DuckDB 2 refuses, so the engine copies the Arrow table itself.
        self._connection.register("incoming", table)
        self._connection.execute(f'create table "{name}" as select * from incoming')
        self._connection.unregister("incoming")

    def _table(self, view: View) -> Any:
        return self._where(together(self._conditions(view)))

    def _where(self, wanted: list[Any]) -> Any:
        return self._events.filter(wanted) if wanted else self._events

    def _conditions(self, view: View, *, possible: bool = False) -> dict[str, list[Any]]:
        claimed = events_of(self.dataset, view.claim) if view.claim else ()
        distances = self._distances(view.near) if view.near else None
        inside = self._inside_table(view.within) if view.within else None
        return conditions(view, distances, inside, claimed=claimed, possible=possible)

    def _twice(self, view: View) -> int:
        """Count the events that the view may hold twice, since two data sets may tell of them."""
        if view.once or not len(self.dataset.pairs):
            return 0
        rows = self._table(view)
        return int(self._frame(rows.filter(_.again, _["first"].isin(rows.id)).agg(n=_.count()))["n"].iloc[0])

    def _maybe(self, view: View) -> int:
        """Count the events that may lie within the view's distance and area but do not certainly."""
        if not (view.near or view.within):
            return 0
        both = (self._where(together(self._conditions(view, possible=possible))) for possible in (True, False))
        possible, certain = (int(self._frame(rows.agg(n=_.count()))["n"].iloc[0]) for rows in both)
        return possible - certain

    def _distances(self, place: str) -> Any:
        with self._lock:
            if place not in self._near:
                name, events = f"near {place}", self.dataset.events
                km = self._measure(place, events["lat"], events["lon"])
                radius = events["location_radius_km"].fillna(0).to_numpy()
                self._add(
                    name,
                    pa.table(
                        {
                            "row": pa.array(np.arange(len(events))),
                            "surely_km": pa.array(km + radius, from_pandas=True),
                            "maybe_km": pa.array(np.maximum(km - radius, 0), from_pandas=True),
                        }
                    ),
                )
                self._near[place] = self._engine.table(name)
            return self._near[place]

    def _inside(self, area: Area) -> str:
        """Return the name of the table of ``row`` and ``certain`` of the events that lie, or may lie, in an area."""
        with self._lock:
            if area not in self._areas:
                # An area is drawn once and left: the oldest make room, long after the last question about them.
                while len(self._areas) >= _AREAS:
                    self._drop_area(self._areas.popitem(last=False)[1])
                self._areas_measured += 1
                name = f"area {self._areas_measured}"
                self._add_area(name, area)
                self._areas[area] = name
            self._areas.move_to_end(area)
            return self._areas[area]

    def _inside_table(self, area: Area) -> Any:
        name = self._inside(area)
        with self._lock:
            return self._engine.table(name)

    def _add_area(self, name: str, area: Area) -> None:
        events = self.dataset.events
        beyond = area.beyond(events["lat"], events["lon"])
        radius = events["location_radius_km"].fillna(0).to_numpy(dtype=float)
        possible = np.flatnonzero(beyond - radius <= 0)
        self._add(name, pa.table({"row": possible, "certain": (beyond + radius <= 0)[possible]}))

    def _drop_area(self, name: str) -> None:
        self._connection.execute(f'drop table "{name}"')

    def _measure(self, place: str, lats: Any, lons: Any) -> measure.Floats:
        sites = self.dataset.sites
        site = sites[sites["id"] == place]
        if len(site):
            return measure.to_point(lats, lons, *site[["lat", "lon"]].to_numpy(dtype=float)[0])
        points = self.dataset.route_points
        line = points[points["route_id"] == place].sort_values("seq")
        if not len(line):
            raise NotFoundError(place)
        return measure.to_line(lats, lons, line["lat"], line["lon"])


def _by_facet(counts: pd.DataFrame) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for facet, value, n in counts.itertuples(index=False):
        found.setdefault(facet, {})[value] = int(n)
    return found


def _events_table(dataset: Dataset) -> pa.Table:
    """Return the events as the engine holds them: filter columns, figures, and folded text to search in."""
    events = dataset.events
    named: dict[str, list[str]] = {}
    # Lists, for to walk along a column takes a hundred times longer.
    for event, actor in zip(*(dataset.event_actors[name].tolist() for name in ("event_id", "actor")), strict=True):
        named.setdefault(event, []).append(actor)
    texts = ["title", "title_fr", "description", "description_fr", "place", "place_fr"]
    columns = ["id", "category", "group", "region", "cercle", "place", "location_precision", "verification"]
    frame = events[[*columns, "date_precision", "location_radius_km"]].copy()
    frame["row"] = np.arange(len(events))
    # The event that this one may be a second report of, and whether there is one.
    first = dict(zip(dataset.pairs["again"], dataset.pairs["first"], strict=True))
    ids = events["id"].tolist()
    frame["first"] = [first.get(event, "") for event in ids]
    frame["again"] = frame["first"] != ""
    folded = {name: _folded(events[name]) for name in texts}
    frame["search"] = [" ".join(parts) for parts in zip(*folded.values(), strict=True)]
    frame["category_order"] = events["category"].map({c: i for i, c in enumerate(CATEGORIES)})
    frame["place_order_en"], frame["place_order_fr"] = folded["place"], folded["place_fr"]
    for name in ("lat", "lon", "killed_low", "killed_best", "killed_high", "killed_peacekeepers"):
        frame[name] = events[name]
    table = pa.Table.from_pandas(frame, preserve_index=False)
    # With its type said: of lists that are all empty it can't be told.
    actors = [named.get(event, []) for event in ids]
    table = table.append_column("actor_names", pa.array(actors, pa.list_(pa.string())))
    for name in ("date_start", "date_end"):
        days = events[name].to_numpy().astype("datetime64[D]")
        table = table.append_column(name, pa.array(days))
    return table


def _folded(texts: pd.Series) -> list[str]:
    """Return texts in the form in which they are compared; each different one is folded once."""
    codes, met = pd.factorize(texts)
    folded = [fold(text) for text in met.tolist()]
    return [folded[code] for code in codes.tolist()]
