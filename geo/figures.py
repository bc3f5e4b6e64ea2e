"""The key figures of a view as a reader sees them, the same on every page and in every document."""

from __future__ import annotations

from dataclasses import dataclass

from geo.phrasing import toll_range
from geo.summary import Summary
from geo.words import Language, number, t


@dataclass(frozen=True)
class KeyFigure:
    """One figure.

    :param value: as it is shown; "–" where it is unknown.
    :param label: what it counts.
    :param note: what it leaves out; often empty.
    """

    value: str
    label: str
    note: str = ""


def key_figures(summary: Summary, language: Language) -> tuple[KeyFigure, ...]:
    """Return events, killed (low–best–high), UN personnel killed and places of a view.

    >>> from geo.dataset import load
    >>> from geo.store import Store
    >>> from geo.view import View
    >>> key_figures(Store(load()).summary(View(region=("Kidal",))), "en")[0]
    KeyFigure(value='84', label='events', note='')
    """
    killed = summary.killed
    toll = toll_range(killed.low, killed.best, killed.high, language)
    form = {0: "_same", 1: "_range"}.get(toll.count("–"), "")
    off_map = summary.events - summary.placed
    peacekeepers = summary.killed_peacekeepers
    return (
        KeyFigure(number(language, summary.events), t(language, "figure.events", n=summary.events)),
        KeyFigure(
            toll or "–",
            t(language, f"figure.killed{form}"),
            t(language, "figure.unknown", n=killed.unknown_violent) if killed.unknown_violent else "",
        ),
        KeyFigure("–" if peacekeepers is None else number(language, peacekeepers), t(language, "figure.peacekeepers")),
        KeyFigure(
            number(language, summary.places),
            t(language, "figure.places", n=summary.places),
            t(language, "figure.off_map", n=off_map) if off_map else "",
        ),
    )
