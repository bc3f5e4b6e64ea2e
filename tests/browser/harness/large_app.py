"""The Atlas, with data sets of a few thousand events already too large for the browser."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from geo import library, serving
from geo.answers import SecurityHeaders
from ui import component, failure

library.THRESHOLD = 5_000

app = st.App(
    Path(__file__).resolve().parents[3] / "ui" / "router.py",
    routes=serving.routes(component.folders()),
    middleware=[Middleware(SecurityHeaders)],
    on_script_error=failure.show,
)
