"""How much each kind of file holds: of millions of events an export is a sentence or a summary, never a dead server.

The bounds are cautious estimates: a record takes about two kilobytes while a file is made.
``python -m benchmarks.briefings --large ID`` measures time and memory of each format of a large data set.
"""

from __future__ import annotations

from geo.errors import Problem, ViewError
from geo.export.order import Order

#: Suffix of a data file → most events in it. Pictures and pages have no bound: they count what they can't list.
MOST: dict[str, int] = {
    "csv": 100_000,
    "geojson": 50_000,
    "gpkg": 50_000,
    "xlsx": 50_000,
    "kml": 20_000,
    "html": 20_000,
}
#: Most rows of a document's table; more are counted below it.
ROWS = 2_000


def too_many(order: Order, suffix: str) -> Problem | None:
    """Return why a format can't hold the order's events; ``None`` where it can."""
    events = order.summary.events
    if events <= MOST.get(suffix, events):
        return None
    return Problem("format", suffix, "events", (str(events), str(MOST[suffix])))


def check(order: Order, suffix: str) -> None:
    """Let a format be made.

    :raises ViewError: when the view has more events than it holds; the sentence says what there is instead.
    """
    if problem := too_many(order, suffix):
        raise ViewError([problem])


def rows(order: Order) -> int | None:
    """Return how many rows the table of a document has at most; ``None`` where all are shown."""
    asked = order.summary.events if order.rows is None else order.rows
    return ROWS if asked > ROWS and order.summary.events > ROWS else order.rows
