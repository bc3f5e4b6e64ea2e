"""Where events are: region, cercle, point, precision and radius, from what a file says and from the gazetteer.

A point of the file is never moved. An event without one gets the point of its place if the gazetteer (sites, waypoints
and towns of the Atlas) knows the name, else the circle of its cercle or region; each is said, with exact or close
spelling. What has no place at all is kept off the map.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from geo import basemap
from geo.dataset import curated
from geo.frames import rows
from geo.importers import areas
from geo.importers.cells import by_value
from geo.importers.report import Log
from geo.measure import to_each, to_point
from geo.text import fold
from geo.validation import split

#: What a file says of how well a place is known: the named place; on a line; somewhere in the cercle, in the region,
#: in a wider country; nowhere on the map; nothing said.
HINTS = ("locality", "line", "cercle", "region", "wide", "off_map", "")
#: Radius in km of a named village or town whose point a file or the gazetteer gives, as in the curated data.
NAMED = 2.0
#: Radius in km round a point of which a file says nothing: a town and its surroundings.
UNSAID = 5.0
#: Radius in km of "near X", when no distance is said.
_BY = 10.0
#: Radius in km of a line or wider country that names no ends: UCDP's longest stretches between two towns.
_LINE, _WIDE = 50.0, 100.0
#: Country that people name without limits, with a radius in km from its usual point.
_COUNTRIES = {"northern mali": 500.0, "central mali": 200.0, "southern mali": 300.0, "nord du mali": 500.0}
#: Likeness (0–100) from which a spelling is close: one letter in six may differ. And letters that it needs.
_CLOSE, _LETTERS = 84.0, 5
#: How far a point may lie from the site of its name and still mean it, km: there are many villages of one name.
_SAME_PLACE = 30.0
_WORDS = re.compile(r"\b(village|town|city|ville|commune|localite|locality|hameau|hamlet|well|puits|airport area)\b")
_NEAR = re.compile(
    r"^(?:(?P<km>\d{1,3}) ?km .*?\b(?:of|from|de|d)|near|close to|around|pres de|autour de|environs de) (?P<at>.+)$"
)
_BETWEEN = re.compile(
    r"^(?:road |axis |axe |route )?(?:between|entre) (?P<a>.+?) (?:and|et) (?P<b>.+?)(?: road| axis)?$"
)
_ROAD = re.compile(r"^(?:axe |route |road )?(?P<a>[^-–]+) ?[-–] ?(?P<b>[^-–]+?) (?:road|axis|axe|route)$")


@dataclass(frozen=True)
class Place:
    """A place of the gazetteer: names in English and French, WGS84 degrees."""

    name: str
    name_fr: str
    lat: float
    lon: float
    region: str = ""
    cercle: str = ""


@dataclass(frozen=True)
class Found:
    """What the gazetteer makes of a name.

    :param place: the place, for a line its middle.
    :param precision: of the Atlas: ``locality`` or ``route``.
    :param radius: km.
    :param exact: whether the spelling is one that the gazetteer has; otherwise it is only close.
    """

    place: Place
    precision: str
    radius: float
    exact: bool


def find(text: str, region: str = "") -> Found | None:
    """Look a place up by name.

    :param text: as a file has it: with "village", "near", "between … and …".
    :param region: where it must lie, when a file says so.

    >>> found = find("Diabally village")
    >>> found.place.name, found.exact, found.precision
    ('Diabaly', False, 'locality')
    >>> find("Tombouctou").place.name, find("Between Gossi and Hombori").precision, find("Atlantis")
    ('Timbuktu', 'route', None)
    """
    bare = fold(text)
    if match := _BETWEEN.match(bare) or _ROAD.match(bare):
        return _line(match["a"], match["b"], region)
    by = 0.0
    if bare.endswith("(near)"):
        bare, by = bare.removesuffix("(near)"), _BY
    if match := _NEAR.match(bare):
        bare, by = match["at"], float(match["km"] or _BY)
    place, exact = _named(_plain(bare), region)
    return None if place is None else Found(place, "locality", max(NAMED, by), exact)


def _line(first: str, second: str, region: str) -> Found | None:
    ends = [_named(_plain(name), "") for name in (first, second)]
    (a, exact_a), (b, exact_b) = ends
    if a is None or b is None:
        return None
    middle = Place(f"{a.name}–{b.name}", f"{a.name_fr}–{b.name_fr}", (a.lat + b.lat) / 2, (a.lon + b.lon) / 2)
    half = float(to_point([a.lat], [a.lon], b.lat, b.lon)[0]) / 2
    return Found(middle, "route", max(NAMED, float(np.ceil(half))), exact_a and exact_b)


def _named(plain: str, region: str) -> tuple[Place | None, bool]:
    """Return the one place of a name, or of the closest spelling; none when several are as close."""
    known = _gazetteer()
    if plain in known:
        fits = [place for place in known[plain] if not region or place.region in ("", region)]
        return (fits[0], True) if fits else (None, False)
    if len(plain) < _LETTERS:
        return None, False
    near = process.extract(plain, known.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=3)
    fits = [
        p for name, score, _ in near if score == near[0][1] for p in known[name] if not region or p.region == region
    ]
    return (fits[0], False) if len({(place.lat, place.lon) for place in fits}) == 1 else (None, False)


@cache
def _gazetteer() -> dict[str, list[Place]]:
    """Return the places by plain name: sites with all their spellings, then waypoints, then towns."""
    data, found = curated(), defaultdict[str, list[Place]](list)

    def add(names: list[str], place: Place) -> None:
        for name in dict.fromkeys(map(_plain, names)):
            if name and not any(abs(p.lat - place.lat) + abs(p.lon - place.lon) < 0.2 for p in found[name]):
                found[name].append(place)

    for site in rows(data.sites):
        place = Place(site["name"], site["name_fr"], site["lat"], site["lon"], site["region"], site["cercle"])
        add([site["name"], site["name_fr"], *split(site["alt_names"])], place)
    for point in rows(data.route_points):
        add([point["waypoint"]], Place(point["waypoint"], point["waypoint"], point["lat"], point["lon"]))
    for feature in basemap.geojson("towns")["features"]:
        town, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
        if not town["foreign"]:
            add([town["name"], town["name_fr"]], Place(town["name"], town["name_fr"], lat, lon))
    return {name: places for name, places in found.items() if places}


def _plain(name: str) -> str:
    bare = re.sub(r"[^\w]+", " ", _WORDS.sub(" ", fold(name)))
    return " ".join(bare.split())


def placed(where: pd.DataFrame, log: Log, columns: dict[str, str]) -> pd.DataFrame:
    """Place events.

    :param where: a row an event: ``place``, ``admin1``, ``admin2`` (text), ``lat``, ``lon`` (degrees or NaN), ``hint``
        (one of :data:`HINTS`), ``radius`` (km that the file states, or NaN).
    :param columns: names of ``place``, ``admin1`` and ``admin2`` in the file, for the report.
    :return: ``place``, ``place_fr``, ``cercle``, ``region``, ``lat``, ``lon``, ``location_precision``,
        ``location_radius_km``; off the map the last five are blank.
    """
    lat, lon, hint, radius = (where[name].copy() for name in ("lat", "lon", "hint", "radius"))
    cercle, region = _administration(where, log, columns)
    found = _matches(where["place"], region)
    _name_report(where, found, log, columns)
    here = lat.notna()
    by_name = ~here & found["known"] & (hint != "off_map")
    precision = hint.map(_PRECISION).astype("str").mask(by_name, found["precision"])
    lat, lon, radius = (part.mask(by_name, found[str(part.name)]) for part in (lat, lon, radius))
    log.rows(
        "placed_by_name",
        where.index[by_name],
        action="repaired",
        column=columns.get("place", ""),
        cells=where["place"][by_name],
    )
    region = region.where((region != "") | hint.eq("off_map"), areas.regions_at(lat, lon))
    # Without a point: the circle of the cercle, else of the region.
    for level, names, circle in (("cercle", cercle, areas.cercle), ("region", region, areas.region_area)):
        bare = lat.isna() & (names != "") & (hint != "off_map")
        circles = {name: circle(name) for name in names[bare].unique()}
        bare &= names.isin([name for name, area in circles.items() if area is not None])
        for column, part in ((lat, "lat"), (lon, "lon"), (radius, "radius")):
            column[bare] = names[bare].map(lambda name, known=circles, part=part: getattr(known[name], part))
        precision = precision.mask(bare, "area")
        cells = where["place"][bare].where(where["place"][bare] != "", names[bare])
        log.rows(
            f"placed_by_{level}", where.index[bare], action="repaired", column=columns.get("place", ""), cells=cells
        )
    lost = lat.isna() & (hint != "off_map")
    log.rows("unplaced", where.index[lost], action="kept", column=columns.get("place", ""), cells=where["place"][lost])
    off = lat.isna() | hint.eq("off_map")
    radius = _radii(where["place"], found, cercle, region, lat, lon, hint, radius, here)
    names, names_fr = _names(where, found, lat, lon, here)
    return pd.DataFrame(
        {
            "place": names,
            "place_fr": names_fr,
            "cercle": cercle.where(~off, ""),
            "region": region.where(~off, ""),
            "lat": lat.where(~off),
            "lon": lon.where(~off),
            "location_precision": precision.where(~off, "off_map"),
            "location_radius_km": radius.where(~off),
        }
    )


_PRECISION = {
    "locality": "locality",
    "line": "route",
    "cercle": "area",
    "region": "area",
    "wide": "area",
    "off_map": "off_map",
    "": "locality",
}


def _administration(where: pd.DataFrame, log: Log, columns: dict[str, str]) -> tuple[pd.Series, pd.Series]:
    """Return cercle and region of each row in the Atlas's names; a cercle decides for the region."""
    cercles = {name: areas.cercle(name) for name in where["admin2"].unique()}
    cercle = where["admin2"].map({name: area.name if area else areas.titled(name) for name, area in cercles.items()})
    of_cercle = where["admin2"].map({name: area.region if area else "" for name, area in cercles.items()})
    regions = {name: areas.region(name) for name in where["admin1"].unique()}
    stated = where["admin1"].map(regions)
    moved = (of_cercle != "") & (stated != "") & (of_cercle != stated)
    new = where["admin1"].map({name: areas.plain(name) in areas.NEW_REGIONS for name in regions}).astype(bool)
    region = of_cercle.where(of_cercle != "", stated).astype("str")
    for code, flag in (("region_moved", moved), ("region_new", new & ~moved)):
        for name, rows_ in where[flag].groupby("admin1").groups.items():
            now = ", ".join(sorted(region[rows_].unique()))
            log.file(code, action="repaired", column=columns.get("admin1", ""), value=str(name), n=len(rows_), now=now)
    unknown = where["admin1"][(stated == "") & (where["admin1"] != "")]
    for name, count in unknown.value_counts().head(20).items():
        log.file("region_unknown", column=columns.get("admin1", ""), value=str(name), n=int(count))
    return cercle.astype("str"), region


