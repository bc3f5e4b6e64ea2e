"""The look of the pages: one style sheet, its colours filled in from :mod:`geo.style`."""

from __future__ import annotations

import re
from dataclasses import asdict
from functools import cache
from pathlib import Path

import streamlit as st

from geo.style import GROUNDS, SYMBOLS, Theme


def dress() -> None:
    """Put the style sheet into the page, in the colours of the theme that the reader sees."""
    st.html(f"<style>{_sheet('dark' if st.context.theme.type == 'dark' else 'light')}</style>")


@cache
def _sheet(theme: Theme) -> str:
    sheet = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    ground = asdict(GROUNDS[theme])
    colours = {f"group-{group}": getattr(symbol, theme) for group, symbol in SYMBOLS.items()}
    colours |= {name.replace("_", "-"): ground[name] for name in ("line", "text", "text_quiet", "link")}
    variables = "".join(f"--atlas-{name}:{colour};" for name, colour in colours.items())
    return f":root{{{variables}}}" + " ".join(re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL).split())
