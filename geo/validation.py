"""The columns of the codebook as pandera schemas, and what they find as faults a person can mend.

Every cell is checked as the text that was written, so that a fault can quote it; all faults are found at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from geo.errors import Fault
from geo.model import Column
from geo.phrase import Phrase
from geo.reading import QUOTE
from geo.schema import DataFile

#: Joins several ids or texts in one cell. A semicolon inside round brackets joins nothing: the source's
#: "MINUSMA (Togo; Denmark)" is one actor.
_JOINT = re.compile(r"; (?![^()]*\))")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Fifteen digits are exact in every number type that follows.
_INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URL = re.compile(r"https?://[^\s/?#]+[^\s]*")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def split(cell: str) -> list[str]:
    """Split a cell of several ids or texts.

    >>> split("MINUSMA (Togo; Denmark); Malian armed forces"), split("")
    (['MINUSMA (Togo; Denmark)', 'Malian armed forces'], [])
    """
    return _JOINT.split(cell) if cell else []


def faults(file: DataFile, frame: pd.DataFrame) -> list[Fault]:
    """Check every cell of a file against its column.

    :param file: what the codebook says of it.
    :param frame: its rows as :func:`geo.reading.read` gives them.
    :return: one fault a bad cell, in the order of the rows.

    >>> from geo.schema import ADMIN_NAMES
    >>> frame = pd.DataFrame([["district", "Gao", "Gao", ""]], columns=ADMIN_NAMES.names, index=[2])
    >>> print(faults(ADMIN_NAMES, frame)[0])
    admin_names.csv, row 2, column level: read 'district', expected one of: region, cercle
    """
    import pandera.pandas as pa  # 0.3 s: only where data are read, not where the tables are

    if frame.empty:
        return []
    try:
        _schema(file.name).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        found = errors.failure_cases.sort_values("index", kind="stable")
    else:
        return []
    columns = {column.name: column for column in file.columns}
    result = []
    for case in found.itertuples():
        expected = _expected(columns[case.column], str(case.check))
        result.append(Fault(file.name, int(case.index), case.column, str(case.failure_case)[:QUOTE], expected))
    return result


@cache
def _schema(name: str) -> Any:
    """Return the pandera schema of a file; built once a process."""
    import pandera.pandas as pa

    from geo.schema import FILES

    file = next(file for file in FILES if file.name == name)
    columns = {}
    for column in file.columns:
        checks = [_check(_valid(column), "valid")]
        if column.required:
            checks.append(_check(bool, "filled"))
        columns[column.name] = pa.Column(checks=checks, unique=column.unique, report_duplicates="exclude_first")
    return pa.DataFrameSchema(columns)


def _check(test: Callable[[str], bool], name: str) -> Any:
    """Make a pandera check of a whole column from a test of one cell."""
    import pandera.pandas as pa

    def whole(cells: pd.Series) -> pd.Series:
        return pd.Series([test(cell) for cell in cells], index=cells.index, dtype=bool)

    return pa.Check(whole, name=name, error=name)


def _expected(column: Column, check: str) -> Phrase:
    """Say what a column expects, by the name of the check that failed."""
    if check == "field_uniqueness":
        return Phrase("once")
    if check == "filled" and column.kind not in ("choice", "date"):
        return Phrase("filled")
    if column.kind == "choice":
        return Phrase("one_of", choices=", ".join(column.choices))
    if column.kind == "date":
        return Phrase("date_filled" if column.required else "date")
    if column.kind in ("integer", "number"):
        bounds = {"minimum": column.minimum, "maximum": column.maximum}
        given = {name: f"{value:g}" for name, value in bounds.items() if value is not None}
        form = {0: "", 1: "_from", 2: "_between"}[len(given)]
        return Phrase(column.kind + form, **given)
    return Phrase(column.kind)


def _valid(column: Column) -> Callable[[str], bool]:
    """Return the test that a cell of a column must pass; a blank always does, ``required`` is a check of its own."""
    tests: dict[str, Callable[[str], bool]] = {
        "id": lambda cell: _ID.fullmatch(cell) is not None,
        "text": _is_text,
        "url": lambda cell: _URL.fullmatch(cell) is not None and _is_text(cell),
        "date": is_day,
        "partial_date": lambda cell: all(map(_is_partial, cell.split("/", 1))),
        "choice": set(column.choices).__contains__,
        "ids": lambda cell: _parts(cell, lambda part: _ID.fullmatch(part) is not None),
        "list": lambda cell: _parts(cell, _is_text),
        "integer": lambda cell: _INTEGER.fullmatch(cell) is not None and _within(column, cell),
        "number": lambda cell: _NUMBER.fullmatch(cell) is not None and _within(column, cell),
    }
    test = tests[column.kind]
    return lambda cell: cell == "" or test(cell)


def _is_text(cell: str) -> bool:
    return cell == cell.strip() and _CONTROL.search(cell) is None


def is_day(cell: str) -> bool:
    """Say whether a text is a day of the calendar as ``YYYY-MM-DD``."""
    if _DAY.fullmatch(cell) is None:
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _is_partial(cell: str) -> bool:
    return is_day(cell + "-01-01"[len(cell) - 4 :]) if len(cell) in (4, 7, 10) else False


def _parts(cell: str, test: Callable[[str], bool]) -> bool:
    parts = split(cell)
    return len(parts) == len(set(parts)) and all(part != "" and test(part) for part in parts)


def _within(column: Column, cell: str) -> bool:
    value = float(cell)
    return not (
        (column.minimum is not None and value < column.minimum)
        or (column.maximum is not None and value > column.maximum)
    )
