"""Mali as small drawn maps: differences by region or cercle, and one map a year; from the embedded basemap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geo import basemap
from geo.boundaries import Boundaries
from geo.comparing_text import killed_text, signed
from geo.comparing_years import Year
from geo.words import Language, number, t
from ui.charts.marks import table
from ui.markup import tag, text

#: West and north of what is drawn, in degrees, and its size.
_WEST, _NORTH, _WIDE, _HIGH = -12.35, 25.1, 16.7, 15.05
#: Degrees of longitude are so much shorter than those of latitude in the middle of Mali.
_NARROW = math.cos(math.radians(17.5))
#: Units of a drawing per degree of latitude; a drawing of this size is shown at about its own size on a screen.
_SCALE = 28.0
#: Points nearer to the last one are left out, in units.
_STEP = 1.4
#: Radius of the largest symbol of a year's map and of the smallest, in units.
_LARGEST, _SMALLEST = 26.0, 4.0
_KM_PER_DEGREE = 111.0
#: A region narrower than this is drawn as a disc, in units; a cercle must be so wide for its number; more shapes than
#: this are cercles.
_SEEN, _ROOM, _FEW = 14, 24, 20
_SIZE = f"0 0 {_WIDE * _NARROW * _SCALE:.0f} {_HIGH * _SCALE:.0f}"


@dataclass(frozen=True)
class Shape:
    """A region or cercle.

    :param key: its name in the data; blank for one that the data do not know.
    :param path: its outline as an SVG path.
    :param at: where its number stands.
    :param width: how wide it is, in units.
    """

    key: str
    path: str
    at: tuple[float, float]
    width: float


def regions() -> list[Shape]:
    """Return the regions of the basemap; none where its file is absent."""
    return list(_regions()) if "regions_click" not in basemap.missing() else []


def cercles(limits: Boundaries, known: dict[str, str]) -> list[Shape]:
    """Return the cercles whose limits the user has brought.

    :param known: folded name → ours, as in :class:`geo.address.Vocabulary`.
    """
    shapes = []
    for feature in limits.named(known)["features"]:
        rings = _rings(feature["geometry"])
        largest = max(rings, key=len)
        middle = (sum(x for x, _ in largest) / len(largest), sum(y for _, y in largest) / len(largest))
        shapes.append(Shape(feature["properties"]["cercle"] or "", _path(rings), _at(*middle), _width(rings)))
    return shapes


def steps(values: Iterable[float], *, whole: bool) -> float:
    """Return the width of the classes of a diverging scale: three reach from zero to the largest difference.

    :param whole: whether the values are whole numbers.

    >>> steps([-7, 12], whole=True), steps([0.4], whole=False)
    (5.0, 0.2)
    """
    most = max((abs(value) for value in values), default=0)
    if not most:
        return 1.0
    rough = most / 3
    if whole and rough <= 1:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * m for m in (1, 2, 5, 10) if unit * m >= rough * (1 - 1e-9))
    return float(round(step)) if whole else step


def class_of(value: float, step: float) -> int:
    """Return the class of a difference, from −3 to 3; 0 is no difference at all.

    >>> class_of(12, 5.0), class_of(-1, 5.0), class_of(0, 5.0)
    (3, -1, 0)
    """
    if not value:
        return 0
    size = min(3, math.ceil(abs(value) / step - 1e-9)) or 1
    return size if value > 0 else -size


def diverging(
    shapes: Sequence[Shape], values: dict[str, float], *, whole: bool, unit: str, label: str, language: Language
) -> str:
    """Return the map of differences with its legend: colour, hatching for fewer, and the signed number.

    :param values: name → difference; a shape without one is left blank.
    :param whole: whether they are whole numbers.
    :param unit: what they count.
    :param label: the same in words, for whoever can't see it.
    """
    step = steps(values.values(), whole=whole)
    drawn, hatched, numbers = [], [], []
    for shape in shapes:
        value = values.get(shape.key) if shape.key else None
        cls = "blank" if value is None else f"d{class_of(value, step) + 3}"
        said = t(language, "compare.legend_no_event") if value is None else signed(value, language)
        x, y = f"{shape.at[0]:.1f}", f"{shape.at[1]:.1f}"
        # Bamako is too small to be seen in its own outline.
        small = shape.width < _SEEN and len(shapes) < _FEW
        outline = ("circle", {"cx": x, "cy": y, "r": "9"}) if small else ("path", {"d": shape.path})
        drawn.append(tag(outline[0], tag("title", text(said)), cls=f"area {cls}", **outline[1]))
        if value is not None and value < 0:
            hatched.append(tag(outline[0], fill="url(#fewer)", cls="hatch", **outline[1]))
        # A number wider than its cercle would cover the next one.
        if value is not None and (shape.width > _ROOM or len(shapes) < _FEW):
            numbers.append(tag("text", text(said), x=x, y=y, dy="1.75em" if small else ".35em"))
    picture = tag("svg", _PATTERN, *drawn, *hatched, *numbers, viewBox=_SIZE, role="img", aria_label=label)
    return tag("div", picture, _legend(step, whole, unit, language), cls="diverging")


def years(
    found: Sequence[Year], marks: dict[int, str], *, label: str, caption: str, head: Sequence[str], language: Language
) -> str:
    """Return one map a year on one scale, with its figures below and all of them as a table.

    :param marks: year → the sides that it belongs to.
    :param label: what the maps show.
    :param caption: what opens the table.
    :param head: its columns: year, events, killed.
    """
    most = max((spot.events for year in found for spot in year.spots if not spot.radius_km), default=1)
    ground = "".join(tag("path", d=shape.path) for shape in regions())
    symbol = tag("svg", tag("defs", tag("g", ground, id="mali")), width="0", height="0", aria_hidden="true")
    figures = [_year(year, most, marks.get(year.year, ""), language) for year in found]
    scale = text(t(language, "compare.years_scale", n=most))
    rows = [
        [str(year.year), year.count.events, killed_text(year.count.killed, language), marks.get(year.year, "")]
        for year in found
    ]
    return (
        symbol
        + tag("div", *figures, cls="years", role="group", aria_label=label)
        + tag("p", scale)
        + table(caption, head, rows, language)
    )


# -- inside -----------------------------------------------------------------------------------------------------------

_PATTERN = (
    '<defs><pattern id="fewer" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line x1="0" y1="0" x2="0" y2="6" class="line"/></pattern></defs>'
)


def _legend(step: float, whole: bool, unit: str, lang: Language) -> str:
    def bounds(i: int) -> str:
        low, high = step * (i - 1), step * i
        if whole:
            first, last = int(low) + 1, int(high)
            if i == 3:
                return f"≥ {number(lang, first)}"
            return number(lang, first) if first == last else f"{number(lang, first)}–{number(lang, last)}"
        digits = max(0, 1 - math.floor(math.log10(step)))
        said = [number(lang, round(edge, digits), digits=digits) for edge in (low, high)]
        return f"> {said[0]}" if i == 3 else f"{said[0]}–{said[1]}"

    def entry(cls: str, said: str, *, hatch: bool = False) -> str:
        marks = tag("rect", width="18", height="12", cls=f"area {cls}")
        if hatch:
            marks += tag("rect", width="18", height="12", fill="url(#fewer)", cls="hatch")
        return tag("li", tag("svg", marks, width="18", height="12", aria_hidden="true"), text(said))

    more = [entry(f"d{i + 3}", bounds(i)) for i in (1, 2, 3)]
    fewer = [entry(f"d{3 - i}", bounds(i), hatch=True) for i in (1, 2, 3)]
    none = [entry("d3", t(lang, "compare.legend_none")), entry("blank", t(lang, "compare.legend_no_event"))]
    groups = [
        tag("li", text(t(lang, f"compare.legend_{word}")), tag("ul", *entries))
        for word, entries in (("more", more), ("fewer", fewer))
    ]
    return tag("p", text(unit)) + tag("ul", *groups, tag("li", tag("ul", *none)), cls="scale")


def _year(year: Year, most: int, mark: str, lang: Language) -> str:
    spots = []
    for spot in year.spots:
        x, y = _at(spot.lon, spot.lat)
        if spot.radius_km:
            r = max(spot.radius_km / _KM_PER_DEGREE * _SCALE, 6)
            spots.append(tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{r:.1f}", cls="vague"))
        else:
            r = max(_LARGEST * math.sqrt(spot.events / most), _SMALLEST)
            spots.append(tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{r:.1f}", cls="here"))
    events = t(lang, "view.events", n=year.count.events)
    toll = killed_text(year.count.killed, lang)
    said = ", ".join(part for part in (t(lang, "compare.year_label", year=str(year.year), events=events), toll) if part)
    picture = tag("svg", '<use href="#mali" class="ground"/>', *spots, viewBox=_SIZE, role="img", aria_label=said)
    title = tag("b", text(year.year)) + (tag("em", text(mark)) if mark else "")
    return tag("figure", picture, tag("figcaption", title, tag("span", text(events)), tag("small", text(toll))))


@lru_cache(maxsize=1)
def _regions() -> tuple[Shape, ...]:
    found = []
    for feature in basemap.geojson("regions_click")["features"]:
        rings = _rings(feature["geometry"])
        properties = feature["properties"]
        found.append(Shape(properties["region"], _path(rings), _at(*properties["label"]), _width(rings)))
    # The small ones last, so that the one that they lie in does not cover them.
    return tuple(sorted(found, key=lambda shape: -shape.width))


def _at(lon: float, lat: float) -> tuple[float, float]:
    return (lon - _WEST) * _NARROW * _SCALE, (_NORTH - lat) * _SCALE


def _rings(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]


def _path(rings: Iterable[Sequence[tuple[float, float]]]) -> str:
    parts = []
    for ring in rings:
        kept: list[tuple[float, float]] = []
        for x, y in (_at(lon, lat) for lon, lat in ring):
            if not kept or math.hypot(x - kept[-1][0], y - kept[-1][1]) >= _STEP:
                kept.append((x, y))
        if len(kept) > 2:
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z")
    return "".join(parts)


def _width(rings: Iterable[Sequence[tuple[float, float]]]) -> float:
    across = [_at(lon, lat)[0] for ring in rings for lon, lat in ring]
    return max(across) - min(across)
