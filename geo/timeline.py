"""What the timeline brush needs besides its bars: words, colours and marks, in the form that its script reads."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from geo.model import GROUPS
from geo.periods import MarkKind
from geo.style import GROUNDS, SYMBOLS, Theme
from geo.words import Language, catalogue

#: Kinds of mark; the browser gets an index into this tuple.
MARK_KINDS: tuple[MarkKind, ...] = ("mandate", "coup", "base_opened", "base_closed", "mission")
_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Return a day as the number of days since 1 January 1970, which is what the browser calculates with.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return day.toordinal() - _EPOCH


def mark_row(kind: MarkKind, day: date, label: str, end: date | None = None) -> list[Any]:
    """Return a date to know as the script reads it: kind, day, label and, where it lasts, its last day."""
    row = [MARK_KINDS.index(kind), day_number(day), label]
    return row if end is None else [*row, day_number(end)]


@cache
def words(language: Language) -> dict[str, Any]:
    """Return the brush's words: key → sentence or plural forms; ``groups`` in the order of the model."""
    found: dict[str, Any] = {
        key.removeprefix("timeline."): value
        for key, value in catalogue(language).items()
        if key.startswith("timeline.")
    }
    # Forms that do not differ travel once.
    found = {
        key: value if isinstance(value, str) or len(set(value.values())) > 1 else value["other"]
        for key, value in found.items()
    }
    return found | {"groups": [catalogue(language)[f"group.{group}"] for group in GROUPS]}


@cache
def palette() -> dict[str, dict[str, Any]]:
    """Return what the page's theme does not know: the colours of the groups, and of quiet words."""

    def of(theme: Theme) -> dict[str, Any]:
        return {"groups": [getattr(SYMBOLS[group], theme) for group in GROUPS], "quiet": GROUNDS[theme].text_quiet}

    return {"light": of("light"), "dark": of("dark")}
