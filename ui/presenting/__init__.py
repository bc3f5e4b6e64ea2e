"""Presentation mode: title, sentence, figures, map, timeline and sources alone, large, in the form of a slide.

It is the page's own parameter ``present=1``, so that a link opens it. ``page.css`` does the hiding; the map stays
mounted, with its zoom. Shift+P or the button enters, Escape or the button leaves (``keys/main.js``).
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import streamlit as st

from geo.export.content import sources_named
from geo.export.order import Order
from geo.records import source_records
from geo.words import day, listing
from ui.component import address
from ui.markup import tag, text
from ui.session import Atlas, change_own

#: Name of the page's own parameter.
PARAMETER = "present"
#: Publishers named in the line of sources.
_NAMED = 5


def presenting(atlas: Atlas) -> bool:
    """Say whether the page is shown as a slide."""
    return atlas.own.get(PARAMETER) == ("1",)


def present_button(atlas: Atlas) -> None:
    """Draw the button that enters or leaves, and listen to the keys that do."""
    on = presenting(atlas)
    name = "present_leave" if on else "present_enter"
    st.button(
        atlas.t("present.leave") if on else "",
        key=name,
        icon=":material/close_fullscreen:" if on else ":material/slideshow:",
        help=atlas.t(f"present.{'leave' if on else 'enter'}_help"),
        on_click=_turn,
        args=(not on,),
    )
    with st.container(key="present_keys"):
        _component(
            key="presenting_keys",
            data={"assets": address("presenting"), "on": on},
            on_turn_change=lambda: _turn(not on),
        )


def present_sources(atlas: Atlas) -> None:
    """Draw the line below the slide: who the sources are, the version of the data, the day, the notes."""
    if not presenting(atlas):
        return
    sources = source_records(atlas.store.dataset, list(sources_named(Order(atlas.opened, atlas.view))))
    named = Counter(source["publisher"] for source in sources if source["publisher"]).most_common(_NAMED)
    who = listing(atlas.lang, [f"{publisher} ({n})" for publisher, n in named], style="standard")
    lines = [
        atlas.t("present.sources", n=len(sources), who=who) if sources else "",
        atlas.t("present.version", version=atlas.store.version, day=day(atlas.lang, date.today())),
    ]
    with st.container(key="presenting"):
        st.html(tag("p", text(" ".join(line for line in lines if line)), cls="atlas-presented"))


def _turn(on: bool) -> None:
    change_own(**{PARAMETER: "1" if on else None})


_component = st.components.v2.component(
    "atlas_presenting", js=(Path(__file__).parent / "loader.js").read_text(encoding="utf-8")
)
