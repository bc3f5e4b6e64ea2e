"""Explore: the sites, the events, the map, the timeline and the table on one screen."""

import streamlit as st

from ui.card import card
from ui.filter_panel import filter_head, filter_panel
from ui.head import figures, name, problems, tools
from ui.map_first import map_first
from ui.map_panel import map_panel
from ui.presenting import present_sources
from ui.session import open_atlas
from ui.table_panel import table_panel
from ui.timeline_panel import timeline_panel

atlas = open_atlas("present")

# What shapes the page comes before the map, what a browser needs long for after it.
bar = name(atlas)
with st.sidebar:
    panel = filter_head(atlas)
problems(atlas)
figures(atlas)

# One grid: map and panel side by side over the timeline; on a phone map, timeline, panel.
with st.container(key="stage"):
    with map_first(atlas) as more:
        map_panel(atlas, **more)
    timeline_panel(atlas)
    with st.container(key="event_panel"):
        table_panel(atlas)
        card(atlas)
present_sources(atlas)
tools(bar, atlas, presentable=True)

# Last, because its counts are the longest question: what the reader looks at is there before them.
filter_panel(atlas, brushed=True, panel=panel)
