"""What the tables and data files of an order hold: its events, the sources that they rest on, the words about them."""

from __future__ import annotations

from typing import Any

from geo import boundaries, records
from geo.export.order import Order
from geo.figures import key_figures
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


def sources_named(order: Order) -> dict[str, int]:
    """Return the id of each source of the view → how many of its events name it, however many events there are.

    Sources that a large data set names for all its events alike count once for each of them.
    """
    dataset, n = order.store.dataset, order.summary.events
    named = dataset.event_sources
    shared = named[named["event_id"] == ""]["source_id"].tolist() if n else []
    own = named[named["event_id"] != ""]
    if len(own) and len(dataset.events):
        ids = dataset.events["id"].to_numpy()[order.store.flags(order.view)]
        own = own[own["event_id"].isin(ids)]
    return dict.fromkeys(shared, n) | {str(k): int(v) for k, v in own["source_id"].value_counts(sort=False).items()}


def figures(order: Order) -> list[tuple[str, str]]:
    """Return the view's key figures as label and value with what it leaves out, in the view's language."""
    summary, lang = order.summary, order.view.lang
    shown = [
        (figure.label[0].upper() + figure.label[1:], f"{figure.value} ({figure.note})" if figure.note else figure.value)
        for figure in key_figures(summary, lang)
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
        (t(lang, "export.credits"), f"{_attribution(order, lang)} {boundaries.ground_credit(language=lang)}."),
        (t(lang, "sets.terms_label"), TermsError(kept_back).say(lang) if kept_back else ""),
    ]
    return [(label, text) for label, text in lines if text]


def labelled(order: Order, label: str, value: str) -> str:
    """Return "label: value" as the view's language sets it."""
    return t(order.view.lang, "export.labelled", label=label, value=value)


def _attribution(order: Order, lang: Language) -> str:
    dataset = order.store.dataset
    own = t(lang, "export.attribution", licence="CC BY 4.0")
    imported = credits(dataset)
    if not imported:
        return own
    said = t(lang, "sets.credits", names=imported)
    return f"{said} {own}" if any(part.id == CURATED for part in dataset.parts) else f"{said} {t(lang, 'sets.map')}"
