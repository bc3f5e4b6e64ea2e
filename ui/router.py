"""The script that Streamlit runs: lists the pages, dresses them, and turns broken data into a sentence."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.check import report
from geo.errors import DataError
from geo.words import t
from ui.dress import dress
from ui.failure import page_language
from ui.pages import pages
from ui.session import enter

language = page_language()
st.set_page_config(
    page_title=t(language, "page.title"),
    page_icon=str(Path(__file__).parent / "icon.svg"),
    layout="wide",
    initial_sidebar_state="auto",
)
dress()
page = st.navigation(list(pages(language).values()), position="hidden")
enter(page.url_path)
try:
    page.run()
except DataError as error:
    st.error(t(language, "page.data_error"), icon=":material/error:")
    st.code(report(error.faults, language), language=None, wrap_lines=True)
    st.caption(t(language, "page.data_error_help"))
