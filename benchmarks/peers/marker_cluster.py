"""streamlit-folium with FastMarkerCluster."""

import streamlit as st
from folium.plugins import FastMarkerCluster
from streamlit_folium import st_folium

from benchmarks.peers.common import chosen, new_map

shown = chosen()
drawn = new_map()
FastMarkerCluster(shown[["lat", "lon"]].to_numpy().tolist()).add_to(drawn)
with st.container(key="map"):
    st_folium(drawn, key="map_frame", returned_objects=[], use_container_width=True, height=480)
