"""The look of the pages: one style sheet, its colours filled in from :mod:`geo.style`."""

from __future__ import annotations

import re
from dataclasses import asdict
from functools import cache
from pathlib import Path

import streamlit as st

from geo.style import DIVERGING, GROUNDS, SYMBOLS


def dress() -> None:
    """Put the style sheet into the page, in the colours of both themes: the browser follows the reader's at once."""
    st.html(f"<style>{_sheet()}</style>")


@cache
def _sheet() -> str:
    sheet = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    light, dark = asdict(GROUNDS["light"]), asdict(GROUNDS["dark"])
    colours = {f"group-{group}": (symbol.light, symbol.dark) for group, symbol in SYMBOLS.items()}
    used = ("page", "line", "text", "text_quiet", "link", "land", "region", "border")
    colours |= {name.replace("_", "-"): (light[name], dark[name]) for name in used}
    both = zip(DIVERGING["light"], DIVERGING["dark"], strict=True)
    colours |= {f"diverging-{i}": pair for i, pair in enumerate(both)}
    # Resolved where a colour is used: Streamlit's app says there which colour scheme it wears.
    variables = "".join(f"--atlas-{name}:light-dark({one},{other});" for name, (one, other) in colours.items())
    return f":root{{{variables}}}" + " ".join(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split())
