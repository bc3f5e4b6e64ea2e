"""What a reader of Explore waits for, measured inside the browser."""

from __future__ import annotations

import os
import shutil
from typing import Any

from playwright.sync_api import Frame, Page, sync_playwright

Figures = list[float]
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

#: Resolves with the milliseconds until the sentence has changed and the table and the map agree with the figures. Runs
#: in the page and looks once a frame, so that measuring does not slow what is measured.
_SETTLED = """
(start) => new Promise((resolve, reject) => {
  const frame = document.querySelector('.st-key-event_map iframe').contentWindow;
  const host = [...document.querySelectorAll('.st-key-event_table *')].find((element) => element.shadowRoot);
  const digits = (text) => Number((text || '').replace(/[^0-9]/g, ''));
  const look = () => {
    const now = performance.now() - start;
    if (now > 10000) return reject(new Error('not settled within 10 s'));
    const sentence = document.querySelector('.st-key-view_sentence p')?.textContent;
    const figures = document.querySelectorAll('.atlas-figures dd');
    const events = digits(figures[0]?.textContent);
    const off = digits(figures[3]?.parentElement.querySelector('small')?.textContent);
    const rows = digits(host.shadowRoot.querySelector('.summary')?.textContent.split('·')[0]);
    if (sentence !== window.benchSentence && rows === events && frame.atlas.shown === events - off) return resolve(now);
    requestAnimationFrame(look);
  };
  look();
})
"""
_MARK = """
() => {
  window.benchSentence = document.querySelector('.st-key-view_sentence p').textContent;
  return performance.now();
}
"""


def measure(address: str, *, steps: int, opens: int) -> dict[str, Figures]:
    """Open the app and act on it; return what was measured, name with unit → values."""
    path = os.environ.get("ATLAS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    found: dict[str, Figures] = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=_FLAGS)
        found["first opening of a cold server to events painted, s"] = [_open(browser, address)[0]]
        found["opening to events painted, s"] = []
        for _ in range(opens):
            seconds, page, received = _open(browser, address)
            found["opening to events painted, s"].append(seconds)
            if len(found["opening to events painted, s"]) < opens:
                page.context.close()
        page.locator(".st-key-timeline_brush [role=slider]").first.wait_for()
        page.wait_for_timeout(3000)
        for name, act in (("brush", _brush), ("year slider", _slider)):
            times, sizes = found.setdefault(f"{name} step, ms", []), found.setdefault(f"{name} step, KB received", [])
            for step in range(steps):
                received.clear()
                start = page.evaluate(_MARK)
                act(page, step)
                times.append(page.evaluate(_SETTLED, start))
                page.wait_for_timeout(400)
                sizes.append(sum(received) / 1000)
        browser.close()
    return found


def _open(browser: Any, address: str) -> tuple[float, Page, list[int]]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    page.on("response", lambda answer: received.append(int(answer.headers.get("content-length", 0))))
    page.goto(address, wait_until="commit")
    frame = _map_frame(page)
    # Polled by the clock: asked before the frame's document is there, a wait for animation frames may never end.
    frame.wait_for_function("window.atlas?.ready && window.atlas.shown > 0 && window.atlas.frames > 0", polling=20)
    # Both clocks count from the page's own start, so that the driver's delays do not count.
    seconds = page.evaluate("performance.now()") / 1000
    return seconds, page, received


def _map_frame(page: Page) -> Frame:
    handle = page.wait_for_selector(".st-key-event_map iframe", state="attached")
    frame = handle.content_frame() if handle else None
    assert frame is not None, "the map's frame did not appear"
    return frame


def _brush(page: Page, step: int) -> None:
    """Move the first handle by a year, there and back: twelve years one way, twelve the other."""
    handle = page.locator(".st-key-timeline_brush [role=slider]").first
    handle.focus()
    page.keyboard.press("PageUp" if step // 8 % 2 == 0 else "PageDown")


def _slider(page: Page, step: int) -> None:
    """Move the year slider's last thumb by a year."""
    page.locator(".st-key-filter_years input[type=range]").last.focus()
    page.keyboard.press("ArrowLeft" if step // 8 % 2 == 0 else "ArrowRight")
