"""Lists beside the charts: events with their distance, and bars of categories that are a table already."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.model import CATEGORIES
from geo.names import Names
from geo.phrasing import event_date, toll_range
from geo.words import number, t
from ui.charts.marks import symbol
from ui.markup import tag, text

#: Rows that a list shows; more are a matter for the table of Explore or a file.
MOST = 200


def events(found: pd.DataFrame, names: Names, *, selected: str | None, chainage: bool = False) -> str:
    """Return events as a table whose rows can be chosen.

    :param found: of :func:`geo.surroundings.surroundings`.
    :param selected: id of the selected event.
    :param chainage: whether the distance along the road is told too.
    """
    lang = names.language
    heads = [
        tag("th", text(t(lang, "place.date")), scope="col", cls="when"),
        tag("th", text(t(lang, "place.what")), scope="col"),
        *([tag("th", text(t(lang, "place.chainage")), scope="col", cls="figure wide")] if chainage else []),
        tag("th", text(t(lang, "place.distance")), scope="col", cls="figure", title=t(lang, "place.distance_help")),
        tag("th", text(t(lang, "place.killed")), scope="col", cls="figure"),
    ]
    rows = [_row(event, names, selected, chainage) for event in found.head(MOST).itertuples()]
    body = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows), cls="list")
    left = len(found) - MOST
    more = tag("p", text(t(lang, "place.more", n=left))) if left > 0 else ""
    return tag("div", body, cls="scroll") + more


def _row(event, names: Names, selected: str | None, chainage: bool) -> str:  # type: ignore[no-untyped-def]
    lang, fr = names.language, names.language == "fr"
    mark = tag(
        "svg", symbol(event.group, 4.5, hollow=not event.certain), viewBox="-7 -7 14 14", width="14", height="14"
    )
    notes = [event.place_fr if fr else event.place]
    if not event.certain:
        notes.append(t(lang, "place.maybe_key"))
    elif event.location_precision in ("route", "area"):
        notes.append(t(lang, f"card.precision_{event.location_precision}"))
    title = event.title_fr if fr else event.title
    cells = [
        tag("td", text(event_date(event, lang, short=True)), cls="when"),
        tag("td", mark, text(title), tag("small", text(" · ".join(notes)))),
    ]
    if chainage:
        cells.append(tag("td", text(number(lang, round(event.chainage_km))), cls="figure wide"))
    cells.append(tag("td", text(number(lang, round(event.km, 1), digits=1)), cls="figure"))
    killed = toll_range(event.killed_low, event.killed_best, event.killed_high, lang)
    cells.append(tag("td", text(killed), cls="figure"))
    return tag("tr", *cells, data_event=event.id, cls="selected" if event.id == selected else "")


def categories(counts: Sequence[tuple[str, int, int]], names: Names) -> str:
    """Return counts by category as bars in a table.

    :param counts: of :func:`geo.tallies.by_category`.
    """
    most = max((certain + maybe for _, certain, maybe in counts), default=1)
    rows = []
    for category, certain, maybe in counts:
        group = CATEGORIES[category]
        mark = tag("svg", symbol(group, 4.5), viewBox="-7 -7 14 14", width="14", height="14", aria_hidden="true")
        bars = [
            tag("span", "", style=f"width:{n / most * 100:.1f}%", cls=cls)
            for n, cls in ((certain, group), (maybe, "maybe"))
            if n
        ]
        said = number(names.language, certain) + (f" (+{number(names.language, maybe)})" if maybe else "")
        label = tag("span", mark, text(names.category(category)), cls="label")
        rows.append(
            tag("tr", tag("th", label, scope="row"), tag("td", *bars, cls="bar"), tag("td", text(said), cls="figure"))
        )
    return tag("table", tag("tbody", *rows), cls="shares")
