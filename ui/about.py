"""About the data: how they were compiled, conventions, doubts, citing, correcting, versions, codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from geo.change_log import changes
from geo.citation import citation
from geo.claims import claims
from geo.dataset import Dataset
from geo.frames import rows
from geo.library import LIBRARY
from geo.model import PRECISIONS, VERIFICATIONS
from geo.schema import FILES, DataFile
from geo.sentence import sentence
from geo.view import View
from geo.words import catalogue, day, number
from ui.markup import tag, text
from ui.session import Atlas

#: Sections of plain sentences, each with its items in the words: ``about.<section>_<item>``.
_CONVENTIONS = ("dates", "blank", "location", "regions", "deaths", "verification", "actors", "routes", "claims")
_GAPS = ("koro", "army", "truth", "innovations", "ogossagou", "camps", "sobane", "roads", "figures", "troops", "years")
_STEPS = ("edit", "id", "source", "both", "check", "propose")


def about(atlas: Atlas) -> None:
    """Draw the part of the data page that says what the Atlas's own data are."""
    atlas = replace(atlas, opened=LIBRARY.open(), view=View(lang=atlas.lang))
    dataset = atlas.store.dataset
    with st.container(key="about"):
        st.html(
            tag("h2", text(atlas.t("about.title")), cls="atlas-heading")
            + tag("p", text(_counts(atlas, dataset)), cls="atlas-said")
            + tag("p", text(atlas.t("about.nature")), cls="atlas-said")
        )
        left, right = st.columns(2, gap="large")
        with left:
            _compiled(atlas, dataset)
            _section(atlas, "conventions", _CONVENTIONS)
        with right:
            _section(atlas, "gaps", _GAPS, _gap_figures(dataset))
            _correct(atlas)
        _deaths(atlas, dataset)
        _cite(atlas)
        _log(atlas)
        _codebook(atlas)


def _counts(atlas: Atlas, dataset: Dataset) -> str:
    sizes = {name: len(getattr(dataset, name)) for name in ("events", "sources", "sites", "routes", "claims")}
    first, last = dataset.events["date_start"].min().date(), dataset.events["date_start"].max().date()
    return atlas.t("about.counts", **sizes, first=day(atlas.lang, first), last=day(atlas.lang, last))


def _heading(atlas: Atlas, name: str) -> str:
    return tag("h3", text(atlas.t(f"about.{name}")))


def _listed(items: Iterable[str]) -> str:
    return tag("ul", *(tag("li", text(item)) for item in items))


def _section(atlas: Atlas, name: str, items: Sequence[str], values: dict[str, int] | None = None) -> None:
    said = []
    for item in items:
        sentence_ = atlas.t(f"about.{name}_{item}", **(values or {}))
        head, mark, rest = sentence_.partition(": ") if atlas.lang == "en" else sentence_.partition("\u00a0: ")
        said.append(tag("li", tag("b", text(head + mark)), text(rest)))
    st.html(tag("section", _heading(atlas, name), tag("ul", *said), cls="atlas-about"))


def _gap_figures(dataset: Dataset) -> dict[str, int]:
    found = claims(dataset, "en").values()
    return {"total": len(found), "without": sum(not claim.total for claim in found)}


def _compiled(atlas: Atlas, dataset: Dataset) -> None:
    """Say how the data were compiled, with the numbers of what is known how well."""
    events = dataset.events
    by_verification = events["verification"].value_counts()
    by_precision = events["location_precision"].value_counts()
    lines = [(atlas.t(f"about.verification_{name}"), int(by_verification.get(name, 0))) for name in VERIFICATIONS] + [
        (atlas.t(f"card.precision_{name}"), int(by_precision.get(name, 0))) for name in PRECISIONS
    ]
    body = (
        tag("tr", tag("th", text(label), scope="row"), tag("td", text(number(atlas.lang, n)), cls="figure"))
        for label, n in lines
    )
    table = tag("table", tag("caption", text(atlas.t("about.known"))), tag("tbody", *body), cls="atlas-table")
    st.html(
        tag(
            "section", _heading(atlas, "compiled"), tag("p", text(atlas.t("about.compiled_how"))), table,
            cls="atlas-about",
        )
    )  # fmt: skip


