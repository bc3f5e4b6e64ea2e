"""Before and after: the day, the windows, what was found in words, figures and a chart, and what to be careful of."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo import change_text
from geo.before_after import Comparison, add_months, compare, reach_of
from geo.pivots import Pivot, pivots, precision_of, sites_round
from geo.place_asking import MONTHS, Asked
from geo.sentence import view_slug
from geo.surroundings import told
from geo.tallies import by_step, step_days
from geo.view import first_of
from geo.words import day, period
from ui.chart import chart
from ui.charts import listing
from ui.charts.columns import columns
from ui.charts.marks import table
from ui.charts.pair import pair
from ui.csv_button import csv_button
from ui.day_choice import day_choice
from ui.markup import tag, text
from ui.place_panel import around, column, events_button, key
from ui.session import Atlas, change_own


def change_panel(shown: Atlas, asked: Asked, stretch: str = "", span: tuple[float, float] | None = None) -> None:
    """Draw the comparison round a place.

    :param shown: looking at the place.
    :param stretch: name of the stretch of the route that is compared; blank for all.
    :param span: its first and last km on the road.
    """
    with st.container(key="change"):
        _choices(shown, asked, _agreements(shown, span))
        if not asked.day:
            st.html(tag("p", text(shown.t("change.hint")), cls="atlas-hint"))
            return
        pivot, precision = first_of(asked.day), precision_of(asked.day)
        # Only the two windows are asked for: of a large data set that is all that can be looked at one by one.
        start, end = add_months(pivot, -asked.months), add_months(pivot, asked.months)
        events = around(shown.at(shown.view.but(start=start, end=end)), key="change_many")
        if events is None:
            return
        reach, pairs = reach_of(shown.store.extent), shown.store.dataset.pairs
        found = compare(_within(events, span), pivot, asked.months, reach, precision, pairs)
        _result(shown, found, precision, stretch)


def _agreements(shown: Atlas, span: tuple[float, float] | None) -> pd.DataFrame | None:
    """Return the agreements round the place, whose days are offered; ``None`` where the view leaves them out."""
    view, kind = shown.view.but(start=None, end=None), "local_agreement"
    if view.category and kind not in view.category:
        return None
    events = around(shown.at(view.but(category=(kind,))))
    return None if events is None else told(shown.store, _within(events, span))


def _within(events: pd.DataFrame, span: tuple[float, float] | None) -> pd.DataFrame:
    return events if span is None else events[events["chainage_km"].between(*span)]


def change_heading(shown: Atlas) -> None:
    """Draw the heading of the comparison and say what it does."""
    with st.container(key="change_heading", gap="xsmall"):
        st.html(tag("h2", text(shown.t("change.title")), cls="atlas-heading"))
        st.caption(shown.t("change.help"))


def _choices(shown: Atlas, asked: Asked, events: pd.DataFrame | None) -> None:
    dataset = shown.store.dataset
    round_it = sites_round(dataset, asked.place or "", asked.km)
    day_choice(
        shown,
        "change",
        _offered(shown, events, round_it),
        asked.day,
        asked.day,
        asked.months,
        on_day=lambda text: change_own(date=text),
        on_typed=lambda text: change_own(date=text or None),
        on_months=lambda months: change_own(months=None if months == MONTHS else str(months)),
    )


def _offered(shown: Atlas, events: pd.DataFrame | None, round_it: list[str]) -> list[Pivot]:
    return pivots(shown.store.dataset, events, round_it, shown.lang)


def _result(shown: Atlas, found: Comparison, precision: str, stretch: str) -> None:
    lang, names = shown.lang, shown.names
    said = change_text.sentences(found, shown.view, names, precision, stretch)
    st.html(
        tag("p", text(said[0]), cls="atlas-sentence", role="status")
        + tag("p", text(" ".join(said[1:])), cls="atlas-said")
    )
    left, right = st.columns([3, 2], gap="medium")
    with left:
        chart(shown, pair(found, lang) + _chart(shown, found, precision), key="change_chart", keep_site=True)
    with right:
        cautions = (tag("li", text(change_text.caution(one, found, lang))) for one in found.cautions)
        heading = tag("h3", text(shown.t("change.cautions")))
        st.html(tag("section", heading, tag("ul", *cautions), cls="atlas-cautions"))
    with st.expander(shown.t("change.list"), icon=":material/list:"):
        listed = told(shown.store, found.events, listing.MOST)
        rows = listing.events(listed, names, selected=shown.view.event)
        chart(shown, rows, key="change_events", keep_site=True)
    slug = view_slug(shown.view, shown.opened.names["en"])
    with st.container(horizontal=True, key="change_files"):
        table_of = f"{slug}_{found.pivot:%Y%m%d}"
        csv_button(shown.t("change.table_csv"), lambda: change_text.table(found), table_of, "change_csv")
        events_button(shown, found.events, "change_events_csv", shown.t("change.events_csv"))


def _chart(shown: Atlas, found: Comparison, precision: str) -> str:
    lang = shown.lang
    bars = by_step(found)
    spans = [period(lang, *step_days(bar), short=True) for bar in bars]
    # Only the middle and the ends are named: the bars between them are all of one length.
    named = {0: found.before.start, len(bars) // 2: found.pivot, len(bars) - 1: found.after.end}
    drawn = [
        column(shown, bar, day(lang, named[i], "month", short=True) if i in named else "", spans[i])
        for i, bar in enumerate(bars)
    ]
    months = shown.t("change.n_months", n=2 * found.months // len(bars))
    label = shown.t("change.chart_label", months=months, day=day(lang, found.pivot, precision))
    figures = [[span, bar.certain, bar.maybe] for span, bar in zip(spans, bars, strict=True)]
    head = [shown.t("place.date"), shown.t("place.number"), shown.t("place.maybe_key")]
    title = tag("h3", text(shown.t("change.chart")))
    whole = columns(drawn, label=label, language=lang, divide=len(bars) // 2, height=96)
    return title + whole + key(shown, found.events) + table(shown.t("place.table"), head, figures, lang)
