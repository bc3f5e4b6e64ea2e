"""What is ordered of an export: the view and how it is to be shown. Every format is made from the same order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from geo.library import Open
from geo.names import Names
from geo.sentence import sentence, view_slug
from geo.store import Store
from geo.summary import Summary
from geo.view import View
from geo.words import Language

Page = Literal["a4", "a4-portrait", "16x9", "4x3"]
#: Pages that INTERFACE names, and their size in millimetres. Slides have the width of PowerPoint's own.
PAGES: dict[str, tuple[float, float]] = {
    "a4": (297.0, 210.0),
    "a4-portrait": (210.0, 297.0),
    "16x9": (338.667, 190.5),
    "4x3": (254.0, 190.5),
}
#: Parts of a briefing that can be left out.
PARTS: tuple[str, ...] = ("map", "figures", "timeline", "table", "sources")


@dataclass(frozen=True)
class Order:
    """A briefing or a file to be made.

    :param opened: the data set in use.
    :param view: what is shown, and in which language.
    :param title: heading; blank takes the view's sentence.
    :param note: a remark under the heading; blank leaves it out.
    :param page: one of :data:`PAGES`.
    :param second: the other language where both stand side by side, else ``None``.
    :param rows: most events in the table; ``None`` shows all.
    :param parts: what the document holds, of :data:`PARTS`.
    :param made: day of making, printed and written into the file, so that a fixed day gives the same bytes.
    :param link: address that opens the view; blank where none is known.
    :param resolution: of pictures, in dots per inch: 300 for print, 96 and 192 for a screen.
    """

    opened: Open
    view: View
    title: str = ""
    note: str = ""
    page: Page = "a4"
    second: Language | None = None
    rows: int | None = None
    parts: frozenset[str] = field(default=frozenset(PARTS))
    made: date = field(default_factory=date.today)
    link: str = ""
    resolution: int = 300

    @property
    def store(self) -> Store:
        """The engine."""
        return self.opened.store

    @property
    def names(self) -> Names:
        """Names in the order's language."""
        return self.opened.names[self.view.lang]

    @property
    def summary(self) -> Summary:
        """The view's figures: the same that every page and answer shows."""
        return self.store.summary(self.view)

    @property
    def sentence(self) -> str:
        """The view in one sentence."""
        return sentence(self.view, self.summary, self.names)

    def filename(self, suffix: str, *, paged: bool = True) -> str:
        """Return the file's name: ``MLI_<view slug>_<page>_<yyyymmdd>.<suffix>``; tables have no page."""
        parts = ["MLI", view_slug(self.view, self.opened.names["en"]), *([self.page] if paged else [])]
        return f"{'_'.join([*parts, self.made.strftime('%Y%m%d')])}.{suffix}"
