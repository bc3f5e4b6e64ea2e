"""The claims: rules of the verdict, all claims at a glance, the list, and the evidence of the chosen one."""

from __future__ import annotations

import streamlit as st

from geo.claims import ARTICLE, THEMES, VERDICTS, Claim, claims, count_verdicts, evidence
from geo.framing import frame_of
from geo.mission_asking import Asked
from geo.text import fold, words_of
from ui.chart import chart
from ui.charts.claims import claim_list, glance, rules
from ui.charts.evidence import evidence_list
from ui.map_panel import map_panel
from ui.markup import tag, text
from ui.mission_panel import heading
from ui.pages import page
from ui.place_panel import selected_card
from ui.session import Atlas, change, change_own, current, page_params

#: Relations in the order in which their events are listed: what bears on the verdict first.
_RELATIONS = ("supports", "qualifies", "contradicts", "context")


def claims_part(atlas: Atlas, asked: Asked) -> None:
    """Draw the part of the claims.

    :param atlas: looking at the view of the chosen claim.
    """
    every = claims(atlas.store.dataset, atlas.lang)
    if not every:
        st.info(atlas.t("mission.no_claims"), icon=":material/folder_off:")
        return
    heading(atlas.t("mission.claims"), atlas.t("mission.claims_about", n=len(every), article=ARTICLE))
    chart(
        atlas,
        rules(count_verdicts(every.values()), asked.verdict, atlas.lang),
        key="claim_rules",
        on_choice=lambda verdict: _narrow(verdict, asked.verdict),
    )
    with st.container(key="claims_stage"):
        with st.container(key="claims_list"):
            listed = _choices(atlas, asked, list(every.values()))
        with st.container(key="claim_card"):
            if claim := every.get(asked.claim or ""):
                _claim(atlas, claim, listed)
            else:
                _overview(atlas, list(every.values()))


def _narrow(verdict: str, now: str | None) -> None:
    """Narrow the list to a verdict, or to none when it is the one that it is narrowed to."""
    if verdict in VERDICTS:
        change_own(verdict=None if verdict == now else verdict)


def _choose(claim: str | None, known: list[str]) -> None:
    if claim is None or claim in known:
        if current().event:
            change(event=None)
        change_own(claim=claim)


def _choices(atlas: Atlas, asked: Asked, every: list[Claim]) -> list[Claim]:
    """Draw what narrows the list, and the list; return what it holds."""
    left, right = st.columns(2, gap="small")
    with left:
        st.session_state["claim_theme"] = asked.theme
        st.selectbox(
            atlas.t("mission.theme"),
            THEMES,
            index=None,
            key="claim_theme",
            format_func=lambda theme: atlas.t(f"mission.theme_{theme}"),
            placeholder=atlas.t("mission.theme_any"),
            label_visibility="collapsed",
            on_change=lambda: change_own(theme=st.session_state["claim_theme"]),
        )
    with right:
        st.text_input(
            atlas.t("mission.search"),
            key="claim_search",
            placeholder=atlas.t("mission.search"),
            label_visibility="collapsed",
            icon=":material/search:",
            max_chars=80,
        )
    typed = words_of(st.session_state.get("claim_search") or "")
    listed = [
        claim
        for claim in every
        if asked.theme in (None, claim.theme)
        and asked.verdict in (None, claim.verdict)
        and all(word in fold(f"{claim.id} {claim.statement}") for word in typed)
    ]
    if listed:
        known = [claim.id for claim in every]
        chart(
            atlas,
            claim_list(listed, asked.claim, atlas.lang),
            key="claim_list",
            on_choice=lambda claim: _choose(claim, known),
        )
    else:
        st.html(tag("p", text(atlas.t("mission.none_listed")), cls="atlas-hint", role="status"))
    return listed


def _overview(atlas: Atlas, every: list[Claim]) -> None:
    known = [claim.id for claim in every]
    without = sum(not claim.total for claim in every)
    title = tag("h3", text(atlas.t("mission.glance")))
    note = tag("p", text(atlas.t("mission.glance_note", n=without)))
    chart(
        atlas,
        title + glance(every, atlas.lang) + note,
        key="claim_glance",
        on_choice=lambda claim: _choose(claim, known),
    )


