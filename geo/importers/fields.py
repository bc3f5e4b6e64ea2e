"""What a table of somebody's own may say of an event, and the names under which people say it, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from geo.importers.placing import find
from geo.importers.report import Log
from geo.text import fold
from geo.words import LANGUAGES, t

#: Field → names of columns that mean it, as :func:`geo.importers.opening.key` writes them, the surest first.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "incident_id", "identifiant", "ref", "reference", "code", "no", "numero", "n", "uid"),
    "date": (
        *(
            "date_start",
            "date",
            "event_date",
            "incident_date",
            "start_date",
            "date_debut",
            "date_de_debut",
            "date_event",
        ),
        *(
            "date_evenement",
            "date_de_l_evenement",
            "date_incident",
            "date_de_l_incident",
            "jour_date",
            "day_date",
            "debut",
        ),
    ),
    "date_end": ("date_end", "end_date", "date_fin", "date_de_fin", "fin", "end"),
    "year": ("year", "annee", "an", "event_year"),
    "month": ("month", "mois", "event_month"),
    "day": ("day", "jour", "event_day"),
    "category": (
        *("category", "categorie", "event_type", "type", "incident_type", "type_of_incident", "type_d_incident"),
        *("type_evenement", "type_d_evenement", "nature", "kind", "genre", "sub_event_type"),
    ),
    "title": ("title", "titre", "name", "nom", "event", "evenement", "incident", "headline", "intitule", "objet"),
    "description": (
        *("description", "summary", "resume", "notes", "note", "details", "comment", "comments", "commentaire"),
        *("commentaires", "observations", "narrative", "text", "texte", "remarques"),
    ),
    "place": (
        *(
            "place",
            "lieu",
            "location",
            "localite",
            "locality",
            "village",
            "ville",
            "town",
            "city",
            "site",
            "place_name",
        ),
        *("lieux", "where_coordinates", "adm3_name", "commune", "nom_du_lieu"),
    ),
    "cercle": ("cercle", "admin2", "adm2", "adm_2", "adm2_name", "admin_2", "district"),
    "region": ("region", "admin1", "adm1", "adm_1", "adm1_name", "admin_1", "province"),
    "country": ("country", "pays", "admin0", "adm0_name"),
    "latitude": ("latitude", "lat", "y", "gps_lat", "lat_dd", "latitude_n", "geo_lat", "latitude_dd"),
    "longitude": (
        *("longitude", "lon", "long", "lng", "x", "gps_lon", "lon_dd", "longitude_w", "geo_lon", "longitude_o"),
        "longitude_dd",
    ),
    "point": ("coordinates", "coordonnees", "gps", "lat_lon", "latlon", "coordonnees_gps", "lat_long", "geopoint"),
    "radius": ("location_radius_km", "radius_km", "radius", "rayon_km", "rayon"),
    "killed": (
        *("killed_best", "killed", "fatalities", "deaths", "dead", "best", "tues", "morts", "deces", "nombre_de_morts"),
        # Not "victimes" or "bilan": those may count the injured too.
        *("total_killed", "nb_morts", "nombre_de_tues", "nb_tues", "death_toll"),
    ),
    "killed_low": ("killed_low", "low", "deaths_low", "morts_min", "tues_min", "min_killed", "minimum"),
    "killed_high": ("killed_high", "high", "deaths_high", "morts_max", "tues_max", "max_killed", "maximum"),
    "injured": ("injured", "wounded", "blesses", "nb_blesses", "nombre_de_blesses", "total_wounded"),
    "actors": ("actors", "actor", "acteurs", "acteur", "perpetrator", "auteur", "auteurs", "actor1", "group", "groupe"),
    "source": ("source", "sources", "source_name", "source_url", "url", "lien", "link"),
}
FIELDS: tuple[str, ...] = tuple(NAMES)
#: HXL tag → field, for files that carry tags under their names.
_TAGS = {
    "#event+id": "id",
    "#date+start": "date",
    "#date+occurred": "date",
    "#date+end": "date_end",
    "#date+year": "year",
    "#date+month": "month",
    "#date+day": "day",
    "#date": "date",
    "#event+type": "category",
    "#event": "category",
    "#description": "description",
    "#loc": "place",
    "#loc+name": "place",
    "#adm3": "place",
    "#adm3+name": "place",
    "#adm2": "cercle",
    "#adm2+name": "cercle",
    "#adm1": "region",
    "#adm1+name": "region",
    "#country": "country",
    "#country+name": "country",
    "#geo+lat": "latitude",
    "#geo+lon": "longitude",
    "#affected+killed": "killed",
    "#affected+injured": "injured",
    "#group": "actors",
    "#group+name": "actors",
    "#meta+source": "source",
}
_ATTACK = "attack|attaque|attentat|ambush|embuscade|tir|ied|eei|mine|obus|roquette"
_MISSION = r"minusma|casques? bleus?|peacekeep\w*|united nations|nations unies|onu"
#: Category → patterns of a type or text, folded; the first category that fits.
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "attack_on_mission",
        (rf"({_ATTACK}).*\b({_MISSION})\b", rf"\b({_MISSION})\b.*({_ATTACK}|tues?|killed)"),
    ),
    (
        "attack_on_civilians",
        (
            *(
                "civil",
                "massacre",
                "one-sided",
                "kidnap",
                "abduct",
                "enleve",
                "exaction",
                "pillage",
                "loot",
                "execution",
            ),
            *(r"viol\b", "sexual", "humanitar", "aid worker", "vol de betail", "braquage", "banditisme", "assassinat"),
            *("meurtre", "murder"),
        ),
    ),
    (
        "local_agreement",
        ("accord local", "local agreement", "reconciliation", "accord (inter)?communautaire", "community agreement"),
    ),
    (
        "peace_process",
        (
            *("peace", "paix", "accord", "agreement", "cessez-le-feu", "ceasefire", "dialogue", "negotiat", "negociat"),
            *("desarmement", r"\bddr\b", "mediation"),
        ),
    ),
    (
        "human_rights",
        ("human rights", "droits de l'homme", "droits humains", "detention", "(arrestation|arrest) arbitra"),
    ),
    ("mandate", ("mandat", "resolution", "conseil de securite", "security council")),
    ("heritage", ("heritage", "patrimoine", "mausole", "manuscri")),
    (
        "partner_forces",
        ("barkhane", r"\bserval\b", "takuba", "g5 sahel", "eutm", "wagner", "partner force", "forces? partenaires?"),
    ),
    (
        "mission_presence",
        ("base (open|clos)", "fermeture", "retrait", "withdrawal", "deploiement", "deployment", "patrouille", "patrol"),
    ),
    ("mission_incident", ("accident", "crash", "maladie", "illness")),
    ("mission_support", (r"\bqip\b", "projet", "project", "formation", "training", "appui", "support", "evacuation")),
    (
        "armed_clash",
        (
            *(
                "clash",
                "affrontement",
                "combat",
                "battle",
                "fight",
                "attack",
                "attaque",
                "ambush",
                "embuscade",
                "explos",
            ),
            *(
                r"\bied\b",
                r"\beei\b",
                r"\bmines?\b",
                "remote violence",
                "shelling",
                r"\bobus\b",
                "air ?strike",
                "frappe",
            ),
            *("drone", "suicide", "kamikaze", "attentat", "accrochage", "violence", r"\btirs?\b", "shooting"),
            *(r"\btue", "kill", r"\bmorts?\b", "state-based"),
        ),
    ),
    (
        "politics",
        (
            *("protest", "manifest", "riot", "emeute", "election", "coup", "politi", "strike", "greve", "government"),
            *("gouvernement", "strategic develop", "meeting", "reunion", "visit", r"\bmarche\b", r"\bmarch\b"),
        ),
    ),
)
_COMPILED = tuple((re.compile("|".join(patterns)), category) for category, patterns in _WORDS)
#: Share of the sample's filled cells that must fit for a column to be guessed by what it holds.
_FITS = 0.8
#: Longest cell that is a kind of event and no story, in characters.
_KIND = 60
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/. ]\w{1,9}\.?[-/. ]\d{2,4}.*|\w{3,9} \d{1,2},? \d{4}")


def guess(frame: pd.DataFrame, keys: Mapping[str, str], tags: Mapping[str, str], log: Log) -> dict[str, str]:
    """Guess which column holds which field: by HXL tags, then by names, then by what the cells are; all is said.

    :param frame: a sample of rows, text.
    :param keys: column → its name as formats compare it.
    :param tags: column → HXL tag, empty without them.
    :return: field → column.
    """
    found: dict[str, str] = {}
    for column, tag in tags.items():
        field = _TAGS.get(tag) or _TAGS.get("+".join(tag.split("+")[:2])) or _TAGS.get(tag.split("+")[0])
        if field and field not in found:
            found[field] = column
            log.file("field_tag", column=column, value=tag, field=_named(field))
    by_key: dict[str, str] = {}
    for column, name in keys.items():
        by_key.setdefault(name, column)
    for field, names in NAMES.items():
        column = next((by_key[n] for n in names if n in by_key and by_key[n] not in found.values()), "")
        if column and field not in found:
            found[field] = column
            log.file("field_name", column=column, field=_named(field))
    taken = set(found.values())
    for field, fits in (("date", _are_dates), ("latitude", _are(9.6, 25.6)), ("longitude", _are(-12.8, 4.9))):
        if field in found or (field == "date" and "year" in found) or (field != "date" and "point" in found):
            continue
        column = next((name for name in frame.columns if name not in taken and fits(_filled(frame[name]))), "")
        if column:
            found[field] = column
            taken.add(column)
            log.file("field_contents", column=column, field=_named(field))
    if not {"category", "title", "description"} & set(found):
        column = next((name for name in frame.columns if name not in taken and _are_kinds(_filled(frame[name]))), "")
        if column:
            found["category"] = column
            taken.add(column)
            log.file("field_contents", column=column, field=_named("category"))
    if not {"place", "cercle", "region"} & set(found):
        column = next((name for name in frame.columns if name not in taken and _are_places(_filled(frame[name]))), "")
        if column:
            found["place"] = column
            log.file("field_contents", column=column, field=_named("place"))
    return found


def _named(field: str) -> dict[str, str]:
    return {language: t(language, f"import.field_{field}") for language in LANGUAGES}


def _filled(cells: pd.Series) -> Sequence[str]:
    return [cell for cell in cells if cell]


def _share(cells: Sequence[str], fits: Sequence[bool]) -> bool:
    return len(cells) > 0 and sum(fits) >= _FITS * len(cells)


def _are_dates(cells: Sequence[str]) -> bool:
    return _share(cells, [_DATE.fullmatch(cell) is not None for cell in cells])


def _are(low: float, high: float) -> Callable[[Sequence[str]], bool]:
    """Return a test of whether cells are decimal degrees between two limits."""

    def fits(cells: Sequence[str]) -> bool:
        numbers = [re.fullmatch(r"-?\d{1,2}[.,]\d{2,}", cell) for cell in cells]
        return _share(cells, [m is not None and low <= float(m[0].replace(",", ".")) <= high for m in numbers])

    return fits


def _are_kinds(cells: Sequence[str]) -> bool:
    """Say whether cells are a few words each that name kinds of events, as a long story does not."""
    few = list(dict.fromkeys(cells))[:40]
    short = [cell for cell in few if len(cell) <= _KIND]
    return len(short) >= _FITS * len(few) and _share(short, [category_of(cell, {}) != "" for cell in short])


def _are_places(cells: Sequence[str]) -> bool:
    few = list(dict.fromkeys(cells))[:40]
    return len(few) > 0 and sum((found := find(cell)) is not None and found.exact for cell in few) >= 0.5 * len(few)


def category_of(text: str, labels: Mapping[str, str]) -> str:
    """Return the category that words mean, ``""`` when they mean none.

    :param labels: folded name of a category in either language → category.

    >>> category_of("Embuscade contre la MINUSMA", {}), category_of("Affrontement", {}), category_of("?", {})
    ('attack_on_mission', 'armed_clash', '')
    """
    plain = fold(text)
    if plain in labels:
        return labels[plain]
    return next((category for pattern, category in _COMPILED if pattern.search(plain)), "")
