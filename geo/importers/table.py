"""How a text is cut into a table: delimiter, line of names, shifted columns, tags.

A file whose names and fields can't be matched for certain is refused as a whole.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.importers.encoding import Text
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log

DELIMITERS = (",", ";", "\t", "|")
#: Most columns and rows of a file; the widest known source has fewer than 60 columns.
MOST_COLUMNS, MOST_ROWS = 1000, 2_000_000
#: Lines among which the line of names is looked for: exports put a title and a note above it, not a chapter.
_HEAD = 25
#: Share of the sample's rows that must have the same number of fields for a delimiter to be believed.
_CONSISTENT = 0.6
_TAG = re.compile(r"#[a-z_]+([+ ].*)?", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[\d\s.,/:]+")
#: A first name that may well stand over the row numbers, so that another column lacks its name.
_ID = re.compile(r"(?i).*id|n|no|n°|#|num.*|code|ref.*")

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Layout:
    """How a text is cut into rows and columns.

    :param delimiter: what separates fields.
    :param header: row of the names, as a spreadsheet counts.
    :param columns: names, each once; blank ones are called by their place.
    :param before: extra fields at the beginning of every row that no name stands for (a row number).
    :param after: extra fields at the end of every row, always blank.
    :param tags: HXL tags by column, when a line of them stands under the names.
    :param quoted: whether quotation marks enclose cells.
    """

    delimiter: str
    header: int
    columns: tuple[str, ...]
    before: int = 0
    after: int = 0
    tags: tuple[str, ...] = ()
    quoted: bool = True

    @property
    def width(self) -> int:
        """Number of fields of a row."""
        return self.before + len(self.columns) + self.after


@dataclass(frozen=True)
class Table:
    """A table of text.

    :param columns: all names of the file, in its order.
    :param frame: the columns that were asked for, ``str`` cells without surrounding space, blank as ``""``; the index
        is the row as a spreadsheet counts.
    :param tags: HXL tags by column, empty without them.
    :param read: rows of the file, also those that were refused.
    """

    columns: tuple[str, ...]
    frame: pd.DataFrame
    tags: tuple[str, ...] = ()
    read: int = 0


Known = Callable[[Collection[str]], bool]


def layout(text: Text, known: Known, log: Log, *, delimiters: Sequence[str] = DELIMITERS) -> Layout:
    """Find delimiter, names and shift from the beginning of a text.

    :param known: says whether names are those of a known format: such a line is the line of names for certain.
    :param delimiters: what may separate fields.
    :raises ImportRefusedError: when there is no table, or names and fields can't be matched.
    """
    sample = text.sample()
    cut = len(sample) >= 262_144
    if sample[:6].lower().startswith("sep="):
        log.file("sep_line", action="repaired")
    options = [_option(sample, delimiter, cut, known) for delimiter in delimiters]
    best = max(options, key=lambda option: option.rank)
    if best.width < 2 or best.rank[1] < _CONSISTENT and not best.rank[0]:
        raise ImportRefusedError("no_table")
    if max(best.width, len(best.rows[best.header])) > MOST_COLUMNS:
        raise ImportRefusedError("too_wide", n=max(best.width, len(best.rows[best.header])), limit=MOST_COLUMNS)
    return _fitted(best, log)


@dataclass(frozen=True)
class _Option:
    delimiter: str
    rows: dict[int, list[str]]
    header: int
    width: int
    rank: tuple[bool, float, int]
    quoted: bool


def _option(sample: str, delimiter: str, cut: bool, known: Known) -> _Option:
    rows, quoted = _rows(sample, delimiter)
    if cut and len(rows) > 1:
        rows.pop(max(rows))  # it may be cut off
    if not rows:
        return _Option(delimiter, {1: []}, 1, 0, (False, 0.0, 0), quoted)
    header = next((n for n in list(rows)[:_HEAD] if known([clean(cell) for cell in rows[n]])), None)
    certain = header is not None
    if header is None:
        widths = Counter(len(cells) for cells in rows.values() if len(cells) > 1)
        width = max(widths, key=lambda w: (widths[w], w), default=1)
        near = [n for n in list(rows)[:_HEAD] if abs(len(rows[n]) - width) <= 1 and _are_names(rows[n])]
        header = near[0] if near else min(rows)
        if not near:
            return _Option(delimiter, rows, header, width, (False, 0.0, 0), quoted)
    body = [cells for n, cells in rows.items() if n > header and not is_tags(cells)]
    widths = Counter(map(len, body)) or Counter([len(rows[header])])
    width = max(widths, key=lambda w: (widths[w], w))
    share = widths[width] / widths.total()
    return _Option(delimiter, rows, header, width, (certain, share if width > 1 else 0.0, width), quoted)


def _rows(sample: str, delimiter: str) -> tuple[dict[int, list[str]], bool]:
    """Return the rows of a sample by their number, blank ones left out; without quotes where they make no sense."""
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        try:
            reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, quoting=quoting)
            rows = dict(enumerate(itertools.islice(reader, 400), start=1))
        except csv.Error:
            continue
        return {n: cells for n, cells in rows.items() if any(cell.strip() for cell in cells)}, not quoting
    return {}, True


def _are_names(cells: Sequence[str]) -> bool:
    """Say whether cells look like names: text, not numbers or dates, at least half of them, and none a long text."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    words = [cell for cell in filled if not _NUMBER.fullmatch(cell) and len(cell) <= 80]
    return len(filled) > 1 and len(words) >= 0.8 * len(filled) and len(filled) >= 0.5 * len(cells)


