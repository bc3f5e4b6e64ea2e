"""The timeline brush: a stacked histogram with a time window that a hand, a key or the play button moves.

The drawing and the gestures live in ``brush/*.js``, which our own server hands out (:mod:`ui.component`); what
Streamlit sends at each rerun is only a loader and a few KB of data. While the window moves, the browser tells the map's
frame through a BroadcastChannel; Python hears of it once, on release, as a :class:`Window`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import streamlit as st

from geo.periods import MarkKind
from geo.timeline import day_number, mark_row, palette, words
from geo.words import Language
from ui.component import address

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Mark:
    """A date to know, drawn as a small glyph above the bars.

    :param kind: decides the glyph.
    :param day: its day.
    :param label: what happened, in the reader's language, shown with the date on hover and focus: "Ber camp closed".
    :param end: last day of what lasts; the Mission is then drawn as a line.
    """

    kind: MarkKind
    day: date
    label: str
    end: date | None = None


@dataclass(frozen=True)
class Window:
    """What the reader chose: first and last day, inclusive, or ``None`` for both when it is the whole period.

    :param seq: rises with every choice, so that a caller can tell a new one from one it has dealt with.
    :param playing: the window is moving by itself; the one on which it stops comes without.
    """

    start: date | None
    end: date | None
    seq: int
    playing: bool = False


def timeline_brush(
    *,
    key: str,
    histogram_url: str,
    extent: tuple[date, date],
    window: tuple[date | None, date | None],
    marks: Sequence[Mark],
    channel: str,
    language: Language,
    on_change: Callable[[], None] | None = None,
    height: int = 150,
    selected: date | None = None,
    told_url: str | None = None,
) -> Window | None:
    """Draw the brush and return the window that the reader last chose, ``None`` before the first choice.

    :param key: Streamlit key; in a callback, :func:`chosen` reads the window under it.
    :param histogram_url: address on our server of the counts per bin, filters included and time window left out; the
        browser adds ``bin=week`` and the like.
    :param extent: first and last day of the axis.
    :param window: the window to show; an open side is ``None``. A new one moves the brush unless a hand holds it.
    :param marks: dates to know.
    :param channel: name of the BroadcastChannel that the map's frame listens to; one per session.
    :param language: of words, dates and numbers.
    :param on_change: called before the rerun that a new window causes.
    :param height: in pixels, on a screen wide enough for one row of controls.
    :param selected: day of the selected event, marked by a fine line.
    :param told_url: address on our server of the page's sentence and figures, which the brush brings up to date when a
        window is chosen, before the page itself has run again.
    """
    last = chosen(key)
    data = {
        "assets": address("timeline_brush"),
        "url": histogram_url,
        "extent": [day_number(day) for day in extent],
        "window": [None if day is None else day_number(day) for day in window],
        "seq": last.seq if last else 0,
        "marks": [mark_row(mark.kind, mark.day, mark.label, mark.end) for mark in marks],
        "channel": channel,
        "lang": language,
        "words": words(language),
        "palette": palette(),
        "height": height,
        "selected": None if selected is None else day_number(selected),
        "told": told_url,
    }
    result = _component(key=key, data=data, on_window_change=on_change or _ignore)
    return _parse(result.get("window"))


def chosen(key: str) -> Window | None:
    """Return the window chosen in the brush of a key: what ``on_change`` reads before the script runs again."""
    state = st.session_state.get(key)
    return _parse(state.get("window")) if isinstance(state, Mapping) else None


def _parse(value: object) -> Window | None:
    """Read a window that came from a browser, which may send anything; what is not a window is none."""
    if not isinstance(value, Mapping):
        return None
    seq = value.get("seq")
    try:
        start, end = (_day(value.get(name)) for name in ("from", "to"))
    except ValueError:
        return None
    if not isinstance(seq, int) or (start and end and start > end):
        return None
    return Window(start, end, seq, value.get("playing") is True)


def _day(text: object) -> date | None:
    if text is None:
        return None
    if not isinstance(text, str) or not _ISO_DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _ignore() -> None:
    """Stand in for a missing callback: Streamlit knows a state value only by its callback."""


# Without its comment: it is sent at every rerun.
_loader = (Path(__file__).parent / "loader.js").read_text(encoding="utf-8").partition("export")
_component = st.components.v2.component("atlas_timeline_brush", js="".join(_loader[1:]))
