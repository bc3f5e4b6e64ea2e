"""Dates as files hold them. Day and month are told apart by the whole column, never by one cell, and said."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from geo.importers.cells import by_value
from geo.importers.report import Log
from geo.text import fold

Order = Literal["day", "month"]
#: Days that a date may be: no source on Mali speaks of earlier years, and none of the future.
_FIRST, _LAST = 1946, date.today().year + 1
_ISO = r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
_PACKED = r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"
_NUMERIC = r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4}|\d{2})"
_WORDS = (
    r"(?:(?P<d>\d{1,2})(?:er|st|nd|rd|th)?[ -]+)?(?P<w>[^\W\d_]{3,9})\.?[ ,-]+"
    r"(?:(?P<e>\d{1,2})(?:st|nd|rd|th)?,?[ -]+)?(?P<y>\d{4}|\d{2})"
)
_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?(?: ?Z| ?[+-]\d{2}:?\d{2})?)?"
_MONTH_NAMES = (
    "jan january janv janvier",
    "feb february fev fevr fevrier",
    "mar march mars",
    "apr april avr avril",
    "may mai",
    "jun june juin",
    "jul july juil juillet",
    "aug august aou aout",
    "sep sept september septembre",
    "oct october octobre",
    "nov november novembre",
    "dec december decembre",
)
_MONTHS = {word: number for number, words in enumerate(_MONTH_NAMES, start=1) for word in words.split()}


def days(
    cells: pd.Series, log: Log, *, usual: Order | None = None, french: bool = False
) -> tuple[pd.Series, pd.Series]:
    """Return a column of dates as ``datetime64[us]`` (NaT where there is none) and how well each is known.

    ISO, packed, with slashes, dots or dashes, two-digit years, months by name in both languages, spreadsheet serials,
    year-months and years are read; a time after the date is dropped.

    :param usual: the order that the format's publisher uses, for a column that does not show its own.
    :param french: whether the file looks French, for a column that shows nothing and has no publisher.
    :return: days; and ``day``, ``month`` or ``year`` each, ``""`` for NaT.

    >>> log = Log()
    >>> found, known = days(pd.Series(["05/06/2019", "23/03/2019"], index=[2, 3], name="date"), log)
    >>> [str(day.date()) for day in found], [block.code for block in log.blocks]
    (['2019-06-05', '2019-03-23'], ['day_first'])
    """
    order = _order(cells, log, usual, french)
    serial = _serials(cells, log)
    read = by_value(cells, lambda cell: _read(cell, order, serial))
    found = pd.Series(np.array([part[0] or "NaT" for part in read], dtype="datetime64[us]"), index=cells.index)
    known = pd.Series([part[1] for part in read], index=cells.index, dtype="str")
    short = cells.index[[part[2] for part in read]]
    log.rows("short_year", short, action="repaired", column=str(cells.name or ""), cells=cells[short])
    return found, known


def from_parts(year: pd.Series, month: pd.Series, day: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return dates from three columns of ``Int64``; a missing day or month lowers what is known.

    >>> part = lambda value: pd.Series([value], dtype="Int64")
    >>> found, known = from_parts(part(2019), part(3), part(None))
    >>> str(found[0].date()), known[0]
    ('2019-03-01', 'month')
    """
    rows = zip(year.tolist(), month.tolist(), day.tolist(), strict=True)
    read = [_date(*(None if pd.isna(part) else int(part) for part in row)) for row in rows]
    found = pd.Series(np.array([part[0] or "NaT" for part in read], dtype="datetime64[us]"), index=year.index)
    return found, pd.Series([part[1] for part in read], index=year.index, dtype="str")


