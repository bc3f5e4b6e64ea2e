"""A view in one sentence: the caption of the map, its alternative text, a slide's subtitle, a file's name."""

from __future__ import annotations

from geo.area import Area, Circle
from geo.coordinates import degrees
from geo.names import Names
from geo.summary import Summary
from geo.text import slug
from geo.view import CURATED, View
from geo.words import Language, day, number, period, t

#: More choices of one filter than this are counted instead of named.
_NAMED = 4


def sentence(view: View, summary: Summary, names: Names) -> str:
    """Say in the view's language which events it holds.

    >>> from geo.dataset import load
    >>> from geo.store import Store
    >>> store, view = Store(load()), View(region=("Mopti",), verified=True)
    >>> sentence(view, store.summary(view), Names.of(store.dataset, "en")).partition(" · ")[2]
    'Mopti · only verified ones'
    """
    lang = names.language
    if view.is_everything():
        head = t(lang, "view.all", n=summary.total)
    else:
        head = t(lang, "view.some", n=summary.events, total=summary.total)
    return " · ".join([head, *filters(view, names), *_maybe(summary, names)])


def filters(view: View, names: Names) -> list[str]:
    """Name each filter that is set, in the order of the panel."""
    lang, parts = names.language, list[str]()
    if view.data != CURATED:
        # Which data they are must be read before any number is believed.
        parts.append(" + ".join(names.sets.values()))
    parts += _named([names.region(r) for r in view.region], names, "regions")
    if 0 < len(view.cercle) <= _NAMED:
        cercles = ", ".join(names.cercle(c) for c in view.cercle)
        parts.append(t(lang, "view.cercle", n=len(view.cercle), names=cercles))
    elif view.cercle:
        parts.append(t(lang, "view.cercles", n=len(view.cercle)))
    if window := window_text(view):
        parts.append(window)
    parts += _named(names.categories(view.category), names, "categories")
    parts += _named([names.actor(a) for a in view.actor], names, "actors")
    if view.killed_min is not None and view.killed_max is not None:
        parts.append(t(lang, "view.killed_between", low=view.killed_min, high=view.killed_max))
    elif view.killed_min is not None:
        parts.append(t(lang, "view.killed_min", n=view.killed_min))
    elif view.killed_max is not None:
        parts.append(t(lang, "view.killed_max", n=view.killed_max))
    if view.precision:
        parts.append(t(lang, f"view.precision_{view.precision}"))
    if view.verified:
        parts.append(t(lang, "view.verified"))
    if view.near is not None and view.within_km is not None:
        km = short_number(lang, view.within_km)
        parts.append(t(lang, "view.near", km=km, of_place=names.of_place(view.near)))
    if view.within:
        parts.append(area_text(view.within, lang))
    if view.q:
        parts.append(t(lang, "view.q", q=view.q))
    if view.once:
        parts.append(t(lang, "view.once"))
    if view.claim:
        parts.append(t(lang, "view.claim", id=view.claim, statement=names.claims.get(view.claim, "")))
    return parts


def area_text(area: Area, language: Language) -> str:
    """Say a drawn area: "inside a drawn area of 1,240 km²", "within 25 km of 14.35° N 3.61° W".

    >>> from geo.area import Circle
    >>> area_text(Circle(14.35, -3.61, 25), "en")
    'within 25 km of 14.35°\\xa0N 3.61°\\xa0W'
    """
    if isinstance(area, Circle):
        km, at = short_number(language, area.km), degrees(area.lat, area.lon, language)
        return t(language, "view.within_circle", km=km, at=at)
    return t(language, "view.within_polygon", km2=short_number(language, float(f"{area.km2:.3g}")))


def window_text(view: View) -> str:
    """Return the view's window in words: "2018–2020", "from June 2018", "to 3 May 2019"; empty without one."""
    lang, start, end = view.lang, view.start, view.end
    params = view.params()
    units = {4: "year", 7: "month", 10: "day"}
    if start and end:
        coarse = max(len(params["from"][0]), len(params["to"][0]))
        return period(lang, start, end, units[coarse])
    if start:
        unit = units[len(params["from"][0])]
        return t(lang, "view.from_day" if unit == "day" else "view.from", day=day(lang, start, unit))
    if end:
        unit = units[len(params["to"][0])]
        return t(lang, "view.to_day" if unit == "day" else "view.to", day=day(lang, end, unit))
    return ""


def view_slug(view: View, names: Names) -> str:
    """Return the view's filters fit for a file name, in the language of the names.

    >>> from geo.dataset import load
    >>> view_slug(View(region=("Mopti",)), Names.of(load(), "en"))
    'mopti'
    """
    return slug(" ".join(filters(view.but(lang=names.language), names))) or "all-events"


def short_number(language: Language, value: float) -> str:
    """Write a number with three decimals at most, and none where it is whole."""
    return number(language, value if value % 1 else int(value), digits=3)


def _named(found: list[str], names: Names, kind: str) -> list[str]:
    if len(found) > _NAMED:
        return [t(names.language, f"view.{kind}", n=len(found))]
    return [", ".join(found)] if found else []


def _maybe(summary: Summary, names: Names) -> list[str]:
    maybe = [t(names.language, "view.maybe", n=summary.maybe)] if summary.maybe else []
    return maybe + ([t(names.language, "view.twice", n=summary.twice)] if summary.twice else [])
