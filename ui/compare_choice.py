"""What a comparison is of: two periods or two regions, presets from the data, days typed or chosen."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.comparing import Compared
from geo.comparing_asking import Asked, Part, coups, day_of, round_day
from geo.library import LIBRARY
from geo.model import REGIONS
from geo.periods import periods
from geo.pivots import is_post, pivots
from geo.place_asking import MONTHS
from geo.view import first_of, last_of
from geo.words import day
from ui.day_choice import day_choice
from ui.session import Atlas, change_own

_BAD = "compare_bad"
_OF = ("periods", "regions")


def choices(atlas: Atlas, asked: Asked, found: Compared) -> None:
    """Draw the choices; each writes the page's own parameters."""
    with st.container(key="compare_choice", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="compare_presets"):
            _of(atlas, asked, found)
            _coups(atlas, asked)
            st.button(
                atlas.t("compare.swap"),
                key="compare_swap",
                icon=":material/swap_horiz:",
                type="tertiary",
                on_click=lambda: take(asked.swapped()),
            )
        if not asked.regional:
            _round(atlas, asked)
        left, right = st.columns(2, gap="medium")
        with left:
            _side(atlas, asked, "a")
        with right:
            _side(atlas, asked, "b")
        if bad := st.session_state.pop(_BAD, None):
            st.warning(bad, icon=":material/event_busy:")
        for key in _unused(atlas, asked):
            st.caption(atlas.t(key))


def take(asked: Asked) -> None:
    """Write what is asked into the address, from a widget's callback."""
    change_own(**asked.params())


def _of(atlas: Atlas, asked: Asked, found: Compared) -> None:
    def changed() -> None:
        if st.session_state["compare_of"] == _OF[0]:
            # The sides' own periods if they have any, else what the page shows at first.
            take(Asked(Part(asked.a.start, asked.a.end), Part(asked.b.start, asked.b.end), asked.by))
        else:
            take(Asked(*(Part(region=(name,)) for name in _two(found)), asked.by))

    st.session_state["compare_of"] = _OF[asked.regional]
    st.segmented_control(
        atlas.t("compare.of"),
        _OF,
        key="compare_of",
        format_func=lambda of: atlas.t(f"compare.of_{of}"),
        label_visibility="collapsed",
        required=True,
        on_change=changed,
    )


def _two(found: Compared) -> list[str]:
    """Return the two regions with the most events on both sides together."""
    rows = sorted(found.of("region"), key=lambda row: -(row.a.events + row.b.events))
    named = [row.name for row in rows if row.name in REGIONS]
    return [*named, *(region for region in REGIONS if region not in named)][:2]


def _coups(atlas: Atlas, asked: Asked) -> None:
    known = coups()
    if not known:
        return
    now = day_of(asked)
    months = now[1] if now else MONTHS
    state = st.session_state
    state["compare_coup"] = now[0].isoformat() if now and now[0] in known else None
    st.pills(
        atlas.t("compare.presets"),
        [coup.isoformat() for coup in known],
        key="compare_coup",
        format_func=lambda text: atlas.t("compare.coup", day=day(atlas.lang, first_of(text), "month", short=True)),
        label_visibility="collapsed",
        on_change=lambda: _take_round(state["compare_coup"], months),
    )


def _round(atlas: Atlas, asked: Asked) -> None:
    """Draw the choice of equal windows round a day, from the data or typed."""
    now = day_of(asked)
    # The days are the Atlas's own, whichever data set is compared.
    dataset = LIBRARY.open().store.dataset
    agreed = dataset.events.assign(certain=True)
    posts = [str(site["id"]) for _, site in dataset.sites.iterrows() if is_post(site)]
    offered = pivots(dataset, agreed, posts, atlas.lang)
    months = now[1] if now else MONTHS
    day_choice(
        atlas,
        "compare",
        offered,
        next((pivot.text for pivot in reversed(offered) if now and first_of(pivot.text) == now[0]), None),
        _text(now[0]) if now else "",
        months,
        on_day=lambda text: _take_round(text, months),
        on_typed=lambda text: _take_typed(atlas, text, months),
        on_months=lambda chosen: _take_round(_text(now[0]) if now else None, chosen),
        open_months=now is not None,
    )


