"""A page as Streamlit's own tester runs it, and what a reader would see on it."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

PAGES = Path(__file__).parents[2] / "pages"


def page(name: str, **asked: str) -> AppTest:
    """Run a page with parameters of its address."""
    at = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=120)
    for parameter, value in ({"lang": "en"} | asked).items():
        at.query_params[parameter] = value
    at.run()
    assert not at.exception
    return at


def charts(at: AppTest) -> dict[str, str]:
    """Return the markup of each chart by its key."""
    found = {}
    for element in at.get("bidi_component"):
        data = json.loads(element.proto.json) if element.proto.json else {}
        if isinstance(data, dict) and "markup" in data:
            found[element.proto.id] = data["markup"]
    return found


def chart(at: AppTest, key: str) -> str:
    """Return the markup of one chart."""
    (found,) = [markup for name, markup in charts(at).items() if f"{key}_chart" in name]
    return found


def plain(markup: str) -> str:
    """Return the text of markup, with plain spaces."""
    return unescape(re.sub(r"<[^>]*>", " ", markup)).replace("\u00a0", " ").replace("\u202f", " ")


def words(at: AppTest) -> str:
    """Return the text of all markup of a page."""
    return plain(" ".join([*(found.proto.body for found in at.get("html")), *charts(at).values()]))
