"""What may be wrong inside a cell of any table: twice-encoded letters, invisible signs, formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.importers.report import Log
from geo.records import FORMULA

#: UTF-8 read as Windows-1252 and saved again: "MÃ©naka" for "Ménaka", "â€™" for "’".
_MOJIBAKE = "[ÃÂâÅÄ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
#: Signs that nobody sees and that keep equal names from being equal.
_INVISIBLE = "[\u200b-\u200f\u2060\ufeff\u00ad\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f]"
_NOT_FORMULA = re.compile(r"[-+]?[\d\s.,%]+|[-–—+]+")
#: Rows from which a work is done on the different values of a column and not on its cells.
Function = Callable[[str], Any]
First = TypeVar("First")
Second = TypeVar("Second")


def mended(frame: pd.DataFrame, columns: Iterable[str], log: Log) -> pd.DataFrame:
    """Return a table with its text mended, each change noted; formula-like cells are noted and stay as they are.

    :param columns: those that hold words.

    >>> log = Log()
    >>> table = pd.DataFrame({"lieu": ["MÃ©naka", "Gao\u200b", "=1+1"]}, index=[2, 3, 4])
    >>> mended(table, ["lieu"], log)["lieu"].tolist()
    ['Ménaka', 'Gao', '=1+1']
    >>> [(block.code, block.rows) for block in log.blocks]
    [('invisible', (3,)), ('mojibake', (2,)), ('formula', (4,))]
    """
    frame = frame.copy(deep=False)
    for name in columns:
        cells = frame[name]
        for code, pattern, mend in (("invisible", _INVISIBLE, _visible), ("mojibake", _MOJIBAKE, _once_encoded)):
            suspects = cells[cells.str.contains(pattern, regex=True)]
            better = suspects.map(mend).astype("str")
            changed = suspects.index[(better != suspects).to_numpy()]
            if len(changed):
                log.rows(code, changed, action="repaired", column=name, cells=suspects[changed])
                cells = cells.copy()
                cells.loc[changed] = better[changed]
        frame[name] = cells
        begins = cells[cells.str.startswith(FORMULA)]
        odd = begins[[_NOT_FORMULA.fullmatch(cell) is None for cell in begins]]
        log.rows("formula", odd.index, action="kept", column=name, cells=odd)
    return frame


def by_value(cells: pd.Series, function: Function) -> pd.Series:
    """Apply a function to the different values of a column: a name that stands in 10,000 rows is worked out once."""
    codes, values = pd.factorize(cells)
    worked = pd.Series([function(str(value)) for value in values])
    return pd.Series(worked.take(codes).array, index=cells.index)


def beside(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """Do two works at once: one that is mostly Arrow's, which needs no Python, and one that is mostly Python's.

    >>> beside(lambda: 1, lambda: "a")
    (1, 'a')
    """
    with ThreadPoolExecutor(1) as other:
        begun = other.submit(first)
        done = second()
        return begun.result(), done


def joined(parts: Iterable[pd.Series], separator: str = " ") -> pd.Series:
    """Join columns of text row by row, leaving out what is blank.

    >>> joined([pd.Series(["a", ""], dtype="str"), pd.Series(["b", "c"], dtype="str")], " – ").tolist()
    ['a – b', 'c']
    """
    columns = list(parts)
    # Begun with a blank that is no gap: Arrow leaves out rows that consist of gaps alone.
    arrays = [text(fixed("", columns[0])), *(text(part.where(part != "")) for part in columns)]
    rows = _join(arrays, separator, null_handling="skip")
    return series(pc.utf8_slice_codeunits(rows, len(separator)), columns[0])


def pasted(parts: Iterable[pd.Series | str], like: pd.Series) -> pd.Series:
    """Join columns of text and texts that are the same in every row, with nothing between.

    >>> names = pd.Series(["Gao", "Kidal"], dtype="str")
    >>> pasted(["at ", names, "."], names).tolist()
    ['at Gao.', 'at Kidal.']
    """
    arrays = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else text(part) for part in parts]
    # One of them must have rows, for a text that has no gaps.
    return series(_join([*arrays, text(fixed("", like))], ""), like)


def text(cells: pd.Series) -> pa.Array:
    """Return a column of text as Arrow holds it, in one piece: pieces of unequal length are not joined row by row."""
    held = pa.array(cells, type=pa.large_string())
    return held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held


def series(cells: pa.Array, like: pd.Series) -> pd.Series:
    """Return Arrow's text as a column over the rows, and with the name, of another."""
    return pd.Series(cells.to_pandas().array, index=like.index, dtype="str", name=like.name)


def _join(arrays: list[Any], separator: str, **options: str) -> pa.Array:
    # All rows in one pass: adding columns one by one copies all that is there already.
    return pc.binary_join_element_wise(*arrays, pa.scalar(separator, pa.large_string()), **options)


def fixed(text: str, like: pd.Series) -> pd.Series:
    """Return a column that holds the same text in every row of another."""
    return pd.Series(text, index=like.index, dtype="str")


def _visible(cell: str) -> str:
    return re.sub(_INVISIBLE, "", cell).strip()


def _once_encoded(cell: str) -> str:
    for encoding in ("cp1252", "latin-1"):
        try:
            return cell.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return cell
