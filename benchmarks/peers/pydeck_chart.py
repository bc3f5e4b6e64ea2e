"""``st.pydeck_chart`` with a ScatterplotLayer."""

import pydeck as pdk
import streamlit as st

from benchmarks.peers.common import chosen

shown = chosen()
layer = pdk.Layer(
    "ScatterplotLayer",
    shown[["lon", "lat", "title"]],
    get_position="[lon, lat]",
    get_fill_color=[200, 60, 40, 160],
    radius_min_pixels=4,
    pickable=True,
)
view = pdk.ViewState(longitude=-3.0, latitude=17.0, zoom=4)
with st.container(key="map"):
    deck = pdk.Deck([layer], initial_view_state=view, map_provider=None, map_style=None, tooltip={"text": "{title}"})
    st.pydeck_chart(deck, height=480)
