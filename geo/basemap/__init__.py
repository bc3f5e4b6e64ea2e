"""The embedded vector basemap: small GeoJSON layers that need no network.

The layers are derived from registry packages by :mod:`geo.basemap.build` (a development tool) and described in
``provenance.json``; README.md beside it says where each comes from and what is only indicative.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import DataError, Fault, NotFoundError
from geo.model import REGION_EXTENTS
from geo.words import Language, t

#: Folder of ``provenance.json`` and ``layers/``.
FOLDER = Path(__file__).parent
#: Every layer, in the order in which a map draws them.
NAMES: tuple[str, ...] = (
    "neighbours",
    "country",
    "regions",
    "regions_click",
    "water",
    "rivers",
    "limits",
    "regions_indicative",
    "borders",
    "towns",
)


@dataclass(frozen=True)
class Layer:
    """One layer of the basemap.

    :param name: one of `NAMES`.
    :param path: its GeoJSON file (WGS84 degrees, longitude first).
    :param sha256: hash of the file as it was built.
    :param attribution: what a map made with it must say, in one line.
    :param licence: licence of the data.
    :param features: number of features.
    """

    name: str
    path: Path
    sha256: str
    attribution: str
    licence: str
    features: int


def layers() -> dict[str, Layer]:
    """Return the layers by name, as ``provenance.json`` lists them, whether or not their files are there.

    :raises NotFoundError: ``provenance.json`` is absent.
    :raises DataError: it is not what :mod:`geo.basemap.build` writes.

    >>> layers()["rivers"].licence
    'public domain; LGPL-3.0-or-later'
    """
    return dict(_layers(FOLDER))


def geojson(name: str) -> dict[str, Any]:
    """Return a layer as a GeoJSON FeatureCollection. It is cached and shared: read it, do not change it.

    :raises NotFoundError: no such layer, or its file is absent (see `missing`).
    :raises DataError: the file is not GeoJSON.

    >>> [feature["properties"]["name_fr"] for feature in geojson("country")["features"]]
    ['Mali']
    """
    known = _layers(FOLDER)
    if name not in known:
        raise NotFoundError(f"basemap layer {name!r}: there is none; there are {', '.join(known)}")
    return _read(known[name].path)


def missing() -> tuple[str, ...]:
    """Return the names of the layers whose file is absent: the map goes without them and says so.

    >>> missing()
    ()
    """
    try:
        known = _layers(FOLDER)
    except NotFoundError:
        return NAMES
    return tuple(name for name in NAMES if name not in known or not known[name].path.exists())


def attribution(language: Language = "en") -> str:
    """Return the line of sources that a map with this basemap shows; empty if no layer is there.

    :param language: in which the Atlas itself, the source of what was drawn for it, is named.

    >>> attribution().startswith("Natural Earth; "), "Atlas de la MINUSMA" in attribution("fr")
    (True, True)
    """
    absent = set(missing())
    if absent >= set(NAMES):
        return ""
    lines = [layer.attribution for layer in _layers(FOLDER).values() if layer.name not in absent]
    parts = dict.fromkeys(part for line in lines for part in line.split("; "))
    return "; ".join(t(language, "page.title") if part == t("en", "page.title") else part for part in parts)


def region_bounds(region: str) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a region in WGS84 degrees, to zoom to.

    Without the layer it is the rough extent of :data:`geo.model.REGION_EXTENTS`, which is somewhat larger.

    :param region: English spelling, one of :data:`geo.model.REGIONS`.
    :raises NotFoundError: there is no such region.

    >>> west, south, east, north = region_bounds("Gao")
    >>> west < -0.04 < east and south < 16.27 < north
    True
    """
    if region not in REGION_EXTENTS:
        raise NotFoundError(f"region {region!r}: there is none; there are {', '.join(REGION_EXTENTS)}")
    if "regions_click" not in missing():
        for feature in geojson("regions_click")["features"]:
            if feature["properties"]["region"] == region:
                west, south, east, north = feature["properties"]["bounds"]
                return (west, south, east, north)
    return REGION_EXTENTS[region]


@lru_cache(maxsize=4)
def _layers(folder: Path) -> dict[str, Layer]:
    path = folder / "provenance.json"
    if not path.exists():
        raise NotFoundError(f"{path.name}: absent; rebuild the basemap with `python -m geo.basemap.build`")
    entries = _json(path).get("layers", {})
    try:
        return {
            name: Layer(
                name=name,
                path=folder / entry["file"],
                sha256=entry["sha256"],
                attribution=entry["attribution"],
                licence=entry["licence"],
                features=entry["features"],
            )
            for name, entry in entries.items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        wanted = "a layer with file, sha256, attribution, licence and features"
        raise DataError([Fault(path.name, None, None, str(error), wanted)]) from error


@lru_cache(maxsize=32)
def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise NotFoundError(f"{path.name}: absent; rebuild the basemap with `python -m geo.basemap.build`")
    document = _json(path)
    if not isinstance(document.get("features"), list):
        raise DataError([Fault(path.name, None, None, "no features", "a GeoJSON FeatureCollection")])
    return document


def _json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError([Fault(path.name, None, None, str(error), "JSON in UTF-8")]) from error
    if not isinstance(document, dict):
        raise DataError([Fault(path.name, None, None, type(document).__name__, "a JSON object")])
    return document
