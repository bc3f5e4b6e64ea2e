"""Periods of the Mission and dates to know, read from the data: presets of the year filter, marks of the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import pandas as pd

from geo.dataset import Dataset
from geo.frames import rows
from geo.view import first_of
from geo.words import Language, t

MarkKind = Literal["mandate", "coup", "base_closed", "base_opened", "mission"]
#: The Mission's last day: by resolution 2690 (2023) its withdrawal was to end then.
LAST_DAY = date(2023, 12, 31)
#: Events that begin and end the Mission on the ground, and the three seizures of power, by id.
_BEGIN, _END = "2013-07-01-minusma-transfer-of-authority", "2023-12-31-mission-closed"
_COUPS = ("2012-03-22-bamako-coup", "2020-08-18-coup-d-etat", "2021-05-24-coup")


@dataclass(frozen=True)
class Period:
    """A span of days with a name.

    :param id: ``before``, a resolution's number, ``withdrawal`` or ``after``.
    :param start: first day, ``None`` when open.
    :param end: last day, ``None`` when open.
    """

    id: str
    start: date | None
    end: date | None

    def label(self, language: Language) -> str:
        """Return the period's name in the reader's language."""
        if self.id.isdigit():
            return t(language, "period.mandate", number=self.id)
        return t(language, f"period.{self.id}")


@dataclass(frozen=True)
class Moment:
    """A date to know: a resolution, a coup, a base that closed."""

    kind: MarkKind
    day: date
    label: str
    end: date | None = None


def periods(dataset: Dataset) -> list[Period]:
    """Return the periods in order: before the Mission, each mandate, the withdrawal, after.

    A mandate runs from the day after the one before it ended (the first from its adoption) to its own last day, so that
    every day belongs to one period. Resolutions that set no term (sanctions, support to others) are none.
    """
    found: list[Period] = []
    terms = [
        (row["resolution"].split()[0], row["date"].date(), row["end_date"].date())
        for row in rows(dataset.mandates.sort_values("date"))
        if row["date"] < row["end_date"]  # false where there is no end
    ]
    if not terms:
        return []
    found.append(Period("before", None, terms[0][1] - timedelta(days=1)))
    start = terms[0][1]
    for resolution, _, end in terms:
        found.append(Period(resolution, start, end))
        start = end + timedelta(days=1)
    found += [Period("withdrawal", start, LAST_DAY), Period("after", LAST_DAY + timedelta(days=1), None)]
    return found


def landmarks(events: pd.DataFrame) -> pd.DataFrame:
    """Return the events among others that mark the timeline: those that begin and end the Mission, the coups."""
    return events[events["id"].isin([_BEGIN, _END, *_COUPS])]


def moments(dataset: Dataset, language: Language) -> list[Moment]:
    """Return the timeline's marks: the Mission's span, its mandates, coups, and bases as they closed."""
    suffix = "_fr" if language == "fr" else ""
    told = dataset.events if dataset.landmarks is None else dataset.landmarks
    events = {event["id"]: event for event in rows(landmarks(told))}
    found = []
    if _BEGIN in events and _END in events:
        begin, end = (events[event]["date_start"].date() for event in (_BEGIN, _END))
        found.append(Moment("mission", begin, t(language, "period.mission"), end))
    for row in rows(dataset.mandates):
        label = t(language, "period.resolution", name=row["resolution"])
        found.append(Moment("mandate", row["date"].date(), label))
    for coup in (events[event] for event in _COUPS if event in events):
        found.append(Moment("coup", coup["date_start"].date(), coup[f"title{suffix}"]))
    for site in rows(dataset.sites):
        name = site[f"name{suffix}"]
        if len(site["mission_to"]) == 10:
            label = t(language, "period.closed", place=name)
            found.append(Moment("base_closed", first_of(site["mission_to"]), label))
        opened = site["mission_from"].split("/")[0]  # of two dates joined by "/", the first
        if len(opened) >= 7:
            label = t(language, "period.opened", place=name)
            found.append(Moment("base_opened", first_of(opened), label))
    return sorted(found, key=lambda moment: (moment.day, moment.kind))
