"""A route: its corridor on the map, its strip chart, counts by stretch and by distance."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from geo.before_after import reach_of
from geo.frames import rows
from geo.measure import along
from geo.periods import LAST_DAY, moments
from geo.phrasing import event_date, presence
from geo.pivots import is_post, sites_round
from geo.place_asking import ROUTE_KM, Asked
from geo.route import Route, route
from geo.surroundings import told
from geo.tallies import by_distance, by_stretch
from geo.view import first_of, last_of
from geo.words import number
from ui.chart import chart
from ui.charts.columns import columns
from ui.charts.marks import table
from ui.charts.strip import Line, Post, Share, Spot, strip
from ui.markup import tag, text
from ui.place_panel import column, key, km_text, parts_of, radius, said_of
from ui.session import Atlas, change_own

#: Symbols that the strip chart holds; more would cover each other, and weigh too much for a bad link.
_MOST = 1500


def bar(atlas: Atlas, asked: Asked) -> None:
    """Draw the line of choices: which route, how wide the corridor."""
    first, second = st.columns([3, 4], vertical_alignment="bottom", gap="medium")
    with first:
        st.session_state["route_chosen"] = asked.place
        st.selectbox(
            atlas.t("route.choose"),
            atlas.store.dataset.routes["id"].tolist(),
            key="route_chosen",
            format_func=atlas.names.place,
            # A stretch belongs to its route.
            on_change=lambda: change_own(route=st.session_state["route_chosen"], stretch=None),
        )
    with second:
        radius(asked, atlas.t("route.radius"), ROUTE_KM[0], ROUTE_KM[1])


def length(atlas: Atlas, asked: Asked) -> None:
    """Say how long the route is, and whether that is a road's length."""
    way = route(atlas.store.dataset, str(asked.place))
    word = "route.length_schematic" if way.schematic else "route.length"
    st.html(tag("p", text(atlas.t(word, km=number(atlas.lang, round(way.length)))), cls="atlas-said"))


def stretch_choice(atlas: Atlas, asked: Asked) -> tuple[str, tuple[float, float] | None]:
    """Draw the choice of the stretch to compare; return its name and its first and last km, or nothing for all."""
    way = route(atlas.store.dataset, str(asked.place))
    names = {stretch.id: stretch.label(atlas.lang) for stretch in way.stretches}
    if len(names) > 1:
        st.session_state["route_stretch"] = asked.stretch
        st.selectbox(
            atlas.t("change.stretch"),
            ["", *names],
            key="route_stretch",
            format_func=lambda stretch: names.get(stretch) or atlas.t("change.stretch_all"),
            on_change=lambda: change_own(stretch=st.session_state["route_stretch"] or None),
            width=320,
        )
    stretch = way.stretch(asked.stretch)
    return (stretch.label(atlas.lang), (stretch.start.km, stretch.end.km)) if stretch else ("", None)


def strip_chart(shown: Atlas, asked: Asked, found: pd.DataFrame) -> None:
    """Draw the events along the road and through time, the posts of the Mission among them."""
    dataset, lang = shown.store.dataset, shown.lang
    way = route(dataset, str(asked.place))
    drawable = told(shown.store, found.nlargest(_MOST, "killed_best") if len(found) > _MOST else found)
    shares = [
        Share(parts_of(one), _short(shown, one.certain, one.maybe), f"{stretch.label(lang)} · {said_of(shown, one)}")
        for stretch, one in by_stretch(found, way)
    ]
    drawn = strip(
        way,
        [_spot(shown, event) for event in drawable.itertuples()],
        _posts(shown, asked, way),
        _lines(shown, asked),
        shares,
        window=_window(shown),
        selected=shown.view.event,
        label=shown.t(
            "route.strip_label", events=shown.t("view.events", n=len(found)), place=shown.names.place(way.id)
        ),
        language=lang,
    )
    title = tag("h3", text(shown.t("route.strip"))) + tag("p", text(shown.t("route.strip_help")))
    if len(found) > _MOST:
        title += tag("p", text(shown.t("route.most", n=_MOST, total=len(found))))
    head = [shown.t("route.stretch"), shown.t("route.stretch_km"), shown.t("place.number"), shown.t("route.maybe")]
    figures = [[s.label(lang), round(s.length, 1), one.certain, one.maybe] for s, one in by_stretch(found, way)]
    legend = key(shown, found) if len(found) else ""
    chart(shown, title + drawn + legend + table(shown.t("route.stretches"), head, figures, lang), key="route_strip")


