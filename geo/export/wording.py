"""What a document says, as text: the same words and figures whether they become a picture, a page or a slide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pandas as pd

from geo.boundaries import ground_credit
from geo.export.content import sources_named
from geo.export.order import Order
from geo.figures import KeyFigure, key_figures
from geo.frames import rows
from geo.model import Group, group_of
from geo.names import Names
from geo.phrasing import event_date, source_about, toll_range
from geo.printmap.fonts import clean
from geo.records import source_records, sources_by_event
from geo.sentence import sentence
from geo.terms import TermsError, credits, withheld
from geo.words import Language, day, number, t


@dataclass(frozen=True)
class Row:
    """One event of the table.

    :param when: its date, no more precisely than it is known.
    :param title: what happened.
    :param where: place and region, and how well they are known where that is not a place.
    :param killed: best estimate, or the range where there is none; blank when unknown.
    :param span: low–best–high where sources differ.
    :param group: for its symbol.
    :param category: what kind of event it is.
    :param sources: numbers of its sources.
    :param partial: whether sources confirm the event but not each figure or day.
    """

    when: str
    title: str
    where: str
    killed: str
    span: str
    group: Group
    category: str
    sources: tuple[int, ...]
    partial: bool


@dataclass(frozen=True)
class Source:
    """One numbered source: title, publisher with date, address."""

    number: int
    title: str
    about: str
    url: str


@dataclass(frozen=True)
class Content:
    """A document's words in one language.

    :param title: heading; the view's sentence where none was ordered.
    :param sentence: the view in a sentence.
    :param note: a remark; often empty.
    :param figures: the key figures.
    :param help: how to read them.
    :param rows: the events of the table, oldest first.
    :param left_out: how many more the view holds.
    :param sources: the sources of the table's events, in the order of their first use.
    :param source_count: how many sources the view has, all its events considered.
    :param notes: boundary note, "not a United Nations product", attribution of the ground, version and day of making.
    :param link: address of the view; often empty.
    """

    language: Language
    title: str
    sentence: str
    note: str
    figures: tuple[KeyFigure, ...]
    help: str
    rows: tuple[Row, ...]
    left_out: int
    sources: tuple[Source, ...]
    source_count: int
    boundary: str
    not_un: str
    ground: str
    made: str
    link: str

    @property
    def about(self) -> dict[str, str]:
        """Title and description for a file's own properties."""
        figures = " · ".join(f"{f.value} {f.label}" + (f" ({f.note})" if f.note else "") for f in self.figures)
        parts = [self.sentence, figures, self.note, self.boundary, self.not_un, self.made, self.link]
        return {"Title": self.title, "Description": "\n".join(part for part in parts if part)}

    def t(self, key: str, **values: Any) -> str:
        """Return a sentence of the catalogue in the document's language."""
        return t(self.language, key, **values)


def languages(order: Order) -> tuple[Language, ...]:
    """Return the languages of a document, the view's own first."""
    second = order.second if order.second != order.view.lang else None
    return (order.view.lang, second) if second else (order.view.lang,)


def content(order: Order, language: Language | None = None) -> Content:
    """Return what a document says.

    :param language: the view's own by default.
    """
    said = _content(order, language or order.view.lang)
    # Not kept with the rest: limits may have been brought meanwhile.
    return replace(said, ground=_credits(order, said.language))


def _credits(order: Order, lang: Language) -> str:
    """Return whom the data and the ground are owed to, and why rows are missing where they are."""
    dataset = order.store.dataset
    said = "; ".join(part for part in (credits(dataset), ground_credit(language=lang)) if part)
    kept_back = withheld(dataset)
    return f"{said}. {TermsError(kept_back).say(lang).removesuffix('.')}" if kept_back else said


@lru_cache(maxsize=8)  # one document asks several times
def _content(order: Order, lang: Language) -> Content:
    view, names = order.view.but(lang=lang), order.opened.names[lang]
    summary = order.store.summary(view)
    events = order.store.events(view, limit=order.rows)
    cited = sources_by_event(order.store.dataset, events)
    # Numbered in the order in which the events use them.
    used = dict.fromkeys(source for sources in cited.values() for source in sources)
    numbered = {source: n for n, source in enumerate(used, start=1)}
    found = tuple(_row(event, names, [numbered[source] for source in cited[event["id"]]]) for event in rows(events))
    said = clean(sentence(view, summary, names))  # a search holds whatever was pasted into it
    return Content(
        language=lang,
        title=clean(order.title) or said,
        sentence=said,
        note="\n".join(line for line in (clean(part) for part in order.note.splitlines()) if line),
        figures=key_figures(summary, lang),
        help=t(lang, "figure.help"),
        rows=found,
        left_out=summary.events - len(found),
        sources=tuple(
            Source(numbered[record["id"]], clean(record["title"]), source_about(record, lang), record["url"] or "")
            for record in source_records(order.store.dataset, list(numbered))
        ),
        source_count=len(sources_named(order)) if len(found) < summary.events else len(numbered),
        boundary=t(lang, "map.boundary_note"),
        not_un=t(lang, "map.not_un"),
        ground="",
        made=t(lang, "print.made", version=order.store.version, day=day(lang, order.made)),
        link=order.link,
    )


def _row(event: dict[str, Any], names: Names, sources: Iterable[int]) -> Row:
    lang, suffix = names.language, "_fr" if names.language == "fr" else ""
    span = toll_range(event["killed_low"], event["killed_best"], event["killed_high"], lang)
    best = event["killed_best"]
    place, region = event[f"place{suffix}"], names.region(event["region"]) if event["region"] else ""
    where = [place, *([region] if region and region != place else [])]
    if event["location_precision"] in ("route", "area", "off_map"):
        where.append(t(lang, f"print.where_{event['location_precision']}"))
    return Row(
        when=event_date(_Attributes(event), lang, short=True),
        title=clean(event[f"title{suffix}"]),
        where=clean(" · ".join(where)),
        killed=span if pd.isna(best) else number(lang, int(best)),
        span=span if "–" in span and not pd.isna(best) else "",
        group=group_of(event["category"]),
        category=names.category(event["category"]),
        sources=tuple(sources),
        partial=event["verification"] == "partial",
    )


class _Attributes:
    """A record whose values are attributes, as :mod:`geo.phrasing` reads them."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def numbers(found: tuple[int, ...]) -> str:
    """Write source numbers, runs of three and more joined.

    >>> numbers((1, 2, 3, 7, 9, 10))
    '1–3, 7, 9, 10'
    """
    runs: list[list[int]] = []
    for n in sorted(found):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    parts = [f"{r[0]}–{r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs]
    return ", ".join(parts)


@lru_cache(maxsize=64)
def qr(link: str) -> tuple[tuple[bool, ...], ...]:
    """Return a link as the rows of a QR code without its quiet zone, dark modules ``True``."""
    import segno

    code = segno.make(link, error="l", micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
