"""Search of places by name, in any language and spelling of the data: accents ignored, close spellings marked so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from rapidfuzz import fuzz

from geo import basemap
from geo.dataset import Dataset
from geo.frames import rows
from geo.model import REGIONS
from geo.text import fold
from geo.validation import split
from geo.words import Language

Kind = Literal["site", "route", "town", "cercle", "region"]
#: What pages of places look for; the search of the head looks for every kind.
PLACES: tuple[Kind, ...] = ("site", "route")
KINDS: tuple[Kind, ...] = (*PLACES, "town", "cercle", "region")
#: Scores: the name as it was typed, its beginning, the beginning of a later word in it.
_SAME, _BEGINS, _WORD_BEGINS = 100.0, 96.0, 92.0
#: Likeness (rapidfuzz, 0–100) from which another spelling is offered: one letter in four may differ.
_CLOSE = 74.0
#: Letters that a misspelt name needs before names like it are looked for: below, half of all names are alike.
_LEAST = 4


@dataclass(frozen=True)
class Match:
    """A place that a search found.

    :param id: of the site or route; of a cercle or region its English name; of a town its plain name.
    :param kind: one of :data:`KINDS`.
    :param exact: what was typed is the name or the beginning of a word in it; otherwise the spelling is only close.
    :param score: 0 to 100, for the order of the matches.
    :param spelling: the spelling of the name that matched, which need not be the one that the reader sees.
    """

    id: str
    kind: Kind
    exact: bool
    score: float
    spelling: str


def find(
    text: str, dataset: Dataset, language: Language = "en", limit: int = 8, kinds: Sequence[Kind] = PLACES
) -> list[Match]:
    """Return the places whose names are, begin with, or resemble a text; the best first.

    :param text: as a reader types it: accents, case, hyphens and apostrophes do not matter.
    :param language: decides among spellings that match equally which one is told.
    :param limit: at most so many.
    :param kinds: which kinds of places; of matches that are as good, those of the kind named first come first.

    >>> from geo.dataset import load
    >>> [(m.id, m.exact) for m in find("tombouctou", load())][:1], [(m.id, m.exact) for m in find("Ogosagu", load())]
    ([('timbuktu', True)], [('ogossagou', False)])
    """
    typed = _plain(text)
    if not typed:
        return []
    best: dict[tuple[Kind, str], Match] = {}
    for kind, place, spelling, plain in _spellings(dataset, language):
        if kind not in kinds:
            continue
        score = _score(typed, plain)
        known = best.get((kind, place))
        if score >= _CLOSE and (known is None or score > known.score):
            best[kind, place] = Match(place, kind, score >= _WORD_BEGINS, score, spelling)
    # Where the name itself is there, names like it would only be in the way.
    certain = any(match.score == _SAME for match in best.values())
    found = [match for match in best.values() if match.exact or not certain]
    return sorted(found, key=lambda m: (-m.score, kinds.index(m.kind), _plain(m.spelling)))[:limit]


def _score(typed: str, plain: str) -> float:
    if typed == plain:
        return _SAME
    if plain.startswith(typed):
        return _BEGINS
    if f" {typed}" in f" {plain}":
        return _WORD_BEGINS
    if len(typed) < _LEAST:
        return 0.0
    # Never as good as a name that was typed right, however long it is.
    return min(max(fuzz.ratio(typed, plain), fuzz.token_sort_ratio(typed, plain)), _WORD_BEGINS - 1)


@lru_cache(maxsize=8)
def _spellings(dataset: Dataset, language: Language) -> tuple[tuple[Kind, str, str, str], ...]:
    """Return kind, id, spelling and its plain form of every name of every place, the reader's language first."""
    columns = ("name_fr", "name") if language == "fr" else ("name", "name_fr")
    found: list[tuple[Kind, str, str, str]] = []
    for site in rows(dataset.sites):
        names = [*(site[column] for column in columns), *split(site["alt_names"])]
        found += [("site", site["id"], name, _plain(name)) for name in dict.fromkeys(names)]
    for route in rows(dataset.routes):
        names = [*(route[column] for column in columns), *([route["road_number"]] if route["road_number"] else [])]
        found += [("route", route["id"], name, _plain(name)) for name in dict.fromkeys(names)]
    from geo.importers import areas  # brings the readers of all formats along

    for town in towns():
        names = [town.name, town.name_fr][:: 1 if language == "en" else -1]
        found += [("town", town.id, name, _plain(name)) for name in dict.fromkeys(names)]
    known = {(row["level"], row["name"]): row["name_fr"] for row in rows(dataset.admin_names)}
    named: list[tuple[Kind, str]] = [("cercle", area.name) for area in areas.cercles()]
    for kind, name in [*named, *(("region", region) for region in REGIONS)]:
        both = [name, known.get((kind, name), name)][:: 1 if language == "en" else -1]
        found += [(kind, name, spelling, _plain(spelling)) for spelling in dict.fromkeys(both)]
    return tuple(found)


@dataclass(frozen=True)
class Town:
    """A town of the basemap that is no site of the data.

    :param id: its plain name.
    :param lat: WGS84 degrees, likewise ``lon``.
    """

    id: str
    name: str
    name_fr: str
    lat: float
    lon: float


@cache
def towns() -> tuple[Town, ...]:
    """Return the towns of the embedded basemap that are no sites; none where its layer is absent."""
    if "towns" in basemap.missing():
        return ()
    found = {}
    for feature in basemap.geojson("towns")["features"]:
        told, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
        if not told["site"]:
            name, french = told["name"], told["name_fr"] or told["name"]
            found[_plain(name)] = Town(_plain(name), name, french, float(lat), float(lon))
    return tuple(found.values())


def _plain(text: str) -> str:
    """Return a name as it is compared: folded, with spaces for hyphens and all other signs."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
