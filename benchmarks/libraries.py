"""The browser libraries that folium would fetch from the network, from npm packages, served beside the peers.

They lie in a cache folder of the user's and are never copied into the repository. The browser reaches no other host
(:mod:`benchmarks.browser`). They are served with an age, as by the hosts that folium names: answered by the driver they
would not be cached, and a peer that rebuilds its map would be charged for it.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import platformdirs

PACKAGES = (
    "leaflet@1.9.3",
    "jquery@3.7.1",
    "bootstrap@5.2.2",
    "leaflet.awesome-markers@2.0.5",
    "@fortawesome/fontawesome-free@6.2.0",
    "leaflet.markercluster@1.1.0",
    "leaflet-timedimension@1.1.1",
    "iso8601-js-period",
    "moment@2.18.1",
    "jquery-ui@1.14",
)
#: End of folium's address → file of a package. What is not here is decoration, and answered with nothing.
FILES = {
    "/leaflet.js": "leaflet/dist/leaflet.js",
    "/leaflet.css": "leaflet/dist/leaflet.css",
    "/jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "/jquery.min.js": "jquery/dist/jquery.min.js",
    "/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "/leaflet.awesome-markers.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "/leaflet.awesome-markers.css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
    "/all.min.css": "@fortawesome/fontawesome-free/css/all.min.css",
    "/leaflet.markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "/MarkerCluster.css": "leaflet.markercluster/dist/MarkerCluster.css",
    "/MarkerCluster.Default.css": "leaflet.markercluster/dist/MarkerCluster.Default.css",
    "/jquery-ui.min.js": "jquery-ui/dist/jquery-ui.min.js",
    "/iso8601.min.js": "iso8601-js-period/iso8601.js",
    "/leaflet.timedimension.min.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "/leaflet.timedimension.control.css": "leaflet-timedimension/dist/leaflet.timedimension.control.css",
    "/moment.min.js": "moment/min/moment.min.js",
}


def local(address: str, server: str) -> str:
    """Return where a library that folium names is served here.

    >>> local("https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js", "http://127.0.0.1:1")
    'http://127.0.0.1:1/node_modules/leaflet/dist/leaflet.js'
    >>> local("https://netdna.bootstrapcdn.com/bootstrap/3.0.0/css/bootstrap-glyphicons.css", "http://127.0.0.1:1")
    'http://127.0.0.1:1/nothing.css'
    """
    known = FILES.get("/" + address.rsplit("/", 1)[-1])
    return f"{server}/node_modules/{known}" if known else f"{server}/nothing.{address.rsplit('.', 1)[-1]}"


def installed() -> Path:
    """Return the folder with the packages; install them where they are not there yet."""
    folder = Path(platformdirs.user_cache_dir("minusma-atlas")) / "benchmarks"
    if not all((folder / "node_modules" / file).exists() for file in FILES.values()):
        if not (npm := shutil.which("npm")):
            raise RuntimeError(
                "the peers need browser libraries from npm packages, and there is no npm on this machine"
            )
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"]
        subprocess.run([npm, "install", *quiet, *PACKAGES], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return folder


@contextmanager
def serving_folder(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port and give its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Files(SimpleHTTPRequestHandler):
    """Files with an age, and an empty answer for decoration."""

    def do_GET(self) -> None:  # noqa: N802 (the library's name)
        if self.path.startswith("/nothing."):
            self.send_response(200)
            self.send_header("Content-Type", "text/css" if self.path.endswith("css") else "text/javascript")
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            with suppress(BrokenPipeError, ConnectionResetError):  # A page that is closed while it loads.
                super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=86400" if self.path != "/" else "no-store")
        super().end_headers()

    def log_message(self, *said: Any) -> None:
        """Say nothing."""
