"""A view as a GeoPackage: layers of events, areas, sites and routes, and the sources as a table."""

from __future__ import annotations

import struct
import tempfile
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from geo.export.content import about, event_records, figures, labelled, source_records, title
from geo.export.order import Order
from geo.records import TOGETHER, event_geometry, route_features, site_features

_DATES = ("date_start", "date_end")
_WHOLE = ("killed_low", "killed_best", "killed_high", "killed_peacekeepers", "injured")
_DECIMAL = ("lat", "lon", "location_radius_km")
#: The clock of the writer is set for the whole process, so only one file is written at a time.
_WRITING = threading.Lock()


def build(order: Order) -> bytes:
    """Return the file; the same order gives the same bytes.

    ``events`` has every event, with the fields of the codebook: a point where the place is known to a site, a
    locality or a road, no geometry where only an area is known (its middle is ``lat`` and ``lon``) or none. ``areas``
    has the events known to an area, as the discs in which they lie. ``sources`` and ``event_sources`` are tables.
    """
    events = event_records(order)
    located = [(event, event_geometry(event)) for event in events]
    areas = [(event, shape) for event, shape in located if shape and shape["type"] == "Polygon"]
    points = [(event, shape if shape and shape["type"] == "Point" else None) for event, shape in located]
    sites = [(f["properties"], f["geometry"]) for f in site_features(order.store.dataset, order.names)["features"]]
    routes = [(f["properties"], f["geometry"]) for f in route_features(order.store.dataset, order.names)["features"]]
    used = source_records(order, events)
    named = [{"event_id": e["id"], "seq": i, "source_id": s} for e in events for i, s in enumerate(e["sources"], 1)]
    fields = _event_fields() | dict.fromkeys(TOGETHER if len(order.store.dataset.parts) > 1 else (), pa.string())
    layers = [
        ("events", _features(points, fields), "Point"),
        ("areas", _features(areas, fields), "Polygon"),
        ("sites", _features(sites, _text_fields(sites)), "Point"),
        ("routes", _features(routes, _text_fields(routes)), "LineString"),
        ("sources", _rows(used, _source_fields()), None),
        ("event_sources", _rows(named, {"event_id": pa.string(), "seq": pa.int32(), "source_id": pa.string()}), None),
    ]
    words = "\n".join(labelled(order, *line) for line in figures(order) + about(order))
    with tempfile.TemporaryDirectory() as folder, _WRITING:
        return _write(Path(folder) / "view.gpkg", layers, order.made, title(order), words)


def _write(path: Path, layers: list[tuple[str, pa.Table, str | None]], made: date, heading: str, words: str) -> bytes:
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{made.isoformat()}T00:00:00.000Z"})
    try:
        for number, (name, table, geometry) in enumerate(layers):
            placed = {"geometry_name": "geom", "geometry_type": geometry, "crs": "EPSG:4326"} if geometry else {}
            options = {"IDENTIFIER": heading if not number else name, "DESCRIPTION": words if not number else ""}
            pyogrio.raw.write_arrow(
                table, path, layer=name, driver="GPKG", append=number > 0, layer_options=options, **placed
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return path.read_bytes()


def _event_fields() -> dict[str, pa.DataType]:
    names: tuple[str, ...] = (
        "id",
        *_DATES,
        "date_precision",
        "category",
        "group",
        "title",
        "title_fr",
        "description",
        "description_fr",
    )
    names += ("place", "place_fr", "cercle", "region", *_DECIMAL[:2], "location_precision", _DECIMAL[2], *_WHOLE)
    kinds = {**dict.fromkeys(_DATES, pa.date32()), **dict.fromkeys(_WHOLE, pa.int32())}
    kinds |= dict.fromkeys(_DECIMAL, pa.float64())
    return {name: kinds.get(name, pa.string()) for name in (*names, "verification", "actors", "sources")}


def _source_fields() -> dict[str, pa.DataType]:
    names = ("id", "title", "publisher", "date", "url", "language")
    return {**dict.fromkeys(names, pa.string()), "events": pa.int32()}


def _text_fields(features: list[tuple[dict[str, Any], Any]]) -> dict[str, pa.DataType]:
    return dict.fromkeys(features[0][0] if features else ("id", "name"), pa.string())


def _features(found: list[tuple[dict[str, Any], Any]], fields: dict[str, pa.DataType]) -> pa.Table:
    table = _rows([record for record, _ in found], fields)
    return table.append_column("geom", pa.array([_wkb(shape) for _, shape in found], pa.binary()))


def _rows(records: list[dict[str, Any]], fields: dict[str, pa.DataType]) -> pa.Table:
    columns = {name: pa.array([_cell(r[name], kind) for r in records], kind) for name, kind in fields.items()}
    return pa.table(columns)


def _cell(value: Any, kind: pa.DataType) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    if value is None or value == "":
        return None
    return date.fromisoformat(value) if kind == pa.date32() else value


def _wkb(geometry: dict[str, Any] | None) -> bytes | None:
    """Return a GeoJSON geometry as well-known binary, little-endian."""
    if geometry is None:
        return None
    kind, at = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return struct.pack("<BIdd", 1, 1, *at)
    if kind == "LineString":
        return struct.pack("<BII", 1, 2, len(at)) + _numbers(at)
    return struct.pack("<BIII", 1, 3, 1, len(at[0])) + _numbers(at[0])


def _numbers(points: Any) -> bytes:
    return b"".join(struct.pack("<dd", *point) for point in points)
