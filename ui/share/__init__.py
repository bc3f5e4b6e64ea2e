"""The buttons that copy: the link, the citation and the picture of a view, straight to the clipboard.

A page may write to the clipboard only while it answers a click, so this is a script in the browser (``share/main.js``).
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.words import Language, catalogue
from ui.component import address


def share(*, key: str, link: str, citation: str, picture: str | None, language: Language) -> None:
    """Draw the buttons.

    :param key: Streamlit key.
    :param link: address that opens the view; copied as it stands.
    :param citation: the view as a reference; its link is the last thing in it.
    :param picture: address on our server of the view's picture (PNG); ``None`` leaves that button out.
    :param language: of the words.
    """
    words = {name.removeprefix("share."): w for name, w in catalogue(language).items() if name.startswith("share.")}
    data = {
        "assets": address("share"),
        "link": link,
        "citation": citation,
        "picture": picture,
        "words": words,
    }
    _component(key=key, data=data)


_component = st.components.v2.component(
    "atlas_share", js=(Path(__file__).parent / "loader.js").read_text(encoding="utf-8")
)
