"""One contender at one size: opened, stepped through the years, weighed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, Error, Page
from playwright.sync_api import TimeoutError as BrowserTimeoutError

from benchmarks.browser import Wire
from benchmarks.contenders import Contender
from benchmarks.libraries import serving_folder
from benchmarks.reading import BEGIN, FACTS, LISTEN, OPENED, SETTLED, Wanted, check, script
from benchmarks.results import Row
from benchmarks.samples import Sample
from benchmarks.server import Server, serving

OVER = "over the limit"
#: Years that the steps go up before they go down again, and the first of them.
_SPAN, _START = 5, 2013
#: Seconds that the brush is dragged for.
_DRAG = 3.0


@dataclass(frozen=True)
class Rules:
    """How much is asked.

    :param steps: of each contender at each size.
    :param opens: counted openings.
    :param limit: seconds that an opening or a step may take.
    :param budget: seconds after which a contender is asked for no further step (two it makes at least).
    """

    steps: int = 12
    opens: int = 2
    limit: float = 20.0
    budget: float = 10.0


def measure(
    browser: Browser, contenders: Sequence[Contender], sample: Sample, rules: Rules, libraries: str, sets: Path
) -> list[Row]:
    """Measure contenders that share one page; return a row of each.

    :param libraries: address of the server with the peers' browser libraries.
    :param sets: the Atlas's folder of data sets.
    """
    rows = [Row(one.name, sample.size) for one in contenders]
    first = contenders[0]
    with ExitStack() as stack:
        try:
            server, address, query = _serve(stack, first, sample, libraries, sets)
            opening = _openings(browser, first, f"{address}{query}", sample, rules)
            for row in rows:
                row.opening = opening
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            stack.callback(context.close)
            page = context.new_page()
            page.add_init_script(LISTEN)
            wire = Wire(page)
            start = f"{query}{'&' if '?' in query else '?'}from={_START}" if first.script else query
            page.goto(f"{address}{start}", wait_until="commit")
            for one, row in zip(contenders, rows, strict=True):
                _steps(page, wire, server, one, sample, row, rules)
            if first.key == "atlas" and sample.size <= 1_000_000:
                frames = {mode: _drag(page, f"{address}{start}&to=2016&mode={mode}") for mode in ("places", "events")}
                rows[0].frames = frames
        except _TooLongError:
            for row in rows:
                # The heap is weighed last: who has it was through before.
                row.note = OVER if row.heap is None else ""
        except (Error, AssertionError, psutil.Error, RuntimeError, OSError) as error:
            for row in rows:
                row.note = row.note or f"failed: {str(error).splitlines()[0][:120]}"
    return rows


class _TooLongError(Exception):
    """The limit was passed."""


def _serve(
    stack: ExitStack, one: Contender, sample: Sample, libraries: str, sets: Path
) -> tuple[Server | None, str, str]:
    """Start what serves a contender; return the server, its address, and the page's path with its query."""
    if one.script is None:
        from benchmarks.peers import timeline  # It brings Streamlit, which only this peer needs here.

        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        timeline.write(sample.file, folder / "index.html", libraries)
        return None, stack.enter_context(serving_folder(folder)), "/index.html"
    told = {"BENCH_FILE": str(sample.file), "BENCH_LIBRARIES": libraries, "ATLAS_SETS_FOLDER": str(sets)}
    server = stack.enter_context(serving(one.script, **told))
    return server, server.address, f"/?data={sample.id}" if one.key == "atlas" else "/"


def _openings(browser: Browser, one: Contender, address: str, sample: Sample, rules: Rules) -> list[float]:
    """Open the page anew, the first time to warm the server; return the seconds of the others."""
    found: list[float] = []
    wanted = sample.since[sample.first].placed if one.script else None
    began = time.monotonic()
    for n in range(rules.opens + 1):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        page.goto(address, wait_until="commit", timeout=rules.limit * 1000)
        try:
            limit = rules.limit + 5 if n == 0 else rules.limit  # Until the app has been imported.
            # Polled by the clock: a page that loads may paint no frames yet. Both ends are by the page's own clock.
            seen = page.wait_for_function(script(OPENED, one.reader), arg=wanted, polling=20, timeout=limit * 1000)
            seconds = float(seen.json_value()) / 1000
        except BrowserTimeoutError as error:
            raise _TooLongError from error
        finally:
            context.close()
        if n:
            found.append(seconds)
            if time.monotonic() - began > rules.budget:
                break
        elif seconds > rules.limit:
            raise _TooLongError
    return found


