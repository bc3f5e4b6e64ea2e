"""What every browser test needs: a Chromium, pages in it, our server, and a record of what leaves the house."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from explore_page import Explore

#: Apps that tests serve; importing them, as the search for doctests would, runs them.
collect_ignore_glob = ["harness/*"]

ROOT = Path(__file__).parents[2]
#: Where a Chromium may be, best first; ``ATLAS_CHROMIUM`` names another.
CHROMIUMS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
#: A cold start of Streamlit on two busy cores takes about 5 s.
START_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a browser test on CI one more try when the page did not answer in time; what it answers is never excused."""
    if os.environ.get("CI") != "true":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome on this machine, or ``None``."""
    if named := os.environ.get("ATLAS_CHROMIUM"):
        return named
    return next((path for name in CHROMIUMS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium. Without one the test is skipped, except on CI, where it fails."""
    path = find_chromium()
    if path is None:
        message = "no Chromium found: install Debian's chromium, or name one in ATLAS_CHROMIUM"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    # Two busy cores, with other tests on the second one, need longer than the five seconds that are usual.
    playwright.expect.set_options(timeout=15_000)
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser):
    """A function that opens a fresh page: ``page(width=390, height=844, theme="dark", locale="fr-FR", …)``.

    Further keywords go to Playwright's ``new_context``, e.g. ``has_touch=True`` or ``reduced_motion="reduce"``.
    """
    contexts = []

    def open_page(*, width: int = 1440, height: int = 900, theme: str = "light", locale: str = "en-GB", **options):
        options = {"viewport": {"width": width, "height": height}, "color_scheme": theme, "locale": locale} | options
        context = browser.new_context(**options)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory) -> Iterator[Callable[..., str]]:
    """A function that serves an app by ``streamlit run`` and returns its address; each app is started once.

    Keywords are environment variables: ``serve("app.py", ATLAS_DATA_FOLDER=str(folder))`` is a server of its own.
    """
    running: dict[tuple[Path, tuple[tuple[str, str], ...]], tuple[subprocess.Popen[bytes], str]] = {}

    def start(app: str | Path, **environment: str) -> str:
        path = (ROOT / app).resolve()
        key = (path, tuple(sorted(environment.items())))
        if key not in running:
            log = tmp_path_factory.mktemp("server") / "log.txt"
            running[key] = _start(path, log, environment)
        return running[key][1]

    yield start
    for process, _ in running.values():
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(path: Path, log: Path, more: dict[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {"headless": "true", "address": "127.0.0.1", "port": str(port), "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", str(path)]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    command += ["--browser.gatherUsageStats=false"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])} | more
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return process, address
        except OSError:
            time.sleep(0.1)
    process.kill()
    process.wait()
    raise RuntimeError(f"{path} did not start:\n{log.read_text(errors='replace')[-4000:]}")


@pytest.fixture
def explore(page, serve):
    """A function that opens ``/`` and waits until the map stands: ``explore("region=Gao", width=390, …)``.

    ``address`` names another server than that of the Atlas's own data; ``before`` is called with the page before it
    goes there; other keywords go to ``page``. After the test every page must be free of script errors.
    """
    opened: list[Explore] = []

    def open_explore(
        query: str = "",
        *,
        address: str | None = None,
        ready: bool = True,
        before: Callable[[Any], Any] = lambda page: None,
        **options,
    ) -> Explore:
        it = Explore(page(**options), address or serve("app.py"))
        before(it.page)
        opened.append(it)
        return it.open(query, ready=ready)

    yield open_explore
    for it in opened:
        assert it.errors == []


@pytest.fixture
def no_outside_requests() -> Callable[..., list[str]]:
    """A function that cuts a page off from every host but the server's and returns the list of what it asked for.

    >>> outside = no_outside_requests(page, address)  # doctest: +SKIP
    >>> assert outside == []  # doctest: +SKIP
    """

    def watch(page, address: str) -> list[str]:
        outside: list[str] = []
        host = urlsplit(address).netloc

        def decide(route) -> None:
            url = urlsplit(route.request.url)
            if url.scheme in ("http", "https", "ws", "wss") and url.netloc != host:
                outside.append(route.request.url)
                route.abort()
            else:
                route.continue_()

        page.context.route("**/*", decide)
        return outside

    return watch
