"""Excel workbooks (XLSX): one sheet as lines of text, behind guards against files that unpack into gigabytes."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from geo.importers.lines import Lines
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log
from geo.importers.table import MOST_COLUMNS

#: What a workbook may unpack to, in bytes, how many times its own size that may be, and how many parts it may have.
LARGEST_UNPACKED, MOST_PACKED, MOST_PARTS = 400 * 1024 * 1024, 200, 2000
#: Most cells of the sheet, filled or not: a sheet of 60,000 rows and 50 columns takes about 15 s.
MOST_CELLS = 3_000_000
#: Smaller files are never bombs, however well they are packed.
_SMALL = 20 * 1024 * 1024
#: Rows of each sheet that are looked at to choose the one with the table.
_HEAD = 40


def is_zip(content: bytes) -> bool:
    """Say whether bytes are a ZIP archive, as every XLSX is."""
    return content[:4] == b"PK\x03\x04"


def parts(content: bytes) -> list[zipfile.ZipInfo]:
    """Return the parts of an archive, none of which is dangerous to unpack.

    :raises ImportRefusedError: when it is damaged, encrypted, or would unpack into too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as error:
        raise ImportRefusedError("damaged_zip", reason=str(error) or type(error).__name__) from None
    size = sum(part.file_size for part in found)
    packed = max(1, len(content))
    if len(found) > MOST_PARTS or size > LARGEST_UNPACKED or (size > _SMALL and size > MOST_PACKED * packed):
        raise ImportRefusedError("zip_bomb", size=round(size / 1e6), limit=round(LARGEST_UNPACKED / 1e6))
    if any(part.flag_bits & 1 for part in found):
        raise ImportRefusedError("encrypted")
    return found


def unpacked(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """Return one part of an archive; never more than its declared size.

    :raises ImportRefusedError: when it is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(part) as stream:
            return stream.read(part.file_size + 1)
    except Exception as error:  # zlib, struct and zipfile each have errors of their own for damage
        raise ImportRefusedError("damaged_zip", reason=str(error) or type(error).__name__) from None


def lines(content: bytes, known: Callable[[Sequence[str]], bool], log: Log) -> bytes:
    """Return the sheet that holds the table as lines of text with tabs; see :mod:`geo.importers.lines`.

    :param known: says whether cells are the names of a known format.
    :raises ImportRefusedError: when the workbook can't be read or is too large.
    """
    found = parts(content)
    formulas = False
    for part in found:
        if part.filename.endswith((".xml", ".rels")) and part.file_size:
            text = unpacked(content, part)
            # No workbook defines entities, by which a few bytes could unfold into gigabytes.
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise ImportRefusedError("damaged_zip", reason="DOCTYPE")
            formulas = formulas or (part.filename.startswith("xl/worksheets/") and b"<f" in text)
    try:
        rows, name = _sheet(content, known, log)
        if formulas:
            _say_unreckoned(content, name, log)
    except (ImportRefusedError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever its parsers meet in a damaged workbook
        raise ImportRefusedError("damaged_workbook", reason=f"{type(error).__name__}: {error}"[:200]) from None
    return rows


def _workbook(content: bytes, *, values: bool) -> Any:
    from openpyxl import load_workbook  # only needed here

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        return load_workbook(io.BytesIO(content), read_only=True, data_only=values, keep_links=False)


def _sheet(content: bytes, known: Callable[[Sequence[str]], bool], log: Log) -> tuple[bytes, str]:
    book = _workbook(content, values=True)
    try:
        sheets = book.worksheets
        heads = {sheet.title: _head(sheet) for sheet in sheets}
        filled = [sheet for sheet in sheets if any(any(row) for row in heads[sheet.title])]
        if not filled:
            raise ImportRefusedError("empty")
        fullest = max(filled, key=lambda sheet: sum(len(row) - row.count("") for row in heads[sheet.title]))
        wanted = next((sheet for sheet in filled if any(known(row) for row in heads[sheet.title])), fullest)
        if len(filled) > 1:
            others = ", ".join(sheet.title for sheet in filled if sheet is not wanted)
            log.file("other_sheets", sheet=wanted.title, others=others[:300])
        elif len(sheets) > 1:
            log.file("one_sheet", sheet=wanted.title)
        if wanted.sheet_state != "visible":
            log.file("hidden_sheet", sheet=wanted.title)
        out, cells = Lines(), 0
        for row in _rows(wanted):
            cells += len(row)
            if cells > MOST_CELLS:
                raise ImportRefusedError("too_many_cells", limit=MOST_CELLS)
            out.add([written(cell) for cell in row])
        return out.done(), wanted.title
    finally:
        book.close()


def _head(sheet: Any) -> list[list[str]]:
    return [[written(cell) for cell in row] for _, row in zip(range(_HEAD), _rows(sheet), strict=False)]


def _rows(sheet: Any) -> Iterator[Sequence[Any]]:
    """Yield the rows of a sheet up to the last filled cell; its own word on its size is not believed."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        if len(row) > MOST_COLUMNS:
            width = max((place for place, cell in enumerate(row, start=1) if cell is not None), default=0)
            if width > MOST_COLUMNS:
                raise ImportRefusedError("too_wide", n=width, limit=MOST_COLUMNS)
            row = row[:MOST_COLUMNS]
        yield row


def _say_unreckoned(content: bytes, name: str, log: Log) -> None:
    """Note formulas whose result is not stored: they read as blank."""
    values, formulas = _workbook(content, values=True), _workbook(content, values=False)
    try:
        rows, cells = [], []
        both = zip(_rows(values[name]), _rows(formulas[name]), strict=False)
        for number, (results, texts) in enumerate(both, start=1):
            for result, text in zip(results, texts, strict=False):
                if result is None and isinstance(text, str) and text.startswith("="):
                    rows.append(number)
                    cells.append(text)
        log.rows("unreckoned", rows, action="kept", cells=cells)
    finally:
        values.close()
        formulas.close()


def written(cell: Any) -> str:
    """Return a cell as text: days as ISO dates, whole numbers without a decimal point.

    >>> written(datetime(2019, 3, 23)), written(12.0), written(-3.5), written(None), written(True)
    ('2019-03-23', '12', '-3.5', '', 'TRUE')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