def _name_report(where: pd.DataFrame, found: pd.DataFrame, log: Log, columns: dict[str, str]) -> None:
    """Say which spellings are ours only nearly, each once, and how many are ours exactly."""
    column = columns.get("place", "")
    known = found["known"]
    exact = known & found["exact"]
    if exact.any():
        log.file("place_exact", column=column, names=where["place"][exact].nunique(), n=int(exact.sum()))
    nearly = known & ~exact
    if not nearly.any():
        return
    close = found[nearly].assign(place=where["place"][nearly], north=where["lat"][nearly], east=where["lon"][nearly])
    close["km"] = to_each(close["north"], close["east"], close["lat"], close["lon"])
    for name, group in close.groupby("place"):
        first, km, n = group.iloc[0], group["km"].mean(), len(group)
        ours = {"en": str(first["name"]), "fr": str(first["name_fr"])}
        if pd.isna(km):
            log.file("place_close", column=column, value=str(name), ours=ours, n=n)
        elif km <= _SAME_PLACE:
            log.file("place_close_by", column=column, value=str(name), ours=ours, n=n, km=round(float(km), 1))


def _radii(
    place: pd.Series,
    found: pd.DataFrame,
    cercle: pd.Series,
    region: pd.Series,
    lat: pd.Series,
    lon: pd.Series,
    hint: pd.Series,
    radius: pd.Series,
    here: pd.Series,
) -> pd.Series:
    """Return how far each event may be from its point, km, where neither file nor gazetteer has said it."""
    open_ = radius.isna() & here
    line = found["radius"].where(found["precision"] == "route").fillna(_LINE)
    radius = radius.mask(open_ & (hint == "line"), line)
    wide = place.str.lower().map(_COUNTRIES).fillna(_WIDE)
    radius = radius.mask(open_ & (hint == "wide"), wide)
    for level, names, circle in (("cercle", cercle, areas.cercle), ("region", region, areas.region_area)):
        for name in names[open_ & (hint == level)].unique():
            these = open_ & (hint == level) & (names == name)
            area = circle(name) if name else None
            radius[these] = areas.reach(area, lat[these], lon[these]) if area else _WIDE
    radius = radius.mask(open_ & (hint == "locality"), NAMED)
    return radius.mask(radius.isna() & here, UNSAID)


