"""The page of the table's harness: the table, what Python heard of it, and buttons that cause reruns."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from geo.feeds import counted
from ui.event_table import chosen, event_table

KEY = "events"
TOTALS = {"": (5000, 4286), "Kidal": (2857, 2857), "none": (0, 0), "broken": (12, 12)}

#: The page around the table may not matter to it, so it is as small as can be.
st.set_page_config(layout="wide")
state = st.session_state
asked = st.query_params
state.setdefault("runs", 0)
state.setdefault("heard", 0)
state.setdefault("selected", asked.get("event"))
state.setdefault("region", asked.get("region", ""))
state.runs += 1


def heard() -> None:
    """Take over the event that the reader chose, as the Atlas does."""
    state.heard += 1
    if choice := chosen(KEY):
        state.selected = choice.id


box = st.container(key="buttons", horizontal=True)
box.button("Rerun")
if box.button("Push"):
    state.selected = "event-3210"
if box.button("Kidal"):
    state.region = "Kidal"
if box.button("All"):
    state.region = ""
if box.button("None"):
    state.region = "none"
if box.button("Broken"):
    state.region = "broken"

language = "fr" if asked.get("lang") == "fr" else "en"
filters = {"lang": language, "region": state.region} | ({"nasty": "1"} if "nasty" in asked else {})
said = counted(*TOTALS[state.region], language)
size = {"height": int(asked["height"])} if "height" in asked else {}
with st.container(key="event_table", width=320 if "narrow" in asked else 450, border=False, **size):
    returned = event_table(
        key=KEY,
        rows_url="/atlas/rows.json?" + urlencode(filters),
        summary=said["summary"],
        unplaced=said["unplaced"],
        selected=state.selected,
        channel="harness",
        language=language,
        on_select=heard,
    )
st.text(f"runs={state.runs} heard={state.heard} selected={state.selected} returned={returned}")
