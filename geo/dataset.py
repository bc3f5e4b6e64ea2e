"""The curated data: the files of ``data/`` read, checked and typed into one :class:`Dataset`.

Text stays text (a blank is ``""``), days are ``datetime64``, whole numbers that may be unknown are nullable ``Int64``:
blank is unknown and stays ``<NA>``, never 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from geo import reading, rules, validation
from geo.errors import DataError, Fault
from geo.kept import Kept
from geo.model import CATEGORIES
from geo.phrase import Phrase
from geo.schema import FILES, DataFile

#: The data that come with the Atlas.
FOLDER = Path(__file__).resolve().parent.parent / "data"

#: Columns of ``Dataset.events``, in order.
EVENT_COLUMNS = (
    *("id", "date_start", "date_end", "date_precision", "category", "group"),
    *("title", "title_fr", "description", "description_fr", "place", "place_fr", "cercle", "region"),
    *("lat", "lon", "location_precision", "location_radius_km"),
    *("killed_best", "killed_low", "killed_high", "killed_peacekeepers", "injured", "verification", "actors"),
)


@dataclass(frozen=True)
class Part:
    """One of the collections of events that a data set is made of.

    :param id: ``curated``, or the id of an imported set.
    :param name: what whoever imported it called it; blank for the Atlas's own, whose name is in the words.
    :param attribution: what whoever shows it must say; blank when nothing.
    :param licence: its terms, as their name; blank when unknown.
    :param redistribution: whether its rows may be passed on.
    """

    id: str
    name: str = ""
    attribution: str = ""
    licence: str = ""
    redistribution: bool = True


@dataclass(frozen=True, eq=False)
class Dataset:
    """Everything that the Atlas knows, as tables; two data sets are the same when ``id`` and ``version`` are.

    :param id: ``curated`` for the Atlas's own data, the id of an imported set, or several of them joined by ``+``.
    :param version: first 12 hex digits of a SHA-256 over names and contents of the files; changes with any cell, not
        with line ends.
    :param events: :data:`EVENT_COLUMNS`, one row an event, by ``date_start`` and ``id``; the index is the row number
        that masks use. ``date_end`` is ``date_start`` where the file has none, also for ``month`` and ``year``
        precision. ``lat``/``lon`` in WGS84 degrees and ``location_radius_km`` are NaN off the map.
    :param event_sources: ``event_id``, ``seq`` (from 1), ``source_id``, in the order of ``events``.
    :param event_actors: ``event_id``, ``seq`` (from 1), ``name`` (as in the event), ``name_fr``, ``actor`` (the
        filter's name), ``actor_fr``.
    :param sources: the columns of the file.
    :param sites: the columns of the file without ``source_ids``.
    :param site_sources: ``site_id``, ``seq`` (from 1), ``source_id``.
    :param routes: the columns of the file.
    :param route_points: the columns of the file.
    :param claims: the columns of the file; ``site_ids`` is the text of the file.
    :param claim_events: the columns of the file.
    :param claim_notes: the columns of the file.
    :param mandates: the columns of the file; ``end_date`` may be NaT.
    :param mission_stats: the columns of the file; ``as_of`` is text, since it may be a month, a year or a period.
    :param site_presence: the columns of the file.
    :param un_deaths: the columns of ``un_deaths_reconciled.csv``.
    :param admin_names: the columns of the file.
    :param missing: names of the optional files that were not there; their tables are empty.
    :param parts: the collections that the events come from, in the order in which they were asked for.
    :param part_of: id of each event → the number of its part; empty where there is one part.
    :param pairs: events of two parts that may be one: ``first`` and ``again`` (ids, the second of the later part),
        ``days`` and ``km`` between them; see :mod:`geo.together`. Empty where there is one part.
    :param landmarks: the curated events that mark the timeline (the Mission's span, coups), where ``events`` lack them.
    """

    id: str
    version: str
    events: pd.DataFrame
    event_sources: pd.DataFrame
    event_actors: pd.DataFrame
    sources: pd.DataFrame
    sites: pd.DataFrame
    site_sources: pd.DataFrame
    routes: pd.DataFrame
    route_points: pd.DataFrame
    claims: pd.DataFrame
    claim_events: pd.DataFrame
    claim_notes: pd.DataFrame
    mandates: pd.DataFrame
    mission_stats: pd.DataFrame
    site_presence: pd.DataFrame
    un_deaths: pd.DataFrame
    admin_names: pd.DataFrame
    missing: tuple[str, ...]
    parts: tuple[Part, ...] = (Part("curated"),)
    pairs: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=["first", "again", "days", "km"]))
    part_of: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))
    landmarks: pd.DataFrame | None = None


def load(folder: Path | None = None) -> Dataset:
    """Read, check and type a folder of data files.

    :param folder: where they are; the Atlas's own ``data/`` by default.
    :raises DataError: with every fault, when a file breaks the codebook.

    >>> data = load()
    >>> data.id, len(data.events), data.missing
    ('curated', 429, ())
    """
    contents, faults = _contents(FOLDER if folder is None else folder)
    texts, more = _texts(contents)
    if faults or more:
        raise DataError(faults or more)
    tables = {file.name: _typed(file, texts[file.name]) for file in FILES}
    return _assemble(tables, _version(contents), tuple(file.name for file in FILES if file.name not in contents))


def curated() -> Dataset:
    """Return the Atlas's own data, read once: for what is looked up in them, whatever a page shows.

    >>> curated() is curated()
    True
    """
    return _KEPT("curated", load)


_KEPT = Kept(most=1)


def check(folder: Path | None = None) -> list[Fault]:
    """Return every fault of a folder of data files, in the order of the files and their rows; none when it is fine.

    :param folder: where they are; the Atlas's own ``data/`` by default.

    >>> check()
    []
    """
    contents, faults = _contents(FOLDER if folder is None else folder)
    return faults or _texts(contents)[1]


def _contents(folder: Path) -> tuple[dict[str, bytes], list[Fault]]:
    """Return the bytes of every file of the codebook that is there."""
    if not folder.is_dir():
        return {}, [Fault(folder.name, None, None, "no such folder", Phrase("folder"))]
    contents, faults = {}, []
    for file in FILES:
        try:
            contents[file.name] = (folder / file.name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:  # a folder of that name, no permission
            faults.append(Fault(file.name, None, None, error.strerror or "unreadable", Phrase("text_file")))
    return contents, faults


def _texts(contents: Mapping[str, bytes]) -> tuple[dict[str, pd.DataFrame], list[Fault]]:
    """Read and check all files: each on its own first, then those that are well against each other."""
    frames: dict[str, pd.DataFrame] = {}
    well: dict[str, pd.DataFrame] = {}
    found: list[Fault] = []
    for file in FILES:
        content = contents.get(file.name)
        text = reading.absent(file) if content is None else _read(file, content)
        frames[file.name] = text.frame
        if not text.faults and content is not None:
            well[file.name] = text.frame
        found += text.faults
    found += rules.faults(well, frozenset(contents))
    position = {file.name: number for number, file in enumerate(FILES)}
    found.sort(key=lambda fault: (position[fault.file], fault.row or 0))
    return frames, found


@lru_cache(maxsize=2 * len(FILES))  # whoever mends one file and checks again need not wait for the others
def _read(file: DataFile, content: bytes) -> reading.Text:
    """Read one file and check it on its own; the frame is shared and must not be changed."""
    text = reading.read(file, content)
    return reading.Text(text.frame, (*text.faults, *validation.faults(file, text.frame)))


def _version(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(contents):
        content = contents[name].removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def _typed(file: DataFile, text: pd.DataFrame) -> pd.DataFrame:
    """Give each column the type of its kind and sort the rows as the codebook says."""
    frame = pd.DataFrame(index=text.index)
    for column in file.columns:
        cells = text[column.name]
        if column.kind == "date":
            days = np.array([cell or "NaT" for cell in cells], dtype="datetime64[us]")
            frame[column.name] = pd.Series(days, index=text.index)
        elif column.kind == "number":
            frame[column.name] = pd.Series([float(c) if c else np.nan for c in cells], text.index, dtype="float64")
        elif column.kind == "integer":
            frame[column.name] = pd.Series([int(c) if c else None for c in cells], text.index, dtype="Int64")
        else:
            frame[column.name] = cells.astype("str")
    return frame.sort_values(list(file.order), kind="stable").reset_index(drop=True)


def _joined(frame: pd.DataFrame, owner: str, cells: str, part: str) -> pd.DataFrame:
    """Turn a column of joined ids or texts into rows: ``owner``, ``seq`` from 1, ``part``."""
    rows = [
        (row_id, seq, value)
        for row_id, cell in zip(frame["id"], frame[cells], strict=True)
        for seq, value in enumerate(validation.split(cell), start=1)
    ]
    table = pd.DataFrame(rows, columns=[owner, "seq", part])
    return table.astype({owner: "str", "seq": "int64", part: "str"})


def _assemble(tables: Mapping[str, pd.DataFrame], version: str, missing: tuple[str, ...]) -> Dataset:
    """Derive the tables that no file holds and put everything into the data set."""
    events, sites = tables["events.csv"], tables["sites.csv"]
    event_sources = _joined(events, "event_id", "source_ids", "source_id")
    names = _joined(events, "event_id", "actors", "name")
    event_actors = names.merge(tables["actors.csv"], on="name", how="left", validate="many_to_one")
    events = events.assign(
        date_end=events["date_end"].fillna(events["date_start"]),
        group=events["category"].map(CATEGORIES).astype("str"),
    )
    return Dataset(
        id="curated",
        version=version,
        events=events[list(EVENT_COLUMNS)],
        event_sources=event_sources,
        event_actors=event_actors,
        sources=tables["sources.csv"],
        sites=sites.drop(columns="source_ids"),
        site_sources=_joined(sites, "site_id", "source_ids", "source_id"),
        routes=tables["routes.csv"],
        route_points=tables["route_points.csv"],
        claims=tables["claims.csv"],
        claim_events=tables["claim_events.csv"],
        claim_notes=tables["claim_notes.csv"],
        mandates=tables["mandates.csv"],
        mission_stats=tables["mission_stats.csv"],
        site_presence=tables["site_presence.csv"],
        un_deaths=tables["un_deaths_reconciled.csv"],
        admin_names=tables["admin_names.csv"],
        missing=missing,
    )
