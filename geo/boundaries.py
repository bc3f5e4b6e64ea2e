"""The limits of the cercles: a layer that a user brings, kept beside the data sets, with its attribution."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from geo import basemap
from geo.sets import SetError
from geo.shelves import kept_folder
from geo.text import fold
from geo.words import Language

#: Below the folder of the sets; the point keeps it apart from them.
FOLDER = ".boundaries"
_FILE = "cercles.geojson"
#: Mali had 49 cercles and Bamako until 2011, and more since: other numbers are another level or another country.
LEAST, MOST = 40, 200
#: West, south, east, north beyond which nothing of Mali lies, in WGS84 degrees.
_FRAME = (-13.0, 9.5, 5.0, 25.6)
#: Properties that publishers give the name in, the surest first (geoBoundaries, OCHA, others).
_NAMES = ("shapeName", "admin2Name", "ADM2_FR", "ADM2_EN", "adm2_name", "NAME_2", "cercle", "name", "Name", "nom")


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The limits of the cercles.

    :param geojson: a FeatureCollection of polygons.
    :param attribution: whose they are.
    :param licence: their terms, as their name; blank when unknown.
    :param url: where they came from; blank for a file of one's own.
    :param version: ten hex digits that change with the content.
    """

    geojson: dict[str, Any]
    attribution: str
    licence: str = ""
    url: str = ""
    version: str = ""

    @property
    def credit(self) -> str:
        """Attribution and terms as one phrase."""
        return f"{self.attribution} ({self.licence})" if self.licence else self.attribution

    def named(self, cercles: Mapping[str, str]) -> dict[str, Any]:
        """Return the limits with the property ``cercle``: our name, or ``None`` where we have none.

        :param cercles: folded name → ours, as in :class:`geo.address.Vocabulary`.
        """
        features = [
            {**feature, "properties": {"name": name, "cercle": cercles.get(fold(name))}}
            for feature in self.geojson["features"]
            if (name := feature["properties"]["name"])
        ]
        return {"type": "FeatureCollection", "features": features}


def keep(folder: Path, given: Boundaries) -> Boundaries:
    """Check limits and keep them in place of any other.

    :param folder: of the sets.
    :raises SetError: when they are not the cercles of Mali, or can't be written.
    """
    content = _checked(given.geojson)
    about = {"attribution": given.attribution, "licence": given.licence, "url": given.url, "geojson": content}
    try:
        home = folder / FOLDER
        home.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=home, prefix=".new-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(about, file, ensure_ascii=False, separators=(",", ":"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, home / _FILE)
    except OSError as error:
        raise SetError("not_kept", folder=str(folder), reason=error.strerror or str(error)) from None
    found = load(folder)
    if found is None:
        raise SetError("boundaries_json", file=_FILE)
    return found


def load(folder: Path | None = None) -> Boundaries | None:
    """Return the limits that are kept, or ``None``."""
    path = (kept_folder() if folder is None else folder) / FOLDER / _FILE
    try:
        stamp = path.stat()
        return _read(path, stamp.st_mtime_ns, stamp.st_size)
    except OSError:
        return None


def only_cercle(events: pd.DataFrame) -> pd.Series:
    """Return for each event the cercle that is all that is known of its place; blank where more or less is known.

    :param events: the columns of ``Dataset.events``.
    """
    named = events["cercle"].map(lambda cercle: f"{fold(cercle)} cercle")
    whole = (events["location_precision"] == "area") & (events["place"].map(fold) == named)
    return events["cercle"].where(whole & (events["cercle"] != ""), "")


def ground_credit(join: str = "; ", language: Language = "en") -> str:
    """Return whom the ground of every map is owed to: the embedded layers, and the limits that the user brought.

    :param join: what stands between two of them.
    :param language: in which the Atlas itself is named.
    """
    limits = load()
    said = [*basemap.attribution(language).split("; "), limits.credit if limits else ""]
    return join.join(part for part in said if part)


@lru_cache(maxsize=2)  # every run of a page asks; the stamp tells whether it is another file
def _read(path: Path, changed: int, size: int) -> Boundaries | None:
    try:
        raw = path.read_bytes()
        about = json.loads(raw)
        version = hashlib.sha256(raw).hexdigest()[:10]
        return Boundaries(about["geojson"], about["attribution"], about["licence"], about["url"], version)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _checked(content: Any) -> dict[str, Any]:
    """Return the polygons with their names and nothing else, coordinates to four decimals (11 m).

    :raises SetError: when they can't be the cercles of Mali.
    """
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise SetError("boundaries_json", file=_FILE)
    found = [polygon for polygon in map(_polygon, features) if polygon]
    if not LEAST <= len(found) <= MOST:
        raise SetError("boundaries_count", n=len(found), least=LEAST, most=MOST)
    west, south, east, north = _FRAME
    for feature in found:
        if not all(west <= x <= east and south <= y <= north for x, y in _points(feature["geometry"]["coordinates"])):
            raise SetError("boundaries_place", name=feature["properties"]["name"])
    return {"type": "FeatureCollection", "features": found}


def _polygon(feature: Any) -> dict[str, Any] | None:
    try:
        geometry, properties = feature["geometry"], feature["properties"]
        name = next(str(properties[key]).strip() for key in _NAMES if properties.get(key))
        if geometry["type"] not in ("Polygon", "MultiPolygon"):
            return None
        rounded = _rounded(geometry["coordinates"])
    except (KeyError, TypeError, StopIteration, ValueError, RecursionError):
        return None
    return {
        "type": "Feature",
        "properties": {"name": name[:80]},
        "geometry": {"type": geometry["type"], "coordinates": rounded},
    }


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates[0], int | float):
        return [round(float(coordinates[0]), 4), round(float(coordinates[1]), 4)]
    return [_rounded(part) for part in coordinates]


def _points(coordinates: Any) -> list[tuple[float, float]]:
    if isinstance(coordinates[0], float):
        return [(coordinates[0], coordinates[1])]
    return [point for part in coordinates for point in _points(part)]
