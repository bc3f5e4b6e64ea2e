"""From the words of a request or a command to an order: page, title, note, rows, parts, day of making."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from geo.errors import Problem, ViewError
from geo.export.order import PAGES, PARTS, Order, Page
from geo.library import Open
from geo.view import View
from geo.words import LANGUAGES

#: Parameters of an order beside those of a view.
PARAMETERS: tuple[str, ...] = ("title", "note", "page", "rows", "parts", "both", "made", "dpi")
#: Dots per inch of pictures: for print, and for a screen once and twice.
RESOLUTIONS: tuple[str, ...] = ("300", "192", "96")
#: Longest title and note, in characters, and most rows of a table: more would be no briefing.
MAX_TITLE, MAX_NOTE, MAX_ROWS = 400, 2_000, 100_000


def read_order(opened: Open, view: View, given: Mapping[str, Sequence[str]], link: str = "") -> Order:
    """Read an order.

    :param given: parameter of :data:`PARAMETERS` → its values; ``parts`` may stand several times.
    :param link: address that opens the view.
    :raises ViewError: naming every value that can't be used.
    """
    reader = _Reader(given)
    both = reader.choice("both", ("0", "1"))
    order = Order(
        opened=opened,
        view=view,
        title=reader.text("title", MAX_TITLE),
        note=reader.text("note", MAX_NOTE),
        page=cast(Page, reader.choice("page", tuple(PAGES))),
        second=next(lang for lang in LANGUAGES if lang != view.lang) if both == "1" else None,
        rows=reader.rows(),
        parts=reader.parts(),
        made=reader.made(),
        link=link,
        resolution=int(reader.choice("dpi", RESOLUTIONS)),
    )
    if reader.problems:
        raise ViewError(reader.problems)
    return order


class _Reader:
    def __init__(self, given: Mapping[str, Sequence[str]]) -> None:
        self.given, self.problems = given, list[Problem]()

    def _one(self, name: str) -> str | None:
        values = self.given.get(name) or ()
        for extra in values[1:]:
            self.problems.append(Problem(name, extra, "once", (values[0],)))
        return values[0] if values else None

    def text(self, name: str, most: int) -> str:
        # Line breaks and other control characters become spaces: a heading is one line.
        text = " ".join("".join(c if c.isprintable() else " " for c in self._one(name) or "").split())
        if len(text) > most:
            self.problems.append(Problem(name, text, name))
            return ""
        return text

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = self._one(name)
        if value is None or value in choices:
            return value or choices[0]
        self.problems.append(Problem(name, value, "choice", choices))
        return choices[0]

    def rows(self) -> int | None:
        value = self._one("rows")
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and len(value) < 9 and int(value) <= MAX_ROWS):
            self.problems.append(Problem("rows", value, "rows"))
            return None
        return int(value)

    def parts(self) -> frozenset[str]:
        wanted = self.given.get("parts") or PARTS
        self.problems += [Problem("parts", part, "choice", PARTS) for part in wanted if part not in PARTS]
        return frozenset(wanted) & frozenset(PARTS)

    def made(self) -> date:
        value = self._one("made")
        try:
            found = date.today() if value is None else date.fromisoformat(value)
            if found.year < 1980:  # the calendar of ZIP files, and so of workbooks and slides, begins there
                raise ValueError(value)
        except ValueError:
            self.problems.append(Problem("made", str(value), "made"))
            return date.today()
        return found
