"""The figures of a view: how many events, how many killed, where and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Killed:
    """Deaths in a view. Attackers are left out unless an event's description says otherwise.

    :param low: sum of the low estimates; ``None`` when no event has one.
    :param best: sum of the best estimates. Events for which sources give only a range are not in it; where leaving them
        out would put it below ``low``, it is ``None``, because a best estimate of the whole can't be stated.
    :param high: sum of the high estimates.
    :param unknown: number of events without a best estimate, meetings and agreements among them.
    :param unknown_violent: the same among violent events only: the tolls that are really missing.
    """

    low: int | None
    best: int | None
    high: int | None
    unknown: int
    unknown_violent: int


@dataclass(frozen=True)
class Summary:
    """What a view holds, in figures.

    :param events: number of events.
    :param total: number of events in the whole data set.
    :param placed: how many of them are on the map.
    :param places: number of different places (points) among those.
    :param maybe: events that may lie within the view's distance of ``near`` but not certainly; not counted otherwise.
    :param twice: events that may be in it twice, because two data sets may tell of them; see :mod:`geo.together`.
    :param killed: deaths.
    :param killed_peacekeepers: UN personnel killed, as UN fatality data count them; ``None`` when no event says.
    :param by_year: year of the first day → events; likewise by month (``2019-03``), region and category. Empty region:
        events without a region.
    """

    events: int
    total: int
    placed: int
    places: int
    maybe: int
    killed: Killed
    killed_peacekeepers: int | None
    by_year: dict[str, int]
    by_month: dict[str, int]
    by_region: dict[str, int]
    by_category: dict[str, int]
    twice: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as plain values, named as the API names them."""
        values = asdict(self)
        return {name.removeprefix("by_"): value for name, value in values.items()}


def summarise(
    totals: pd.Series, counts: dict[str, dict[str, int]], total: int, maybe: int = 0, twice: int = 0
) -> Summary:
    """Put the engine's sums and counts of a view into words of the field.

    :param totals: ``events``, ``placed``, ``places``, ``low``, ``best``, ``high``, ``unknown``, ``unknown_violent``,
        ``killed_peacekeepers``.
    :param counts: ``month``, ``region``, ``category`` → value → events.
    :param total: events in the whole data set.
    :param maybe: see :class:`Summary`.
    :param twice: see :class:`Summary`.
    """
    by_year: Counter[str] = Counter()
    for month, n in counts.get("month", {}).items():
        by_year[month[:4]] += n
    return Summary(
        events=int(totals["events"]),
        total=total,
        placed=int(totals["placed"]),
        places=int(totals["places"]),
        maybe=maybe,
        killed=killed_from(totals),
        killed_peacekeepers=_known(totals["killed_peacekeepers"]),
        by_year=dict(by_year),
        by_month=counts.get("month", {}),
        by_region=counts.get("region", {}),
        by_category=counts.get("category", {}),
        twice=twice,
    )


def killed_of(events: pd.DataFrame) -> Killed:
    """Return the deaths in some rows of ``Dataset.events``, by the rules of every summary."""
    blank = events["killed_best"].isna()
    sums = {which: events[f"killed_{which}"].sum(min_count=1) for which in ("low", "best", "high")}
    unknown = {"unknown": blank.sum(), "unknown_violent": (blank & (events["group"] == "violence")).sum()}
    return killed_from(pd.Series(sums | unknown, dtype="object"))


def killed_from(totals: Mapping[Any, Any] | pd.Series) -> Killed:
    """Return deaths from sums that the engine made: ``low``, ``best``, ``high``, ``unknown``, ``unknown_violent``."""
    low, best, high = (_known(totals[which]) for which in ("low", "best", "high"))
    if best is not None and low is not None and best < low:
        best = None
    return Killed(low, best, high, _known(totals["unknown"]) or 0, _known(totals["unknown_violent"]) or 0)


def _known(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
