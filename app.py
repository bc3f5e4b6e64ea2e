"""The Atlas's front door: `streamlit run app.py`.

Builds the ASGI application: the pages, and beside them the API, the map's files and the security headers.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from geo import serving
from geo.ahead import Ahead
from geo.answers import SecurityHeaders
from geo.packing import Packed
from geo.readiness import ready
from ui import component, failure

app = st.App(
    Path(__file__).resolve().parent / "ui" / "router.py",
    lifespan=ready,
    routes=serving.routes(component.folders()),
    middleware=[Middleware(SecurityHeaders), Middleware(Packed), Middleware(Ahead)],
    on_script_error=failure.show,
)
