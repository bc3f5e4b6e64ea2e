"""The page of the brush's harness: the brush, what Python heard of it, and buttons that cause reruns."""

from __future__ import annotations

from datetime import date

import streamlit as st

from ui.timeline_brush import Mark, chosen, timeline_brush

KEY = "timeline_brush"
FIRST, LAST = date(2012, 1, 1), date(2024, 1, 31)
MANDATES = {
    2100: date(2013, 4, 25),
    2164: date(2014, 6, 25),
    2227: date(2015, 6, 29),
    2295: date(2016, 6, 29),
    2364: date(2017, 6, 29),
    2423: date(2018, 6, 28),
    2480: date(2019, 6, 28),
    2531: date(2020, 6, 29),
    2584: date(2021, 6, 29),
    2640: date(2022, 6, 29),
    2690: date(2023, 6, 30),
}
OPENED = {"Goundam": date(2013, 7, 1), "Camp Castor": date(2014, 4, 1), "Ménaka": date(2017, 1, 1)} | {
    "Ogossagou": date(2020, 3, 1)
}
CLOSED = {
    "Léré": date(2017, 9, 1),
    "Gossi": date(2018, 8, 24),
    "Diabaly": date(2019, 10, 1),
    "Ogossagou": date(2023, 8, 3),
    "Ber": date(2023, 8, 13),
    "Goundam": date(2023, 8, 16),
    "Ménaka": date(2023, 8, 25),
    "Douentza": date(2023, 10, 21),
    "Tessalit": date(2023, 10, 21),
    "Aguelhok": date(2023, 10, 23),
    "Kidal": date(2023, 10, 31),
    "Ansongo": date(2023, 11, 18),
    "Sévaré": date(2023, 12, 8),
    "Camp Castor": date(2023, 12, 12),
    "Timbuktu": date(2023, 12, 28),
    "Gao": date(2023, 12, 31),
}
MARKS = (
    [Mark("mandate", day, f"Resolution {number} ({day.year})") for number, day in MANDATES.items()]
    + [Mark("coup", day, "Military coup") for day in (date(2012, 3, 22), date(2020, 8, 18), date(2021, 5, 24))]
    + [Mark("base_opened", day, f"{name} opened") for name, day in OPENED.items()]
    + [Mark("base_closed", day, f"{name} closed") for name, day in CLOSED.items()]
    + [Mark("mission", date(2013, 7, 1), "MINUSMA", end=date(2023, 12, 31))]
)


def heard() -> None:
    """Take over the window that the reader chose, as the Atlas does."""
    state.changes += 1
    if window := chosen(KEY):
        state.window = (window.start, window.end)


st.set_page_config(layout="wide")
state = st.session_state
state.setdefault("changes", 0)
state.setdefault("runs", 0)
state.setdefault("window", (None, None))
state.runs += 1
language = st.query_params.get("lang", "en")
region = st.query_params.get("region", "")

left, middle, right = st.columns(3)
left.button("Rerun")
if middle.button("Push"):
    state.window = (date(2015, 1, 1), date(2015, 12, 31))
if right.button("Filter"):
    state.region = "Mopti"
region = state.get("region", region)

with st.container(key="timeline_brush_box"):
    window = timeline_brush(
        key=KEY,
        histogram_url="/atlas/histogram.json" + (f"?region={region}" if region else ""),
        extent=(FIRST, LAST),
        window=state.window,
        marks=MARKS,
        channel="harness",
        language="fr" if language == "fr" else "en",
        on_change=heard,
        selected=date(2019, 3, 23),
    )
days = window and tuple(day and day.isoformat() for day in (window.start, window.end))
st.text(f"changes={state.changes} runs={state.runs} window={days}")
st.html("<div style='height:1200px'></div>")
