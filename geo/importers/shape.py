"""The last step of every format: rows become events with the columns, types and rules of ``Dataset.events``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter

import pandas as pd
import pyarrow.compute as pc

from geo.dataset import EVENT_COLUMNS
from geo.importers.cells import fixed, pasted, series, text
from geo.importers.refusal import ImportRefusedError
from geo.importers.report import Log
from geo.model import CATEGORIES, FIRST_YEAR, LAST_YEAR
from geo.text import fold
from geo.words import Language, catalogue

_INTEGERS = ("killed_best", "killed_low", "killed_high", "killed_peacekeepers", "injured")
_DAYS = ("date_start", "date_end")
_NUMBERS = ("lat", "lon", "location_radius_km")
#: Share of the filled cells of a column that must look as its name promises.
_BELIEVED = 0.8


def believable(frame: pd.DataFrame, patterns: Mapping[str, str]) -> None:
    """Refuse a file whose columns don't hold what their names say: its fields are shifted against its names.

    :param patterns: column → what its cells look like, as a regular expression.
    :raises ImportRefusedError: naming the first column that does not.
    """
    for column, pattern in patterns.items():
        cells = frame[column][frame[column] != ""] if column in frame else pd.Series([], dtype="str")
        if len(cells) and cells.str.fullmatch(pattern).mean() < _BELIEVED:
            raise ImportRefusedError("columns_disagree", column=column, value=str(cells.iloc[0])[:60])


def complete(frame: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Return a table with all columns that a format may have; those that the file lacks are blank."""
    blank = pd.Series("", index=frame.index, dtype="str")
    return frame.assign(**{name: blank for name in columns if name not in frame})


def only_mali(
    frame: pd.DataFrame, country: pd.Series, log: Log, column: str, *, worldwide: bool = False
) -> pd.DataFrame:
    """Leave out rows about other countries.

    :param country: name of each row's country.
    :param column: name of the column of countries in the file.
    :param worldwide: whether a row that names no country is left out too, since the format is about all of them.
    """
    if worldwide:
        blank = country == ""
        log.rows("no_country", frame.index[blank], action="left_out", column=column)
        frame, country = frame[~blank], country[~blank]
    elsewhere = ~country.str.strip().str.lower().isin(["mali", ""])
    log.rows("other_country", frame.index[elsewhere], action="left_out", column=column, cells=country[elsewhere])
    return frame[~elsewhere]


