"""Events, sites and routes as plain values: what the API, the exports and the command line write."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from typing import Any

import pandas as pd

from geo.dataset import Dataset
from geo.disc import disc
from geo.frames import rows
from geo.names import Names
from geo.phrasing import presence
from geo.text import slug
from geo.validation import split
from geo.words import catalogue, t

#: A cell that begins so would run as a formula in a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_FIELDS = (
    "id",
    "date_start",
    "date_end",
    "date_precision",
    "category",
    "group",
    "title",
    "title_fr",
    "description",
    "description_fr",
    "place",
    "place_fr",
    "cercle",
    "region",
    "lat",
    "lon",
    "location_precision",
    "location_radius_km",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_peacekeepers",
    "injured",
    "verification",
)


#: Fields that only events of several data sets have: the id of their own one, and of the event that may be the same.
TOGETHER: tuple[str, ...] = ("data_set", "maybe_same_as")


def event_records(dataset: Dataset, events: pd.DataFrame) -> list[dict[str, Any]]:
    """Return events with their fields as the codebook names them, ``actors`` and ``sources`` (ids) as lists.

    Where several data sets are shown, those of :data:`TOGETHER` follow. Unknown numbers are ``None``, never 0.
    """
    actors, _ = _lists_by_event(dataset)
    sources = sources_by_event(dataset, events)
    found = []
    for row in events[list(_FIELDS)].itertuples(index=False):
        record = {name: _plain(value) for name, value in zip(_FIELDS, row, strict=True)}
        record["actors"] = actors.get(record["id"], [])
        record["sources"] = sources[record["id"]]
        found.append(record)
    if "actors" in events and not len(dataset.events):  # of a large set only the rows themselves say it
        for record, cell in zip(found, events["actors"], strict=True):
            record["actors"] = split(cell)
    if len(dataset.parts) > 1:
        same = _twins(dataset)
        for record in found:
            record["data_set"] = dataset.parts[int(dataset.part_of[record["id"]])].id
            record["maybe_same_as"] = same.get(record["id"])
    return found


def sources_by_event(dataset: Dataset, events: pd.DataFrame) -> dict[str, list[str]]:
    """Return event → ids of its sources, in the order of the events."""
    _, sources = _lists_by_event(dataset)
    shared = sources.get("", [])
    return {event: sources.get(event, shared) for event in events["id"]}


@lru_cache(maxsize=8)
def _twins(dataset: Dataset) -> dict[str, str]:
    """Return event → the event of another data set that may be the same."""
    first, again = dataset.pairs["first"].astype("str"), dataset.pairs["again"].astype("str")
    return {**dict(zip(first, again, strict=True)), **dict(zip(again, first, strict=True))}


def event_in_full(dataset: Dataset, event: pd.DataFrame) -> dict[str, Any]:
    """Return one event with its sources written out: title, publisher, date, address, language.

    :param event: its row, with the columns of ``Dataset.events``.
    """
    record = event_records(dataset, event)[0]
    return record | {"sources": source_records(dataset, record["sources"])}


def source_records(dataset: Dataset, ids: list[str]) -> list[dict[str, Any]]:
    """Return sources in the order of their ids."""
    known = _sources_by_id(dataset)
    return [{name: _plain(value) for name, value in known[i].items()} for i in ids]


@lru_cache(maxsize=8)
def _lists_by_event(dataset: Dataset) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return event → names of its actors, and event → ids of its sources."""
    return _lists(dataset.event_actors, "event_id", "name"), _lists(dataset.event_sources, "event_id", "source_id")


@lru_cache(maxsize=8)
def _sources_by_id(dataset: Dataset) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows(dataset.sources)}


def geojson(records: list[dict[str, Any]], version: str) -> dict[str, Any]:
    """Return events as a GeoJSON collection; an event without a place is a feature without geometry (RFC 7946, 3.2).

    An event that is known to an area only is the disc in which it lies, since a point would say more than is known.
    """

    def feature(record: dict[str, Any]) -> dict[str, Any]:
        geometry = event_geometry(record)
        properties = {name: value for name, value in record.items() if name not in ("lat", "lon")}
        return {"type": "Feature", "id": record["id"], "geometry": geometry, "properties": properties}

    return {"type": "FeatureCollection", "data_version": version, "features": [feature(r) for r in records]}


