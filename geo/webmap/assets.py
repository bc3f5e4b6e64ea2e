"""The map's files and where our server offers them: under paths that name their content, so that copies keep."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import xstatic.pkg.leaflet

from geo import basemap

#: Prefix of everything that the Atlas serves besides pages and the API.
ROOT = "/atlas"
MAP_FOLDER = Path(__file__).parent / "static"
LEAFLET_FOLDER = Path(xstatic.pkg.leaflet.BASE_DIR)
LEAFLET_VERSION = str(xstatic.pkg.leaflet.VERSION)


@cache
def fingerprint(folder: Path) -> str:
    """Return ten hex digits that change when any file of a folder does."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:10]


def map_file(name: str) -> str:
    """Return the address of one of the map's own files.

    >>> map_file("main.js").startswith("/atlas/map/")
    True
    """
    return f"{ROOT}/map/{fingerprint(MAP_FOLDER)}/{name}"


def leaflet(name: str) -> str:
    """Return the address of a file of Leaflet, as the package ``XStatic-Leaflet`` carries it."""
    return f"{ROOT}/leaflet/{LEAFLET_VERSION}/{name}"


def ground(layer: str) -> str:
    """Return the address of a layer of the embedded basemap."""
    return f"{ROOT}/ground/{basemap.layers()[layer].sha256[:10]}/{layer}.geojson"


def folders() -> dict[str, Path]:
    """Return path prefix → folder, for the server to mount."""
    return {
        f"{ROOT}/map/{fingerprint(MAP_FOLDER)}": MAP_FOLDER,
        f"{ROOT}/leaflet/{LEAFLET_VERSION}": LEAFLET_FOLDER,
    }
