"""Sites: a place that the Mission knew, its dossier, and what changed there before and after a day."""

import streamlit as st

from geo.place_asking import SITE_PARAMETERS, site_asked
from ui.change_panel import change_heading, change_panel
from ui.filter_panel import filter_panel
from ui.head import head, problems
from ui.place_panel import summary, told
from ui.session import open_atlas
from ui.site_panel import bar, choose, dossier

atlas = open_atlas(*SITE_PARAMETERS, any_event=True)
asked, unread = site_asked(atlas.view, atlas.own)
atlas = told(atlas, unread)
shown = atlas.at(asked.view(atlas.view)) if asked.place else atlas

head(atlas, exported=shown)
problems(atlas)

if asked.place is None:
    choose(atlas)
else:
    bar(atlas, asked)
    summary(shown)
    dossier(atlas, shown, asked)
    change_heading(shown)
    change_panel(shown, asked)

with st.sidebar:
    filter_panel(shown, where=asked.place is None)