def _correct(atlas: Atlas) -> None:
    steps = (tag("li", text(atlas.t(f"about.correct_{step}"))) for step in _STEPS)
    st.html(tag("section", _heading(atlas, "correct"), tag("ol", *steps), cls="atlas-about"))


def _deaths(atlas: Atlas, dataset: Dataset) -> None:
    """Show where UN data on deaths and the events differ, row by row."""
    titles = dataset.events.set_index("id")["title_fr" if atlas.lang == "fr" else "title"]
    suffix = "_fr" if atlas.lang == "fr" else ""
    total = int(dataset.events["killed_peacekeepers"].sum())
    body = []
    for row in rows(dataset.un_deaths):
        event = titles.get(row["event_id"], atlas.t("about.deaths_none"))
        body.append(
            tag(
                "tr",
                tag("th", text(day(atlas.lang, row["un_date"].date())), scope="row"),
                tag("td", text(number(atlas.lang, int(row["un_deaths"]))), cls="figure"),
                tag("td", text(event)),
                tag("td", text(row[f"explanation{suffix}"])),
            )
        )
    heads = (
        tag("th", text(atlas.t(f"about.deaths_{name}")), scope="col") for name in ("day", "number", "event", "why")
    )
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), cls="atlas-table")
    opens = tag("summary", text(atlas.t("about.deaths_table", n=len(body))))
    said = tag("p", text(atlas.t("about.deaths_said", n=total)))
    st.html(tag("section", _heading(atlas, "deaths"), said, tag("details", opens, table), cls="atlas-about"))


def _cite(atlas: Atlas) -> None:
    st.html(tag("section", _heading(atlas, "cite"), tag("p", text(atlas.t("about.cite_how"))), cls="atlas-about"))
    base = "/".join((st.context.url or "").split("/")[:3])
    said = sentence(atlas.view, atlas.summary, atlas.names)
    st.code(citation(atlas.lang, said, atlas.store.version, date.today(), base), language=None, wrap_lines=True)


def _log(atlas: Atlas) -> None:
    found = changes(atlas.lang, LIBRARY.folder) if LIBRARY.folder else changes(atlas.lang)
    now = atlas.store.version
    body = [
        tag(
            "tr",
            tag("th", text(entry.version), scope="row"),
            tag("td", text(day(atlas.lang, entry.day))),
            tag("td", text(entry.text)),
        )
        for entry in found
    ]
    note = "" if any(entry.version == now for entry in found) else tag("p", text(atlas.t("about.log_missing")))
    said = tag("p", text(atlas.t("about.log_now", version=now)))
    heads = (tag("th", text(atlas.t(f"about.log_{name}")), scope="col") for name in ("version", "day", "what"))
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), cls="atlas-table") if body else ""
    st.html(tag("section", _heading(atlas, "log"), said, note, table, cls="atlas-about"))


def _codebook(atlas: Atlas) -> None:
    files = (_file(atlas, file) for file in FILES)
    said = tag("p", text(atlas.t("about.codebook_said")))
    st.html(tag("section", _heading(atlas, "codebook"), said, *files, cls="atlas-about"))


def _file(atlas: Atlas, file: DataFile) -> str:
    name = file.name.removesuffix(".csv")
    body = []
    for column in file.columns:
        kind = f"export.kind_{column.kind}"
        values = ", ".join(column.choices) or (
            atlas.t(kind) if kind in catalogue(atlas.lang) else atlas.t(f"about.kind_{column.kind}")
        )
        body.append(
            tag(
                "tr",
                tag("th", tag("code", text(column.name)), scope="row"),
                tag("td", text(values)),
                tag("td", text("" if column.required else atlas.t("about.may_be_blank"))),
                tag("td", text(_plain(atlas.t(f"codebook.{name}_{column.name}")))),
            )
        )
    names = ("column", "values", "blank", "meaning")
    heads = (tag("th", text(atlas.t(f"about.codebook_{head}")), scope="col") for head in names)
    table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body), cls="atlas-table")
    opens = tag("summary", tag("code", text(file.name)), text(f" {_plain(atlas.t(f'codebook.{name}'))}"))
    return tag("details", opens, table)


def _plain(meaning: str) -> str:
    """Return a meaning without the marks of Markdown."""
    return meaning.replace("`", "")
