"""Dated figures about the Mission: mandates and their ceilings, strength, deaths, budget, projects; and its bases.

A figure is never moved to another metric: deaths in a year and deaths so far are counted by different sources in
different ways, and approved, initial and recommended budgets are different sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geo.dataset import Dataset
from geo.frames import rows
from geo.periods import LAST_DAY
from geo.pivots import is_post
from geo.view import first_of, last_of
from geo.words import Language, day, period

#: First and last year of the Mission: where a figure is looked for.
FIRST_YEAR, LAST_YEAR = 2013, LAST_DAY.year
#: Kinds of personnel that have a ceiling.
_KINDS = ("military", "police")
_PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Figure:
    """One dated figure with its source.

    :param metric: what it counts, as ``mission_stats.csv`` names it.
    :param start: first day that it speaks of.
    :param end: last day; a figure of a day, month or year speaks of that.
    :param when: the date in words, no more precisely than it is known.
    :param value: the number.
    :param unit: ``people``, ``deaths``, ``USD``, ``XOF`` or ``projects``.
    :param source: title of the document.
    :param url: its address.
    :param note: what is to be known about it, in the reader's language.
    """

    metric: str
    start: date
    end: date
    when: str
    value: int
    unit: str
    source: str
    url: str
    note: str


@dataclass(frozen=True)
class Mandate:
    """A resolution.

    :param resolution: its number and year.
    :param adopted: day of adoption.
    :param start: first day of the term that it set; ``None`` where it set none.
    :param end: last day of that term.
    :param military: ceiling of military personnel, where it set one.
    :param police: ceiling of police.
    """

    resolution: str
    adopted: date
    start: date | None
    end: date | None
    military: int | None
    police: int | None
    summary: str
    url: str


@dataclass(frozen=True)
class Base:
    """A post of the Mission through the years.

    :param opened: from when, as the data say it; blank when unknown.
    :param closed: until when; blank when unknown.
    :param troops: year → estimate, where there is one.
    """

    site: str
    name: str
    opened: str
    closed: str
    troops: dict[int, int]


def figures(dataset: Dataset, metrics: Iterable[str], language: Language) -> list[Figure]:
    """Return the figures of some metrics, by metric and date.

    >>> from geo.dataset import load
    >>> [(f.when, f.value) for f in figures(load(), ["deployed_police"], "en")]
    [('September 2013', 809), ('10 March 2020', 1726), ('July 2023', 1500)]
    """
    wanted, suffix = list(metrics), "_fr" if language == "fr" else ""
    found = []
    for row in rows(dataset.mission_stats[dataset.mission_stats["metric"].isin(wanted)]):
        ends = row["as_of"].split("/")
        start, end, precision = first_of(ends[0]), last_of(ends[-1]), _PRECISION[len(ends[0])]
        when = period(language, start, end, precision) if len(ends) == 2 else day(language, start, precision)
        found.append(
            Figure(
                row["metric"],
                start,
                end,
                when,
                int(row["value"]),
                row["unit"],
                row["source_title"],
                row["source_url"],
                row[f"note{suffix}"],
            )
        )
    return sorted(found, key=lambda figure: (wanted.index(figure.metric), figure.start, figure.end))


def missing_years(found: Sequence[Figure]) -> list[int]:
    """Return the years of the Mission of which no figure speaks.

    >>> from geo.dataset import load
    >>> missing_years(figures(load(), ["fatalities_year_malicious"], "en"))
    [2013, 2014, 2023]
    """
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    return [year for year in years if not any(f.start.year <= year <= f.end.year for f in found)]


def whole(years: Iterable[int]) -> list[tuple[date, date]]:
    """Return the first and last day of each year."""
    return [(date(year, 1, 1), date(year, 12, 31)) for year in years]


def uncovered(found: Sequence[Figure]) -> list[tuple[date, date]]:
    """Return the spans of the Mission's time of which no figure of a period speaks.

    >>> from geo.dataset import load
    >>> [(str(a), str(b)) for a, b in uncovered(figures(load(), ["budget"], "en"))][:2]
    [('2014-01-01', '2014-06-30'), ('2015-07-01', '2018-06-30')]
    """
    gaps, next_day = list[tuple[date, date]](), min((figure.start for figure in found), default=date(FIRST_YEAR, 1, 1))
    for figure in sorted(found, key=lambda figure: figure.start):
        if figure.start > next_day:
            gaps.append((next_day, figure.start - timedelta(days=1)))
        next_day = max(next_day, figure.end + timedelta(days=1))
    if next_day < LAST_DAY:
        gaps.append((next_day, LAST_DAY))
    return gaps


def mandates(dataset: Dataset, language: Language) -> list[Mandate]:
    """Return the resolutions by date. A term begins the day after the one before it ended, the first on adoption."""
    suffix, found, start = "_fr" if language == "fr" else "", list[Mandate](), None
    for row in rows(dataset.mandates.sort_values("date")):
        adopted = row["date"].date()
        end = row["end_date"].date() if row["date"] < row["end_date"] else None  # false where there is no end
        begins = (start or adopted) if end else None
        military, police = (None if pd.isna(row[f"{kind}_ceiling"]) else int(row[f"{kind}_ceiling"]) for kind in _KINDS)
        summary = row[f"summary{suffix}"]
        found.append(Mandate(row["resolution"], adopted, begins, end, military, police, summary, row["url"]))
        if end:
            start = end + timedelta(days=1)
    return found


def bases(dataset: Dataset, language: Language, sort: str) -> list[Base]:
    """Return the posts of the Mission, by opening or by closing; those without the day in question last.

    >>> from geo.dataset import load
    >>> [base.site for base in bases(load(), "en", "closing")][0]
    'lere'
    """
    suffix = "_fr" if language == "fr" else ""
    estimates: dict[str, dict[int, int]] = {}
    for row in rows(dataset.site_presence):
        estimates.setdefault(row["site_id"], {})[int(row["year"])] = int(row["troops_estimate"])
    found = [
        Base(
            site["id"],
            site[f"name{suffix}"],
            site["mission_from"].split("/")[0],
            site["mission_to"].split("/")[-1],
            estimates.get(site["id"], {}),
        )
        for site in rows(dataset.sites)
        if is_post(site) and (site["mission_from"] or site["mission_to"])
    ]
    if sort == "closing":
        return sorted(found, key=lambda b: (not b.closed, last_of(b.closed) if b.closed else LAST_DAY, b.site))
    return sorted(found, key=lambda b: (not b.opened, first_of(b.opened) if b.opened else LAST_DAY, b.site))


def closures(dataset: Dataset, language: Language) -> list[tuple[date, Base]]:
    """Return the bases that closed in the withdrawal with the day, in order: those that still stood at its beginning.

    >>> from geo.dataset import load
    >>> [(str(day), base.site) for day, base in closures(load(), "en")][:2]
    [('2023-08-03', 'ogossagou'), ('2023-08-13', 'ber')]
    """
    begins = next((m.adopted for m in reversed(mandates(dataset, language)) if m.end is None), LAST_DAY)
    days = [(first_of(base.closed), base) for base in bases(dataset, language, "closing") if len(base.closed) == 10]
    return [(closed, base) for closed, base in days if closed >= begins]
