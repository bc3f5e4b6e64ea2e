"""A point of the Earth as people write it: decimal degrees, degrees with minutes and seconds, MGRS."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from geo.words import Language, number

#: Decimals of degrees that are copied: about a metre, as the MGRS reference.
_DECIMALS = 5


@dataclass(frozen=True)
class Written:
    """A point in three forms.

    :param decimal: latitude and longitude in decimal degrees, with points, for other programs.
    :param dms: degrees, minutes and seconds to a tenth, with the reader's letters for the directions.
    :param mgrs: reference of the Military Grid Reference System to a metre, with spaces; empty near the poles, which
        this grid leaves to another.
    """

    decimal: str
    dms: str
    mgrs: str


def written(lat: float, lon: float, language: Language = "en") -> Written:
    """Return a point in the forms that are copied.

    :param lat: latitude in WGS84 degrees, -90 to 90; likewise ``lon``, -180 to 180.

    >>> written(14.35, -3.61)
    Written(decimal='14.35000, -3.61000', dms='14°21′00.0″ N 3°36′36.0″ W', mgrs='30P VA 34225 86521')
    """
    north, east = letters(language)
    return Written(
        decimal=", ".join(f"{round(v, _DECIMALS) + 0.0:.{_DECIMALS}f}" for v in (lat, lon)),
        dms=f"{_dms(lat, north, language)} {_dms(lon, east, language)}",
        mgrs=_mgrs(lat, lon) if -80 <= lat <= 84 else "",
    )


def point(text: str) -> tuple[float, float]:
    """Read ``lat,lon`` in decimal degrees.

    :raises ValueError: for anything else, and for what lies nowhere on the Earth.

    >>> point("14.35, -3.61")
    (14.35, -3.61)
    """
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    lat, lon = map(float, text.split(","))
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError(text)
    return lat, lon


def degrees(lat: float, lon: float, language: Language) -> str:
    """Say a point in a sentence, with three decimals at most.

    >>> degrees(14.35, -3.61, "fr")
    '14,35°\\xa0N 3,61°\\xa0O'
    """
    sides = zip((lat, lon), letters(language), strict=True)
    return " ".join(f"{number(language, abs(v), digits=3)}°\u00a0{s[v < 0]}" for v, s in sides)


def letters(language: Language) -> tuple[str, str]:
    """Return the letters for north and south, and for east and west."""
    return "NS", "EO" if language == "fr" else "EW"


def _dms(value: float, side: str, language: Language) -> str:
    tenths = round(abs(value) * 36_000)
    whole, rest = divmod(tenths, 36_000)
    minutes, seconds = divmod(rest, 600)
    point = "," if language == "fr" else "."
    return f"{whole}°{minutes:02d}′{seconds // 10:02d}{point}{seconds % 10}″ {side[value < 0 and tenths > 0]}"


@cache
def _grid() -> Any:
    from mgrs import MGRS  # loads a library of its own, which few readers need

    return MGRS()


def _mgrs(lat: float, lon: float) -> str:
    text = str(_grid().toMGRS(lat, lon, MGRSPrecision=5))
    zone = text[:-12].rjust(3)
    return f"{zone.strip()} {text[-12:-10]} {text[-10:-5]} {text[-5:]}"
