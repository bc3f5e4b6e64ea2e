"""Other people's files as events: recognised by their contents, read with a report, placed on the map.

:func:`read` gives everything that the rest of the Atlas needs; nothing is kept or shown before the report is there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geo.importers import acled, awsd, opening, ucdp, un_fatalities
from geo.importers.cells import mended
from geo.importers.kinds import KINDS, sources
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import ImportProblem, Log, Report

__all__ = ["KINDS", "ImportProblem", "ImportRefusedError", "Imported", "Report", "read", "recognise"]

#: Format id → the module that knows it, in the order in which they are tried.
_FORMATS: dict[str, Any] = {"ucdp": ucdp, "acled": acled, "un_fatalities": un_fatalities, "awsd": awsd}


@dataclass(frozen=True, eq=False)
class Imported:
    """A file as events.

    :param kind: format id, one of :data:`geo.importers.kinds.KINDS`.
    :param events: the columns of ``Dataset.events``, sorted and typed as there; ids are stable and unique.
    :param report: what became of each row.
    :param attribution: what whoever shows the data must say.
    :param licence: its terms, ``""`` when unknown.
    :param redistribution: whether raw rows may be passed on.
    :param sources: the document behind every event, in the columns of ``sources.csv``; ``None`` for a file of
        somebody's own.
    """

    kind: str
    events: pd.DataFrame
    report: Report
    attribution: str
    licence: str
    redistribution: bool
    sources: pd.DataFrame | None


def recognise(content: bytes | Path, name: str = "") -> str:
    """Return the format of a file, found in its contents; its name plays no part.

    :raises ImportRefusedError: when it is no file of a known form.

    >>> recognise(b"id,type_of_violence,side_a,side_b,where_prec,date_start\\n1,1,A,B,1,2019-03-23\\n")
    'ucdp'
    """
    return _kind(opening.opened(opening.contents(content), _known, Log()).columns)


def read(
    source: bytes | Path,
    *,
    name: str = "",
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Imported:
    """Read a file into events.

    :param source: its bytes, or where it is; at most :data:`geo.importers.opening.LARGEST` bytes.
    :param name: its name, for the report only.
    :param kind: format id, when it is not to be recognised.
    :param mapping: for a table of somebody's own: what is in which column.
    :param progress: told how much is done, 0 to 1.
    :raises ImportRefusedError: when it can't be read, with what to do.
    """
    log, told = Log(), progress or (lambda _: None)
    opened = opening.opened(opening.contents(source), _known, log)
    found = kind or _kind(opened.columns)
    if found not in _FORMATS:
        raise ImportRefusedError("no_format", kind=found, kinds=", ".join(_FORMATS))
    form = _FORMATS[found]
    wanted = {*form.COLUMNS, *form.ALIASES}
    rows = opened.table(lambda column: opening.key(column) in wanted, log, lambda part: told(0.6 * part))
    table = opening.keyed(rows, form.ALIASES, form.COLUMNS)
    if not form.recognises(set(table.frame.columns)):
        raise ImportRefusedError("not_kind", kind=found, columns=", ".join(table.columns)[:300])
    frame = mended(table.frame, [column for column in form.WORDS if column in table.frame], log)
    told(0.7)
    events = form.read(frame, log)
    told(1.0)
    about = KINDS[found]
    report = log.done(found, table.read, len(events))
    return Imported(found, events, report, about.attribution, about.licence, about.redistribution, sources(found))


def _known(names: Collection[str]) -> bool:
    return any(form.recognises(names) for form in _FORMATS.values())


def _kind(columns: Collection[str]) -> str:
    names = {opening.key(column) for column in columns}
    return next((kind for kind, form in _FORMATS.items() if form.recognises(names)), "table")
