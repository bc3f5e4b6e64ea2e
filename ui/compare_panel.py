"""The page of comparisons: two maps that move together, figures, differences as tables and a map, and the years."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geo import boundaries, comparing_text
from geo.comparing import Compared, largest_place
from geo.comparing_asking import BY, Asked, By
from geo.comparing_years import by_year
from geo.sentence import view_slug
from geo.text import slug
from geo.view import View
from geo.webmap.state import bounds, words
from ui.card import card
from ui.chart import chart
from ui.charts import compared, country
from ui.compare_choice import take
from ui.csv_button import csv_button
from ui.map_panel import map_panel
from ui.markup import tag, text
from ui.pages import page
from ui.session import Atlas, channel, page_params

_HEIGHT = 460
#: Words of the maps' legend that say here that both have one scale.
_LEGEND = ("legend_size", "legend_cell_size", "legend_size_killed", "legend_cell_size_killed")


def heading(atlas: Atlas) -> None:
    """Draw the page's heading and say what it does."""
    with st.container(key="compare_heading", gap="xsmall"):
        st.html(tag("h2", text(atlas.t("compare.title")), cls="atlas-heading"))
        st.caption(atlas.t("compare.help"))


def result(atlas: Atlas, asked: Asked, found: Compared) -> None:
    """Draw what was found in words and figures."""
    said = comparing_text.sentences(found, asked, atlas.view, atlas.names)
    with st.container(key="view_sentence"):
        st.html(
            tag("p", text(said[0]), cls="atlas-sentence", role="status")
            + tag("p", text(" ".join(said[1:])), cls="atlas-said")
        )
    views = (found.a.view, found.b.view)
    placed = [atlas.store.summary(view).placed for view in views]
    chart(atlas, compared.sides(found, labels(atlas, asked, found), placed, atlas.lang), key="compare_sides")


def labels(atlas: Atlas, asked: Asked, found: Compared) -> tuple[str, str]:
    """Return what each side has of its own."""
    common = asked.common(atlas.view)
    a, b = (comparing_text.label(side, common, atlas.names) for side in (found.a, found.b))
    return a, b


def maps(atlas: Atlas, asked: Asked, found: Compared) -> None:
    """Draw both maps: they move together, and their symbols have one scale."""
    view, store = atlas.view, atlas.store
    drawn = {"event": view.event, "site": view.site, "mode": view.mode, "size": view.size, "lang": view.lang}
    views = [side.view.but(**drawn) for side in _both(found)]
    regions = tuple(dict.fromkeys(region for one in views for region in one.region))
    both = views[0].but(region=regions if all(one.region for one in views) else ())
    shared: dict[str, Any] = {
        "words": words(view.lang) | {name: atlas.t(f"compare.{name}") for name in ("legend_size", "legend_cell_size")},
        "bounds": bounds(both, store.dataset),
        "fit": True,
        # Cells of a large data set are counted for what a map shows: there the maps agree between themselves.
        "largest": None if store.large else largest_place(store, *views),
    }
    columns = st.columns(2, gap="medium")
    for which, column, one, label in zip("ab", columns, views, labels(atlas, asked, found), strict=True):
        with column:
            name = atlas.t(f"compare.side_{which}")
            st.html(tag("h3", tag("b", text(name)), text(f" · {label}"), cls="atlas-side"))
            pair = {"channel": f"{channel()}-pair", "side": which}
            map_panel(atlas.at(one), key=f"compare_map_{which}", height=_HEIGHT, keep_site=True, pair=pair, **shared)
    st.caption(atlas.t("compare.maps_move"))
    if view.event or view.site:
        with st.container(key="place_card"):
            card(atlas.at(_selected(atlas, views)))


def _selected(atlas: Atlas, sides: list[View]) -> View:
    """Return the view that the card of what is selected goes through: the side that holds the event."""
    view = atlas.view
    if not (event := view.event):
        return view
    holds = next((side for side in sides if atlas.store.holds(side, event)), view.everything().but(event=event))
    return holds.but(site=None)


def differences(atlas: Atlas, asked: Asked, found: Compared) -> None:
    """Draw the tables and the map of differences, and what to be careful of."""
    left, right = st.columns([3, 2], gap="large")
    with left:
        if not found.apart:
            title = tag("h3", text(atlas.t("compare.differences")))
            about = tag("p", text(atlas.t("compare.open_cercles")))
            chart(atlas, title + about + compared.by_region(found, atlas.names), key="compare_regions")
        title = tag("h3", text(atlas.t("compare.categories")))
        chart(atlas, title + compared.by_category(found, atlas.names), key="compare_categories")
        _files(atlas, found)
    with right:
        if found.apart:
            st.html(tag("p", text(atlas.t("compare.apart")), cls="atlas-hint"))
        else:
            _diverging(atlas, asked, found)
        cautions = (tag("li", text(comparing_text.caution(one, atlas.lang))) for one in found.cautions)
        head = tag("h3", text(atlas.t("change.cautions")))
        st.html(tag("section", head, tag("ul", *cautions), cls="atlas-cautions"))


