"""What the first reader of a new server would wait for, done while the server starts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from geo import address, feeds
from geo.errors import DataError
from geo.library import LIBRARY
from geo.promptness import prompt
from geo.sentence import sentence
from geo.view import View
from geo.webmap import arrays
from geo.webmap.folium_map import base_map
from geo.words import LANGUAGES


@asynccontextmanager
async def ready(app: Any) -> AsyncIterator[None]:
    """Run as the lifespan of the ASGI app: answer once the first page is as quick as all others."""
    async with prompt(app):
        await asyncio.to_thread(prepare)
        yield


def prepare() -> None:
    """Ask what Explore asks of the curated data, which reads them and imports what reads them.

    The pages themselves stay for their first reader: a component that is imported outside of a page's run is not
    known to Streamlit. Data that can't be used are left for the pages, too, which say what is wrong.
    """
    base_map()
    try:
        opened = LIBRARY.open()
    except DataError:
        return
    store, view = opened.store, View()
    for language in LANGUAGES:
        sentence(view, store.summary(view), opened.names[language])
    address.read({}, opened.vocabulary)
    store.facets(view)
    feeds.histogram(store, view, "month")
    arrays.encode(store.dataset)
