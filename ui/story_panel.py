"""A guided story: one step at a time on one map, with buttons and arrow keys, and a way out into free exploration."""

from __future__ import annotations

import calendar
from dataclasses import replace as replaced
from datetime import date

import streamlit as st

from geo import feeds
from geo.mission_asking import Asked
from geo.sentence import window_text
from geo.stories import Step, Story
from geo.view import View
from ui.chart import chart
from ui.charts.evidence import evidence_list
from ui.charts.span import span
from ui.map_panel import map_panel
from ui.markup import tag, text
from ui.pages import page
from ui.place_panel import selected_card
from ui.session import Atlas, change, change_own, current, page_params


def story_part(shown: Atlas, asked: Asked) -> None:
    """Draw the story, at its step.

    :param shown: looking at the view of the step.
    """
    if (told := asked.told(shown.opened.stories)) is None:
        st.info(shown.t("mission.no_stories"), icon=":material/folder_off:")
        return
    story, number = told
    step = story.steps[number - 1]
    _choice(shown, story)
    st.html(tag("h2", text(story.titles[shown.lang]), cls="atlas-heading"))
    with st.container(key="story_stage"):
        with st.container(key="story_picture"):
            map_panel(
                shown, key="story_map", height=480, keep_site=True, fit=True, glide=True, bounds=list(step.bounds)
            )
            _window(shown, step)
        with st.container(key="story_text"):
            _steps(shown, story, number)
            _told(shown, step, number, len(story.steps))
            _free(shown)
        with st.container(key="story_sources"):
            _events(shown, step)
            if current().event:
                selected_card(shown)


def _choice(atlas: Atlas, story: Story) -> None:
    titles = {one.id: one.titles[atlas.lang] for one in atlas.opened.stories}
    if len(titles) > 1:
        st.session_state["story_chosen"] = story.id
        st.selectbox(
            atlas.t("mission.story"),
            list(titles),
            key="story_chosen",
            format_func=lambda one: titles[one],
            on_change=lambda: change_own(story=st.session_state["story_chosen"], step="1"),
            width=420,
        )


def _go(story: str, step: int) -> None:
    if current().event:
        change(event=None)
    change_own(story=story, step=str(step))


def _steps(atlas: Atlas, story: Story, number: int) -> None:
    """Draw the buttons; the arrow keys do the same."""
    with st.container(key="story_steps", horizontal=True, vertical_alignment="center", gap="small"):
        for name, way, key in (("back", -1, "Left"), ("on", 1, "Right")):
            there = 1 <= number + way <= len(story.steps)
            st.button(
                atlas.t(f"mission.step_{name}"),
                key=f"story_{name}",
                disabled=not there,
                shortcut=key,
                on_click=_go,
                args=(story.id, number + way),
            )
        st.session_state["story_jump"] = number
        st.selectbox(
            atlas.t("mission.step"),
            range(1, len(story.steps) + 1),
            key="story_jump",
            format_func=lambda n: f"{n}. {story.steps[n - 1].titles[atlas.lang]}",
            label_visibility="collapsed",
            on_change=lambda: _go(story.id, st.session_state["story_jump"]),
        )


def _told(atlas: Atlas, step: Step, number: int, total: int) -> None:
    lang = atlas.lang
    st.html(
        tag(
            "article",
            tag("p", text(atlas.t("mission.step_of", n=number, total=total)), cls="atlas-kind"),
            tag("h3", text(step.titles[lang])),
            tag("p", text(step.texts[lang]), cls="atlas-told"),
            cls="atlas-story",
            aria_live="polite",
            aria_label=step.titles[lang],
            data_step=str(number),
        )
    )


def _free(atlas: Atlas) -> None:
    view = atlas.view
    if view.event and not atlas.store.holds(view, view.event):
        view = view.but(event=None)
    with st.container(key="story_free"):
        st.page_link(
            page("explore", atlas.lang),
            label=atlas.t("mission.explore_from_here"),
            icon=":material/travel_explore:",
            query_params=page_params(view),
        )


def _events(shown: Atlas, step: Step) -> None:
    dataset = shown.store.dataset
    events = dataset.events[dataset.events["id"].isin(step.events)]
    heading = shown.t("mission.step_events")
    markup = evidence_list(events, dataset, shown.names, heading=heading, selected=shown.view.event)
    chart(shown, markup, key="story_events", keep_site=True)


def _window(shown: Atlas, step: Step) -> None:
    """Draw the window of the step on the years of the data."""
    found = shown.store.histogram(View(data=shown.view.data)).groupby("start")["n"].sum()
    bars = [(first.date(), int(n)) for first, n in found.items()]
    extent = feeds.extent(shown.store)
    first, last = step.view.start or extent[0], step.view.end or extent[1]
    last = date(last.year, last.month, calendar.monthrange(last.year, last.month)[1])
    said = window_text(replaced(step.view, lang=shown.lang)) or shown.t("mission.all_years")
    label = shown.t("mission.window_label", window=said)
    chart(shown, span(bars, (first, last), extent, label=label, said=said), key="story_window")
