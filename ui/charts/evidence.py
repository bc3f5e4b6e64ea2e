"""The events that bear on a claim, by relation, each with its sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from geo.dataset import Dataset
from geo.names import Names
from geo.phrasing import event_date, source_about, toll_range
from geo.records import source_records
from geo.words import t
from ui.charts.marks import symbol
from ui.markup import link, tag, text


def evidence_list(
    events: pd.DataFrame, dataset: Dataset, names: Names, *, heading: str, note: str = "", selected: str | None
) -> str:
    """Return some events as a list whose entries can be chosen; the sources of each unfold below it.

    :param events: rows of ``Dataset.events``.
    :param heading: what they have in common.
    :param note: said under the heading.
    """
    order = dataset.event_sources[dataset.event_sources["event_id"].isin(events["id"])].sort_values("seq")
    ids = order.groupby("event_id")["source_id"].agg(list).to_dict()
    entries = [_entry(event, source_records(dataset, ids.get(event.id, [])), names, selected) for event in
               events.itertuples()]  # fmt: skip
    title = tag("h3", text(heading), tag("small", text(len(events))))
    return tag("section", title, tag("p", text(note)) if note else "", tag("ul", *entries), cls="evidence")


def _entry(event: Any, sources: Sequence[dict[str, Any]], names: Names, selected: str | None) -> str:
    lang, fr = names.language, names.language == "fr"
    shape = tag("svg", symbol(event.group, 4.5), viewBox="-7 -7 14 14", width="14", height="14", aria_hidden="true")
    about = [event_date(event, lang), event.place_fr if fr else event.place]
    if toll := toll_range(event.killed_low, event.killed_best, event.killed_high, lang):
        about.append(t(lang, "mission.killed", n=toll) if toll != "0" else t(lang, "card.none_killed"))
    if event.verification == "partial":
        about.append(t(lang, "mission.partial"))
    documents = [
        tag("li", link(source["url"] or "", source["title"]), tag("small", text(source_about(source, lang))))
        for source in sources
    ]
    return tag(
        "li",
        tag(
            "div",
            shape,
            tag("span", text(event.title_fr if fr else event.title), tag("small", text(" · ".join(about)))),
            data_event=event.id,
            role="button",
            cls="event selected" if event.id == selected else "event",
        ),
        tag("details", tag("summary", text(t(lang, "card.sources", n=len(sources)))), tag("ol", *documents)),
    )