def years(atlas: Atlas, asked: Asked, found: Compared) -> None:
    """Draw one small map a year."""
    common = asked.common(atlas.view)
    if asked.a.region and asked.b.region:
        common = common.but(region=tuple(dict.fromkeys(asked.a.region + asked.b.region)))
    first = max(found.reach[0].year, common.start.year if common.start else 0)
    last = min(found.reach[1].year, common.end.year if common.end else 9999)
    drawn = by_year(atlas.store, common, first, last)
    marks = {}
    for year in drawn:
        touched = [
            atlas.t(f"compare.side_{which}")
            for which, side in zip("ab", _both(found), strict=True)
            if side.start.year <= year.year <= side.end.year and not asked.regional
        ]
        marks[year.year] = " ".join(touched)
    head = [atlas.t("compare.year"), atlas.t("place.number"), atlas.t("place.killed"), atlas.t("compare.sides")]
    label = f"{atlas.t('compare.years')}. {atlas.t('compare.years_help')}"
    body = country.years(drawn, marks, label=label, caption=atlas.t("place.table"), head=head, language=atlas.lang)
    title = tag("h3", text(atlas.t("compare.years"))) + tag("p", text(atlas.t("compare.years_help")))
    chart(atlas, title + body, key="compare_years")
    _notes(atlas)


def files(atlas: Atlas, asked: Asked) -> list[tuple[str, str, str]]:
    """Return what the export menu offers of this page: the comparison's table."""
    said = {name: values for name, values in asked.params().items() if values and name != "by"}
    query = urlencode({**page_params(atlas.view), **said}, doseq=True)
    return [("csv", f"/api/compare.csv?{query}", atlas.t("compare.csv_about"))]


def _both(found: Compared) -> tuple[Any, Any]:
    return found.a, found.b


def _diverging(atlas: Atlas, asked: Asked, found: Compared) -> None:
    state, lang = st.session_state, atlas.lang
    limits = boundaries.load()
    state["compare_by"] = asked.by
    st.segmented_control(
        atlas.t("compare.divided_by"),
        BY,
        key="compare_by",
        format_func=lambda by: atlas.t(f"compare.by_{by}"),
        label_visibility="collapsed",
        required=True,
        on_change=lambda: take(Asked(asked.a, asked.b, state["compare_by"] or BY[0])),
    )
    by: By = asked.by
    if by == "cercle" and limits is None:
        st.caption(atlas.t("compare.no_limits"))
        by = "region"
    shapes = (
        country.regions()
        if by == "region" or limits is None
        else country.cercles(limits, dict(atlas.opened.vocabulary.cercles))
    )
    drawn = {shape.key for shape in shapes if shape.key}
    rows = found.of(by)
    values = {row.name: row.difference if found.equal else row.rate_difference for row in rows if row.name in drawn}
    off = sum(row.a.events + row.b.events for row in found.of("region")) - sum(
        row.a.events + row.b.events for row in rows if row.name in drawn
    )
    said = "; ".join(
        f"{comparing_text.name(row, atlas.names)} {comparing_text.signed(values[row.name], lang)}"
        for row in rows
        if row.name in values
    )
    title = atlas.t(f"compare.diverging_{by}")
    unit = atlas.t("compare.unit" if found.equal else "compare.unit_month")
    label = atlas.t("compare.diverging_label", what=f"{title}, {unit}", rows=said)
    body = country.diverging(shapes, values, whole=found.equal, unit=unit, label=label, language=lang)
    if off:
        body += tag("p", text(atlas.t("compare.elsewhere" if by == "region" else "compare.elsewhere_cercle", n=off)))
    chart(atlas, tag("h3", text(title)) + body, key="compare_diverging")


def _files(atlas: Atlas, found: Compared) -> None:
    """Draw the download of the table, and the ways to each side."""
    with st.container(horizontal=True, vertical_alignment="center", key="compare_files"):
        parts = [view_slug(side.view, atlas.opened.names["en"]) for side in _both(found)]
        name = slug(" vs ".join(parts))
        csv_button(atlas.t("compare.csv"), lambda: comparing_text.table(found), name, "compare_csv")
        for which, side in zip("ab", _both(found), strict=True):
            view = side.view.but(lang=atlas.lang)
            name = atlas.t(f"compare.side_{which}")
            for target, icon in (("explore", "map"), ("briefing", "description")):
                st.page_link(
                    page(target, atlas.lang),
                    label=atlas.t(f"compare.{target}_side", side=name),
                    icon=f":material/{icon}:",
                    query_params=page_params(view),
                )


def _notes(atlas: Atlas) -> None:
    """Draw what every map of ours says: whose limits they are, and that they imply nothing."""
    said = f"{atlas.t('map.boundary_note')} {atlas.t('map.not_un')}"
    st.html(tag("p", text(f"{said} {boundaries.ground_credit(' · ', atlas.lang)}"), cls="atlas-hint"))
