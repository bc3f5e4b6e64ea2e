"""The sheet as a drawing that keeps its sharpness at any size and can be edited."""

from __future__ import annotations

from geo.export.order import Order
from geo.figure import sheet


def build(order: Order) -> bytes:
    """Return the sheet as SVG; letters are outlines, and title and sentence stand in the file as text."""
    pen, words = sheet(order)
    return pen.svg(words.about | {"Creator": words.t("page.title")})
