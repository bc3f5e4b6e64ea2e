"""The timeline under the map: the brush with the view's window and the dates to know."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import streamlit as st

from geo import feeds
from geo.dataset import Dataset
from geo.periods import moments
from geo.words import Language
from ui.session import Atlas, change, channel
from ui.timeline_brush import Mark, chosen, timeline_brush

KEY = "atlas_brush"


def timeline_panel(atlas: Atlas) -> None:
    """Draw the brush; a new window changes the view."""
    view = atlas.view
    first, last = feeds.extent(atlas.store)
    selected = atlas.store.event(view.event)["date_start"].date() if view.event else None
    with st.container(key="timeline_brush"):
        timeline_brush(
            key=KEY,
            histogram_url=feeds.histogram_url(view, atlas.store.version),
            extent=(first, last),
            window=(view.start, view.end),
            marks=_marks(atlas.store.dataset, atlas.lang),
            channel=channel(),
            language=atlas.lang,
            on_change=lambda: _answer(first, last),
            selected=selected,
            told_url=feeds.told_url(view, atlas.store.version),
        )


@lru_cache(maxsize=8)
def _marks(dataset: Dataset, language: Language) -> list[Mark]:
    return [Mark(m.kind, m.day, m.label, m.end) for m in moments(dataset, language)]


def _answer(first: date, last: date) -> None:
    """Take the window; an end that lies on the axis's end is an open one, which is what the reader means."""
    if window := chosen(KEY):
        # While it plays the address stays: a link to a passing moment is of no use, and each would be a step back.
        change(
            written=not window.playing,
            start=None if window.start is None or window.start <= first else window.start,
            end=None if window.end is None or window.end >= last else window.end,
        )
