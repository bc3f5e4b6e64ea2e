"""`python -m benchmarks.imports`: reads a generated UCDP-like file of 300,000 rows; seconds and peak memory.

The rows are made up, with UCDP's columns, month/day dates, line breaks in cells and repeated names; the limit is
15 s and 1.5 GB. Each format is read in a process of its own, so that its peak is its own.
"""

from __future__ import annotations

import argparse
import csv
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from geo.importers import acled, read, ucdp

RESULTS = Path(__file__).parent / "results"
_PLACES = (
    ("Ogossogou village", "Mopti region", "Bankass cercle", 13.97, -3.49),
    ("Tombouctou town", "Tombouctou region", "Tombouctou cercle", 16.77, -3.0),
    ("Gao town", "Gao region", "Gao cercle", 16.27, -0.04),
    ("Ménaka town", "Gao region", "Ménaka cercle", 15.92, 2.4),
    ("Kidal town", "Kidal region", "Kidal cercle", 18.44, 1.41),
    ("between Gossi and Hombori", "Tombouctou region", "Gourma-Rharous cercle", 15.5, -1.5),
)
_SIDES = ("Government of Mali", "JNIM", "IS", "CMA", "Dan Na Ambassagou", "Civilians", "GATIA", "Ganda Iso")


def write(path: Path, rows: int, columns: tuple[str, ...]) -> None:
    """Write a made-up file; the same number of rows is the same file."""
    choose = random.Random(20190323)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for number in range(1, rows + 1):
            place, adm_1, adm_2, lat, lon = choose.choice(_PLACES)
            # As varied as real names: one place in eight is a village that nobody else names.
            place = f"{place} {number}" if number % 8 == 0 else place
            a, b = choose.sample(_SIDES, 2)
            day = date(2012, 1, 1) + timedelta(days=choose.randrange(4400))
            lat, lon = round(lat + choose.gauss(0, 0.2), 6), round(lon + choose.gauss(0, 0.2), 6)
            low, more, most = choose.randrange(20), choose.randrange(5), choose.randrange(9)
            text = f'"AFP","{day.isoformat()}","Report {number} on an event near {place}";\n"Reuters","{day}","More"'
            values = {
                **{
                    "id": number,
                    "year": day.year,
                    "type_of_violence": choose.randrange(1, 4),
                    "side_a": a,
                    "side_b": b,
                },
                **{"source_article": text, "where_prec": choose.randrange(1, 7), "where_coordinates": place},
                **{"where_description": f"{place}, {adm_1}", "adm_1": adm_1, "adm_2": adm_2, "country_id": 432},
                **{"country": "Mali", "latitude": lat, "longitude": lon, "event_clarity": 1, "date_prec": 1},
                **{"date_start": f"{day:%m/%d/%Y} 00:00:00", "date_end": f"{day:%m/%d/%Y} 00:00:00"},
                **{"deaths_a": 0, "deaths_b": 0, "deaths_civilians": low, "deaths_unknown": more},
                **{"low": low, "best": low + more, "high": low + more + most},
                **{"event_id_cnty": f"MLI{number}", "event_date": f"{day:%d %B %Y}", "time_precision": 1},
                **{"event_type": choose.choice(("Battles", "Violence against civilians", "Protests"))},
                **{"sub_event_type": "Attack", "actor1": a, "actor2": b, "admin1": adm_1, "admin2": adm_2},
                **{"location": place, "geo_precision": choose.randrange(1, 4), "source": "AFP", "fatalities": low},
                "notes": f"On {day:%d %B %Y}, an invented event number {number} took place near {place}. " * 2,
            }
            writer.writerow({name: values.get(name, "") for name in columns})


def main() -> None:
    """Measure each format and write a Markdown table to ``benchmarks/results/imports.md``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=300_000, help="rows of the file (300,000)")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        start = time.perf_counter()
        imported = read(given.read)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1000) / 1e3
        print(f"{seconds:.1f} s | {peak:.2f} GB | {imported.report.kept:,}")
        return
    lines = [
        f"# Import of {given.rows:,} rows, {date.today().isoformat()}",
        "",
        f"Python {platform.python_version()}, {platform.machine()}. Limit: 15 s and 1.5 GB.",
        "",
        "| format | size | time | peak memory | rows kept |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, columns in (("ucdp", ucdp.COLUMNS), ("acled", acled.COLUMNS)):
            path = Path(folder) / f"{name}.csv"
            write(path, given.rows, columns)
            size = f"{path.stat().st_size / 1e6:.0f} MB"
            command = [sys.executable, "-m", "benchmarks.imports", "--read", str(path)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            lines.append(f"| {name} | {size} | {run.stdout.strip()} |")
    text = "\n".join(lines) + "\n"
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "imports.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
