"""One CSV file as text: every cell as it was written, or the faults that keep it from being a table.

Nothing is guessed here: no type, no missing-value marker (``NA`` is a text like another), no delimiter.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pandas as pd

from geo.errors import Fault
from geo.phrase import Phrase
from geo.schema import DataFile

#: How much of a cell or of a header a fault quotes.
QUOTE = 60


@dataclass(frozen=True)
class Text:
    """A file as it was read.

    :param frame: all columns of the codebook in its order, blank cells as ``""``; plain ``str`` objects, which are
        several times faster to walk through than Arrow strings. The index is the row as a spreadsheet counts it (the
        header is row 1, so records begin at 2).
    :param faults: what is wrong with its form; the frame then holds the rows that are well formed, or none.
    """

    frame: pd.DataFrame
    faults: tuple[Fault, ...] = ()


def read(file: DataFile, content: bytes) -> Text:
    r"""Read the bytes of one file.

    :param file: what the codebook says of it.
    :param content: its bytes; UTF-8 with or without a byte order mark, any line ends.

    >>> from geo.schema import ADMIN_NAMES
    >>> text = read(ADMIN_NAMES, b"level,name,name_fr,region\nregion,Timbuktu,Tombouctou,\nregion,Gao\n")
    >>> text.frame.loc[2, "name_fr"]
    'Tombouctou'
    >>> print(text.faults[0])
    admin_names.csv, row 3: read '2 fields', expected 4 fields, as in the header
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # An older spreadsheet saved it in its own encoding: the first byte that can't be UTF-8 shows where.
        line = content.count(b"\n", 0, error.start) + 1
        return _none(file, line, f"byte 0x{content[error.start]:02x}", Phrase("utf8"))
    if "\0" in text:
        return _none(file, text.count("\n", 0, text.index("\0")) + 1, "a NUL character", Phrase("text_file"))
    # Line ends are the editor's business, not a fact, inside quoted cells too.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return _none(file, None, "an empty file", Phrase("header", columns=", ".join(file.names)))
    records: list[tuple[int, list[str]]] = []
    row = 0
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), start=1):
            if cells:  # a blank line is no record, but a spreadsheet counts it
                records.append((row, cells))
    except csv.Error as error:
        return _none(file, row + 1, str(error), Phrase("csv"))
    return _table(file, records)


def _table(file: DataFile, records: list[tuple[int, list[str]]]) -> Text:
    """Fit the records to the columns of the codebook."""
    row, header = records[0]
    faults = _header_faults(file, row, header)
    if faults:
        return Text(_empty(file), tuple(faults))
    if len(records) == 1:
        return _none(file, row, "a header without rows", Phrase("rows"))
    well = [(row, cells) for row, cells in records[1:] if len(cells) == len(header)]
    ragged = [(row, cells) for row, cells in records[1:] if len(cells) != len(header)]
    index = pd.Index([row for row, _ in well], dtype="int64")
    frame = pd.DataFrame([cells for _, cells in well], columns=header, index=index, dtype=object)
    expected = Phrase("fields", n=str(len(header)))
    faults = [Fault(file.name, row, None, f"{len(cells)} fields", expected) for row, cells in ragged]
    return Text(frame[list(file.names)], tuple(faults))


def _header_faults(file: DataFile, row: int, header: list[str]) -> list[Fault]:
    """Name every column that is missing, unknown or there twice."""
    faults = [
        Fault(file.name, row, name, "no such column", Phrase("column_present"))
        for name in file.names
        if name not in header
    ]
    for position, name in enumerate(header):
        if name not in file.names:
            expected = Phrase("column_known", columns=", ".join(file.names))
            faults.append(Fault(file.name, row, None, f"column {name[:QUOTE]}", expected))
        elif name in header[:position]:
            faults.append(Fault(file.name, row, name, "the column twice", Phrase("column_once")))
    return faults


def _empty(file: DataFile) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=object) for name in file.names}, index=pd.Index([], dtype="int64"))


def absent(file: DataFile) -> Text:
    """Return the table of a file that isn't there: no rows, and a fault if the Atlas can't do without it."""
    if file.required:
        return _none(file, None, "no such file", Phrase("file_present"))
    return Text(_empty(file))


def _none(file: DataFile, row: int | None, found: str, expected: Phrase) -> Text:
    return Text(_empty(file), (Fault(file.name, row, None, found, expected),))
