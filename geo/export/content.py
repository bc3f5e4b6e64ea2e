"""What the tables and data files of an order hold: its events, the sources that they rest on, the words about them."""

from __future__ import annotations

from typing import Any

from geo import basemap, records
from geo.export.order import Order
from geo.phrasing import toll_range
from geo.terms import TermsError, credits, withheld
from geo.view import CURATED
from geo.words import Language, day, number, t


def event_records(order: Order) -> list[dict[str, Any]]:
    """Return all events of the view in order of time, with the fields of the codebook; see :mod:`geo.records`."""
    return records.event_records(order.store.dataset, order.store.events(order.view))


def source_records(order: Order, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sources that some events name, each once, in the order in which the events first name them.

    :returns: the columns of ``sources.csv`` and ``events``, the number of these events that name it.
    """
    named: dict[str, int] = {}
    for event in events:
        for source in event["sources"]:
            named[source] = named.get(source, 0) + 1
    found = records.source_records(order.store.dataset, list(named))
    return [source | {"events": named[source["id"]]} for source in found]


def figures(order: Order) -> list[tuple[str, str]]:
    """Return the view's key figures as label and value, in the view's language."""
    summary, lang = order.summary, order.view.lang
    killed = summary.killed
    toll = toll_range(killed.low, killed.best, killed.high, lang)
    form = {0: "_same", 1: "_range"}.get(toll.count("–"), "")
    peacekeepers = summary.killed_peacekeepers
    shown = [
        (t(lang, "export.events"), number(lang, summary.events)),
        (_capital(t(lang, f"figure.killed{form}")), toll or "–"),
        (t(lang, "export.unknown"), number(lang, killed.unknown_violent)),
        (_capital(t(lang, "figure.peacekeepers")), "–" if peacekeepers is None else number(lang, peacekeepers)),
        (t(lang, "export.places"), number(lang, summary.places)),
        (t(lang, "export.off_map"), number(lang, summary.events - summary.placed)),
    ]
    return shown if not summary.maybe else [*shown, (t(lang, "export.maybe"), number(lang, summary.maybe))]


def title(order: Order) -> str:
    """Return the heading: the one that was asked for, else the Atlas's own."""
    return order.title or t(order.view.lang, "export.title")


def about(order: Order) -> list[tuple[str, str]]:
    """Return what a reader must know about a file, as label and text: view, note, version, link, caveats, credits."""
    lang, kept_back = order.view.lang, withheld(order.store.dataset)
    lines = [
        (t(lang, "export.view"), order.sentence),
        (t(lang, "export.note"), order.note),
        (t(lang, "export.version"), order.store.version),
        (t(lang, "export.made"), day(lang, order.made)),
        (t(lang, "export.link"), order.link),
        (t(lang, "export.uncertainty_label"), t(lang, "export.uncertainty")),
        (t(lang, "export.deaths_label"), t(lang, "export.deaths")),
        (t(lang, "export.regions_label"), t(lang, "export.regions")),
        (t(lang, "export.boundaries"), f"{t(lang, 'map.boundary_note')} {t(lang, 'map.not_un')}"),
        (t(lang, "export.credits"), f"{_attribution(order, lang)} {basemap.attribution()}."),
        (t(lang, "sets.terms_label"), TermsError(kept_back).say(lang) if kept_back else ""),
    ]
    return [(label, text) for label, text in lines if text]


def labelled(order: Order, label: str, value: str) -> str:
    """Return "label: value" as the view's language sets it."""
    return t(order.view.lang, "export.labelled", label=label, value=value)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _attribution(order: Order, lang: Language) -> str:
    dataset = order.store.dataset
    own = t(lang, "export.attribution", licence="CC BY 4.0")
    imported = credits(dataset)
    if not imported:
        return own
    said = t(lang, "sets.credits", names=imported)
    return f"{said} {own}" if any(part.id == CURATED for part in dataset.parts) else f"{said} {t(lang, 'sets.map')}"
