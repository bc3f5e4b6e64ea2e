"""A view as conditions for the engine: one named condition per filter, so that a count can leave its own one out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
from ibis import _

from geo.model import PRECISIONS
from geo.text import words_of
from geo.view import View

#: The filters, in the order of the panel; the names under which :func:`conditions` returns them.
FILTERS = (
    *("window", "region", "cercle", "category", "actor", "killed", "precision", "verified", "near", "within"),
    *("q", "claim"),
    "once",
)


def conditions(
    view: View, distances: Any = None, inside: Any = None, *, claimed: Sequence[str] = (), possible: bool = False
) -> dict[str, list[Any]]:
    """Return the conditions of a view on the events table of :mod:`geo.store`, by filter.

    :param distances: table of ``row``, ``surely_km``, ``maybe_km`` for the view's ``near``; needed when it has one.
    :param inside: table of ``row``, ``certain`` of the events that lie, or may lie, in the view's ``within``.
    :param claimed: ids of the events that bear on the view's ``claim``; needed when it has one.
    :param possible: keep also what only may lie within the distance and the area.
    :returns: filter → Ibis expressions that must all hold; a filter that is not set is absent.

    >>> sorted(conditions(View(region=("Gao",), killed_min=5)))
    ['killed', 'region']
    """
    found: dict[str, list[Any]] = {}
    window = []
    # An event that lasts several days is in the window when any of its days is.
    if view.start:
        window.append(_.date_end >= ibis.date(view.start.isoformat()))
    if view.end:
        window.append(_.date_start <= ibis.date(view.end.isoformat()))
    found["window"] = window
    found["region"] = [_.region.isin(view.region)] if view.region else []
    found["cercle"] = [_.cercle.isin(view.cercle)] if view.cercle else []
    found["category"] = [_.category.isin(view.category)] if view.category else []
    found["actor"] = [ibis.or_(*(_.actor_names.contains(a) for a in view.actor))] if view.actor else []
    found["killed"] = ([_.killed_best >= view.killed_min] if view.killed_min is not None else []) + (
        [_.killed_best <= view.killed_max] if view.killed_max is not None else []
    )
    kept = PRECISIONS[: PRECISIONS.index(view.precision) + 1] if view.precision else ()
    found["precision"] = [_.location_precision.isin(kept)] if kept else []
    found["verified"] = [_.verification == "verified"] if view.verified else []
    if view.near and distances is not None:
        near = distances.filter((distances.maybe_km if possible else distances.surely_km) <= view.within_km)
        found["near"] = [_.row.isin(near.row)]
    if view.within and inside is not None:
        found["within"] = [_.row.isin((inside if possible else inside.filter(inside.certain)).row)]
    found["once"] = [~_.again] if view.once else []
    found["q"] = [_.search.contains(word) for word in words_of(view.q)]
    found["claim"] = [_.id.isin(list(claimed)) if claimed else ibis.literal(False)] if view.claim else []
    return {name: parts for name, parts in found.items() if parts}


def together(parts: dict[str, list[Any]], without: str | None = None) -> list[Any]:
    """Flatten conditions into one list, leaving out the filter named."""
    return [condition for name, group in parts.items() if name != without for condition in group]
