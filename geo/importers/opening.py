"""From the bytes of any container to names and rows: text with delimiters so far; see :func:`opened`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from geo.importers import encoding, table
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log
from geo.importers.table import Known, Layout, Progress, Table
from geo.text import fold

#: Largest file, in bytes: 200 MiB, a third more than the largest known source (the global UCDP GED, 150 MB). What is
#: larger is refused before it is read.
LARGEST = 200 * 1024 * 1024


class Opened(Protocol):
    """A file whose names are known and whose rows can be read."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, as the file has them."""

    def table(self, wanted: Callable[[str], bool], log: Log, progress: Progress) -> Table:
        """Read the rows of the wanted columns."""


@dataclass(frozen=True)
class TextFile:
    """A file of text with delimiters."""

    text: encoding.Text
    layout: Layout

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return self.layout.columns

    def table(self, wanted: Callable[[str], bool], log: Log, progress: Progress) -> Table:
        """Read the rows of the wanted columns."""
        return table.read(self.text, self.layout, [n for n in self.columns if wanted(n)], log, progress)


def contents(source: bytes | Path) -> bytes:
    """Return the bytes of a file that is not too large.

    :raises ImportRefusedError: when it is, or can't be read.
    """
    if isinstance(source, Path):
        try:
            size = source.stat().st_size
            if size <= LARGEST:
                return source.read_bytes()
        except OSError as error:
            raise ImportRefusedError("not_read", file=source.name, reason=error.strerror or str(error)) from error
    else:
        size = len(source)
        if size <= LARGEST:
            return source
    raise ImportRefusedError("too_large", size=round(size / 1e6), limit=round(LARGEST / 1e6))


def opened(content: bytes, known: Known, log: Log) -> Opened:
    """Open the bytes of a file, whatever its name says.

    :param known: says whether names (as :func:`key` makes them) are those of a known format.
    """
    text = encoding.decode(content, log)
    return TextFile(text, table.layout(text, lambda names: known({key(name) for name in names}), log))


def key(name: str) -> str:
    """Return a column's name as formats compare it.

    >>> key("Total killed"), key("EVENT_ID_CNTY")
    ('total_killed', 'event_id_cnty')
    """
    return re.sub(r"\W+", "_", fold(name)).strip("_")


def keyed(read: Table, aliases: dict[str, str], wanted: Collection[str]) -> Table:
    """Rename the columns of a table to the names that a format's reader uses."""
    names = {name: aliases.get(key(name), key(name)) for name in read.frame.columns}
    frame = read.frame.rename(columns=names)
    frame = frame.loc[:, ~frame.columns.duplicated()]
    return Table(read.columns, frame[[name for name in wanted if name in frame]], read.tags, read.read)
