"""The top of every page: name, language, link, export; then the view in a sentence and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.figures import key_figures
from geo.problems import ignored
from geo.words import LANGUAGES
from ui.export_menu import export_menu
from ui.markup import plain, tag, text
from ui.pages import NAMES, pages
from ui.place_search import place_search
from ui.presenting import present_button
from ui.session import Atlas, change, current, page_params, replace


def head(
    atlas: Atlas,
    *,
    presentable: bool = False,
    exported: Atlas | None = None,
    files: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Draw the bar with the Atlas's name, the pages, the languages, the link and the exports.

    The parameters are those of :func:`tools`.
    """
    tools(name(atlas), atlas, presentable=presentable, exported=exported, files=files)


def name(atlas: Atlas) -> DeltaGenerator:
    """Draw the Atlas's name; return the bar that it stands in, for :func:`tools`."""
    bar = st.container(key="head", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    title = tag("h1", text(atlas.t("page.title")), tag("span", text(atlas.t("page.subtitle"))), cls="atlas-title")
    # Streamlit's shell says that every page is English; screen readers and line breaks go by it.
    speak = f"<script>document.documentElement.lang = '{atlas.lang}'</script>"
    bar.html(title + speak, width="content", unsafe_allow_javascript=True)
    return bar


def tools(
    bar: DeltaGenerator,
    atlas: Atlas,
    *,
    presentable: bool = False,
    exported: Atlas | None = None,
    files: Sequence[tuple[str, str, str]] = (),
) -> None:
    """Draw what stands beside the Atlas's name: pages, languages, link and exports.

    :param bar: from :func:`name`.
    :param presentable: whether the page can be shown as a slide; it then has ``present`` among its own parameters.
    :param exported: looking at what the export menu offers, where that is another view than the reader's.
    :param files: what the export menu offers of the page's own; see :func:`ui.export_menu.export_menu`.
    """
    with bar:
        _pages(atlas)
        with st.container(
            key="head_tools", horizontal=True, vertical_alignment="center", gap="xsmall", width="content"
        ):
            place_search(atlas)
            _language(atlas)
            _link(atlas)
            export_menu(exported or atlas, page_address(atlas), files)
            if presentable:
                present_button(atlas)


def _pages(atlas: Atlas) -> None:
    """Draw the way to the other pages; the view goes along."""
    if len(NAMES) < 2:
        return
    with st.container(key="head_pages", horizontal=True, vertical_alignment="center", gap="xsmall", width="content"):
        for page in pages(atlas.lang).values():
            st.page_link(page, query_params=page_params(atlas.view))


def _language(atlas: Atlas) -> None:
    st.session_state["language"] = atlas.lang
    st.segmented_control(
        atlas.t("page.language"),
        LANGUAGES,
        key="language",
        format_func=str.upper,
        label_visibility="collapsed",
        required=True,
        on_change=lambda: change(lang=st.session_state["language"] or "en"),
    )


def _link(atlas: Atlas) -> None:
    with st.popover(atlas.t("page.link"), icon=":material/link:", key="link_menu"):
        st.caption(atlas.t("page.link_help"))
        st.code(page_address(atlas), language=None, wrap_lines=True)


def page_address(atlas: Atlas) -> str:
    """Return the address that opens the view as it is, selection and language included."""
    base = (st.context.url or "").split("?")[0]
    if base and not urlsplit(base).path:  # the host leaves the slash of the first page out
        base += "/"
    own = {name: list(said) for name, said in atlas.own.items()}
    return f"{base}?{urlencode({**page_params(atlas.view), **own}, doseq=True)}"


def problems(atlas: Atlas) -> None:
    """Say which values of the address were left out, and why; and which data files are not there."""
    # Always a container: one that came and went would move what follows, and the map would be mounted anew.
    with st.container(key="problems"):
        _problems(atlas)


def _problems(atlas: Atlas) -> None:
    if atlas.gone:
        named = ", ".join(part.name for part in atlas.store.dataset.parts if part.name)
        st.warning(plain(atlas.t("sets.gone", name=named)), icon=":material/folder_off:")
    if atlas.problems:
        lines = [plain(ignored(problem, atlas.lang, atlas.names)) for problem in atlas.problems]
        st.warning("  \n".join(lines), icon=":material/link_off:")
    if missing := atlas.store.dataset.missing:
        st.info(plain(atlas.t("page.missing", files=", ".join(missing))), icon=":material/folder_off:")


def figures(atlas: Atlas, *, keep_site: bool = False) -> None:
    """Draw the sentence of the view and its key figures.

    :param keep_site: whether the selected site stays when all filters are taken off, as on its own page.
    """
    summary = atlas.summary
    shown = [(f.value, f.label, f.note) for f in key_figures(summary, atlas.lang)]
    with st.container(key="view_sentence"):
        st.html(tag("p", text(atlas.sentence), cls="atlas-sentence", role="status"))
    with st.container(key="view_figures"):
        st.html(
            tag(
                "dl",
                *(
                    tag("div", tag("dd", text(value)), tag("dt", text(label), tag("small", text(note)) if note else ""))
                    for value, label, note in shown
                ),
                cls="atlas-figures",
                title=atlas.t("figure.help"),
            )
        )
        if not summary.events:
            st.button(
                atlas.t("filter.reset"),
                key="empty_reset",
                icon=":material/restart_alt:",
                on_click=lambda: replace(current().everything().but(site=current().site if keep_site else None)),
            )
