"""Data sets of one's own on the page: a file is read and reported on before it is used; then it is shown or kept."""

from __future__ import annotations

import json
import os
from pathlib import PurePath
from typing import Any

import streamlit as st

from geo import importers
from geo.address import MOST_SETS
from geo.errors import AtlasError, NotFoundError
from geo.importers import Imported, ImportRefusedError
from geo.importers.geojson import LARGEST_JSON
from geo.importers.opening import LARGEST
from geo.importers.table import MOST_COLUMNS, MOST_ROWS
from geo.importers.xlsx import LARGEST_UNPACKED, MOST_CELLS
from geo.importing import info_of
from geo.library import LIBRARY, is_large
from geo.sets import MAX_NAME, SetError, SetInfo, clean_name
from geo.shelves import PRIVATE
from geo.view import CURATED
from geo.words import number
from ui.column_choice import column_choice
from ui.data_choice import own_sets, remember
from ui.markup import tag, text
from ui.own_terms import own_terms
from ui.report_list import report_list
from ui.session import Atlas, change_data, current

#: Environment variable by which whoever runs the server lets readers keep and delete sets for everybody.
ALLOW_VARIABLE = "ATLAS_KEEP_FOR_ALL"
#: What is read at most, as the page says it.
_LIMITS = {
    "rows": MOST_ROWS,
    "columns": MOST_COLUMNS,
    "cells": MOST_CELLS,
    "unpacked": LARGEST_UNPACKED // 2**20,
    "geojson": LARGEST_JSON // 2**20,
}
_READ, _SAID = "upload_read", "upload_said"


def upload(atlas: Atlas) -> None:
    """Draw the part of the page: choosing a file, its report, what to do with it, and the list of sets."""
    with st.container(key="upload"):
        st.html(
            tag("h2", text(atlas.t("sets.title")), cls="atlas-heading")
            + tag("p", text(atlas.t("sets.intro")), cls="atlas-quiet")
        )
        # What Streamlit says inside the box it says in English only.
        st.html(f"<style>:root{{--atlas-browse:{json.dumps(atlas.t('sets.browse'), ensure_ascii=False)}}}</style>")
        file = st.file_uploader(
            atlas.t("sets.choose", megabytes=LARGEST // 2**20), key="upload_file", help=atlas.t("sets.choose_help")
        )
        if file is not None:
            _file(atlas, file)
        else:
            st.session_state.pop(_READ, None)
            st.caption(atlas.t("sets.limits", **_LIMITS))
        if said := st.session_state.pop(_SAID, None):
            st.error(said, icon=":material/error:")
    _list(atlas)


def _file(atlas: Atlas, file: Any) -> None:
    try:
        suggestion = _once("columns", file.file_id, lambda: importers.suggest(file.getvalue()))
        mapping = column_choice(atlas, suggestion, file.file_id)
        imported = _once("read", (file.file_id, mapping), lambda: _read(atlas, file, mapping))
    except ImportRefusedError as error:
        # What a command names by its option stands above as a field.
        own = error.code == "no_kind_at_all"
        st.error(atlas.t("sets.no_kind") if own else error.say(atlas.lang), icon=":material/error:")
        return
    with st.container(key="upload_report"):
        _report(atlas, imported, file.name)
    if len(imported.events):
        _use(atlas, imported, file)


def _once(step: str, key: Any, work: Any) -> Any:
    """Return what a step gave for a file, done once however often the page runs; a refusal is kept likewise."""
    kept = st.session_state.setdefault(_READ, {})
    if step not in kept or kept[step][0] != key:
        try:
            kept[step] = (key, work(), None)
        except ImportRefusedError as error:
            kept[step] = (key, None, error)
    _, found, error = kept[step]
    if error is not None:
        raise error
    return found


def _read(atlas: Atlas, file: Any, mapping: dict[str, str]) -> Imported:
    bar = st.progress(0.0, atlas.t("sets.reading"))
    try:
        return importers.read(
            file.getvalue(),
            name=file.name,
            mapping=mapping or None,
            progress=lambda share: bar.progress(min(max(share, 0.0), 1.0), atlas.t("sets.reading")),
        )
    finally:
        bar.empty()


def _report(atlas: Atlas, imported: Imported, name: str) -> None:
    report, lang = imported.report, atlas.lang
    st.html(tag("h3", text(atlas.t("sets.report"))) + tag("p", text(report.sentence(lang)), role="status"))
    figures = [(key, getattr(report, key)) for key in ("read", "kept", "refused", "repaired", "events")]
    cells = (
        tag("div", tag("dd", text(number(lang, value))), tag("dt", text(atlas.t(f"sets.rows_{key}"))))
        for key, value in figures
    )
    st.html(tag("dl", *cells, cls="atlas-figures"))
    if report.problems:
        st.html(report_list(atlas, report))
    else:
        st.caption(atlas.t("sets.no_problems"))
    stem = PurePath(name).stem
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            atlas.t("sets.report_csv"),
            lambda: ("\ufeff" + report.csv_text(lang)).encode(),
            file_name=f"{stem}-report.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            atlas.t("sets.report_json"),
            lambda: json.dumps(report.as_dict(), ensure_ascii=False, indent=1).encode(),
            file_name=f"{stem}-report.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
        )


