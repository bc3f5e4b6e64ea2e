"""The events of a view as GeoJSON (RFC 7946), with the sources and the words about the view beside the features."""

from __future__ import annotations

import json

from geo import records
from geo.export.content import about, event_records, figures, source_records, title
from geo.export.order import Order


def build(order: Order) -> bytes:
    """Return the file: a FeatureCollection with ``title``, ``sentence``, ``figures``, ``about`` and ``sources``.

    An event that is known to an area only is a polygon, the disc in which it lies, and never a point.
    """
    events = event_records(order)
    content = {
        "title": title(order),
        "sentence": order.sentence,
        "figures": dict(figures(order)),
        "about": dict(about(order)),
        "sources": source_records(order, events),
        **records.geojson(events, order.store.version),
    }
    # A reader that knows only GeoJSON looks for the type first.
    content = {"type": content.pop("type"), **content}
    return (json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
