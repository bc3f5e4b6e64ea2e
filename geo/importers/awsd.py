"""Aid Worker Security Database: one row an incident, its day in three columns, victims by kind and employer.

The data have no code of how well a place is known: a row that names a place is a locality, one that names only a
district or region is the area of it.
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from geo.importers import shape
from geo.importers.actors import french, listed
from geo.importers.cells import by_value, fixed, joined
from geo.importers.coordinates import points
from geo.importers.dates import from_parts
from geo.importers.numbers import counts
from geo.importers.placing import placed
from geo.importers.report import Log
from geo.text import slug
from geo.words import Language, catalogue, t

KIND = "awsd"
_MARKS = frozenset({"incident_id", "year", "month", "day", "country", "total_killed", "means_of_attack"})
ALIASES: dict[str, str] = {}
COLUMNS: tuple[str, ...] = (
    *("incident_id", "year", "month", "day", "country_code", "country", "region", "district", "city"),
    *("total_killed", "total_wounded", "total_kidnapped", "total_affected"),
    *("means_of_attack", "attack_context", "location", "latitude", "longitude", "actor_name", "details"),
    *("verified", "source"),
)
WORDS: tuple[str, ...] = ("region", "district", "city", "actor_name", "details")
_SOUND = {"incident_id": r"\d+", "year": r"(19|20)\d\d", "month": r"\d{1,2}", "total_killed": r"\d+"}
_NOBODY = {"unknown", "not applicable", "n/a", ""}
_ON_ROAD = r"(?i)^between\b|\broad\b|\baxis\b|\bon route\b"


def recognises(names: Collection[str]) -> bool:
    """Say whether a table with these names is the database's."""
    return _MARKS.issubset(names)


def read(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Return the incidents in Mali.

    :param frame: :data:`COLUMNS` as far as the file has them, text.
    """
    shape.believable(frame, _SOUND)
    frame = shape.complete(frame, COLUMNS)
    country = frame["country"].mask(frame["country_code"].isin(["ML", "MLI"]), "Mali")
    frame = shape.only_mali(frame, country, log, "country", worldwide=True)
    frame = shape.without_repeats(frame, "incident_id", log)
    first, known = from_parts(*(counts(frame[name], log) for name in ("year", "month", "day")))
    start, end = shape.dated(frame, first, first, "year", log)
    frame, known = frame.loc[start.index], known[start.index]
    rough = known != "day"
    log.rows("rough_date", frame.index[rough], action="kept", column="day")
    killed, injured = counts(frame["total_killed"], log), counts(frame["total_wounded"], log)
    actor = frame["actor_name"].mask(frame["actor_name"].str.lower().isin(_NOBODY), "Unknown")
    return shape.events(
        {
            "id": shape.slugs(frame["incident_id"], KIND),
            "date_start": start,
            "date_end": end,
            "date_precision": known,
            "category": fixed("attack_on_civilians", actor),
            "title": _title(frame, "en"),
            "title_fr": _title(frame, "fr"),
            "description": _description(frame, "en"),
            "description_fr": _description(frame, "fr"),
            **shape.columns(_where(frame, log)),
            "killed_low": killed,
            "killed_best": killed,
            "killed_high": killed,
            "injured": injured,
            "verification": fixed("partial", actor),
            "actors": by_value(actor, lambda name: listed(name.strip(), "Aid workers")),
        }
    )


def _where(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    lat, lon = points(frame["latitude"], frame["longitude"], frame["region"], log)
    city, district, region = frame["city"], frame["district"], frame["region"]
    place = city.mask(city == "", district).mask((city == "") & (district == ""), region)
    hint = fixed("", city).mask(city.str.contains(_ON_ROAD), "line")
    hint = hint.mask(city == "", "cercle").mask((city == "") & (district == ""), "region")
    nowhere = place == ""
    log.rows("only_country", frame.index[nowhere], action="kept", column="city")
    where = pd.DataFrame(
        {
            "place": place.mask(nowhere, "Mali"),
            "admin1": region,
            "admin2": district,
            "lat": lat,
            "lon": lon,
            "hint": hint.mask(nowhere, "off_map"),
            "radius": pd.Series(float("nan"), index=frame.index),
        }
    )
    for code, name in (("place_named", ""), ("place_on_road", "line"), ("place_area", "cercle")):
        n = int((where["hint"].isin([name, "region"]) if name == "cercle" else where["hint"] == name).sum())
        if n:
            log.file(code, column="city", n=n)
    return placed(where, log, {"place": "city", "admin1": "region", "admin2": "district"})


def _title(frame: pd.DataFrame, language: Language) -> pd.Series:
    def title(means: str) -> str:
        return t(language, "import.awsd_title", means=_word(means, language))

    return by_value(frame["means_of_attack"], title)


def _word(means: str, language: Language) -> str:
    key = f"import.awsd_{slug(means).replace('-', '_') or 'unknown'}"
    return t(language, key) if key in catalogue(language) else means.strip()


def _description(frame: pd.DataFrame, language: Language) -> pd.Series:
    details = shape.one_line(frame["details"])
    values = {name: frame[f"total_{name}"].mask(frame[f"total_{name}"] == "", "?") for name in _TOLL}
    actor = shape.one_line(frame["actor_name"])
    named = ~actor.str.lower().isin(_NOBODY)
    shown = by_value(actor, french) if language == "fr" else actor
    pending = frame["verified"].str.lower().isin(["pending", "no"])
    return joined(
        [
            shape.filled(language, "import.awsd_toll", **values),
            shape.filled(language, "import.awsd_actor", text=shown).where(named, ""),
            shape.filled(language, "import.notes_text", text=details).where(details != "", ""),
            fixed(t(language, "import.awsd_pending"), details).where(pending, ""),
        ]
    )


_TOLL = ("killed", "wounded", "kidnapped")
