"""streamlit-folium, the map kept, with the CircleMarkers in ``feature_group_to_add``."""

import folium
import streamlit as st
from streamlit_folium import st_folium

from benchmarks.peers.common import chosen, circles, new_map

shown = chosen()
group = folium.FeatureGroup("events")
circles(shown, group)
with st.container(key="map"):
    st_folium(
        new_map(),
        key="map_frame",
        feature_group_to_add=group,
        returned_objects=[],
        use_container_width=True,
        height=480,
    )
