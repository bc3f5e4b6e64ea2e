"""A table of somebody's own: columns guessed from names and contents, corrected by the user, every guess said."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

import pandas as pd

from geo.importers import fields, shape
from geo.importers.actors import listed
from geo.importers.cells import by_value, fixed, joined
from geo.importers.coordinates import points
from geo.importers.dates import days, from_parts
from geo.importers.numbers import counts, decimals
from geo.importers.placing import placed
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log
from geo.model import CATEGORIES
from geo.text import fold
from geo.words import LANGUAGES, Language, t

#: Columns that hold words.
WORDS = ("category", "title", "description", "place", "cercle", "region", "actors", "source")
#: Sign before a value that stands for a whole column in a mapping: ``{"category": "=armed_clash"}``.
ALL = "="
_FRENCH = {"lieu", "date_debut", "annee", "mois", "jour", "tues", "morts", "blesses", "acteur", "acteurs", "localite"}


def chosen(guessed: Mapping[str, str], given: Mapping[str, str] | None, columns: tuple[str, ...]) -> dict[str, str]:
    """Return field → column (or ``=value``) of a guess corrected by a user; a blank takes a field away.

    :raises ImportRefusedError: for a field or column that there is not, or when there is no date.
    """
    for field, column in (given or {}).items():
        if field not in fields.FIELDS:
            raise ImportRefusedError("no_field", field=field, fields=", ".join(fields.FIELDS))
        if field == "category" and column.startswith(ALL) and column[1:] not in CATEGORIES:
            raise ImportRefusedError("no_category", value=column[1:], categories=", ".join(CATEGORIES))
        if column and not column.startswith(ALL) and column not in columns:
            raise ImportRefusedError("no_column", column=column, columns=", ".join(columns)[:300])
    taken = {column for column in (given or {}).values() if column}
    kept = {field: column for field, column in guessed.items() if column not in taken}
    found = {field: column for field, column in {**kept, **(given or {})}.items() if column}
    if "date" not in found and "year" not in found:
        raise ImportRefusedError("no_date_column", columns=", ".join(columns)[:300])
    return found


def read(table: pd.DataFrame, mapping: Mapping[str, str], kind: str, log: Log) -> pd.DataFrame:
    """Return the events of a table.

    :param table: the columns that are mapped, by their names in the file, text.
    :param mapping: field → column or ``=value``.
    :param kind: prefix of the ids that have to be made.
    """
    same = table.duplicated()
    log.rows("row_twice", table.index[same], action="refused")
    table = table[~same]
    frame = pd.DataFrame({field: _column(table, mapping.get(field, ""), field) for field in fields.FIELDS})
    names = {field: column for field, column in mapping.items() if not column.startswith(ALL)}
    frame = shape.only_mali(frame, frame["country"], log, names.get("country", ""))
    start, end, precise = _days(frame, names, log)
    start, end = shape.dated(frame.rename(columns=names), start, end, names.get("date", names.get("year", "")), log)
    frame = frame.loc[start.index]
    category = _categories(frame, names, log)
    frame, start, end = frame.loc[category.index], start[category.index], end[category.index]
    killed, low, high, injured = (
        counts(frame[field].rename(names.get(field, "")), log)
        for field in ("killed", "killed_low", "killed_high", "injured")
    )
    shape.ranges(low, killed, high, log, names.get("killed", ""))
    where = _where(frame, names, log)
    if len(frame):
        log.file("one_language", n=len(frame))
    return shape.events(
        {
            "id": _ids(frame, table, kind, log, names),
            "date_start": start,
            "date_end": end,
            "date_precision": precise[frame.index],
            "category": category,
            "title": _title(frame, category, where["place"], "en"),
            "title_fr": _title(frame, category, where["place_fr"], "fr"),
            "description": _description(frame, "en"),
            "description_fr": _description(frame, "fr"),
            **shape.columns(where),
            "killed_best": killed,
            "killed_low": low,
            "killed_high": high,
            "injured": injured,
            "verification": fixed("partial", category),
            "actors": by_value(frame["actors"], lambda names: listed(*names.replace("|", ";").split(";"))),
        }
    )


def _column(table: pd.DataFrame, column: str, field: str) -> pd.Series:
    if column.startswith(ALL) or not column:
        return pd.Series(column[1:], index=table.index, dtype="str", name=field)
    return table[column]


def _days(frame: pd.DataFrame, names: Mapping[str, str], log: Log) -> tuple[pd.Series, pd.Series, pd.Series]:
    french = bool({fold(name).replace(" ", "_") for name in names.values()} & _FRENCH)
    if "date" in names:
        start, precise = days(frame["date"].rename(names["date"]), log, french=french)
    else:
        parts = (counts(frame[field].rename(names.get(field, "")), log) for field in ("year", "month", "day"))
        start, precise = from_parts(*parts)
    end = start
    if "date_end" in names:
        end, _ = days(frame["date_end"].rename(names["date_end"]), log, french=french)
    rough = start.index[start.notna() & (precise != "day")]
    log.rows("rough_date", rough, action="kept", column=names.get("date", names.get("year", "")))
    return start, end, precise


@cache
def _labels() -> dict[str, str]:
    labels = {fold(t(lang, f"category.{category}")): category for category in CATEGORIES for lang in LANGUAGES}
    return labels | {fold(category.replace("_", " ")): category for category in CATEGORIES} | {c: c for c in CATEGORIES}


def _categories(frame: pd.DataFrame, names: Mapping[str, str], log: Log) -> pd.Series:
    """Return the category of each row that has one; by its type, else by its own words."""
    labels = _labels()
    stated = by_value(frame["category"], lambda cell: fields.category_of(cell, labels) if cell else "").astype("str")
    words = joined([frame["category"], frame["title"], frame["description"]])
    read = by_value(words, lambda cell: fields.category_of(cell, labels) if cell else "").astype("str")
    # "Attack" in a column of types says less than a text that names the Mission.
    sharper = (stated == "armed_clash") & read.isin(["attack_on_mission", "attack_on_civilians"])
    by_text = (stated == "") & (read != "")
    found = stated.mask(by_text | sharper, read)
    column = names.get("category", "")
    both = (frame["category"] + "\x1f" + found)[(stated != "") & (frame["category"] != "")].value_counts()
    for pair, n in both.head(40).items():
        value, _, category = str(pair).partition("\x1f")
        log.file("type_is", column=column, value=value, n=int(n), category=_shown(category))
    for kind, n in read[by_text].value_counts().items():
        log.file("text_is", n=int(n), category=_shown(str(kind)))
    lost = found == ""
    if len(found) and lost.all():
        raise ImportRefusedError("no_kind_at_all", categories=", ".join(CATEGORIES))
    log.rows("no_kind", frame.index[lost], action="refused", column=column, cells=frame["category"][lost])
    return found[~lost]


def _shown(category: str) -> dict[str, str]:
    return {language: t(language, f"category.{category}") for language in LANGUAGES}


def _where(frame: pd.DataFrame, names: Mapping[str, str], log: Log) -> pd.DataFrame:
    lat_cells, lon_cells = frame["latitude"], frame["longitude"]
    if "point" in names:
        both = frame["point"].str.extract(r"^\s*\(?\s*(-?\d+[.,]?\d*)\s*[;,\s]\s*(-?\d+[.,]?\d*)\s*\)?\s*$").fillna("")
        lat_cells, lon_cells = lat_cells.mask(lat_cells == "", both[0]), lon_cells.mask(lon_cells == "", both[1])
    lat_name = names.get("latitude", names.get("point", ""))
    lon_name = names.get("longitude", names.get("point", ""))
    lat, lon = points(lat_cells.rename(lat_name), lon_cells.rename(lon_name), frame["region"], log)
    place, cercle, region = frame["place"], frame["cercle"], frame["region"]
    named = place.mask(place == "", cercle)
    named = named.mask(named == "", region)
    radius = decimals(frame["radius"].rename(names.get("radius", "")), log)
    where = pd.DataFrame(
        {
            "place": named.mask(named == "", "Mali"),
            "admin1": region,
            "admin2": cercle,
            "lat": lat,
            "lon": lon,
            "hint": fixed("", place),
            "radius": radius.where((radius > 0) & (radius <= _ACROSS)),
        }
    )
    unsaid = int((lat.notna() & where["radius"].isna()).sum())
    if unsaid:
        log.file("radius_unsaid", n=unsaid)
    return placed(where, log, {field: names.get(field, "") for field in ("place",)} | _levels(names))


#: No radius is larger than Mali, in km.
_ACROSS = 1900


def _levels(names: Mapping[str, str]) -> dict[str, str]:
    return {"admin1": names.get("region", ""), "admin2": names.get("cercle", "")}


def _title(frame: pd.DataFrame, category: pd.Series, place: pd.Series, language: Language) -> pd.Series:
    made = shape.filled(
        language,
        "import.title",
        kind=category.map({c: t(language, f"category.{c}") for c in CATEGORIES}).astype("str"),
        sides=place,
    )
    title = shape.one_line(frame["title"])
    return title.mask(title == "", made).str.slice(0, 300)


def _description(frame: pd.DataFrame, language: Language) -> pd.Series:
    text, source = shape.one_line(frame["description"]), shape.one_line(frame["source"])
    none = fixed(t(language, "import.no_notes_text"), text)
    papers = shape.filled(language, "import.papers_text", text=source).where(source != "", "")
    said = joined([text, papers])
    return said.mask(said == "", none)


def _ids(frame: pd.DataFrame, table: pd.DataFrame, kind: str, log: Log, names: Mapping[str, str]) -> pd.Series:
    """Return the file's own ids where every row has one of its own; otherwise ids made of what the row says."""
    own = frame["id"]
    if "id" in names and (own != "").all() and own.is_unique:
        return shape.slugs(own, kind)
    if len(frame):
        log.file("ids_made", column=names.get("id", ""))
    rows = joined([table.loc[frame.index, name] for name in sorted(table.columns)], "\x1f")
    digests = [hashlib.sha256(row.encode("utf-8", "replace")).hexdigest()[:12] for row in rows]
    return shape.slugs(pd.Series(digests, index=frame.index, dtype="str"), kind)
