"""A Streamlit app on a free port, for as long as a measurement lasts, and what it costs the machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.samples import ROOT

APP = ROOT / "app.py"
#: A cold start takes about 5 s on two cores.
_PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server."""

    address: str
    process: psutil.Process

    def seconds(self) -> float:
        """Return the processor time that it has used so far, in seconds."""
        return sum(sum(one.cpu_times()[:2]) for one in self._all())

    def memory(self) -> float:
        """Return its resident memory in MB."""
        return sum(one.memory_info().rss for one in self._all()) / 1e6

    def _all(self) -> list[psutil.Process]:
        return [self.process, *self.process.children(recursive=True)]


@contextmanager
def serving(script: Path = APP, **environment: str) -> Iterator[Server]:
    """Start an app and give it; end it afterwards, by its id.

    :param script: for ``streamlit run``.
    :param environment: variables that it gets besides ours.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {"server.headless": "true", "server.address": "127.0.0.1", "server.port": str(port)}
    options |= {"server.fileWatcherType": "none", "browser.gatherUsageStats": "false", "server.maxMessageSize": "1000"}
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/_stcore/health", process)
        yield Server(address, psutil.Process(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the app ended with {process.returncode} before it answered")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within {_PATIENCE_SECONDS} s")
