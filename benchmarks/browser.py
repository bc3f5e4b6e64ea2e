"""A real Chromium that reaches this machine alone, and what a page costs it."""

from __future__ import annotations

import base64
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

#: A name for this machine under which nobody takes it for the reader's own.
ELSEWHERE = "atlas.test"
#: Software rendering with WebGL for deck.gl; every host but this machine is unknown.
_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; ``ATLAS_CHROMIUM`` names another than the machine's."""
    path = os.environ.get("ATLAS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


class Wire:
    """What a page receives and holds, as the browser itself counts it."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self._session.send("Performance.enable")
        self._session.on("Network.webSocketFrameReceived", self._frame)
        self._session.on("Network.loadingFinished", self._answer)
        self.received, self._last = 0, time.monotonic()

    def _frame(self, said: dict[str, Any]) -> None:
        frame = said["response"]
        data = frame["payloadData"]
        self._add(len(base64.b64decode(data)) if frame["opcode"] == 2 else len(data.encode()))

    def _answer(self, said: dict[str, Any]) -> None:
        self._add(int(said.get("encodedDataLength", 0)))

    def _add(self, size: int) -> None:
        self.received += size
        self._last = time.monotonic()

    def reset(self) -> None:
        """Count from now."""
        self.received, self._last = 0, time.monotonic()

    def quiet(self, page: Page, still: float = 0.3, patience: float = 3.0) -> None:
        """Wait until nothing has come for a while."""
        until = time.monotonic() + patience
        while time.monotonic() < until and time.monotonic() - self._last < still:
            page.wait_for_timeout(50)

    def heap(self) -> float:
        """Return the JavaScript heap in MB, after collecting garbage."""
        self._session.send("HeapProfiler.collectGarbage")
        found = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in found if metric["name"] == "JSHeapUsedSize")) / 1e6
