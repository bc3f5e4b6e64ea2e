"""The button that downloads a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st


def csv_button(label: str, table: Callable[[], str], name: str, key: str) -> None:
    """Draw a button that downloads a table as CSV, which is written when it is asked for.

    :param table: returns the table's text; spreadsheets are told that it is UTF-8.
    :param name: what the file is of; its name is this between ``MLI_`` and the day.
    """
    st.download_button(
        label,
        data=lambda: ("\ufeff" + table()).encode(),
        file_name=f"MLI_{name}_{date.today():%Y%m%d}.csv",
        mime="text/csv",
        key=key,
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
