"""The pages, in the order of the navigation: one file each below ``pages/``, found at an address of the same name."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo.words import Language, t

_FOLDER = Path(__file__).resolve().parent.parent / "pages"
#: Name of the file and of the address; the first answers at ``/``. The title is ``page.<name>`` in the words.
NAMES: tuple[str, ...] = ("explore", "sites", "routes", "compare", "mission", "briefing", "data")


def page(name: str, language: Language) -> StreamlitPage:
    """Return a page as Streamlit's navigation knows it."""
    first = name == NAMES[0]
    return st.Page(
        _FOLDER / f"{name}.py", title=t(language, f"page.{name}"), url_path=None if first else name, default=first
    )


def pages(language: Language) -> dict[str, StreamlitPage]:
    """Return all pages by name, in order."""
    return {name: page(name, language) for name in NAMES}
