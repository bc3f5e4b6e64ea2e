"""A chart or list made by :mod:`ui.charts`, in the page: its marks and rows can be chosen by hand and by key.

``st.html`` takes no SVG, and nothing in it answers a click; so the markup goes through a component, which only shows
it and tells which event was chosen. The markup is ours and escaped (:mod:`ui.markup`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from ui.component import address
from ui.session import Atlas, change


def chart(
    atlas: Atlas, markup: str, *, key: str, keep_site: bool = False, on_choice: Callable[[str], None] | None = None
) -> None:
    """Draw a chart; choosing an event in it selects the event.

    :param markup: of :mod:`ui.charts`; an element with ``data-event`` is an event that can be chosen.
    :param key: Streamlit key; the container has it too.
    :param keep_site: whether the selected site stays, as on its own page.
    :param on_choice: what to do when an element with ``data-choice`` is chosen; it is told what stands there, or
        whatever else a browser may send.
    """
    with st.container(key=key):
        _component(
            key=f"{key}_chart",
            data={"assets": address("chart"), "markup": markup},
            on_selected_change=lambda: _answer(atlas, f"{key}_chart", keep_site, on_choice),
        )


def _answer(atlas: Atlas, key: str, keep_site: bool, on_choice: Callable[[str], None] | None) -> None:
    """Take the choice; a browser may send anything, and what is no event is none."""
    said = st.session_state.get(key)
    chosen = said.get("selected") if isinstance(said, Mapping) else None
    if not isinstance(chosen, Mapping):
        return
    event, choice = chosen.get("id"), chosen.get("choice")
    if on_choice is not None and isinstance(choice, str):
        on_choice(choice)
    if isinstance(event, str) and event in atlas.opened.vocabulary.events:
        change(event=event, **({} if keep_site else {"site": None}))


_component = st.components.v2.component(
    "atlas_chart", js=(Path(__file__).parent / "loader.js").read_text(encoding="utf-8")
)
