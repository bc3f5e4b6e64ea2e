"""Mandates and figures: resolutions with ceilings, strength, deaths, budget, projects, bases, and the withdrawal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from geo.framing import frame
from geo.mission_asking import SORTS, Asked
from geo.mission_figures import (
    FIRST_YEAR,
    LAST_YEAR,
    Figure,
    Mandate,
    bases,
    closures,
    figures,
    mandates,
    missing_years,
    uncovered,
    whole,
)
from geo.phrasing import presence
from geo.words import day, number
from ui.chart import chart
from ui.charts.bases import bases_chart, closure_list
from ui.charts.marks import table
from ui.charts.times import Dot, Level, key, sourced, times
from ui.map_panel import map_panel
from ui.markup import link, tag, text
from ui.mission_panel import heading
from ui.session import Atlas, change_own

#: Metrics of ``mission_stats.csv`` by the chart that shows them. Those of one chart are counted alike; deaths so far
#: and deaths in a year are not.
_CUMULATIVE = ("fatalities_cumulative_all", "fatalities_cumulative_malicious", "fatalities_cumulative_other")
_YEARLY = ("fatalities_year_malicious",)
_BUDGETS = ("budget", "budget_initial", "budget_recommended", "budget_with_prorated_shares")
_PROJECTS = ("quick_impact_projects_total", "trust_fund_projects_total", "trust_fund_projects_approved")
_STRENGTH = ("deployed_military", "deployed_police")
_DOTS = ("one", "two", "three")
_MILLION = 1_000_000


def figures_part(atlas: Atlas, asked: Asked) -> None:
    """Draw the part of the mandates and figures."""
    heading(atlas.t("mission.figures"), atlas.t("mission.figures_about"))
    terms = mandates(atlas.store.dataset, atlas.lang)
    left, right = st.columns(2, gap="large")
    with left:
        _strength(atlas, terms, "military")
    with right:
        _strength(atlas, terms, "police")
    left, right = st.columns(2, gap="large")
    with left:
        _dots(atlas, "cumulative", _CUMULATIVE)
    with right:
        _yearly(atlas)
    left, right = st.columns(2, gap="large")
    with left:
        _budget(atlas)
    with right:
        _dots(atlas, "projects", _PROJECTS)
    _others(atlas)
    _resolutions(atlas, terms)
    _bases(atlas, asked)
    _withdrawal(atlas, asked)


def _titled(atlas: Atlas, name: str, note: bool = True) -> str:
    about = tag("p", text(atlas.t(f"mission.{name}_note"))) if note else ""
    return tag("h3", text(atlas.t(f"mission.{name}"))) + about


def _said(atlas: Atlas, figure: Figure) -> str:
    if figure.unit in ("USD", "XOF"):
        amount = round(figure.value / _MILLION, 1)
        return atlas.t(f"mission.millions_{figure.unit.lower()}", amount=number(atlas.lang, amount, digits=1))
    return number(atlas.lang, figure.value)


def _tip(atlas: Atlas, figure: Figure) -> str:
    parts = [figure.when, f"{atlas.t(f'mission.metric_{figure.metric}')}: {_said(atlas, figure)}", figure.note]
    return " · ".join(part for part in parts if part)


def _table(atlas: Atlas, found: Sequence[Figure]) -> str:
    head = [atlas.t(f"mission.{name}") for name in ("when", "what", "value", "source")]
    named = [(atlas.t(f"mission.metric_{figure.metric}"), figure) for figure in found]
    return sourced(atlas.t("mission.table"), head, named, [_said(atlas, figure) for figure in found])


def _strength(atlas: Atlas, terms: Sequence[Mandate], kind: str) -> None:
    """Draw the ceilings that the resolutions set and the strength that sources report, of military or police."""
    found = figures(atlas.store.dataset, [f"deployed_{kind}"], atlas.lang)
    levels = [
        Level(term.start, term.end, ceiling, f"{term.resolution}: {number(atlas.lang, ceiling)}", "ceiling")
        for term in terms
        if term.start and term.end and (ceiling := getattr(term, kind))
    ]
    dots = [Dot(one.start, one.value, _tip(atlas, one), "one", number(atlas.lang, one.value), 16) for one in found]
    drawn = times(
        levels,
        dots,
        gaps=whole(missing_years(found)),
        gap_word=atlas.t("mission.no_source"),
        label=atlas.t(f"mission.{kind}_label", n=len(found), total=len(levels)),
        language=atlas.lang,
    )
    legend = key(
        [
            ("ceiling", atlas.t("mission.ceiling")),
            ("one", atlas.t("mission.deployed")),
            ("gap", atlas.t("mission.no_source_deployed")),
        ]
    )
    chart(atlas, _titled(atlas, kind, note=False) + drawn + legend + _table(atlas, found), key=f"figures_{kind}")


def _dots(atlas: Atlas, name: str, metrics: Sequence[str]) -> None:
    """Draw figures that each stand for a day."""
    found = figures(atlas.store.dataset, metrics, atlas.lang)
    dots = [
        Dot(one.end, one.value, _tip(atlas, one), _DOTS[metrics.index(one.metric)], number(atlas.lang, one.value))
        for one in found
    ]
    drawn = times(
        [],
        dots,
        gaps=whole(missing_years(found)),
        gap_word=atlas.t("mission.no_source"),
        label=atlas.t(f"mission.{name}_label", n=len(found)),
        language=atlas.lang,
    )
    named = [(_DOTS[i], atlas.t(f"mission.metric_{metric}")) for i, metric in enumerate(metrics)]
    legend = key([*named, ("gap", atlas.t("mission.no_source"))])
    chart(atlas, _titled(atlas, name) + drawn + legend + _table(atlas, found), key=f"figures_{name}")


def _yearly(atlas: Atlas) -> None:
    found = figures(atlas.store.dataset, _YEARLY, atlas.lang)
    levels = [Level(one.start, one.end, one.value, _tip(atlas, one), "bar violence") for one in found]
    said = [Dot(one.start + (one.end - one.start) / 2, one.value, "", "none", _said(atlas, one)) for one in found]
    drawn = times(
        levels,
        said,
        gaps=whole(missing_years(found)),
        gap_word=atlas.t("mission.no_source"),
        label=atlas.t("mission.yearly_label", n=len(found)),
        language=atlas.lang,
    )
    legend = key([("gap", atlas.t("mission.no_source"))])
    chart(atlas, _titled(atlas, "yearly") + drawn + legend + _table(atlas, found), key="figures_yearly")


def _budget(atlas: Atlas) -> None:
    every = figures(atlas.store.dataset, _BUDGETS, atlas.lang)
    found = [one for one in every if one.metric == "budget"]
    levels = [Level(one.start, one.end, one.value / _MILLION, _tip(atlas, one), "bar budget") for one in found]
    drawn = times(
        levels,
        [],
        gaps=uncovered(found),
        gap_word=atlas.t("mission.no_source"),
        label=atlas.t("mission.budget_label", n=len(found)),
        language=atlas.lang,
    )
    legend = key([("bar", atlas.t("mission.metric_budget")), ("gap", atlas.t("mission.no_source"))])
    chart(atlas, _titled(atlas, "budget") + drawn + legend + _table(atlas, every), key="figures_budget")


def _others(atlas: Atlas) -> None:
    """Draw the figures that no chart shows, as a table."""
    shown = {*_CUMULATIVE, *_YEARLY, *_BUDGETS, *_PROJECTS, *_STRENGTH}
    metrics = [str(m) for m in dict.fromkeys(atlas.store.dataset.mission_stats["metric"]) if m not in shown]
    found = figures(atlas.store.dataset, metrics, atlas.lang)
    if found:
        chart(atlas, _titled(atlas, "others", note=False) + _table(atlas, found), key="figures_others")


def _resolutions(atlas: Atlas, terms: Sequence[Mandate]) -> None:
    head = [atlas.t(f"mission.{name}") for name in ("adopted", "resolution", "military", "police", "decides")]
    heads = (tag("th", text(name), scope="col", cls="figure" if i in (2, 3) else "") for i, name in enumerate(head))
    body = (
        tag(
            "tr",
            tag("th", text(day(atlas.lang, term.adopted)), scope="row"),
            tag("td", link(term.url, term.resolution)),
            *(
                tag("td", text("" if n is None else number(atlas.lang, n)), cls="figure")
                for n in (term.military, term.police)
            ),
            tag("td", text(term.summary)),
        )
        for term in terms
    )
    whole = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), cls="sourced resolutions")
    chart(atlas, _titled(atlas, "resolutions", note=False) + whole, key="figures_resolutions")


def _bases(atlas: Atlas, asked: Asked) -> None:
    found = bases(atlas.store.dataset, atlas.lang, asked.sort)
    heading(atlas.t("mission.bases"), atlas.t("mission.bases_about"), level=2)
    st.session_state["bases_sort"] = asked.sort
    st.segmented_control(
        atlas.t("mission.sort"),
        SORTS,
        key="bases_sort",
        format_func=lambda sort: atlas.t(f"mission.sort_{sort}"),
        label_visibility="collapsed",
        required=True,
        on_change=lambda: change_own(sort=st.session_state["bases_sort"]),
    )
    label = atlas.t("mission.bases_label", n=len(found))
    head = [atlas.t("mission.base"), atlas.t("mission.stay"), *map(str, range(FIRST_YEAR, LAST_YEAR + 1))]
    rows = [
        [base.name, presence(base.opened, base.closed, atlas.lang)]
        + [base.troops.get(year, "") for year in range(FIRST_YEAR, LAST_YEAR + 1)]
        for base in found
    ]
    markup = bases_chart(found, atlas.lang, label=label) + table(atlas.t("mission.table"), head, rows, atlas.lang)
    chart(atlas, markup, key="figures_bases")


def _withdrawal(atlas: Atlas, asked: Asked) -> None:
    """Draw the withdrawal step by step: the bases that still stand are ringed on the map."""
    found = closures(atlas.store.dataset, atlas.lang)
    if not found:
        return
    heading(atlas.t("mission.withdrawal"), atlas.t("mission.withdrawal_about", n=len(found)))
    closed = min(asked.closure, len(found))
    with st.container(key="closure_steps", horizontal=True, vertical_alignment="center", gap="small"):
        for name, icon, way in (("back", "arrow_back", -1), ("on", "arrow_forward", 1)):
            st.button(
                atlas.t(f"mission.closure_{name}"),
                key=f"closure_{name}",
                icon=f":material/{icon}:",
                icon_position="right" if way > 0 else "left",
                disabled=not 0 <= closed + way <= len(found),
                on_click=lambda step: change_own(closure=str(step)),
                args=(closed + way,),
            )
        stand = len(found) - closed
        last = day(atlas.lang, found[closed - 1][0]) if closed else ""
        word = "closure_none" if not closed else "closure_said" if stand else "closure_all"
        said = atlas.t(f"mission.{word}", n=stand, day=last)
        st.html(tag("p", text(said), cls="atlas-sentence", role="status"))
    with st.container(key="closure_stage"):
        with st.container(key="closure_list"):
            listed = [(day(atlas.lang, when), base) for when, base in found]
            chart(
                atlas,
                closure_list(listed, closed, atlas.lang),
                key="closure_choice",
                on_choice=lambda step: change_own(closure=step) if step.isdigit() and len(step) < 3 else None,
            )
        with st.container(key="closure_picture"):
            first = found[0][0] - timedelta(days=2)
            until = found[closed - 1][0] if closed else first
            view = atlas.view.everything().but(
                start=first, end=until, category=("mission_presence", "attack_on_mission"), mode="events",
                event=atlas.view.event,
            )  # fmt: skip
            map_panel(
                atlas.at(view),
                key="closure_map",
                height=520,
                keep_site=True,
                fit=True,
                bounds=frame(atlas.store.dataset, [base.site for _, base in found], []),
                marked=[base.site for _, base in found[closed:]],
            )
