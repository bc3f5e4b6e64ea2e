"""The rows of a table, every cell as it was written.

A row with another number of fields than the others is refused and said; none is padded, cut or moved to make it fit.
Of a well-formed text whole columns are read at once; of any other, row by row, a piece at a time, so that a large file
costs the memory of the columns that are asked for. Both find the same.
"""

from __future__ import annotations

import csv
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.encoding import Text
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log
from geo.importers.table import MOST_ROWS, Layout, Progress, Table, is_tags
from geo.importers.wellformed import Grid, grid

#: Rows that are turned into columns at once.
_CHUNK = 20_000

#: Numbers of rows with their cells by column.
Piece = tuple[Sequence[int], Sequence[pa.Array]]


def read(text: Text, how: Layout, wanted: Collection[str], log: Log, progress: Progress = lambda _: None) -> Table:
    """Read all rows of a text.

    :param wanted: names of the columns to keep; others are passed over.
    :param progress: told the share of the text that is read, 0 to 1.
    :raises ImportRefusedError: for too many rows, or quotes that never close.
    """
    keep = [(name, how.before + place) for place, name in enumerate(how.columns) if name in wanted]
    places = [place for _, place in keep]
    # Fields beyond the names must be blank, which only whoever sees them can say.
    found = None if how.after else grid(text, how.delimiter, how.quoted)
    parts = (
        _row_by_row(text, how, places, log, progress) if found is None else _at_once(found, how, places, log, progress)
    )
    numbers: list[Sequence[int]] = []
    chunks: list[list[pa.Array]] = [[] for _ in keep]
    for rows, columns in parts:
        numbers.append(rows)
        for chunk, cells in zip(chunks, columns, strict=True):
            chunk.append(pc.utf8_trim_whitespace(cells))
    arrays = {
        name: pa.chunked_array(chunk, type=pa.large_string()) for (name, _), chunk in zip(keep, chunks, strict=True)
    }
    index = pd.Index(np.fromiter(itertools.chain.from_iterable(numbers), np.int64))
    frame = pa.table(arrays).to_pandas() if arrays else pd.DataFrame(index=range(len(index)))
    frame.index = index
    refused = sum(len(block.rows) for block in log.blocks if block.code in ("ragged", "swallowed"))
    return Table(how.columns, frame, how.tags, len(index) + refused)


def _at_once(found: Grid, how: Layout, places: Sequence[int], log: Log, progress: Progress) -> Iterator[Piece]:
    """Yield the rows of a well-formed text that fit; the others go into the report."""
    # Where the rows lie is a good half of the work.
    progress(0.5)
    number = np.arange(1, len(found.starts) + 1)
    blank = found.blank()
    body = (number > how.header) & ~blank
    for row in range(how.header, min(how.header + 2, len(number))):
        if body[row] and is_tags(cells := found.cells(row)):
            log.rows("tags", [row + 1], action="kept", cells=[" ".join(cells)])
            body[row] = False
    if body[how.header + MOST_ROWS :].any():
        raise ImportRefusedError("too_long", limit=MOST_ROWS)
    fits = found.fields == how.width
    ragged = body & ~fits
    swallowed = body & fits & (found.breaks > 0) & (found.within >= len(how.columns) - 1)
    for row in map(int, np.flatnonzero(swallowed)):
        swallowed[row] = _swallowed(found.cells(row), how)
    # Lines with nothing in them are no rows; all others of the right width are what the columns hold.
    there = fits & (found.ends > found.starts)
    good = body & fits & ~swallowed
    read = 0
    for share, columns in found.columns(how.width, places):
        rows = number[there][read : (read := read + len(columns[0]))]
        chosen = good[rows - 1]
        yield rows[chosen], columns if chosen.all() else [cells.filter(pa.array(chosen)) for cells in columns]
        progress(0.5 + share / 2)
    if places and read != there.sum():
        raise AssertionError(f"{there.sum()} rows were found and {read} were read")
    if not places:
        yield number[good], []
    _report(number[ragged], found.fields[ragged], number[swallowed], how, log)


def _row_by_row(text: Text, how: Layout, places: Sequence[int], log: Log, progress: Progress) -> Iterator[Piece]:
    """Yield the rows of any text that fit; the others go into the report."""
    size, seen = max(1, len(text.content)), 0

    def lines() -> Iterator[str]:
        nonlocal seen
        for line in text.lines():
            seen += len(line)
            yield line

    if how.quoted:
        reader = csv.reader(lines(), delimiter=how.delimiter, strict=True)
    else:
        reader = csv.reader(lines(), delimiter=how.delimiter, quoting=csv.QUOTE_NONE)
    good: list[list[str]] = []
    numbers: list[int] = []
    ragged: dict[int, int] = {}
    swallowed: list[int] = []
    number = line_before = 0
    try:
        for number, cells in enumerate(reader, start=1):
            lines_taken, line_before = reader.line_num - line_before, reader.line_num
            if number <= how.header or not any(cells):
                continue
            if number <= how.header + 2 and is_tags(cells):
                log.rows("tags", [number], action="kept", cells=[" ".join(cells)])
            elif number > how.header + MOST_ROWS:
                raise ImportRefusedError("too_long", limit=MOST_ROWS)
            elif len(cells) != how.width or (how.after and any(cell.strip() for cell in cells[-how.after :])):
                ragged[number] = len(cells)
            elif lines_taken > 1 and _swallowed(cells, how):
                swallowed.append(number)
            else:
                good.append(cells)
                numbers.append(number)
            if len(good) == _CHUNK:
                yield numbers, _columns(good, places, how)
                good, numbers = [], []
                progress(min(1.0, seen / size))
    except csv.Error as error:
        raise ImportRefusedError("quotes", row=str(number + 1), reason=str(error)) from error
    yield numbers, _columns(good, places, how)
    _report(list(ragged), list(ragged.values()), swallowed, how, log)


def _columns(rows: Sequence[Sequence[str]], places: Sequence[int], how: Layout) -> list[pa.Array]:
    columns = list(zip(*rows, strict=True)) if rows else [()] * how.width
    return [pa.array(columns[place], type=pa.large_string()) for place in places]


def _swallowed(cells: Sequence[str], how: Layout) -> bool:
    """Say whether a cell holds whole rows: a quotation mark that was meant to close before them."""
    return any("\n" in cell and cell.count(how.delimiter) >= len(how.columns) - 1 for cell in cells)


def _report(ragged: Iterable[int], fields: Iterable[int], swallowed: Iterable[int], how: Layout, log: Log) -> None:
    """Note the rows that do not fit, and those within which others have vanished."""
    cells = [str(number) for number in fields]
    log.rows("ragged", [int(row) for row in ragged], action="refused", cells=cells, expected=how.width)
    log.rows("swallowed", [int(row) for row in swallowed], action="refused")