def _steps(
    page: Page, wire: Wire, server: Server | None, one: Contender, sample: Sample, row: Row, rules: Rules
) -> None:
    """Move the page by a year at a time; every step must end with the right numbers."""
    year = _START
    if one.script is None:
        _settle(page, one, None, "", rules)
        year = int(_facts(page, one)["year"])
    else:
        _settle(page, one, Wanted.of(sample.since[year]), "", rules)
    wire.quiet(page, 1.0, 5.0)
    began = time.monotonic()
    for step in range(rules.steps):
        up = step // _SPAN % 2 == 0
        if one.script is None:
            # Its player runs in a circle.
            years = sorted(sample.within)
            year = years[(years.index(year) + 1) % len(years)]
            up, wanted = True, Wanted.of(sample.within[year], page=False)
        else:
            year += 1 if up else -1
            wanted = Wanted.of(sample.since[year])
        wire.reset()
        used = server.seconds() if server else 0.0
        said = str(_facts(page, one).get("said") or "")
        start = page.evaluate(BEGIN)
        one.step(page, up)
        found = _settle(page, one, wanted, said, rules, start)
        wire.quiet(page)
        check(_facts(page, one), wanted)
        row.steps.append(found[0])
        row.maps.append(found[1])
        row.received.append(wire.received / 1000)
        if server:
            row.server.append((server.seconds() - used) * 1000)
        if time.monotonic() - began > rules.budget and step:
            break
    if one.script is not None and rules.steps:
        # The next contender on the same page begins where this one did.
        while year != _START:
            up = year < _START
            year += 1 if up else -1
            one.step(page, up)
            _settle(page, one, Wanted.of(sample.since[year]), "", rules)
    row.heap = wire.heap()
    row.memory = server.memory() if server else None


def _facts(page: Page, one: Contender) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(script(FACTS, one.reader))
    return found


def _settle(
    page: Page, one: Contender, wanted: Wanted | None, said: str, rules: Rules, start: float | None = None
) -> tuple[float, float]:
    """Wait until the page shows what it must; return the milliseconds since the key, and those of the map alone.

    :param start: the page's time before the step, for one that no key and no click makes.
    """
    if start is None:
        start = float(page.evaluate("performance.now()"))
    if wanted is None:
        page.wait_for_function(script(OPENED, one.reader), arg=None, polling=20, timeout=rules.limit * 1000)
        return 0.0, 0.0
    found = page.evaluate(script(SETTLED, one.reader), [start, vars(wanted), said or None, rules.limit * 1000])
    if found["ms"] is None:
        raise _TooLongError(str(found["facts"]))
    check(found["facts"], wanted)
    return float(found["ms"]), float(found["map"])


#: Moves the pressed mouse to and fro once a frame, as a hand's moves reach a page; resolves with the frames a second
#: that the map drew. The driver's own moves each wait for an answer, so that they would measure the driver. The window
#: goes by whole bins, a month of 6 pixels: at 600 pixels a second each frame has a new one.
_MOVES = """
([x, y, limit]) => new Promise((resolve) => {
  let target = document.elementFromPoint(x, y);
  for (let inner; (inner = target.shadowRoot?.elementFromPoint(x, y)) && inner !== target; ) target = inner;
  const [start, before] = [performance.now(), %(count)s];
  const move = () => {
    const passed = performance.now() - start;
    if (passed > limit) return resolve(((%(count)s - before) / passed) * 1000);
    const clientX = x + 300 - Math.abs(((passed * 0.6) %% 600) - 300);
    const how = { pointerId: 1, pointerType: 'mouse', isPrimary: true, buttons: 1, bubbles: true, composed: true };
    target.dispatchEvent(new PointerEvent('pointermove', { ...how, clientX, clientY: y }));
    requestAnimationFrame(move);
  };
  move();
})
"""


def _drag(page: Page, address: str) -> float:
    """Drag the brush's window there and back with the mouse; return the map's frames a second."""
    page.goto(address, wait_until="commit")
    page.wait_for_function(script(OPENED, "atlas"), arg=None, polling=20, timeout=30_000)
    handles = page.locator(".st-key-timeline_brush [role=slider]")
    handles.first.wait_for()
    page.wait_for_timeout(1500)
    left, right = (handles.nth(n).bounding_box() for n in (0, 1))
    assert left and right, "the brush has no handles"
    x = (left["x"] + right["x"] + right["width"]) / 2
    y = left["y"] + left["height"] * 0.7
    count = "document.querySelector('.st-key-event_map iframe').contentWindow.atlas.frames"
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3, y)
    drawn = page.evaluate(_MOVES % {"count": count}, [x, y, _DRAG * 1000])
    page.mouse.up()
    return float(drawn)