def columns(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the columns of a table by name."""
    return {str(name): frame[name] for name in frame}


def filled(language: Language, key: str, **columns: pd.Series) -> pd.Series:
    """Fill the placeholders of a sentence with columns, row by row.

    >>> filled("en", "import.unit_text", text=pd.Series(["Gao"], dtype="str")).tolist()
    ['Gao']
    """
    template = str(catalogue(language)[key])
    parts: list[pd.Series | str] = []
    for literal, name, _, _ in Formatter().parse(template):
        parts += [literal] if name is None else [literal, columns[name]]
    return pasted(parts, next(iter(columns.values())))


def shown(numbers: pd.Series) -> pd.Series:
    """Return counts as text, ``?`` where unknown."""
    return numbers.astype("str").fillna("?").replace({"<NA>": "?", "nan": "?"}).astype("str")


def one_line(cells: pd.Series) -> pd.Series:
    """Return text without line breaks and repeated spaces."""
    plain = pc.replace_substring_regex(text(cells), r"[\s\x{85}\x{a0}\x{2028}\x{2029}]+", " ")
    return series(pc.utf8_trim_whitespace(plain), cells)


def slugs(cells: pd.Series, prefix: str) -> pd.Series:
    """Return event ids made of a source's own ids.

    >>> slugs(pd.Series(["MLI 12/3"], dtype="str"), "acled").tolist()
    ['acled-mli-12-3']
    """
    plain = cells.str.lower()
    if not plain.str.fullmatch(r"[ -~]*").all():
        plain = cells.map(fold).astype("str")
    return _once(prefix + "-" + plain.str.replace(r"[^a-z0-9]+", "-", regex=True).str.strip("-"))


def own_ids(cells: pd.Series) -> pd.Series:
    """Return ids of the Atlas as they are; what is none becomes one.

    >>> own_ids(pd.Series(["2019-03-23-ogossagou", "Été 3"], dtype="str")).tolist()
    ['2019-03-23-ogossagou', 'event-ete-3']
    """
    fit = cells.str.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*")
    return _once(cells if fit.all() else cells.where(fit, slugs(cells, "event")))


def _once(ids: pd.Series) -> pd.Series:
    """Number ids that different cells have come to share."""
    again = ids.groupby(ids).cumcount()
    return ids.where(again == 0, ids + "-" + (again + 1).astype("str")) if again.any() else ids


def without_repeats(frame: pd.DataFrame, column: str, log: Log) -> pd.DataFrame:
    """Leave out rows whose id stood before: the same row again, or another under the same id; both are said.

    :param column: of the ids; rows without one are refused.
    """
    blank = frame[column] == ""
    log.rows("no_id", frame.index[blank], action="refused", column=column)
    frame = frame[~blank]
    again = frame.duplicated(column)
    same = repeated(frame, column)
    log.rows("row_twice", frame.index[same], action="refused", column=column, cells=frame[column][same])
    other = again & ~same
    log.rows("id_twice", frame.index[other], action="refused", column=column, cells=frame[column][other])
    return frame[~again & ~same]


def repeated(frame: pd.DataFrame, column: str) -> pd.Series:
    """Say which rows stood before, cell for cell.

    :param column: of the ids. Only rows of one id are compared: all of a large file in all columns takes a second.
    """
    return frame[frame.duplicated(column, keep=False)].duplicated().reindex(frame.index, fill_value=False)


def dated(frame: pd.DataFrame, start: pd.Series, end: pd.Series, column: str, log: Log) -> tuple[pd.Series, pd.Series]:
    """Refuse rows without a date and set right what ends before it begins; return the days of the rows that stay.

    :param column: name of the column of the first day in the file.
    """
    lost = start.isna()
    cells = frame.get(column)
    log.rows(
        "no_date", frame.index[lost], action="refused", column=column, cells=None if cells is None else cells[lost]
    )
    start, end = start[~lost], end[~lost].fillna(start[~lost])
    wrong = end < start
    log.rows("ends_before", start.index[wrong], action="repaired", column=column)
    end = end.mask(wrong, start)
    early = (end.dt.year < FIRST_YEAR) | (start.dt.year > LAST_YEAR)
    if early.any():
        log.file("other_years", n=int(early.sum()), first=str(FIRST_YEAR), last=str(LAST_YEAR))
    return start, end


def ranges(low: pd.Series, best: pd.Series, high: pd.Series, log: Log, column: str) -> pd.Series:
    """Note figures that contradict each other; they stay as the source has them, so that sums are the source's.

    :return: which rows contradict themselves.
    """
    odd = ((low > best) | (best > high) | (low > high)).fillna(False).astype(bool)
    cells = shown(low[odd]) + "–" + shown(best[odd]) + "–" + shown(high[odd])
    log.rows("range", low.index[odd], action="kept", column=column, cells=cells)
    if odd.any():
        table = pd.DataFrame({"low": low[odd], "best": best[odd], "high": high[odd]})
        widest = {"low": int(table.min(axis=1).sum()), "high": int(table.max(axis=1).sum())}
        log.file(
            "range_sum",
            n=int(odd.sum()),
            low=int(table["low"].sum()),
            high=int(table["high"].sum()),
            low_wide=widest["low"],
            high_wide=widest["high"],
        )
    return odd


def events(parts: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Return the events table: all columns, their types, sorted by day and id.

    :param parts: columns of ``Dataset.events`` by name, over the same rows; what is left out is blank or unknown.
    """
    like = parts["id"]
    columns: dict[str, pd.Series] = {}
    for name in EVENT_COLUMNS:
        given = parts.get(name)
        if name == "group":
            columns[name] = parts["category"].map(CATEGORIES).astype("str")
        elif name in _INTEGERS:
            columns[name] = (pd.Series(pd.NA, index=like.index) if given is None else given).astype("Int64")
        elif name in _DAYS:
            columns[name] = pd.Series(given).astype("datetime64[us]")
        elif name in _NUMBERS:
            columns[name] = (pd.Series(float("nan"), index=like.index) if given is None else given).astype("float64")
        else:
            columns[name] = fixed("", like) if given is None else given.astype("str")
    table = pd.DataFrame(columns)[list(EVENT_COLUMNS)]
    return table.sort_values(["date_start", "id"], kind="stable").reset_index(drop=True)