def _order(cells: pd.Series, log: Log, usual: Order | None, french: bool) -> Order:
    """Decide what 05/06/2019 means from all dates of the column."""
    rows = cells.value_counts()
    parts = rows.index.to_series().str.extract(f"^{_NUMERIC}{_TIME}$").dropna()
    if parts.empty:
        return usual or "day"
    rows = rows[parts.index]
    first, second = parts["a"].astype("int64"), parts["b"].astype("int64")
    day_first, month_first = int(rows[first > 12].sum()), int(rows[second > 12].sum())
    column = str(cells.name or "")
    unclear = cells.index[cells.isin(parts.index[(first <= 12) & (second <= 12) & (first != second)])]
    if day_first and month_first:
        # Both orders in one column: the few may be slips, but which they are can't be known for the unclear ones.
        order: Order = "day" if day_first >= month_first else "month"
        log.file("mixed_order", action="repaired", column=column, day=day_first, month=month_first)
        log.rows("mixed_order_row", unclear, action="kept", column=column, cells=cells[unclear], order=_ORDER[order])
        return order
    if day_first or month_first:
        order = "day" if day_first else "month"
        log.file(f"{order}_first", column=column, n=day_first or month_first)
        return order
    order = usual or "day"
    if len(unclear):
        code = "order_usual" if usual else "order_french" if french else "order_unclear"
        log.file(code, column=column, n=len(unclear), value=str(cells[unclear[0]]), order=_ORDER[order])
    return order


_ORDER = {
    "day": {"en": "day before month", "fr": "le jour avant le mois"},
    "month": {"en": "month before day", "fr": "le mois avant le jour"},
}


def _serials(cells: pd.Series, log: Log) -> bool:
    """Say whether the column holds spreadsheet day numbers: all its cells are five digits that make likely days."""
    filled = cells[cells != ""]
    if filled.empty or not filled.str.fullmatch(r"\d{5}(\.\d+)?").all():
        return False
    log.file("serial", action="repaired", column=str(cells.name or ""), value=str(filled.iloc[0]))
    return True


def _read(cell: str, order: Order, serial: bool) -> tuple[str, str, bool]:
    """Read one date: ISO day or ``""``, how well it is known, whether its year had two digits."""
    if serial:
        number = int(float(cell)) if cell else 0
        return (*_date(*_serial(number)), False) if number else ("", "", False)
    if match := re.fullmatch(_ISO + _TIME, cell) or re.fullmatch(_PACKED, cell):
        return (*_date(int(match["y"]), int(match["m"]), int(match["d"])), False)
    if match := re.fullmatch(_NUMERIC + _TIME, cell):
        first, second = int(match["a"]), int(match["b"])
        if (order == "month" and first <= 12) or second > 12:
            first, second = second, first
        return (*_date(_year(match["y"]), second, first), len(match["y"]) == 2)
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", cell):
        return (*_date(int(match[1]), int(match[2]), None), False)
    if match := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", cell):
        return (*_date(int(match[2]), int(match[1]), None), False)
    if match := re.fullmatch(r"(\d{4})(\.0)?", cell):
        return (*_date(int(match[1]), None, None), False)
    if match := re.fullmatch(_WORDS + _TIME, cell):
        month = _MONTHS.get(fold(match["w"]))
        day = match["d"] or match["e"]
        if month and not (match["d"] and match["e"]):
            return (*_date(_year(match["y"]), month, int(day) if day else None), len(match["y"]) == 2)
    return "", "", False


def _serial(number: int) -> tuple[int, int, int]:
    day = date.fromordinal(date(1899, 12, 30).toordinal() + number)
    return day.year, day.month, day.day


def _year(digits: str) -> int:
    """Complete a year of two digits to the last one that is not in the future."""
    if len(digits) == 4:
        return int(digits)
    return 2000 + int(digits) if 2000 + int(digits) <= _LAST else 1900 + int(digits)


def _date(year: int | None, month: int | None, day: int | None) -> tuple[str, str]:
    """Return an ISO day and its precision; blank for what is no day."""
    if year is None or not _FIRST <= year <= _LAST:
        return "", ""
    try:
        found = date(year, month or 1, (day or 1) if month else 1)
    except ValueError:
        return "", ""
    return found.isoformat(), "year" if not month else "day" if day else "month"
