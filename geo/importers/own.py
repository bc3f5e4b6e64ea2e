"""Tables of the Atlas itself: its CSV, XLSX and GeoJSON exports and files of the form of ``events.csv``."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pandas as pd

from geo.importers import shape
from geo.importers.cells import by_value, fixed
from geo.importers.coordinates import points
from geo.importers.dates import days
from geo.importers.numbers import counts, decimals
from geo.importers.opening import key
from geo.importers.placing import NAMED, placed
from geo.importers.report import Log
from geo.model import CATEGORIES, DATE_PRECISIONS, PRECISIONS, VERIFICATIONS
from geo.records import FORMULA
from geo.words import LANGUAGES, catalogue, t

KIND = "atlas"
_MARKS = frozenset({"id", "date_start", "category", "title", "location_precision"})
COLUMNS: tuple[str, ...] = (
    *("id", "date_start", "date_end", "date_precision", "category", "title", "title_fr"),
    *("description", "description_fr", "place", "place_fr", "cercle", "region", "lat", "lon"),
    *("location_precision", "location_radius_km", "killed_best", "killed_low", "killed_high"),
    *("killed_peacekeepers", "injured", "verification", "actors", "sources"),
)
#: Names in the workbooks that the Atlas writes, in both languages, → names of the codebook.
ALIASES: dict[str, str] = {
    **{
        key(t(language, f"export.column_{name}")): name
        for name in COLUMNS
        for language in LANGUAGES
        if f"export.column_{name}" in catalogue(language)
    },
    **{"latitude": "lat", "longitude": "lon", "source_ids": "sources"},
}
WORDS: tuple[str, ...] = ("title", "title_fr", "description", "description_fr", "place", "place_fr", "actors")
#: Column → where the words are that workbooks have in place of its codes, and the codes.
_CODES: dict[str, tuple[str, Iterable[str]]] = {
    "category": ("category.", CATEGORIES),
    "date_precision": ("export.date_", DATE_PRECISIONS),
    "location_precision": ("export.precision_", PRECISIONS),
    "verification": ("export.", VERIFICATIONS),
}
_SOUND = {"category": "[a-z_]+", "location_precision": "[a-z_]+"}
_FIGURES = ("killed_best", "killed_low", "killed_high", "killed_peacekeepers", "injured")
_HINTS = {"exact": "locality", "locality": "locality", "route": "line", "area": "wide", "off_map": "off_map"}


def recognises(names: Collection[str]) -> bool:
    """Say whether a table with these names is the Atlas's."""
    return _MARKS.issubset({ALIASES.get(name, name) for name in names})


def read(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Return the events of a table; cells that the Atlas made harmless for spreadsheets are what they were.

    :param frame: :data:`COLUMNS` as far as the file has them, text.
    """
    frame = _coded(frame)
    shape.believable(frame, _SOUND)
    languages = [name for name in ("title_fr", "description_fr") if name not in frame]
    frame = shape.complete(_unarmed(frame), COLUMNS)
    frame = shape.without_repeats(frame, "id", log)
    known = frame["category"].isin(CATEGORIES.keys())
    cells = frame["category"][~known]
    log.rows("no_kind", cells.index, action="refused", column="category", cells=cells)
    frame = frame[known]
    first, precise = days(frame["date_start"], log, usual="day")
    last, _ = days(frame["date_end"], log, usual="day")
    start, end = shape.dated(frame, first, last, "date_start", log)
    frame, precise = frame.loc[start.index], precise[start.index]
    said = frame["date_precision"]
    if languages and len(frame):
        log.file("one_language", n=len(frame))
    title = _text(frame["title"], fixed("–", frame["id"]), log)
    texts = {"title": title, "description": _text(frame["description"], title, log)}
    for name in ("title", "description"):
        texts[f"{name}_fr"] = _text(frame[f"{name}_fr"], texts[name], Log() if f"{name}_fr" in languages else log)
    if len(frame) and (frame["sources"] != "").any():
        log.file("sources_elsewhere", column="sources", n=int((frame["sources"] != "").sum()))
    figures = {name: counts(frame[name], log) for name in _FIGURES}
    shape.ranges(figures["killed_low"], figures["killed_best"], figures["killed_high"], log, "killed_low–best–high")
    return shape.events(
        {
            "id": shape.own_ids(frame["id"]),
            "date_start": start,
            "date_end": end,
            "date_precision": said.where(said.isin(DATE_PRECISIONS), precise),
            "category": frame["category"],
            **texts,
            **shape.columns(_where(frame, log)),
            **figures,
            "verification": frame["verification"].where(frame["verification"].isin(VERIFICATIONS), "partial"),
            "actors": frame["actors"],
        }
    )


def _coded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with codes where a workbook has the words of a language."""
    coded = frame.copy(deep=False)
    for name, (area, codes) in _CODES.items():
        if name in frame:
            words = {t(language, area + code): code for code in codes for language in LANGUAGES}
            coded[name] = frame[name].map(words).fillna(frame[name]).astype("str")
    return coded


def _unarmed(frame: pd.DataFrame) -> pd.DataFrame:
    """Take away the apostrophe that keeps spreadsheets from running a cell."""
    armed = tuple(f"'{sign}" for sign in FORMULA)
    return pd.DataFrame(
        {str(name): frame[name].mask(frame[name].str.startswith(armed), frame[name].str.slice(1)) for name in frame},
        index=frame.index,
    )


def _text(cells: pd.Series, other: pd.Series, log: Log) -> pd.Series:
    blank = cells == ""
    log.rows("blank_text", cells.index[blank], action="kept", column=str(cells.name))
    return cells.mask(blank, other)


def _where(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Return where events are: as the table says, checked; by name where it gives no point."""
    off = frame["location_precision"] == "off_map"
    on = frame[~off]
    lat, lon = (part.reindex(frame.index) for part in points(on["lat"], on["lon"], on["region"], log))
    radius = decimals(frame["location_radius_km"], log)
    where = pd.DataFrame(
        {
            "place": frame["place"].mask(frame["place"] == "", frame["place_fr"]),
            "admin1": frame["region"],
            "admin2": frame["cercle"],
            "lat": lat,
            "lon": lon,
            "hint": frame["location_precision"].map(_HINTS).fillna("").astype("str"),
            "radius": radius.where(radius >= 0),
        }
    )
    found = placed(where, log, {"place": "place", "admin1": "region", "admin2": "cercle"})
    here = lat.notna() & ~off
    said = frame["location_precision"].where(frame["location_precision"].isin(PRECISIONS), "locality")
    found["location_precision"] = found["location_precision"].mask(here, said)
    exact = here & (said == "exact") & radius.isna()
    found["location_radius_km"] = found["location_radius_km"].mask(exact, NAMED)
    for name, other in (("place", "place_fr"), ("place_fr", "place")):
        own = frame[name].mask(frame[name] == "", frame[other])
        found[name] = own.mask(own == "", by_value(found[name], lambda place: place or "Mali"))
    return found
