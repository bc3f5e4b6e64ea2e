"""`python -m benchmarks.openings`: what a reader waits for, and fetches, who opens Explore on a good link or a bad one.

Each link is opened by new browsers, which hold nothing, and once more by each, as a reader who returns. The browser
itself delays what it fetches; the websocket, some 90 KB, is not delayed.
"""

from __future__ import annotations

import platform
import statistics
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from benchmarks.browser import ELSEWHERE, chromium
from benchmarks.server import serving

RESULTS = Path(__file__).parent / "results"
#: Name, milliseconds until an answer begins, KB a second.
LINKS = (("this machine", 0, 0), ("a slow link", 100, 1000), ("a bad link", 300, 200))
_ROUNDS = 5
_READY = "document.querySelector('.st-key-event_map iframe')?.contentWindow?.atlas?.ready && performance.now()"
_WHOLE = """(() => {
  const inside = (key) => document.querySelector(`.st-key-${key} [data-testid=stBidiComponentIsolated]`)?.shadowRoot;
  const drawn = inside("timeline_brush")?.querySelector("text.year");
  return drawn && inside("event_table")?.querySelector(".row:not(.waiting)") && performance.now();
})()"""


def main() -> None:
    """Measure, print Markdown, and write it to ``benchmarks/results/openings.md``."""
    lines = [
        f"# Openings of Explore, {date.today().isoformat()}",
        "",
        f"Python {platform.python_version()}, {platform.machine()}. Medians of {_ROUNDS}; seconds until all events are "
        "on the map, and until table and timeline are there, too; KB over the wire, and what they are unpacked.",
        "",
        "| link | visit | events, s | whole page, s | KB | unpacked, KB |",
        "|---|---|---|---|---|---|",
    ]
    with serving() as server, chromium() as browser:
        _visits(browser, server.address, 0, 0)  # what the server keeps, it has then
        for name, wait, speed in LINKS:
            address = server.address.replace("127.0.0.1", ELSEWHERE) if speed else server.address
            rounds = [_visits(browser, address, wait, speed) for _ in range(_ROUNDS)]
            said = f"{name}: {wait} ms, {speed} KB/s" if speed else name
            for number, visit in enumerate(("first", "return")):
                found = zip(*(one[number] for one in rounds), strict=True)
                ready, whole, sent, plain = (statistics.median(values) / 1000 for values in found)
                lines.append(f"| {said} | {visit} | {ready:.1f} | {whole:.1f} | {sent:,.0f} | {plain:,.0f} |")
    text = "\n".join(lines) + "\n"
    print(text)
    (RESULTS / "openings.md").write_text(text, encoding="utf-8")


def _visits(browser: Browser, address: str, wait: int, speed: int) -> list[tuple[float, float, float, float]]:
    """Open the page twice in one new browser."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    try:
        return [_visit(context, address, wait, speed) for _ in range(2)]
    finally:
        context.close()


def _visit(context: BrowserContext, address: str, wait: int, speed: int) -> tuple[float, float, float, float]:
    page = context.new_page()
    link = context.new_cdp_session(page)
    link.send("Network.enable")
    if speed:
        rate = speed * 1000
        given = {"offline": False, "latency": wait, "downloadThroughput": rate, "uploadThroughput": rate}
        link.send("Network.emulateNetworkConditions", given)
    sent, plain = [0], [0]

    def add(total: list[int], field: str) -> Any:
        return lambda said: total.__setitem__(0, total[0] + int(said[field]))

    link.on("Network.loadingFinished", add(sent, "encodedDataLength"))
    link.on("Network.dataReceived", add(plain, "dataLength"))
    page.goto(f"{address}/", wait_until="commit")
    times = [
        float(page.wait_for_function(f"() => {what}", polling=50, timeout=120_000).json_value())
        for what in (_READY, _WHOLE)
    ]
    page.wait_for_timeout(1000)
    page.close()
    return times[0], times[1], sent[0], plain[0]


if __name__ == "__main__":
    main()
