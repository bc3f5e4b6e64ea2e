"""The map first: when a page opens, the rest of it waits until the browser has painted the map."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from geo.painted import address, painting
from ui.presenting import presenting
from ui.session import Atlas, channel

#: Seconds that the rest of a page waits at most: twice what a map of 4,000 events takes on two slow cores. On a link so
#: bad that it takes longer, the rest is not to be the last thing that starts.
PATIENCE = 4.0
_OPENED = "atlas_opened"


@contextmanager
def map_first(atlas: Atlas) -> Iterator[dict[str, str]]:
    """Wait at the end of the block until the map that was drawn in it is on the screen.

    Only when a browser opens the page: whoever is there already waits for nothing, and a slide is shown as a whole.

    :returns: what the map's state must hold for it; see :func:`ui.map_panel.map_panel`.
    """
    opened = st.session_state.get(_OPENED, False)
    st.session_state[_OPENED] = True
    if opened or not st.context.url or presenting(atlas):
        yield {}
        return
    with painting(channel()) as word:
        yield {"painted": address(channel())}
        word.wait(PATIENCE)
