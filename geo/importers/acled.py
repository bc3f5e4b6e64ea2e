"""ACLED: exports and API files, old and new columns, one row an event (dyadic) or one row an actor (monadic).

Codebook: ``time_precision`` 1 day, 2 week, 3 month; ``geo_precision`` 1 the named place, 2 a part of a region near a
named place, 3 a larger region, shown by a town in it. The codes give no distances; the Atlas's are said.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from geo.importers import shape
from geo.importers.actors import french, listed
from geo.importers.cells import beside, by_value, fixed, joined
from geo.importers.coordinates import points
from geo.importers.dates import days
from geo.importers.numbers import counts
from geo.importers.placing import placed
from geo.importers.report import Log
from geo.text import slug
from geo.words import LANGUAGES, Language, catalogue, t

KIND = "acled"
_MARKS = frozenset({"event_id_cnty", "event_date", "event_type", "actor1", "fatalities"})
#: Names of the oldest files and of tools that turn actors into rows → names of today's export.
ALIASES = {
    "ally_actor_1": "assoc_actor_1",
    "ally_actor_2": "assoc_actor_2",
    "actor": "actor1",
    "assoc_actor": "assoc_actor_1",
    "inter": "inter1",
}
COLUMNS: tuple[str, ...] = (
    *("event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type"),
    *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "civilian_targeting"),
    *("country", "admin1", "admin2", "location", "latitude", "longitude", "geo_precision"),
    *("source", "notes", "fatalities"),
)
WORDS: tuple[str, ...] = (
    *("actor1", "assoc_actor_1", "actor2", "assoc_actor_2", "admin1", "admin2", "location", "source", "notes"),
)
_SOUND = {"event_id_cnty": r"(?i)[a-z ]*\d+[a-z ]*", "geo_precision": "[123]", "fatalities": r"\d*"}
#: What must be equal in two rows of one id for them to tell of one event.
_SAME = ("event_date", "event_type", "latitude", "longitude", "fatalities")
_VIOLENT = r"(?i)^(?:battle|explosions|remote violence|violence against civilians)"
_CIVILIAN = ("7", "Civilians")
_MISSION = r"(?i)\bMINUSMA\b|Multidimensional Integrated Stabili[sz]ation Mission in Mali"
_HINTS = {"1": "locality", "2": "locality", "3": "region"}
#: Radius in km of a part of a region near a named place; the codebook gives none.
_WITHIN = {"2": 25.0}


def recognises(names: Collection[str]) -> bool:
    """Say whether a table with these names is ACLED's."""
    return _MARKS.issubset({ALIASES.get(name, name) for name in names})


