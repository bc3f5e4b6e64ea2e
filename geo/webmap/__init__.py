"""The web map: folium's map with the Atlas's own layers in it."""
