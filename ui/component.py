"""Where the browser finds the scripts of our own components: one folder each, one address, one version for all."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from geo.webmap.assets import ROOT, fingerprint

_HERE = Path(__file__).parent
#: Name in the address → folder. The components' scripts import those of ``shared`` by a relative path.
FOLDERS: dict[str, Path] = {
    "shared": _HERE / "shared",
    "chart": _HERE / "chart" / "chart",
    "share": _HERE / "share" / "share",
    "presenting": _HERE / "presenting" / "keys",
    "event_table": _HERE / "event_table" / "table",
    "timeline_brush": _HERE / "timeline_brush" / "brush",
}


def address(name: str) -> str:
    """Return the address of a component's folder; it names the content of all, so that copies keep for ever.

    >>> address("event_table").startswith("/atlas/ui/")
    True
    """
    return f"{ROOT}/ui/{_version()}/{name}"


def folders() -> dict[str, Path]:
    """Return address → folder, for the server to mount."""
    return {address(name): folder for name, folder in FOLDERS.items()}


@cache
def _version() -> str:
    return hashlib.sha256("".join(fingerprint(folder) for folder in FOLDERS.values()).encode()).hexdigest()[:10]
