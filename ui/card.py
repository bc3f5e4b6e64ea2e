"""The detail card: one event with its uncertainty and its sources, or one site."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.dataset import Dataset
from geo.model import DEADLY
from geo.phrasing import event_date, presence, source_about, toll_range
from geo.records import role_label, source_records
from geo.style import SYMBOLS
from geo.text import slug
from geo.together import twin
from geo.view import DEFAULT_WITHIN_KM
from geo.words import number
from ui.markup import link, tag, text
from ui.session import Atlas, change


def card(atlas: Atlas) -> None:
    """Draw the card of the selected event or site, or a word on how to choose one."""
    with st.container(key="event_card"):
        if atlas.view.event:
            _steps(atlas)
            st.html(_event(atlas, atlas.store.event(atlas.view.event)))
            _twin(atlas, atlas.view.event)
        elif atlas.view.site:
            _site_steps(atlas)
            sites = atlas.store.dataset.sites
            st.html(site_article(atlas, sites[sites["id"] == atlas.view.site].iloc[0]))
        else:
            st.html(tag("p", text(atlas.t("card.nothing")), " ", text(atlas.t("card.nothing_site")), cls="atlas-hint"))


def _steps(atlas: Atlas) -> None:
    """Draw the buttons to the previous and next event of the view, in order of time."""
    at = atlas.store.rank(atlas.view, str(atlas.view.event)) or 0
    around = atlas.store.events(atlas.view, offset=max(at - 1, 0), limit=3)["id"].tolist()
    total = atlas.summary.events
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="card_steps"):
        for name, step, icon in (("previous", -1, "chevron_left"), ("next", 1, "chevron_right")):
            there = 0 <= at + step < total
            target = around[min(at, 1) + step] if there else None
            st.button(
                "",
                key=f"card_{name}",
                icon=f":material/{icon}:",
                help=atlas.t(f"card.{name}"),
                type="tertiary",
                disabled=not there,
                on_click=change,
                kwargs={"event": target},
            )
        position = atlas.t("card.of_view", n=at + 1, total=total)
        st.html(tag("span", text(position), cls="atlas-quiet"), width="stretch")
        _close(atlas, event=None)


def _site_steps(atlas: Atlas) -> None:
    """Draw the button that asks for the events round the site, and the one that closes its card."""
    site = atlas.view.site
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="card_steps"
    ):
        st.button(
            atlas.t("card.near"),
            key="card_near",
            icon=":material/radar:",
            type="tertiary",
            on_click=lambda: change(near=site, within_km=DEFAULT_WITHIN_KM),
            disabled=atlas.view.near == site,
        )
        _close(atlas, site=None)


def _close(atlas: Atlas, **cleared: None) -> None:
    st.button(
        "",
        key="card_close",
        icon=":material/close:",
        help=atlas.t("card.close"),
        type="tertiary",
        on_click=change,
        kwargs=cleared,
    )


def _twin(atlas: Atlas, event_id: str) -> None:
    """Say which event of another data set may be the same, and lead to it where it is shown."""
    found = twin(atlas.store.dataset, event_id)
    if found is None:
        return
    other = atlas.store.event(found.id)
    title = other["title_fr" if atlas.lang == "fr" else "title"]
    km = number(atlas.lang, found.km, digits=1)
    said = atlas.t("sets.maybe_same", part=found.part or atlas.t("sets.curated"), title=title, km=km)
    with st.container(key="card_twin"):
        st.html(tag("p", tag("b", text(atlas.t("sets.maybe_same_title"))), " ", text(said), cls="atlas-twin"))
        if atlas.store.holds(atlas.view, found.id):
            st.button(
                atlas.t("sets.see_other"),
                key="card_other",
                icon=":material/compare_arrows:",
                on_click=change,
                kwargs={"event": found.id},
            )


def _event(atlas: Atlas, event: Any) -> str:
    lang, suffix = atlas.lang, "_fr" if atlas.lang == "fr" else ""
    symbol = SYMBOLS[event["group"]]
    when = event_date(event, lang)
    if event["date_precision"] != "day":
        when += f" ({atlas.t('card.day_' + event['date_precision'])})"
    dataset = atlas.store.dataset
    facts = [
        *_part(atlas, dataset, event["id"]),
        (atlas.t("card.when"), text(when)),
        (atlas.t("card.where"), text(_where(atlas, event, suffix))),
    ]
    toll = _toll(atlas, event)
    # A blank toll is a gap where people may have died, and none where a bridge was opened.
    if toll or event["category"] in DEADLY:
        facts.append((atlas.t("card.killed"), text(toll or atlas.t("card.killed_unknown"))))
    for field, key in (("killed_peacekeepers", "peacekeepers"), ("injured", "injured")):
        if not pd.isna(event[field]):
            facts.append((atlas.t(f"card.{key}"), text(number(lang, int(event[field])))))
    actors = atlas.store.dataset.event_actors
    named = actors[actors["event_id"] == event["id"]].sort_values("seq")[f"name{suffix}"]
    if len(named):
        facts.append((atlas.t("card.who"), text(atlas.t("card.and_also").join(named))))
    order = atlas.store.dataset.event_sources
    # Of a large data set the sources stand once, for all its events.
    ids = order[order["event_id"].isin([event["id"], ""])].sort_values("seq")["source_id"].tolist()
    kind = tag("span", "", cls=f"atlas-symbol atlas-{symbol.shape} atlas-{event['group']}")
    return tag(
        "article",
        tag("p", kind, text(atlas.names.category(event["category"])), cls="atlas-kind"),
        tag("h2", text(event[f"title{suffix}"])),
        _facts(facts),
        tag("p", text(event[f"description{suffix}"])),
        tag("p", text(atlas.t(f"card.{event['verification']}")), cls="atlas-quiet"),
        _sources(atlas, ids),
        cls="atlas-card",
        data_event=event["id"],
    )


def _part(atlas: Atlas, dataset: Dataset, event_id: str) -> list[tuple[str, str]]:
    """Return which data set an event is of, where several are shown."""
    if len(dataset.parts) < 2:
        return []
    part = dataset.parts[int(dataset.part_of[event_id])]
    return [(atlas.t("sets.part"), text(part.name or atlas.t("sets.curated")))]


def site_article(atlas: Atlas, site: Any) -> str:
    """Return the card of a site: what it is, where, what the Mission had there and when, by which documents.

    :param site: a row of ``Dataset.sites``.
    """
    suffix = "_fr" if atlas.lang == "fr" else ""
    roles = [role for role in site["role"].split("; ") if role]
    facts = [
        (atlas.t("card.where"), text(_area(atlas, site))),
        (atlas.t("card.role"), text(", ".join(role_label(role, atlas.names) for role in roles))),
        (atlas.t("card.presence"), text(presence(site["mission_from"], site["mission_to"], atlas.lang))),
        (atlas.t("card.also"), text(site["alt_names"])),
    ]
    order = atlas.store.dataset.site_sources
    ids = order[order["site_id"] == site["id"]].sort_values("seq")["source_id"].tolist()
    return tag(
        "article",
        tag("p", text(atlas.t(f"site.kind_{slug(site['kind']).replace('-', '_')}")), cls="atlas-kind"),
        tag("h2", text(site[f"name{suffix}"])),
        tag("p", text(site[f"summary{suffix}"])),
        _facts([(label, value) for label, value in facts if value]),
        _sources(atlas, ids),
        cls="atlas-card",
        data_site=site["id"],
    )


def _facts(facts: list[tuple[str, str]]) -> str:
    return tag("dl", *(tag("dt", text(label)) + tag("dd", value) for label, value in facts), cls="atlas-facts")


def _area(atlas: Atlas, row: Any) -> str:
    cercle = atlas.t("view.cercle", n=1, names=atlas.names.cercle(row["cercle"])) if row["cercle"] else ""
    return ", ".join(part for part in (cercle, atlas.names.region(row["region"])) if part)


def _where(atlas: Atlas, event: Any, suffix: str) -> str:
    area = _area(atlas, event)
    place = event[f"place{suffix}"]
    known = atlas.t(f"card.precision_{event['location_precision']}")
    if not pd.isna(event["location_radius_km"]):
        radius = float(event["location_radius_km"])
        km = number(atlas.lang, int(radius) if radius == int(radius) else radius, digits=1)
        known += f", {atlas.t('card.within', km=km)}"
    where = f"{place} ({area})" if area and area != place else place
    return atlas.t("card.where_known", place=where, known=known)


def _toll(atlas: Atlas, event: Any) -> str:
    toll = toll_range(event["killed_low"], event["killed_best"], event["killed_high"], atlas.lang)
    best = event["killed_best"]
    if "–" in toll and not pd.isna(best):
        return f"{toll} ({atlas.t('card.killed_best', n=int(best))})"
    return toll


def _sources(atlas: Atlas, ids: list[str]) -> str:
    entries = []
    for source in source_records(atlas.store.dataset, ids):
        about = source_about(source, atlas.lang)
        entries.append(tag("li", link(source["url"] or "", source["title"]), tag("span", text(about))))
    heading = atlas.t("card.sources", n=len(entries))
    return tag("section", tag("h3", text(heading)), tag("ol", *entries), cls="atlas-sources")
