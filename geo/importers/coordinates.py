"""Points as files hold them: decimal or in degrees and minutes, swapped, unsigned, missing, outside Mali."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geo.importers import areas
from geo.importers.cells import by_value
from geo.importers.numbers import UNKNOWN, decimals
from geo.importers.report import Log
from geo.model import REGION_EXTENTS

#: Frame of Mali with half a degree to spare, WGS84 degrees. Its latitudes and longitudes don't overlap, so that a
#: swapped pair shows.
_WEST, _SOUTH, _EAST, _NORTH = -12.8, 9.6, 4.9, 25.6
_DMS = re.compile(
    r"""(?P<before>[NSEWO])?\s*(?P<sign>-)?(?P<d>\d{1,3})\s*[°º:\s]\s*(?P<m>\d{1,2}(?:[.,]\d+)?)\s*['’′:\s]?\s*"""
    r"""(?:(?P<s>\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|'')?)?\s*(?P<after>[NSEWO])?""",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?P<before>[NSEWO])?\s*(?P<number>\d{1,3}[.,]\d+)\s*°?\s*(?P<after>[NSEWO])?", re.IGNORECASE)


def points(lat: pd.Series, lon: pd.Series, region: pd.Series, log: Log) -> tuple[pd.Series, pd.Series]:
    """Return latitude and longitude in WGS84 degrees, NaN where there is no point in or near Mali.

    :param lat: cells of the column of latitudes; its name is told in the report.
    :param lon: cells of the column of longitudes.
    :param region: name of the region that a row claims, ``""`` for none: tells a longitude without its sign.

    >>> cell = lambda text: pd.Series([text], index=[2], dtype="str", name="x")
    >>> log = Log()
    >>> lat, lon = points(cell("-3,57"), cell("13,95"), cell(""), log)
    >>> lat.tolist(), lon.tolist(), [block.code for block in log.blocks]
    ([13.95], [-3.57], ['decimal_comma', 'decimal_comma', 'swapped'])
    """
    both = f"{lat.name}, {lon.name}"
    written = lat + ", " + lon
    north, east = _degrees(lat, log), _degrees(lon, log)
    swapped = _in_mali(east, north) & ~_in_mali(north, east)
    log.rows("swapped", lat.index[swapped], action="repaired", column=both, cells=written[swapped])
    north, east = north.mask(swapped, east), east.mask(swapped, north)
    unsigned = _claims(region, north, -east) & ~_claims(region, north, east)
    log.rows("unsigned", lat.index[unsigned], action="repaired", column=both, cells=written[unsigned])
    east = east.mask(unsigned, -east)
    nowhere = (north == 0) & (east == 0)
    one = north.notna() ^ east.notna()
    unread = (north.isna() & ~lat.str.lower().isin(UNKNOWN)) | (east.isna() & ~lon.str.lower().isin(UNKNOWN))
    outside = north.notna() & east.notna() & ~nowhere & (areas.regions_at(north, east) == "")
    missing = north.isna() & east.isna() & ~unread
    for code, flag in (
        ("null_island", nowhere),
        ("half_a_point", one & ~unread),
        ("no_point", unread),
        ("outside", outside),
    ):
        log.rows(code, lat.index[flag], action="repaired", column=both, cells=written[flag])
    log.rows("point_missing", lat.index[missing], action="kept", column=both)
    good = north.notna() & east.notna() & ~nowhere & ~outside
    return north.where(good), east.where(good)


def _degrees(cells: pd.Series, log: Log) -> pd.Series:
    """Read a column of degrees, decimal or not."""
    found = decimals(cells, log)
    rest = found.isna() & ~cells.str.lower().isin(UNKNOWN)
    if rest.any():
        read = by_value(cells[rest], _dms).astype("float64")
        log.rows(
            "dms", read.index[read.notna()], action="repaired", column=str(cells.name), cells=cells[rest][read.notna()]
        )
        found = found.copy()
        found[rest] = read
    return found.where(found.abs() <= 180)


def _dms(cell: str) -> float:
    """Read degrees, minutes and seconds, or a number with a direction; NaN for anything else."""
    if match := _SIGNED.fullmatch(cell.strip()):
        size, sign = float(match["number"].replace(",", ".")), ""
    elif match := _DMS.fullmatch(cell.strip()):
        minutes, seconds = (float((match[part] or "0").replace(",", ".")) for part in ("m", "s"))
        if minutes >= 60 or seconds >= 60:
            return np.nan
        size, sign = int(match["d"]) + minutes / 60 + seconds / 3600, match["sign"] or ""
    else:
        return np.nan
    if match["before"] and match["after"]:
        return np.nan
    # O is ouest in French; nothing in Mali's languages of files writes east so.
    side = (match["before"] or match["after"] or "").upper()
    return -size if side in ("S", "W", "O") or (sign and not side) else size


def _in_mali(north: pd.Series, east: pd.Series) -> pd.Series:
    return north.between(_SOUTH, _NORTH) & east.between(_WEST, _EAST)


def _claims(region: pd.Series, north: pd.Series, east: pd.Series) -> pd.Series:
    """Say which points lie in the neighbourhood of the region that their row names."""
    frames = {name: REGION_EXTENTS.get(areas.region(name)) for name in region.unique()}
    flag = pd.Series(False, index=region.index)
    for name, frame in frames.items():
        if frame:
            here = region == name
            flag |= here & north.between(frame[1], frame[3]) & east.between(frame[0], frame[2])
    return flag
