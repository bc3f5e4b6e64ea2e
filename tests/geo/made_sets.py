"""Hand-made events for tests of data sets: named as invented, and never among the Atlas's own."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.dataset import EVENT_COLUMNS
from geo.model import CATEGORIES
from geo.set_files import COUNTS, DAYS, NUMBERS


def event(event_id: str, day: str = "2019-03-23", **fields: Any) -> dict[str, Any]:
    """Return one invented event at Gao, with some fields changed."""
    base: dict[str, Any] = dict.fromkeys(EVENT_COLUMNS, "")
    base |= {
        "id": event_id,
        "date_start": day,
        "date_end": day,
        "date_precision": "day",
        "category": "armed_clash",
        "title": f"Invented event {event_id}",
        "title_fr": f"Événement inventé {event_id}",
        "place": "Gao",
        "place_fr": "Gao",
        "cercle": "Gao",
        "region": "Gao",
        "lat": 16.27,
        "lon": -0.04,
        "location_precision": "locality",
        "location_radius_km": 5.0,
        "killed_best": 3,
        "killed_low": 2,
        "killed_high": 4,
        "killed_peacekeepers": None,
        "injured": None,
        "verification": "partial",
        "actors": "Malian armed forces; Invented group",
    }
    return base | fields


def frame(*events: dict[str, Any]) -> pd.DataFrame:
    """Return events with the columns and types of ``Dataset.events``."""
    made = pd.DataFrame(list(events), columns=list(EVENT_COLUMNS))
    made["group"] = made["category"].map(CATEGORIES)
    for name in EVENT_COLUMNS:
        if name in DAYS:
            made[name] = pd.to_datetime(made[name]).astype("datetime64[us]")
        elif name in NUMBERS:
            made[name] = made[name].astype("float64")
        elif name in COUNTS:
            made[name] = made[name].astype("Int64")
        else:
            made[name] = made[name].astype("str")
    return made
