"""Other people's files as events: recognised by their contents, read with a report, placed on the map.

:func:`read` gives everything that the rest of the Atlas needs; nothing is kept or shown before the report is there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from geo.importers import acled, awsd, fields, generic, opening, own, ucdp, un_fatalities
from geo.importers.cells import mended
from geo.importers.kinds import KINDS, sources
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import ImportProblem, Log, Report
from geo.importers.table import Table
from geo.words import LANGUAGES, t

__all__ = [
    "KINDS",
    "ImportProblem",
    "ImportRefusedError",
    "Imported",
    "Report",
    "Suggestion",
    "read",
    "recognise",
    "suggest",
]

#: Rows from which a table's columns are guessed, and bytes in which they are looked for; an even number, for UTF-16.
_SAMPLE, _BEGINNING = 500, 1 << 20
#: Format id → the module that knows it, in the order in which they are tried.
_FORMATS: dict[str, Any] = {"ucdp": ucdp, "acled": acled, "un_fatalities": un_fatalities, "awsd": awsd, "atlas": own}


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


@dataclass(frozen=True)
class Suggestion:
    """What a file seems to be, before it is read: what a user is asked to confirm or correct.

    :param kind: format id; only a ``table`` or ``geojson`` has columns that can be chosen.
    :param columns: its columns, in the order of the file.
    :param samples: column → up to five different cells of it.
    :param mapping: field (one of :data:`geo.importers.fields.FIELDS`) → column, as far as it can be guessed.
    """

    kind: str
    columns: tuple[str, ...]
    samples: dict[str, tuple[str, ...]]
    mapping: dict[str, str]


def recognise(content: bytes | Path, name: str = "") -> str:
    """Return the format of a file, found in its contents; its name plays no part.

    :raises ImportRefusedError: when it is no file of a known form.

    >>> recognise(b"id,type_of_violence,side_a,side_b,where_prec,date_start\\n1,1,A,B,1,2019-03-23\\n")
    'ucdp'
    >>> recognise(b"Date;Lieu\\n23/03/2019;Gao\\n")
    'table'
    """
    return _kind(opening.opened(opening.contents(content), _known, Log()))


def suggest(source: bytes | Path, *, kind: str | None = None) -> Suggestion:
    """Say what a file seems to be and what seems to be in which column.

    :raises ImportRefusedError: when it is no file of a known form.

    >>> found = suggest("Date;Lieu;Tués\\n23/03/2019;Gao;3\\n".encode())
    >>> found.kind, found.mapping
    ('table', {'date': 'Date', 'place': 'Lieu', 'killed': 'Tués'})
    """
    opened = opening.opened(opening.contents(source), _known, Log())
    found = kind or _kind(opened)
    if found not in _OPEN:
        return Suggestion(found, opened.columns, {}, {})
    rows = _beginning(opened)
    frame = rows.frame.head(_SAMPLE)
    samples = {str(name): tuple([cell for cell in frame[name].unique() if cell][:5]) for name in frame}
    return Suggestion(found, rows.columns, samples, _guess(rows, Log()))


def _beginning(opened: opening.Opened) -> Table:
    """Return the first rows of a table; the whole of it where they can't be told apart."""
    short = replace(opened, text=replace(opened.text, content=opened.text.content[:_BEGINNING]))
    for part in (short, opened):
        with suppress(ImportRefusedError):
            return part.table(lambda _: True, Log(), lambda _: None)
    return opened.table(lambda _: True, Log(), lambda _: None)


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
    :param name: its name; it plays no part, since what a file is shows in its contents.
    :param kind: format id, when it is not to be recognised.
    :param mapping: for a table of somebody's own: field → column, or ``=value`` for the whole column; corrects what is
        guessed, a blank takes a field away.
    :param progress: told how much is done, 0 to 1.
    :raises ImportRefusedError: when it can't be read, with what to do.
    """
    log, told = Log(), progress or (lambda _: None)
    opened = opening.opened(opening.contents(source), _known, log)
    found = kind or _kind(opened)
    if found not in KINDS:
        raise ImportRefusedError("no_format", kind=found, kinds=", ".join(KINDS))
    if found in _OPEN:
        rows = opened.table(lambda _: True, log, lambda part: told(0.6 * part))
        events = _anybodys(rows, mapping, found, log)
    else:
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
    report = log.done(found, rows.read, len(events))
    return Imported(found, events, report, about.attribution, about.licence, about.redistribution, sources(found))


#: Formats that have no columns of their own.
_OPEN = ("table", "geojson")


def _anybodys(rows: Table, mapping: Mapping[str, str] | None, kind: str, log: Log) -> pd.DataFrame:
    """Read a table of somebody's own and say which column is what."""
    given = dict(mapping or {})
    said = Log()
    guessed = _guess(rows, said)
    chosen = generic.chosen(guessed, given, rows.columns)
    log.blocks += [
        block for block in said.blocks if block.column in chosen.values() and block.column not in given.values()
    ]
    for field, column in given.items():
        if column:
            shown = {language: t(language, f"import.field_{field}") for language in LANGUAGES}
            log.file("field_chosen", column=column, field=shown)
    used = [column for column in rows.columns if column in chosen.values()]
    unused = [column for column in rows.columns if column not in used]
    if unused:
        log.file("columns_unused", names=", ".join(unused)[:500])
    words = [chosen[field] for field in generic.WORDS if chosen.get(field) in used]
    return generic.read(mended(rows.frame[used], list(dict.fromkeys(words)), log), chosen, kind, log)


def _guess(rows: Table, log: Log) -> dict[str, str]:
    keys = {column: opening.key(column) for column in rows.columns}
    tags = {column: tag.lower().replace(" ", "") for column, tag in zip(rows.columns, rows.tags, strict=False) if tag}
    return fields.guess(rows.frame.head(_SAMPLE), keys, tags, log)


def _known(names: Collection[str]) -> bool:
    return any(form.recognises(names) for form in _FORMATS.values())


def _kind(opened: opening.Opened) -> str:
    names = {opening.key(column) for column in opened.columns}
    found = next((kind for kind, form in _FORMATS.items() if form.recognises(names)), "")
    return found or ("geojson" if opened.container == "geojson" else "table")
