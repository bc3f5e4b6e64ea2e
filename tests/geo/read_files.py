"""What the tests of importers share: what is wrong with an import, whatever its file was."""

from __future__ import annotations

import pandas as pd

from geo.dataset import EVENT_COLUMNS
from geo.importers import Imported
from geo.model import CATEGORIES, DATE_PRECISIONS, PRECISIONS, REGIONS, VERIFICATIONS
from geo.words import LANGUAGES

TEXTS = ["id", "title", "title_fr", "description", "description_fr", "place", "place_fr"]
CHOICES = {
    "category": set(CATEGORIES),
    "location_precision": set(PRECISIONS),
    "date_precision": set(DATE_PRECISIONS),
    "verification": set(VERIFICATIONS),
}


def faults(imported: Imported, like: pd.DataFrame) -> list[str]:
    """Return in what an import is not as it must be; nothing when it is.

    :param like: the curated events, whose columns and types count.
    """
    events, report = imported.events, imported.report
    placed = events[events["location_precision"] != "off_map"]
    off = events[events["location_precision"] == "off_map"]
    where = ["lat", "lon", "location_radius_km"]
    days = events["date_start"]
    checks = {
        "columns": tuple(events.columns) == EVENT_COLUMNS,
        "types": events.dtypes.to_dict() == like.dtypes.to_dict(),
        "ids": events["id"].is_unique and bool(events["id"].str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*").all()),
        "order": events.sort_values(["date_start", "id"]).index.equals(events.index),
        "days": bool(days.notna().all() and (events["date_end"] >= days).all()),
        "regions": set(placed["region"]) <= {*REGIONS, ""},
        "placed": bool(placed[where].notna().all(axis=None)),
        "in Mali": bool(placed["lat"].between(9.6, 25.6).all() and placed["lon"].between(-12.8, 4.9).all()),
        "off the map": bool(off[where].isna().all(axis=None) and (off["region"] == "").all()),
        "texts": bool((events[TEXTS] != "").all(axis=None)),
        "rows": report.read == report.kept + report.refused and report.left_out <= report.refused,
        "events": len(events) == report.events <= report.kept,
        "repaired": report.repaired <= report.kept,
        "sentences": all(line.strip() for language in LANGUAGES for line in report.sentences(language)),
        **{name: set(events[name]) <= choices for name, choices in CHOICES.items()},
    }
    return [name for name, right in checks.items() if not right]
