"""`python -m benchmarks.distances`: how long it takes to measure 100,000 events against a route, and how right it is.

The events are points drawn at random over Mali. Accuracy is the largest difference from geopy's geodesic over 1,000 of
them, to the same place on the road.
"""

from __future__ import annotations

import platform
import statistics
import time
from datetime import date
from pathlib import Path

import numpy as np
from geopy.distance import geodesic
from pyproj import Geod

from geo import measure
from geo.dataset import load
from geo.webmap.folium_map import HOME

RESULTS = Path(__file__).parent / "results"
#: Events, how often each route is measured, and the seconds that it may take.
EVENTS, TIMES, WANTED = 100_000, 5, 1.0
_EARTH = Geod(ellps="WGS84")


def main() -> None:
    """Measure, print a Markdown table, and write it to ``benchmarks/results/distances.md``."""
    chance, data = np.random.default_rng(2013), load()
    lats, lons = chance.uniform(HOME[1], HOME[3], EVENTS), chance.uniform(HOME[0], HOME[2], EVENTS)
    lines = [
        f"# Distances, {date.today().isoformat()}",
        "",
        f"Python {platform.python_version()}, {platform.machine()}. {EVENTS:,} random points: distance and chainage.",
        "",
        "| route | length, km | waypoints | median, s | slowest, s | wanted, s | largest difference from geopy, m |",
        "|---|---|---|---|---|---|---|",
    ]
    for route, line in data.route_points.sort_values("seq").groupby("route_id"):
        way, times = (line["lat"].to_numpy(), line["lon"].to_numpy()), []
        for _ in range(TIMES):
            start = time.perf_counter()
            km, chainage = measure.along(lats, lons, *way)
            times.append(time.perf_counter() - start)
        off = max(_off(lats[i], lons[i], km[i], chainage[i], way) for i in range(1000))
        figures = f"{statistics.median(times):.2f} | {max(times):.2f} | {WANTED} | {off:.2f}"
        lines.append(f"| {route} | {measure.length(*way):.1f} | {len(line)} | {figures} |")
    text = "\n".join(lines) + "\n"
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "distances.md").write_text(text, encoding="utf-8")


def _off(lat: float, lon: float, km: float, chainage: float, way: tuple[np.ndarray, np.ndarray]) -> float:
    """Return by how many metres a distance differs from geopy's to the same chainage."""
    stones = measure.chainages(*way)
    piece = min(int(np.searchsorted(stones, chainage, side="right")) - 1, len(stones) - 2)
    azimuth = _EARTH.inv(way[1][piece], way[0][piece], way[1][piece + 1], way[0][piece + 1])[0]
    there = _EARTH.fwd(way[1][piece], way[0][piece], azimuth, (chainage - stones[piece]) * 1000)
    return float(abs(geodesic((lat, lon), (there[1], there[0])).m - km * 1000))


if __name__ == "__main__":
    main()
