"""Numbers as people and programs write them: counts, ranges, decimal commas and thousands, decided by the column."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from geo.importers.cells import by_value
from geo.importers.report import Log

_SPACES = re.compile("[\\s\u00a0\u202f'’]")
#: Cells that say that a figure is not known.
UNKNOWN = frozenset(
    {"", "-", "–", "—", "?", "n/a", "na", "nan", "null", "none", "unknown", "inconnu", "nd", "n.d.", "#n/a", "."}
)
#: Largest count that is believed; a larger one is another column's number.
_LARGEST = 1_000_000


def counts(cells: pd.Series, log: Log) -> pd.Series:
    """Return a column of counts as ``Int64``; what is no count becomes unknown, and is noted.

    >>> log = Log()
    >>> counts(pd.Series(["3", "1 204", "12.0", "-2", "dix", ""], index=range(2, 8), name="tués"), log).tolist()
    [3, 1204, 12, <NA>, <NA>, <NA>]
    >>> [(block.code, block.rows) for block in log.blocks]
    [('no_count', (5, 6))]
    """
    found = by_value(cells, count).astype("Int64") if len(cells) else pd.Series([], dtype="Int64")
    said = ~cells.str.lower().isin(UNKNOWN)
    odd = cells[found.isna() & said]
    log.rows("no_count", odd.index, action="repaired", column=str(cells.name or ""), cells=odd)
    return found


def count(cell: str) -> int | None:
    """Read one count, ``None`` when it is none.

    >>> count("1,204"), count("1.204"), count("12.0"), count("12.5")
    (1204, 1204, 12, None)
    """
    text = _SPACES.sub("", cell)
    if re.fullmatch(r"[1-9]\d{0,2}([.,]\d{3})+", text):  # thousands: no count has three decimals
        text = re.sub("[.,]", "", text)
    if re.fullmatch(r"\d{1,9}([.,]0+)?", text) is None:
        return None
    value = int(re.split("[.,]", text)[0])
    return value if value <= _LARGEST else None


def decimals(cells: pd.Series, log: Log) -> pd.Series:
    """Return a column of decimal numbers as ``float64``, NaN where there is none; decimal commas are said.

    >>> decimals(pd.Series(["14,52", "-3.1", "x"], index=[2, 3, 4], name="lat"), Log()).tolist()
    [14.52, -3.1, nan]
    """
    comma = cells.str.fullmatch(r"[-+]?\d{1,3},\d+")
    if comma.any():
        cells = cells.where(~comma, cells.str.replace(",", ".", regex=False))
        log.rows("decimal_comma", cells.index[comma], action="repaired", column=str(cells.name or ""))
    plain = cells.str.fullmatch(r"[-+]?\d{1,15}(\.\d*)?([eE][-+]?\d{1,2})?")
    numbers = pd.to_numeric(cells.where(plain, None), errors="coerce")
    return pd.Series(np.asarray(numbers, dtype="float64"), index=cells.index, name=cells.name)