def read(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Return the events of a table.

    :param frame: :data:`COLUMNS` as far as the file has them, text.
    """
    shape.believable(frame, _SOUND)
    frame = shape.complete(frame, COLUMNS)
    frame = shape.only_mali(frame, frame["country"], log, "country")
    frame = _an_event_a_row(frame, log)
    first, known = days(frame["event_date"], log, usual="day")
    start, end = shape.dated(frame, first, first, "event_date", log)
    frame, known = frame.loc[start.index], known[start.index]
    category = _categories(frame, log)
    killed = counts(frame["fatalities"], log)
    if len(frame):
        log.file("acled_killed", column="fatalities", n=int((killed == 0).sum()))
    texts, where = beside(lambda: _texts(frame, killed), lambda: _where(frame, log))
    return shape.events(
        {
            "id": shape.slugs(frame["event_id_cnty"], KIND),
            "date_start": start,
            "date_end": end,
            "date_precision": known.mask((known == "day") & (frame["time_precision"] == "3"), "month"),
            "category": category,
            **texts,
            **shape.columns(where),
            "killed_best": killed,
            "verification": fixed("partial", frame["event_id_cnty"]),
            "actors": frame["actors"],
        }
    )


def _texts(frame: pd.DataFrame, killed: pd.Series) -> dict[str, pd.Series]:
    notes, papers = shape.one_line(frame["notes"]), shape.one_line(frame["source"])
    return {
        "title": _title(frame, "en"),
        "title_fr": _title(frame, "fr"),
        "description": _description(notes, papers, killed, "en"),
        "description_fr": _description(notes, papers, killed, "fr"),
    }


def _an_event_a_row(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Join the rows of one event; ``side_a``, ``side_b`` and ``actors`` are added."""
    column = "event_id_cnty"
    blank = frame[column] == ""
    log.rows("no_id", frame.index[blank], action="refused", column=column)
    frame = frame[~blank]
    same = shape.repeated(frame, column)
    log.rows("row_twice", frame.index[same], action="refused", column=column, cells=frame[column][same])
    frame = frame[~same]
    several = frame[frame.duplicated(column, keep=False)]
    firsts = several.drop_duplicates(column).set_index(column)[list(_SAME)].loc[several[column]]
    differs = pd.Series((several[list(_SAME)].to_numpy() != firsts.to_numpy()).any(axis=1), index=several.index)
    other = differs.reindex(frame.index, fill_value=False)
    log.rows("id_twice", frame.index[other], action="refused", column=column, cells=frame[column][other])
    frame = frame[~other]
    again = frame.duplicated(column)
    log.rows("per_actor", frame.index[again], action="kept", column=column, cells=frame[column][again])
    several = frame[frame.duplicated(column, keep=False)]
    names = ["actor1", "actor2", "assoc_actor_1", "assoc_actor_2"]
    cells = joined([frame[name] for name in names], "\x1f")
    frame = frame.assign(actors=by_value(cells, _listed), side_a=frame["actor1"], side_b=frame["actor2"])
    if len(several):
        all_names = cells[several.index].groupby(several[column]).agg("\x1f".join).map(_listed)
        main = several.groupby(column)[["actor1", "actor2"]].agg(list)
        sides = {
            event: list(dict.fromkeys(name for pair in zip(a, b, strict=True) for name in pair if name))
            for event, a, b in zip(main.index, main["actor1"], main["actor2"], strict=True)
        }
        here = frame[column].isin(all_names.index)
        frame.loc[here, "actors"] = frame.loc[here, column].map(all_names)
        frame.loc[here, "side_a"] = frame.loc[here, column].map(lambda event: (sides[event] or [""])[0])
        frame.loc[here, "side_b"] = frame.loc[here, column].map(lambda event: ([*sides[event], "", ""])[1])
    return frame[~again]


def _listed(cell: str) -> str:
    """Associated actors are joined by a semicolon."""
    return listed(*(name for part in cell.split("\x1f") for name in part.split(";")))


def _categories(frame: pd.DataFrame, log: Log) -> pd.Series:
    """Return the category of each event and say which type became which."""
    kind, sub = frame["event_type"], frame["sub_event_type"]
    violent = kind.str.contains(_VIOLENT)
    civilian = (
        kind.str.contains("(?i)^violence against civilians")
        | ((frame["civilian_targeting"] != "") & violent)
        | (violent & (frame["inter2"].isin(_CIVILIAN) | frame["side_b"].str.contains("^Civilians")))
    )
    mission = violent & frame["side_b"].str.contains(_MISSION)
    found = fixed("politics", kind).mask(violent, "armed_clash").mask(civilian, "attack_on_civilians")
    found = found.mask(mission, "attack_on_mission").mask((sub == "Agreement") & ~violent, "peace_process")
    said = kind.mask((sub != "") & ~violent, kind + ", " + sub)
    both = (said + "\x1f" + found).value_counts()
    for pair, n in both.sort_index().items():
        name, _, category = str(pair).partition("\x1f")
        shown = {language: t(language, f"category.{category}") for language in LANGUAGES}
        log.file("type_became", column="event_type", value=name, n=int(n), category=shown)
    return found


def _where(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    lat, lon = points(frame["latitude"], frame["longitude"], frame["admin1"], log)
    place = frame["location"].mask(frame["location"] == "", frame["admin2"])
    where = pd.DataFrame(
        {
            "place": place.mask(place == "", frame["admin1"]).mask((place == "") & (frame["admin1"] == ""), "Mali"),
            "admin1": frame["admin1"],
            "admin2": frame["admin2"],
            "lat": lat,
            "lon": lon,
            "hint": frame["geo_precision"].map(_HINTS).fillna("").astype("str"),
            "radius": frame["geo_precision"].map(_WITHIN).astype("float64"),
        }
    )
    counted = frame["geo_precision"].value_counts()
    for code in sorted(set(counted.index) & set(_HINTS)):
        log.file(f"geo_precision_{code}", column="geo_precision", value=code, n=int(counted[code]))
    return placed(where, log, {"place": "location", "admin1": "admin1", "admin2": "admin2"})


def _title(frame: pd.DataFrame, language: Language) -> pd.Series:
    kind = frame["sub_event_type"].mask(frame["sub_event_type"] == "", frame["event_type"])

    def title(key: str) -> str:
        kind, *sides = key.split("\x1f")
        names = [french(side) if language == "fr" else side for side in sides if side]
        return t(language, "import.title", kind=_kind(kind, language), sides=" – ".join(names)) if names else kind

    return by_value(kind + "\x1f" + frame["side_a"] + "\x1f" + frame["side_b"], title)


def _kind(kind: str, language: Language) -> str:
    """Return the name of a type of event; as the file has it where it is not known."""
    key = f"import.acled_{slug(kind).replace('-', '_')}"
    return t(language, key) if key in catalogue(language) else kind


def _description(notes: pd.Series, papers: pd.Series, killed: pd.Series, language: Language) -> pd.Series:
    toll = shape.filled(language, "import.acled_toll", killed=shape.shown(killed))
    return joined(
        [
            shape.filled(language, "import.notes_text", text=notes).where(notes != "", ""),
            toll.where(killed.notna(), ""),
            shape.filled(language, "import.papers_text", text=papers).where(papers != "", ""),
            fixed(t(language, "import.no_notes_text"), notes).where((notes == "") & killed.isna() & (papers == ""), ""),
        ]
    )
