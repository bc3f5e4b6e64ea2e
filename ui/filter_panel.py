"""The filters in the sidebar: each is drawn from the view and writes it, with the count that each choice would show."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.feeds import extent
from geo.model import CATEGORIES, FIRST_YEAR, LAST_YEAR, PRECISIONS, REGION_VINTAGE, REGIONS
from geo.periods import Period, periods
from geo.sentence import area_text
from geo.style import SYMBOLS
from geo.text import fold
from geo.view import DEFAULT_WITHIN_KM
from geo.words import number
from ui.data_choice import data_choice
from ui.session import Atlas, change, current, replace

#: Fields that a reader can empty again: without a default of "nothing" Streamlit offers no way back to it.
_SELECT = partial(st.selectbox, index=None)
_NUMBER = partial(st.number_input, value=None)
#: Between the name of a choice and the number of events that it would show.
_COUNT = " · "
#: Seconds that the page waits before it runs for a window that its brush shows already: begun at once, the run competes
#: with the rows, sentence and figures that the browser asks for. They take 0.1 to 0.2 s on two slow cores.
_COURTESY = 0.2
#: What no widget shows.
_NOTHING = object()


def filter_head(atlas: Atlas, *, where: bool = True) -> DeltaGenerator:
    """Draw the panel's name and the button that takes all filters off; return the panel, for :func:`filter_panel`.

    :param where: see :func:`filter_panel`.
    """
    panel = st.container(key="filter_panel", gap="small")
    with panel:
        _head(atlas, where)
    return panel


def filter_panel(
    atlas: Atlas, *, where: bool = True, brushed: bool = False, panel: DeltaGenerator | None = None
) -> None:
    """Draw the panel; a change reruns the page with the new view.

    :param panel: from :func:`filter_head`, where the panel was begun before.
    :param where: whether region, cercle and distance can be filtered; a page that is about one place chooses it itself.
    :param brushed: whether a brush on the page shows at once what the slider of years chooses.
    """
    with panel or filter_head(atlas, where=where):
        data_choice(atlas)
        _years(atlas, brushed)
        counts = atlas.store.facets(atlas.view)
        if where:
            _several(atlas, "region", list(REGIONS), counts.get("region", {}), atlas.names.region)
        _categories(atlas, counts.get("category", {}))
        if where:
            cercles = sorted(set(atlas.opened.vocabulary.cercles.values()), key=lambda c: fold(atlas.names.cercle(c)))
            _several(atlas, "cercle", cercles, counts.get("cercle", {}), atlas.names.cercle)
        by_number = counts.get("actor", {})
        # Several hundred actors: only those who would show something are offered.
        offered = [a for a in atlas.names.actors if by_number.get(a) or a in atlas.view.actor]
        actors = sorted(offered, key=lambda a: (-by_number.get(a, 0), fold(atlas.names.actor(a))))
        _several(atlas, "actor", actors, by_number, atlas.names.actor)
        if where:
            _near(atlas)
            _area(atlas)
        _killed(atlas)
        _certainty(atlas, counts)
        _text(atlas)
        _claim(atlas)


def _draw(
    widget: Callable[..., Any], field: str, value: Any, label: str, on_change: Callable[[], None], **how: Any
) -> None:
    """Draw a widget that shows ``value`` now, whatever it showed before."""
    key = f"filter_{field}"
    renamed = False
    if name := how.get("format_func"):
        # The browser knows a choice by its label. Where a label has another count than before, the choice is told anew:
        # otherwise it would come back under a name that is not offered any more, and be lost.
        labels = [name(one) for one in (value if isinstance(value, list) else [value]) if one is not None]
        renamed = st.session_state.get(f"{key}_labels", labels) != labels
        st.session_state[f"{key}_labels"] = labels
    # A value that is set anew overwrites what a hand has moved since; so it is set only where it differs.
    if renamed or st.session_state.get(key, _NOTHING) != value:
        st.session_state[key] = value
    widget(label, key=key, on_change=on_change, **how)


def _now(field: str) -> Any:
    return st.session_state[f"filter_{field}"]


def _told(field: str, options: list[str], name: Callable[[str], str]) -> tuple[str, ...]:
    """Return which of several options are chosen, in their order.

    A choice that comes back under a label with an older count comes as that label.
    """
    now = _now(field) or []
    now = now if isinstance(now, list) else [now]
    older = {str(label).rpartition(_COUNT)[0] for label in now}
    return tuple(option for option in options if option in now or name(option) in older)


def _head(atlas: Atlas, where: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{atlas.t('filter.title')}**", width="content")
        # A page's own place is no filter that could be taken away.
        everything = (atlas.view if where else atlas.view.but(near=None)).is_everything()
        st.button(
            atlas.t("filter.reset"),
            key="filter_reset",
            icon=":material/restart_alt:",
            type="tertiary",
            disabled=everything,
            on_click=lambda: replace(current().everything().but(site=None if where else current().site)),
        )


def _years(atlas: Atlas, brushed: bool) -> None:
    view = atlas.view
    known = periods(atlas.store.dataset)
    # The brush's ends: what a set of one's own has of other years can be seen and left out.
    least, most = (day.year for day in extent(atlas.store))
    least, most = min(least, FIRST_YEAR), max(most, LAST_YEAR)

    def from_slider() -> None:
        if brushed:
            time.sleep(_COURTESY)
        first, last = _now("years")
        change(
            start=date(first, 1, 1) if first > least else None,
            end=date(last, 12, 31) if last < most else None,
        )

    def from_preset() -> None:
        chosen: Period | None = next((p for p in known if p.id == _now("period")), None)
        change(start=chosen.start if chosen else None, end=chosen.end if chosen else None)

    first = min(max(view.start.year, least), most) if view.start else least
    last = max(min(view.end.year, most), least) if view.end else most
    _draw(
        st.slider,
        "years",
        (min(first, last), max(first, last)),
        atlas.t("filter.years"),
        from_slider,
        min_value=least,
        max_value=most,
        format="%d",
    )
    shown = next((p.id for p in known if (p.start, p.end) == (view.start, view.end)), None)
    labels = {p.id: p.label(atlas.lang) for p in known}
    _draw(
        _SELECT,
        "period",
        shown,
        atlas.t("filter.period"),
        from_preset,
        options=list(labels),
        format_func=lambda p: labels.get(p, p),
        placeholder=atlas.t("filter.period_any"),
        label_visibility="collapsed",
    )


def _several(atlas: Atlas, field: str, options: list[str], counts: dict[str, int], name: Callable[[str], str]) -> None:
    """Draw a filter of several choices; those that would show nothing stand last, unless chosen."""
    chosen = list(getattr(atlas.view, field))
    empty = [o for o in options if not counts.get(o) and o not in chosen]
    shown = [o for o in options if o not in empty] + empty
    _draw(
        st.multiselect,
        field,
        chosen,
        atlas.t(f"filter.{field}"),
        lambda: change(**{field: _told(field, options, name)}),
        options=shown,
        format_func=lambda o: f"{name(o)}{_COUNT}{number(atlas.lang, counts.get(o, 0))}",
        placeholder=atlas.t(f"filter.{field}_any"),
        help=atlas.t("filter.region_help", vintage=REGION_VINTAGE) if field == "region" else None,
        select_all=False,  # it says so in English only, and all of them is what shows without a choice
    )


def _categories(atlas: Atlas, counts: dict[str, int]) -> None:
    def label(category: str) -> str:
        symbol = SYMBOLS[CATEGORIES[category]]
        n = number(atlas.lang, counts.get(category, 0))
        return f":{symbol.hue}[{symbol.glyph}] {atlas.names.category(category)} · {n}"

    _draw(
        st.pills,
        "category",
        list(atlas.view.category),
        atlas.t("filter.category"),
        lambda: change(category=tuple(c for c in CATEGORIES if c in _now("category"))),
        options=list(CATEGORIES),
        format_func=label,
        selection_mode="multi",
    )


def _near(atlas: Atlas) -> None:
    view, dataset = atlas.view, atlas.store.dataset
    places = [*dataset.routes["id"], *sorted(dataset.sites["id"], key=lambda s: fold(atlas.names.place(s)))]
    left, right = st.columns([5, 3], gap="xsmall", vertical_alignment="bottom")
    with left:
        _draw(
            _SELECT,
            "near",
            view.near,
            atlas.t("filter.near"),
            lambda: change(near=_now("near"), within_km=_now("within") or DEFAULT_WITHIN_KM),
            options=places,
            format_func=atlas.names.place,
            placeholder=atlas.t("filter.near_any"),
            help=atlas.t("filter.near_help"),
        )
    with right:
        _draw(
            st.number_input,
            "within",
            float(view.within_km if view.within_km is not None else DEFAULT_WITHIN_KM),
            atlas.t("filter.within"),
            lambda: change(within_km=_now("within")),
            min_value=0.0,
            max_value=1000.0,
            step=5.0,
            format="%g",
            disabled=view.near is None,
        )


def _area(atlas: Atlas) -> None:
    """Draw the area that the reader drew on the map, with the way to leave it."""
    if not atlas.view.within:
        return
    said = area_text(atlas.view.within, atlas.lang)
    st.button(
        said[0].upper() + said[1:],
        key="filter_area",
        icon=":material/close:",
        help=atlas.t("filter.area_help"),
        on_click=change,
        kwargs={"within": None},
    )


def _killed(atlas: Atlas) -> None:
    view = atlas.view
    for column, field, key in zip(
        st.columns(2, gap="xsmall"), ("killed_min", "killed_max"), ("low", "high"), strict=True
    ):
        with column:
            _draw(
                _NUMBER,
                field,
                getattr(view, field),
                atlas.t(f"filter.{field}"),
                lambda field=field: change(**{field: _now(field)}),  # type: ignore[misc]
                min_value=(view.killed_min or 0) if key == "high" else 0,
                max_value=view.killed_max if key == "low" and view.killed_max is not None else 999_999_999,
                step=1,
                placeholder=atlas.t("filter.any"),
                help=atlas.t("filter.killed_help") if key == "low" else None,
            )


def _certainty(atlas: Atlas, counts: dict[str, dict[str, int]]) -> None:
    by_precision, running = counts.get("precision", {}), 0
    labels = {}
    for precision in PRECISIONS[:-1]:
        running += by_precision.get(precision, 0)
        labels[precision] = f"{atlas.t(f'filter.precision_{precision}')}{_COUNT}{number(atlas.lang, running)}"
    _draw(
        _SELECT,
        "precision",
        atlas.view.precision if atlas.view.precision in labels else None,
        atlas.t("filter.precision"),
        lambda: change(
            precision=next(iter(_told("precision", list(labels), lambda p: atlas.t(f"filter.precision_{p}"))), None)
        ),
        options=list(labels),
        format_func=lambda p: labels.get(p, p),
        placeholder=atlas.t("filter.precision_any"),
    )
    hidden = sum(by_precision.values()) - by_precision.get("exact", 0)
    _draw(
        st.toggle,
        "exact",
        atlas.view.precision == "exact",
        f"{atlas.t('filter.exact')} · {atlas.t('filter.exact_hides', n=hidden)}",
        lambda: change(precision="exact" if _now("exact") else None),
        help=atlas.t("filter.exact_help"),
    )
    verified = number(atlas.lang, counts.get("verified", {}).get("verified", 0))
    _draw(
        st.toggle,
        "verified",
        atlas.view.verified,
        f"{atlas.t('filter.verified')} · {verified}",
        lambda: change(verified=_now("verified")),
        help=atlas.t("filter.verified_help"),
    )


def _text(atlas: Atlas) -> None:
    _draw(
        st.text_input,
        "q",
        atlas.view.q,
        atlas.t("filter.q"),
        lambda: change(q=" ".join(_now("q").split())),
        placeholder=atlas.t("filter.q_any"),
        max_chars=200,
        icon=":material/search:",
    )


def _claim(atlas: Atlas) -> None:
    """Draw the claim that the view is about, which is chosen on the page of the Mission, with the way to leave it."""
    if not atlas.view.claim:
        return
    statement = atlas.names.claims.get(atlas.view.claim, "")
    st.button(
        atlas.t("filter.claim", id=atlas.view.claim),
        key="filter_claim",
        icon=":material/close:",
        help=statement,
        on_click=change,
        kwargs={"claim": None},
    )
