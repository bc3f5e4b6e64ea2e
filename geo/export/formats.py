"""The formats that can be made, each by a module of its own that is imported only when its format is asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from geo.export.bounds import check, rows
from geo.export.order import Order
from geo.terms import allow_rows, withheld


@dataclass(frozen=True)
class Format:
    """One kind of file.

    :param media_type: as HTTP names it.
    :param module: module below ``geo.export`` whose ``build(order)`` returns the bytes.
    :param paged: whether it has a page size (documents) or not (tables).
    """

    media_type: str
    module: str
    paged: bool

    def build(self, order: Order) -> bytes:
        """Make the file, whole, in memory.

        :raises geo.errors.AtlasError: with a sentence for whoever ordered it.
        """
        return cast(bytes, import_module(f"geo.export.{self.module}").build(order))


#: Suffix → format, documents first. A format exists once it stands here.
FORMATS: dict[str, Format] = {
    "png": Format("image/png", "png", True),
    "pdf": Format("application/pdf", "pdf", True),
    "pptx": Format("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", True),
    "svg": Format("image/svg+xml", "svg", True),
    "html": Format("text/html; charset=utf-8", "html", False),
    "zip": Format("application/zip", "zip", True),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", False),
    "csv": Format("text/csv; charset=utf-8", "csv", False),
    "geojson": Format("application/geo+json", "geojson", False),
    "gpkg": Format("application/geopackage+sqlite3", "gpkg", False),
    "kml": Format("application/vnd.google-earth.kml+xml", "kml", False),
}
#: Those of them that hold the events as data, for software; all others are made to be looked at.
DATA: tuple[str, ...] = ("csv", "xlsx", "geojson", "kml", "gpkg")


#: Those that hold every event, and not only figures and pictures of them.
ROWS: tuple[str, ...] = (*DATA, "html")


def make(order: Order, suffix: str) -> tuple[str, bytes]:
    """Make a file and return its name and content.

    :param suffix: one of :data:`FORMATS`.
    :raises TermsError: when it would pass on rows that may not be; of a document only the table is left out.
    :raises ViewError: when the view has more events than a file of this format holds.
    """
    chosen = FORMATS[suffix]
    check(order, suffix)
    order = replace(order, rows=rows(order))
    if withheld(order.store.dataset):
        if suffix in ROWS:
            allow_rows(order.store.dataset)
        order = replace(order, parts=order.parts - {"table"})
    return order.filename(suffix, paged=chosen.paged), chosen.build(order)
