"""Briefing: the view as a document, chosen part by part, seen as it will be, and taken in one download."""

import streamlit as st

from ui.briefing_panel import OWN, choices, chosen, download, preview
from ui.filter_panel import filter_panel
from ui.head import head, problems
from ui.session import open_atlas

atlas = open_atlas(*OWN)
atlas, order = chosen(atlas)

head(atlas)
problems(atlas)

left, right = st.columns([2, 5], gap="medium")
with left, st.container(key="briefing_choices"):
    choices(atlas, order)
    download(atlas, order)
with right, st.container(key="briefing_preview"):
    preview(atlas, order)

with st.sidebar:
    filter_panel(atlas)
