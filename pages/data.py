"""Data: data sets of one's own beside the Atlas's, and what the Atlas's own data are."""

import streamlit as st

from ui.about import about
from ui.filter_panel import filter_panel
from ui.head import figures, head, problems
from ui.session import open_atlas
from ui.upload import upload

atlas = open_atlas(any_event=True)

head(atlas)
problems(atlas)
figures(atlas)

upload(atlas)
about(atlas)

with st.sidebar:
    filter_panel(atlas)
