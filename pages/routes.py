"""Routes: a road with its corridor, what happened along it and when, and what changed before and after a day."""

import streamlit as st

from geo.place_asking import ROUTE_PARAMETERS, route_asked
from ui.change_panel import change_heading, change_panel
from ui.filter_panel import filter_panel
from ui.head import head, problems
from ui.map_panel import map_panel
from ui.place_panel import around, category_chart, event_list, summary, told
from ui.route_panel import bar, distance_chart, length, stretch_choice, strip_chart
from ui.session import open_atlas

atlas = open_atlas(*ROUTE_PARAMETERS, any_event=True)
asked, unread = route_asked(atlas.store.dataset, atlas.own)
atlas = told(atlas, unread)
shown = atlas.at(asked.view(atlas.view))

head(atlas, exported=shown)
problems(atlas)
bar(atlas, asked)
summary(shown)
length(shown, asked)

found = around(shown, key="route_many")
if found is not None:
    strip_chart(shown, asked, found)
left, right = st.columns([3, 2], gap="medium")
with left:
    map_panel(shown, key="route_map", height=420, fit=True)
with right:
    if found is not None and len(found):
        distance_chart(shown, asked, found)
        category_chart(shown, found)
if found is not None:
    event_list(shown, found, chainage=True)

change_heading(shown)
stretch, span = stretch_choice(shown, asked)
change_panel(shown, asked, stretch, span)

with st.sidebar:
    filter_panel(shown, where=False)
