"""streamlit-folium, the map built anew at each step with a CircleMarker an event."""

import streamlit as st
from streamlit_folium import st_folium

from benchmarks.peers.common import chosen, circles, new_map

shown = chosen()
drawn = new_map()
circles(shown, drawn)
with st.container(key="map"):
    st_folium(drawn, key="map_frame", returned_objects=[], use_container_width=True, height=480)
