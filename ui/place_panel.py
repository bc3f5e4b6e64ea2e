"""What the pages of places share: reading their addresses, the sentence when nothing is there, charts, lists, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from geo import surroundings
from geo.errors import Problem, TooManyError
from geo.model import GROUPS
from geo.phrasing import event_date
from geo.place_asking import Asked
from geo.sentence import view_slug
from geo.tallies import Bar, by_category
from geo.words import number
from ui.card import card
from ui.chart import chart
from ui.charts import listing
from ui.charts.columns import Column
from ui.charts.marks import legend
from ui.csv_button import csv_button
from ui.head import figures
from ui.markup import tag, text
from ui.session import Atlas, change_own


def told(atlas: Atlas, problems: Sequence[Problem]) -> Atlas:
    """Return the same run with the problems of the page's own parameters among those that the reader is told."""
    return replace(atlas, problems=[*atlas.problems, *problems])


def km_text(atlas: Atlas, km: float) -> str:
    """Write a distance as the reader does."""
    return number(atlas.lang, int(km) if km == int(km) else km, digits=1)


def radius(asked: Asked, label: str, least: float, most: float) -> None:
    """Draw the slider of the distance."""
    st.session_state["place_km"] = round(asked.km) if asked.km == round(asked.km) else asked.km
    whole = asked.km == round(asked.km)
    kind = int if whole else float
    st.slider(
        label,
        min_value=kind(least),
        max_value=kind(most),
        step=kind(1),
        key="place_km",
        on_change=lambda: change_own(km=f"{st.session_state['place_km']:g}"),
    )


def summary(shown: Atlas) -> None:
    """Draw the sentence and figures of the place; where nothing is, say so and what is nearest."""
    figures(shown, keep_site=True)
    found, view = shown.summary, shown.view
    if found.events or view.near is None or view.within_km is None:
        return
    km = km_text(shown, view.within_km)
    said = [shown.t("place.nothing", km=km, of_place=shown.names.of_place(view.near))]
    if found.maybe:
        said.append(shown.t("place.nothing_maybe", n=found.maybe))
    if (event := surroundings.nearest(shown.store, view)) is None:
        said.append(shown.t("place.nowhere"))
    else:
        title, away = event["title_fr" if shown.lang == "fr" else "title"], km_text(shown, round(event["km"], 1))
        said.append(shown.t("place.nearest", title=title, day=event_date(event, shown.lang), km=away))
    with st.container(key="place_nothing"):
        st.html(tag("p", text(" ".join(said)), cls="atlas-hint", role="status"))


def around(shown: Atlas, *, key: str = "") -> pd.DataFrame | None:
    """Return the events that lie or may lie near the view's place; ``None`` where a large data set has too many.

    :param key: of the container in which that is said; blank says nothing.
    """
    try:
        return surroundings.surroundings(shown.store, shown.view)
    except TooManyError as error:
        if key:
            with st.container(key=key):
                said = shown.t("place.too_many", n=error.events, most=error.most)
                st.html(tag("p", text(said), cls="atlas-hint", role="status"))
        return None


def parts_of(bar: Bar) -> tuple[tuple[str, int], ...]:
    """Return a bar's parts for a chart: each group, then what only may belong there."""
    return (*zip(GROUPS, bar.groups, strict=True), ("maybe", bar.maybe))


def said_of(atlas: Atlas, bar: Bar) -> str:
    """Return a bar's number in words."""
    said = atlas.t("view.events", n=bar.certain)
    return f"{said}, {atlas.t('view.maybe', n=bar.maybe)}" if bar.maybe else said


def column(atlas: Atlas, bar: Bar, label: str, name: str, *, minor: bool = False) -> Column:
    """Return a bar for a chart.

    :param label: under it.
    :param name: what it stands for, in the tip.
    """
    return Column(label, parts_of(bar), f"{name} · {said_of(atlas, bar)}", minor)


def key(atlas: Atlas, found: pd.DataFrame) -> str:
    """Return the legend of the groups among some events."""
    names = {group: atlas.names.group(group) for group in GROUPS}
    maybe = "" if found["certain"].all() else atlas.t("place.maybe_key")
    return legend(found["group"].unique(), atlas.lang, names, maybe)


def category_chart(atlas: Atlas, found: pd.DataFrame) -> None:
    """Draw the events by category."""
    title = tag("h3", text(atlas.t("place.categories")))
    chart(atlas, title + listing.categories(by_category(found), atlas.names), key="place_categories")


def event_list(shown: Atlas, found: pd.DataFrame, *, chainage: bool = False, keep_site: bool = False) -> None:
    """Draw the list of events with the card of the selected one beside it."""
    if not len(found):
        return
    left, right = st.columns([3, 2], gap="medium")
    with left:
        title = tag("h3", text(shown.t("place.events")))
        listed = surroundings.told(shown.store, found, listing.MOST)
        rows = listing.events(listed, shown.names, selected=shown.view.event, chainage=chainage)
        chart(shown, title + rows, key="place_events", keep_site=keep_site)
        events_button(shown, found, "place_csv", shown.t("place.csv"))
    with right:
        selected_card(shown)


def selected_card(shown: Atlas) -> None:
    """Draw the card of the selected event, whichever view it is in."""
    view, event = shown.view.but(site=None), shown.view.event
    if event and not shown.store.holds(view, event):
        view = view.everything().but(event=event)
    with st.container(key="place_card"):
        card(shown.at(view))


def events_button(shown: Atlas, found: pd.DataFrame, key: str, label: str) -> None:
    """Draw a button that downloads events with their distances."""
    name = view_slug(shown.view, shown.opened.names["en"])
    csv_button(label, lambda: surroundings.csv_text(shown.store, found), name, key)
