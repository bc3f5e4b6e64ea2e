"""streamlit-folium, one GeoJson layer with all events."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from benchmarks.peers.common import chosen, geojson, new_map

shown = chosen()
drawn = new_map()
marker = folium.CircleMarker(radius=4, weight=1)
folium.GeoJson(geojson(shown), marker=marker, tooltip=folium.GeoJsonTooltip(["title"])).add_to(drawn)
with st.container(key="map"):
    st_folium(drawn, key="map_frame", returned_objects=[], use_container_width=True, height=480)
