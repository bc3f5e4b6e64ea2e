"""From text to a table: delimiter, line of names, shifted columns, tags; every cell as it was written.

The reader streams, so that a large file costs the memory of the columns that are asked for. It never pads, cuts or
moves a row to make it fit: a row with another number of fields is refused and said, and a file whose names and fields
can't be matched for certain is refused as a whole.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

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
#: Rows that are turned into columns at once.
_CHUNK = 20_000
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
    body = [cells for n, cells in rows.items() if n > header and not _is_tags(cells)]
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


def _is_tags(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    return len(filled) > 0 and sum(bool(_TAG.fullmatch(cell)) for cell in filled) >= 0.8 * len(filled)


def _fitted(option: _Option, log: Log) -> Layout:
    """Match names and fields, or refuse."""
    header, names = option.header, [clean(cell) for cell in option.rows[option.header]]
    above = [n for n in option.rows if n < header]
    if above and not (above == [1] and option.rows[1][0].lower().startswith("sep=")):
        log.rows("above", above, action="kept", cells=[" ".join(option.rows[n]).strip() for n in above])
    body = [cells for n, cells in option.rows.items() if n > header and not _is_tags(cells)]
    tags = next(
        (tuple(map(str.strip, cells)) for n, cells in option.rows.items() if n > header and _is_tags(cells)), ()
    )
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


def read(text: Text, how: Layout, wanted: Collection[str], log: Log, progress: Progress = lambda _: None) -> Table:
    """Read all rows of a text.

    :param wanted: names of the columns to keep; others are passed over.
    :param progress: told the share of the text that is read, 0 to 1.
    :raises ImportRefusedError: for too many rows, or quotes that never close.
    """
    keep = [(name, how.before + place) for place, name in enumerate(how.columns) if name in wanted]
    chunks: dict[str, list[pa.Array]] = {name: [] for name, _ in keep}
    numbers: list[int] = []
    for rows, cells in _chunks(text, how, log, progress):
        numbers += rows
        columns = list(zip(*cells, strict=True)) if cells else [()] * how.width
        for name, place in keep:
            chunks[name].append(_column(columns[place]))
    arrays = {name: pa.chunked_array(parts, type=pa.large_string()) for name, parts in chunks.items()}
    frame = pa.table(arrays).to_pandas() if arrays else pd.DataFrame(index=range(len(numbers)))
    frame.index = pd.Index(numbers, dtype="int64")
    refused = sum(len(block.rows) for block in log.blocks if block.code in ("ragged", "swallowed"))
    return Table(how.columns, frame, how.tags, len(numbers) + refused)


def _column(cells: Sequence[str]) -> pa.Array:
    return pc.utf8_trim_whitespace(pa.array(cells, type=pa.large_string()))


def _chunks(text: Text, how: Layout, log: Log, progress: Progress) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Yield the rows that fit, in pieces, with their numbers; the others go into the report."""
    size, seen, delimiters = max(1, len(text.content)), 0, 0

    def lines() -> Iterator[str]:
        nonlocal seen, delimiters
        for line in text.lines():
            seen += len(line)
            delimiters += line.count(how.delimiter)
            yield line

    if how.quoted:
        reader = csv.reader(lines(), delimiter=how.delimiter, strict=True)
    else:
        reader = csv.reader(lines(), delimiter=how.delimiter, quoting=csv.QUOTE_NONE)
    good: list[list[str]] = []
    numbers: list[int] = []
    ragged: dict[int, int] = {}
    swallowed: list[int] = []
    number = line_before = delimiters_before = 0
    try:
        for number, cells in enumerate(reader, start=1):
            lines_taken, line_before = reader.line_num - line_before, reader.line_num
            # Those between the cells are one fewer than the cells; the others stand within them.
            within, delimiters_before = delimiters - delimiters_before - len(cells) + 1, delimiters
            if number <= how.header or not any(cells):
                continue
            if number <= how.header + 2 and _is_tags(cells):
                log.rows("tags", [number], action="kept", cells=[" ".join(cells)])
            elif number > how.header + MOST_ROWS:
                raise ImportRefusedError("too_long", limit=MOST_ROWS)
            elif len(cells) != how.width or (how.after and any(cell.strip() for cell in cells[-how.after :])):
                ragged[number] = len(cells)
            elif lines_taken > 1 and within >= len(how.columns) - 1 and _swallowed(cells, how):
                swallowed.append(number)
            else:
                good.append(cells)
                numbers.append(number)
            if len(good) == _CHUNK:
                yield numbers, good
                good, numbers = [], []
                progress(min(1.0, seen / size))
    except csv.Error as error:
        raise ImportRefusedError("quotes", row=str(number + 1), reason=str(error)) from error
    yield numbers, good
    log.rows("ragged", ragged, action="refused", cells=[str(n) for n in ragged.values()], expected=how.width)
    log.rows("swallowed", swallowed, action="refused")


def _swallowed(cells: Sequence[str], how: Layout) -> bool:
    """Say whether a cell holds whole rows: a quotation mark that was meant to close before them."""
    return any("\n" in cell and cell.count(how.delimiter) >= len(how.columns) - 1 for cell in cells)
