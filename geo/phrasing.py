"""Phrases about one event or site in the reader's language: its date, its toll, its presence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from geo.view import first_of
from geo.words import Language, day, language_name, number, period, t


def event_date(event: Any, language: Language, *, short: bool = False) -> str:
    """Return an event's date or span, no more precisely than it is known.

    :param event: a row of ``Dataset.events`` (attributes ``date_start``, ``date_end``, ``date_precision``).
    """
    start, end = event.date_start.date(), event.date_end.date()
    return period(language, start, end, event.date_precision, short=short)


def toll_range(low: Any, best: Any, high: Any, language: Language) -> str:
    """Return a toll as "low–best–high" with what is known and differs; empty when nothing is.

    >>> toll_range(803, 901, 1204, "en"), toll_range(5, 5, 5, "en"), toll_range(70, None, 153, "en")
    ('803–901–1,204', '5', '70–153')
    """
    known = [int(value) for value in (low, best, high) if not pd.isna(value)]
    if len(set(known)) == 1:
        known = known[:1]
    return "–".join(number(language, value) for value in known)


def event_killed(event: Any, language: Language) -> str:
    """Return an event's toll as a phrase: "5 killed", "70–153 killed", "none killed"; empty when unknown."""
    shown = toll_range(event.killed_low, event.killed_best, event.killed_high, language)
    if not shown:
        return ""
    if shown == "0":
        return t(language, "card.none_killed")
    most = event.killed_high if pd.isna(event.killed_best) else event.killed_best
    return t(language, "card.killed_phrase", n=int(most)).replace("#", shown)


def source_about(source: Mapping[str, Any], language: Language) -> str:
    """Return what is said of a source beside its title: publisher, date, and its language when it is another one.

    :param source: a record of :func:`geo.records.source_records`.

    >>> source_about({"publisher": "RFI", "date": "2013-02", "language": "fr"}, "en")
    'RFI, February 2013, in French'
    """
    other = source["language"] if source["language"] != language else ""
    tongue = t(language, "card.in_language", language=language_name(language, other)) if other else ""
    return ", ".join(
        part for part in (source["publisher"], _source_date(source["date"] or "", language), tongue) if part
    )


def _source_date(value: str, language: Language) -> str:
    try:
        return _partial(value, language)
    except (ValueError, KeyError):
        return value


def presence(start: str, end: str, language: Language) -> str:
    """Return from when to when the Mission was at a site; the ends may be days, months or years, or open.

    >>> presence("2014", "2023-10-23", "en"), presence("", "", "en")
    ('2014 – 23 October 2023', '')
    """
    # A date known to lie between two others is written "first/last".
    start, end = start.split("/")[0], end.split("/")[-1]
    if not start and not end:
        return ""
    if not end:
        return t(language, "card.since_day" if len(start) == 10 else "card.since", day=_partial(start, language))
    if not start:
        return t(language, "card.until_day" if len(end) == 10 else "card.until", day=_partial(end, language))
    first, last = _partial(start, language), _partial(end, language)
    return first if first == last else f"{first} – {last}"


def _partial(text: str, language: Language) -> str:
    value: date = first_of(text)
    return day(language, value, {4: "year", 7: "month", 10: "day"}[len(text)])
