"""Derives the layers of the embedded basemap from registry packages: ``python -m geo.basemap.build``.

A development tool; the Atlas reads only what it leaves in ``layers/`` and ``provenance.json``. A rebuild from the same
packages and the same ``data/sites.csv`` is identical to the byte. See README.md for the packages that it needs.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from shapely.geometry import Point, box, mapping  # type: ignore[import-not-found, import-untyped, unused-ignore]

from geo.basemap.derive import hydro, indicative, mesh, sources, towns
from geo.model import REGIONS

HERE = Path(__file__).parent
DATA = Path(__file__).parents[2] / "data"
FRENCH = {"Timbuktu": "Tombouctou"}
#: A point of the data may lie this far (degrees, about 15 km) outside the region that its record names.
LEEWAY = 0.135

Feature = dict[str, Any]


def feature(properties: dict[str, Any], geometry: Any) -> Feature:
    """Return a GeoJSON feature; ``geometry`` is a shapely geometry whose coordinates are already rounded."""
    return {"type": "Feature", "properties": properties, "geometry": _plain(mapping(geometry))}


def _plain(value: Any) -> Any:
    """Return geometry with lists for tuples and whole numbers without a decimal point, which keeps the files short."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        rounded = round(value, 4)
        return int(rounded) if rounded.is_integer() else rounded
    return value


def point(lon: float, lat: float) -> Any:
    """Return a shapely point."""
    return Point(lon, lat)


def bounds(geometry: Any) -> list[float]:
    """Return [west, south, east, north] of a geometry, in degrees."""
    return [round(value, 4) for value in geometry.bounds]


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a data file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def political_layers() -> tuple[dict[str, list[Feature]], dict[str, Any], Any]:
    """Return the layers of countries and regions, the polygon of each of the 11 regions, and Mali's."""
    whole = mesh.build(mesh.read_units(sources.admin1()))
    old = {unit.partition("/")[2]: shape for unit, shape in whole.units.items() if mesh.country(unit) == mesh.MALI}
    mali = mesh.merge_polygons(old.values())
    new, lines = dict(old), []
    for cut in indicative.CUTS:
        new[cut.old], new[cut.new], line = indicative.split(old[cut.old], cut)
        lines.append((cut, line))
    labels = {region: mesh.label_point(shape, mesh.FRAME) for region, shape in new.items()}
    added = {cut.new for cut in indicative.CUTS}
    cut_regions = added | {cut.old for cut in indicative.CUTS}

    def named(region: str) -> dict[str, Any]:
        return {"region": region, "name_fr": FRENCH.get(region, region), "label": labels[region]}

    layers = {
        "country": [feature({"name": "Mali", "name_fr": "Mali"}, mali)],
        "neighbours": [feature(_country(code, shape), shape) for code, shape in whole.units.items() if "/" not in code],
        "borders": [
            feature(
                {
                    "between": list(pair),
                    "mali": mesh.MALI in pair,
                    "near": line.intersects(box(*mesh.NEAR)),
                    "disputed": pair == ("MAR", "SAH"),
                },
                line,
            )
            for pair, line in mesh.borders(whole).items()
        ],
        "regions": [feature(named(region), old[region]) for region in REGIONS if region in old],
        "limits": [feature({"between": list(pair)}, line) for pair, line in mesh.limits(whole).items()],
        "regions_indicative": [
            feature(
                {
                    "kind": "line",
                    "between": [cut.old, cut.new],
                    "indicative": True,
                    "note": indicative.NOTE,
                    "note_fr": indicative.NOTE_FR,
                },
                line,
            )
            for cut, line in lines
        ]
        + [
            feature(
                {
                    "kind": "label",
                    "region": cut.new,
                    "name_fr": cut.new,
                    "indicative": True,
                    "note": indicative.NOTE,
                    "note_fr": indicative.NOTE_FR,
                },
                point(*labels[cut.new]),
            )
            for cut, _ in lines
        ],
        "regions_click": [
            feature(
                {
                    "region": region,
                    "region_fr": FRENCH.get(region, region),
                    "indicative": region in cut_regions,
                    "bounds": bounds(new[region]),
                    "label": labels[region],
                },
                new[region],
            )
            for region in REGIONS
        ],
    }
    return layers, new, mali


def _country(code: str, shape: Any) -> dict[str, Any]:
    name, name_fr = mesh.NAMED.get(code, (None, None))
    return {
        "code": code,
        "name": name,
        "name_fr": name_fr,
        "label": mesh.label_point(shape, mesh.LABELS) if name else None,
        "borders_mali": code in mesh.BORDERING,
    }


def water_layers(mali: Any) -> dict[str, list[Feature]]:
    """Return the layers of rivers and lakes."""
    rivers = hydro.rivers(sources.natural_earth_rivers(), sources.gshhg_rivers(), mali)
    lakes = hydro.lakes(sources.gshhg_lakes(), mali)
    return {
        "rivers": [
            feature(
                {
                    "name": river.name if river else None,
                    "name_fr": river.name_fr if river else None,
                    "rank": river.rank if river else 3,
                    "channel": river is None,
                },
                line,
            )
            for river, line in rivers
        ],
        "water": [feature(properties, shape) for properties, shape in lakes],
    }


def town_layer(data: Path) -> list[Feature]:
    """Return the layer of towns."""
    found = towns.towns(sources.geonames(), read_csv(data / "sites.csv"))
    return [
        feature({key: town[key] for key in town if key not in ("lon", "lat")}, point(town["lon"], town["lat"]))
        for town in found
    ]


