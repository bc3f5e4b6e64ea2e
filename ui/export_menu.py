"""The export menu: the view at hand in every format, and buttons that copy its link, citation and picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from geo.citation import citation
from geo.export.bounds import MOST, too_many
from geo.export.formats import DATA, FORMATS, ROWS
from geo.export.order import Order
from geo.terms import TermsError, withheld
from geo.words import listing, number
from ui.markup import tag, text
from ui.session import Atlas, page_params
from ui.share import share

#: Formats whose name is not their suffix in capitals.
_NAMES = {"geojson": "GeoJSON", "gpkg": "GeoPackage"}
#: Pages on which a format looks best; all others take the first.
_PAGES = {"pptx": "16x9"}


def export_menu(atlas: Atlas, address: str, files: Sequence[tuple[str, str, str]] = ()) -> None:
    """Draw the menu.

    :param address: address that opens the page as it is.
    :param files: what the page has besides, each as suffix, address and what it is.
    """
    with (
        st.container(key="export_menu", width="content"),
        st.popover(atlas.t("page.export"), icon=":material/download:"),
    ):
        st.caption(atlas.t("page.export_help", n=atlas.summary.events, version=atlas.store.version))
        documents = [suffix for suffix in FORMATS if suffix not in DATA]
        data = [suffix for suffix in DATA if suffix in FORMATS]
        order = Order(atlas.opened, atlas.view)
        if full := [suffix for suffix in (*documents, *data) if too_many(order, suffix)]:
            names = listing(atlas.lang, [_name(suffix) for suffix in full], style="standard")
            most = max(MOST[suffix] for suffix in full)
            st.caption(atlas.t("share.too_many", n=atlas.summary.events, names=names, most=number(atlas.lang, most)))
            documents, data = ([s for s in kinds if s not in full] for kinds in (documents, data))
        if kept_back := withheld(atlas.store.dataset):
            st.caption(TermsError(kept_back).say(atlas.lang))
            documents, data = [suffix for suffix in documents if suffix not in ROWS], []
        groups = [("page", list(files))] if files else []
        groups += [(name, _files(atlas, suffixes)) for name, suffixes in (("documents", documents), ("data", data))]
        st.html("".join(_group(atlas, heading, entries) for heading, entries in groups if entries))
        share(
            key="export_share",
            link=address,
            citation=citation(atlas.lang, atlas.sentence, atlas.store.version, date.today(), address),
            picture=_address(atlas, "png") if "png" in FORMATS else None,
            language=atlas.lang,
        )


def _files(atlas: Atlas, suffixes: Sequence[str]) -> list[tuple[str, str, str]]:
    return [(suffix, _address(atlas, suffix), atlas.t(f"export.file_{suffix}")) for suffix in suffixes]


def _group(atlas: Atlas, heading: str, files: Sequence[tuple[str, str, str]]) -> str:
    entries = (
        tag(
            "a",
            tag("b", text(_name(suffix))),
            tag("span", text(about)),
            href=address,
            download="",
            data_format=suffix,
        )
        for suffix, address, about in files
    )
    return tag("section", tag("h3", text(atlas.t(f"share.{heading}"))), *entries, cls="atlas-exports")


def _name(suffix: str) -> str:
    return _NAMES.get(suffix, suffix.upper())


def _address(atlas: Atlas, suffix: str) -> str:
    page = {"page": [_PAGES[suffix]]} if suffix in _PAGES else {}
    return f"/api/briefing.{suffix}?{urlencode({**page_params(atlas.view), **page}, doseq=True)}"
