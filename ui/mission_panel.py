"""The page of the Mission as a whole: what is asked, and the way between its parts."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.claims import claims
from geo.errors import Problem
from geo.library import LIBRARY
from geo.mission_asking import PARTS, Asked, mission_asked
from geo.view import CURATED
from ui.markup import tag, text
from ui.session import Atlas, change, change_own, current

#: Parts whose parameters go when the reader goes to another part: a link says no more than what is shown.
_OWN = ("claim", "theme", "verdict", "story", "step", "sort", "closure")


def curated(atlas: Atlas) -> Atlas:
    """Return the same run over the Atlas's own data: claims, stories and figures speak of no other."""
    return replace(atlas, opened=LIBRARY.open(), view=atlas.view.but(data=CURATED))


def asked_of(atlas: Atlas) -> tuple[Asked, list[Problem]]:
    """Read what the page is asked."""
    return mission_asked(
        list(claims(atlas.store.dataset, atlas.lang)), [story.id for story in atlas.opened.stories], atlas.own
    )


def parts(atlas: Atlas, asked: Asked) -> None:
    """Draw the heading of the part and the way to the others."""
    with st.container(key="mission_parts", horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.session_state["mission_part"] = asked.part
        st.segmented_control(
            atlas.t("mission.parts"),
            PARTS,
            key="mission_part",
            format_func=lambda part: atlas.t(f"mission.part_{part}"),
            label_visibility="collapsed",
            required=True,
            on_change=_go,
        )


def heading(title: str, *paragraphs: str, level: int = 2) -> None:
    """Draw a heading with what is said under it."""
    said = (tag("p", text(paragraph), cls="atlas-said") for paragraph in paragraphs)
    st.html(tag(f"h{level}", text(title), cls="atlas-heading") + "".join(said))


def _go() -> None:
    part = st.session_state["mission_part"] or PARTS[0]
    if current().event:
        change(event=None)
    change_own(**dict.fromkeys(_OWN), part=part)
