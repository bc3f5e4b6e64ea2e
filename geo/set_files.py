"""The files of an imported set: events and sources as Parquet, in the columns and types of the Atlas.

Events come as a frame, or as a Parquet file of any size, which is checked and copied by the engine without a frame.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.dataset import EVENT_COLUMNS
from geo.errors import DataError, Fault
from geo.model import CATEGORIES, DATE_PRECISIONS, PRECISIONS, REGIONS, VERIFICATIONS
from geo.phrase import Phrase
from geo.schema import SOURCES

DAYS = ("date_start", "date_end")
NUMBERS = ("lat", "lon", "location_radius_km")
COUNTS = ("killed_best", "killed_low", "killed_high", "killed_peacekeepers", "injured")
#: Columns whose words the map and the filters know, and those words; a blank region is off the map.
CHOICES: dict[str, tuple[str, ...]] = {
    "date_precision": DATE_PRECISIONS,
    "category": tuple(CATEGORIES),
    "region": ("", *REGIONS),
    "location_precision": PRECISIONS,
    "verification": VERIFICATIONS,
}
#: What the engine may use while it sorts a file, as DuckDB writes it; beyond that it goes to the disk.
MEMORY = "700MB"
#: Rows that are read together.
_GROUP = 100_000


def schema() -> pa.Schema:
    """Return names and types of the columns of a set's events."""
    kinds: dict[str, pa.DataType] = {
        **dict.fromkeys(DAYS, pa.date32()),
        **dict.fromkeys(NUMBERS, pa.float64()),
        **dict.fromkeys(COUNTS, pa.int64()),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in EVENT_COLUMNS])


def write_events(events: pd.DataFrame | Path, out: Path, progress: Callable[[float], None] | None = None) -> int:
    """Write a set's events, sorted by ``date_start`` and ``id``, and return how many there are.

    :param events: the columns of ``Dataset.events``; of a file more columns may stand beside them.
    :raises DataError: when a file has not that form.
    """
    if isinstance(events, Path):
        return _copy(events, out, progress or (lambda _: None))
    frame = events.loc[:, list(EVENT_COLUMNS)].sort_values(["date_start", "id"], kind="stable")
    # Days, not moments: a time zone or an hour has no meaning here.
    frame = frame.assign(**{name: pd.to_datetime(frame[name]).dt.date for name in DAYS})
    pq.write_table(pa.Table.from_pandas(frame, schema=schema(), preserve_index=False), out, compression="zstd")
    return len(frame)


def read_events(path: Path) -> pd.DataFrame:
    """Return a set's events with the columns and types of ``Dataset.events``."""
    frame = pq.read_table(path, columns=list(EVENT_COLUMNS)).to_pandas()
    found = {}
    for name in EVENT_COLUMNS:
        if name in DAYS:
            found[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
        elif name in NUMBERS:
            found[name] = frame[name].astype("float64")
        elif name in COUNTS:
            found[name] = frame[name].astype("Int64")
        else:
            found[name] = frame[name].fillna("").astype("str")
    found["date_end"] = found["date_end"].fillna(found["date_start"])
    return pd.DataFrame(found).reset_index(drop=True)


def write_sources(sources: pd.DataFrame, out: Path) -> None:
    """Write a set's own sources."""
    frame = sources.loc[:, list(SOURCES.names)].fillna("").astype("str")
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), out)


def read_sources(path: Path) -> pd.DataFrame:
    """Return a set's own sources, in the columns of ``sources.csv``."""
    frame: pd.DataFrame = pq.read_table(path, columns=list(SOURCES.names)).to_pandas()
    return frame.astype("str")


