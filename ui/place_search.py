"""The place search in the head of every page: the Atlas's gazetteer, and on request an online one."""

from __future__ import annotations

import time
from typing import Any

import streamlit as st

from geo.area import MOST_LAT, Circle
from geo.text import fold
from geo.words import Language
from ui.markup import plain
from ui.pages import page
from ui.session import Atlas, change, current, here, page_params

#: Kilometres of the filter that is offered round a place.
ROUND_KM = 25
_LOOK, _QUERY, _ONLINE, _CHOSEN = "atlas_look", "place_query", "place_online", "place_chosen"


def place_search(atlas: Atlas) -> None:
    """Draw the search: one field, and under it what it found. Only what is chosen runs the page anew."""
    # Another key is another menu, which is closed: so it closes once something was chosen.
    chosen = st.session_state.setdefault(_CHOSEN, 0)
    with (
        st.container(key="place_search", width="content"),
        st.popover("", icon=":material/search:", help=atlas.t("search.field"), key=f"place_menu_{chosen}"),
    ):
        _search(atlas)


@st.fragment
def _search(atlas: Atlas) -> None:
    st.text_input(
        atlas.t("search.field"),
        key=_QUERY,
        placeholder=atlas.t("search.placeholder"),
        icon=":material/search:",
        max_chars=80,
        type="search",
    )
    typed = " ".join((st.session_state.get(_QUERY) or "").split())
    with st.container(key="place_found", gap="xxsmall"):
        if typed:
            _found(atlas, typed)
    st.toggle(atlas.t("search.online"), key=_ONLINE, help=atlas.t("search.online_help"))


def look() -> dict[str, Any] | None:
    """Return what a reader chose to see last: ``seq``, ``bounds``, ``at``, ``name``; ``None`` for nothing."""
    found: dict[str, Any] | None = st.session_state.get(_LOOK)
    return found


def _found(atlas: Atlas, typed: str) -> None:
    from geo.geocoding import Gazetteer  # geopy, which only a search needs

    found = Gazetteer(atlas.store.dataset, atlas.names).geocode(typed, exactly_one=False) or []
    for i, location in enumerate(found):
        _result(atlas, location, i)
    if not found:
        st.caption(atlas.t("search.none", text=plain(typed)))
    if st.session_state.get(_ONLINE):
        _found_online(atlas, typed, len(found))


def _found_online(atlas: Atlas, typed: str, first: int) -> None:
    from geo.geocoding import ATTRIBUTION, OnlineSearchError, online

    try:
        with st.spinner(atlas.t("search.asking")):
            found = online().geocode(typed, atlas.lang)
    except OnlineSearchError as error:
        st.caption(f":material/cloud_off: {atlas.t(f'search.{error.why}')}")
        return
    for i, location in enumerate(found, first):
        _result(atlas, location, i)
    if not found:
        st.caption(atlas.t("search.online_none"))
    st.caption(ATTRIBUTION)


def _result(atlas: Atlas, location: Any, i: int) -> None:
    """Draw one place: its name shows it on the map; beside it the filter round it and its own page."""
    told = location.raw
    kind, exact = told["kind"], told["exact"]
    spelling = told.get("spelling", location.address)
    # The names of a road, one after the other, would fill the line.
    same = kind == "route" or fold(spelling) == fold(location.address)
    other = "" if same else f" ({plain(spelling)})"
    about = atlas.t(f"search.kind_{kind}") + ("" if exact else f" · {atlas.t('search.close')}")
    with st.container(
        key=f"place_result_{i}",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
        gap="xsmall",
    ):
        if st.button(
            f"{plain(location.address)}{other} · {about}",
            key=f"place_show_{i}",
            type="tertiary",
            icon=":material/public:" if kind == "online" else ":material/check:" if exact else ":material/spellcheck:",
            help=atlas.t("search.show"),
            on_click=_show,
            args=(location.address, (location.latitude, location.longitude), told["bounds"]),
        ):
            _run(atlas.lang)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
            filtered, words = _filter(atlas, location)
            if st.button(words, key=f"place_near_{i}", icon=":material/filter_alt:", on_click=_narrow, kwargs=filtered):
                _run(atlas.lang)
            if kind in ("site", "route"):
                st.page_link(
                    page(f"{kind}s", atlas.lang),
                    label=atlas.t(f"search.open_{kind}"),
                    icon=":material/menu_book:",
                    query_params={**page_params(current()), kind: [told["id"]]},
                )


def _filter(atlas: Atlas, location: Any) -> tuple[dict[str, Any], str]:
    """Return the filter that a place offers, and what its button says."""
    told = location.raw
    if told["kind"] == "region":
        return {"region": (told["id"],)}, atlas.t("search.only_region")
    if told["kind"] == "cercle" and told["id"] in atlas.opened.vocabulary.cercles.values():
        return {"cercle": (told["id"],)}, atlas.t("search.only_cercle")
    words = atlas.t("search.within", km=ROUND_KM)
    if told["kind"] in ("site", "route"):
        return {"near": told["id"], "within_km": float(ROUND_KM)}, words
    lat = min(max(location.latitude, -MOST_LAT), MOST_LAT)
    return {"within": Circle(lat, location.longitude, ROUND_KM)}, words


def _show(name: str, at: tuple[float, float], bounds: tuple[float, float, float, float]) -> None:
    # A later search has a larger number, in this tab and after the page was loaded anew.
    told = {"seq": time.time_ns() // 1_000_000, "name": name, "at": list(at), "bounds": list(bounds)}
    st.session_state[_LOOK] = told
    st.session_state[_CHOSEN] += 1


def _narrow(**changes: Any) -> None:
    st.session_state[_CHOSEN] += 1
    # A place is looked at from one side: what else was said of where would hide what was asked for.
    change(**({"region": (), "cercle": (), "near": None, "within": None} | changes), event=None)


def _run(language: Language) -> None:
    """Run the page anew with what was chosen; from another page go to the map of Explore."""
    if here() == "":
        st.rerun()
    st.switch_page(page("explore", language), query_params=page_params(current()))
