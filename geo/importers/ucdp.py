"""UCDP GED: country exports and global files, candidate releases, all versions since 17.

Codebook: ``type_of_violence`` 1 state-based, 2 non-state, 3 one-sided; ``where_prec`` 1 exact place, 2 within 25 km,
3 second-order division, 4 first-order division, 5 line or wide country, 6 country, 7 sea or air; ``date_prec`` 1–3 day
to week, 4 month, 5 year.
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
from geo.words import Language, t

KIND = "ucdp"
_MARKS = frozenset({"type_of_violence", "side_a", "side_b", "where_prec", "date_start"})
#: Names of the country export → names of the releases.
ALIASES = {"best_est": "best", "low_est": "low", "high_est": "high"}
COLUMNS: tuple[str, ...] = (
    *("id", "year", "type_of_violence", "dyad_name", "side_a", "side_b", "source_article", "source_original"),
    *("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude"),
    *("country", "country_id", "event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"),
)
WORDS: tuple[str, ...] = (
    *("dyad_name", "side_a", "side_b", "source_article", "source_original"),
    *("where_coordinates", "where_description", "adm_1", "adm_2"),
)
_SOUND = {"year": r"(19|20)\d\d", "type_of_violence": "[123]", "where_prec": "[1-7]", "id": r"\d+"}
_CATEGORIES = {"1": "armed_clash", "2": "armed_clash", "3": "attack_on_civilians"}
_HINTS = {"1": "locality", "2": "locality", "3": "cercle", "4": "region", "5": "wide", "6": "off_map", "7": "off_map"}
#: Radius in km where the codebook states it.
_WITHIN = {"2": 25.0}
_PRECISIONS = {"4": "month", "5": "year"}
_LINE = r"(?i)\b(?:road|axis|route|between|border|river)\b"
#: Mali's number among the Gleditsch and Ward states that UCDP uses.
_MALI = "432"


def recognises(names: Collection[str]) -> bool:
    """Say whether a table with these names is UCDP's."""
    return _MARKS.issubset(names)


def read(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    """Return the events of a table.

    :param frame: :data:`COLUMNS` as far as the file has them, text.
    """
    shape.believable(frame, _SOUND)
    frame = shape.complete(frame, COLUMNS)
    country = frame["country"].mask(frame["country_id"] == _MALI, "Mali")
    frame = shape.only_mali(frame, country, log, "country")
    frame = shape.without_repeats(frame, "id", log)
    known = frame["type_of_violence"].isin(_CATEGORIES.keys())
    log.rows(
        "no_kind",
        frame.index[~known],
        action="refused",
        column="type_of_violence",
        cells=frame["type_of_violence"][~known],
    )
    frame = frame[known]
    first, _ = days(frame["date_start"], log, usual="month")
    last, _ = days(frame["date_end"], log, usual="month")
    start, end = shape.dated(frame, first, last, "date_start", log)
    frame = frame.loc[start.index]
    low, best, high = (counts(frame[name], log) for name in ("low", "best", "high"))
    if len(frame):
        log.file("with_attackers")
    odd = shape.ranges(low, best, high, log, "low–best–high")
    texts, where = beside(lambda: _texts(frame, odd), lambda: _where(frame, log))
    return shape.events(
        {
            "id": shape.slugs(frame["id"], KIND),
            "date_start": start,
            "date_end": end,
            "date_precision": frame["date_prec"].map(_PRECISIONS).fillna("day"),
            "category": frame["type_of_violence"].map(_CATEGORIES),
            **texts,
            **shape.columns(where),
            "killed_low": low,
            "killed_best": best,
            "killed_high": high,
            "verification": fixed("partial", frame["id"]),
        }
    )


def _texts(frame: pd.DataFrame, odd: pd.Series) -> dict[str, pd.Series]:
    told = shape.one_line(frame["where_description"])
    papers = shape.one_line(frame["source_article"].mask(frame["source_article"] == "", frame["source_original"]))
    papers = papers.str.replace('"', "", regex=False)
    return {
        "title": _title(frame, "en"),
        "title_fr": _title(frame, "fr"),
        "description": _description(frame, odd, told, papers, "en"),
        "description_fr": _description(frame, odd, told, papers, "fr"),
        "actors": by_value(frame["side_a"] + "\x1f" + frame["side_b"], _actors),
    }


def _where(frame: pd.DataFrame, log: Log) -> pd.DataFrame:
    lat, lon = points(frame["latitude"], frame["longitude"], frame["adm_1"], log)
    hint = frame["where_prec"].map(_HINTS).fillna("")
    wide = frame["where_coordinates"][hint == "wide"]
    line = wide.str.contains(_LINE).reindex(hint.index, fill_value=False)
    where = pd.DataFrame(
        {
            "place": frame["where_coordinates"].mask(frame["where_coordinates"] == "", "Mali"),
            "admin1": frame["adm_1"],
            "admin2": frame["adm_2"],
            "lat": lat,
            "lon": lon,
            "hint": hint.mask(line, "line"),
            "radius": frame["where_prec"].map(_WITHIN).astype("float64"),
        }
    )
    counted = frame["where_prec"].value_counts()
    for code in sorted(set(counted.index) & set(_HINTS)):
        log.file(f"where_prec_{code}", column="where_prec", value=code, n=int(counted[code]))
    return placed(where, log, {"place": "where_coordinates", "admin1": "adm_1", "admin2": "adm_2"})


def _title(frame: pd.DataFrame, language: Language) -> pd.Series:
    def title(key: str) -> str:
        kind, a, b = key.split("\x1f")
        if language == "fr":
            a, b = french(a), french(b)
        return t(language, f"import.ucdp_title_{kind}", a=a, b=b)

    return by_value(frame["type_of_violence"] + "\x1f" + frame["side_a"] + "\x1f" + frame["side_b"], title)


def _actors(key: str) -> str:
    """UCDP joins allies of one side by a comma."""
    return listed(*(name for side in key.split("\x1f") for name in side.split(", ")))


def _description(
    frame: pd.DataFrame, odd: pd.Series, told: pd.Series, papers: pd.Series, language: Language
) -> pd.Series:
    """Say what UCDP counts, where it puts the event in its own words, and on what documents it relies."""
    toll = shape.filled(
        language,
        "import.ucdp_toll",
        **{name: _or_unknown(frame[name]) for name in ("low", "best", "high")},
        **{name: _or_unknown(frame[f"deaths_{name}"]) for name in ("a", "b", "civilians", "unknown")},
        **{f"side_{s}": frame[f"side_{s}"] if language == "en" else by_value(frame[f"side_{s}"], french) for s in "ab"},
    )
    parts = [
        toll,
        fixed(t(language, "import.range_text"), toll).where(odd, ""),
        fixed(t(language, "import.ucdp_unclear"), toll).where(frame["event_clarity"] == "2", ""),
        shape.filled(language, "import.place_text", text=told).where(told != "", ""),
        shape.filled(language, "import.papers_text", text=papers).where(papers != "", ""),
    ]
    return joined(parts)


def _or_unknown(cells: pd.Series) -> pd.Series:
    return cells.mask(cells == "", "?")
