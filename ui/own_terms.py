"""Whose a table of one's own is and what may be done with it: said by whoever brings it, shown wherever it is."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from geo.importers import KINDS
from geo.sets import MAX_ATTRIBUTION, MAX_LICENCE, MAX_SOURCE, SetInfo, clean_line
from ui.session import Atlas


def own_terms(atlas: Atlas, info: SetInfo, file_id: str) -> SetInfo:
    """Draw the fields and return the set with what they say.

    A file of a known publisher has none: its terms hold, whoever brings it.
    """
    if KINDS[info.kind].title:
        return info
    with st.container(key="upload_terms", gap="xsmall"):
        st.caption(atlas.t("sets.terms_help"))
        first, second, third = st.columns([3, 3, 2])
        with first:
            who = st.text_input(
                atlas.t("sets.field_attribution"),
                info.attribution,
                max_chars=MAX_ATTRIBUTION,
                key=f"upload_attribution_{file_id}",
                help=atlas.t("sets.field_attribution_help"),
                placeholder=atlas.t("sets.no_attribution"),
            )
        with second:
            source = st.text_input(
                atlas.t("sets.field_source"),
                max_chars=MAX_SOURCE,
                key=f"upload_source_{file_id}",
                help=atlas.t("sets.field_source_help"),
                placeholder="https://…",
            )
        with third:
            licence = st.text_input(
                atlas.t("sets.field_licence"),
                info.licence,
                max_chars=MAX_LICENCE,
                key=f"upload_licence_{file_id}",
                placeholder=atlas.t("sets.no_licence"),
            )
        allowed = st.toggle(
            atlas.t("sets.field_redistribution"),
            value=info.redistribution,
            key=f"upload_redistribution_{file_id}",
            help=atlas.t("sets.field_redistribution_help"),
        )
    return replace(
        info,
        attribution=clean_line(who, MAX_ATTRIBUTION),
        source=clean_line(source, MAX_SOURCE),
        licence=clean_line(licence, MAX_LICENCE),
        redistribution=allowed,
    )
