"""What charts are drawn with: symbols, legends, axes, and the table that says the same in figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from geo.model import GROUPS, Group
from geo.style import SYMBOLS
from geo.words import Language, number
from ui.markup import tag, text

#: Outline of each shape round the origin, of about the same area as a circle of radius 1.
_PATHS = {
    "circle": "M-1,0A1,1 0 1 0 1,0A1,1 0 1 0 -1,0Z",
    "diamond": "M0,-1.25L1.25,0L0,1.25L-1.25,0Z",
    "square": "M-.9,-.9H.9V.9H-.9Z",
    "triangle": "M0,-1.15L1.2,.95H-1.2Z",
    "cross": "M-1.1,-.6L-.6,-1.1L0,-.5L.6,-1.1L1.1,-.6L.5,0L1.1,.6L.6,1.1L0,.5L-.6,1.1L-1.1,.6L-.5,0Z",
}


def symbol(group: Group, radius: float = 5.0, *, hollow: bool = False) -> str:
    """Return the outline of a group's symbol round the origin."""
    kind = "hollow" if hollow else "full"
    return tag("path", d=_PATHS[SYMBOLS[group].shape], transform=f"scale({radius:g})", cls=f"mark {kind} {group}")


def legend(groups: Iterable[Group], language: Language, names: dict[str, str], maybe: str = "") -> str:
    """Return the key to groups that a chart shows.

    :param names: group → what it is called.
    :param maybe: what an open mark means; blank leaves it out.
    """
    entries = [tag("li", _swatch(symbol(group, 4.5)), text(names[group])) for group in GROUPS if group in set(groups)]
    if maybe:
        entries.append(tag("li", _swatch(symbol("violence", 4.5, hollow=True).replace("violence", "any")), text(maybe)))
    return tag("ul", *entries, cls="legend", lang=language)


def _swatch(mark: str) -> str:
    return tag("svg", mark, viewBox="-7 -7 14 14", width="14", height="14", aria_hidden="true")


def ticks(most: float, wanted: int = 4) -> list[int]:
    """Return whole numbers for an axis from 0 to at least ``most``, in steps that are easy to read.

    >>> ticks(7), ticks(143), ticks(0)
    ([0, 2, 4, 6, 8], [0, 50, 100, 150], [0, 1])
    """
    if most <= 1:
        return [0, 1]
    rough = most / wanted
    unit = 10 ** math.floor(math.log10(rough))
    step = max(1, next(int(unit * m) for m in (1, 2, 5, 10) if unit * m >= rough))
    return list(range(0, math.ceil(most / step) * step + 1, step))


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[object]], language: Language) -> str:
    """Return a chart's figures as a table that opens below it.

    :param caption: what opens it.
    :param head: names of the columns.
    :param rows: cells; numbers are written in the reader's form, an empty one stays empty.
    """

    def cell(value: object) -> str:
        if isinstance(value, int | float):
            return tag("td", text(number(language, value, digits=1)), cls="figure")
        return tag("td", text(value))

    body = (tag("tr", tag("th", text(first), scope="row"), *map(cell, rest)) for first, *rest in rows)
    columns = tag("tr", *(tag("th", text(name), scope="col") for name in head))
    return tag("details", tag("summary", text(caption)), tag("table", tag("thead", columns), tag("tbody", *body)))
