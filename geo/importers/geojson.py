"""GeoJSON: features as rows, their properties as columns, their geometry as a point with a radius."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from geo.importers.encoding import Text
from geo.importers.lines import Lines
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log
from geo.importers.table import MOST_COLUMNS
from geo.measure import to_point

#: Largest GeoJSON in bytes: it must be in memory as a whole.
LARGEST_JSON = 50 * 1024 * 1024
#: Names of the columns made of the geometry.
LATITUDE, LONGITUDE, RADIUS = "latitude", "longitude", "location_radius_km"
_WGS84 = re.compile(r"CRS84|EPSG:{1,2}4326|EPSG/0/4326|OGC:{1,2}CRS84", re.IGNORECASE)
#: Deepest nesting of coordinates: a multi-polygon's.
_DEEPEST = 4


def is_json(sample: str) -> bool:
    """Say whether a text is JSON by its first sign."""
    return sample.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def lines(text: Text, log: Log) -> bytes:
    """Return the features as lines of text with tabs; see :mod:`geo.importers.lines`.

    :raises ImportRefusedError: when it is no GeoJSON, too large, not in WGS84, or has no feature.
    """
    if len(text.content) > LARGEST_JSON:
        size, limit = round(len(text.content) / 1e6), round(LARGEST_JSON / 1e6)
        raise ImportRefusedError("large_json", size=size, limit=limit)
    try:
        written = text.content[text.start :].decode(text.encoding, errors="replace")
        content = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise ImportRefusedError("damaged_json", reason=str(error)[:200]) from None
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        raise ImportRefusedError("no_features")
    crs = content.get("crs")
    if crs and not _WGS84.search(json.dumps(crs)):
        raise ImportRefusedError("other_crs", crs=json.dumps(crs)[:100])
    features = [feature for feature in content["features"] if isinstance(feature, dict)]
    if not features:
        raise ImportRefusedError("no_features")
    log.file("feature_rows", n=len(features))
    return _rows(features, log)


def _rows(features: list[dict[str, Any]], log: Log) -> bytes:
    properties = [given if isinstance(given := f.get("properties"), dict) else {} for f in features]
    names = list(dict.fromkeys(name for given in properties for name in given))
    if len(names) > MOST_COLUMNS:
        raise ImportRefusedError("too_wide", n=len(names), limit=MOST_COLUMNS)
    folded = {name.strip().lower() for name in names}
    own_points = {"latitude", "longitude"} <= folded or {"lat", "lon"} <= folded
    made = [] if own_points else [LATITUDE, LONGITUDE]
    made += [] if RADIUS in folded else [RADIUS]
    with_id = "id" not in folded and any("id" in feature for feature in features)
    out, spread = Lines(), []
    out.add([*(["id"] if with_id else []), *map(str, names), *made])
    for number, (feature, given) in enumerate(zip(features, properties, strict=True), start=2):
        lat, lon, radius = _place(feature.get("geometry"))
        if radius:
            spread.append(number)
        geometry = {LATITUDE: _number(lat), LONGITUDE: _number(lon), RADIUS: _number(radius)}
        cells = [_cell(given.get(name)) for name in names]
        out.add([*([_cell(feature.get("id"))] if with_id else []), *cells, *(geometry[name] for name in made)])
    log.rows("spread", spread, action="repaired")
    return out.done()


def _place(geometry: Any) -> tuple[float | None, float | None, float | None]:
    """Return latitude, longitude and, for anything but a point, the radius in km that takes it in."""
    if not isinstance(geometry, dict):
        return None, None, None
    pairs = list(_pairs(geometry.get("coordinates"), 0))
    if not pairs:
        return None, None, None
    if len(pairs) == 1:
        return pairs[0][1], pairs[0][0], None
    lons, lats = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    if max(map(abs, lats)) > 90 or max(map(abs, lons)) > 180:
        return lat, lon, None  # no degrees: the reader of points says so
    return lat, lon, float(math.ceil(max(to_point(lats, lons, lat, lon))))


def _pairs(coordinates: Any, depth: int) -> Iterator[tuple[float, float]]:
    if not isinstance(coordinates, list) or depth > _DEEPEST:
        return
    if len(coordinates) >= 2 and all(_is_number(part) for part in coordinates[:2]):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from _pairs(part, depth + 1)


def _is_number(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool) and abs(part) < 1e9


def _number(value: float | None) -> str:
    return "" if value is None else repr(round(value, 6))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
