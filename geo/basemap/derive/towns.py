"""Towns: GeoNames' places in Mali, the seats of the cercles, and a few foreign towns for orientation."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Any

#: Seat of each cercle: name of the cercle in the facts' English spelling → the town's name in GeoNames. The cercles
#: as operated in 2016–2023, as far as GeoNames' list holds their seat (Kéniéba, Tidermène and the cercles of
#: Taoudénit other than its own are not in it).
SEATS = {
    "Abeïbara": "Abeïbara",
    "Andéramboukane": "Andéranboukan",
    "Ansongo": "Ansongo",
    "Araouane": "Araouane",
    "Bafoulabé": "Bafoulabé",
    "Banamba": "Banamba",
    "Bandiagara": "Bandiagara",
    "Bankass": "Bankass",
    "Barouéli": "Barouéli",
    "Bla": "Bla",
    "Bougouni": "Bougouni",
    "Bourem": "Bourem",
    "Dioïla": "Dioïla",
    "Diré": "Diré",
    "Diéma": "Diéma",
    "Djenné": "Djenné",
    "Douentza": "Douentza",
    "Gao": "Gao",
    "Goundam": "Goundam",
    "Gourma-Rharous": "Gourma Rharous",
    "Inékar": "Inékar",
    "Kadiolo": "Kadiolo",
    "Kangaba": "Kangaba",
    "Kati": "Kati",
    "Kayes": "Kayes",
    "Kidal": "Kidal",
    "Kita": "Kita",
    "Kolokani": "Kolokani",
    "Kolondiéba": "Kolondiéba",
    "Koro": "Koro",
    "Koulikoro": "Koulikoro",
    "Koutiala": "Koutiala",
    "Macina": "Ké-Macina",
    "Mopti": "Mopti",
    "Ménaka": "Ménaka",
    "Nara": "Nara",
    "Niafunké": "Niafunké",
    "Niono": "Niono",
    "Nioro": "Nioro",
    "San": "San",
    "Sikasso": "Sikasso",
    "Ségou": "Ségou",
    "Taoudénit": "Taoudenni",
    "Tessalit": "Tessalit",
    "Timbuktu": "Timbuktu",
    "Tin-Essako": "Ti-n-Essako",
    "Tominian": "Tominian",
    "Ténenkou": "Ténenkou",
    "Yanfolila": "Yanfolila",
    "Yorosso": "Yorosso",
    "Youwarou": "Youwarou",
    "Yélimané": "Yélimané",
}
CAPITAL = "Bamako"
REGIONAL_CAPITALS = (
    "Kayes",
    "Koulikoro",
    "Sikasso",
    "Ségou",
    "Mopti",
    "Timbuktu",
    "Gao",
    "Kidal",
    "Ménaka",
    "Taoudenni",
)
#: GeoNames' name → (name, name_fr), where they are written otherwise.
SPELLINGS = {
    "Timbuktu": ("Timbuktu", "Tombouctou"),
    "Andéranboukan": ("Andéramboukane", "Andéramboukane"),
    "Gourma Rharous": ("Gourma-Rharous", "Gourma-Rharous"),
    "Nioro": ("Nioro du Sahel", "Nioro du Sahel"),
    "I-n-Tillit": ("Intillit", "Intillit"),
    "Taoudenni": ("Taoudénit", "Taoudénit"),
    "Ti-n-Essako": ("Tin-Essako", "Tin-Essako"),
    "Moninnpébougou": ("Monimpébougou", "Monimpébougou"),
    "Siribala Coro": ("Siribala", "Siribala"),
    "Tamanghasset": ("Tamanrasset", "Tamanrasset"),
}
#: Left out, and why.
DROPPED = {
    "Kalaban Koro": "suburb of Bamako",
    "Dialakorodji": "suburb of Bamako",
    "Sangarébougou": "suburb of Bamako",
    "Moribabougou": "suburb of Bamako",
    "Sirakoro Méguétana": "suburb of Bamako",
    "Kabala": "suburb of Bamako",
    "Pèlèngana": "suburb of Ségou",
    "Finnkolo": "village near Sikasso with a commune's population",
    "Abdel Begrou": "Adel Bagrou, in Mauritania",
    "Bamba": "placed in Sikasso under Gao's code; the Atlas's own site is used",
    "Tessit": "placed 60 km west of the Atlas's own site (sign of the longitude)",
    "Mahina": "placed 80 km east of the town",
}
#: Foreign towns near Mali: GeoNames' name → country code.
FOREIGN = {
    "Niamey": "NE",
    "Tillabéri": "NE",
    "Tahoua": "NE",
    "Agadez": "NE",
    "Ouagadougou": "BF",
    "Bobo-Dioulasso": "BF",
    "Ouahigouya": "BF",
    "Dori": "BF",
    "Djibo": "BF",
    "Dédougou": "BF",
    "Nouakchott": "MR",
    "Kiffa": "MR",
    "Néma": "MR",
    "Dakar": "SN",
    "Tambacounda": "SN",
    "Conakry": "GN",
    "Kankan": "GN",
    "Siguiri": "GN",
    "Abidjan": "CI",
    "Korhogo": "CI",
    "Odienné": "CI",
    "Tamanghasset": "DZ",
    "Adrar": "DZ",
    "Timiaouine": "DZ",
}
#: People from which a town that is no seat counts as a larger one.
LARGER = 50_000


def fold(name: str) -> str:
    """Return a name in lower case without accents and hyphens.

    >>> fold("Ké-Macina")
    'ke macina'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return plain.lower().replace("-", " ").replace("'", " ")


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two near points on a sphere, in km."""
    x = math.radians(other_lon - lon) * math.cos(math.radians((lat + other_lat) / 2))
    return 6371.0 * math.hypot(x, math.radians(other_lat - lat))


def towns(geonames: Iterable[dict[str, Any]], sites: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the towns as properties with ``lon`` and ``lat``, most important first.

    :param geonames: places as GeoNames' cities500 has them.
    :param sites: rows of the Atlas's ``sites.csv``; a town that is a site takes its name and coordinates.
    :raises ValueError: a seat or a foreign town is not in the list.
    """
    seat_of = {town: cercle for cercle, town in SEATS.items()}
    found = []
    seen: set[str] = set()
    for place in geonames:
        name, code = place["name"], place["countrycode"]
        foreign = FOREIGN.get(name) == code
        if not foreign and (code != "ML" or name in DROPPED or not (place["population"] or name in seat_of)):
            continue
        shown, shown_fr = SPELLINGS.get(name, (name, name))
        town = {
            "name": shown,
            "name_fr": shown_fr,
            "population": place["population"] or None,  # GeoNames writes 0 where it does not know
            "rank": 4 if foreign else _rank(name, name in seat_of, place["population"]),
            "seat_of": None if foreign else seat_of.get(name),
            "site": None,
            "foreign": foreign,
            "lon": round(place["longitude"], 4),
            "lat": round(place["latitude"], 4),
        }
        if not foreign:
            _take_site(town, sites)
        found.append(town)
        seen.add(name)
    missing = sorted((set(SEATS.values()) | set(FOREIGN)) - seen)
    if missing:
        raise ValueError(f"GeoNames' list has no {', '.join(missing)}; mend SEATS or FOREIGN in {__name__}")
    found.sort(key=lambda town: (town["rank"], town["foreign"], -(town["population"] or 0), town["name"]))
    return found


def _rank(name: str, seat: bool, population: int) -> int:
    if name == CAPITAL:
        return 1
    if name in REGIONAL_CAPITALS:
        return 2
    return 3 if seat or population >= LARGER else 4


def _take_site(town: dict[str, Any], sites: list[dict[str, str]]) -> None:
    """Give a town the name, place and id of the Atlas's site of the same name near it, or at the very same point."""
    for site in sites:
        if site["kind"] == "base":
            continue
        away = kilometres(town["lat"], town["lon"], float(site["lat"]), float(site["lon"]))
        if away < 0.5 or (fold(site["name"]) == fold(town["name"]) and away < 30):
            town |= {
                "name": site["name"],
                "name_fr": site["name_fr"] or site["name"],
                "site": site["id"],
                "lon": round(float(site["lon"]), 4),
                "lat": round(float(site["lat"]), 4),
            }
            return