def check(layers: dict[str, list[Feature]], regions: dict[str, Any], data: Path) -> list[str]:
    """Return what is wrong with the layers, measured against the data: a point in another region, a missing seat."""
    faults = []
    seats = {town["properties"]["seat_of"] for town in layers["towns"]}
    for name in ("sites.csv", "events.csv"):
        for row in read_csv(data / name):
            if row["cercle"] and row["cercle"] not in seats:
                faults.append(f"{name}, {row['id']}: the cercle {row['cercle']} has no seat among the towns")
            if row["lat"] and row["region"]:
                away = regions[row["region"]].distance(point(float(row["lon"]), float(row["lat"])))
                if away > LEEWAY:
                    faults.append(f"{name}, {row['id']}: {away:.2f}° outside {row['region']}")
    return faults


#: For each layer: the sources, and what was done to them.
MESH_NOTE = (
    "Polygons split into arcs shared by their neighbours, each arc simplified once (0.002° at Mali's boundaries, "
    "0.015° near Mali, 0.07° beyond) and rounded to 4 (Mali) or 3 decimals. "
)
RECIPES: dict[str, tuple[tuple[sources.Source, ...], str]] = {
    "country": ((sources.ADMIN1,), MESH_NOTE + "Union of Mali's regions."),
    "neighbours": (
        (sources.ADMIN1,),
        MESH_NOTE
        + "Admin-1 units joined to countries, clipped to the frame, small islands left out; Morocco and Western "
        "Sahara parted at 27°40′ N, where Natural Earth draws provinces as administered.",
    ),
    "borders": ((sources.ADMIN1,), MESH_NOTE + "Arcs between two countries, each once; no coast, no frame."),
    "regions": ((sources.ADMIN1,), MESH_NOTE + "Mali's nine regions as before 2016."),
    "limits": ((sources.ADMIN1,), MESH_NOTE + "Arcs between two of Mali's regions, each once."),
    "regions_indicative": (
        (sources.INDICATIVE, sources.ADMIN1),
        "Two smoothed lines placed by hand so that the Atlas's sites and events fall on the right side, ended at the "
        "old regions of Natural Earth; label points for the two new regions. Not boundaries.",
    ),
    "regions_click": (
        (sources.ADMIN1, sources.INDICATIVE),
        MESH_NOTE
        + "Gao and Timbuktu cut along the indicative lines; for clicking and emphasis, not for drawing limits.",
    ),
    "rivers": (
        (sources.RIVERS, sources.GSHHG_RIVERS),
        "Natural Earth's rivers, names mended, pieces joined across gaps of up to 1 km; arms of the delta named; "
        "tributaries and delta channels in and round Mali added from GSHHG where they repeat none of Natural Earth's, "
        "their ends drawn to the river they join; simplified to 0.003° (0.02° away from Mali), 3 decimals.",
    ),
    "water": (
        (sources.GSHHG_LAKES,),
        "Lakes of GSHHG (level 2 less level 3 islands) of 3 km² and more in and round Mali, of 100 km² and more "
        "beyond; corners rounded, 3 decimals; names added by hand. Wet-season extents of old maps; Lake Faguibine is "
        "dry in most years. The reservoirs of Sélingué and Manantali are not in the source.",
    ),
    "towns": (
        (sources.GEONAMES, sources.ATLAS),
        "Places in Mali with a known population and the seats of the cercles, suburbs and misplaced entries left out; "
        "names and coordinates of the Atlas's sites where a town is one; 24 foreign towns for orientation.",
    ),
}


def write(layers: dict[str, list[Feature]], folder: Path) -> dict[str, Any]:
    """Write every layer and ``provenance.json``; return the latter's content."""
    (folder / "layers").mkdir(exist_ok=True)
    entries = {}
    for name, (used, derivation) in RECIPES.items():
        text = json.dumps(
            {"type": "FeatureCollection", "features": layers[name]}, ensure_ascii=False, separators=(",", ":")
        )
        raw = (text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n").encode("utf-8")
        (folder / "layers" / f"{name}.geojson").write_bytes(raw)
        entries[name] = {
            "file": f"layers/{name}.geojson",
            "sha256": hashlib.sha256(raw).hexdigest(),
            "bytes": len(raw),
            "features": len(layers[name]),
            "licence": "; ".join(dict.fromkeys(source.licence for source in used)),
            "attribution": "; ".join(dict.fromkeys(source.attribution for source in used)),
            "sources": [asdict(source) for source in used],
            "derivation": derivation,
        }
    document = {"frame": list(mesh.FRAME), "near": list(mesh.NEAR), "layers": entries}
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (folder / "provenance.json").write_text(text, encoding="utf-8", newline="\n")
    return document


def main(arguments: list[str] | None = None) -> int:
    """Build all layers, check them against the data, write them; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m geo.basemap.build", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of sites.csv and events.csv")
    parser.add_argument("--out", type=Path, default=HERE, help="folder that gets layers/ and provenance.json")
    options = parser.parse_args(arguments)
    layers, regions, mali = political_layers()
    layers |= water_layers(mali)
    layers["towns"] = town_layer(options.data)
    faults = check(layers, regions, options.data)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    document = write(layers, options.out)
    for name, entry in document["layers"].items():
        print(f"{name:20} {entry['features']:4} features {entry['bytes'] / 1024:7.1f} KB")
    print(f"{'together':25} {sum(entry['bytes'] for entry in document['layers'].values()) / 1024:16.1f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
