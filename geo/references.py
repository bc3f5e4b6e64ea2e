"""What must hold between files: every id that a row names exists, every document is used, every key is its own.

Names are compared exactly; where one is unknown the nearest known one is offered, since most such faults are slips.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import pandas as pd

from geo.errors import Fault
from geo.model import Column
from geo.phrase import Phrase
from geo.reading import QUOTE
from geo.schema import FILES, DataFile
from geo.validation import split

#: Looking for the nearest of several hundred names costs milliseconds; a file full of faults gets it for the first.
_SUGGESTIONS = 20


def faults(tables: Mapping[str, pd.DataFrame], present: frozenset[str]) -> Iterator[Fault]:
    """Yield every reference that leads nowhere, every document that nothing uses and every key that stands twice.

    :param tables: file name → text frame, only of files without a fault of their own.
    :param present: names of all files that are there, well or not.
    """
    for file in FILES:
        if file.name not in tables:
            continue
        yield from _keys(file, tables[file.name])
        for column in file.columns:
            if column.refers_to is not None and column.name != "cercle":  # a cercle depends on its level: geo.rules
                yield from _targets(file, column, tables, present)
    yield from _unused(tables, present)


def _keys(file: DataFile, frame: pd.DataFrame) -> Iterator[Fault]:
    """Yield rows whose key another row above has; a key of one column is a check of that column."""
    if len(file.key) < 2:
        return
    for row in frame.index[frame.duplicated(list(file.key))]:
        read = ", ".join(frame.loc[row, list(file.key)])
        yield Fault(file.name, int(row), file.key[-1], read, Phrase("row_once", columns=", ".join(file.key)))


def _targets(
    file: DataFile, column: Column, tables: Mapping[str, pd.DataFrame], present: frozenset[str]
) -> Iterator[Fault]:
    """Yield what a column names and its target doesn't have."""
    stem, _, target = str(column.refers_to).partition(".")
    other = f"{stem}.csv"
    cells = tables[file.name][column.name]
    if other not in present:
        if (cells != "").any() and not next(f for f in FILES if f.name == other).required:
            yield Fault(file.name, None, column.name, "ids of a file that is missing", Phrase("needs_file", file=other))
        return
    if other not in tables:  # it has faults of its own: mend those first
        return
    known = dict.fromkeys(tables[other][target])
    unknown = 0
    for row, cell in cells.items():
        for name in split(cell) if column.kind in ("ids", "list") else [cell] if cell else []:
            if name in known:
                continue
            unknown += 1
            near = get_close_matches(name[:200], known, n=1) if unknown <= _SUGGESTIONS else []
            where = {"file": other, "column": target}
            expected = Phrase("refers_near", nearest=near[0], **where) if near else Phrase("refers", **where)
            yield Fault(file.name, int(str(row)), column.name, name[:QUOTE], expected)


def _unused(tables: Mapping[str, pd.DataFrame], present: frozenset[str]) -> Iterator[Fault]:
    """Yield documents that nothing refers to: the list of sources is what the facts rest on, no more."""
    using = [(file, column) for file in FILES for column in file.columns if column.refers_to == "sources.id"]
    if "sources.csv" not in tables or any(f.name in present and f.name not in tables for f, _ in using):
        return
    used = {
        part
        for file, column in using
        if file.name in tables
        for cell in tables[file.name][column.name]
        for part in split(cell)
    }
    for row, name in tables["sources.csv"]["id"].items():
        if name not in used:
            yield Fault("sources.csv", int(str(row)), "id", name, Phrase("used"))
