"""The page that makes briefings: its choices stand in the address, and the preview is the document itself."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from geo.errors import AtlasError, ViewError
from geo.export.answering import link_to
from geo.export.asking import MAX_NOTE, MAX_ROWS, MAX_TITLE, PARAMETERS, RESOLUTIONS, read_order
from geo.export.formats import FORMATS, make
from geo.export.order import PAGES, PARTS, Order
from ui.markup import tag, text
from ui.session import Atlas, change_own

#: Formats that the page offers: those that are looked at, in the order of the choice.
KINDS: tuple[str, ...] = ("pdf", "pptx", "png", "svg")
#: The page's own parameters: those of an order, and the format.
OWN: tuple[str, ...] = (*PARAMETERS, "format")
#: Choices for the table's length. Without one a briefing lists so many events as are read, not all.
_ROWS = ("10", "25", "50", "100", str(MAX_ROWS))
_USUAL_ROWS = "25"
#: Dots per inch of a previewed page: wide enough for a screen, small enough for a bad link.
_PREVIEW = 84
_PAGE = "briefing_page_shown"


def kind_of(atlas: Atlas) -> str:
    """Return the format that the address asks for."""
    asked = atlas.own.get("format", ("",))[0]
    return asked if asked in KINDS else KINDS[0]


def chosen(atlas: Atlas) -> tuple[Atlas, Order]:
    """Return the order that the address describes; what can't be used in it is left out and reported like a filter."""
    given = {name: said for name, said in atlas.own.items() if name in PARAMETERS}
    given.setdefault("rows", (_USUAL_ROWS,))
    given.setdefault("page", ("16x9" if kind_of(atlas) == "pptx" else "a4",))
    place = urlsplit(st.context.url or "")
    link = link_to(f"{place.scheme}://{place.netloc}", atlas.view) if place.netloc else ""
    try:
        return atlas, read_order(atlas.opened, atlas.view, given, link)
    except ViewError as error:
        bad = {problem.parameter for problem in error.problems}
        usable = {name: said for name, said in given.items() if name not in bad}
        told = replace(atlas, problems=[*atlas.problems, *error.problems])
        return told, read_order(atlas.opened, atlas.view, usable, link)


def choices(atlas: Atlas, order: Order) -> None:
    """Draw the choices; each writes its own parameter."""
    shown = st.session_state
    shown["briefing_format"], shown["briefing_page"] = kind_of(atlas), order.page
    shown["briefing_title"], shown["briefing_note"] = order.title, order.note
    shown["briefing_parts"] = [part for part in PARTS if part in order.parts]
    rows = str(order.rows) if str(order.rows) in _ROWS else _USUAL_ROWS
    shown["briefing_rows"], shown["briefing_both"] = rows, order.second is not None
    st.segmented_control(
        atlas.t("briefing.format"),
        KINDS,
        key="briefing_format",
        format_func=lambda kind: atlas.t(f"briefing.format_{kind}"),
        required=True,
        on_change=lambda: change_own(format=st.session_state["briefing_format"], page=None),
    )
    st.segmented_control(
        atlas.t("briefing.page"),
        list(PAGES),
        key="briefing_page",
        format_func=lambda page: atlas.t(f"briefing.page_{page.replace('-', '_')}"),
        required=True,
        on_change=lambda: change_own(page=st.session_state["briefing_page"]),
    )
    if kind_of(atlas) == "png":
        shown["briefing_dpi"] = str(order.resolution)
        st.segmented_control(
            atlas.t("briefing.dpi"),
            RESOLUTIONS,
            key="briefing_dpi",
            format_func=lambda dpi: atlas.t(f"briefing.dpi_{dpi}"),
            required=True,
            on_change=lambda: change_own(dpi=st.session_state["briefing_dpi"]),
        )
    st.text_input(
        atlas.t("briefing.title"),
        key="briefing_title",
        placeholder=atlas.sentence,
        help=atlas.t("briefing.title_help"),
        max_chars=MAX_TITLE,
        on_change=lambda: change_own(title=st.session_state["briefing_title"].strip() or None),
    )
    st.text_area(
        atlas.t("briefing.note"),
        key="briefing_note",
        placeholder=atlas.t("briefing.note_offer"),
        max_chars=MAX_NOTE,
        height=80,
        on_change=lambda: change_own(note=st.session_state["briefing_note"].strip() or None),
    )
    st.pills(
        atlas.t("briefing.parts"),
        PARTS,
        selection_mode="multi",
        key="briefing_parts",
        format_func=lambda part: atlas.t(f"briefing.part_{part}"),
        on_change=_take_parts,
    )
    st.segmented_control(
        atlas.t("briefing.rows"),
        _ROWS,
        key="briefing_rows",
        format_func=lambda n: atlas.t("briefing.rows_all") if n == str(MAX_ROWS) else n,
        required=True,
        disabled="table" not in order.parts or kind_of(atlas) in ("png", "svg"),
        on_change=lambda: change_own(rows=st.session_state["briefing_rows"]),
    )
    st.toggle(
        atlas.t("briefing.both"),
        key="briefing_both",
        help=atlas.t("briefing.both_help"),
        on_change=lambda: change_own(both="1" if st.session_state["briefing_both"] else None),
    )


