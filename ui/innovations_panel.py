"""The innovations that the article names: what, where and when, or that only the article states them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from geo.claims import Claim, claims
from ui.chart import chart
from ui.charts.evidence import evidence_list
from ui.markup import tag, text
from ui.mission_panel import heading
from ui.place_panel import selected_card
from ui.session import Atlas, change, change_own, current

_THEME = "innovation"


def innovations_part(atlas: Atlas) -> None:
    """Draw the part of the innovations."""
    found = [claim for claim in claims(atlas.store.dataset, atlas.lang).values() if claim.theme == _THEME]
    dated = [claim for claim in found if claim.events["supports"] or claim.events["qualifies"]]
    stated = [claim for claim in found if claim not in dated]
    heading(atlas.t("mission.innovations"), atlas.t("mission.innovations_about", n=len(dated), total=len(found)))
    if atlas.view.event:
        selected_card(atlas.at(atlas.view.everything().but(event=atlas.view.event)))
    ids = [claim.id for claim in found]
    entries = "".join(_entry(atlas, claim) for claim in dated)
    chart(
        atlas,
        tag("div", entries, cls="innovations"),
        key="innovations_dated",
        keep_site=True,
        on_choice=lambda claim: _open(claim, ids),
    )
    if stated:
        st.html(tag("h2", text(atlas.t("mission.stated_only")), cls="atlas-heading"))
        only = "".join(_entry(atlas, claim) for claim in stated)
        chart(
            atlas,
            tag("div", only, cls="innovations"),
            key="innovations_stated",
            keep_site=True,
            on_choice=lambda claim: _open(claim, ids),
        )


def _open(claim: str, known: list[str]) -> None:
    """Go to the claim with its map and caveats."""
    if claim in known:
        if current().event:
            change(event=None)
        change_own(part="claims", claim=claim)


def _entry(atlas: Atlas, claim: Claim) -> str:
    events = atlas.store.dataset.events
    ids = [event for relation in ("supports", "qualifies", "context") for event in claim.events[relation]]
    here: pd.DataFrame = events[events["id"].isin(ids)]
    places = ", ".join(atlas.names.place(site) for site in claim.sites)
    dated = bool(claim.events["supports"] or claim.events["qualifies"])
    lines = [] if dated else [atlas.t("mission.as_stated")]
    if places:
        lines.append(atlas.t("mission.places_stated", places=places))
    lines += claim.notes
    more = tag("a", text(atlas.t("mission.see_claim", claim=claim.id)), href=f"?claim={claim.id}&lang={atlas.lang}",
               data_choice=claim.id, cls="see")  # fmt: skip
    listed = evidence_list(
        here, atlas.store.dataset, atlas.names, heading=claim.statement, note=" ".join(lines), selected=atlas.view.event
    )
    return tag("div", listed, more, cls="innovation")