def _short(shown: Atlas, certain: int, maybe: int) -> str:
    said = number(shown.lang, certain)
    return f"{said} (+{number(shown.lang, maybe)})" if maybe else said


def _window(shown: Atlas) -> tuple[date, date]:
    """Return the first and last day of the time axis: the view's window, as far as the data reach."""
    first, last = reach_of(shown.store.extent)
    start, end = shown.view.start or first, shown.view.end or last
    return (start, end) if start <= end else (first, last)


def _spot(shown: Atlas, event) -> Spot:  # type: ignore[no-untyped-def]
    title = event.title_fr if shown.lang == "fr" else event.title
    tip = shown.t(
        "route.tip",
        title=title,
        day=event_date(event, shown.lang),
        km=number(shown.lang, round(event.chainage_km)),
        away=km_text(shown, round(event.km, 1)),
    )
    # A symbol is about two kilometres wide: only what is less certain than that has something to show.
    reach = float(event.location_radius_km) if event.location_precision in ("route", "area") else 0.0
    if not event.certain:
        tip = f"{tip} ({shown.t('route.maybe')})"
    # An event that began before the axis does, but lasts into it, stands at its beginning.
    day = max(event.date_start.date(), min(_window(shown)[0], event.date_end.date()))
    return Spot(event.id, event.group, day, float(event.chainage_km), reach, bool(event.certain), tip)


def _posts(shown: Atlas, asked: Asked, way: Route) -> list[Post]:
    dataset = shown.store.dataset
    near = dataset.sites[dataset.sites["id"].isin(sites_round(dataset, way.id, asked.km))]
    found = []
    for site in rows(near):
        opened, closed = site["mission_from"].split("/")[0], site["mission_to"].split("/")[-1]
        if not opened or not is_post(site):
            continue
        stone = along([site["lat"]], [site["lon"]], [p.lat for p in way.waypoints], [p.lon for p in way.waypoints])[1]
        when = presence(site["mission_from"], site["mission_to"], shown.lang)
        tip = shown.t("route.post", place=shown.names.place(site["id"]), when=when)
        found.append(Post(float(stone[0]), first_of(opened), last_of(closed) if closed else LAST_DAY, tip))
    return found


def _lines(shown: Atlas, asked: Asked) -> list[Line]:
    found = [Line(m.day, m.label, "coup") for m in moments(shown.store.dataset, shown.lang) if m.kind == "coup"]
    for moment in moments(shown.store.dataset, shown.lang):
        if moment.kind == "mission" and moment.end:
            found += [Line(moment.day, moment.label, "mission"), Line(moment.end, moment.label, "mission")]
    return [*found, *([Line(first_of(asked.day), asked.day, "day")] if asked.day else [])]


def distance_chart(shown: Atlas, asked: Asked, found: pd.DataFrame) -> None:
    """Draw how far from the road the events lie."""
    if not len(found):
        return
    bars, drawn, figures = by_distance(found, asked.km), [], []
    for i, one in enumerate(bars):
        low, high = km_text(shown, round(one.start, 1)), km_text(shown, round(one.end, 1))
        name = shown.t("route.distance_bar", low=low, high=high)
        drawn.append(column(shown, one, high, name, minor=bool(i % 2 == 0)))
        figures.append([name, one.certain, one.maybe])
    head = [shown.t("route.distance"), shown.t("place.number"), shown.t("route.maybe")]
    title = tag("h3", text(f"{shown.t('route.distance')} (km)"))
    whole = columns(drawn, label=shown.t("route.distance_label"), language=shown.lang, height=96)
    chart(shown, title + whole + table(shown.t("place.table"), head, figures, shown.lang), key="route_distance")