def _claim(atlas: Atlas, claim: Claim, listed: list[Claim]) -> None:
    """Draw a claim with its verdict, caveats, places and events."""
    _steps(atlas, claim, listed)
    st.html(_article(atlas, claim))
    _ways(atlas, claim)
    map_panel(
        atlas,
        key="claim_map",
        height=400,
        keep_site=True,
        fit=True,
        bounds=frame_of(atlas.store.dataset, claim),
        marked=list(claim.sites),
    )
    if atlas.view.event:
        selected_card(atlas)
    lists = [
        evidence_list(
            evidence(atlas.store.dataset, claim, relation),
            atlas.store.dataset,
            atlas.names,
            heading=atlas.t(f"mission.relation_{relation}"),
            selected=atlas.view.event,
        )
        for relation in _RELATIONS
        if claim.events[relation]
    ]
    if lists:
        chart(atlas, "".join(lists), key="claim_events", keep_site=True)
    else:
        st.html(tag("p", text(atlas.t("mission.no_events")), cls="atlas-said"))


def _article(atlas: Atlas, claim: Claim) -> str:
    t = atlas.t
    first, last = claim.years
    about = [claim.id, t(f"mission.theme_{claim.theme}")]
    if claim.kind != claim.theme:
        about.append(t(f"mission.kind_{claim.kind}"))
    about.append(str(first) if first == last else f"{first}–{last}")
    counts = [t(f"mission.count_{relation}", n=len(claim.events[relation])) for relation in _RELATIONS]
    said = [said for said, relation in zip(counts, _RELATIONS, strict=True) if claim.events[relation]]
    why = " · ".join(said) if said else t("mission.no_events_short")
    places = ", ".join(atlas.names.place(site) for site in claim.sites)
    notes = "".join(tag("li", text(note)) for note in claim.notes)
    return tag(
        "article",
        tag("p", text(" · ".join(about)), cls="atlas-kind"),
        tag("h2", text(claim.statement)),
        tag(
            "p",
            tag("i", "", cls=f"atlas-verdict {claim.verdict}"),
            tag("b", text(t(f"mission.verdict_{claim.verdict}"))),
            tag("span", text(why)),
            cls="atlas-verdict-line",
        ),
        tag("p", text(t(f"mission.rule_{claim.verdict}")), cls="atlas-said"),
        tag("section", tag("h3", text(t("mission.notes"))), tag("ul", notes), cls="atlas-caveats") if notes else "",
        tag(
            "dl",
            *(
                tag("dt", text(label)) + tag("dd", text(value))
                for label, value in (
                    (t("mission.places"), places or t("mission.no_place")),
                    (t("mission.check"), claim.check),
                )
            ),
            cls="atlas-facts",
        ),
        cls="atlas-card atlas-claim",
        data_claim=claim.id,
    )


def _steps(atlas: Atlas, claim: Claim, listed: list[Claim]) -> None:
    ids = [one.id for one in listed]
    at = ids.index(claim.id) if claim.id in ids else None
    with st.container(key="claim_steps", horizontal=True, vertical_alignment="center", gap="xsmall"):
        for name, icon, step in (("previous", "chevron_left", -1), ("next", "chevron_right", 1)):
            there = at is not None and 0 <= at + step < len(ids)
            st.button(
                "",
                key=f"claim_{name}",
                icon=f":material/{icon}:",
                help=atlas.t(f"mission.claim_{name}"),
                type="tertiary",
                disabled=not there,
                on_click=_choose,
                args=(ids[at + step] if at is not None and there else None, ids),
            )
        if at is not None:
            position = atlas.t("mission.claim_of", n=at + 1, total=len(ids))
            st.html(tag("span", text(position), cls="atlas-quiet"), width="stretch")
        st.button(
            atlas.t("mission.all_claims"),
            key="claim_close",
            icon=":material/apps:",
            type="tertiary",
            on_click=_choose,
            args=(None, ids),
        )


def _ways(atlas: Atlas, claim: Claim) -> None:
    """Draw the ways to the claim's view on the other pages."""
    if not claim.total:
        return
    params = page_params(atlas.view.everything().but(claim=claim.id, event=atlas.view.event))
    with st.container(key="claim_ways", horizontal=True, gap="small"):
        st.page_link(
            page("explore", atlas.lang),
            label=atlas.t("mission.to_explore", n=claim.total),
            icon=":material/travel_explore:",
            query_params=params,
        )
        st.page_link(
            page("briefing", atlas.lang),
            label=atlas.t("mission.to_briefing"),
            icon=":material/description:",
            query_params=params,
        )
