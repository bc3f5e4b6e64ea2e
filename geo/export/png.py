"""The sheet as a picture, for slides, mails and print."""

from __future__ import annotations

from geo.export.order import Order
from geo.figure import sheet


def build(order: Order) -> bytes:
    """Return the sheet as PNG with ``order.resolution`` dots per inch; title and sentence stand in the file as text."""
    pen, words = sheet(order)
    return pen.png(order.resolution, words.about)
