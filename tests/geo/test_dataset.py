"""Reading and checking: a broken file is told by file, row and column, in words, and never by a stack trace."""

from __future__ import annotations

import csv
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import check as command
from geo.dataset import FOLDER, check, load
from geo.errors import DataError, Fault
from geo.phrase import Phrase
from geo.schema import FILES
from geo.words import catalogue

OPTIONAL = [file.name for file in FILES if not file.required]
REQUIRED = [file.name for file in FILES if file.required]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data to break."""
    return Path(shutil.copytree(FOLDER, tmp_path / "data"))


def read_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def row_of(folder: Path, file: str, test: Callable[[dict[str, str]], bool]) -> int:
    """Row, as a spreadsheet counts it, of the first record that passes the test."""
    header, *records = read_rows(folder / file)
    return next(n for n, cells in enumerate(records, start=2) if test(dict(zip(header, cells, strict=True))))


def set_cell(folder: Path, file: str, row: int, column: str, value: str) -> None:
    rows = read_rows(folder / file)
    rows[row - 1][rows[0].index(column)] = value
    write_rows(folder / file, rows)


def has(**cells: str) -> Callable[[dict[str, str]], bool]:
    return lambda record: all(record[name] == value for name, value in cells.items())


PLACED = has(id="2019-03-23-ogossagou-attack")
OFF_MAP = has(location_precision="off_map")
EVENTS, SITES = "events.csv", "sites.csv"

#: file, which row, column, what is put there, what the sentence must say is expected.
BROKEN_CELLS = [
    (EVENTS, PLACED, "region", "Atlantis", "one of: Kayes, Koulikoro, Bamako"),
    (EVENTS, PLACED, "region", "mopti", "one of: Kayes"),
    (EVENTS, PLACED, "category", "", "one of: attack_on_mission"),
    (EVENTS, PLACED, "category", "attack", "one of: attack_on_mission"),
    (EVENTS, PLACED, "date_precision", "week", "one of: day, month, year"),
    (EVENTS, PLACED, "verification", "yes", "one of: verified, partial"),
    (EVENTS, PLACED, "location_precision", "precise", "one of: exact, locality"),
    (EVENTS, PLACED, "date_start", "", "a day as YYYY-MM-DD"),
    (EVENTS, PLACED, "date_start", "23/03/2019", "a day as YYYY-MM-DD"),
    (EVENTS, PLACED, "date_start", "2019-02-30", "a day as YYYY-MM-DD"),
    (EVENTS, PLACED, "date_start", "20190323", "a day as YYYY-MM-DD"),
    (EVENTS, PLACED, "date_start", "1999-03-23", "a day from 2012-01-01 to 2024-12-31"),
    (EVENTS, PLACED, "date_end", "2019-3-24", "a day as YYYY-MM-DD, or blank"),
    (EVENTS, PLACED, "date_end", "2019-03-22", "a day on or after date_start (2019-03-23)"),
    (EVENTS, PLACED, "date_end", "2091-03-24", "a day from 2012-01-01 to 2024-12-31"),
    (EVENTS, PLACED, "id", "", "a value"),
    (EVENTS, PLACED, "id", "Ogossagou 2019", "lower-case letters and digits, joined by single hyphens"),
    (EVENTS, PLACED, "title", "", "a value"),
    (EVENTS, PLACED, "title_fr", "", "a value"),
    (EVENTS, PLACED, "description_fr", "", "a value"),
    (EVENTS, PLACED, "place_fr", "", "a value"),
    (EVENTS, PLACED, "title", " Ogossagou", "text without spaces at its ends"),
    (EVENTS, PLACED, "title", "Ogo\x1bssagou", "text without spaces at its ends or control characters"),
    (EVENTS, PLACED, "killed_best", "many", "a whole number, 0 or more"),
    (EVENTS, PLACED, "killed_best", "-1", "a whole number, 0 or more"),
    (EVENTS, PLACED, "killed_best", "157.5", "a whole number, 0 or more"),
    (EVENTS, PLACED, "killed_best", "1,204", "a whole number, 0 or more"),
    (EVENTS, PLACED, "killed_best", "١٥٧", "a whole number, 0 or more"),
    (EVENTS, PLACED, "killed_best", "9" * 40, "a whole number, 0 or more"),
    (EVENTS, PLACED, "killed_best", "NA", "a whole number, 0 or more"),
    (EVENTS, PLACED, "killed_best", "1", "a number from killed_low to killed_high"),
    (EVENTS, PLACED, "killed_best", "9999", "a number from killed_low to killed_high"),
    (EVENTS, PLACED, "killed_low", "", "killed_low and killed_high, both or neither"),
    (EVENTS, PLACED, "killed_high", "", "killed_low and killed_high, both or neither"),
    (EVENTS, PLACED, "killed_low", "9999", "at most killed_high"),
    (EVENTS, PLACED, "killed_peacekeepers", "9999", "at most the number of people killed"),
    (EVENTS, PLACED, "lat", "", "a value, because location_precision is not off_map"),
    (EVENTS, PLACED, "lon", "", "a value, because location_precision is not off_map"),
    (EVENTS, PLACED, "location_radius_km", "", "a value, because location_precision is not off_map"),
    (EVENTS, PLACED, "location_radius_km", "0", "a radius above 0"),
    (EVENTS, PLACED, "location_radius_km", "-2", "a number from 0 to 1900"),
    (EVENTS, PLACED, "lat", "13,954", "a number from 9.6 to 25.6"),
    (EVENTS, PLACED, "lat", "nan", "a number from 9.6 to 25.6"),
    (EVENTS, PLACED, "lat", "48.85", "a number from 9.6 to 25.6"),
    (EVENTS, PLACED, "lat", "20.2", "a point in the region Mopti"),
    (EVENTS, PLACED, "lon", "3.57", "a point in the region Mopti"),
    (EVENTS, PLACED, "cercle", "Bankas", "one of: Andéramboukane"),
    (EVENTS, PLACED, "cercle", "Timbuktu", "a cercle of the region Mopti: Bandiagara, Bankass"),
    (EVENTS, OFF_MAP, "lat", "14.5", "blank, because location_precision is off_map"),
    (EVENTS, OFF_MAP, "region", "Gao", "blank, because location_precision is off_map"),
    (EVENTS, OFF_MAP, "location_radius_km", "5", "blank, because location_precision is off_map"),
    (EVENTS, PLACED, "actors", "", "a value"),
    (EVENTS, PLACED, "actors", "MINUSMA; MINUSMA", "texts joined by “; ”, each once"),
    (EVENTS, PLACED, "actors", "MINUSMA; ", "texts joined by “; ”, each once"),
    (
        EVENTS,
        PLACED,
        "actors",
        "Malian Armed Force",
        "actors.csv, column name (nearest: Malian Armed Forces)",
    ),
    (EVENTS, PLACED, "source_ids", "", "a value"),
    (SITES, has(id="gao"), "kind", "city", "one of: regional_capital, base"),
    (SITES, has(id="gao"), "lat", "", "a value"),
    (SITES, has(id="gao"), "lon", "-7.9", "a point in the region Gao"),
    (SITES, has(id="gao"), "cercle", "Goa", "one of: Andéramboukane"),
    (SITES, has(id="aguelhok"), "mission_to", "2013-10", "a date on or after mission_from (2014)"),
    (SITES, has(id="aguelhok"), "mission_from", "14", "YYYY, YYYY-MM or YYYY-MM-DD"),
    (SITES, has(id="aguelhok"), "mission_from", "2014-13", "YYYY, YYYY-MM or YYYY-MM-DD"),
    ("sources.csv", has(language="it"), "url", "www.example.org", "an address that begins with http://"),
    ("sources.csv", has(language="it"), "url", "javascript:alert(1)", "an address that begins with http://"),
    ("sources.csv", has(language="it"), "language", "xx", "one of: ar, de, en"),
    ("routes.csv", has(id="timbuktu-ber"), "precision", "exact", "one of: villages, schematic"),
    ("route_points.csv", has(route_id="route-du-poisson", seq="3"), "seq", "0", "a whole number, 1 or more"),
    ("route_points.csv", has(route_id="timbuktu-ber", seq="2"), "seq", "4", "2, the next number of the route"),
    ("actors.csv", has(name="Malian army"), "actor_fr", "Armée", "the same French name as in the other rows"),
    ("admin_names.csv", has(name="Koro"), "region", "", "the region that the cercle lies in"),
    ("admin_names.csv", has(level="region", name="Kidal"), "region", "Kidal", "blank for a region"),
    ("claims.csv", has(id="c001"), "year_to", "2012", "a year from year_from on (2023)"),
    ("claims.csv", has(id="c001"), "site_ids", "bamakoo", "a value of sites.csv, column id (nearest: bamako)"),
    ("claim_events.csv", has(claim_id="c001"), "relation", "proves", "one of: supports, context"),
    ("claim_events.csv", has(claim_id="c001"), "event_id", "2099-nothing", "a value of events.csv, column id"),
    ("claim_events.csv", has(claim_id="c001"), "claim_id", "c999", "a value of claims.csv, column id"),
    ("claim_notes.csv", has(claim_id="c012"), "claim_id", "c001", "a value that stands in no other row"),
    (
        "mandates.csv",
        has(resolution="2690 (2023)"),
        "date",
        "2013-06-30",
        "a day no earlier than the resolution",
    ),
    ("mandates.csv", has(resolution="2640 (2022)"), "end_date", "2021-06-30", "a day on or after the day of adoption"),
    ("mandates.csv", has(resolution="2640 (2022)"), "police_ceiling", "1 920", "a whole number, 0 or more"),
    ("mission_stats.csv", has(note="appropriation"), "note_fr", "", "a text, because the other language has one"),
    ("mission_stats.csv", has(unit="XOF"), "unit", "CFA", "one of: USD, XOF"),
    ("site_presence.csv", has(site_id="ber"), "site_id", "berr", "a value of sites.csv, column id (nearest: ber)"),
    ("un_deaths_reconciled.csv", has(un_deaths="0"), "un_deaths", "", "a value"),
    (
        "un_deaths_reconciled.csv",
        has(un_deaths="0"),
        "event_id",
        "2015-01-17-kidal",
        "a value of events.csv, column id",
    ),
]


@pytest.mark.parametrize(
    ("file", "which", "column", "value", "expected"),
    BROKEN_CELLS,
    ids=[f"{file}-{column}-{value[:12]!r}" for file, _, column, value, _ in BROKEN_CELLS],
)
def test_a_broken_cell_is_named(
    folder: Path, file: str, which: Callable[[dict[str, str]], bool], column: str, value: str, expected: str
) -> None:
    row = row_of(folder, file, which)
    set_cell(folder, file, row, column, value)
    faults = [fault for fault in check(folder) if (fault.file, fault.row, fault.column) == (file, row, column)]
    assert faults, "the fault must be found where it is"
    assert expected in faults[0].expected
    assert faults[0].read == value[:60]
    assert str(faults[0]).startswith(f"{file}, row {row}, column {column}: read {value[:60]!r}, expected ")


def test_all_faults_are_found_at_once_and_in_order(folder: Path) -> None:
    set_cell(folder, EVENTS, 5, "region", "Atlantis")
    set_cell(folder, EVENTS, 3, "killed_best", "many")
    set_cell(folder, EVENTS, 3, "title", "")
    set_cell(folder, SITES, 2, "kind", "city")
    with pytest.raises(DataError) as caught:
        load(folder)
    found = [(fault.file, fault.row, fault.column) for fault in caught.value.faults]
    assert sorted(found[:2]) == [(EVENTS, 3, "killed_best"), (EVENTS, 3, "title")]
    assert found[2:] == [(EVENTS, 5, "region"), (SITES, 2, "kind")]
    assert str(caught.value).endswith("(and 3 more)")
    assert isinstance(caught.value, ValueError)


def test_an_id_may_stand_only_once(folder: Path) -> None:
    rows = read_rows(folder / EVENTS)
    rows[3][0] = rows[2][0]
    write_rows(folder / EVENTS, rows)
    assert Fault(EVENTS, 4, "id", rows[2][0], Phrase("once")) in check(folder)


def test_two_rows_may_not_share_a_key(folder: Path) -> None:
    rows = read_rows(folder / "claim_events.csv")
    write_rows(folder / "claim_events.csv", [*rows, rows[1]])
    (fault,) = check(folder)
    assert (fault.file, fault.row) == ("claim_events.csv", len(rows) + 1)
    assert fault.expected == "no other row with the same claim_id, event_id"


def test_a_source_that_nothing_uses_is_named(folder: Path) -> None:
    rows = read_rows(folder / "sources.csv")
    unused = ["zz-unused", "Unused", "Nobody", "", "https://example.org/unused", "en"]
    write_rows(folder / "sources.csv", [*rows, unused])
    assert [(fault.row, fault.read) for fault in check(folder)] == [(727, "zz-unused")]


def test_a_source_that_does_not_exist_is_named_once_a_cell_part(folder: Path) -> None:
    row = row_of(folder, EVENTS, PLACED)
    cell = dict(zip(*[read_rows(folder / EVENTS)[n] for n in (0, row - 1)], strict=True))["source_ids"]
    set_cell(folder, EVENTS, row, "source_ids", f"{cell}; rfi-of-nowhere")
    (fault,) = check(folder)
    assert (fault.row, fault.column, fault.read) == (row, "source_ids", "rfi-of-nowhere")


def test_a_route_needs_waypoints(folder: Path) -> None:
    rows = read_rows(folder / "route_points.csv")
    write_rows(folder / "route_points.csv", [row for row in rows if row[0] != "timbuktu-ber"])
    (fault,) = check(folder)
    assert (fault.file, fault.read) == ("routes.csv", "timbuktu-ber")
    assert "at least two waypoints" in fault.expected


def test_every_region_has_a_row(folder: Path) -> None:
    rows = read_rows(folder / "admin_names.csv")
    write_rows(folder / "admin_names.csv", [row for row in rows if row[:2] != ["region", "Kayes"]])
    (fault,) = check(folder)
    assert (fault.file, fault.row) == ("admin_names.csv", None)
    assert fault.expected.endswith("missing: Kayes")


def test_not_a_number_marks_are_text(folder: Path) -> None:
    row = row_of(folder, EVENTS, PLACED)
    marks = {"title": "NA", "title_fr": "N/A", "description": "null", "description_fr": "nan"}
    for column, value in marks.items():
        set_cell(folder, EVENTS, row, column, value)
    event = load(folder).events.set_index("id").loc["2019-03-23-ogossagou-attack"]
    assert [event[name] for name in ("title", "title_fr", "description", "description_fr")] == [
        "NA",
        "N/A",
        "null",
        "nan",
    ]


class TestForm:
    """Files that are no table, or not the one of the codebook."""

    def fault(self, folder: Path) -> Fault:
        faults = check(folder)
        with pytest.raises(DataError):
            load(folder)
        return faults[0]

    def put(self, folder: Path, content: bytes, name: str = SITES) -> Fault:
        (folder / name).write_bytes(content)
        return self.fault(folder)

    def test_wrong_encoding(self, folder: Path) -> None:
        content = (folder / SITES).read_text(encoding="utf-8").replace("’", "'")
        fault = self.put(folder, content.encode("cp1252", errors="replace"))
        assert fault.file == SITES and fault.row == 2
        assert fault.read == "byte 0xe9" and fault.expected.startswith("UTF-8 text")

    def test_nul_byte(self, folder: Path) -> None:
        fault = self.put(folder, (folder / SITES).read_bytes().replace(b"Ansongo", b"An\0ongo", 1))
        assert (fault.file, fault.row, fault.read) == (SITES, 4, "a NUL character")

    def test_utf16(self, folder: Path) -> None:
        fault = self.put(folder, (folder / SITES).read_text(encoding="utf-8").encode("utf-16"))
        assert fault.file == SITES and fault.expected.startswith("UTF-8 text")

    @pytest.mark.parametrize("content", [b"", b"\n\n  \n", b"\xef\xbb\xbf"])
    def test_empty_file(self, folder: Path, content: bytes) -> None:
        fault = self.put(folder, content)
        assert (fault.file, fault.row, fault.read) == (SITES, None, "an empty file")
        assert fault.expected.startswith("a header line with the columns id, name, name_fr")

    def test_header_only(self, folder: Path) -> None:
        fault = self.put(folder, (folder / SITES).read_bytes().split(b"\n")[0] + b"\n")
        assert (fault.file, fault.row, fault.read) == (SITES, 1, "a header without rows")

    def test_missing_column(self, folder: Path) -> None:
        write_rows(folder / SITES, [row[:4] + row[5:] for row in read_rows(folder / SITES)])
        fault = self.fault(folder)
        assert (fault.file, fault.row, fault.column, fault.read) == (SITES, 1, "kind", "no such column")

    def test_unknown_column(self, folder: Path) -> None:
        rows = read_rows(folder / SITES)
        write_rows(folder / SITES, [[*rows[0], "note"], *([*row, ""] for row in rows[1:])])
        fault = self.fault(folder)
        assert (fault.file, fault.row, fault.read) == (SITES, 1, "column note")
        assert fault.expected.startswith("only the columns id, name")

    def test_column_twice(self, folder: Path) -> None:
        write_rows(folder / SITES, [[*row, row[1]] for row in read_rows(folder / SITES)])
        fault = self.fault(folder)
        assert (fault.row, fault.column, fault.read) == (1, "name", "the column twice")

    def test_ragged_rows_are_all_named_with_what_else_is_wrong(self, folder: Path) -> None:
        rows = read_rows(folder / SITES)
        rows[4].pop()
        rows[6].append("one too many")
        rows[8][rows[0].index("kind")] = "city"
        write_rows(folder / SITES, rows)
        told = [(fault.row, fault.column, fault.read) for fault in check(folder)]
        assert told == [(5, None, "14 fields"), (7, None, "16 fields"), (9, "kind", "city")]

    def test_a_quote_left_open(self, folder: Path) -> None:
        fault = self.put(folder, (folder / SITES).read_bytes().rstrip(b"\n") + b'\nnowhere,"Nowhere')
        assert fault.file == SITES and fault.row == 85
        assert fault.expected.startswith("comma-separated values")

    def test_semicolons_instead_of_commas(self, folder: Path) -> None:
        content = (folder / "admin_names.csv").read_bytes().replace(b",", b";")
        fault = self.put(folder, content, "admin_names.csv")
        assert fault.file == "admin_names.csv" and fault.row == 1

    def test_rows_are_counted_as_records_not_lines(self, folder: Path) -> None:
        set_cell(folder, EVENTS, 3, "description", "Two\nlines")
        set_cell(folder, EVENTS, 5, "region", "Atlantis")
        assert [(fault.row, fault.column) for fault in check(folder)] == [(5, "region")]

    @pytest.mark.parametrize("name", REQUIRED)
    def test_required_file_missing(self, folder: Path, name: str) -> None:
        (folder / name).unlink()
        fault = next(fault for fault in check(folder) if fault.file == name)
        assert (fault.row, fault.read) == (None, "no such file")
        with pytest.raises(DataError):
            load(folder)

    def test_a_folder_instead_of_a_file(self, folder: Path) -> None:
        (folder / SITES).unlink()
        (folder / SITES).mkdir()
        assert self.fault(folder).file == SITES

    def test_no_folder(self, tmp_path: Path) -> None:
        (fault,) = check(tmp_path / "nowhere")
        assert (fault.file, fault.read) == ("nowhere", "no such folder")


class TestOptional:
    def test_all_optional_files_missing(self, folder: Path) -> None:
        for name in OPTIONAL:
            (folder / name).unlink()
        set_cell(folder, "sources.csv", 2, "title", "Changed")
        data = load(folder)
        assert data.missing == tuple(OPTIONAL)
        assert len(data.claims) == 0 and "statement_fr" in data.claims.columns
        assert str(data.mandates["date"].dtype).startswith("datetime64")
        assert str(data.un_deaths["un_deaths"].dtype) == "Int64"

    def test_what_refers_to_a_missing_file_is_told(self, folder: Path) -> None:
        (folder / "claims.csv").unlink()
        told = {(fault.file, fault.column, str(fault.expected)) for fault in check(folder)}
        expected = "the file claims.csv, which this one refers to"
        assert told == {("claim_events.csv", "claim_id", expected), ("claim_notes.csv", "claim_id", expected)}


class TestVersion:
    def test_is_twelve_hex_digits_and_lasting(self) -> None:
        version = load().version
        assert len(version) == 12 and int(version, 16) >= 0
        assert load().version == version

    @pytest.mark.parametrize("name", ["events.csv", "claim_notes.csv", "admin_names.csv"])
    def test_changes_with_a_cell(self, folder: Path, name: str) -> None:
        column = {"events.csv": "title", "claim_notes.csv": "note", "admin_names.csv": "name_fr"}[name]
        set_cell(folder, name, 2, column, "Changed")
        assert load(folder).version != load().version

    def test_changes_when_a_file_goes(self, folder: Path) -> None:
        (folder / "mission_stats.csv").unlink()
        assert load(folder).version != load().version

    def test_does_not_change_with_line_ends_byte_order_mark_or_other_files(self, folder: Path) -> None:
        for number, path in enumerate(sorted(folder.glob("*.csv"))):
            content = path.read_bytes().replace(b"\n", b"\r\n" if number % 2 else b"\r")
            path.write_bytes((b"\xef\xbb\xbf" if number % 3 else b"") + content)
        (folder / "notes.txt").write_text("a file of somebody else's")
        assert load(folder).version == load().version


def test_a_sorted_and_a_shuffled_file_give_the_same_events(folder: Path) -> None:
    header, *records = read_rows(folder / EVENTS)
    write_rows(folder / EVENTS, [header[::-1], *(record[::-1] for record in records[::-1])])
    assert load(folder).events.equals(load().events)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path_factory.mktemp("fuzz") / "data"))


def survives(folder: Path, name: str, content: bytes) -> None:
    """Put bytes in a file: check must not crash, and load may raise a DataError with the same faults only."""
    original = (FOLDER / name).read_bytes()
    try:
        (folder / name).write_bytes(content)
        faults = check(folder)
        try:
            load(folder)
        except DataError as error:
            assert error.faults == faults and faults
            assert all(command.sentence(fault, "fr").count("\n") == 0 for fault in faults)
        else:
            assert not faults
    finally:
        (folder / name).write_bytes(original)


quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(name=st.sampled_from([file.name for file in FILES]), content=st.binary(max_size=300))
def test_random_bytes_never_crash(scratch: Path, name: str, content: bytes) -> None:
    survives(scratch, name, content)


@quick
@given(name=st.sampled_from(["sites.csv", "route_points.csv", "mandates.csv"]), data=st.data())
def test_a_few_wrong_bytes_never_crash(scratch: Path, name: str, data: st.DataObject) -> None:
    content = bytearray((FOLDER / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    survives(scratch, name, bytes(content))


@quick
@given(cell=st.text(max_size=30), column=st.sampled_from(FILES[0].names))
def test_any_text_in_a_cell_never_crashes(scratch: Path, cell: str, column: str) -> None:
    rows = read_rows(FOLDER / EVENTS)
    rows[40][rows[0].index(column)] = cell
    stream = scratch.parent / "cell.csv"
    with stream.open("w", encoding="utf-8", errors="surrogatepass", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)
    survives(scratch, EVENTS, stream.read_bytes())


class TestCommand:
    def test_fine(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert command.main() == 0
        said = capsys.readouterr()
        assert (
            said.out == f"429 events, 725 sources, 83 sites, 13 routes, version {load().version}\n1 story, 11 steps\n"
        )
        assert said.err == ""

    def test_optional_files_that_are_missing_are_named(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (folder / "mission_stats.csv").unlink()
        assert command.main(folder) == 0
        assert "not there (optional): mission_stats.csv" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("language", "line", "last"),
        [
            (
                "en",
                "events.csv, row 5, column region: read 'Atlantis', expected one of: Kayes, Koulikoro, ",
                "1 fault: mend it and check again",
            ),
            (
                "fr",
                "events.csv, ligne 5, colonne region\u00a0: lu «\u00a0Atlantis\u00a0», attendu\u00a0: l’une ",
                "1 erreur\u00a0: corrigez-la, puis relancez la vérification",
            ),
        ],
    )
    def test_faulty(
        self, folder: Path, capsys: pytest.CaptureFixture[str], language: str, line: str, last: str
    ) -> None:
        set_cell(folder, EVENTS, 5, "region", "Atlantis")
        assert command.main(folder, language) == 1  # type: ignore[arg-type]
        said = capsys.readouterr()
        assert said.out == ""
        first, final = said.err.splitlines()
        assert first.startswith(line) and final == last

    def test_a_phrase_from_elsewhere_is_told_as_it_is(self) -> None:
        assert command.report([]) == ""
        assert "expected something else" in command.report([Fault("a.csv", None, None, "x", "something else")])


def test_every_phrase_of_the_check_is_said_in_both_languages_and_travels() -> None:
    english, french = catalogue("en"), catalogue("fr")
    keys = {key for key in english if key.startswith("check.")}
    assert keys == {key for key in french if key.startswith("check.")}
    phrase = pickle.loads(pickle.dumps(Phrase("one_of", choices="Gao")))
    assert phrase == "one of: Gao" and phrase.say("fr").endswith("Gao")