def _take_round(text: str | None, months: int) -> None:
    if text:
        take(Asked(*round_day(first_of(text), months)))


def _take_typed(atlas: Atlas, said: str, months: int) -> None:
    if said and _read(atlas, said) is not None:
        _take_round(said, months)


def _side(atlas: Atlas, asked: Asked, which: str) -> None:
    """Draw the choice of a side: a period of the Mission or days, and where regions are compared its region."""
    part: Part = getattr(asked, which)
    side = atlas.t(f"compare.side_{which}")
    known = {period.id: period for period in periods(atlas.store.dataset)}
    shown = next((p.id for p in known.values() if (p.start, p.end) == (part.start, part.end)), None)
    state = st.session_state
    key = f"compare_{which}"

    def put(new: Part) -> None:
        take(Asked(new, asked.b, asked.by) if which == "a" else Asked(asked.a, new, asked.by))

    def from_period() -> None:
        if chosen := known.get(state[f"{key}_period"]):
            put(Part(chosen.start, chosen.end, part.region))

    def from_days() -> None:
        texts = state[f"{key}_from"].strip(), state[f"{key}_to"].strip()
        if any(said and _read(atlas, said) is None for said in texts):
            return
        start, end = first_of(texts[0]) if texts[0] else None, last_of(texts[1]) if texts[1] else None
        if start and end and start > end:
            state[_BAD] = atlas.t("compare.day_order", side=side)
        else:
            put(Part(start, end, part.region))

    state[f"{key}_period"] = shown
    params = part.params(which)
    state[f"{key}_from"], state[f"{key}_to"] = ("".join(params[f"{which}_{end}"]) for end in ("from", "to"))
    with st.container(key=f"{key}_choice", horizontal=True, vertical_alignment="bottom", gap="small"):
        if asked.regional:
            state[f"{key}_region"] = part.region[0] if len(part.region) == 1 else None
            st.selectbox(
                atlas.t("compare.region", side=side),
                REGIONS,
                index=None,
                key=f"{key}_region",
                format_func=atlas.names.region,
                placeholder=", ".join(map(atlas.names.region, part.region)) or atlas.t("compare.region_any"),
                on_change=lambda: put(
                    Part(part.start, part.end, (state[f"{key}_region"],) if state[f"{key}_region"] else ())
                ),
            )
        st.selectbox(
            atlas.t("compare.period", side=side),
            list(known),
            index=None,
            key=f"{key}_period",
            format_func=lambda period: known[period].label(atlas.lang) if period in known else period,
            placeholder=atlas.t("compare.period_any" if part.dated else "filter.period_any"),
            on_change=from_period,
        )
        for end, word in (("from", "first_day"), ("to", "last_day")):
            st.text_input(
                atlas.t(f"compare.{word}", side=side),
                key=f"{key}_{end}",
                max_chars=10,
                placeholder="2018-06",
                on_change=from_days,
            )


def _unused(atlas: Atlas, asked: Asked) -> list[str]:
    """Return what is said of filters that the sides have in their own place."""
    view, said = atlas.view, []
    if (view.start or view.end) and asked.a.dated and asked.b.dated:
        said.append("compare.years_unused")
    if view.region and asked.a.region and asked.b.region:
        said.append("compare.region_unused")
    return said


def _read(atlas: Atlas, text: str) -> date | None:
    """Read a typed day; one that is none is remembered, to be told."""
    try:
        found = first_of(text)
        if 2000 <= found.year <= 2100:
            return found
    except ValueError:
        pass
    st.session_state[_BAD] = atlas.t("compare.day_bad", text=text)
    return None


def _text(value: date) -> str:
    """Return a day as an address says it."""
    return Part(start=value).params("a")["a_from"][0]
