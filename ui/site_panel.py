"""A site's dossier: the choice of the site, what it is, the Mission there, the events round it, agreements, sources."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.dossier import AGREED, SUPPORTED, Troops, sources_of, troops
from geo.frames import rows
from geo.model import REGIONS
from geo.phrasing import source_about
from geo.pivots import is_post
from geo.place_asking import SITE_KM, Asked
from geo.places import find
from geo.records import source_records
from geo.surroundings import told
from geo.tallies import by_year
from geo.text import fold
from geo.words import number
from ui.card import site_article
from ui.chart import chart
from ui.charts import listing
from ui.charts.columns import Column, columns
from ui.charts.marks import table
from ui.map_panel import map_panel
from ui.markup import link, tag, text
from ui.place_panel import around, category_chart, column, events_button, key, km_text, radius, selected_card
from ui.session import Atlas, change

#: Sources listed under a dossier; all of them are in the files.
_SOURCES = 100


def site_search(atlas: Atlas) -> None:
    """Draw the search; each match says whether its name was typed or is only spelt like it."""
    st.text_input(
        atlas.t("place.search"),
        key="site_search",
        help=atlas.t("place.search_help"),
        icon=":material/search:",
        placeholder="Ogossagou, Tombouctou …",
        max_chars=80,
    )
    typed = st.session_state.get("site_search", "").strip()
    if not typed:
        return
    found = [match for match in find(typed, atlas.store.dataset, atlas.lang) if match.kind == "site"]
    with st.container(key="site_matches", gap="xsmall"):
        for match in found:
            mark = atlas.t("place.exact" if match.exact else "place.close")
            name = atlas.names.place(match.id)
            other = f" ({match.spelling})" if fold(match.spelling) != fold(name) else ""
            st.button(
                f"{name}{other} · {mark}",
                key=f"site_match_{match.id}",
                type="tertiary",
                icon=":material/check:" if match.exact else ":material/spellcheck:",
                on_click=_take,
                args=(match.id,),
            )
        if not found:
            st.caption(atlas.t("place.search_none"))


def site_list(atlas: Atlas) -> None:
    """Draw the list of all sites by region."""
    sites = rows(atlas.store.dataset.sites)
    with st.container(key="site_list", gap="xsmall"):
        for region in REGIONS:
            here = [site for site in sites if site["region"] == region]
            if not here:
                continue
            names = {site["id"]: _label(atlas, site) for site in here}
            st.pills(
                atlas.names.region(region),
                sorted(names, key=lambda site: fold(atlas.names.place(site))),
                key=f"sites_{fold(region)}",
                format_func=lambda site, names=names: names[site],  # type: ignore[misc]
                on_change=_from_list,
                args=(f"sites_{fold(region)}",),
            )


def _label(atlas: Atlas, site: dict[str, str]) -> str:
    name = atlas.names.place(site["id"])
    return f"▲ {name}" if is_post(site) else name


def _from_list(widget: str) -> None:
    if chosen := st.session_state[widget]:
        # The list is drawn anew without a choice when the reader comes back to it.
        st.session_state[widget] = None
        _take(chosen)


def _take(site: str) -> None:
    st.session_state["site_search"] = ""
    change(site=site, event=None)


def choose(atlas: Atlas) -> None:
    """Draw the page while no site is chosen: search, list, and the map of all of them."""
    st.html(tag("h2", text(atlas.t("place.choose")), cls="atlas-heading"))
    st.caption(atlas.t("place.choose_help", post="▲"))
    left, right = st.columns([2, 3], gap="medium")
    with left:
        site_search(atlas)
        with st.container(key="site_scroll"):
            site_list(atlas)
    with right:
        map_panel(atlas, key="site_map", height=640)


def bar(atlas: Atlas, asked: Asked) -> None:
    """Draw the line of choices over a dossier: another site, the distance."""
    first, second, third = st.columns([3, 4, 2], vertical_alignment="bottom", gap="medium")
    with first:
        site_search(atlas)
    with second:
        radius(asked, atlas.t("place.radius"), SITE_KM[0], SITE_KM[1])
    with third:
        st.button(
            atlas.t("place.to_list"),
            key="site_leave",
            icon=":material/format_list_bulleted:",
            on_click=lambda: change(site=None, event=None),
        )


def dossier(atlas: Atlas, shown: Atlas, asked: Asked) -> None:
    """Draw what is known of the site and of what happened round it."""
    dataset = shown.store.dataset
    site = dataset.sites[dataset.sites["id"] == asked.place].iloc[0]
    left, right = st.columns([2, 3], gap="medium")
    with left, st.container(key="site_about"):
        st.html(site_article(atlas, site))
    with right:
        map_panel(shown, key="site_map", height=440, keep_site=True, site=asked.place, site_at=None, fit=True)
    found = around(shown, key="site_many")
    if found is not None:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _years(shown, found)
        with right:
            if len(found):
                category_chart(shown, found)
    _troops(shown, troops(dataset, str(asked.place), shown.lang))
    if found is None:
        return
    left, right = st.columns(2, gap="medium")
    with left:
        _apart(shown, found, "agreed", AGREED)
    with right:
        _apart(shown, found, "supported", SUPPORTED)
    if len(found):
        _events(shown, found)


def _axis(shown: Atlas) -> range:
    first, last = shown.store.extent
    return range(first.year, last.year + 1)


def _years(shown: Atlas, found: pd.DataFrame) -> None:
    if not len(found):
        return
    years = _axis(shown)
    bars = by_year(found, years[0], years[-1])
    drawn = [
        column(shown, one, str(year), str(year), minor=bool(i % 2))
        for i, (year, one) in enumerate(zip(years, bars, strict=True))
    ]
    view = shown.view
    label = shown.t(
        "place.years_label", km=km_text(shown, view.within_km or 0), of_place=shown.names.of_place(view.near or "")
    )
    title = tag("h3", text(shown.t("place.years")))
    head = [shown.t("place.year"), shown.t("place.number"), shown.t("place.maybe_key")]
    figures = [[str(year), one.certain, one.maybe] for year, one in zip(years, bars, strict=True)]
    markup = title + columns(drawn, label=label, language=shown.lang) + key(shown, found)
    chart(shown, markup + table(shown.t("place.table"), head, figures, shown.lang), key="site_years")


def _troops(shown: Atlas, known: list[Troops]) -> None:
    lang = shown.lang
    title = tag("h3", text(shown.t("place.troops")))
    if not known:
        chart(shown, title + tag("p", text(shown.t("place.troops_none"))), key="site_troops")
        return
    years, by = _axis(shown), {one.year: one for one in known}
    drawn, figures = [], []
    for i, year in enumerate(years):
        one = by.get(year)
        n = one.estimate if one else 0
        who = ", ".join(_contributor(shown, name, part) for name, part in one.contributors) if one else ""
        tip = shown.t("place.troops_year", year=str(year), n=n) + (f" · {who}" if who else "") if one else str(year)
        drawn.append(Column(str(year), (("mission", n),), tip, bool(i % 2)))
        if one:
            figures.append([str(year), n, who])
    head = [shown.t("place.year"), shown.t("place.troops"), shown.t("place.contributors")]
    whole = columns(drawn, label=shown.t("place.troops_label"), language=lang, height=88)
    note = tag("p", text(shown.t("place.troops_note")))
    chart(shown, title + whole + note + table(shown.t("place.table"), head, figures, lang), key="site_troops")


def _contributor(shown: Atlas, name: str, n: int | None) -> str:
    return shown.t("place.size_unknown", name=name) if n is None else f"{name} ({number(shown.lang, n)})"


def _apart(shown: Atlas, found: pd.DataFrame, name: str, categories: tuple[str, ...]) -> None:
    here = found[found["category"].isin(categories)]
    title = tag("h3", text(shown.t(f"place.{name}")))
    if len(here):
        listed = told(shown.store, here, listing.MOST)
        markup = title + listing.events(listed, shown.names, selected=shown.view.event)
    else:
        markup = title + tag("p", text(shown.t(f"place.{name}_none")))
    chart(shown, markup, key=f"site_{name}", keep_site=True)


def _events(shown: Atlas, found: pd.DataFrame) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        title = tag("h3", text(shown.t("place.events")))
        listed = told(shown.store, found, listing.MOST)
        markup = title + listing.events(listed, shown.names, selected=shown.view.event)
        chart(shown, markup, key="place_events", keep_site=True)
        events_button(shown, found, "place_csv", shown.t("place.csv"))
    with right:
        selected_card(shown)
    _sources(shown, found)


def _sources(shown: Atlas, found: pd.DataFrame) -> None:
    ids = sources_of(shown.store.dataset, found)
    with st.expander(shown.t("place.sources", n=len(ids)), icon=":material/menu_book:"):
        entries = [
            tag("li", link(source["url"] or "", source["title"]), tag("span", text(source_about(source, shown.lang))))
            for source in source_records(shown.store.dataset, ids[:_SOURCES])
        ]
        st.html(tag("section", tag("ol", *entries), cls="atlas-card atlas-sources"))