def _names(
    where: pd.DataFrame, found: pd.DataFrame, lat: pd.Series, lon: pd.Series, here: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Return each place's name in English and French: ours where it is the same place exactly, else the file's."""
    apart = pd.Series(to_each(lat, lon, found["lat"], found["lon"]), index=where.index)
    ours = found["exact"] & (found["radius"] <= NAMED) & (~here | (apart <= _SAME_PLACE))
    spelled = {name: areas.named(name) or (_untyped(name), _untyped(name)) for name in where["place"].unique()}
    english = by_value(where["place"], lambda name: spelled[name][0])
    french = by_value(where["place"], lambda name: spelled[name][1])
    return english.mask(ours, found["name"]).astype("str"), french.mask(ours, found["name_fr"]).astype("str")


def _matches(place: pd.Series, region: pd.Series) -> pd.DataFrame:
    """Look up every place: ``known``, ``exact``, ``name``, ``name_fr``, ``lat``, ``lon``, ``radius``, ``precision``."""
    codes, keys = pd.factorize(place + "\x1f" + region)
    rows_ = []
    for key in keys:
        name, _, within = str(key).partition("\x1f")
        match = find(name, within)
        if match is None:
            rows_.append((False, False, "", "", np.nan, np.nan, np.nan, ""))
        else:
            at = match.place
            rows_.append((True, match.exact, at.name, at.name_fr, at.lat, at.lon, match.radius, match.precision))
    names = ["known", "exact", "name", "name_fr", "lat", "lon", "radius", "precision"]
    table = pd.DataFrame(rows_, columns=names).take(codes)
    return table.set_axis(place.index, axis="index")


def _untyped(name: str) -> str:
    """Leave out the word that only says what kind of place it is, which would be English in a French sentence.

    >>> _untyped("Konna town"), _untyped("Between Gossi and Hombori")
    ('Konna', 'Between Gossi and Hombori')
    """
    return re.sub(r"(?<=\S) (village|town|city)$", "", name)
