"""Which column of a table of one's own holds what: guessed, shown with samples, corrected by the reader."""

from __future__ import annotations

import streamlit as st

from geo.importers import Suggestion
from geo.importers.fields import FIELDS
from geo.importers.generic import ALL
from geo.model import CATEGORIES
from ui.session import Atlas

_IN_A_ROW = 4


def column_choice(atlas: Atlas, suggestion: Suggestion, file_id: str) -> dict[str, str]:
    """Draw the choice and return what the reader changed: field → column, ``=category`` for all rows, ``""`` for none.

    A file of a known format has no columns to choose.
    """
    if not suggestion.samples:
        return {}
    changed: dict[str, str] = {}
    settled = {"date", "category"} <= suggestion.mapping.keys()
    with st.expander(atlas.t("import.columns_title"), expanded=not settled, key="upload_columns"):
        st.caption(atlas.t("import.columns_help"))
        for number, field in enumerate(FIELDS):
            if number % _IN_A_ROW == 0:  # a row at a time, so that a phone shows them in the same order
                places = st.columns(_IN_A_ROW)
            guessed = suggestion.mapping.get(field, "")
            options = ["", *suggestion.columns]
            if field == "category":
                options += [ALL + category for category in CATEGORIES]
            with places[number % _IN_A_ROW]:
                chosen = st.selectbox(
                    atlas.t(f"import.field_{field}"),
                    options,
                    index=options.index(guessed),
                    format_func=lambda option: _shown(atlas, suggestion, option),
                    key=f"column_{file_id}_{field}",
                )
            if chosen != guessed:
                changed[field] = chosen
    return changed


def _shown(atlas: Atlas, suggestion: Suggestion, option: str) -> str:
    if not option:
        return atlas.t("import.columns_none")
    if option.startswith(ALL) and option[1:] in CATEGORIES:
        return atlas.t("import.columns_all", category=atlas.t(f"category.{option[1:]}"))
    sample = next(iter(suggestion.samples.get(option, ())), "")
    return f"{option} ({sample[:24]})" if sample else option
