"""Damaged files and drawn ones: each is read right or refused in a sentence; never a stack trace, never in silence."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_files import faults
from test_import_tables import TABLE, book

from geo.dataset import Dataset
from geo.importers import Imported, ImportRefusedError, acled, awsd, fields, opening, own, read, ucdp, un_fatalities
from geo.importers.table import MOST_COLUMNS
from geo.words import LANGUAGES

FILES = Path(__file__).resolve().parents[1] / "data"
DAMAGED = FILES / "damaged"
#: Damaged file → what the refusal says, or codes that the report must have.
EXPECTED: dict[str, str | set[str]] = {
    "binary.csv": "not text",
    "blank.csv": "empty",
    "cp1252.csv": {"encoding"},
    "cr_only.csv": set(),
    "cut.geojson": "not valid",
    "deep.json": "not valid",
    "empty.csv": "empty",
    "half_decoded.csv": {"damaged_bytes"},
    "header_only.csv": set(),
    "header_twice.csv": "do not hold what their names say",
    "mac_roman.csv": {"encoding"},
    "mixed_delimiter.csv": {"ragged"},
    "mojibake.csv": {"mojibake"},
    "no_header.csv": "No table",
    "nul.csv": "not text",
    "one_column.csv": "No table",
    "page.html": "web page",
    "picture.csv": "not text",
    "quote_closed_late.csv": {"swallowed"},
    "quote_never_closed.csv": "never closed",
    "ragged.csv": {"ragged"},
    "shifted.csv": "nothing shows which column",
    "truncated.csv": {"ragged", "no_line_end"},
    "utf16_no_mark.csv": {"encoding"},
    "wrong_delimiter.csv": "No table",
}
#: Whole files, of which damaged ones are drawn.
WHOLE = {
    "ucdp": (DAMAGED / "mojibake.csv").read_bytes(),
    "acled": (FILES / "acled_new.csv").read_bytes(),
    "table": TABLE.encode("cp1252"),
    "xlsx": book(("Sheet", [["date", "place", "type"], ["2019-01-01", "Gao", "attack"]])),
    "geojson": json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [-4.2, 14.5]},
                    "properties": {"date": "2019-03-23", "type": "combat"},
                }
            ],
        }
    ).encode(),
}
LIMIT = timedelta(seconds=10)
FORMATS = {"ucdp": ucdp, "acled": acled, "un_fatalities": un_fatalities, "awsd": awsd, "atlas": own}
calmly = settings(max_examples=60, deadline=LIMIT, suppress_health_check=[HealthCheck.too_slow])


def tried(content: bytes, **more: str) -> Imported | None:
    """Read a file; ``None`` when it is refused in a sentence of both languages."""
    try:
        return read(content, **more)  # type: ignore[arg-type]
    except ImportRefusedError as error:
        assert all(error.say(language).endswith((".", ")", "?")) for language in LANGUAGES), error
        return None


def test_each_damaged_file_is_expected() -> None:
    assert {file.name for file in DAMAGED.iterdir()} == EXPECTED.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_damaged_file_is_read_right_or_refused(name: str, curated: Dataset) -> None:
    expected = EXPECTED[name]
    if isinstance(expected, str):
        with pytest.raises(ImportRefusedError, match=expected):
            read(DAMAGED / name)
        return
    imported = read(DAMAGED / name)
    assert expected <= {block.code for block in imported.report.blocks}
    assert faults(imported, curated.events) == []
    # What is kept is what the whole file says.
    assert set(imported.events["lat"]) <= {16.27} and set(imported.events["lon"]) <= {-0.04}
    assert set(imported.events["place_fr"]) <= {"Gao", "Ménaka", "Ségou"}
    assert set(imported.events["killed_best"]) <= {3}


def test_ten_thousand_columns_are_refused() -> None:
    names = ",".join(["date", "place", "type", *(f"c{n}" for n in range(10_000))])
    with pytest.raises(ImportRefusedError, match=f"10,003 columns.*{MOST_COLUMNS:,}"):
        read(f"{names}\n{',' * 10_002}\n".encode())


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(opening.LARGEST + 1)  # sparse: it takes no room
    with pytest.raises(ImportRefusedError, match="at most 210 MB"):
        read(large)
    with pytest.raises(ImportRefusedError, match="could not be read"):
        read(tmp_path / "missing.csv")


def test_a_line_without_end_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="more than 1,000,000 characters"):
        read(b"date,place\n" + b"2019-01-01,Gao\n" * 20_000 + b"2019-01-01," + b"x" * 1_100_000 + b"\n")


@calmly
@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_read(curated: Dataset, content: bytes) -> None:
    imported = tried(content)
    assert imported is None or faults(imported, curated.events) == []


@calmly
@given(st.sampled_from(sorted(WHOLE)), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=6))))
def test_any_damage_is_refused_or_read(curated: Dataset, name: str, blows: list[tuple[float, int, bytes]]) -> None:
    content = WHOLE[name]
    for part, gone, fresh in blows[:8]:
        at = round(part * len(content))
        content = content[:at] + fresh + content[at + gone :]
    imported = tried(content)
    assert imported is None or faults(imported, curated.events) == []


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "2019-03-23", "05/06/2019", "13/1/19", "Gao", "Ménaka", "Mali", "ML", "MINUSMA", "1", "3", "-1"]
    ),
    st.sampled_from(
        ["16,27", "-0.04", "0", "1e999", "nan", "attack", "=1+1", "armed_clash", "locality", "off_map", "432"]
    ),
)


@calmly
@given(st.sampled_from(sorted(FORMATS)), st.data())
def test_any_cells_of_a_format_are_refused_or_read(curated: Dataset, name: str, data: st.DataObject) -> None:
    columns = FORMATS[name].COLUMNS
    rows = data.draw(st.lists(st.fixed_dictionaries({column: CELLS for column in columns}), min_size=1, max_size=4))
    imported = tried(table(columns, rows))
    assert imported is None or faults(imported, curated.events) == []
    assert imported is None or imported.kind == name


@calmly
@given(
    st.lists(st.sampled_from(sorted({n for names in fields.NAMES.values() for n in names})), min_size=2, unique=True),
    st.data(),
)
def test_any_table_is_refused_or_read(curated: Dataset, columns: list[str], data: st.DataObject) -> None:
    columns = columns[:8]
    rows = data.draw(st.lists(st.fixed_dictionaries({column: CELLS for column in columns}), min_size=1, max_size=5))
    imported = tried(table(columns, rows))
    assert imported is None or faults(imported, curated.events) == []


@calmly
@given(st.lists(st.sampled_from(["pad", "cut", "shift", "keep"]), min_size=5, max_size=5), st.integers(1, 12))
def test_no_field_moves_under_another_name(curated: Dataset, acts: list[str], place: int) -> None:
    """Rows that lost or gained a field are refused; those that stay say what they said."""
    columns = ("id", *(c for c in ucdp.COLUMNS if c != "id"))
    good = pd.read_csv(DAMAGED / "ragged.csv", nrows=1, dtype=str).iloc[0].to_dict()
    lines = []
    for number, act in enumerate(acts, start=1):
        cells = [str(good.get(column, "")) if column != "id" else str(number) for column in columns]
        cells = ["" if cell == "nan" else cell for cell in cells]
        if act == "pad":
            cells.append("x")
        elif act == "cut":
            cells.pop()
        elif act == "shift":
            cells.pop(place)
        lines.append(cells)
    out = io.StringIO()
    csv.writer(out).writerows([columns, *lines])
    imported = tried(out.getvalue().encode())
    if imported is None:
        return
    assert set(imported.events["id"]) <= {f"ucdp-{n}" for n, act in enumerate(acts, start=1) if act == "keep"}
    assert set(imported.events["lat"]) <= {16.27} and set(imported.events["killed_high"]) <= {4}


def table(columns: list[str] | tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")
