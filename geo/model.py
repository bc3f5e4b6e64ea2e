"""What an event, a site, a route and a source are: the vocabulary and the columns of every table, in one place.

Everything else (the validation in :mod:`geo.dataset`, the engine, the codebook) reads these tables; a category or a
column exists once it stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["violence", "peace", "politics", "mission", "other"]

#: Category of an event → the group that gives it its colour and symbol. The order is the order of every legend.
CATEGORIES: dict[str, Group] = {
    "attack_on_mission": "violence",
    "attack_on_civilians": "violence",
    "armed_clash": "violence",
    "peace_process": "peace",
    "local_agreement": "peace",
    "politics": "politics",
    "mandate": "politics",
    "mission_presence": "mission",
    "mission_support": "mission",
    "mission_incident": "mission",
    "human_rights": "mission",
    "partner_forces": "other",
    "heritage": "other",
}
GROUPS: tuple[Group, ...] = ("violence", "peace", "politics", "mission", "other")

#: Categories of events in which people may have died: only there is a blank toll a gap.
DEADLY: tuple[str, ...] = ("attack_on_mission", "attack_on_civilians", "armed_clash", "mission_incident")

#: How well the place of an event is known, best first. ``exact``: a known site; ``locality``: the named place;
#: ``route``: somewhere on a stretch of road; ``area``: only a cercle or region; ``off_map``: decided or held outside
#: Mali, nationwide, or place unknown (never has coordinates).
PRECISIONS: tuple[str, ...] = ("exact", "locality", "route", "area", "off_map")

#: How well the date is known. For ``month`` and ``year`` the day in the column is a placeholder.
DATE_PRECISIONS: tuple[str, ...] = ("day", "month", "year")

#: ``verified``: a stored document states date, place and main figure and was read; ``partial``: it confirms the
#: event but not each figure or day.
VERIFICATIONS: tuple[str, ...] = ("verified", "partial")

#: Regions as operated in 2016–2023, applied to all years, in their English spelling, west to east and south to north.
REGIONS: tuple[str, ...] = (
    "Kayes",
    "Koulikoro",
    "Bamako",
    "Sikasso",
    "Ségou",
    "Mopti",
    "Timbuktu",
    "Taoudénit",
    "Gao",
    "Kidal",
    "Ménaka",
)
#: Vintage of the regions, to be named wherever they are offered as a filter.
REGION_VINTAGE = "2016–2023"

#: Rough extent of each region (west, south, east, north in WGS84 degrees, padded by about half a degree): the
#: neighbourhood in which a point that claims the region must lie. Read off Natural Earth 1:10m, and for Ménaka and
#: Taoudénit off the sites and the regions that they were cut from.
REGION_EXTENTS: dict[str, tuple[float, float, float, float]] = {
    "Kayes": (-12.8, 11.6, -7.4, 16.2),
    "Koulikoro": (-9.6, 11.0, -5.8, 16.3),
    "Bamako": (-8.4, 12.2, -7.6, 13.0),
    "Sikasso": (-9.2, 9.6, -3.8, 13.0),
    "Ségou": (-7.4, 12.1, -3.4, 16.3),
    "Mopti": (-6.0, 12.8, -0.7, 16.1),
    "Timbuktu": (-7.3, 14.3, -0.2, 25.6),
    "Taoudénit": (-7.3, 17.0, 1.0, 25.6),
    "Gao": (-2.4, 14.0, 3.2, 19.3),
    "Kidal": (-1.8, 16.9, 4.9, 22.0),
    "Ménaka": (0.2, 14.3, 4.9, 18.2),
}

#: Relations between a claim and an event.
RELATIONS: tuple[str, ...] = ("supports", "context", "qualifies", "contradicts")

#: Kinds of site, most important first: the order in which map labels give way to each other.
SITE_KINDS: tuple[str, ...] = ("regional_capital", "base", "town", "crossing", "village")

#: Geometry of a route: through named villages a few kilometres apart, or towns joined by straight lines (drawn dashed).
ROUTE_PRECISIONS: tuple[str, ...] = ("villages", "schematic")

#: First and last day that the data speak of; presets and the year slider span these years.
FIRST_YEAR, LAST_YEAR = 2012, 2024


@dataclass(frozen=True)
class Column:
    """One column of a data file: the line of the codebook and the rule of the validation.

    :param name: its name in the file.
    :param kind: ``id`` (lower-case words joined by hyphens), ``text``, ``date`` (ISO day), ``partial_date`` (``YYYY``,
        ``YYYY-MM``, ``YYYY-MM-DD``, or two of them joined by ``/``), ``integer``, ``number``, ``url``, ``choice``,
        ``ids`` (several ids joined by ``; ``), ``list`` (several texts joined by ``; ``).
    :param meaning: what it says, with its unit, in English.
    :param required: whether a blank is a fault.
    :param unique: whether a value may stand only once.
    :param choices: the allowed values of a ``choice``.
    :param minimum: smallest allowed number.
    :param maximum: largest allowed number.
    :param refers_to: ``file.column`` that must hold the id, e.g. ``sources.id``.
    """

    name: str
    kind: str
    meaning: str
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    refers_to: str | None = None


def group_of(category: str) -> Group:
    """Return the group of a category.

    >>> group_of("local_agreement")
    'peace'
    """
    return CATEGORIES[category]
