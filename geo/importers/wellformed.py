"""Where the rows of a large text lie, found at once, when its quotation marks leave no doubt.

A text is well formed when it is UTF-8, its lines end alike, and every quotation mark opens a cell, closes one or is
doubled within one. Then the marks before a line break or a delimiter say by their number alone whether it parts rows
and cells, whole columns are read at once, and the rows are those that Python's ``csv`` finds one by one. Of any other
text nothing is said here, and it is read row by row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv as arrow

from geo.importers.encoding import Text

#: Longest row, in bytes: ``csv`` reads no longer cell unless told to, and says where it stands; nor may a row be longer
#: than what is read at once.
LONGEST = 131_072
#: Bytes that are read at once.
_BLOCK = 8 << 20
_QUOTE, _LINE, _RETURN = b'"\n\r'

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """The rows of a well-formed text.

    :param content: its bytes from the first row on.
    :param delimiter: what separates fields.
    :param quoted: whether quotation marks enclose cells.
    :param starts: where each row begins, blank ones included.
    :param ends: where it ends, before its line break.
    :param fields: how many fields it has.
    :param breaks: how many line breaks lie within its cells.
    :param within: how many delimiters do.
    """

    content: memoryview
    delimiter: str
    quoted: bool
    starts: Places
    ends: Places
    fields: Places
    breaks: Places
    within: Places

    def cells(self, row: int) -> list[str]:
        """Return the cells of one row, as they are written."""
        line = bytes(self.content[self.starts[row] : self.ends[row]]).decode()
        return next(
            csv.reader([line], delimiter=self.delimiter, quoting=csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE),
            [],
        )

    def blank(self) -> npt.NDArray[np.bool_]:
        """Say which rows hold nothing but delimiters and empty quotes."""
        length = self.ends - self.starts
        found: npt.NDArray[np.bool_] = length == 0
        # Anything else than its delimiters is quotes, or it is not blank; two of them enclose nothing.
        for row in np.flatnonzero((length > 0) & (length <= 3 * self.fields - 1)):
            found[row] = not any(self.cells(int(row)))
        return found

    def columns(self, width: int, places: Sequence[int]) -> Iterator[tuple[float, list[pa.Array]]]:
        """Yield pieces of the columns at some places of the rows that have a number of fields, blank lines left out.

        :return: the share of the text that is read, and text by column.
        """
        names = [str(place) for place in range(width)]
        if not places or not len(self.starts):
            return
        reader = arrow.open_csv(
            pa.py_buffer(self.content),
            read_options=arrow.ReadOptions(column_names=names, block_size=_BLOCK),
            parse_options=arrow.ParseOptions(
                delimiter=self.delimiter,
                quote_char='"' if self.quoted else False,
                newlines_in_values=self.quoted,
                invalid_row_handler=lambda _: "skip",
            ),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                include_columns=[names[place] for place in places],
                strings_can_be_null=False,
            ),
        )
        read = 0
        for batch in reader:
            read += batch.nbytes
            yield min(1.0, read / max(1, len(self.content))), batch.columns


def grid(text: Text, delimiter: str, quoted: bool) -> Grid | None:
    r"""Return where the rows of a text lie, or ``None`` when it is not well formed.

    >>> found = grid(Text(b'id,place\n1,"Gao,\nMali"\n', "utf-8"), ",", True)
    >>> found.fields.tolist(), found.breaks.tolist(), found.cells(1)
    ([2, 2], [0, 1], ['1', 'Gao,\nMali'])
    >>> grid(Text(b'id,place\n1,Gao "town"\n', "utf-8"), ",", True) is None
    True
    """
    if text.encoding != "utf-8" or text.damaged or b"\0" in text.content or len(text.content) <= text.start:
        return None
    content = memoryview(text.content)[text.start :]
    data = np.frombuffer(content, np.uint8)
    mark = ord(delimiter)
    quotes = np.flatnonzero(data == _QUOTE) if quoted else np.array([], np.int64)
    returns = np.flatnonzero(data == _RETURN)
    if not (_at(data, returns + 1) == _LINE).all() or not _enclosing(data, quotes, mark):
        return None
    lines, marks = np.flatnonzero(data == _LINE), np.flatnonzero(data == mark)
    parting, apart = _outside(lines, quotes), _outside(marks, quotes)
    ends = lines[parting]
    if data[-1] != _LINE:
        ends = np.append(ends, len(data))
    starts = np.concatenate([[0], ends[:-1] + 1])
    if (ends - starts).max(initial=0) > LONGEST:
        return None
    fields, within, breaks = (_each(part, ends) for part in (marks[apart], marks[~apart], lines[~parting]))
    ends = ends - (_at(data, ends - 1) == _RETURN) * (ends > starts)
    return Grid(content, delimiter, quoted, starts, ends, fields + 1, breaks, within)


def _at(data: npt.NDArray[np.uint8], places: Places) -> npt.NDArray[np.uint8]:
    """Return the bytes at some places; beyond the text there are line breaks."""
    found = np.full(len(places), _LINE, np.uint8)
    inside = (places >= 0) & (places < len(data))
    found[inside] = data[places[inside]]
    return found


def _enclosing(data: npt.NDArray[np.uint8], quotes: Places, delimiter: int) -> bool:
    """Say whether quotation marks open and close cells in turn, except where two stand for one."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    doubled = closing[:-1] + 1 == opening[1:]
    parts = np.zeros(256, bool)
    parts[[delimiter, _LINE, _RETURN]] = True
    opens, closes = parts[_at(data, opening - 1)], parts[_at(data, closing + 1)]
    opens[1:] |= doubled
    closes[:-1] |= doubled
    return bool(opens.all() and closes.all())


def _outside(places: Places, quotes: Places) -> npt.NDArray[np.bool_]:
    """Say which places lie outside quotes."""
    return np.asarray(np.searchsorted(quotes, places) % 2 == 0)


def _each(places: Places, ends: Places) -> Places:
    """Count the places in each row."""
    return np.diff(np.searchsorted(places, ends), prepend=0)
