"""The choice of a day to compare round, from the data or typed, and of the months on each side of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from geo.pivots import Pivot
from geo.place_asking import MOST_MONTHS
from ui.session import Atlas


def day_choice(
    atlas: Atlas,
    key: str,
    days: Sequence[Pivot],
    day: str | None,
    typed: str,
    months: int,
    *,
    on_day: Callable[[str | None], None],
    on_typed: Callable[[str], None],
    on_months: Callable[[int], None],
    open_months: bool = True,
) -> None:
    """Draw the three fields as they stand now.

    :param key: what the widgets' keys begin with: ``<key>_offered``, ``<key>_typed`` and ``<key>_months``.
    :param days: days that the data offer; of several of one date the first is named.
    :param day: the one of them that is chosen, as its text; ``typed`` and ``months`` likewise.
    :param on_day: told what was chosen, ``None`` where it was taken away; ``on_typed`` and ``on_months`` likewise.
    :param open_months: whether the months can be changed.
    """
    offered = {pivot.text: pivot for pivot in reversed(days)}
    state = st.session_state
    state[f"{key}_offered"] = day if day in offered else None
    state[f"{key}_typed"], state[f"{key}_months"] = typed, months
    first, second, third = st.columns([5, 2, 3], vertical_alignment="bottom")
    with first:
        st.selectbox(
            atlas.t("change.offered"),
            sorted(offered),
            index=None,
            key=f"{key}_offered",
            format_func=lambda text: offered[text].label if text in offered else text,
            placeholder=atlas.t(f"{key}.offered_any"),
            on_change=lambda: on_day(state[f"{key}_offered"]),
        )
    with second:
        st.text_input(
            atlas.t("change.typed"),
            key=f"{key}_typed",
            max_chars=10,
            placeholder="2020-03",
            help=atlas.t("change.typed_help"),
            on_change=lambda: on_typed(state[f"{key}_typed"].strip()),
        )
    with third:
        st.slider(
            atlas.t("change.months"),
            min_value=1,
            max_value=MOST_MONTHS,
            key=f"{key}_months",
            disabled=not open_months,
            on_change=lambda: on_months(state[f"{key}_months"]),
        )
