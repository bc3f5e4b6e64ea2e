"""The Atlas's library: data, views, engine, measures, maps. Imports no Streamlit."""
