"""`python -m benchmarks`: the Atlas and the usual ways of building such a page, in one run, in a real Chromium.

On the same invented events it measures the time to the first events painted, the time from a step of the brush or the
slider to map, table and count all being right, bytes, server time, memory, and frames a second while dragging. Writes
`benchmarks/results/peers.md`, `.json` and `.svg`. Figures hold for the machine and the hour; quote ratios.

    pip install -r benchmarks/requirements.txt
    python -m benchmarks
    python -m benchmarks --sizes 400 4000 --peers feature_group pydeck_chart --steps 5
    python -m benchmarks --readme     # the README's section from the last results, measuring nothing
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.chart import chart
from benchmarks.report import markdown, section
from benchmarks.results import Results

HERE = Path(__file__).parent
RESULTS, README = HERE / "results", HERE.parent / "README.md"
SIZES = (400, 4_000, 20_000, 100_000, 300_000, 10_000_000)
#: More events than this no peer is asked for.
_PEERS_UP_TO = 300_000


def main() -> None:
    """Measure and write, or write the README's section."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of events")
    parser.add_argument("--peers", nargs="*", default=None, metavar="NAME", help="by their scripts' names (all)")
    parser.add_argument("--steps", type=int, default=12, help="steps of each contender at each size (12)")
    parser.add_argument("--opens", type=int, default=2, help="openings counted, after one that is not (2)")
    parser.add_argument("--limit", type=float, default=20, metavar="SECONDS", help="an opening or a step may take (20)")
    parser.add_argument("--budget", type=float, default=10, metavar="SECONDS", help="no further step after (10)")
    parser.add_argument("--minutes", type=float, default=12, help="after which no further peer is measured (12)")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where the samples stay for the next run")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FOLDER", help="results (benchmarks/results)")
    parser.add_argument("--prepare", action="store_true", help="only make the samples in --data")
    parser.add_argument("--readme", action="store_true", help="only write the README's section from the results")
    given = parser.parse_args()
    if not given.readme:
        run(given)
    if given.readme:
        README.write_text(section(README.read_text(encoding="utf-8"), Results.read(given.out / "peers.json")), "utf-8")


def run(given: argparse.Namespace) -> None:
    """Measure as asked and write the results; what is there is written after every contender."""
    # What drives a browser is imported only where one is driven.
    from benchmarks.browser import chromium
    from benchmarks.contenders import ALL_PEERS, ATLAS
    from benchmarks.libraries import installed, serving_folder
    from benchmarks.measuring import Rules, measure
    from benchmarks.results import Row
    from benchmarks.samples import prepare

    with tempfile.TemporaryDirectory() as temporary:
        folder = given.data or Path(temporary)
        samples = prepare(given.sizes, folder)
        if given.prepare:
            return
        peers = [one for one in ALL_PEERS if given.peers is None or one.key in given.peers]
        rules = Rules(given.steps, given.opens, given.limit, given.budget)
        out, rows, until = [], [], time.monotonic() + given.minutes * 60
        asked = [(sample, ATLAS) for sample in samples]
        asked += [(sample, (one,)) for sample in samples for one in peers if sample.size <= _PEERS_UP_TO]
        with serving_folder(installed() if peers else folder) as libraries, chromium() as browser:
            about = machine(browser.version)
            for sample, contenders in asked:
                if contenders[0].key in out:
                    continue
                if contenders is not ATLAS and time.monotonic() > until:
                    found = [Row(one.name, sample.size, note="not measured: out of time") for one in contenders]
                else:
                    found = measure(browser, contenders, sample, rules, libraries, folder / "sets")
                # Who is over the limit is not asked for more events.
                if contenders is not ATLAS and any(row.note for row in found):
                    out.append(contenders[0].key)
                rows += found
                for row in found:
                    step = "—" if row.median is None else f"{row.median:,.0f} ms"
                    print(f"{row.size:>10,}  {row.contender:<32} {step:>10}  {row.note}", file=sys.stderr, flush=True)
                write(Results(date.today().isoformat(), about, rows), given.out)
    print((given.out / "peers.md").read_text(encoding="utf-8"))


def write(results: Results, folder: Path) -> None:
    """Write a run as JSON, Markdown and SVG."""
    results.save(folder / "peers.json")
    (folder / "peers.md").write_text(markdown(results), encoding="utf-8")
    (folder / "peers.svg").write_text(chart(results), encoding="utf-8")


def machine(browser: str) -> dict[str, str]:
    """Return what a reader must know of the machine."""
    packages = ("streamlit", "folium", "streamlit-folium", "pydeck", "duckdb")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "processor": f"{os.cpu_count()} cores, {platform.machine()}, {memory:.0f} GB",
        "Python": platform.python_version(),
        "Chromium": f"{browser}, headless, software rendering",
    } | {name: version(name) for name in packages}


if __name__ == "__main__":
    main()
