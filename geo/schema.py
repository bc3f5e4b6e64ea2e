"""The files of ``data/`` and the columns of each: one table that validation, loading and the codebook read.

A file or a column exists once it stands here; :mod:`geo.validation` turns the columns into checks, :mod:`geo.dataset`
into typed frames, :mod:`geo.codebook` into the tables of ``data/README.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.model import (
    CATEGORIES,
    DATE_PRECISIONS,
    PRECISIONS,
    REGION_EXTENTS,
    REGIONS,
    RELATIONS,
    ROUTE_PRECISIONS,
    SITE_KINDS,
    VERIFICATIONS,
    Column,
)

#: Mali as a whole, in WGS84 degrees: the envelope of the regions. The neighbourhood of one region is a rule of its own.
_WEST, _SOUTH = min(e[0] for e in REGION_EXTENTS.values()), min(e[1] for e in REGION_EXTENTS.values())
_EAST, _NORTH = max(e[2] for e in REGION_EXTENTS.values()), max(e[3] for e in REGION_EXTENTS.values())

#: No point of Mali is farther than this from another, so no radius of uncertainty can be larger.
_ACROSS_MALI_KM = 1900

#: ISO 639-1 codes of the languages in which a source may be written.
SOURCE_LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pt", "sv")

CLAIM_KINDS = ("context", "contribution", "innovation", "lesson", "limitation")
CLAIM_THEMES = (
    "human_rights",
    "humanitarian",
    "innovation",
    "lesson",
    "limitation",
    "peace_agreement",
    "political_support",
    "protection",
    "reconciliation",
    "security",
    "state_authority",
    "withdrawal",
)


@dataclass(frozen=True)
class DataFile:
    """One file of ``data/``.

    :param name: its name, e.g. ``events.csv``.
    :param meaning: what one row is, in English.
    :param columns: its columns, in the order of the file.
    :param order: the columns by which its rows are sorted, so that a change is a small diff.
    :param key: the columns that together name one row; no two rows may share them.
    :param required: whether the Atlas can't do without it; a missing optional file is an empty table.
    """

    name: str
    meaning: str
    columns: tuple[Column, ...]
    order: tuple[str, ...]
    key: tuple[str, ...] = ()
    required: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _latitude(meaning: str, *, required: bool) -> Column:
    return Column("lat", "number", meaning, required=required, minimum=_SOUTH, maximum=_NORTH)


def _longitude(meaning: str, *, required: bool) -> Column:
    return Column("lon", "number", meaning, required=required, minimum=_WEST, maximum=_EAST)


EVENTS = DataFile(
    "events.csv",
    "One event: what happened, when, where, how precisely that is known, how many people were killed, by which sources",
    (
        Column("id", "id", "Lasting name of the event, used in links; never changed once published", True, True),
        Column("date_start", "date", "First day", True),
        Column("date_end", "date", "Last day; blank when the event lasted one day or only its start is known"),
        Column("date_precision", "choice", "How well the date is known", True, choices=DATE_PRECISIONS),
        Column("category", "choice", "Kind of event; gives its colour and symbol", True, choices=tuple(CATEGORIES)),
        Column("title", "text", "One line, in English", True),
        Column("title_fr", "text", "The same in French", True),
        Column("description", "text", "A few sentences, in English; contested statements are attributed", True),
        Column("description_fr", "text", "The same in French", True),
        Column("place", "text", "Name of the place, in English", True),
        Column("place_fr", "text", "The same in French", True),
        Column("cercle", "text", "Cercle (second level), where the place is known to it", refers_to="admin_names.name"),
        Column("region", "choice", "Region (first level), vintage 2016–2023; blank when off the map", choices=REGIONS),
        _latitude("Latitude, WGS84 degrees; blank when off the map", required=False),
        _longitude("Longitude, WGS84 degrees; blank when off the map", required=False),
        Column("location_precision", "choice", "How well the place is known", True, choices=PRECISIONS),
        Column(
            "location_radius_km",
            "number",
            "How far the true place may be from the point, km; blank when off the map",
            minimum=0,
            maximum=_ACROSS_MALI_KM,
        ),
        Column("actors", "list", "Who took part, as the sources name them", True, refers_to="actors.name"),
        Column("killed_best", "integer", "Best estimate of people killed, attackers left out", minimum=0),
        Column("killed_low", "integer", "Lowest credible figure", minimum=0),
        Column("killed_high", "integer", "Highest credible figure", minimum=0),
        Column("killed_peacekeepers", "integer", "UN personnel among the killed, as UN fatality data count", minimum=0),
        Column("injured", "integer", "People injured, attackers left out", minimum=0),
        Column("verification", "choice", "How far the sources confirm the row", True, choices=VERIFICATIONS),
        Column("source_ids", "ids", "Documents that state it", True, refers_to="sources.id"),
    ),
    order=("date_start", "id"),
    key=("id",),
    required=True,
)

SOURCES = DataFile(
    "sources.csv",
    "One document: a report, a resolution, an article, a data set",
    (
        Column("id", "id", "Lasting name of the document", True, True),
        Column("title", "text", "Title, in the language of the document", True),
        Column("publisher", "text", "Who published it, or where it was read", True),
        Column("date", "partial_date", "When it was published, as far as known"),
        Column("url", "url", "Where it was read", True, True),
        Column("language", "choice", "Language of the document", True, choices=SOURCE_LANGUAGES),
    ),
    order=("id",),
    key=("id",),
    required=True,
)

SITES = DataFile(
    "sites.csv",
    "One site: a town, village, crossing or base with the Mission's role there",
    (
        Column("id", "id", "Lasting name of the site", True, True),
        Column("name", "text", "Name, in English", True, True),
        Column("name_fr", "text", "The same in French", True, True),
        Column("alt_names", "list", "Other spellings and names, for the search"),
        Column("kind", "choice", "What it is", True, choices=SITE_KINDS),
        Column("cercle", "text", "Cercle (second level); blank in Bamako", refers_to="admin_names.name"),
        Column("region", "choice", "Region (first level), vintage 2016–2023", True, choices=REGIONS),
        _latitude("Latitude, WGS84 degrees", required=True),
        _longitude("Longitude, WGS84 degrees", required=True),
        Column("role", "list", "What the Mission had or did there; `none` when it had no post", True),
        Column("mission_from", "partial_date", "Since when the Mission was there, as far as known"),
        Column("mission_to", "partial_date", "Until when, as far as known"),
        Column("summary", "text", "What to know about the place, in English", True),
        Column("summary_fr", "text", "The same in French", True),
        Column("source_ids", "ids", "Documents that state it", True, refers_to="sources.id"),
    ),
    order=("id",),
    key=("id",),
    required=True,
)

ROUTES = DataFile(
    "routes.csv",
    "One road or track",
    (
        Column("id", "id", "Lasting name of the route", True, True),
        Column("name", "text", "Name, in English", True, True),
        Column("name_fr", "text", "The same in French", True, True),
        Column("road_number", "text", "National road number; blank for a track without one"),
        Column(
            "precision",
            "choice",
            "`villages`: through named villages a few kilometres apart; `schematic`: towns joined by straight lines",
            True,
            choices=ROUTE_PRECISIONS,
        ),
    ),
    order=("id",),
    key=("id",),
    required=True,
)

ROUTE_POINTS = DataFile(
    "route_points.csv",
    "One waypoint of a route, in the order of travel",
    (
        Column("route_id", "id", "The route", True, refers_to="routes.id"),
        Column("seq", "integer", "Place in the order, from 1 without gaps", True, minimum=1),
        Column("waypoint", "text", "Name of the village or town", True),
        _latitude("Latitude, WGS84 degrees", required=True),
        _longitude("Longitude, WGS84 degrees", required=True),
    ),
    order=("route_id", "seq"),
    key=("route_id", "seq"),
    required=True,
)

ACTORS = DataFile(
    "actors.csv",
    "One way in which the events name an actor, with the name under which the filter offers it",
    (
        Column("name", "text", "Exactly as it stands in `events.actors`", True, True),
        Column("name_fr", "text", "The same in French", True),
        Column("actor", "text", "Name in the filter, in English: merges spellings of one name, never two actors", True),
        Column("actor_fr", "text", "The same in French", True),
    ),
    order=("name",),
    key=("name",),
    required=True,
)

ADMIN_NAMES = DataFile(
    "admin_names.csv",
    "One region or cercle",
    (
        Column("level", "choice", "First level (region) or second (cercle)", True, choices=("region", "cercle")),
        Column("name", "text", "Name, in the English spelling of the tables", True),
        Column("name_fr", "text", "The same in French", True),
        Column("region", "choice", "Region that the cercle lies in; blank for a region", choices=REGIONS),
    ),
    order=("level", "name"),
    key=("level", "name"),
    required=True,
)

CLAIMS = DataFile(
    "claims.csv",
    "One statement of the article that the Atlas grew from, restated so that it can be checked",
    (
        Column("id", "id", "Lasting name of the claim", True, True),
        Column("theme", "choice", "What it is about", True, choices=CLAIM_THEMES),
        Column("kind", "choice", "What it says of the Mission", True, choices=CLAIM_KINDS),
        Column("statement", "text", "The claim, in English", True),
        Column("statement_fr", "text", "The same in French", True),
        Column("places", "list", "Places that it names"),
        Column("site_ids", "ids", "Sites that it is about", refers_to="sites.id"),
        Column("year_from", "integer", "First year that it speaks of", True, minimum=2012, maximum=2024),
        Column("year_to", "integer", "Last year that it speaks of", True, minimum=2012, maximum=2024),
        Column("how_to_check", "text", "What in the Atlas bears on it, in English", True),
        Column("how_to_check_fr", "text", "The same in French", True),
    ),
    order=("id",),
    key=("id",),
)

CLAIM_EVENTS = DataFile(
    "claim_events.csv",
    "One event that bears on a claim",
    (
        Column("claim_id", "id", "The claim", True, refers_to="claims.id"),
        Column("event_id", "id", "The event", True, refers_to="events.id"),
        Column("relation", "choice", "What the event does for the claim", True, choices=RELATIONS),
    ),
    order=("claim_id", "event_id"),
    key=("claim_id", "event_id"),
)

CLAIM_NOTES = DataFile(
    "claim_notes.csv",
    "One caveat to a claim",
    (
        Column("claim_id", "id", "The claim", True, True, refers_to="claims.id"),
        Column("note", "text", "The caveat, in English", True),
        Column("note_fr", "text", "The same in French", True),
    ),
    order=("claim_id",),
    key=("claim_id",),
)

MANDATES = DataFile(
    "mandates.csv",
    "One Security Council resolution on the Mission or close to it",
    (
        Column("resolution", "text", "Number and year", True, True),
        Column("date", "date", "Day of adoption", True),
        Column("end_date", "date", "Last day of the mandate that it sets; blank when it sets none"),
        Column("military_ceiling", "integer", "Authorised military personnel; blank when it sets none", minimum=0),
        Column("police_ceiling", "integer", "Authorised police; blank when it sets none", minimum=0),
        Column("summary", "text", "What it decides, in English", True),
        Column("summary_fr", "text", "The same in French", True),
        Column("url", "url", "Text of the resolution", True, True),
    ),
    order=("date",),
    key=("resolution",),
)

MISSION_STATS = DataFile(
    "mission_stats.csv",
    "One dated figure about the Mission",
    (
        Column("as_of", "partial_date", "Day, month, year or period (two of them joined by `/`) of the figure", True),
        Column(
            "metric", "text", "What is counted; figures of different metrics are never added or charted as one", True
        ),
        Column("value", "number", "The figure, in `unit`", True, minimum=0),
        Column("unit", "choice", "Unit", True, choices=("USD", "XOF", "deaths", "people", "projects")),
        Column("source_title", "text", "Document that states it", True),
        Column("source_url", "url", "Where it was read", True),
        Column("note", "text", "What to know before using the figure, in English"),
        Column("note_fr", "text", "The same in French"),
    ),
    order=("metric", "as_of"),
    key=("metric", "as_of"),
)

SITE_PRESENCE = DataFile(
    "site_presence.csv",
    "Estimated troops at one site in one year (Geo-PKO)",
    (
        Column("site_id", "id", "The site", True, refers_to="sites.id"),
        Column("year", "integer", "Year", True, minimum=2013, maximum=2023),
        Column(
            "troops_estimate", "integer", "Troops, estimated from unit sizes on maps; no headcount", True, minimum=0
        ),
        Column("contributors", "list", "Contributing countries with the estimate of each; they need not add up"),
        Column("source", "id", "The data set", True, refers_to="sources.id"),
    ),
    order=("site_id", "year"),
    key=("site_id", "year"),
)

UN_DEATHS = DataFile(
    "un_deaths_reconciled.csv",
    "One day on which UN fatality data (malicious acts) and the events differ in date or number",
    (
        Column("un_date", "date", "Day in the UN data; of our event where the UN data have none", True, True),
        Column("un_deaths", "integer", "Deaths that the UN data list for that day", True, minimum=0),
        Column("event_id", "id", "Event that explains them; blank when none does", refers_to="events.id"),
        Column("explanation", "text", "Why the two differ, in English", True),
        Column("explanation_fr", "text", "The same in French", True),
    ),
    order=("un_date",),
    key=("un_date",),
)

#: Every file, in the order in which the codebook describes and the check reads them.
FILES: tuple[DataFile, ...] = (
    EVENTS,
    SOURCES,
    SITES,
    ROUTES,
    ROUTE_POINTS,
    ACTORS,
    ADMIN_NAMES,
    CLAIMS,
    CLAIM_EVENTS,
    CLAIM_NOTES,
    MANDATES,
    MISSION_STATS,
    SITE_PRESENCE,
    UN_DEATHS,
)