def event_geometry(record: dict[str, Any]) -> dict[str, Any] | None:
    """Return where an event is, as GeoJSON: a point, an area as the disc of its radius, or ``None``."""
    lat, lon, radius = record["lat"], record["lon"], record["location_radius_km"]
    if lat is None:
        return None
    if record["location_precision"] == "area" and radius:
        return {"type": "Polygon", "coordinates": [[list(point) for point in disc(lat, lon, radius)]]}
    return {"type": "Point", "coordinates": [lon, lat]}


def csv_text(records: list[dict[str, Any]]) -> str:
    """Return events as CSV; lists are joined by ``; `` and cells that a spreadsheet would run are made text.

    The first line is the header even when there is no event.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(list(records[0]) if records else [*_FIELDS, "actors", "sources"])
    for record in records:
        writer.writerow([harmless("; ".join(v) if isinstance(v, list) else v) for v in record.values()])
    return out.getvalue()


def harmless(value: Any) -> Any:
    """Return a cell's value so that no spreadsheet takes it for a formula.

    >>> harmless("=1+1"), harmless("Gao"), harmless(-4.09)
    ("'=1+1", 'Gao', -4.09)
    """
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def site_features(dataset: Dataset, names: Names) -> dict[str, Any]:
    """Return the sites as GeoJSON; ``name``, labels and ``summary`` in the reader's language."""
    lang, suffix = names.language, "_fr" if names.language == "fr" else ""
    sources = _lists(dataset.site_sources, "site_id", "source_id")

    def feature(site: dict[str, Any]) -> dict[str, Any]:
        roles = [role for role in site["role"].split("; ") if role and role != "none"]
        properties = {
            **{
                name: site[name]
                for name in ("id", "alt_names", "kind", "cercle", "region", "mission_from", "mission_to")
            },
            "name": site[f"name{suffix}"],
            "role": "; ".join(roles),
            "kind_label": t(lang, f"site.kind_{site['kind']}"),
            "role_label": ", ".join(role_label(role, names) for role in roles),
            "mission_text": presence(site["mission_from"], site["mission_to"], lang),
            "summary": site[f"summary{suffix}"],
            "sources": sources.get(site["id"], []),
        }
        point = {"type": "Point", "coordinates": [site["lon"], site["lat"]]}
        return {"type": "Feature", "id": site["id"], "geometry": point, "properties": properties}

    features = [feature(site) for site in rows(dataset.sites)]
    return {"type": "FeatureCollection", "data_version": dataset.version, "features": features}


def role_label(role: str, names: Names) -> str:
    """Return what a site's role is called; a role that the catalogue does not know yet is shown as the data say it."""
    key = f"site.role_{slug(role).replace('-', '_')}"
    return t(names.language, key) if key in catalogue(names.language) else role


def route_features(dataset: Dataset, names: Names) -> dict[str, Any]:
    """Return the routes as GeoJSON lines through their waypoints, which stand among the properties."""
    suffix = "_fr" if names.language == "fr" else ""
    points = dataset.route_points.sort_values(["route_id", "seq"]).groupby("route_id")

    def feature(route: dict[str, Any]) -> dict[str, Any]:
        line = points.get_group(route["id"])
        properties = {
            "id": route["id"],
            "name": route[f"name{suffix}"],
            "road_number": route["road_number"],
            "precision": route["precision"],
            "waypoints": line["waypoint"].tolist(),
        }
        geometry = {"type": "LineString", "coordinates": line[["lon", "lat"]].to_numpy(dtype=float).tolist()}
        return {"type": "Feature", "id": route["id"], "geometry": geometry, "properties": properties}

    features = [feature(route) for route in rows(dataset.routes)]
    return {"type": "FeatureCollection", "data_version": dataset.version, "features": features}


def _lists(frame: pd.DataFrame, key: str, value: str) -> dict[str, list[str]]:
    return {str(k): v for k, v in frame.sort_values([key, "seq"]).groupby(key)[value].agg(list).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
