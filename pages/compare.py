"""Compare: two periods or two regions side by side, on maps, in figures, by region, category and year."""

import streamlit as st

from geo.comparing import compare
from geo.comparing_asking import COMPARE_PARAMETERS, compare_asked
from ui.compare_choice import choices
from ui.compare_panel import differences, files, heading, maps, result, years
from ui.filter_panel import filter_panel
from ui.head import head, problems
from ui.place_panel import told
from ui.session import open_atlas

atlas = open_atlas(*COMPARE_PARAMETERS, any_event=True)
asked, unread = compare_asked(atlas.store, atlas.opened.vocabulary, atlas.own)
atlas = told(atlas, unread)
found = compare(atlas.store, *asked.views(atlas.view))

head(atlas, files=files(atlas, asked))
problems(atlas)
heading(atlas)
choices(atlas, asked, found)
result(atlas, asked, found)
maps(atlas, asked, found)
differences(atlas, asked, found)
years(atlas, asked, found)

with st.sidebar:
    filter_panel(atlas)
