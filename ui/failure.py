"""What a reader sees when the Atlas itself fails: a sentence, and never a stack trace."""

from __future__ import annotations

import logging

import streamlit as st

from geo.words import Language, t

_log = logging.getLogger("atlas")


def page_language() -> Language:
    """Return the language of the address, before any view has been read."""
    return "fr" if st.query_params.get("lang") == "fr" else "en"


def show(error: Exception) -> bool:
    """Log an unexpected error for whoever runs the server, show a sentence, and keep Streamlit from showing its own."""
    _log.error("the page failed", exc_info=error)
    language = page_language()
    st.error(t(language, "page.failed"), icon=":material/error:")
    st.link_button(t(language, "page.start_again"), f"?lang={language}")
    return True
