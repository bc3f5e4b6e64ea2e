"""The Atlas with other limits: a few thousand events are too many for the browser, a page waits long for its map."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from geo import library, serving
from geo.answers import SecurityHeaders
from ui import component, failure, map_first

library.THRESHOLD = 5_000
map_first.PATIENCE = 120.0

app = st.App(
    Path(__file__).resolve().parents[3] / "ui" / "router.py",
    routes=serving.routes(component.folders()),
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=failure.show,
)