def is_tags(cells: Sequence[str]) -> bool:
    """Say whether a line holds HXL tags.

    >>> is_tags(["#date", "#loc +name", ""]), is_tags(["Gao", "#1"])
    (True, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 0 and sum(bool(_TAG.fullmatch(cell)) for cell in filled) >= 0.8 * len(filled)


def _fitted(option: _Option, log: Log) -> Layout:
    """Match names and fields, or refuse."""
    header, names = option.header, [clean(cell) for cell in option.rows[option.header]]
    above = [n for n in option.rows if n < header]
    if above and not (above == [1] and option.rows[1][0].lower().startswith("sep=")):
        log.rows("above", above, action="kept", cells=[" ".join(option.rows[n]).strip() for n in above])
    body = [cells for n, cells in option.rows.items() if n > header and not is_tags(cells)]
    tags = next((tuple(map(str.strip, cells)) for n, cells in option.rows.items() if n > header and is_tags(cells)), ())
    extra = option.width - len(names)
    if extra < 0 and not any(names[extra:]):
        names, extra = names[:extra], 0
    before = after = 0
    if extra > 0:
        fields = [cells for cells in body if len(cells) == option.width]
        if all(not any(cell.strip() for cell in cells[-extra:]) for cells in fields):
            after = extra
            log.file("trailing", n=extra, action="repaired", names=len(names), fields=option.width)
        elif extra == 1 and not _ID.fullmatch(names[0]) and _count_up([cells[0] for cells in fields]):
            before = 1
            log.file("leading", action="repaired", names=len(names), fields=option.width)
    if extra < 0 or extra > before + after:
        raise ImportRefusedError("shifted", names=len(names), fields=option.width)
    tags = tags[before : before + len(names)]
    return Layout(option.delimiter, header, _unique(names, log), before, after, tags, option.quoted)


def _count_up(cells: Sequence[str]) -> bool:
    """Say whether cells are the row numbers that some programs write without a name."""
    numbers = [int(cell) if cell.strip().isdecimal() and len(cell) < 10 else -1 for cell in cells]
    return len(numbers) > 0 and numbers[0] in (0, 1) and all(b == a + 1 for a, b in itertools.pairwise(numbers))


def _unique(names: Sequence[str], log: Log) -> tuple[str, ...]:
    """Give every column a name of its own."""
    used: dict[str, int] = {}
    found = []
    for place, name in enumerate(names, start=1):
        wanted = name or f"column {place}"
        used[wanted] = used.get(wanted, 0) + 1
        found.append(wanted if used[wanted] == 1 else f"{wanted} ({used[wanted]})")
        if used[wanted] == 2:
            log.file("name_twice", column=wanted)
    return tuple(found)


def clean(cell: str) -> str:
    """Return a name without the marks and spaces around it.

    >>> clean("\\ufeff Lieu\\u200b ")
    'Lieu'
    """
    return re.sub(r"[\ufeff\u200b-\u200f\u2060\s]+", " ", cell).strip()
