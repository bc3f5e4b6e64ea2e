"""`python -m benchmarks.briefings [--large ID …]`: how long documents take, warm, and how the pages fare meanwhile.

Each is made six times with a note of its own, so that nothing made before is handed out again; the first is named
apart, since what it has in common with the others is kept: fonts, land, rows that are set. "Another period" begins and
ends on other days each time. Then a server is asked
for twenty at once, while a page's figures are asked for all the time. With ``--large`` every format is made of imported
data sets (``ATLAS_SETS_FOLDER``), each in a process of its own, with its time and the memory that it needed.
"""

from __future__ import annotations

import argparse
import platform
import resource
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.server import serving
from geo.errors import ViewError
from geo.export.formats import FORMATS, make
from geo.export.order import Order
from geo.library import LIBRARY
from geo.problems import refused
from geo.view import View

RESULTS = Path(__file__).parent / "results"
#: Format, page and the seconds that it may take.
WANTED = (("png", "a4", 1.5), ("svg", "a4", 1.5), ("pdf", "a4", 2.0), ("pptx", "16x9", 2.0), ("html", "a4", 1.0))
_VIEWS: dict[str, Callable[[int], View]] = {
    "all events": lambda n: View(),
    "another period": lambda n: View(start=date(2012, 1 + n, 1), end=date(2023, 12 - n, 1)),
    "Mopti 2018–2020": lambda n: View(region=("Mopti",), start=date(2018, 1, 1), end=date(2020, 12, 31)),
}
_AT_ONCE = 20


def main() -> None:
    """Measure, print Markdown, and write it to ``benchmarks/results/briefings.md``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.briefings")
    parser.add_argument("--large", nargs="*", default=[], metavar="ID")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(_one(*given.one))
        return
    text = "\n".join([*_documents(), "", *_at_once(), *(line for name in given.large for line in _large(name))]) + "\n"
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "briefings.md").write_text(text, encoding="utf-8")


def _documents() -> list[str]:
    lines = [
        f"# Briefings, {date.today().isoformat()}",
        "",
        f"Python {platform.python_version()}, {platform.machine()}. Seconds, warm; PNG at 300 dots per inch.",
        "",
        "| format | view | first | median of the others | slowest | wanted | KB |",
        "|---|---|---|---|---|---|---|",
    ]
    for suffix, page, wanted in WANTED:
        for name, view in _VIEWS.items():
            times, size = [], 0
            for n in range(6):
                order = Order(LIBRARY.open(), view(n), note=f"{n}", page=page, made=date(2026, 1, 1))  # type: ignore[arg-type]
                start = time.perf_counter()
                size = len(make(order, suffix)[1])
                times.append(time.perf_counter() - start)
            warm = times[1:]
            figures = f"{times[0]:.2f} | {statistics.median(warm):.2f} | {max(warm):.2f} | {wanted} | {size // 1000:,}"
            lines.append(f"| {suffix} {page} | {name} | {figures} |")
    return lines


def _at_once() -> list[str]:
    """Ask a server for twenty PDFs at once, and for a page's figures until all are there."""
    with serving() as server:

        def ask(number: int) -> bool:
            query = urlencode({"note": f"{number}", "rows": 25, "from": 2012 + number % 10})
            with urllib.request.urlopen(f"{server.address}/api/briefing.pdf?{query}", timeout=300) as answer:
                return bool(answer.status == 200 and answer.read().startswith(b"%PDF"))

        ask(99)
        start, waits = time.perf_counter(), list[float]()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            waiting = [pool.submit(ask, number) for number in range(_AT_ONCE)]
            while not all(one.done() for one in waiting):
                began = time.perf_counter()
                urllib.request.urlopen(f"{server.address}/api/summary.json?region=Gao", timeout=60).read()
                waits.append(time.perf_counter() - began)
                time.sleep(0.1)
        took = time.perf_counter() - start
        arrived = sum(one.result() for one in waiting)
    return [
        f"{arrived} of {_AT_ONCE} PDFs asked for at once arrived, the last after {took:.1f} s. Meanwhile a page took "
        f"{statistics.median(waits):.2f} s to answer (median of {len(waits)}), {max(waits):.2f} s at most."
    ]


def _large(name: str) -> list[str]:
    lines = [
        "",
        f"`{name}`:",
        "",
        "| format | seconds | peak memory beside opening, MB | result |",
        "|---|---|---|---|",
    ]
    for suffix in FORMATS:
        command = [sys.executable, "-m", "benchmarks.briefings", "--one", name, suffix]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        lines.append(run.stdout.strip() or f"| {suffix} | | | ended with {run.returncode} |")
    return lines


def _one(name: str, suffix: str) -> str:
    """Make one file of a large data set and return its line of the table."""
    opened = LIBRARY.open(name)
    view = View(data=name)
    events = opened.store.summary(view).events
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    try:
        result = f"{len(make(Order(opened, view), suffix)[1]) // 1000:,} KB of {events:,} events"
    except ViewError as error:
        result = refused(error.problems[0], "en")
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    return f"| {suffix} | {time.perf_counter() - start:.1f} | {peak:,.0f} | {result} |"


if __name__ == "__main__":
    main()
