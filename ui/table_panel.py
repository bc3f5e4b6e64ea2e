"""The table beside the map: the view's events, one row each."""

from __future__ import annotations

import streamlit as st

from geo import feeds
from ui.event_table import chosen, event_table
from ui.session import Atlas, change, channel
from ui.timeline_brush import chosen as window_of
from ui.timeline_panel import KEY as BRUSH

_KEY = "atlas_table"


def table_panel(atlas: Atlas) -> None:
    """Draw the table; choosing a row selects its event."""
    summary = atlas.summary
    said = feeds.counted(summary.events, summary.placed, atlas.lang)
    brushed = window_of(BRUSH)
    with st.container(key="event_table"):
        event_table(
            key=_KEY,
            rows_url=feeds.rows_url(atlas.view, atlas.store.version),
            summary=said["summary"],
            unplaced=said["unplaced"],
            selected=atlas.view.event,
            channel=channel(),
            language=atlas.lang,
            on_select=lambda: _answer(atlas),
            window=(atlas.view.start, atlas.view.end),
            window_seq=brushed.seq if brushed else 0,
        )


def _answer(atlas: Atlas) -> None:
    choice = chosen(_KEY)
    if choice and (choice.id is None or choice.id in atlas.opened.vocabulary.events):
        change(event=choice.id, site=None)
