"""Place search behind geopy's interface: the Atlas's own gazetteer first, and Nominatim when the reader asks for it.

Both are geocoders as geopy knows them: ``geocode(text)`` returns :class:`geopy.location.Location`. The gazetteer asks
nobody. Nominatim is asked as its usage policy wants it: at most once a second from the whole server, under a name of
our own, never twice for the same text, and only for what somebody typed and sent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from geopy.adapters import BaseSyncAdapter
from geopy.exc import (
    GeocoderInsufficientPrivileges,
    GeocoderQuotaExceeded,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geo import basemap, places
from geo.dataset import Dataset
from geo.errors import AtlasError
from geo.frames import rows
from geo.kept import Kept
from geo.names import Names
from geo.places import KINDS, Match, find
from geo.text import fold
from geo.words import Language

#: How this program calls itself at Nominatim.
USER_AGENT = "minusma-atlas/0.1 (place search on request of a reader)"
#: Whom Nominatim's results are owed to.
ATTRIBUTION = "© OpenStreetMap contributors (ODbL), Nominatim"
#: Mali and its neighbours, as ISO 3166 names them.
COUNTRIES = ("ml", "bf", "ci", "dz", "gn", "mr", "ne", "sn")
#: Seconds that a reader waits for an answer of the internet.
TIMEOUT = 6.0
#: Seconds between two questions to Nominatim: its policy.
PAUSE = 1.0
#: Answers kept.
_KEPT = 500
#: Radius in km of what is shown round a point.
_ROUND = 12.0


class OnlineSearchError(AtlasError, OSError):
    """The online search gave no answer.

    :param why: key in the words' area ``search`` of the sentence that says why: ``timeout``, ``refused``, ``offline``.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Gazetteer(Geocoder):  # type: ignore[misc]
    """Geopy's interface over the sites, routes, towns, cercles and regions of the Atlas.

    Accents, case and hyphens do not matter; close spellings are found and marked. In ``raw`` a location has ``kind``
    and ``id`` (see :class:`geo.places.Match`), ``exact``, ``spelling``, and ``bounds`` (west, south, east, north).

    :param dataset: whose sites and routes are looked for.
    :param names: in the reader's language, of the addresses; in English unless given.

    >>> from geo.dataset import load
    >>> found = Gazetteer(load()).geocode("Tombouctou")
    >>> found.address, found.raw["exact"], round(found.latitude, 1)
    ('Timbuktu', True, 16.8)
    """

    def __init__(self, dataset: Dataset, names: Names | None = None) -> None:
        super().__init__(timeout=TIMEOUT, user_agent=USER_AGENT)
        self.dataset, self.names = dataset, names or Names.of(dataset, "en")

    def geocode(
        self, query: str, *, exactly_one: bool = True, timeout: Any = DEFAULT_SENTINEL, limit: int = 8
    ) -> Location | list[Location] | None:
        """Return the place that a text means, or with ``exactly_one=False`` all that it may mean, the best first.

        :returns: ``None`` where the gazetteer knows nothing like it.
        """
        found = find(query, self.dataset, self.names.language, 1 if exactly_one else limit, KINDS)
        located = [self._location(match) for match in found]
        if not located:
            return None
        return located[0] if exactly_one else located

    def _location(self, match: Match) -> Location:
        name, bounds = self._where(match)
        west, south, east, north = bounds
        raw = {"kind": match.kind, "id": match.id, "exact": match.exact, "spelling": match.spelling, "bounds": bounds}
        return Location(name, ((south + north) / 2, (west + east) / 2), raw)

    def _where(self, match: Match) -> tuple[str, tuple[float, float, float, float]]:
        from geo.importers import areas  # brings the readers of all formats along

        if match.kind == "region":
            return self.names.region(match.id), basemap.region_bounds(match.id)
        if match.kind == "cercle":
            area = next(area for area in areas.cercles() if area.name == match.id)
            return self.names.cercle(match.id), _round(area.lat, area.lon, area.radius)
        if match.kind == "town":
            town = next(town for town in places.towns() if town.id == match.id)
            return (town.name_fr if self.names.language == "fr" else town.name), _round(town.lat, town.lon, _ROUND)
        if match.kind == "site":
            site = next(site for site in rows(self.dataset.sites) if site["id"] == match.id)
            return self.names.place(match.id), _round(float(site["lat"]), float(site["lon"]), _ROUND)
        points = self.dataset.route_points[self.dataset.route_points["route_id"] == match.id]
        (west, south), (east, north) = points[["lon", "lat"]].min(), points[["lon", "lat"]].max()
        return self.names.place(match.id), (float(west), float(south), float(east), float(north))


class Online:
    """Nominatim as the Atlas asks it: once a second at most, each text once, about Mali and its neighbours.

    :param adapter: what makes geopy's adapter, which makes the requests; tests give one that asks nobody.
    :param pause: seconds between two questions.
    """

    def __init__(self, adapter: Callable[..., BaseSyncAdapter] | None = None, pause: float = PAUSE) -> None:
        more = {"adapter_factory": adapter} if adapter else {}
        self._nominatim = Nominatim(user_agent=USER_AGENT, timeout=TIMEOUT, **more)
        # A failure is told and not tried again: a reader decides about that.
        self._ask = RateLimiter(
            self._nominatim.geocode, min_delay_seconds=pause, max_retries=0, swallow_exceptions=False
        )
        self._known = Kept(_KEPT)

    def geocode(self, query: str, language: Language = "en", limit: int = 5) -> list[Location]:
        """Return what Nominatim knows by a name, the best first; nothing where it knows none.

        In ``raw`` a location has ``kind`` (``online``), ``exact`` and ``bounds`` as those of the gazetteer.

        :raises OnlineSearchError: when there is no answer.
        """
        return self._known((fold(query), language), lambda: self._answer(query, language, limit))

    def _answer(self, query: str, language: Language, limit: int) -> list[Location]:
        try:
            found = self._ask(query, exactly_one=False, limit=limit, language=language, country_codes=list(COUNTRIES))
        except GeocoderTimedOut:
            raise OnlineSearchError("timeout") from None
        except (GeocoderQuotaExceeded, GeocoderInsufficientPrivileges):
            raise OnlineSearchError("refused") from None
        except GeocoderUnavailable:
            raise OnlineSearchError("offline") from None
        except (GeocoderServiceError, ValueError, KeyError, TypeError, AttributeError):
            # The last four: what answered is not Nominatim, such as the sign-in page of a hotel's network.
            raise OnlineSearchError("odd") from None
        return [_mine(location) for location in found or []]


@cache
def online() -> Online:
    """Return the one way to Nominatim that this server has, so that all its readers together keep the pause."""
    return Online()


def _mine(location: Location) -> Location:
    lat, lon = float(location.latitude), float(location.longitude)
    bounds = _round(lat, lon, _ROUND)
    if len(box := location.raw.get("boundingbox") or ()) == 4:
        south, north, west, east = map(float, box)
        here = _round(lat, lon, 1)
        bounds = (min(west, here[0]), min(south, here[1]), max(east, here[2]), max(north, here[3]))
    return Location(str(location.address), (lat, lon), {"kind": "online", "exact": True, "bounds": bounds})


def _round(lat: float, lon: float, km: float) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the country so many km round a point, about."""
    up = km / 111
    across = up * 1.05
    return lon - across, lat - up, lon + across, lat + up