def _take_parts() -> None:
    parts = [part for part in PARTS if part in st.session_state["briefing_parts"]]
    # Without any part nothing would be left to make: the last one taken away brings all back.
    change_own(parts=None if not parts or len(parts) == len(PARTS) else parts)


def download(atlas: Atlas, order: Order) -> None:
    """Draw the one button; the file is made when it is pressed."""
    kind = kind_of(atlas)
    st.download_button(
        atlas.t("briefing.download", format=kind.upper()),
        data=lambda: make(order, kind)[1],
        file_name=order.filename(kind, paged=FORMATS[kind].paged),
        mime=FORMATS[kind].media_type,
        key="briefing_download",
        icon=":material/download:",
        width="stretch",
        on_click="ignore",
    )
    st.caption(order.filename(kind, paged=FORMATS[kind].paged))


def preview(atlas: Atlas, order: Order) -> None:
    """Draw the document's pages, one at a time."""
    kind = kind_of(atlas)
    key = (order.view.query(), order.store.version, kind, tuple(sorted((n, s) for n, s in atlas.own.items())))
    try:
        with st.spinner(atlas.t("briefing.making")):
            pages = _pages(key, order.made.isoformat(), order.link, order, kind)
    except AtlasError as error:
        st.error(str(error), icon=":material/error:")
        return
    at = min(max(int(st.session_state.get(_PAGE, 0)), 0), len(pages) - 1)
    st.session_state[_PAGE] = at
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="briefing_steps"):
        for name, step, icon in (("previous", -1, "chevron_left"), ("next", 1, "chevron_right")):
            st.button(
                "",
                key=f"briefing_{name}",
                icon=f":material/{icon}:",
                help=atlas.t(f"briefing.{name}"),
                type="tertiary",
                disabled=not 0 <= at + step < len(pages),
                on_click=_turn,
                args=(at + step,),
            )
        said = atlas.t("print.page_of", page=at + 1, pages=len(pages))
        st.html(tag("span", text(said), cls="atlas-quiet"))
        if kind == "pptx":
            st.html(tag("span", text(atlas.t("briefing.preview_pptx")), cls="atlas-quiet"))
    # As PNG: the host would make it a JPEG, with grey round the letters.
    st.image(pages[at], width="stretch", output_format="PNG", alt=f"{said}. {order.title or atlas.sentence}")


def _turn(page: int) -> None:
    st.session_state[_PAGE] = page


@st.cache_data(max_entries=24, show_spinner=False)
def _pages(key: tuple[object, ...], made: str, link: str, _order: Order, _kind: str) -> list[bytes]:
    """Return a document's pages as pictures: those of the PDF, or the picture itself at a screen's resolution."""
    if _kind in ("png", "svg"):
        return [make(replace(_order, resolution=_PREVIEW + 12), "png")[1]]
    from geo.export import pdf  # brings the typesetter, which no other page needs

    return pdf.pages(_order, _PREVIEW)
