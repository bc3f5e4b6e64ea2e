"""`python -m benchmarks.briefings`: how long a document takes, warm, from the view to its bytes.

Each is made five times with a note of its own, so that nothing made before is handed out again.
"""

from __future__ import annotations

import platform
import statistics
import time
from datetime import date
from pathlib import Path

from geo.export.formats import FORMATS, make
from geo.export.order import Order
from geo.library import LIBRARY
from geo.view import View

RESULTS = Path(__file__).parent / "results"
#: Format, page and the seconds that it may take.
WANTED = (("png", "a4", 1.5), ("svg", "a4", 1.5), ("pdf", "a4", 2.0), ("pptx", "16x9", 2.0), ("html", "a4", 1.0))
_VIEWS = {
    "all events": View(),
    "Mopti 2018–2020": View(region=("Mopti",), start=date(2018, 1, 1), end=date(2020, 12, 31)),
}


def main() -> None:
    """Measure, print a Markdown table, and write it to ``benchmarks/results/briefings.md``."""
    lines = [
        f"# Briefings, {date.today().isoformat()}",
        "",
        f"Python {platform.python_version()}, {platform.machine()}. Seconds, warm; PNG at 300 dots per inch.",
        "",
        "| format | view | median | slowest | wanted | KB |",
        "|---|---|---|---|---|---|",
    ]
    for suffix, page, wanted in WANTED:
        if suffix not in FORMATS:
            continue
        for name, view in _VIEWS.items():
            times, size = [], 0
            for n in range(6):
                order = Order(LIBRARY.open(), view, note=f"{n}", page=page, made=date(2026, 1, 1))  # type: ignore[arg-type]
                start = time.perf_counter()
                size = len(make(order, suffix)[1])
                times.append(time.perf_counter() - start)
            warm = times[1:]
            figures = f"{statistics.median(warm):.2f} | {max(warm):.2f} | {wanted} | {size // 1000:,}"
            lines.append(f"| {suffix} {page} | {name} | {figures} |")
    text = "\n".join(lines) + "\n"
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "briefings.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
