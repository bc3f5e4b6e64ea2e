"""The events of a view as CSV, in the columns of the codebook."""

from __future__ import annotations

from geo import records
from geo.export.content import event_records
from geo.export.order import Order


def build(order: Order) -> bytes:
    """Return the file. It begins with a byte order mark, which tells spreadsheets that the accents are UTF-8."""
    return ("\ufeff" + records.csv_text(event_records(order))).encode()