def version(folder: Path, about: dict[str, Any]) -> str:
    """Return the first 12 hex digits of a hash over a set's files and what is said of it.

    The day of keeping plays no part: the same file kept twice is the same version.
    """
    digest = hashlib.sha256()
    said = {name: value for name, value in about.items() if name not in ("created", "version", "size", "report")}
    digest.update(json.dumps(said, sort_keys=True).encode())
    for file in sorted(folder.glob("*.parquet")):
        digest.update(file.name.encode())
        with file.open("rb") as content:
            while block := content.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()[:12]


def _copy(source: Path, out: Path, progress: Callable[[float], None]) -> int:
    try:
        footer = pq.read_metadata(source)
    except (OSError, pa.ArrowInvalid) as error:
        raise _wrong(source, None, str(error).splitlines()[0][:120], Phrase("parquet")) from None
    names = footer.schema.to_arrow_schema().names
    for name in EVENT_COLUMNS:
        if name not in names:
            raise _wrong(source, name, "no such column", Phrase("column_present"))
    with duckdb.connect() as engine:
        engine.execute(f"set memory_limit = '{MEMORY}'")
        engine.execute(f"set temp_directory = '{_quoted(out.parent / 'sorting')}'")
        # Quoted, for "group" is a word of the engine's own.
        columns = ", ".join(f'{_cast(name)} as "{name}"' for name in EVENT_COLUMNS)
        # A file may bring the text to search in, folded: then no question has to fold it.
        columns += ", search" if "search" in names else ""
        try:
            engine.execute(f"create view given as select {columns} from read_parquet('{_quoted(source)}')")
            _check(engine, source)
            progress(0.4)
            options = f"format parquet, compression zstd, row_group_size {_GROUP}"
            in_order = "" if _sorted(engine) else "order by date_start, id"
            engine.execute(f"copy (select * from given {in_order}) to '{_quoted(out)}' ({options})")
        except duckdb.Error as error:
            raise _wrong(source, None, str(error).splitlines()[0][:160], Phrase("events_parquet")) from None
    progress(1.0)
    return int(footer.num_rows)


def _cast(name: str) -> str:
    if name == "date_end":
        return "coalesce(date_end::date, date_start::date)"
    if name == "date_start":
        return "date_start::date"
    if name in NUMBERS:
        # NaN is how some writers say "none".
        return f"case when isnan({name}::double) then null else {name}::double end"
    if name in COUNTS:
        return f"{name}::bigint"
    return f"""coalesce("{name}"::varchar, '')"""


def _check(engine: duckdb.DuckDBPyConnection, source: Path) -> None:
    """Ask the engine for the first thing that the Atlas could not show.

    :raises DataError: naming it.
    """
    for name, words in CHOICES.items():
        listed = ", ".join(f"'{word}'" for word in words)
        found = engine.execute(f"select {name} from given where {name} not in ({listed}) limit 1").fetchone()
        if found:
            raise _wrong(source, name, str(found[0])[:60], Phrase("one_of", choices=", ".join(w for w in words if w)))
    rules = {
        "id": "id = ''",
        "date_start": "date_start is null or date_start > date_end",
        "lat": "not lat between -90 and 90",
        "lon": "not lon between -180 and 180 or (lat is null) != (lon is null)",
        "killed_best": "least(killed_best, killed_low, killed_high) < 0",
    }
    for name, wrong in rules.items():
        found = engine.execute(f"select {name}::varchar from given where {wrong} limit 1").fetchone()
        if found:
            raise _wrong(source, name, str(found[0]), Phrase("events_parquet"))
    twice = engine.execute("select id from given group by id having count(*) > 1 limit 1").fetchone()
    if twice:
        raise _wrong(source, "id", str(twice[0]), Phrase("once"))


def _sorted(engine: duckdb.DuckDBPyConnection) -> bool:
    found = engine.execute(
        "select count(*) from (select (date_start, id) < lag((date_start, id)) over () as back from given) where back"
    ).fetchone()
    return bool(found and found[0] == 0)


def _wrong(source: Path, column: str | None, read: str, expected: str) -> DataError:
    return DataError([Fault(source.name, None, column, read, expected)])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
