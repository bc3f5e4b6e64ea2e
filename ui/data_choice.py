"""Choosing the data sets that are shown: the Atlas's own, those kept for everybody, and the session's."""

from __future__ import annotations

import streamlit as st

from geo.address import MOST_SETS
from geo.errors import NotFoundError
from geo.library import LIBRARY
from geo.sets import SetInfo
from geo.shelves import PRIVATE
from geo.view import CURATED
from geo.words import number
from ui.session import Atlas, change, change_data

_OWN = "upload_own"


def remember(set_id: str) -> None:
    """Note a set as this session's own."""
    st.session_state[_OWN] = [*st.session_state.get(_OWN, []), set_id]


def own_sets() -> list[SetInfo]:
    """Return the sets that this session brought and that are still there."""
    found = []
    for set_id in st.session_state.get(_OWN, []):
        try:
            found.append(PRIVATE.info(set_id))
        except NotFoundError:
            continue
    return found


def data_choice(atlas: Atlas) -> None:
    """Draw the choice, where there is one; and, where several are shown, the switch of possible duplicates."""
    named = {info.id: info.name for info in [*own_sets(), *LIBRARY.kept()]}
    shown = atlas.view.data.split("+")
    # Of a set that came by a link only its name is known here.
    linked = {i: atlas.names.sets.get(i, i) for i in shown}
    named = {**linked, CURATED: atlas.t("sets.curated_option"), **named}
    if len(named) < 2:
        return
    st.session_state["filter_data"] = shown
    st.multiselect(
        atlas.t("sets.shown"),
        list(named),
        key="filter_data",
        format_func=lambda i: named.get(i, i),
        max_selections=MOST_SETS,
        select_all=False,
        placeholder=atlas.t("sets.curated_option"),
        on_change=lambda: change_data("+".join(st.session_state["filter_data"]) or CURATED),
    )
    pairs = len(atlas.store.dataset.pairs)
    if pairs:
        st.session_state["filter_once"] = atlas.view.once
        st.toggle(
            f"{atlas.t('sets.once')} · {number(atlas.lang, pairs)}",
            key="filter_once",
            help=atlas.t("sets.once_help"),
            on_change=lambda: change(once=st.session_state["filter_once"], event=None),
        )
