"""From the bytes of any container to names and rows: text with delimiters, Excel, GeoJSON, or a ZIP with one of them.

What a file is shows in its first bytes and its contents; its name is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from geo.importers import encoding, geojson, rows, table, xlsx
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log
from geo.importers.table import Known, Layout, Progress, Table
from geo.text import fold

#: Largest file, in bytes: 200 MiB, a third more than the largest known source (the global UCDP GED, 150 MB). What is
#: larger is refused before it is read.
LARGEST = 200 * 1024 * 1024
#: First bytes of what is certainly no table, although it may look like text.
_OTHER = (
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"SQLite format 3",
    b"\x1f\x8b",
    b"PAR1",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"{\\rtf",
)
_TABLES = (".csv", ".tsv", ".txt", ".json", ".geojson", ".xlsx")


@dataclass(frozen=True)
class Opened:
    """A file whose names are known and whose rows can be read.

    :param text: its rows as text.
    :param layout: how they are cut into fields.
    :param container: ``text``, ``xlsx`` or ``geojson``.
    """

    text: encoding.Text
    layout: Layout
    container: str = "text"

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, as the file has them."""
        return self.layout.columns

    def table(self, wanted: Callable[[str], bool], log: Log, progress: Progress) -> Table:
        """Read the rows of the wanted columns."""
        return rows.read(self.text, self.layout, [n for n in self.columns if wanted(n)], log, progress)


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
            raise ImportRefusedError("not_read", file=source.name, reason=error.strerror or str(error)) from None
    else:
        size = len(source)
        if size <= LARGEST:
            return source
    raise ImportRefusedError("too_large", size=round(size / 1e6), limit=round(LARGEST / 1e6))


def opened(content: bytes, known: Known, log: Log, *, packed: bool = False) -> Opened:
    """Open the bytes of a file, whatever its name says.

    :param known: says whether names (as :func:`key` makes them) are those of a known format.
    :param packed: whether the bytes come out of a ZIP archive, in which no other is looked for.
    """

    def names_known(names: Collection[str]) -> bool:
        return known({key(name) for name in names})

    if content.startswith(_OTHER):
        raise ImportRefusedError("binary")
    if xlsx.is_zip(content):
        names = [part.filename for part in xlsx.parts(content)]
        if "xl/workbook.xml" in names:
            return _lines(xlsx.lines(content, names_known, log), "xlsx", names_known, log)
        if packed:
            raise ImportRefusedError("binary")
        return opened(_only_table(content, log), known, log, packed=True)
    text = encoding.decode(content, log)
    beginning = text.sample(1000).lstrip("\ufeff \t\r\n")
    if geojson.is_json(beginning):
        return _lines(geojson.lines(text, log), "geojson", names_known, log)
    if beginning[:14].lower().startswith(("<!doctype html", "<html", "<?xml")):
        raise ImportRefusedError("web_page")
    if not content.rstrip(b"\0 \t").endswith((b"\n", b"\r")):
        log.file("no_line_end")
    return Opened(text, table.layout(text, names_known, log))


def _lines(content: bytes, container: str, known: Known, log: Log) -> Opened:
    """Open lines that the Atlas itself made of another container."""
    text = encoding.decode(content, log)
    return Opened(text, table.layout(text, known, log, delimiters=("\t",)), container)


def _only_table(content: bytes, log: Log) -> bytes:
    """Return the one table of a ZIP archive, as UCDP publishes its releases."""
    tables = [p for p in xlsx.parts(content) if p.filename.lower().endswith(_TABLES) and "__MACOSX" not in p.filename]
    if len(tables) != 1:
        raise ImportRefusedError("several_in_zip", n=len(tables))
    if tables[0].file_size > LARGEST:
        raise ImportRefusedError("too_large", size=round(tables[0].file_size / 1e6), limit=round(LARGEST / 1e6))
    log.file("unzipped", value=tables[0].filename)
    return xlsx.unpacked(content, tables[0])


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
