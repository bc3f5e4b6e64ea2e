"""The event table: a list of any length whose rows the browser fetches as it scrolls, with symbols, order and keys.

``st.dataframe`` was considered: its selection is the position of a row, it draws no symbols and no cards, its words
stay English, and all rows cross the websocket at each rerun. Here only the address of the rows does. The drawing lives
in ``table/*.js``, which our own server hands out (:mod:`ui.component`); what is chosen comes back as an event's id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from geo.style import SYMBOLS
from geo.words import Language, catalogue
from ui.component import address

#: Words that Python fills in itself; the browser does not need them.
_OURS = ("table.events", "table.unplaced")


@dataclass(frozen=True)
class Choice:
    """What the reader chose last in the table.

    :param id: of the event, or ``None`` when the selection was cleared.
    :param seq: rises with every choice, so that a caller can tell a new one from one it has dealt with.
    """

    id: str | None
    seq: int


def event_table(
    *,
    key: str,
    rows_url: str,
    summary: str,
    unplaced: str,
    selected: str | None,
    channel: str,
    language: Language,
    on_select: Callable[[], None] | None = None,
    window: tuple[date | None, date | None] = (None, None),
    window_seq: int = 0,
) -> str | None:
    """Draw the table and return the id that the reader last chose in it, ``None`` when there is none.

    The table fills a container of fixed height, and is 480 px high elsewhere. The CSS property
    ``--atlas-table-height``, set on any element round it, decides otherwise: ``360px``, ``calc(100vh - 240px)``, or
    ``100%`` to fill a container that is lower than 480 px. On a phone the table becomes a list of cards that scrolls
    with the page and takes the height it needs.

    :param key: Streamlit key; in a callback, :func:`chosen` reads the choice under it.
    :param rows_url: address on our server of the rows, every filter included; the browser adds ``order``,
        ``direction``, ``limit``, ``offset`` and ``find``.
    :param summary: how many events the address will answer, in words.
    :param unplaced: how many of them are not on the map; empty where all are.
    :param selected: id of the event selected now, wherever that was done; a new one is scrolled into view.
    :param channel: name of the BroadcastChannel that the map's frame listens to; one per session.
    :param language: of words, dates and numbers.
    :param on_select: called before the rerun that a choice causes.
    :param window: first and last day of the rows, added to the address as ``from`` and ``to``. It travels apart so that
        the browser can ask for the rows of a new window when the brush is released, before the server has answered.
    :param window_seq: number of the brush's choice that ``window`` is; where the table knows a later one, that holds.
    """
    last = chosen(key)
    data = {
        "assets": address("event_table"),
        "url": rows_url,
        "window": [day and day.isoformat() for day in window],
        "selected": selected,
        "seq": last.seq if last else 0,
        "channel": channel,
        "lang": language,
        "windowSeq": window_seq,
        "summary": summary,
        "unplaced": unplaced,
        "words": _words(language),
        "symbols": _symbols(),
    }
    result = _component(key=key, data=data, height="stretch", on_selected_change=on_select or _ignore)
    choice = _parse(result.get("selected"))
    return choice.id if choice else None


def chosen(key: str) -> Choice | None:
    """Return what was chosen in the table of a key: what ``on_select`` reads before the script runs again."""
    state = st.session_state.get(key)
    return _parse(state.get("selected")) if isinstance(state, Mapping) else None


def _parse(value: object) -> Choice | None:
    """Read a choice that came from a browser, which may send anything; what is not a choice is none."""
    if not isinstance(value, Mapping):
        return None
    event, seq = value.get("id"), value.get("seq")
    if not isinstance(seq, int) or isinstance(seq, bool) or not isinstance(event, str | None):
        return None
    return Choice(event, seq)


@cache
def _words(language: Language) -> dict[str, Any]:
    return {
        key.removeprefix("table."): value
        for key, value in catalogue(language).items()
        if key.startswith("table.") and key not in _OURS
    }


@cache
def _symbols() -> dict[str, tuple[str, str, str]]:
    """Return group → shape, colour on the light ground, colour on the dark one."""
    return {group: (symbol.shape, symbol.light, symbol.dark) for group, symbol in SYMBOLS.items()}


def _ignore() -> None:
    """Stand in for a missing callback: Streamlit knows a state value only by its callback."""


_component = st.components.v2.component(
    "atlas_event_table", js=(Path(__file__).parent / "loader.js").read_text(encoding="utf-8")
)
