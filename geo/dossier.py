"""What is known of a site besides its events: the Mission's troops there by year, and the documents that say so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import pandas as pd
from babel import Locale

from geo.dataset import Dataset
from geo.frames import rows
from geo.validation import split
from geo.words import Language

#: Categories that a dossier lists apart: what was agreed, and what the Mission built, paid or supported.
AGREED: tuple[str, ...] = ("local_agreement", "peace_process")
SUPPORTED: tuple[str, ...] = ("mission_support",)
_CONTRIBUTOR = re.compile(r"(.+) \((?:(\d+)|size unknown)\)")


@dataclass(frozen=True)
class Troops:
    """Estimated troops at a site in a year; no headcount.

    :param estimate: of all.
    :param contributors: countries with the estimate of each, the largest first; they need not add up. ``None``: a
        country without one.
    :param source: id of the data set.
    """

    year: int
    estimate: int
    contributors: tuple[tuple[str, int | None], ...]
    source: str


def troops(dataset: Dataset, site: str, language: Language) -> list[Troops]:
    """Return the estimates for a site by year; none where the data have none.

    >>> from geo.dataset import load
    >>> troops(load(), "gossi", "fr")[0].year
    2014
    """
    found = dataset.site_presence[dataset.site_presence["site_id"] == site].sort_values("year")
    return [
        Troops(
            int(row["year"]), int(row["troops_estimate"]), _contributors(row["contributors"], language), row["source"]
        )
        for row in rows(found)
    ]


def sources_of(dataset: Dataset, events: pd.DataFrame) -> list[str]:
    """Return the ids of the documents that state some events, those that state most of them first."""
    # Those of a large set stand once, under no event's id, for all of its events.
    stated = dataset.event_sources[dataset.event_sources["event_id"].isin([*events["id"], *([""] * bool(len(events)))])]
    return [source for source, _ in Counter(stated["source_id"]).most_common()]


def country(name: str, language: Language) -> str:
    """Return a country's name in the reader's language; the name itself when it is no country's.

    >>> country("Chad", "fr"), country("Force reserve", "fr")
    ('Tchad', 'Force reserve')
    """
    code = _codes().get(name)
    return Locale(language).territories[code] if code else name


def _contributors(text: str, language: Language) -> tuple[tuple[str, int | None], ...]:
    found: list[tuple[str, int | None]] = []
    for part in split(text):
        match = _CONTRIBUTOR.fullmatch(part)
        name, n = (match[1], int(match[2]) if match[2] else None) if match else (part, None)
        found.append((country(name, language), n))
    return tuple(sorted(found, key=lambda one: -(one[1] or 0)))


@cache
def _codes() -> dict[str, str]:
    names = {str(name): code for code, name in Locale("en").territories.items() if len(code) == 2}
    return names | {"UK": "GB"}
