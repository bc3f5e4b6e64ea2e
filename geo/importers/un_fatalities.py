"""United Nations, Peacekeeping fatalities: one row a death, with mission, day and cause but no place.

Each death is an event of its own, since the data do not say which deaths belong to one incident.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import pandas as pd
from babel import Locale
from babel.core import get_global

from geo.importers import shape
from geo.importers.cells import by_value, fixed
from geo.importers.dates import days
from geo.importers.report import Log
from geo.text import slug
from geo.words import Language, catalogue, t

KIND = "un_fatalities"
_MARKS = frozenset({"casualty_id", "incident_date", "mission_acronym", "type_of_incident"})
ALIASES: dict[str, str] = {}
COLUMNS: tuple[str, ...] = (
    *("casualty_id", "incident_date", "mission_acronym", "type_of_casualty", "type_of_incident"),
    *("casualty_nationality", "casualty_personnel_type", "isocode3"),
)
WORDS: tuple[str, ...] = ("casualty_nationality", "casualty_personnel_type", "type_of_incident")
_MISSION = "MINUSMA"
_SOUND = {"casualty_id": r"(?i)\w[\w ]*-\d{4}-.*", "mission_acronym": r"[A-Za-z][\w /()-]*"}


def recognises(names: Collection[str]) -> bool:
    """Say whether a table with these names is the United Nations'."""
    return _MARKS.issubset(names)


def read(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Return the deaths in the Mission, one event each.

    :param frame: :data:`COLUMNS` as far as the file has them, text.
    """
    shape.believable(frame, _SOUND)
    frame = shape.complete(frame, COLUMNS)
    mission = frame["mission_acronym"]
    other = mission.str.upper() != _MISSION
    log.rows("other_mission", frame.index[other], action="left_out", column="mission_acronym", cells=mission[other])
    frame = shape.without_repeats(frame[~other], "casualty_id", log)
    alive = ~frame["type_of_casualty"].str.lower().isin(["", "fatality", "décès", "deces"])
    log.rows("no_death", frame.index[alive], action="left_out", column="type_of_casualty")
    frame = frame[~alive]
    first, known = days(frame["incident_date"], log, usual="day")
    start, end = shape.dated(frame, first, first, "incident_date", log)
    frame, known = frame.loc[start.index], known[start.index]
    malicious = frame["type_of_incident"].str.strip().str.lower().isin(["malicious act", "acte de malveillance"])
    if len(frame):
        log.file("a_death_an_event", n=len(frame), malicious=int(malicious.sum()), days=int(start.nunique()))
        log.file("no_places", n=len(frame))
    mali, one = fixed("Mali", start), pd.Series(1, index=start.index, dtype="Int64")
    return shape.events(
        {
            "id": shape.slugs(frame["casualty_id"], "un"),
            "date_start": start,
            "date_end": end,
            "date_precision": known,
            "category": fixed("mission_incident", start).mask(malicious, "attack_on_mission"),
            "title": _said(frame, "un_title", "en"),
            "title_fr": _said(frame, "un_title", "fr"),
            "description": _said(frame, "un_description", "en"),
            "description_fr": _said(frame, "un_description", "fr"),
            "place": mali,
            "place_fr": mali,
            "location_precision": fixed("off_map", start),
            "killed_low": one,
            "killed_best": one,
            "killed_high": one,
            "killed_peacekeepers": one,
            "verification": fixed("partial", start),
            "actors": fixed(_MISSION, start),
        }
    )


def _said(frame: pd.DataFrame, key: str, language: Language) -> pd.Series:
    names = ("casualty_personnel_type", "casualty_nationality", "isocode3", "type_of_incident")
    cells = frame[names[0]]
    for name in names[1:]:
        cells = cells + "\x1f" + frame[name]

    def said(cell: str) -> str:
        personnel, nation, code, cause = cell.split("\x1f")
        return t(
            language,
            f"import.{key}",
            personnel=_word("un_personnel", personnel, language),
            nation=_nation(nation, code, language),
            cause=_word("un_cause", cause, language),
        )

    return by_value(cells, said)


def _word(prefix: str, text: str, language: Language) -> str:
    """Return a word of the data in a language; itself where it is not known."""
    key = f"import.{prefix}_{slug(text).replace('-', '_') or 'unknown'}"
    return t(language, key) if key in catalogue(language) else text


@cache
def _nation(name: str, code: str, language: Language) -> str:
    """Return a country's usual name by its three-letter code; the name of the file where there is none."""
    if not name and not code:
        return t(language, "import.un_nation_unknown")
    two = get_global("territory_aliases").get(code.strip().upper(), [""])[0]
    return str(Locale(language).territories.get(two) or name or code)
