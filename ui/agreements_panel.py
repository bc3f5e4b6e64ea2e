"""The local agreements: how many the data hold against the article's number, on a map and as a list."""

from __future__ import annotations

import streamlit as st

from geo.agreements import CLAIM, STATED, agreements
from geo.framing import frame
from geo.words import number
from ui.chart import chart
from ui.charts.evidence import evidence_list
from ui.map_panel import map_panel
from ui.markup import tag, text
from ui.mission_panel import heading
from ui.pages import page
from ui.place_panel import selected_card
from ui.session import Atlas, change_own, page_params


def agreements_part(atlas: Atlas) -> None:
    """Draw the part of the local agreements.

    :param atlas: looking at them.
    """
    dataset, found = atlas.store.dataset, agreements(atlas.store.dataset)
    heading(atlas.t("mission.agreements"), atlas.t("mission.agreements_about", n=STATED))
    st.html(_counts(atlas, [
        (f"> {number(atlas.lang, STATED)}", atlas.t("mission.agreements_stated")),
        (number(atlas.lang, len(found.events)), atlas.t("mission.agreements_held")),
        (number(atlas.lang, len(found.actor)), atlas.t("mission.agreements_actor")),
        (number(atlas.lang, len(found.published)), atlas.t("mission.agreements_published")),
        (number(atlas.lang, len(found.supports)), atlas.t("mission.agreements_supports", claim=CLAIM)),
    ]))  # fmt: skip
    with st.container(key="agreement_ways", horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(
            page("explore", atlas.lang),
            label=atlas.t("mission.explore_these", n=len(found.events)),
            icon=":material/travel_explore:",
            query_params=page_params(atlas.view),
        )
        st.button(
            atlas.t("mission.to_claim", claim=CLAIM),
            key="agreement_claim",
            icon=":material/fact_check:",
            type="tertiary",
            on_click=lambda: change_own(part="claims", claim=CLAIM),
        )
    with st.container(key="agreements_stage"):
        with st.container(key="agreements_picture"):
            map_panel(
                atlas,
                key="agreement_map",
                height=560,
                keep_site=True,
                fit=True,
                bounds=frame(dataset, [], found.events),
            )
            if atlas.view.event:
                selected_card(atlas)
        with st.container(key="agreements_list"):
            events = dataset.events[dataset.events["id"].isin(found.events)]
            named = events["id"].isin(found.actor)
            lists = [
                evidence_list(
                    events[rows],
                    dataset,
                    atlas.names,
                    heading=atlas.t(f"mission.agreements_{name}"),
                    selected=atlas.view.event,
                )
                for name, rows in (("naming", named), ("others", ~named))
                if rows.any()
            ]
            chart(atlas, tag("div", *lists, cls="scroll tall"), key="agreement_events", keep_site=True)


def _counts(atlas: Atlas, counts: list[tuple[str, str]]) -> str:
    entries = (tag("div", tag("dd", text(value)), tag("dt", text(label))) for value, label in counts)
    return tag("dl", *entries, cls="atlas-figures atlas-counts")
