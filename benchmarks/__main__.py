"""`python -m benchmarks`: opens the Atlas in a real Chromium and measures what a reader waits for.

Starts the app on a free port, opens it, moves the brush and a year filter, and reports time to the first events, time
from an action to map, table, sentence and figures all being right, and bytes received per step. Figures hold for the
machine and the hour; quote ratios.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
from datetime import date
from pathlib import Path

from benchmarks.explore import Figures, measure
from benchmarks.server import serving

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure, print a Markdown table, and write it to ``benchmarks/results/explore.md``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--steps", type=int, default=30, help="steps of the brush, and of the slider (30)")
    parser.add_argument("--opens", type=int, default=5, help="openings on a warm server (5)")
    given = parser.parse_args()
    with serving() as address:
        figures = measure(address, steps=given.steps, opens=given.opens)
    text = table(figures)
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "explore.md").write_text(text, encoding="utf-8")
    (RESULTS / "explore.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def table(figures: dict[str, Figures]) -> str:
    """Return the measurements as Markdown: median and 95th percentile of each."""
    lines = [
        f"# Explore, {date.today().isoformat()}",
        "",
        f"Python {platform.python_version()}, {platform.machine()}, headless Chromium with software rendering.",
        "",
        "| what | median | 95 % | n |",
        "|---|---|---|---|",
    ]
    for name, values in figures.items():
        ordered = sorted(values)
        high = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
        lines.append(f"| {name} | {statistics.median(ordered):,.3g} | {high:,.3g} | {len(ordered)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