def _use(atlas: Atlas, imported: Imported, file: Any) -> None:
    """Draw name, terms and the two ways to use what was read."""
    name = st.text_input(
        atlas.t("sets.name"), PurePath(file.name).stem, max_chars=MAX_NAME, key=f"upload_name_{file.file_id}", width=420
    )
    name = clean_name(name) or clean_name(PurePath(file.name).stem) or "…"
    info = own_terms(atlas, info_of(imported, name), file.file_id)
    st.caption(_terms(atlas, info))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            atlas.t("sets.use"),
            key="upload_use",
            type="primary",
            icon=":material/visibility:",
            on_click=_take,
            args=(imported, info),
        )
        if allowed():
            st.button(
                atlas.t("sets.keep"),
                key="upload_keep",
                icon=":material/save:",
                on_click=_keep,
                args=(atlas, imported, info),
                disabled=not info.redistribution,
                help=atlas.t("sets.keep_help" if info.redistribution else "sets.keep_back"),
            )
        else:
            st.caption(atlas.t("sets.keep_how"))


def _take(imported: Imported, info: SetInfo) -> None:
    kept = PRIVATE.keep(info, imported.events, imported.sources)
    remember(kept.id)
    change_data(kept.id)


def _keep(atlas: Atlas, imported: Imported, info: SetInfo) -> None:
    try:
        kept = LIBRARY.shelf.keep(info, imported.events, imported.sources)
    except SetError as error:
        st.session_state[_SAID] = error.say(atlas.lang)
        return
    change_data(kept.id)


def allowed() -> bool:
    """Say whether readers of this server may keep and delete sets for everybody."""
    return os.environ.get(ALLOW_VARIABLE) == "1"


def _list(atlas: Atlas) -> None:
    """Draw the sets that the reader can use: the Atlas's own, the session's, those kept for everybody."""
    with st.container(key="data_sets"):
        st.html(tag("h2", text(atlas.t("sets.list")), cls="atlas-heading"))
        mine = own_sets()
        _curated(atlas)
        for info in [*mine, *LIBRARY.kept()]:
            _row(atlas, info, own=info in mine)
        if not mine and not LIBRARY.kept():
            st.caption(atlas.t("sets.none"))


def _curated(atlas: Atlas) -> None:
    """Draw the Atlas's own events, which are always there."""
    facts = atlas.t("view.events", n=LIBRARY.open().store.total)
    with st.container(key="set_curated", horizontal=True, vertical_alignment="center", gap="small"):
        about = tag("b", text(atlas.t("sets.curated_option"))) + tag("span", text(facts), cls="atlas-quiet")
        said = tag("p", text(atlas.t("sets.curated_terms", licence="CC BY 4.0")), cls="atlas-quiet")
        st.html(tag("div", about, said, cls="atlas-set"), width="stretch")
        _choose(atlas, CURATED)


def _choose(atlas: Atlas, set_id: str, *, large: bool = False) -> None:
    """Draw the buttons that show a set alone or beside what is shown now."""
    now = atlas.view.data.split("+")
    st.button(
        atlas.t("sets.show"),
        key=f"show_{set_id}",
        disabled=now == [set_id],
        on_click=change_data,
        args=(set_id,),
    )
    st.button(
        atlas.t("sets.add"),
        key=f"add_{set_id}",
        disabled=set_id in now or large or atlas.store.large or len(now) >= MOST_SETS,
        help=atlas.t("sets.add_help"),
        on_click=change_data,
        args=("+".join(dict.fromkeys([*now, set_id])),),
    )


def _row(atlas: Atlas, info: SetInfo, *, own: bool) -> None:
    lang = atlas.lang
    megabytes = number(lang, max(info.size / 2**20, 0.1), digits=1)
    facts = atlas.t("sets.facts", n=info.rows, megabytes=megabytes, day=info.created[:10])
    whose = atlas.t("sets.own" if own else "sets.for_all")
    with st.container(key=f"set_{info.id}", horizontal=True, vertical_alignment="center", gap="small"):
        about = tag("b", text(info.name)) + tag("span", text(f"{facts} · {whose}"), cls="atlas-quiet")
        st.html(
            tag("div", about, tag("p", text(_terms(atlas, info)), cls="atlas-quiet"), cls="atlas-set"), width="stretch"
        )
        _choose(atlas, info.id, large=is_large(info))
        if own or allowed():
            with st.popover(atlas.t("sets.delete"), icon=":material/delete:", key=f"ask_{info.id}"):
                st.caption(atlas.t("sets.delete_ask", name=info.name))
                st.button(
                    atlas.t("sets.delete_yes"), key=f"delete_{info.id}", on_click=_delete, args=(atlas, info.id, own)
                )


def _delete(atlas: Atlas, set_id: str, own: bool) -> None:
    left = [name for name in current().data.split("+") if name != set_id]
    try:
        (PRIVATE if own else LIBRARY.shelf).delete(set_id)
    except (NotFoundError, OSError, AtlasError) as error:
        st.session_state[_SAID] = atlas.t("sets.no_set", id=str(error))
    change_data("+".join(left) or CURATED)


def _terms(atlas: Atlas, info: SetInfo) -> str:
    """Return source and terms in one line."""
    said = [
        info.attribution or atlas.t("sets.no_attribution"),
        info.source,
        info.licence or atlas.t("sets.no_licence"),
    ]
    if not info.redistribution:
        said.append(atlas.t("sets.no_rows"))
    return " · ".join(part for part in said if part)
